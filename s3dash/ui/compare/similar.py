"""The view of Compare with the regions nearest in structure: how near, why, and where."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from s3dash.queries.territories.similarity import (
    NotComparable,
    compared_years,
    similar,
    years_in_words,
)
from s3dash.queries.territories.structure import Structure, structure, years_of_structure
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.compare import distance_map, nearest, peers
from s3dash.ui.compare.choice import PARAM, Compared
from s3dash.ui.look.text import capitalised, plain, plural
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

PARTS = {"nearest": "Nearest", "profile": "Profile beside its peers", "map": "Map"}
SHOWN = 20
HEAVIEST = 3.0
STEP = 0.5
METHOD = "Structural distance"


def weight_key(name: str) -> str:
    """What the weight of a theme is called in the link: ``weight-human-resources``."""
    return f"weight-{name.replace(' ', '-')}"


def show(chosen: tuple[Compared, ...]) -> None:
    """The nearest regions of one of the territories, with weights that the reader may change."""
    one = _choose_one(chosen)
    weights = _weights(answer(structure))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = _choose_year()
        is_abroad = st.toggle("Other countries only", **Link().bound("abroad"))
    known = answer(structure, year)
    st.markdown(
        "**Structural distance** says how alike regions are in what changes slowly: people, "
        "skills, technology, sectors, institutions. 0 is the same; two "
        "regions taken at random are about 1.3 apart. It says nothing on priorities or performance."
    )
    try:
        found = similar(known, one.territory_id, weights, is_abroad=is_abroad)
    except NotComparable as reason:
        st.warning(f"{plain(str(reason))} No distance can be given.", icon=":material/info:")
        return
    if found.empty:
        st.warning(
            f"Too few indicators are documented for {plain(one.label)} to give a distance.",
            icon=":material/info:",
        )
        return
    _reported(known, found, one, weights)
    part = filters.switch("Show as", "part", PARTS)
    if part == "map":
        distance_map.show(found, one)
    elif part == "profile":
        peers.show(known, found, one)
    else:
        _nearest(known, found, one, chosen)
    _take(known, found, one, weights, is_abroad)


def check_link(known: Structure) -> list[tuple[str, str]]:
    """Weights in the link that are not a number from 0 to `HEAVIEST`."""
    link = Link()
    for theme_name in known.themes:
        link.number(weight_key(theme_name), HEAVIEST)
    return link.unknown


def _choose_one(chosen: tuple[Compared, ...]) -> Compared:
    if len(chosen) == 1:
        return chosen[0]
    code = filters.switch("Nearest to", "of", {one.territory_id: one.label for one in chosen})
    return next(one for one in chosen if one.territory_id == code)


def _choose_year() -> int | None:
    """The year that structure is asked as of; None: the newest."""
    key = "compare_year"
    years = {str(year): str(year) for year in answer(years_of_structure)}
    options = {"": "newest"} | years
    link = Link()
    st.session_state[key] = link.one("year", years, "")
    link.notice()
    chosen = st.selectbox(
        "As of",
        list(options),
        format_func=lambda code: options[code],
        key=key,
        width=140,
        on_change=lambda: Link().write({"year": st.session_state[key]}),
    )
    return int(chosen) if chosen else None


def _weights(known: Structure) -> dict[str, float]:
    if not known.themes:
        return {}
    with st.expander("Weights of the themes", icon=":material/tune:"):
        st.markdown("1: as the others, 0: left out. Only the proportions count.")
        columns = st.columns(len(known.themes))
        weights = {}
        for column, name in zip(columns, known.themes, strict=True):
            weights[name] = column.slider(
                plain(capitalised(name)),
                0.0,
                HEAVIEST,
                1.0,
                STEP,
                **Link().bound(weight_key(name)),
            )
    return weights


def _words_of(weights: Mapping[str, float]) -> str:
    changed = [f"{name} {weight:g}" for name, weight in weights.items() if weight != 1]
    return f"weights: {', '.join(changed)}, others 1" if changed else "all themes count the same"


def _reported(
    known: Structure, found: pd.DataFrame, one: Compared, weights: Mapping[str, float]
) -> None:
    """What is missing: themes that the territory lacks, and regions that lack one."""
    here = known.comparable[known.row_of[one.territory_id]]
    lacking = [name for name in known.themes if found[name].isna().all()]
    basis = known.territories["basis"].iat[known.row_of[one.territory_id]]
    told = [f"{capitalised(_words_of(weights))}."]
    if basis in ("aggregated", "inherited"):
        told.append(f"Its own values are {basis} (see Indicators).")
    if lacking:
        told.append(f"Too few values of its own in: {', '.join(lacking)}; left out.")
    if part := int((~found["is_full"]).sum()):
        told.append(
            f"{part} of {plural(len(found), 'region')} lack a theme that {one.name} has: their "
            "distance is that of the other themes, so they stand after the others."
        )
    gaps = [
        str(known.indicators["label"].iat[column])
        for columns in known.themes.values()
        for column in columns
        if np.isnan(here[column])
    ]
    if gaps:
        told.append(f"Not available for {one.name}: {', '.join(gaps)}.")
    told.append(f"Years compared: {years_in_words(known)}.")
    if known.as_of and max(compared_years(known).values(), default=0) > known.as_of:
        told.append(
            f"Where no year up to {known.as_of} is held for most regions, the first after it "
            "counts."
        )
    chrome.note(" ".join(told))


def _nearest(
    known: Structure, found: pd.DataFrame, one: Compared, chosen: tuple[Compared, ...]
) -> None:
    top = found.head(SHOWN)
    held = [other.territory_id for other in chosen]

    def follow(parameters: dict[str, Any]) -> None:
        # Weights and the like stay as they are.
        Link().write({PARAM: parameters[PARAM]})

    links.linked_html(
        nearest.ranking(known, top, one, held), key="compare_nearest", page="compare", follow=follow
    )
    chrome.note(
        "The length of a bar is the distance: the shorter, the more alike. Its parts are the "
        "shares of the themes in the squared distance."
    )
    shares = {f"{name}_share": f"{capitalised(name)} %" for name in known.themes}
    table = top.assign(
        rank=range(1, len(top) + 1),
        distance=top["distance"].round(3),
        **{name: (100 * top[name]).round().astype(int) for name in shares},
    )
    tables.table(
        table,
        {
            "rank": "Rank",
            "name": "Region",
            "territory_id": "Code",
            "country": "Country",
            "distance": METHOD,
            **shares,
            "missing_themes": "Themes missing",
        },
        key="compare_similar",
        alt=f"The {len(top)} regions nearest in structure to {one.label}, with the share of themes",
    )


def _take(
    known: Structure,
    found: pd.DataFrame,
    one: Compared,
    weights: Mapping[str, float],
    is_abroad: bool,
) -> None:
    where = ", other countries only" if is_abroad else ""
    of_year = f", as of {known.as_of}" if known.as_of else ""

    def rows() -> pd.DataFrame:
        ranked = found.drop(columns=["country_code", "themes"])
        ranked.insert(0, "rank", range(1, len(ranked) + 1))
        return ranked.rename(columns={name: f"{name}_distance" for name in known.themes})

    tables.take_away(
        rows,
        title=f"Regions by structural distance to {one.label}",
        filters=f"territory {one.territory_id}, {_words_of(weights)}{where}{of_year}; years "
        f"compared: {years_in_words(known)}",
        file_name=f"{one.territory_id}-structural-distance",
        key="compare_similar_take",
        has_places=True,
        sources="computed by s3dash from indicator_value of the data package; "
        "see docs/methods/compare.md",
    )
