"""Priorities as a list to read: title, place, words, domains, the words found marked."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.base.codes import Labels, code_labels
from s3dash.queries.explorer.search import Match
from s3dash.store.cells import is_missing
from s3dash.ui.look.marks import marked
from s3dash.ui.look.text import country_of, number, period_words
from s3dash.ui.parts.cards import listed, outside
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer


def priority_list(rows: Iterable[dict[str, Any]], matches: Sequence[Match]) -> str:
    """HTML of rows as `Exploration.records` has them."""
    known = answer(code_labels)
    return listed((_item(row, matches, known) for row in rows), "None.")


def grouped_list(frame: pd.DataFrame, matches: Sequence[Match]) -> str:
    """The same rows under their territories, in the order in which these come first."""
    return "".join(
        _group(territory_id, rows, matches)
        for territory_id, rows in frame.groupby("territory_id", sort=False)
    )


def assigned_words(editorial: int, priorities: int) -> str:
    """Who gave these priorities their domains and themes: for ``editorial`` of them we did."""
    if not editorial:
        return "Domains and themes are those of the sources."
    of_them = "all" if editorial == priorities else f"{number(editorial)}"
    return f"Domains and themes assigned by us from the wording for {of_them} of these."


def partial_words(partial: int, territories: int) -> str:
    """How many of these territories have lists known to be partial; empty for none."""
    if not partial:
        return ""
    if territories == 1:
        return "Its list is known to be partial."
    have = "has a list" if partial == 1 else "have lists"
    return (
        f"{number(partial)} of these {number(territories)} territories {have} known to be partial."
    )


def _item(row: dict[str, Any], matches: Sequence[Match], known: Labels) -> str:
    title = links.link_html(
        "priorities", "priority", row["priority_id"], marked(row["title"], matches)
    )
    place = links.link_html(
        "region", "territory", row["territory_id"], marked(row["territory"], matches)
    )
    about = "".join(_tags(row["codes"], matches, known))
    words = marked(row["description"], matches)
    return (
        f"<b class=s3-title>{title}</b>"
        f"<span class=s3-muted>{place}{_country(row, matches)} · "
        f"{escape(period_words(row['period']))}{_partial(row)} · "
        f"{outside(row['source_url'])} · "
        f"{links.link('topic', 'priority', row['priority_id'], 'who shares it')}</span>"
        + (f"<p>{words}</p>" if words else "")
        + (f"<div class=s3-tags>{about}</div>" if about else "")
    )


def _tags(codes: Any, matches: Sequence[Match], known: Labels) -> Iterator[str]:
    """Economic domains and platforms; of the other taxonomies what a search found.

    Each leads to its topic.
    """
    for code in [] if is_missing(codes) else codes.split("; "):
        field, label = known[code]
        html = ("Theme: " if field == "platforms" else "") + marked(label, matches)
        if field in ("economic", "platforms") or "<mark>" in html:
            name = "platform" if field == "platforms" else "domain"
            yield f"<i class=s3-{field[0]}>{links.link_html('topic', name, code, html)}</i>"


def _group(territory_id: Any, rows: pd.DataFrame, matches: Sequence[Match]) -> str:
    first = rows.iloc[0]
    place = links.link_html(
        "region", "territory", territory_id, marked(first["territory"], matches)
    )

    def item(identifier: str, title: str) -> str:
        label = marked(title, matches)
        return f"<li>{links.link_html('priorities', 'priority', identifier, label)}</li>"

    periods = "".join(
        f"<h4>{escape(period_words(str(period)))}{_partial(of_period.iloc[0])}</h4><ul>"
        + "".join(map(item, of_period["priority_id"], of_period["title"]))
        + "</ul>"
        for period, of_period in rows.groupby("period", sort=False)
    )
    return (
        f"<section class=s3-group><h3>{place} <span class=s3-muted>"
        f"{_country(first, matches).removeprefix(', ')}</span></h3>{periods}</section>"
    )


def _country(row: Any, matches: Sequence[Match]) -> str:
    country = country_of(row["country"], row["territory"])
    return f", {marked(country, matches)}" if country else ""


def _partial(row: Any) -> str:
    return " · list known to be partial" if row["completeness"] == "partial" else ""
