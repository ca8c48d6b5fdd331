"""The first view of a platform: figures, map by role, leaders, countries."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships import platforms as ask
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import documented_of_stated, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, tables
from s3dash.ui.parts.roles import INFERRED, ROLE_CODES
from s3dash.ui.platform import facts
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, rows_of

STATED = 3
"""Figures of sources that are quoted; the timeline has them all."""
COUNTED_FROM = "counted from the tables membership and partnership of the data package"


def show(platform: ask.Platform) -> None:
    """Figures; who takes part, who leads, and which countries."""
    if not platform.partnerships:
        st.info(
            f"No partnership is documented on this platform. {plural(platform.facts, 'dated fact')}"
            " on it stand below.",
            icon=":material/info:",
        )
        facts.show(platform)
        return
    cards.figures(
        [
            (
                "Partnerships",
                platform.partnerships,
                f"documented, {platform.named_partnerships} with members by name",
            ),
            ("Territories", platform.territories, _of_territories(platform)),
            (
                "Leading territories",
                platform.leading,
                f"{platform.lead} lead, {platform.co_lead} co-lead",
            ),
            ("Countries", platform.countries, "with a member territory"),
        ]
    )
    since = "" if is_missing(platform.launched) else f"Platform since {platform.launched}. "
    chrome.note(
        f"{since}Which of the partnerships the platform counts as qualified is not documented."
    )
    _stated(platform)
    st.header("Partnerships and who leads them", anchor=False)
    links.linked_html(drawn(_partnerships, platform.platform_id), key="platform_partnerships")
    if not platform.territories:
        st.info("No member territory is documented by name.", icon=":material/info:")
        return
    territories = answer(ask.platform_territories, platform.platform_id)
    left, right = st.columns([6, 7], gap="medium")
    with left:
        st.header("Who takes part", anchor=False)
        _map(platform, territories)
    with right:
        st.header("Leading territories first", anchor=False)
        _territories(platform, territories)
    st.header("Countries by number of territories", anchor=False)
    _countries(platform)


def _stated(platform: ask.Platform) -> None:
    """The newest figures that sources state, on this platform if there are any, beside our counts.

    A fact has a figure but no column that says what it counts: so it is quoted whole.
    """
    if told := drawn(_stated_words, platform.platform_id):
        st.html(f"<p class='s3 s3-muted'>{told}</p>")


def _stated_words(platform_id: str) -> str:
    """HTML of these figures; empty where no source states one."""
    known = answer(ask.platform_facts, platform_id).dropna(subset=["date", "figure"])
    own = known[known["is_own"]]
    known = known if own.empty else own
    newest = known[known["date_start"] == known["date_start"].max()]
    told = "; ".join(
        f"{escape(row['fact'].rstrip('.'))} ({escape(str(row['date']))}, "
        f"{cards.outside(row['source_url'], of=row['fact'])})"
        for row in newest.head(STATED).to_dict("records")
    )
    if not told:
        return ""
    where = "this platform" if len(own) else "all platforms together"
    return f"Newest figures that sources state on {where}: {told}."


def _partnerships(platform_id: str) -> str:
    """HTML of the partnerships of a platform."""
    found = answer(ask.platform_partnerships, platform_id)
    items = (
        _partnership(rows.to_dict("records"))
        for _, rows in found.groupby("partnership_id", sort=False)
    )
    return f"<div class=s3-newspaper>{cards.listed(items, '')}</div>"


def _partnership(rows: list[dict[str, Any]]) -> str:
    """HTML of one partnership; ``rows``: its leads, or one row without any."""
    first = rows[0]
    name = links.link("partnership", "partnership", first["partnership_id"], first["partnership"])
    members = documented_of_stated(first["documented_count"], first["stated_count"])
    leads = ", ".join(_lead(row) for row in rows if not is_missing(row["territory_id"]))
    return (
        f"{name}<br><span class=s3-muted>members: {members} · "
        f"{'led by ' + leads if leads else 'lead not documented'}</span>"
    )


def _lead(row: dict[str, Any]) -> str:
    marks = [
        *(["co-lead"] if row["role"] == "co-lead" else []),
        *([INFERRED] if row["basis"] == "inferred" else []),
    ]
    return escape(row["territory"]) + (f" ({', '.join(marks)})" if marks else "")


def _of_territories(platform: ask.Platform) -> str:
    told = "documented as members"
    if platform.inferred_only:
        told += f", {platform.inferred_only} of them by our inference only"
    return told


def _map(platform: ask.Platform, territories: pd.DataFrame) -> None:
    opened = territory_map.territory_map(
        drawn(_placed, territories),
        territory_map.role_classes(),
        "{0}\nstrongest role: {1}\npartnerships on this platform: {2}",
        key="platform_map",
        alt=f"Map of Europe: the {platform.territories} territories that take part in the "
        f"{platform.name} platform, by role. The table beside it lists them.",
        can_open=True,
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(territories: pd.DataFrame) -> territory_map.Placed:
    return territory_map.placed(
        territories,
        [ROLE_CODES[role] for role in territories["role"]],
        zip(territories["country"], _roles(territories), territories["memberships"], strict=True),
    )


def _territories(platform: ask.Platform, territories: pd.DataFrame) -> None:
    told, inferred = drawn(_told, territories)
    tables.table(
        told,
        {
            "name": st.column_config.TextColumn("Territory", width=250),
            "role": "Strongest role",
            "memberships": st.column_config.NumberColumn("Partnerships", width="small"),
            "country": "Country",
        },
        key="platform_territories",
        alt="Territories on the platform, leading and co-leading ones first",
        rows_shown=14,
    )
    if inferred:
        chrome.note(f"Members by our inference only, stated as members by no source: {inferred}.")
    tables.take_away(
        lambda: territories,
        title=f"Territories on the {platform.name} platform",
        filters=f"platform {platform.name}",
        file_name=f"{platform.platform_id}-territories",
        key="platform_take",
        has_places=True,
        sources=COUNTED_FROM,
    )


def _told(territories: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The territories with roles in words, and who is a member by our inference only."""
    inferred = territories.loc[territories["inferred_only"], "name"]
    return territories.assign(role=_roles(territories)), ", ".join(sorted(inferred))


def _roles(territories: pd.DataFrame) -> "pd.Series[str]":
    """The strongest role of each territory, marked where no source states it."""
    return territories["role"] + territories["is_role_inferred"].map(
        {True: f", {INFERRED}", False: ""}
    )


def _countries(platform: ask.Platform) -> None:
    countries = answer(ask.platform_countries, platform.platform_id)
    most = max((int(row["territories"]) for row in rows_of(countries)), default=1)
    tables.table(
        countries,
        {
            "country": "Country",
            "territories": st.column_config.ProgressColumn(
                "Territories", format="%d", min_value=0, max_value=most
            ),
            "memberships": st.column_config.NumberColumn("Memberships", width="small"),
            "leads": st.column_config.NumberColumn("Leads", width="small"),
        },
        key="platform_countries",
        alt="Countries by number of territories that take part",
    )
    tables.take_away(
        lambda: countries,
        title=f"Countries on the {platform.name} platform",
        filters=f"platform {platform.name}",
        file_name=f"{platform.platform_id}-countries",
        key="countries_take",
        sources=COUNTED_FROM,
    )
