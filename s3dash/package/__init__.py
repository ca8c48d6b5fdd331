"""The data package: its description, reading it, and every check of it.

`schema` is what it is made of; `description` reads it from its file and `faults` says what is wrong
there; `reading` reads the tables, `cells`, `keys`, `rules` and `boundaries` check them, `validate`
runs all. The ground floor: uses nothing of ours.
"""
