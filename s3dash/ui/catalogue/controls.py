"""Boxes of the pages Hubs, Projects and Library: the search, and filters by bare codes."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue import filters as ask
from s3dash.queries.catalogue.filters import Catalogue, Chosen, Facet
from s3dash.queries.territories.comparison import all_places
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain, plural
from s3dash.ui.parts import chooser
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn, lately

PAGE_ROWS = 20
TEXT, TERRITORY = "text", "territory"


def choose(catalogue: Catalogue, hint: str) -> Chosen:
    """Read the link, draw the boxes, keep what meets them. Says what in the link means nothing.

    ``hint``: what to type, for example.
    """
    link = Link()
    link.restore()
    typed = link.text(TEXT)
    facets = catalogue.facets
    chosen = {facet.name: link.many(facet.name, facet.labels) for facet in facets}
    names = answer(all_places)
    has_place = catalogue.in_territory is not None
    territory = link.one(TERRITORY, names, "") if has_place else ""
    link.notice()
    with st.container(border=True, key="filters"):
        _search_box(typed, hint, territory, has_place=has_place)
        for place, facet in zip(st.columns(len(facets), gap="small"), facets, strict=True):
            with place:
                _box(facet, chosen[facet.name])
        if typed or territory or any(chosen.values()):
            _clear([TEXT, *([TERRITORY] if has_place else []), *chosen])
    named = names.get(territory, "")
    found = lately(_found, catalogue, typed, territory, named, tuple(chosen.items()))
    _tell_corrections(found.corrected)
    if territory and catalogue.of_territory:
        chrome.note(catalogue.of_territory)
    if found.rows.empty:
        st.info("Nothing on record meets these filters.", icon=":material/search_off:")
        chrome.stop()
    return found


def _found(
    catalogue: Catalogue,
    typed: str,
    territory: str,
    named: str,
    codes: tuple[tuple[str, tuple[str, ...]], ...],
) -> Chosen:
    return ask.choose(catalogue, ask.Choice(typed, territory, named, dict(codes)))


def _search_box(typed: str, hint: str, territory: str, *, has_place: bool) -> None:
    key = "search_words"
    st.session_state[key] = typed

    def follow() -> None:
        Link().write({TEXT: st.session_state[key].strip()})

    places = st.columns([3, 2], gap="small") if has_place else [st.container()]
    with places[0]:
        st.text_input("Search", key=key, placeholder=hint, on_change=follow, max_chars=200)
    if has_place:
        with places[1]:
            chooser.choose_territory(
                "Territory",
                territory or None,
                key="choose_place",
                on_pick=lambda code: Link().write({TERRITORY: code}),
                placeholder="All of Europe",
                can_be_empty=True,
            )


def _box(facet: Facet, chosen: tuple[str, ...]) -> None:
    key = f"box_{facet.name}"

    def follow() -> None:
        Link().write({facet.name: st.session_state[key]})

    st.session_state[key] = list(chosen)
    st.multiselect(
        facet.title,
        list(facet.labels),
        format_func=lambda code: facet.labels[code],
        key=key,
        placeholder="Any",
        filter_mode="contains",
        on_change=follow,
        select_all=False,
    )


def _clear(names: Sequence[str]) -> None:
    st.button(
        "Clear the filters",
        key="clear_catalogue",
        on_click=Link().write,
        args=(dict.fromkeys(names, ""),),
        icon=":material/filter_alt_off:",
        type="tertiary",
    )


def _tell_corrections(corrected: Mapping[str, Sequence[str]]) -> None:
    for term, taken in corrected.items():
        if taken:
            chrome.note(f"Nothing has “{term}”: shown is {', '.join(taken)}.")
        else:
            chrome.note(f"Nothing has “{term}”, nor a word like it.")


def count(shown: Chosen, noun: str) -> None:
    """Say how many there are, and of which choice."""
    told = "" if shown.is_all else f" ({plain(shown.words)})"
    chrome.count(f"{plural(len(shown.rows), noun)} on record{told}")


def page_of(shown: Chosen) -> pd.DataFrame:
    """The rows of the page of the list that the link names."""
    rows, words = shown.rows, shown.words
    pages = -(-len(rows) // PAGE_ROWS)
    number = filters.page_number(pages, f"{chrome.key_shown()} {words}")
    return drawn(_page, rows, number)


def _page(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    return rows.iloc[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
