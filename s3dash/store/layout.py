"""The layout of the store, as its writer and its readers must agree on it."""

STORE_FORMAT = 8
"""Number of the layout. Raise it when a table or column of the store that pages read changes."""
