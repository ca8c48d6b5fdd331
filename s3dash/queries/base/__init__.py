"""The base as a whole: what it holds, how complete it is, guidance, codes and their labels.

May use partnerships and territories.
"""
