"""Filters whose state lives in the URL.

Streamlit binds a widget to a query parameter by its visible label (streamlit issue 14224), so a
label contains its code. A link written by hand may name the bare code: `canonical_url` turns it
into the label first. Keys of filters are part of our public interface: they stand in links.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.territories import territory
from s3dash.ui.address import link_names
from s3dash.ui.look.text import plain
from s3dash.ui.shell import chrome, registry
from s3dash.ui.shell.library import answer

LONGEST_SHOWN = 60
MOST_TOLD = 15
CODE_AT_END = re.compile(r" \(([^()]+)\)$")
_PAGED = "result_that_is_paged"


def canonical_url(
    page: str,
    options: Mapping[str, Mapping[str, str]],
    others: Sequence[tuple[str, str]] = (),
) -> None:
    """Read the filters in the URL: turn codes into labels, say which values mean nothing.

    Call once, before the first widget: what a widget is bound to can no longer be set.
    ``options``: per parameter, code -> label. ``others``: parameters found to mean nothing
    elsewhere, to be told in the same notice.
    """
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {
        name: [_label(value, options[name]) for value in values if value]
        if name in options
        else values
        for name, values in given.items()
    }
    wanted = {name: values for name, values in wanted.items() if values}
    if wanted != given:
        # While the filters are on screen they own the URL and nothing else may set it. Who comes
        # back to a link with a bare code in that moment is told that it was ignored.
        with suppress(StreamlitAPIException):
            st.switch_page(registry.page(page), query_params=wanted)
    unknown = [*others] + [
        (name, value)
        for name, values in given.items()
        if name in options
        for value in values
        if value and not code_of(value, options[name])
    ]
    if unknown:
        notice_unknown(unknown)


def code_of(value: str, known: Mapping[str, str]) -> str | None:
    """The code that a value of a link stands for; None: it stands for none.

    A value is a code, with small or capital letters, or a label, as older links have it: the name
    in it may have changed, the code in brackets at its end has not. ``known``: code -> label.
    """
    if value in known:
        return value
    small = value.casefold()
    found = next(
        (code for code, label in known.items() if label == value or code.casefold() == small), None
    )
    named = CODE_AT_END.search(value)
    return found or (named[1] if named and named[1] in known else None)


def _label(value: str, known: Mapping[str, str]) -> str:
    code = code_of(value, known)
    return known[code] if code else value


def notice_names() -> None:
    """Say which parameters of the link no page knows by name; call before the page."""
    unknown = link_names.unknown(list(st.query_params))
    if unknown:
        notice_unknown([(name, v) for name in unknown for v in st.query_params.get_all(name)])


def notice_unknown(unknown: Sequence[tuple[str, str]]) -> None:
    """Say which parameters of the link were ignored; the text is shown as it is, never run.

    What the base knows but has nothing of on this page is told apart from what it does not know.
    """
    bare = [label for name, value in unknown if (label := _known_elsewhere(name, value))]
    if bare:
        st.warning(
            f"Nothing is documented here for {plain(', '.join(bare))}: that part of the link was "
            "ignored.",
            icon=":material/search_off:",
        )
        unknown = [pair for pair in unknown if not _known_elsewhere(*pair)]
        if not unknown:
            return
    lines = "\n".join(
        f"{shortened(name)} = {shortened(value)}" for name, value in unknown[:MOST_TOLD]
    )
    more = f"\n… and {len(unknown) - MOST_TOLD} more" if len(unknown) > MOST_TOLD else ""
    told = (
        "The link asks for something this dashboard does not know. It was ignored; "
        "everything else in the link holds."
    )
    if any(name in ("territory", "country") for name, _ in unknown):
        told += (
            " A code of an earlier version of NUTS may have been renamed: this base has the codes "
            "of 2021. Look for the name of the region instead."
        )
    if any(name == "asof" for name, _ in unknown):
        told += " A date is written like 2019-06-30 and is not after today."
    with st.container(gap="small"):
        st.warning(told, icon=":material/link_off:")
        st.code(lines + more, language=None)


def _known_elsewhere(name: str, value: str) -> str:
    """The name of a territory or platform of the base; empty for anything else."""
    if name in ("territory", "country"):
        record = answer(territory, value.upper()) or answer(territory, value)
        return str(record["name"]) if record else ""
    return answer(all_platforms).get(value, "") if name == "platform" else ""


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


def record_in_url(name: str, options: Mapping[str, str]) -> str | None:
    """The record that the link names under ``name``, its code as it is known in the URL as well.

    A page that is opened without one goes on with the last: who looks at a region and then at its
    partners does not name it twice. The raw text of the link where it names none of ``options``;
    None when there is nothing.
    """
    last = f"last_{name}"
    given = st.query_params.get(name)
    if not given and chrome.is_entered():
        given = st.session_state.get(last)
    code = code_of(given, options) if given else None
    if code:
        st.session_state[last] = code
        if code != st.query_params.get(name):
            st.query_params[name] = code
    return code or given


def record_from_url(name: str, options: Mapping[str, str], label: str) -> str | None:
    """Choose one record: a box with all of them, kept the same as the URL parameter ``name``.

    Returns its identifier, or the raw text of the link when the box does not offer it; None when
    the link names none.
    """
    given = record_in_url(name, options)
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
    """A choice of one view of a few, in the URL under ``key``. Returns its code.

    Pages share such names, so the link is the truth here: bound by Streamlit, a switch would go on
    with what the browser had in that of the page before.
    """
    asked = code_of(st.query_params.get(key, ""), options)
    st.session_state[key] = asked or next(iter(options))

    def follow() -> None:
        st.query_params[key] = in_link(st.session_state[key], options) or []

    chosen = str(
        st.segmented_control(
            label,
            list(options),
            format_func=lambda code: options[code],
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


def search(label: str, key: str) -> str:
    """A search box, in the URL under ``key``."""
    words = st.text_input(label, key=key, bind="query-params", type="search", max_chars=200)
    return words or ""


def page_number(pages: int, result: str) -> int:
    """The page of a long table, in the URL under ``page``; 1 when the table has only one.

    ``result`` names what the table shows: when it changes, reading starts at the first page.
    """
    asked = st.query_params.get("page", "")
    if st.session_state.get(_PAGED, result) != result:
        st.session_state["page"] = 1
    elif asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= pages):
        notice_unknown([("page", asked)])
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
