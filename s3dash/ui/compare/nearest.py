"""The list of the regions nearest in structure, each distance as a bar of its themes."""

from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.territories.structure import Structure
from s3dash.ui.compare.choice import MOST, Compared
from s3dash.ui.look.text import capitalised
from s3dash.ui.shell import links


def ranking(known: Structure, top: pd.DataFrame, one: Compared, held: list[str]) -> str:
    """HTML of the nearest regions, each with its distance as a bar made of the themes' shares."""
    longest = top["distance"].max() or 1
    names = list(known.themes)
    legend = "".join(
        f"<li><i class=s3-t{n}></i>{escape(capitalised(name))}</li>" for n, name in enumerate(names)
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
