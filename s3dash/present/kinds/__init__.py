"""Scenes by subject: each file answers for one page or two with what its kinds show.

Each function takes an `asked.Asked` and gives a `content.Scene`, or raises `asked.Nothing`. May use
the rest of present but not what draws or writes.
"""
