"""Boxes of the pages Hubs, Projects and Library: the search, and filters by bare codes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.documents import has_topic
from s3dash.queries.catalogue.words import search
from s3dash.queries.territories.comparison import all_places
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain, plural
from s3dash.ui.parts import chooser
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

PAGE_ROWS = 20
TEXT, TERRITORY = "text", "territory"


Keeps = Callable[[pd.DataFrame, tuple[str, ...]], pd.Series]


@dataclass(frozen=True)
class Facet:
    """A filter: parameter of the link, title of its box, code -> label, and which rows it keeps."""

    name: str
    title: str
    labels: Mapping[str, str]
    keeps: Keeps


def is_one_of(column: str) -> Keeps:
    """Rows whose column is one of the codes."""
    return lambda rows, codes: rows[column].astype(str).isin(codes)


def has_one_of(column: str) -> Keeps:
    """Rows whose column, a list with semicolons, has one of the codes."""
    return lambda rows, codes: pd.Series(
        [has_topic(cell, codes) for cell in rows[column]], rows.index, dtype=bool
    )


def searched(every: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """The text of each row that a search reads."""
    cells = every[list(columns)].fillna("").astype(str)
    return [" ".join(row) for row in cells.itertuples(index=False)]


@dataclass(frozen=True)
class Shown:
    """The rows that meet the filters, and the choice in words."""

    rows: pd.DataFrame
    words: str
    is_all: bool


def choose(
    every: pd.DataFrame,
    facets: Sequence[Facet],
    texts: Sequence[str],
    *,
    hint: str,
    in_territory: Callable[[pd.DataFrame, str], pd.Series] | None = None,
) -> Shown:
    """Read the link, draw the boxes, keep what meets them. Says what in the link means nothing.

    ``texts``: what is searched, a text for each row; ``hint``: what to type, for example;
    ``in_territory``: which rows belong to a territory, where that can be asked.
    """
    link = Link()
    link.restore()
    typed = link.text(TEXT)
    chosen = {facet.name: link.many(facet.name, facet.labels) for facet in facets}
    names = answer(all_places)
    territory = link.one(TERRITORY, names, "") if in_territory else ""
    link.notice()
    with st.container(border=True, key="filters"):
        _search_box(typed, hint, territory, has_place=in_territory is not None)
        for place, facet in zip(st.columns(len(facets), gap="small"), facets, strict=True):
            with place:
                _box(facet, chosen[facet.name])
        if typed or territory or any(chosen.values()):
            _clear([TEXT, *([TERRITORY] if in_territory else []), *chosen])
    keep = pd.Series(True, index=every.index)
    said = []
    if typed:
        found = search(texts, typed)
        keep &= every.index.isin(found.rows)
        said.append(f"text: {typed}")
        _tell_corrections(found.corrected)
    if territory and in_territory:
        keep &= in_territory(every, territory)
        said.append(names[territory])
    for facet in facets:
        if codes := chosen[facet.name]:
            keep &= facet.keeps(every, codes)
            said.append(" or ".join(facet.labels[code] for code in codes))
    rows = every[keep].reset_index(drop=True)
    return Shown(rows, "; ".join(said) or "all", not said)


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


def none_found() -> None:
    """Say that nothing meets the filters, and stop the page."""
    st.info("Nothing on record meets these filters.", icon=":material/search_off:")
    chrome.stop()


def count(shown: Shown, noun: str) -> None:
    """Say how many there are, and of which choice."""
    told = "" if shown.is_all else f" ({plain(shown.words)})"
    chrome.count(f"{plural(len(shown.rows), noun)} on record{told}")


def page_of(shown: Shown) -> pd.DataFrame:
    """The rows of the page of the list that the link names."""
    rows, words = shown.rows, shown.words
    pages = -(-len(rows) // PAGE_ROWS)
    number = filters.page_number(pages, f"{chrome.key_shown()} {words}")
    return rows.iloc[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
