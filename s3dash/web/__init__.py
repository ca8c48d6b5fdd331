"""HTTP beside and around the pages: files with versions, the first document, headers, origins.

Each piece around the pages is a small ASGI middleware that `app.py` puts together. May use
takeaway, queries, store, package. Never Streamlit.
"""
