"""The best partners of a territory on one A4 page, to be printed."""

import re
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from s3dash.queries.base.guidance import guidance_of_mode
from s3dash.queries.partners.finder import PARTS, NoPartners
from s3dash.queries.partners.ranking import Ranking, ranking
from s3dash.store.cells import is_missing
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import number, plural
from s3dash.ui.partners import listing
from s3dash.ui.partners.choices import MODE_NAMES, Chosen
from s3dash.ui.parts import sheet as parts_sheet
from s3dash.ui.shell.library import answer

ROWS = 10
_TAGS = re.compile("<[^>]*>")
LETTERS = 5200
"""Of all reasons and the guidance together: what the sheet has room for."""
SHORTEST = 60
"""Letters that a reason has in any case."""


def show(chosen: Chosen) -> None:
    """The sheet, and above it what only the screen shows: the ways back and to the printer."""
    parts_sheet.style()
    st.html(Path(__file__).with_name("sheet.css"))
    given = Link().without("print")
    parts_sheet.ways("partners", given)
    st.html(sheet(chosen, parts_sheet.live_address("partners", given)))


def sheet(chosen: Chosen, address: str) -> str:
    """HTML of the sheet; ``address`` is that of the live page."""
    guidance = _guidance(chosen.wish.mode)
    try:
        found = answer(ranking, chosen.wish)
        chosen = replace(chosen, wish=found.wish)
        body = _ranked(found, LETTERS - len(_TAGS.sub("", guidance)))
    except NoPartners as reason:
        body = f"<p>{escape(str(reason))}</p>"
    head = (
        f"<header><h1>Partners for {escape(chosen.name)}</h1>"
        f"<p>{escape(chosen.sentence())}</p></header>"
    )
    return (
        f"<article class='s3 s3-sheet s3-partner-sheet' style='--s3-size:8.3pt'>{head}{body}"
        f"{guidance}{_foot(address)}</article>"
    )


def _ranked(found: Ranking, room: int) -> str:
    """The table of the best; ``room``: letters that there is space for in their reasons."""
    count = len(found.frame)
    if not count:
        return f"<p>{escape(found.nobody)}</p>"
    counted = [part for part, weight in found.weights.items() if weight]
    heads = "".join(f"<th scope=col>{PARTS[part]}</th>" for part in counted)
    records = found.frame.head(ROWS).to_dict("records")
    reasons = [[*found.reasons(place).values()] for place in range(len(records))]
    longest = _longest([len(words) for told in reasons for words in told], room)
    said = [" · ".join(parts_sheet.short(words, longest) for words in told) for told in reasons]
    rows = "".join(
        _heading(found.heading(place), columns=len(counted) + 3)
        + _row(place, {str(key): value for key, value in row.items()}, said[place], counted)
        for place, row in enumerate(records)
    )
    groups = escape(listing.group_words(found))
    untold = ""
    if found.untold:
        untold = f" Cannot be told: {', '.join(PARTS[part].lower() for part in found.untold)}."
    sample = f"{found.sample} " if found.sample else ""
    widened = ""
    if found.is_widened:
        widened = (
            "No neighbour abroad has documented priorities: of the same macro-region instead. "
        )
    return (
        f"<h2>The {min(count, ROWS)} best of {plural(count, 'territory')}</h2>"
        "<table><thead><tr><th scope=col>Territory</th><th scope=col>Score</th>"
        f"{heads}<th scope=col>km</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<p><small>{widened}{sample}Score 0 to 100: mean of {listing.score_words(found.weights)}; "
        f"parts 0 to 1; – cannot be told, counts as 0.{untold} {groups}</small></p>"
    )


def _heading(words: str, columns: int) -> str:
    if not words:
        return ""
    return f"<tr><th colspan={columns} scope=colgroup>{escape(words)}</th></tr>"


def _longest(lengths: list[int], room: int) -> int:
    """Letters of a reason at most, so that all fit: short ones leave more to the others."""
    left = room
    for place, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - place)
        if length > share:
            return max(share, SHORTEST)
        left -= length
    return max([SHORTEST, *lengths])


def _row(place: int, row: dict[str, Any], said: str, counted: list[str]) -> str:
    about = [words for words in listing.about(row) if not words.endswith(" km")]
    values = "".join(
        f"<td>{'–' if is_missing(row[part]) else f'{row[part]:.2f}'}</td>" for part in counted
    )
    away = "–" if is_missing(row["distance_km"]) else number(int(row["distance_km"]))
    if row["is_neighbour"]:
        away = "adjoins"
    # The reasons have a row of their own, as wide as the sheet.
    return (
        f"<tr><td>{place + 1}. <b>{escape(row['name'])}</b> {escape(', '.join(about))}</td>"
        f"<td><b>{row['score']:.0f}</b></td>{values}<td>{away}</td></tr>"
        f"<tr><td colspan={len(counted) + 3}><small>{escape(said)}</small></td></tr>"
    )


def _guidance(mode: str) -> str:
    found = answer(guidance_of_mode, mode)
    if found.empty:
        return ""
    items = "".join(
        f"<li><b>{escape(str(row['answer']))}</b> Tools: {escape(str(row['policy_tools']))}."
        f" <small>{escape(str(row['source_title']))}</small></li>"
        for row in found.to_dict("records")
    )
    return f"<h2>{MODE_NAMES[mode]}: the guidance behind</h2><ul>{items}</ul>"


def _foot(address: str) -> str:
    return (
        "<footer><p>A suggestion from documented priorities, indicators and partnerships, not a "
        "judgement. A missing row is never evidence of absence.</p>"
        f"{parts_sheet.data_and_address(address)}</footer>"
    )
