"""Pages are drawn a few at a time, so that many readers do not make each other wait for longer."""

from threading import Semaphore

TURNS = Semaphore(2)
"""Taken while a page is drawn.

Python runs one thread at a time. Twenty scripts at once hand the interpreter to and fro at every
query and every column: all of them finish late, a third later than one after the other. There are
two, so that one can draw while another waits for the database.
"""
