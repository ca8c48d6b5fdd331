"""What a room decides while it is shown something: kept in a database of its own.

A room has a deck, the scene that is shown, and items: ticks, notes, agreed actions, project ideas,
cards of a value chain. `rooms.Rooms` is the way in. May use queries and store for what a board
begins with. Nothing of a room is ever written to the published store.
"""
