"""Reports on A4, as PDF and as Word: a region, a partnership, a platform, territories compared.

Each is a `document.Document` made of questions to the store, which two writers put on paper. May
use the rest of takeaway, queries, store, package. Never Streamlit, never a browser or the network.
"""
