"""The view of a region profile with the territories around, above and below."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories import territories
from s3dash.queries.territories.neighbours import neighbours
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import NOT_DOCUMENTED, plural
from s3dash.ui.parts import tables
from s3dash.ui.parts.cards import listed
from s3dash.ui.region.shared import NAMED_DOMAIN, TAXONOMIES, choose_taxonomy, linked, marked
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer


def show(record: dict[str, Any]) -> None:
    """Neighbours by what they have in common, then the territories above and below."""
    territory_id = str(record["territory_id"])
    st.header("Neighbours", anchor=False)
    if is_missing(record["nuts_level"]):
        st.info(
            "This territory has no NUTS code and so no outline here: its neighbours are not "
            "documented.",
            icon=":material/info:",
        )
    else:
        _around(record)
    st.header("Territories above and below", anchor=False)
    found = answer(territories.relatives, territory_id)
    linked(_related(found), key="relatives")
    if len(found):
        tables.take_away(
            lambda: found,
            title=f"Territories above and below {record['name']}",
            filters=f"territory {territory_id}, with a strategy or a membership",
            file_name=f"{territory_id}-above-and-below",
            key="relatives_take",
            sources="counted from the tables strategy and membership of the data package",
        )


def _around(record: dict[str, Any]) -> None:
    territory_id = str(record["territory_id"])
    taxonomy = choose_taxonomy()
    found = answer(neighbours, territory_id, taxonomy)
    linked(_listed(found, taxonomy), key="neighbours")
    chrome.note(
        "Territories of any NUTS level that share a border with it on land and have a documented "
        "strategy or membership, most domains in common first. Domains of both periods count."
    )
    if len(found):
        tables.take_away(
            lambda: found,
            title=f"Neighbours of {record['name']}, {TAXONOMIES[taxonomy].lower()} in common",
            filters=f"territory {territory_id}, taxonomy {taxonomy}",
            file_name=f"{territory_id}-neighbours-{taxonomy}",
            key="neighbours_take",
            has_places=True,
            sources="borders derived from GISCO boundaries (© EuroGeographics for the "
            "administrative boundaries); counted from the tables strategy, priority and membership",
        )


def _listed(found: pd.DataFrame, taxonomy: str) -> str:
    return listed(
        (
            f"{_name(row)} <span class=s3-muted>{escape(row['territory_id'])}, "
            f"{escape(row['country'])} · {_held(row)}</span><br>{_common(row, taxonomy)}"
            for row in found.to_dict("records")
        ),
        "No neighbour with a strategy or a membership is documented.",
    )


def _common(row: dict[str, Any], taxonomy: str) -> str:
    if is_missing(row["shared"]):
        return f"<span class=s3-muted>{TAXONOMIES[taxonomy]} in common: {NOT_DOCUMENTED}</span>"
    if is_missing(row["shared_domains"]):
        return f"<span class=s3-muted>No {NAMED_DOMAIN[taxonomy]} in common</span>"
    shared = plural(row["shared"], NAMED_DOMAIN[taxonomy])
    return f"<b>{shared} in common</b>: {escape(row['shared_domains'])}"


def _related(found: pd.DataFrame) -> str:
    return listed(
        (
            f"{_name(row)} <span class=s3-muted>{escape(row['territory_id'])}, {row['relation']} · "
            f"{_held(row)}</span>"
            for row in found.to_dict("records")
        ),
        "None with a documented strategy or membership.",
    )


def _name(row: dict[str, Any]) -> str:
    return links.link("region", "territory", row["territory_id"], row["name"])


def _held(row: dict[str, Any]) -> str:
    priorities = marked(row["priorities"], row["has_partial_list"])
    return f"{priorities}, {plural(row['memberships'], 'documented membership')}"
