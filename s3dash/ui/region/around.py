"""The view of a region profile with the digital innovation hubs and projects on record."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.hubs import hubs_of
from s3dash.queries.catalogue.projects import projects_of_territory
from s3dash.queries.partners.hubs import hubs_on_priorities
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn


def show(record: dict[str, Any]) -> None:
    """Hubs with their seat here or that serve it, and projects with partners from here."""
    territory_id, name = str(record["territory_id"]), str(record["name"])
    hubs = answer(hubs_of, territory_id)
    st.header(f"Digital innovation hubs: {len(hubs)} on record", anchor=False)
    links.linked_html(drawn(_hubs, territory_id, name), key="region_hubs")
    if len(hubs):
        tables.take_away(
            lambda: hubs.drop(columns=["within", "places"]),
            title=f"Digital innovation hubs of {name}",
            filters=f"territory {territory_id}: with their seat there, serving it, or above it",
            file_name=f"{territory_id}-hubs",
            key="region_hubs_take",
            has_places=True,
        )
    found = answer(projects_of_territory, territory_id)
    st.header(f"Projects with partners here: {len(found)} on record", anchor=False)
    listed, money = drawn(_projects, found, territory_id, name)
    links.linked_html(listed, key="region_projects")
    if money:
        chrome.note(money)
    if len(found):
        tables.take_away(
            lambda: found.drop(columns=["places", "name", "partner_names"]),
            title=f"Projects with documented partners in {name}",
            filters=f"territory {territory_id}, with what lies in it",
            file_name=f"{territory_id}-projects",
            key="region_projects_take",
        )
    lacking = [noun for noun, rows in (("hub", hubs), ("project", found)) if rows.empty]
    chrome.note(
        "Hubs and projects are a small part of what there is: "
        + (
            f"that no {' and no '.join(lacking)} of {name} is on record does not mean that there "
            "is none."
            if lacking
            else f"of {name} there may be more than is on record."
        )
    )


def _projects(found: pd.DataFrame, territory_id: str, name: str) -> tuple[str, str]:
    """The first projects as a list, and what the EU gives to all of them."""
    none = f"No project with a partner in {name} is on record."
    listed = records.first_projects(found, none, territory=territory_id)
    return listed, records.money_in_words(found)


def _hubs(territory_id: str, name: str) -> str:
    """The first hubs as a list, each with the priorities that it is on."""
    hubs, met = answer(hubs_of, territory_id), answer(hubs_on_priorities, territory_id)
    fits = ["; ".join(met[code].titles) if code in met else "" for code in hubs["hub_id"]]
    none = f"No hub of {name} is on record."
    return records.first_hubs(hubs.assign(fits=fits), none, territory=territory_id)
