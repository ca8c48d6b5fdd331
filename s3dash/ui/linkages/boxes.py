"""The boxes of the page Linkages; each writes what is chosen to the link."""

from collections.abc import Mapping

import streamlit as st

from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages.linkages import PARTNERSHIPS
from s3dash.queries.partnerships.progress import platform_names
from s3dash.ui.address.link import Link
from s3dash.ui.linkages.choice import KINDS, Choice
from s3dash.ui.look.text import plain
from s3dash.ui.parts import chooser
from s3dash.ui.shell.library import answer

ANY = ""


def draw(chosen: Choice) -> None:
    """The boxes of the choice; each writes to the link."""
    flows = answer(ask.flow_kinds)
    kinds = KINDS | {code: flow.title for code, flow in flows.items()}
    with st.container(border=True, key="filters"):
        first, second, third = st.columns([3, 3, 2])
        with first:
            # Strengths of two kinds have nothing in common, and so their other filters.
            _one(
                "kind", "Kind of link", kinds, chosen.kind, PARTNERSHIPS, drop=("platform", "year")
            )
        with second:
            if chosen.kind == PARTNERSHIPS:
                names = {ANY: "All platforms"} | answer(platform_names)
                _one("platform", "Platform", names, chosen.platform_id or ANY, ANY)
            elif chosen.year:
                assert chosen.flow
                years = {str(year): str(year) for year in chosen.flow.years}
                _one("year", "Year", years, str(chosen.year), str(chosen.flow.years[0]))
            else:
                _countries(chosen)
        with third:
            _strength(chosen)
        first, second = st.columns([3, 5])
        with first:
            _territory(chosen)
        with second:
            if chosen.kind == PARTNERSHIPS or chosen.year:
                _countries(chosen)


def switch(name: str, label: str, options: Mapping[str, str], current: str) -> None:
    """A choice of one of a few that stands in the link as a bare code; the first leaves it."""

    def follow() -> None:
        Link().choose(name, st.session_state[f"linkages_{name}"])

    st.session_state[f"linkages_{name}"] = current
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: plain(options[code]),
        required=True,
        key=f"linkages_{name}",
        on_change=follow,
    )


def light(territory_id: str | None) -> None:
    """Light the links of a territory, or none; before the page runs again."""
    Link().write({"territory": territory_id or ""})


def clear() -> None:
    """Show all links of the kind again; before the page runs again."""
    Link().write(dict.fromkeys(("platform", "country", "least"), ""))


def _one(
    name: str,
    label: str,
    options: Mapping[str, str],
    current: str,
    usual: str,
    drop: tuple[str, ...] = (),
) -> None:
    def follow() -> None:
        picked = st.session_state[f"linkages_{name}"]
        rest = dict.fromkeys((*drop, "least"), "")
        Link().write(rest | {name: "" if picked == usual else picked})

    st.session_state[f"linkages_{name}"] = current
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=f"linkages_{name}",
        on_change=follow,
    )


def _countries(chosen: Choice) -> None:
    names = answer(ask.countries)

    def follow() -> None:
        Link().write({"country": st.session_state["linkages_country"]})

    st.session_state["linkages_country"] = list(chosen.countries)
    st.multiselect(
        "Country of one end",
        list(names),
        format_func=lambda code: names[code],
        key="linkages_country",
        on_change=follow,
        placeholder="All countries",
    )


def _strength(chosen: Choice) -> None:
    key, label = "linkages_least", f"{plain(chosen.strength)}, at least"

    def follow() -> None:
        value = st.session_state[key]
        Link().write({"least": "" if value in (None, 0) else f"{value:g}"})

    if not chosen.steps:
        st.session_state[key] = float(chosen.least)
        st.number_input(label, min_value=0.0, key=key, on_change=follow, format="%g")
    elif len(chosen.steps) > 1:
        st.session_state[key] = int(chosen.least)
        st.select_slider(label, chosen.steps, key=key, on_change=follow)


def _territory(chosen: Choice) -> None:
    is_network = chosen.view == "network"
    chooser.choose_territory(
        "Light the links of a territory" if is_network else "Links of a territory",
        chosen.territory_id,
        key="linkages_territory",
        on_pick=light,
        placeholder="Type to search, or click on the map" if is_network else "All territories",
        can_be_empty=True,
        is_disabled=chosen.view == "matrix" and chosen.side == "country",
    )
