"""One file a step.

A file a step, named after its revision; a step that has been released is never changed.
"""
