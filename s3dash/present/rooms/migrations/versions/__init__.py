"""One file a step, named after its revision.

May use nothing of the project: a step stays as it was when it was written.
"""
