"""The page Atlas: an indicator of a year on the map, in classes by a method that is named.

May use parts, maps, address, shell, look; no other page's room.
"""
