"""How the dashboard is, for who runs it: figures for Prometheus, a log for programs.

No address of a reader is in either, and nothing of what they asked beyond the page. May use the
rest of web, queries, store, settings. Never Streamlit.
"""
