"""The page Partnership: its views.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
