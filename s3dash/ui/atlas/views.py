"""The map of the Atlas, and the ranking beside it."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.territories.atlas import METHODS
from s3dash.queries.territories.indicators import flag_in_words
from s3dash.ui.atlas.choice import Choice
from s3dash.ui.look.text import capitalised, figure, is_missing, plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import tables
from s3dash.ui.parts.classes import classes_of
from s3dash.ui.shell import chrome


def draw(chosen: Choice, found: pd.DataFrame) -> None:
    """Map and ranking; below what it covers and where it is from."""
    chrome.count(f"{plain(chosen.title)}: {plural(len(found), 'region')} with a value")
    if not is_missing(chosen.record["coverage_note"]):
        st.info(
            f"{plain(str(chosen.record['coverage_note']))}: the rest of Europe has no value here.",
            icon=":material/info:",
        )
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _map(chosen, found)
    with right:
        _ranking(chosen, found)
    words = f"Classes: {METHODS[chosen.method].lower()}. A region without a value in the year "
    words += "has no colour; nothing is taken from another year."
    note = chosen.record["note"]
    chrome.note(
        words
        + ("" if is_missing(note) else f" {capitalised(str(note))}.")
        + f" Source: {chosen.record['source_title']}."
    )


def _map(chosen: Choice, found: pd.DataFrame) -> None:
    codes, classes = classes_of(found["value"], chosen.method)
    st.html(f"<p class='s3 s3-muted'>{plain_unit(chosen)}</p>")
    opened = territory_map.territory_map(
        found,
        codes,
        classes,
        "{0}\n{1}{2}",
        [
            (row.country, figure(row.value), f", {words}" if words else "")
            for row in found.itertuples()
            for words in [flag_in_words(row.flag)]
        ],
        key="atlas_map",
        alt=f"Map of Europe: {chosen.title}, {plural(len(found), 'region')}. The table beside it "
        "lists them.",
        can_open=True,
        rest="no value",
    )
    if opened:
        chrome.open_page("region", territory=opened, view="indicators")


def plain_unit(chosen: Choice) -> str:
    """The unit, escaped; of a change that it is one."""
    unit = escape(str(chosen.record["unit"]))
    return f"change, {unit}" if chosen.since else unit


def _ranking(chosen: Choice, found: pd.DataFrame) -> None:
    shown = found.head(100)
    tables.table(
        shown.assign(flag=shown["flag"].map(flag_in_words)),
        {
            "name": "Region",
            "country": "Country",
            "value": st.column_config.NumberColumn(
                "Change" if chosen.since else "Value", format="localized"
            ),
            "flag": "Remark",
        },
        key="atlas_ranking",
        alt=f"Regions by {chosen.title}, the highest first",
        rows_shown=16,
    )
    if len(shown) < len(found):
        chrome.note(f"The first {len(shown)} of {plural(len(found), 'region')}; files have all.")
    tables.take_away(
        lambda: found.assign(indicator_id=chosen.record["indicator_id"]),
        title=chosen.title,
        filters=f"indicator {chosen.record['indicator_id']}, year {chosen.year}"
        + (f", change since {chosen.since}" if chosen.since else ""),
        file_name="atlas",
        filtered=chosen.title,
        key="atlas_take",
        has_places=True,
        sources=str(chosen.record["source_title"]),
    )
