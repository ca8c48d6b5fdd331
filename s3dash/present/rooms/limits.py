"""How much a room may hold, and for how long it is kept: stated here, told by pages and docs."""

KEPT_DAYS = 90
"""Days without use after which a room is removed with all its content."""
MOST_ROOMS = 5_000
"""Rooms at a time; more are refused until some are deleted or have gone unused."""
MOST_ITEMS = 2_000
"""Items of a room, removed ones among them."""
LONGEST_LINE = 300
"""Letters of what is one line: a title, who, by when."""
LONGEST_TEXT = 4_000
"""Letters of a note."""
LONGEST_TIMER = 4 * 60 * 60
"""Seconds of a timer."""
