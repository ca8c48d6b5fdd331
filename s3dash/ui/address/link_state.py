"""Choices that live in the link as bare codes.

Streamlit binds a widget to the link by its visible label (streamlit issue 14224). Where codes shall
stand there instead, the link is the truth: each run reads it, a widget that changes writes to it,
and a reader who comes back to a page finds the last choices again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import streamlit as st

from s3dash.ui.address import filters
from s3dash.ui.shell import chrome

Unknown = list[tuple[str, str]]
"""Parameters with a value that means nothing."""


def restore(page: str, names: Sequence[str]) -> None:
    """Bring back the last choices on a page that is opened by a bare link; call before reading."""
    key = f"link_of_{page}"
    if chrome.is_entered() and not len(st.query_params):
        write(st.session_state.get(key, {}))
    st.session_state[key] = {
        name: st.query_params.get_all(name) for name in names if name in st.query_params
    }


def write(parameters: Mapping[str, str | Iterable[str]]) -> None:
    """Put choices into the link, before the page runs again; an empty one leaves it.

    All at once: each change of the link by itself is a step to which the reader's Back returns.
    """
    changed = {
        name: value if isinstance(value, str) and value else list(value)
        for name, value in parameters.items()
        # No value at all takes a parameter out of the link, but only one that is in it.
        if value or st.query_params.get_all(name)
    }
    if changed:
        st.query_params.update(changed)


def read_any(name: str, known: Collection[str], unknown: Unknown) -> tuple[str, ...]:
    """The values of a parameter that are known; the others join ``unknown``."""
    given = [value for value in st.query_params.get_all(name) if value]
    unknown += [(name, value) for value in given if value not in known]
    return tuple(dict.fromkeys(value for value in given if value in known))


def read_one(name: str, known: Collection[str], default: str, unknown: Unknown) -> str:
    """The value of a parameter, or the default."""
    return next(iter(read_any(name, known, unknown)), default)


def notice(unknown: Unknown) -> None:
    """Say what was ignored, if anything."""
    if unknown:
        filters.notice_unknown(unknown)
