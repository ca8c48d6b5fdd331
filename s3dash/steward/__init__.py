"""The steward's desk: bring in what people send, see what would change, publish, undo.

Reads spreadsheets and text files as they come (`reading`), understands their rows by the
description of the data package (`understanding`), compares them with the base (`review`) and
writes the package anew (`apply`). Knows nothing of pages; uses the data package and the store.
"""
