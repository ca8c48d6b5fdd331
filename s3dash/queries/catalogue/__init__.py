"""What stands around regions: hubs, projects, documents, and how they are found.

Lists of some hundred rows, searched in memory (`words`). May use only the store and the letters of
the package.
"""
