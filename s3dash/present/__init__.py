"""Views for a room: scenes, decks, and what the room decides. May use takeaway and below."""
