"""The view of a platform with the territories that its partnerships link."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.linkages.views import READABLE_LINKS, readable_least
from s3dash.queries.partnerships import network as ask
from s3dash.queries.partnerships.platforms import Platform
from s3dash.ui.address.link import Link
from s3dash.ui.look import theme
from s3dash.ui.look.text import number, plain, plural
from s3dash.ui.maps.network_map import network_map
from s3dash.ui.maps.strengths import shared_partnerships
from s3dash.ui.parts import tables
from s3dash.ui.platform.overview import COUNTED_FROM
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

ROWS_SENT = 40


def show(platform: Platform) -> None:
    """The network map, the links of a territory, the most connected territories and pairs."""
    everyone = answer(ask.nodes, platform.platform_id, 1)
    every_link = answer(ask.links, platform.platform_id, 1)
    if every_link.empty:
        st.info(
            "No member territory is documented on this platform, so there is nothing to link."
            if everyone.empty
            else "No two territories are documented members of the same partnership here.",
            icon=":material/info:",
        )
        return
    st.markdown(
        "Two territories are linked when both are documented members of the same partnership. "
        "A link says nothing on how much they work together."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        names = {
            row.territory_id: f"{row.name} ({row.territory_id})"
            for row in everyone.sort_values("name").itertuples(index=False)
        }
        chosen = _choose(names)
    with right:
        least = _least(every_link["shared"])
    nodes = answer(ask.nodes, platform.platform_id, least)
    links = answer(ask.links, platform.platform_id, least)

    left, right = st.columns([7, 5], gap="medium")
    with left:
        strength = f" with at least {least} shared partnerships" if least > 1 else ""
        lit = f"; those of {names[chosen]} are lit" if chosen else ""
        network_map(
            nodes,
            links,
            shared_partnerships(links["shared"]),
            key="network",
            alt=f"Map of Europe: {plural(len(links), 'link')}{strength} between "
            f"{plural(len(nodes), 'territory')} on the {platform.name} platform{lit}. "
            "The tables beside and below it list them.",
            accent=theme.platform_colour(platform.platform_id),
            chosen=chosen,
            on_pick=_light,
        )
    if not chosen:
        with right:
            _territories(platform, least)
        _pairs(platform, least)
        return
    with right:
        _links_of(platform, chosen, names[chosen], least)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _pairs(platform, least)
    with right:
        _territories(platform, least)


def _choose(names: Mapping[str, str]) -> str | None:
    """The territory whose links are lit, in the URL under ``territory``; None: of none."""
    key = "lit_territory"
    link = Link()
    st.session_state[key] = link.one("territory", names) or None
    link.notice()
    return st.selectbox(
        "Light the links of a territory",
        list(names),
        # Else the box could not be emptied again.
        index=None,
        format_func=lambda code: names[code],
        key=key,
        on_change=lambda: _light(st.session_state[key]),
        placeholder="Type to search, or click on the map",
    )


def _least(shared: "pd.Series[int]") -> int:
    """The fewest shared partnerships of a link that is shown, in the URL under ``least``.

    ``shared``: those of every link. Where there are more links than anybody can read on a map, the
    weakest are left out until the reader asks for them.
    """
    most = int(shared.max())
    link = Link()
    link.one("least", [str(count) for count in range(1, most + 1)])
    link.notice()
    if most < 2:
        chrome.note("No pair shares more than one documented partnership.")
        return 1
    usual = readable_least(shared, range(1, most + 1), READABLE_LINKS)
    least = int(st.slider("Shared partnerships, at least", 1, most, usual, **link.bound("least")))
    count = int((shared >= least).sum())
    if count < len(shared):
        chrome.note(f"{number(count)} of {plural(len(shared), 'link')} shown.")
    return least


def _light(territory_id: str | None) -> None:
    """Light the links of a territory, or none; before the page runs again."""
    Link().write({"territory": territory_id or ""})


def _filter_words(platform: Platform, least: int) -> str:
    words = f"platform {platform.name}"
    return f"{words}, at least {least} shared partnerships" if least > 1 else words


def _links_of(platform: Platform, chosen: str, name: str, least: int) -> None:
    found = ask.links_of(answer(ask.links, platform.platform_id, least), chosen)
    st.header(f"{plural(len(found), 'link')} of {plain(name)}", anchor=False)
    if found.empty:
        st.info(
            f"It shares no {f'{least} partnerships' if least > 1 else 'partnership'} with another "
            "documented member.",
            icon=":material/info:",
        )
        return
    tables.table(
        found,
        {
            "partner": st.column_config.TextColumn("Linked with", width=150),
            "partner_country": st.column_config.TextColumn("Country", width=90),
            **_shared_columns(found),
        },
        key="links_of",
        alt=f"Territories linked with {name}, most shared partnerships first",
        rows_shown=13,
    )
    tables.take_away(
        lambda: found,
        title=f"Territories linked with {name} on the {platform.name} platform",
        filters=f"{_filter_words(platform, least)}, territory {chosen}",
        file_name=f"{platform.platform_id}-links-of-{chosen}",
        key="links_of_take",
        sources=COUNTED_FROM,
    )


def _shared_columns(shown: pd.DataFrame) -> dict[str, Any]:
    """How many partnerships a link is made of and which; how many by inference, if any is."""
    columns: dict[str, Any] = {
        "shared": st.column_config.NumberColumn("Shared", width=70),
        "partnerships": st.column_config.TextColumn("Shared partnerships", width="large"),
    }
    if shown["inferred"].any():
        columns["inferred"] = tables.inferred_column()
    return columns


def _territories(platform: Platform, least: int) -> None:
    found = answer(ask.nodes, platform.platform_id, least)
    st.header("Most connected territories", anchor=False)

    def light(row: int | None) -> None:
        _light(None if row is None else str(found["territory_id"].iloc[row]))

    tables.table(
        found.head(ROWS_SENT),
        {
            "name": st.column_config.TextColumn("Territory", width=190),
            "country": st.column_config.TextColumn("Country", width=100),
            "partners": st.column_config.NumberColumn("Linked with", width=90),
            "memberships": st.column_config.NumberColumn("Partnerships", width=100),
        },
        key="network_territories",
        alt="Territories by number of territories they are linked with; choose a row to light it",
        on_choose=light,
        rows_shown=13,
    )
    _shortened(len(found), "territory")
    tables.take_away(
        lambda: found.drop(columns=["label_x", "label_y"]),
        title=f"Connected territories on the {platform.name} platform",
        filters=_filter_words(platform, least),
        file_name=f"{platform.platform_id}-connected",
        key="network_territories_take",
        has_places=True,
        sources=COUNTED_FROM,
    )


def _pairs(platform: Platform, least: int) -> None:
    found = answer(ask.links, platform.platform_id, least)
    st.header("Most connected pairs", anchor=False)
    tables.table(
        found.head(ROWS_SENT),
        {
            "name": "Territory",
            "country": st.column_config.TextColumn("Country", width="small"),
            "partner": "Linked with",
            "partner_country": st.column_config.TextColumn("Its country", width="small"),
            **_shared_columns(found.head(ROWS_SENT)),
            # This table has the whole width of the page.
            "partnerships": st.column_config.TextColumn("Shared partnerships", width=520),
        },
        key="pairs",
        alt="Pairs of territories, most shared partnerships first",
    )
    _shortened(len(found), "pair")
    tables.take_away(
        lambda: found,
        title=f"Links between territories on the {platform.name} platform",
        filters=_filter_words(platform, least),
        file_name=f"{platform.platform_id}-links",
        key="pairs_take",
        sources=COUNTED_FROM,
    )


def _shortened(count: int, noun: str) -> None:
    """Say that a table is cut and where the rest is."""
    if count > ROWS_SENT:
        chrome.note(
            f"The first {ROWS_SENT} of {plural(count, noun)}; the files below have all of them."
        )
