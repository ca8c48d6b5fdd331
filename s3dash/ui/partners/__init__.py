"""The page Partner finder: choices, ranking, and the sheet of paper.

May use stages, parts, maps, address, shell, look; no other page's room.
"""
