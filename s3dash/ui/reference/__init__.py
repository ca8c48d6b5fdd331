"""Pages to look things up: Guide, Coverage, Data, Methods.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
