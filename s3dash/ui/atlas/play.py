"""The years of an indicator one after another, on the map that is drawn already.

The class of each region in each year travels once, a letter each; ``play.js`` changes the colours,
so that a year needs nothing from the server. Where the play stands still the link gets its year,
and the whole page follows.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from s3dash.queries.territories.atlas import Classes
from s3dash.ui.atlas import choice
from s3dash.ui.parts.classes import coloured
from s3dash.ui.shell.library import drawn
from s3dash.web.static_files import script_module, style_url

KEY = "atlas_play"
NO_VALUE = "."
_DRAWING = """
<div class=s3-play role=group aria-label='Play over the years'>
  <button type=button class=s3-button data-do=back
    aria-label='A year back' title='A year back (←)'>‹</button>
  <button type=button class=s3-button data-do=play>Play</button>
  <button type=button class=s3-button data-do=on
    aria-label='A year on' title='A year on (→)'>›</button>
  <output></output>
</div>
"""
_player = st.components.v2.component(
    "s3dash_play",
    html=_DRAWING,
    # A text of one line were a file's name.
    css=f"@import url('{style_url('atlas/play.css')}');\n.s3-play{{min-height:2.5rem}}",
    js=script_module("atlas/play.js"),
    isolate_styles=False,
)


def show(chosen: choice.Choice, every: pd.DataFrame, classes: Classes) -> None:
    """Draw the buttons; ``every`` as `queries.territories.atlas.values_of_years`."""
    years = [int(year) for year in chosen.record["years"]]

    def follow() -> None:
        year = st.session_state[KEY]["year"]
        if year in years:
            choice.go_to(year, years[-1])

    looks = coloured(classes)
    _player(
        data={
            "map": "atlas_map",
            "years": years,
            "year": chosen.year,
            "regions": drawn(letters, every, tuple(years), classes),
            "colours": [item.colour for item in looks],
            "labels": [item.label for item in looks],
        },
        key=KEY,
        on_year_change=follow,
    )


def letters(every: pd.DataFrame, years: Sequence[int], classes: Classes) -> dict[str, str]:
    """The classes of each region, a letter a year: the number of the class, or `NO_VALUE`.

    The last letter holds for all years that follow: most regions stay where they are.
    """
    at = {year: place for place, year in enumerate(years)}
    found: dict[str, list[str]] = {}
    places = classes.places(every["value"].tolist())
    for code, year, place in zip(every["territory_id"], every["year"], places, strict=True):
        found.setdefault(code, [NO_VALUE] * len(years))[at[int(year)]] = str(place)
    return {code: _shortened("".join(row)) for code, row in found.items()}


def _shortened(row: str) -> str:
    return row.rstrip(row[-1]) + row[-1]
