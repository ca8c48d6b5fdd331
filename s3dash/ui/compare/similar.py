"""The view of Compare with the regions nearest in structure: how near, why, and where."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from s3dash.queries.territories.similarity import NotComparable, peer_profile, similar
from s3dash.queries.territories.structure import Structure, structure
from s3dash.ui.address import filters
from s3dash.ui.compare.choice import FEWEST, MOST, PARAM, Compared
from s3dash.ui.look import theme
from s3dash.ui.look.text import figure, is_missing, plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

PARTS = {"nearest": "Nearest", "profile": "Profile beside its peers", "map": "Map"}
SHOWN = 20
PEERS = 10
HEAVIEST = 3.0
STEP = 0.5
CLASSES = 5
SCALE = 3.0
"""Deviations from the mean that the profile is drawn over; a mark beyond stands at its edge."""
METHOD = "Structural distance"


def weight_key(name: str) -> str:
    """What the weight of a theme is called in the link: ``weight-human-resources``."""
    return f"weight-{name.replace(' ', '-')}"


def show(chosen: tuple[Compared, ...]) -> None:
    """The nearest regions of one of the territories, with weights that the reader may change."""
    known = answer(structure)
    one = _choose_one(chosen)
    weights = _weights(known)
    is_abroad = st.toggle("Other countries only", key="abroad", bind="query-params")
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
        _map(found, one)
    elif part == "profile":
        _profile(known, found, one)
    else:
        _nearest(known, found, one, chosen)
    _take(known, found, one, weights, is_abroad)


def check_link(known: Structure) -> list[tuple[str, str]]:
    """Weights in the link that are not a number from 0 to `HEAVIEST`."""
    names = [weight_key(theme_name) for theme_name in known.themes]
    given = [(name, st.query_params[name]) for name in names if name in st.query_params]
    return [(name, value) for name, value in given if not _is_weight(value)]


def _is_weight(value: str) -> bool:
    try:
        return 0 <= float(value) <= HEAVIEST
    except ValueError:
        return False


def _choose_one(chosen: tuple[Compared, ...]) -> Compared:
    if len(chosen) == 1:
        return chosen[0]
    code = filters.switch("Nearest to", "of", {one.territory_id: one.label for one in chosen})
    return next(one for one in chosen if one.territory_id == code)


def _weights(known: Structure) -> dict[str, float]:
    with st.expander("Weights of the themes", icon=":material/tune:"):
        st.markdown("1: as the others, 0: left out. Only the proportions count.")
        columns = st.columns(len(known.themes))
        weights = {}
        for column, name in zip(columns, known.themes, strict=True):
            weights[name] = column.slider(
                _capital(name),
                0.0,
                HEAVIEST,
                1.0,
                STEP,
                key=weight_key(name),
                bind="query-params",
            )
    return weights


def _words_of(weights: Mapping[str, float]) -> str:
    changed = [f"{name} {weight:g}" for name, weight in weights.items() if weight != 1]
    return f"weights: {', '.join(changed)}, others 1" if changed else "all themes count the same"


def _reported(
    known: Structure, found: pd.DataFrame, one: Compared, weights: Mapping[str, float]
) -> None:
    """What is missing: themes that the territory lacks, and regions that lack one."""
    here = known.values[known.row_of[one.territory_id]]
    lacking = [name for name in known.themes if found[name].isna().all()]
    basis = known.territories["basis"].iat[known.row_of[one.territory_id]]
    told = [f"{_capital(_words_of(weights))}."]
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
    chrome.note(" ".join(told))


def _nearest(
    known: Structure, found: pd.DataFrame, one: Compared, chosen: tuple[Compared, ...]
) -> None:
    top = found.head(SHOWN)
    held = [other.territory_id for other in chosen]

    def follow(parameters: dict[str, Any]) -> None:
        # Weights and the like stay as they are.
        st.query_params[PARAM] = parameters[PARAM]

    links.linked_html(
        ranking(known, top, one, held), key="compare_nearest", page="compare", follow=follow
    )
    chrome.note(
        "The length of a bar is the distance: the shorter, the more alike. Its parts are the "
        "shares of the themes in the squared distance."
    )
    shares = {f"{name}_share": f"{_capital(name)} %" for name in known.themes}
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


def ranking(known: Structure, top: pd.DataFrame, one: Compared, held: list[str]) -> str:
    """HTML of the nearest regions, each with its distance as a bar made of the themes' shares."""
    longest = top["distance"].max() or 1
    names = list(known.themes)
    legend = "".join(
        f"<li><i class=s3-t{n}></i>{escape(_capital(name))}</li>" for n, name in enumerate(names)
    )
    full = int(top["is_full"].sum())
    fewer = f"<li class=s3-fewer>Compared on fewer themes than {escape(one.name)} has</li>"
    rows = "".join(
        (fewer if rank == full + 1 else "") + _ranked(rank, row, names, longest, held)
        for rank, row in enumerate(top.to_dict("records"), 1)
    )
    return f"<ul class='s3 s3-legend s3-themes'>{legend}</ul><ol class=s3-near>{rows}</ol>"


