"""Filters whose state lives in the URL.

Streamlit binds a widget to a query parameter by its visible label (streamlit issue 14224), so a
label contains its code. A link written by hand may name the bare code: `canonical_url` turns it
into the label first. Keys of filters are part of our public interface: they stand in links.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from s3dash.ui import registry

LONGEST_SHOWN = 60
_PAGED = "result_that_is_paged"


def canonical_url(page: str, options: Mapping[str, Mapping[str, str]]) -> None:
    """Read the filters in the URL: turn codes into labels, say which values mean nothing.

    Call once, before the first widget: what a widget is bound to can no longer be set.
    ``options``: per parameter, code -> label.
    """
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {
        name: [options[name].get(value, value) if name in options else value for value in values]
        for name, values in given.items()
    }
    if wanted != given:
        # While the filters are on screen they own the URL and nothing else may set it. Who comes
        # back to a link with a bare code in that moment is told that it was ignored.
        with suppress(StreamlitAPIException):
            st.switch_page(registry.page(page), query_params=wanted)
    unknown = [
        (name, value)
        for name, values in given.items()
        if name in options
        for value in values
        if value and value not in options[name].values()
    ]
    if unknown:
        notice_unknown(unknown)


def notice_unknown(unknown: Sequence[tuple[str, str]]) -> None:
    """Say which parameters of the link were ignored; the text is shown as it is, never run."""
    lines = "\n".join(f"{name} = {shortened(value)}" for name, value in unknown[:10])
    more = f"\n… and {len(unknown) - 10} more" if len(unknown) > 10 else ""
    st.warning(
        "The link asks for something this dashboard does not know. It was ignored; "
        "everything else in the link holds.",
        icon=":material/link_off:",
    )
    st.code(lines + more, language=None)


def shortened(value: str, longest: int = LONGEST_SHOWN) -> str:
    """A value as it can be shown: one line of so many characters at most."""
    line = " ".join(value.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def choose_any(
    label: str, key: str, options: Mapping[str, str], placeholder: str
) -> tuple[str, ...]:
    """A filter with several values, in the URL under ``key``. Returns the codes chosen."""
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        bind="query-params",
        placeholder=placeholder,
    )
    return tuple(chosen)


def clear_button(keys: Sequence[str], *, label: str, key: str, primary: bool = False) -> None:
    """A button that empties filters."""

    def clear() -> None:
        for name in keys:
            st.session_state[name] = "" if isinstance(st.session_state.get(name), str) else []

    st.button(
        label,
        key=key,
        on_click=clear,
        icon=":material/filter_alt_off:",
        type="primary" if primary else "secondary",
    )


def record_from_url(name: str, options: Mapping[str, str], label: str) -> str | None:
    """Choose one record: a box with all of them, kept the same as the URL parameter ``name``.

    Returns its identifier, or the raw text of the link when the box does not offer it; None when
    the link names none.
    """
    given = st.query_params.get(name)
    key = f"choose_{name}"
    st.session_state[key] = given if given in options else None

    def follow() -> None:
        chosen = st.session_state[key]
        if chosen:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)

    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        on_change=follow,
        placeholder="Type to search",
    )
    return given


def switch(label: str, key: str, options: Mapping[str, str]) -> str:
    """A choice of one view of a few, in the URL under ``key``. Returns its code."""
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        default=next(iter(options)),
        required=True,
        key=key,
        bind="query-params",
    )
    return str(chosen)


def search(label: str, key: str) -> str:
    """A search box, in the URL under ``key``."""
    words = st.text_input(label, key=key, bind="query-params", type="search", max_chars=200)
    return words or ""


def page_number(pages: int, result: str) -> int:
    """The page of a long table, in the URL under ``page``; 1 when the table has only one.

    ``result`` names what the table shows: when it changes, reading starts at the first page.
    """
    if st.session_state.get(_PAGED, result) != result:
        st.session_state["page"] = 1
    st.session_state[_PAGED] = result
    if pages < 2:
        return 1
    return st.pagination(pages, key="page", bind="query-params")


def choose_one(label: str, key: str, options: Mapping[str, str]) -> str:
    """A choice of one of many, in the URL under ``key``. Returns its code."""
    return str(
        st.selectbox(
            label,
            list(options),
            format_func=lambda code: options[code],
            key=key,
            bind="query-params",
        )
    )
