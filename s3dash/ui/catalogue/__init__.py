"""The pages Hubs, Projects and Library: their boxes, lists and maps.

One search box and one set of filters for the three (`controls`); all of it stands in the link as
bare codes. May use `parts`, `maps`, `address`, `shell` and `look`.
"""
