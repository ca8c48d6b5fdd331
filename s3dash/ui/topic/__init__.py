"""The page Topic: what it asks, its five sections, the list of topics, one sheet of paper.

A room of one page: it may use the floors below and no other page's room.
"""
