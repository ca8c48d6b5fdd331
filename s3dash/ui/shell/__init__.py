"""What stands around every page: registry, chrome, the opened store, links inside our HTML.

May use look, and takeaway for corrections.
"""
