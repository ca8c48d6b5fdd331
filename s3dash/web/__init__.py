"""HTTP beside the pages: map files, stylesheets, scripts, with versions in their addresses.

May use takeaway, queries, store, package. Never Streamlit.
"""
