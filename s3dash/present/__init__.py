"""Scenes for a room: decks of links, each drawn large from the current data, and files of them.

A deck is a text file of links; a scene is one of them as one message with one picture; export
writes scenes as slides and pages. May use takeaway, queries, store, text. Never Streamlit.
"""
