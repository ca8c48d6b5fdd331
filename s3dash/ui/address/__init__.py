"""What a link holds: the parameters of every page, how they are read, written, bound to boxes.

May use shell, look.
"""