def _ranked(
    rank: int, row: dict[str, Any], names: list[str], longest: float, held: list[str]
) -> str:
    parts = [(n, name, row[f"{name}_share"]) for n, name in enumerate(names)]
    segments = "".join(
        f"<i class=s3-t{n} style='width:{100 * share:.1f}%'></i>"
        for n, _, share in parts
        if share > 0
    )
    told = ", ".join(f"{name} {share:.0%}" for _, name, share in parts if share > 0)
    gap = f" · without {escape(row['missing_themes'])}" if row["missing_themes"] else ""
    add = ""
    if row["territory_id"] not in held and len(held) < MOST:
        # All of them, so that the link holds in a new tab too.
        territories = [*held, row["territory_id"]]
        add = " · " + links.view_link("compare", "compare", territory=territories, view="similar")
    name = links.link("region", "territory", row["territory_id"], row["name"])
    return (
        f"<li><div class=s3-ranked><span class=s3-rank>{rank}</span> {name} <span class=s3-muted>"
        f"{escape(row['territory_id'])}, {escape(row['country'])}{gap}</span>{add}</div>"
        f"<b>{row['distance']:.2f}</b><div class=s3-bar role=img title='{escape(told)}'>"
        f"<div style='width:{100 * row['distance'] / longest:.1f}%'>"
        f"{segments}</div></div></li>"
    )


def _profile(known: Structure, found: pd.DataFrame, one: Compared) -> None:
    peers = found["territory_id"].head(PEERS).tolist()
    frame = peer_profile(known, one.territory_id, peers)
    named = ", ".join(found["name"].head(PEERS))
    st.markdown(
        f"{plain(one.name)} beside its {len(peers)} nearest: {plain(named)}. "
        "The axis counts standard deviations from the mean of the regions (0)."
    )
    st.html(profile(frame, one))
    chrome.note(
        "The bar is the range of the peers, the upright line their mean. Values are standardised "
        "after the transformation of each indicator; a mark at the edge stands for 3 or more. "
        "Peers are chosen by these indicators, so they are near by making: look for where it "
        "differs from them."
    )


def profile(frame: pd.DataFrame, one: Compared) -> str:
    """HTML of the standardised indicators of a territory and of its peers."""
    pieces = []
    for name, rows in frame.groupby("theme", sort=False):
        lines = "".join(_profile_row(row, one) for row in rows.to_dict("records"))
        pieces.append(f"<h3>{escape(_capital(str(name)))}</h3>{lines}")
    return f"<div class='s3 s3-compare'>{''.join(pieces)}</div>"


