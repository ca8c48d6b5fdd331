"""What leaves the dashboard: files with their provenance, and corrections that readers send.

May use queries, store, package. Never Streamlit: commands and HTTP use it as pages do.
"""
