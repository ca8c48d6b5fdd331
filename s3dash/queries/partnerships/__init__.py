"""Platforms, partnerships, their members, and their dated evidence by stage.

May use territories, and store and package below.
"""
