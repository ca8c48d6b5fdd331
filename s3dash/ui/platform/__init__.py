"""The pages of platforms: one template (`page`) and its views.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
