"""The map of the Atlas, and the ranking beside it."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.atlas import (
    Classes,
    beside,
    classes_in_words,
    classes_of_indicator,
    values_of_years,
)
from s3dash.queries.territories.indicators import flag_in_words, given_up, given_up_in_words
from s3dash.store.cells import is_missing
from s3dash.ui.atlas import both, play
from s3dash.ui.atlas.choice import Choice
from s3dash.ui.look.text import capitalised, figure, plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import charts, tables
from s3dash.ui.parts.classes import coloured
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn

FEWEST_POINTS = 5
"""Regions from which on two figures are drawn against each other."""


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
        if chosen.is_both:
            both.show(chosen)
        else:
            _map(chosen, found)
    with right, st.container(key="atlas_beside"):
        _ranking(chosen, found)
    words = (
        "A region without a value in the year has no colour; nothing is taken from another year."
    )
    note = chosen.record["note"]
    named = str(chosen.record["indicator_id"])
    left_out = given_up_in_words(answer(given_up, named, chosen.year))
    chrome.note(
        words
        + ("" if is_missing(note) else f" {capitalised(str(note))}.")
        + f" Source: {chosen.record['source_title']}."
        + (f" {left_out}" if left_out else "")
    )


def _map(chosen: Choice, found: pd.DataFrame) -> None:
    named = str(chosen.record["indicator_id"])
    classes = answer(classes_of_indicator, named, chosen.year, chosen.since, chosen.method)
    every = None
    if len(chosen.record["years"]) > 1 and not chosen.since:
        every = answer(values_of_years, named)
        play.show(chosen, every, classes)
    said = classes_in_words(chosen.method, chosen.since, chosen.record["years"])
    st.html(f"<p class='s3 s3-muted'>{plain_unit(chosen)}; {said}</p>")
    opened = territory_map.territory_map(
        drawn(_placed, found, every, classes),
        coloured(classes),
        "{0}\n{1}",
        key="atlas_map",
        alt=f"Map of Europe: {chosen.title}, {plural(len(found), 'region')}. The table beside it "
        "lists them.",
        can_open=True,
        rest="no value",
    )
    if opened:
        chrome.open_page("region", territory=opened, view="indicators")


def _placed(
    found: pd.DataFrame, every: pd.DataFrame | None, classes: Classes
) -> territory_map.Placed:
    """The regions with a value; those of ``every`` that have one in other years only, unseen."""
    codes, told = classes.places(found["value"].tolist()), _told(found)
    if every is None:
        return territory_map.placed(found, codes, told)
    # Drawn for the play.
    others = every.drop_duplicates("territory_id")
    others = others[~others["territory_id"].isin(found["territory_id"])]
    others = others[territory_map.has_outline(others)]
    return territory_map.placed(
        pd.concat([found, others], ignore_index=True),
        codes + [territory_map.UNSEEN] * len(others),
        told + [(country, "") for country in others["country"]],
    )


def _told(found: pd.DataFrame) -> list[tuple[str, str]]:
    """What the map says of a region: country, value with what its flag means."""
    return [
        (row.country, figure(row.value) + (f", {words}" if words else ""))
        for row in found.itertuples()
        for words in [flag_in_words(row.flag)]
    ]


def against(chosen: Choice) -> None:
    """Each region as a point: what the map shows, and what it is seen against."""
    if not chosen.against:
        return
    named = str(chosen.record["indicator_id"])
    found = answer(beside, named, chosen.year, chosen.since, chosen.against)
    st.header("Seen against each other", anchor=False)
    if len(found) < FEWEST_POINTS:
        st.info("Too few regions have both.", icon=":material/search_off:")
        return
    label = both.labelled(chosen, found)
    rank = found[["value", "other"]].corr(method="spearman").iloc[0, 1]
    charts.points(
        found,
        label,
        f"{chosen.title} ({chosen.record['unit']})",
        key="atlas_points",
        alt=f"{plural(len(found), 'region')} as points: {chosen.title} against {label}. Files "
        "have the figures.",
    )
    st.markdown(
        f"{plural(len(found), 'region')} with both. Rank correlation: "
        f"{'cannot be told' if is_missing(rank) else figure(float(rank))} (1: the same order, "
        "0: none, −1: the other way round). " + chrome.text("atlas-against")
    )
    tables.take_away(
        lambda: found.assign(indicator_id=named, against=chosen.against),
        title=f"{chosen.title} against {label}",
        filters=f"indicator {named}, year {chosen.year}, against {chosen.against}",
        file_name="atlas-against",
        key="against_take",
        has_places=True,
        sources=f"{chosen.record['source_title']}; tables priority and indicator_value of the "
        "data package",
    )


def plain_unit(chosen: Choice) -> str:
    """The unit, escaped; of a change that it is one."""
    unit = escape(str(chosen.record["unit"]))
    return f"change, {unit}" if chosen.since else unit


def _first(found: pd.DataFrame) -> pd.DataFrame:
    shown = found.head(100)
    return shown.assign(flag=shown["flag"].map(flag_in_words))


def _ranking(chosen: Choice, found: pd.DataFrame) -> None:
    shown = drawn(_first, found)
    columns: dict[str, Any] = {
        # Beside it the value is in sight, also on a phone.
        "name": st.column_config.TextColumn("Region", width=250),
        "value": st.column_config.NumberColumn(
            "Change" if chosen.since else "Value", format="localized"
        ),
        "country": "Country",
    }
    if shown["flag"].any():
        columns["flag"] = "Remark"
    tables.table(
        shown,
        columns,
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
