"""Priorities: search, filter, counts beside each choice, and the views made of what is found.

May use base, linkages, partnerships and territories, and store and package below.
"""
