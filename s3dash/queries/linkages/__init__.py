"""Links and flows between territories, and what is made of them: network, matrix, table.

May use partnerships and territories.
"""
