"""Europe: the map of territories (drawn by `map.js`) and the network map (deck.gl).

May use address, shell, look.
"""
