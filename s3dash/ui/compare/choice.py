"""Which territories are compared: chosen in a box, kept in the link as bare codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from s3dash.queries.base.codes import code_of
from s3dash.queries.linkages.linkages import shared_partnerships
from s3dash.queries.territories import territories as ask
from s3dash.queries.territories.comparison import all_territories
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.address.notices import MOST_TOLD, notice_unknown
from s3dash.ui.look import theme
from s3dash.ui.look.text import plain
from s3dash.ui.parts import chooser
from s3dash.ui.shell import chrome, links, mine
from s3dash.ui.shell.library import answer
from s3dash.web.static_files import style_url

FEWEST, MOST = 2, 5
LETTERS = "ABCDE"
PARAM = "territory"


@dataclass(frozen=True)
class Compared:
    """A territory that is compared.

    Attributes
    ----------
    letter : str
        What stands for it in charts and tables, with the colour: ``A`` to ``E``.
    """

    territory_id: str
    letter: str
    name: str
    country: str
    place: str

    @property
    def label(self) -> str:
        """``Toscana (ITI1)``."""
        return f"{self.name} ({self.territory_id})"


def in_link() -> tuple[Compared, ...]:
    """The territories that the link names, each once, at most `MOST`; else one's own alone."""
    if chrome.is_entered() and not Link().names(PARAM) and mine.my_region():
        Link().write({PARAM: [mine.my_region()]})
    known = answer(all_territories)
    codes = (code_of(value, known) for value in _given(known))
    kept = list(dict.fromkeys(code for code in codes if code))[:MOST]
    return tuple(_compared(code, letter) for code, letter in zip(kept, LETTERS, strict=False))


def _given(known: Mapping[str, str]) -> list[str]:
    """What the link names, one by one: ``territory=ITC4,DE1`` written by hand names two."""
    return [
        part
        for _, value in Link().given(PARAM)
        # A name may have a comma of its own.
        for part in ([value] if code_of(value, known) else value.split(","))
        if part
    ]


def choose(chosen: tuple[Compared, ...]) -> None:
    """The box, kept the same as the link, and notices on what the link asks for in vain."""
    _notices()
    chooser.choose_territories(
        f"Territories, {FEWEST} to {MOST}",
        [one.territory_id for one in chosen],
        key="compare_territories",
        on_pick=lambda codes: Link().write({PARAM: codes}),
        most=MOST,
    )


def choose_view(views: Mapping[str, str], chosen: tuple[Compared, ...]) -> str:
    """The view, in the link under ``view``; beside it the way to the comparison on paper."""
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    with left:
        view = filters.switch("Show", "view", views)
    with right:
        query = urlencode([(PARAM, one.territory_id) for one in chosen] + [("print", "yes")])
        st.html(
            f"<p class=s3-aside><a class=s3-button href='compare?{escape(query)}' target='_blank' "
            "rel='noopener'>Print on one page</a></p>"
        )
    return view


def _notices() -> None:
    known = answer(all_territories)
    given = _given(known)
    codes = [code_of(value, known) for value in given]
    unknown = [(PARAM, value) for value, code in zip(given, codes, strict=True) if not code]
    if unknown:
        notice_unknown(unknown)
    found = [code for code in codes if code]
    different = list(dict.fromkeys(found))
    twice = [code for code in different if found.count(code) > 1]
    if twice:
        st.warning(
            f"Named more than once in the link, compared once: {plain(', '.join(twice))}.",
            icon=":material/content_copy:",
        )
    if left := different[MOST:]:
        st.warning(
            f"At most {MOST} territories are compared: the first {MOST} of the link. Left out: "
            f"{plain(', '.join(left[:MOST_TOLD]))}.",
            icon=":material/filter_5:",
        )


def _compared(territory_id: str, letter: str) -> Compared:
    record: Any = answer(ask.territory, territory_id)
    level = record["nuts_level"]
    place = "no NUTS code" if is_missing(level) else f"NUTS level {int(level)}"
    return Compared(territory_id, letter, str(record["name"]), str(record["country"]), place)


def style() -> None:
    """The style of the page and the colours of the letters, for the theme the reader sees."""
    tones = "".join(f"--s3-{letter}:{theme.pick(pair)};" for letter, pair in theme.COMPARED.items())
    ground = f"--s3-ground-shape:{theme.BORDER[theme.mode()]};--s3-t-ground:{theme.tone('ground')};"
    st.html(
        f"<style>@import url('{style_url('compare/compare.css')}');:root{{{tones}{ground}}}</style>"
    )


def key_of_letters(chosen: tuple[Compared, ...], *, is_linked: bool = True) -> str:
    """HTML of the list that says which letter stands for which territory."""
    return (
        "<ul class='s3 s3-abc'>"
        + "".join(
            f"<li>{mark(one)} "
            + (
                links.link("region", "territory", one.territory_id, one.name)
                if is_linked
                else f"<b>{escape(one.name)}</b>"
            )
            + f" <span class=s3-muted>{escape(one.territory_id)}, {escape(one.country)}, "
            f"{one.place}</span></li>"
            for one in chosen
        )
        + "</ul>"
    )


def mark(one: Compared) -> str:
    """HTML of a territory's letter, in its colour."""
    return f"<b class=s3-k{one.letter}>{one.letter}</b>"


def scrolled(table: str, label: str) -> str:
    """HTML of a table that is moved sideways, also by keyboard, where it does not fit."""
    return (
        f"<div class='s3 s3-html s3-scroll' tabindex=0 role=region aria-label='{escape(label)}'>"
        f"{table}</div>"
    )


def invite(chosen: tuple[Compared, ...]) -> None:
    """What to do when there are too few to compare."""
    if not chosen:
        st.info(
            "Choose two to five territories above, of any NUTS level, by name or code.",
            icon=":material/compare_arrows:",
        )
        pairs = answer(shared_partnerships, None)
        if len(pairs):
            pair = next(pairs.itertuples())
            ids = [pair.territory_id, pair.partner_id]
            example = links.view_link("compare", f"{pair.name} and {pair.partner}", territory=ids)
            links.linked_html(
                f"<p>For example {example}: no two share more partnerships.</p>",
                key="compare_example",
            )
        return
    st.info(
        f"One territory alone cannot be compared: choose another above to see "
        f"{plain(chosen[0].name)} "
        "beside it. Below, what is known of the regions most like it in structure.",
        icon=":material/compare_arrows:",
    )


def filters_words(chosen: tuple[Compared, ...]) -> str:
    """What a download says of the choice."""
    return f"territories {', '.join(one.territory_id for one in chosen)}"


def file_name(chosen: tuple[Compared, ...], what: str) -> str:
    """Name of a file to take away, without its ending."""
    return f"compare-{'-'.join(one.territory_id for one in chosen)}-{what}"
