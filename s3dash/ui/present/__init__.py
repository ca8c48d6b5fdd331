"""The page of the decks: collected views, ready decks, rooms of this browser.

May use parts, address, shell, look. What is presented is drawn by `s3dash.web.present`.
"""
