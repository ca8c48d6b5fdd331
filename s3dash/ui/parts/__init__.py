"""Pieces that several pages show: tables, cards, charts, the five-stage strip, sheets of paper.

May use maps, address, shell, look.
"""
