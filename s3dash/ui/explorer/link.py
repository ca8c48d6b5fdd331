"""The explorer's filter in the link.

The link is the truth: each run reads the filter from it, and a box that changes writes to it. The
boxes cannot be bound by Streamlit, because it puts the visible label into the link (streamlit
issue 14224) and a label says here how many priorities remain.
"""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import Labels
from s3dash.queries.explorer.reading import PARAMS, labels_of, read_filter
from s3dash.queries.explorer.typed import LONGEST_TEXT, MOST_WORDS
from s3dash.ui.address.link import Link
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import store

_LAST = "priorities_filter_last_used"


def read(
    labels: Labels, back: Mapping[str, str] | None = None
) -> tuple[PriorityFilter, list[tuple[str, str]]]:
    """The filter that the link asks for; a reader who comes back finds the last one again.

    ``back``: further parameters that such a reader gets back.
    Also returns what the link asks for in vain: names of parameters with their values.
    """
    link = Link()
    if chrome.is_entered() and not link.names(*PARAMS):
        link.write({**st.session_state.get(_LAST, {}), **(back or {})})
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
    link = Link()
    given = {name: link.given(name) for name in PARAMS}
    chosen, unknown = read_filter(
        {name: [value for _, value in values] for name, values in given.items()}
        | {"text": [link.text("text")]},
        labels,
    )
    for name, values in given.items():
        for each, value in values:
            if (name, value) in unknown:
                link.tell(name, value, each)
    return chosen, link.unknown


def known_labels() -> Labels:
    """Values of the filter with their labels, territories of the link without a priority too."""
    return labels_of(store(), [value for _, value in Link().given("territory")])


def to_params(chosen: PriorityFilter) -> dict[str, str | list[str]]:
    """The parameters of a link that asks for this filter."""
    params: dict[str, str | list[str]] = {item.param: list(codes) for item, codes in chosen.chosen}
    if chosen.text:
        params["text"] = chosen.text[: LONGEST_TEXT + 1]
    if chosen.without:
        params["without"] = list(chosen.without)
    if chosen.with_above:
        params["above"] = "yes"
    if chosen.with_all:
        params["all"] = list(chosen.with_all)
    return params


def choose(chosen: PriorityFilter) -> None:
    """Make this the filter: what a box, a chip or the map asks for, before the page runs again."""
    follow(to_params(chosen))


def follow(params: Mapping[str, str | list[str]]) -> None:
    """Make the filter that these parameters ask for the filter: what a click on a link asks for."""
    link = Link()
    names = [each for name in PARAMS for each in link.spelled(name)]
    link.write({**dict.fromkeys(names, ""), **params})
    st.session_state[_LAST] = dict(params)


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
