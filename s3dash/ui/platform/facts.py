"""The view of a platform with its dated facts as a timeline."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships import platforms as ask
from s3dash.store.cells import is_missing
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import long_date, number, plural
from s3dash.ui.parts import cards, tables
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer
from s3dash.ui.stages import as_of


def show(platform: ask.Platform) -> None:
    """Facts by year, each with its figure and source, and the rows to take away."""
    every = answer(ask.platform_facts, platform.platform_id)
    if every.empty:
        st.info("No fact is documented.", icon=":material/info:")
        return
    day = as_of.today()
    if platform.partnerships:
        Link().restore()
        day = as_of.choose(with_window=False).day
    # A fact without a year may be of any time.
    found = every[~(pd.to_datetime(every["date_start"]) > pd.Timestamp(day))]
    own = int(found["is_own"].sum())
    st.header(f"Dated facts: {own} on this platform", anchor=False)
    if len(found) < len(every):
        chrome.note(
            f"Up to {long_date(day)}; {plural(len(every) - len(found), 'fact')} dated later left "
            "out."
        )
    if found.empty:
        return
    st.markdown(
        f"And {plural(len(found) - own, 'fact')} on the thematic platforms together, marked as "
        "such. A figure is what its source states; sources count in different ways."
        if own < len(found)
        else "A figure is what its source states; sources count in different ways."
    )
    st.html(timeline(found))
    tables.take_away(
        lambda: found.drop(columns=["date_start"]),
        title=f"Dated facts on the {platform.name} platform",
        filters=f"platform {platform.name}, and the platforms together; up to {day}",
        file_name=f"{platform.platform_id}-facts",
        as_of=day,
        key="facts_take",
    )


def timeline(found: pd.DataFrame) -> str:
    """HTML of the facts in the order of their dates, a heading a year; undated ones last."""
    years: dict[str, list[dict[str, Any]]] = {}
    for row in found.to_dict("records"):
        year = "Year not stated" if is_missing(row["date"]) else str(row["date"])[:4]
        years.setdefault(year, []).append(row)
    parts = (
        f"<section><h3>{escape(year)}</h3><ul>{''.join(map(_fact, rows))}</ul></section>"
        for year, rows in years.items()
    )
    return f"<div class='s3 s3-years'>{''.join(parts)}</div>"


def _fact(row: dict[str, Any]) -> str:
    date = "" if is_missing(row["date"]) else str(row["date"])
    when = f"<time>{escape(date)}</time>" if len(date) > 4 else ""
    figure = "" if is_missing(row["figure"]) else f"<b>{number(int(row['figure']))}</b>"
    scope = "" if row["is_own"] else "<i>All platforms together</i>"
    told = "".join(f"{piece} · " for piece in (when, scope) if piece)
    return (
        f"<li><div class=s3-figure>{figure}</div><div>{escape(row['fact'])}<br>"
        f"<span class=s3-muted>{told}{cards.outside(row['source_url'], of=row['fact'])}"
        "</span></div></li>"
    )
