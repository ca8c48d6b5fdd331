"""The page Priorities: its filter in the link, boxes, chips and views.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
