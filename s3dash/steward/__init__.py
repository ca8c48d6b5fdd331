"""The steward's desk: bring in what people send, see what would change, publish, undo.

Reads spreadsheets and text files as they come (`files`, `workbooks`, `texts`), understands their
rows by the description of the data package (`columns`, `understanding`), compares them with the
base (`review`), tells what would change (`report`) and writes the package anew (`publish`). Knows
nothing of pages; uses the data package and the store.
"""
