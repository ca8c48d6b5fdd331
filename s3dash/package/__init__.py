"""The data package: its description, reading it, and every check of it.

`schema` reads the description, `reading` the files, `cells`, `keys`, `rules` and `boundaries` check
them, `validate` runs all. The ground floor: uses nothing of ours.
"""
