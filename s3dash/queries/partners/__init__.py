"""Who fits whom: partners of a territory, candidates for a partnership, and the reasons.

May use every other room of the queries.
"""
