"""Boxes that set a parameter of the link.

Most are bound by Streamlit, which puts their visible label into the link; `Link.canonical` lets a
link written by hand name the bare code. Keys are part of our public interface: they stand in links.
"""

from collections.abc import Mapping

import streamlit as st

from s3dash.queries.base.codes import code_of
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain
from s3dash.ui.shell import chrome

_PAGED = "result_that_is_paged"


def choose_any(
    label: str, key: str, options: Mapping[str, str], placeholder: str
) -> tuple[str, ...]:
    """A filter with several values, in the URL under ``key``. Returns the codes chosen."""
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda code: options[code],
        placeholder=placeholder,
        **Link().bound(key),
    )
    return tuple(chosen)


def record_from_url(name: str, options: Mapping[str, str], label: str) -> str | None:
    """Choose one record: a box with all of them, kept the same as the URL parameter ``name``.

    Returns its identifier, or the raw text of the link when the box does not offer it; None when
    the link names none.
    """
    given = Link().record(name, options)
    key = f"choose_{name}"
    st.session_state[key] = given if given in options else None

    def follow() -> None:
        Link().write({name: st.session_state[key] or ""})

    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        on_change=follow,
        placeholder="Type to search",
    )
    return given


def switched(key: str, options: Mapping[str, str]) -> str:
    """The code that a `switch` stands at, for what is drawn above it."""
    return code_of(Link().text(key), options) or next(iter(options))


def switch(label: str, key: str, options: Mapping[str, str]) -> str:
    """A choice of one view of a few, in the URL under ``key``. Returns its code.

    Pages share such names, so the link is the truth here: bound by Streamlit, a switch would go on
    with what the browser had in that of the page before.
    """
    st.session_state[key] = switched(key, options)

    def follow() -> None:
        Link().write({key: in_link(st.session_state[key], options)})

    chosen = str(
        st.segmented_control(
            label,
            list(options),
            format_func=lambda code: plain(options[code]),
            required=True,
            key=key,
            on_change=follow,
        )
    )
    st.session_state[_last_key(key)] = chosen
    return chosen


def switched_before(switches: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a link says of the last choices in switches of this page, the first ones left out.

    ``switches``: key -> options, as `switch` has them.
    """
    last = {key: str(st.session_state.get(_last_key(key), "")) for key in switches}
    return {key: said for key, options in switches.items() if (said := in_link(last[key], options))}


def in_link(code: str, options: Mapping[str, str]) -> str:
    """What a link says of a choice in a `switch`: its label, and nothing of the first."""
    return "" if code == next(iter(options)) else options.get(code, "")


def _last_key(key: str) -> str:
    return f"last_{key}_of_{chrome.page_shown()}"


def page_number(pages: int, result: str) -> int:
    """The page of a long table, in the URL under ``page``; 1 when the table has only one.

    ``result`` names what the table shows: when it changes, reading starts at the first page.
    """
    link = Link()
    asked = link.text("page")
    if st.session_state.get(_PAGED, result) != result:
        st.session_state["page"] = 1
    elif asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= pages):
        link.tell("page", asked)
        link.notice()
    st.session_state[_PAGED] = result
    if pages < 2:
        return 1
    return int(st.pagination(pages, **link.bound("page")))


def choose_one(label: str, key: str, options: Mapping[str, str]) -> str:
    """A choice of one of many, in the URL under ``key``. Returns its code."""
    return str(
        st.selectbox(
            label,
            list(options),
            format_func=lambda code: options[code],
            **Link().bound(key),
        )
    )
