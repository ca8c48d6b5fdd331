"""The explorer's filter on screen: the boxes above the result, and the chips."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from s3dash.queries.base.overview import territory_counts
from s3dash.queries.explorer.explore import Exploration
from s3dash.queries.explorer.filter import ALL_OF, FACETS, Facet, PriorityFilter, facet
from s3dash.queries.explorer.priorities import Labels, filter_labels
from s3dash.queries.explorer.typed import LONGEST_TEXT
from s3dash.queries.territories.names import named_territories
from s3dash.store.connection import Store
from s3dash.ui.address.notices import shortened
from s3dash.ui.explorer.link import choose, current
from s3dash.ui.look.text import number, plain
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

TITLES = {
    "periods": ("Period", "Both"),
    "territories": ("Country or territory", "All of Europe"),
    "economic": ("Economic domain", "Any"),
    "scientific": ("Scientific domain", "Any"),
    "objectives": ("Policy objective", "Any"),
    "platforms": ("Platform theme", "Any"),
    "completeness": ("List of the strategy", "Any"),
    "sources": ("Kind of source", "Any"),
    "classified": ("Classification", "Any"),
}
"""Field of the filter -> title of its box, and what stands in it when nothing is chosen."""
LONGEST_OPTION = 46
"""Letters of a label, so that the number behind it is in sight on a phone too. Names of territories
are whole: a box finds only what stands in it."""
BEHIND_BUTTONS = ("economic", "scientific", "objectives", "platforms")
EXCLUDABLE = ("territories", "economic", "scientific", "objectives", "platforms", "sources")


def search_box(chosen: PriorityFilter) -> None:
    """The box for words, which follows the typing."""

    def follow() -> None:
        choose(replace(current(), text=" ".join((st.session_state["text"] or "").split())))

    st.session_state["text"] = chosen.text[:LONGEST_TEXT]
    st.text_input(
        "Search title, description, territory and domain",
        key="text",
        type="search",
        max_chars=LONGEST_TEXT,
        placeholder='hydrogen storage, "smart grid", tourism -wine',
        on_change=follow,
        live="400ms",
    )


def choose_codes(
    field: str, chosen: PriorityFilter, labels: Labels, counts: Mapping[str, int]
) -> None:
    """The box of a facet: its values with what choosing one would leave."""
    item = next(item for item in FACETS if item.field == field)
    title, placeholder = TITLES[field]
    known, now = labels[field], getattr(chosen, field)

    # A box behind a button that is closed keeps its value in the browser, which sends it once more
    # with the next click. When the value was changed elsewhere, by a chip, the box is a new one.
    turn = st.session_state.get(f"{item.param}_turn", 0)
    if field in BEHIND_BUTTONS and list(st.session_state.get(_key(item, turn), now)) != list(now):
        turn += 1
        st.session_state[f"{item.param}_turn"] = turn
    key = _key(item, turn)

    def follow() -> None:
        picked = [code_of_option(value, shown) for value in st.session_state[key]]
        choose(current().with_values(field, picked))

    is_place = field == "territories"
    shown = {c: n if is_place else shortened(n, LONGEST_OPTION) for c, n in known.items()}
    told = answer(_other_names) if is_place else {}
    st.session_state[key] = list(now)
    st.multiselect(
        title,
        [code for code in known if counts.get(code) or code in now],
        format_func=lambda code: (
            f"{shown[code]} · {number(counts.get(code, 0))}{told.get(code, '')}"
        ),
        key=key,
        placeholder=placeholder,
        filter_mode="contains",
        on_change=follow,
        select_all=False,
    )


def code_of_option(value: str, shown: Mapping[str, str]) -> str:
    """The code that a box means by a value; ``shown``: code -> label, without its count.

    A click that comes before the browser has the new counts sends options as they were written
    before. Streamlit knows them no longer and hands them on as they are: without this a quick
    reader loses what was chosen in the other boxes.
    """
    if value in shown:
        return value
    meant = [code for code, label in shown.items() if value.startswith(f"{label} · ")]
    return max(meant, key=lambda code: len(shown[code]), default=value)


def all_switch(field: str, chosen: PriorityFilter) -> None:
    """Any of the values of a facet, or all of them; offered where several are chosen."""
    item = next(item for item in FACETS if item.field == field)
    if len(getattr(chosen, field)) < 2 or item.param not in ALL_OF:
        return
    key = f"all_{item.param}"

    def follow() -> None:
        now = current()
        others = tuple(param for param in now.with_all if param != item.param)
        is_all = st.session_state[key] == "all"
        choose(replace(now, with_all=(*others, item.param) if is_all else others))

    st.session_state[key] = "all" if item.param in chosen.with_all else "any"
    st.segmented_control(
        "A priority has",
        ["any", "all"],
        format_func=lambda code: f"{code} of them",
        required=True,
        key=key,
        on_change=follow,
    )


def _other_names(store: Store) -> dict[str, str]:
    """What stands behind the label of a territory, so that the box finds these names too.

    Whole names of several words are left out where the short one of the label stands in them, as
    "Örebro län": who begins to type it has found the label, and every letter travels with the page.
    """
    labels = filter_labels(store)["territories"]
    told = {}
    for one in named_territories(store):
        label = labels.get(one.territory_id, "").casefold()
        short = label.partition(" (")[0].split(" / ")
        names = [
            name
            for name in one.other_names
            if label
            and name.casefold() not in label
            and not (" " in name and "/" not in name and any(s in name.casefold() for s in short))
        ]
        if names:
            told[one.territory_id] = f" · {', '.join(names)}"
    return told


def _key(item: Facet, turn: int) -> str:
    return f"{item.param}_{turn}" if turn else item.param


def leave_out(chosen: PriorityFilter, labels: Labels) -> None:
    """The box for values to leave out: countries and the broad domains."""
    offered = {
        f"{item.param}:{code}": _left_out_label(item, label)
        for item in FACETS
        if item.field in EXCLUDABLE
        for code, label in labels[item.field].items()
        if _is_broad(item.field, code) or f"{item.param}:{code}" in chosen.without
    }

    def follow() -> None:
        choose(replace(current(), without=tuple(st.session_state["without"])))

    st.session_state["without"] = list(chosen.without)
    st.multiselect(
        "Leave out",
        list(dict.fromkeys((*offered, *chosen.without))),
        format_func=lambda value: offered.get(value, value),
        key="without",
        placeholder="Nothing",
        filter_mode="contains",
        on_change=follow,
        select_all=False,
    )


def _is_broad(field: str, code: str) -> bool:
    """Whether the box for leaving out offers it; a link may name any code."""
    return not (field == "territories" and len(code) > 2) and not (
        field == "economic" and len(code) > 1
    )


def _left_out_label(item: Facet, label: str) -> str:
    return f"{TITLES[item.field][0]}: {label}"


def above_switch(chosen: PriorityFilter, labels: Labels) -> None:
    """Offer what the territories above a chosen one set themselves, where that is anything."""
    own = answer(_with_own_priorities)
    above = {
        code[:length]
        for code in chosen.territories
        for length in range(2, len(code))
        if code[:length] in own
    } - set(chosen.territories)
    if not above:
        return

    def follow() -> None:
        choose(replace(current(), with_above=st.session_state["above"]))

    names = " and ".join(labels["territories"][code] for code in sorted(above))
    st.session_state["above"] = chosen.with_above
    st.checkbox(
        f"Also the priorities of the level above: {plain(names)}", key="above", on_change=follow
    )


def _with_own_priorities(store: Store) -> frozenset[str]:
    counts = territory_counts(store)
    return frozenset(counts.loc[counts["priorities"] > 0, "territory_id"])


def within(codes: Collection[str], where: pd.DataFrame) -> list[str]:
    """What outlines a choice: the territories of a map that are chosen or lie in a chosen one.

    Of a chosen one without any it is the chosen one itself.
    """
    chosen = set(codes)
    inside = [
        code
        for code in where["territory_id"]
        if chosen & {code, *(code[:length] for length in range(2, len(code)))}
    ]
    return [*inside, *(one for one in codes if not any(c.startswith(one) for c in inside))]


def chips(chosen: PriorityFilter, labels: Labels) -> None:
    """Every active filter as a button that removes it, and one that removes all."""
    active = [
        ("text", str(term), f"not “{term.text}”" if term.is_excluded else f"“{term.text}”")
        for term in chosen.search.terms
    ]
    active += [
        (item.param, code, labels[item.field].get(code, code))
        for item, codes in chosen.chosen
        for code in codes
    ]
    for value in chosen.without:
        param, _, left_code = value.partition(":")
        left = facet(param)
        label = labels[left.field].get(left_code, left_code) if left else left_code
        active.append(("without", value, f"not {label}"))

    def drop(param: str, code: str) -> None:
        choose(current().removed(param, code))

    # There also when it is empty: what follows keeps its place, so the map is not made anew.
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chips"):
        if not active:
            chrome.note("No filter yet. What you choose stands here and can be taken away again.")
            return
        for place, (param, code, label) in enumerate(active):
            st.button(
                plain(shortened(label)),
                key=f"chip_{place}",
                icon=":material/close:",
                icon_position="right",
                on_click=drop,
                args=(param, code),
            )
        st.button(
            "Clear all",
            key="clear_all",
            type="tertiary",
            icon=":material/filter_alt_off:",
            on_click=lambda: choose(PriorityFilter()),
        )
        # Beside the chips it moves nothing: a second click on the map finds the same territory.
        above_switch(chosen, labels)


def draw(chosen: PriorityFilter, labels: Labels, result: Exploration) -> None:
    """All boxes, with what the result leaves of every value."""
    with st.container(border=True, key="filters"):
        text, where, period = st.columns([3, 2, 1])
        with text:
            search_box(chosen)
        with where:
            choose_codes("territories", chosen, labels, result.facets["territories"])
        with period:
            choose_codes("periods", chosen, labels, result.facets["periods"])
        with st.container(horizontal=True, gap="small", key="facets"):
            for field in BEHIND_BUTTONS:
                number_chosen = len(getattr(chosen, field))
                label = TITLES[field][0] + (f" · {number_chosen}" if number_chosen else "")
                with st.popover(label, key=f"facet_{field}"):
                    choose_codes(field, chosen, labels, result.facets[field])
                    all_switch(field, chosen)
            more = st.popover("More filters", key="more_filters", on_change="rerun")
            if more.open:
                with more:
                    for field in ("completeness", "sources", "classified"):
                        choose_codes(field, chosen, labels, result.facets[field])
                    leave_out(chosen, labels)
            told = st.popover("Search help", key="search_help", type="tertiary", on_change="rerun")
            if told.open:
                told.markdown(chrome.text("search_help"))
