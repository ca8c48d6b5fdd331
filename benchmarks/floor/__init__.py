"""The floor: the least that a page with three widgets, a map and a table costs."""
