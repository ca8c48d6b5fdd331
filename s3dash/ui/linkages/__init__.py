"""The page Linkages: choice and views.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
