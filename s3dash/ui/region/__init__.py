"""The page Region: its views, and the profile on a sheet of paper.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
