"""The page Priorities: its filter in the link, boxes, list, views, and the card of a priority.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
