"""Platforms, partnerships, their members, and their dated evidence by stage.

May use territories.
"""
