"""The page ICT monitor: digital technology in strategies, in use, and what is behind the words.

May use parts, maps, address, shell, look; no other page's room.
"""
