"""Stage progress as several pages show it: as-of date, timeline, board, work-flow, definitions.

May use parts, maps, address, shell, look.
"""
