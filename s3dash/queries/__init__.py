"""Questions to the store, a room a subject. Each takes a `Store` and returns a frame.

May use store and package. Never Streamlit.
"""
