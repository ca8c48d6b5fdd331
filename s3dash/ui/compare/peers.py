"""The profile of a territory beside its peers, the regions nearest in structure."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.similarity import peer_profile
from s3dash.queries.territories.structure import Structure
from s3dash.store.cells import is_missing
from s3dash.ui.compare.choice import Compared
from s3dash.ui.look.text import capitalised, figure, plain
from s3dash.ui.shell import chrome

PEERS = 10
SCALE = 3.0
"""Deviations from the mean that the profile is drawn over; a mark beyond stands at its edge."""


def show(known: Structure, found: pd.DataFrame, one: Compared) -> None:
    """The profile of ``one``; ``found``: the regions by distance from it, the nearest first."""
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
        pieces.append(f"<h2>{escape(capitalised(str(name)))}</h2>{lines}")
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
