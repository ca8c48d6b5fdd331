"""One territory, and territories beside each other: structure, neighbours, indicators, change.

The ground floor of the queries: uses only the store.
"""
