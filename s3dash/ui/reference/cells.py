"""Cells, rows and tables of the page Coverage, as HTML of our own: shaded cells, rows with links.

A shade repeats the figure that stands in the cell; nothing is told by colour alone.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from s3dash.store.cells import is_missing
from s3dash.ui.shell import links

TABLES = {
    # table: its name for a reader
    "strategy": "Strategies",
    "priority": "Priorities",
    "partnership": "Partnerships",
    "membership": "Memberships",
    "stage_evidence": "Stage evidence",
    "actor": "Organisations",
    "affiliation": "Affiliations",
    "platform_fact": "Platform facts",
}
NOTHING = "<td class=s3-none>–</td>"
SHADES = (0.25, 0.5, 0.75)
"""Bounds of the shades where a cell is a part of what could be."""
SPREAD = (0.05, 0.15, 0.35)
"""Bounds of the shades where many cells share a row."""


def html_table(caption: str, head: str, body: str, classes: str = "s3-table") -> str:
    """A table with ``head`` (rows) and ``body`` (groups of rows); ``caption`` is read aloud."""
    # The table moves sideways in a box of its own on a narrow screen, also by keyboard.
    return (
        f"<div class=s3-scroll tabindex=0 role=region aria-label='{escape(caption)}'>"
        f"<table class='{classes}'><thead>{head}</thead>{body}</table></div>"
    )


def record(table: str, identifier: Any, name: str) -> str:
    """A record of a table of the data package by its name, with a link where it has a page."""
    if is_missing(identifier):
        return escape(name)
    if table == "territory":
        return links.link("region", "territory", identifier, name)
    if table == "partnership":
        return links.link("partnership", "partnership", identifier, name)
    shown = name if name == identifier else f"{identifier} {name}"
    return escape(shown)


def table_link(table: str) -> str:
    """HTML of a link to a table in the dictionary."""
    return links.view_link("data", TABLES.get(table, table), view="dictionary", table=table)


def shade(share: float, bounds: Sequence[float] = SHADES) -> str:
    """The class of a cell that is ``share`` of a whole, by bounds from the lightest on."""
    return f"s3-q{1 + sum(share > bound for bound in bounds)}"


def percent(share: float) -> str:
    """A share with as many digits as it needs to be neither 0 nor 100 by rounding alone."""
    rounded = round(share)
    is_misleading = rounded in (0, 100) and share != rounded
    return f"{share:.1f} %" if is_misleading else f"{rounded} %"
