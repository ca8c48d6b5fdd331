"""The map in the colours of two figures: three classes of each, a square of nine."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.territories.atlas import (
    METHODS,
    NO_REGION,
    SIDE,
    Classes,
    beside,
    places_of_both,
)
from s3dash.ui.atlas.choice import Choice
from s3dash.ui.look import theme
from s3dash.ui.look.ink import ink_on
from s3dash.ui.look.text import figure, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.maps.territory_map import MapClass
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn
from s3dash.web.static_files import style_url

STEPS = ("low", "middle", "high")


def show(chosen: Choice) -> None:
    """Legend and map; regions that have one of the two alone have no colour."""
    st.html(f"<style>@import url('{style_url('atlas/both.css')}')</style>")
    named = str(chosen.record["indicator_id"])
    found = answer(beside, named, chosen.year, chosen.since, chosen.against)
    if found.empty:
        st.info("No region has both.", icon=":material/search_off:")
        return
    where, codes, ours, theirs = drawn(_placed, found, chosen.method)
    other = labelled(chosen, found)
    opened = territory_map.territory_map(
        where,
        [MapClass("", colour) for colour in theme.BOTH[theme.mode()]],
        f"{{0}}\n{chosen.title}: {{1}}\n{other}: {{2}}",
        key="atlas_map",
        alt=f"Map of Europe: {chosen.title} and {other}, {plural(len(found), 'region')} with both. "
        "Files of the points below have the figures.",
        can_open=True,
        legend=square(chosen, other, codes, ours, theirs),
    )
    if opened:
        chrome.open_page("region", territory=opened, view="indicators")


def _placed(
    found: pd.DataFrame, method: str
) -> tuple[territory_map.Placed, list[int], Classes, Classes]:
    """Regions with both values, as the map takes them, and as `places_of_both` has them."""
    codes, ours, theirs = places_of_both(found, method)
    told = [(row.country, figure(row.value), figure(row.other)) for row in found.itertuples()]
    return territory_map.placed(found, codes, told), codes, ours, theirs


def labelled(chosen: Choice, found: pd.DataFrame) -> str:
    """The second figure with its unit and the year it is of; ``found`` as `beside`."""
    years = found["other_year"].dropna()
    return chosen.against_label if years.empty else f"{chosen.against_label}, {years.iloc[0]}"


def square(chosen: Choice, other: str, codes: list[int], ours: Classes, theirs: Classes) -> str:
    """HTML: the nine colours with ranges and numbers of regions, both high at the top right."""
    colours = theme.BOTH[theme.mode()]
    unit = escape(f"{chosen.title} ({chosen.record['unit']})")
    heads = "".join(f"<th scope=col>{_named(ours, step)}" for step in range(SIDE))
    rows = "".join(
        f"<tr><th scope=row>{_named(theirs, row)}"
        + "".join(
            f"<td style='background:{colour};color:{ink_on(colour)}'>{codes.count(place)}"
            for step in range(SIDE)
            for place in [step + SIDE * row]
            for colour in [colours[place]]
        )
        for row in reversed(range(SIDE))
    )
    return (
        "<table class='s3 s3-square'><caption>"
        f"Across: <b>{unit}</b><br>Up: <b>{escape(other)}</b><br>"
        f"<span class=s3-muted>Numbers are regions; classes: {METHODS[chosen.method].lower()} of "
        f"the regions with both. No colour: one of the two is not on record.</span></caption>"
        f"<thead><tr><td>{heads}</thead><tbody>{rows}</tbody></table>"
    )


def _named(classes: Classes, step: int) -> str:
    if step >= len(classes.ranges):
        return f"{STEPS[step]}<small>{NO_REGION}</small>"
    return f"{STEPS[step]}<small>{escape(classes.words(figure)[step])}</small>"
