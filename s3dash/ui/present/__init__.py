"""The page of the decks: collected views, ready decks, rooms of this browser. May use shell."""
