"""The page of the decks: collected views, ready decks, rooms of this browser.

May use stages, parts, maps, address, shell and look; scenes themselves are in `s3dash.present`.
"""
