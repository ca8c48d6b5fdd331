"""Presenting: the player, the presenter's window, rooms and the phones that follow them.

It runs beside Streamlit, not in it: documents of our own, scenes as pieces of HTML that a browser
fetches ahead, changes told by server-sent events. May use present and below. Never Streamlit.
"""
