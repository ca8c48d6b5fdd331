"""One topic: who shares it, who works on it together, how far, who fits, what is near.

A topic is words, domains, a platform theme, the scope of a partnership, or one priority. May use
all other rooms of the queries; none of them knows this one.
"""
