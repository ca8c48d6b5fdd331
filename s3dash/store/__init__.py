"""The store: from the data package to one read-only DuckDB file.

Data flows one way: ``schema`` reads the data package's description, ``validate`` checks every
row against it, ``build`` publishes the store whole, and ``connection`` only reads it.
"""
