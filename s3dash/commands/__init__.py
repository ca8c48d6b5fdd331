"""The command line: one file a command, each with `add_command` and `run`.

May use everything below the pages: takeaway, queries, store, package. Never Streamlit. The library
is imported inside `run`, so that `--help` does not wait for it.
"""
