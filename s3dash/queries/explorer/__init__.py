"""Priorities: search, filter, counts beside each choice, and the views made of what is found.

May use base, partnerships and territories.
"""
