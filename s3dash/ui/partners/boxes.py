"""The boxes of the partner finder; each writes what is chosen to the link."""

import streamlit as st

from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import ACROSS_BORDERS, MODES, Wish
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.ui.address.link import Link
from s3dash.ui.partners import weights
from s3dash.ui.partners.choices import BY_MODE, KILOMETRES, MODE_NAMES, ONLY, Chosen
from s3dash.ui.parts import chooser
from s3dash.ui.shell.library import answer


def draw(chosen: Chosen) -> None:
    """The boxes: who looks, for what, in which mode, with which filters and weights."""
    left, right = st.columns(2)
    with left:
        _territory(chosen)
    with right:
        if chosen.is_known:
            _subject(chosen)
    _mode(chosen.wish)
    if not chosen.is_known:
        return
    first, second, third = st.columns([3, 2, 5])
    with first:
        _countries(chosen.wish)
    with second:
        _kilometres(chosen.wish)
    with third:
        _only(chosen)
    weights.sliders(chosen.wish)


def _territory(chosen: Chosen) -> None:
    chooser.choose_territory(
        "Who looks for partners",
        chosen.given,
        key="partners_territory",
        on_pick=lambda code: Link().write({"territory": code, "priority": ""}),
    )


def _subject(chosen: Chosen) -> None:
    """A theme or one priority: one box, two parameters."""
    options = {"": "All its priorities"}
    platforms = answer(all_platforms)
    options |= {f"platform:{code}": f"Theme {label}" for code, label in chosen.themes.items()}
    options |= {f"priority:{code}": title for code, title in chosen.titles.items()}
    wish = chosen.wish
    now = f"priority:{wish.priority_id}" if wish.priority_id else ""
    if wish.platform_id and not now:
        now = f"platform:{wish.platform_id}"
        options.setdefault(now, f"Theme {platforms[wish.platform_id]}: none matching")
    st.session_state["partners_subject"] = now

    def follow() -> None:
        kind, _, code = st.session_state["partners_subject"].partition(":")
        Link().write({"platform": "", "priority": ""} | ({kind: code} if kind else {}))

    st.selectbox(
        "For a theme or one priority",
        list(options),
        format_func=lambda code: options[code],
        key="partners_subject",
        on_change=follow,
    )


def _mode(wish: Wish) -> None:
    st.session_state["partners_mode"] = wish.mode

    def follow() -> None:
        Link().write(
            dict.fromkeys((*weights.PARAMS.values(), *BY_MODE), "")
            | {"mode": st.session_state["partners_mode"]}
        )

    st.segmented_control(
        "Which partners? The stage of the strategy decides",
        list(MODES),
        format_func=lambda mode: MODE_NAMES[mode],
        key="partners_mode",
        required=True,
        on_change=follow,
    )


def _countries(wish: Wish) -> None:
    names = answer(countries)
    st.session_state["partners_country"] = list(wish.countries)

    def follow() -> None:
        Link().write({"country": st.session_state["partners_country"]})

    st.multiselect(
        "Country",
        list(names),
        format_func=lambda code: names[code],
        key="partners_country",
        on_change=follow,
        placeholder="All countries",
    )


def _kilometres(wish: Wish) -> None:
    options = ["", *map(str, KILOMETRES)]
    st.session_state["partners_km"] = "" if wish.most_km is None else f"{wish.most_km:.0f}"

    def follow() -> None:
        Link().write({"km": st.session_state["partners_km"]})

    st.selectbox(
        "Distance",
        options,
        format_func=lambda km: f"At most {km} km" if km else "Any",
        key="partners_km",
        on_change=follow,
    )


def _only(chosen: Chosen) -> None:
    mode = chosen.wish.mode
    st.session_state["partners_only"] = chosen.switched_on

    def follow() -> None:
        on = st.session_state["partners_only"]
        Link().write(
            {name: "yes" if name in on else "" for name in ONLY}
            | {name: _in_link(mode, name in on) for name in BY_MODE}
        )

    st.pills(
        "Only",
        list(ONLY),
        selection_mode="multi",
        format_func=lambda name: ONLY[name],
        key="partners_only",
        on_change=follow,
    )


def _in_link(mode: str, is_on: bool) -> str:
    """What the link says of a filter of the mode: nothing where it is as the mode has it."""
    if is_on == (mode == ACROSS_BORDERS):
        return ""
    return "yes" if is_on else "no"
