"""The store: from a checked data package to one DuckDB file, published whole and then only read.

`build` writes it, `connection` opens it, `facts` tells what it holds. May use package.
"""
