"""One territory, and territories beside each other: structure, neighbours, indicators, change.

The ground floor of the queries: may use store and package, no other room.
"""
