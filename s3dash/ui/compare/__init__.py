"""The page Compare: choice of territories, its views, and the sheet of paper.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
