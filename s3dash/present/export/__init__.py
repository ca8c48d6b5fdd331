"""Files of a deck: slides for PowerPoint, pages as PDF, with what the room decided behind them.

Written on the server from `content.Scene`, without a browser or the network. May use the rest of
present and the pictures of takeaway.
"""
