"""The interface for programs: tables, questions, their description, and whether the store is well.

Its answers are made by the code that makes the files of the pages, so that both have the same
bytes. May use the rest of web, takeaway, queries, store, package. Never Streamlit.
"""