def _profile_row(row: dict[str, Any], one: Compared) -> str:
    value = "not available" if is_missing(row["value"]) else figure(row["value"])
    words = f"{one.name}: {value}"
    inside = "<s style='left:50%'></s>"
    if row["peers"]:
        low, high = _place(row["peers_lowest"]), _place(row["peers_highest"])
        inside += (
            f"<i style='left:{low:.1f}%;width:{high - low:.1f}%'></i>"
            f"<u style='left:{_place(row['peers_score']):.1f}%'></u>"
        )
        words += f"; mean of {row['peers']} peers {row['peers_score']:+.1f} deviations"
    if not is_missing(row["score"]):
        words += f"; itself {row['score']:+.1f}"
        inside += (
            f"<b class=s3-k{one.letter} style='left:{_place(row['score']):.1f}%'>{one.letter}</b>"
        )
    told = escape(f"{row['label']}. {words}")
    return (
        f"<div class='s3-c s3-p'><div>{escape(row['label'])}<small>{value} {escape(row['unit'])}"
        f"</small></div><div class=s3-z role=img title='{told}'>{inside}</div>"
        "</div>"
    )


def _place(score: float) -> float:
    return 100 * (min(max(score, -SCALE), SCALE) + SCALE) / (2 * SCALE)


def _map(found: pd.DataFrame, one: Compared) -> None:
    frame, codes, classes = distance_classes(found)
    self_row = {"territory_id": one.territory_id, "name": one.name, "nuts_level": _level(one)}
    territory_map.territory_map(
        pd.concat([frame, pd.DataFrame([self_row])], ignore_index=True),
        [*codes, len(classes) - 1],
        classes,
        "structural distance {0}",
        [*((f"{value:.2f}",) for value in frame["distance"]), ("0, itself",)],
        key="compare_distance",
        alt=f"Map of NUTS 2 regions by structural distance to {one.label}, in {len(classes)} "
        "classes with as many regions each. Nearest, beside Map, lists them with their figures.",
        outlined=[one.territory_id],
        rest="not comparable",
    )
    chrome.note(
        "Structural distance in quantiles: each class has about as many regions, a fifth of all. "
        "Outlined: the territory itself."
    )


def distance_classes(
    found: pd.DataFrame,
) -> tuple[pd.DataFrame, list[int], list[territory_map.MapClass]]:
    """Regions for a map, the class of each (0 is the farthest) and the classes."""
    frame = found[["territory_id", "name", "distance"]].assign(nuts_level=2)
    order = np.argsort(np.argsort(-frame["distance"].to_numpy(), kind="stable"), kind="stable")
    number = min(CLASSES, len(frame))
    codes = (order * number // len(frame)).tolist()
    ramp = theme.SEQUENTIAL[theme.mode()]
    classes = []
    for code in range(number):
        held = frame["distance"][np.array(codes) == code]
        classes.append(territory_map.MapClass(f"{held.min():.2f}-{held.max():.2f}", ramp[code]))
    classes[-1] = territory_map.MapClass(f"{classes[-1].label} (the nearest)", classes[-1].colour)
    return frame, codes, classes


def _level(one: Compared) -> int:
    return len(one.territory_id) - FEWEST


def _take(
    known: Structure,
    found: pd.DataFrame,
    one: Compared,
    weights: Mapping[str, float],
    is_abroad: bool,
) -> None:
    where = ", other countries only" if is_abroad else ""

    def rows() -> pd.DataFrame:
        ranked = found.drop(columns=["country_code", "themes"])
        ranked.insert(0, "rank", range(1, len(ranked) + 1))
        return ranked.rename(columns={name: f"{name}_distance" for name in known.themes})

    tables.take_away(
        rows,
        title=f"Regions by structural distance to {one.label}",
        filters=f"territory {one.territory_id}, {_words_of(weights)}{where}",
        file_name=f"{one.territory_id}-structural-distance",
        key="compare_similar_take",
        has_places=True,
        sources="computed by s3dash from indicator_value of the data package; "
        "see docs/methods/compare.md",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
