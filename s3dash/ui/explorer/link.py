"""The explorer's filter in the link.

The link is the truth: each run reads the filter from it, and a box that changes writes to it. The
boxes cannot be bound by Streamlit, because it puts the visible label into the link (streamlit
issue 14224) and a label says here how many priorities remain.
"""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from s3dash.queries.explorer.filter import FACETS, PriorityFilter, facet
from s3dash.queries.explorer.priorities import Labels, filter_labels
from s3dash.queries.explorer.search import LONGEST_TEXT, MOST_WORDS
from s3dash.queries.territories.comparison import all_territories
from s3dash.ui.address import filters, link_state
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

PARAMS = ("text", *(item.param for item in FACETS), "without", "above")
OTHER_PARAMS = {"country": "territory", "q": "text", "search": "text"}
"""Names that links of earlier versions use, or that people guess."""
_LAST = "priorities_filter_last_used"


def read(
    labels: Labels, back: Mapping[str, str] | None = None
) -> tuple[PriorityFilter, list[tuple[str, str]]]:
    """The filter that the link asks for; a reader who comes back finds the last one again.

    ``back``: further parameters that such a reader gets back.
    Also returns what the link asks for in vain: names of parameters with their values.
    """
    given = [name for name in (*PARAMS, *OTHER_PARAMS) if name in st.query_params]
    if not given and chrome.is_entered():
        link_state.write({**st.session_state.get(_LAST, {}), **(back or {})})
    chosen, unknown = from_link(labels)
    if chosen.search.is_cut:
        st.warning(
            f"A search counts its first {LONGEST_TEXT} letters and {MOST_WORDS} words. "
            "The rest was ignored.",
            icon=":material/content_cut:",
        )
    if chosen.text and not chosen.search.terms:
        st.info(
            "The search has no letter and no digit: nothing was looked for.",
            icon=":material/search_off:",
        )
    st.session_state[_LAST] = to_params(chosen)
    return chosen, unknown


def from_link(labels: Labels) -> tuple[PriorityFilter, list[tuple[str, str]]]:
    """The filter in the link, and the parameters with a value that means nothing."""
    unknown: list[tuple[str, str]] = []
    found: dict[str, tuple[str, ...]] = {}
    for item in FACETS:
        known = labels[item.field]
        codes = []
        for name in _names(item.param):
            for value in st.query_params.get_all(name):
                code = filters.code_of(value, known)
                if code:
                    codes.append(code)
                elif value:
                    unknown.append((name, value))
        found[item.field] = tuple(dict.fromkeys(codes))
    without = []
    for value in st.query_params.get_all("without"):
        param, _, code = value.partition(":")
        item_left = facet(param)
        known_code = filters.code_of(code, labels[item_left.field]) if item_left else None
        if known_code:
            without.append(f"{param}:{known_code}")
        elif value:
            unknown.append(("without", value))
    above = st.query_params.get("above", "")
    if above not in ("", "yes"):
        unknown.append(("above", above))
    texts = (st.query_params.get(name, "") for name in _names("text"))
    chosen = PriorityFilter(
        text=" ".join(next(filter(None, texts), "").split()),
        **found,
        without=tuple(dict.fromkeys(without)),
        with_above=above == "yes" and bool(found["territories"]),
    )
    return chosen, unknown


def _names(param: str) -> tuple[str, ...]:
    """All names that a link may give a parameter."""
    return (param, *(other for other, now in OTHER_PARAMS.items() if now == param))


def known_labels() -> Labels:
    """Values of the filter with their labels, territories of the link without a priority too.

    Who asks for Malta is told that nothing is documented for it; all of Europe would be no answer.
    """
    labels = answer(filter_labels)
    every = answer(all_territories)
    asked = [v for name in _names("territory") for v in st.query_params.get_all(name)]
    codes = {code for value in asked if value and (code := filters.code_of(value, every))}
    others = {code: every[code] for code in sorted(codes - set(labels["territories"]))}
    return {**labels, "territories": labels["territories"] | others}


def to_params(chosen: PriorityFilter) -> dict[str, str | list[str]]:
    """The parameters of a link that asks for this filter."""
    params: dict[str, str | list[str]] = {item.param: list(codes) for item, codes in chosen.chosen}
    if chosen.text:
        params["text"] = chosen.text[: LONGEST_TEXT + 1]
    if chosen.without:
        params["without"] = list(chosen.without)
    if chosen.with_above:
        params["above"] = "yes"
    return params


def choose(chosen: PriorityFilter) -> None:
    """Make this the filter: what a box, a chip or the map asks for, before the page runs again."""
    params = to_params(chosen)
    link_state.write({**dict.fromkeys((*PARAMS, *OTHER_PARAMS), ""), **params})
    st.session_state[_LAST] = params


def current() -> PriorityFilter:
    """The filter in the link, for what a reader's click changes in it."""
    return from_link(known_labels())[0]


def pick(territory: str, adds: bool) -> None:
    """Choose a territory clicked on the map alone, or with ``adds`` beside the others.

    One that was chosen is released.
    """
    chosen = current()
    others = tuple(code for code in chosen.territories if code != territory)
    now = chosen.territories
    kept = others if adds else ()
    picked = kept if territory in now and (adds or not others) else (*kept, territory)
    choose(replace(chosen, territories=picked, with_above=False))
