"""The link of the page that is shown: read, and written to.

The link is the truth: each run reads it, and a box that changes writes to it. Only what
`parameters` states for the page can be read and written.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from math import isfinite
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from s3dash.queries.base.about import about_store
from s3dash.queries.base.codes import code_of
from s3dash.ui.address.kinds import Parameter, Spelling, Unknown
from s3dash.ui.address.notices import LONGEST_SHOWN, notice_unknown
from s3dash.ui.address.parameters import parameter, restored, strayed, unread
from s3dash.ui.look.text import plain
from s3dash.ui.shell import chrome, links, mine, registry
from s3dash.ui.shell.library import answer
from s3dash.web.api.parameters import DATA_VERSION

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Link:
    """What the link of the page shown says.

    Attributes
    ----------
    page : str
        Key of the page.
    unknown : list of (str, str)
        Parameters read so far with a value that means nothing, which a notice shall name.
    """

    def __init__(self) -> None:
        self.page = chrome.key_shown()
        self.unknown: list[tuple[str, str]] = []

    @property
    def is_return(self) -> bool:
        """Whether the reader has just come from another page, by a link that asks for nothing."""
        return chrome.is_entered() and not len(st.query_params)

    def spelled(self, name: str) -> tuple[str, ...]:
        """The names that a link may give a parameter; of an open name that which is asked."""
        one = self._of(name)
        return (name,) if one.rest else one.names

    def names(self, *names: str) -> bool:
        """Whether the link has one of these parameters."""
        return any(st.query_params.get_all(each) for name in names for each in self.spelled(name))

    def given(self, name: str) -> list[tuple[str, str]]:
        """Each value that is not empty, as it stands in the link, with the name it has there."""
        return [
            (each, value)
            for each in self.spelled(name)
            for value in st.query_params.get_all(each)
            if value
        ]

    def text(self, name: str) -> str:
        """The value as it stands in the link; of several the last, as Streamlit has it."""
        texts = (st.query_params.get(each, "") for each in self.spelled(name))
        return next(filter(None, texts), "")

    def many(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """The values that are known, as codes, each once.

        ``known``: codes, or code -> label.
        """
        codes = []
        for each, value in self.given(name):
            code = self._code(name, value, known)
            if code is None:
                self.tell(name, value, each)
            else:
                codes.append(code)
        return tuple(dict.fromkeys(codes))

    def one(self, name: str, known: Collection[str], default: str | None = None) -> str:
        """The value that is known, of several the last; else the default, that of the table."""
        codes = self.many(name, known)
        if codes:
            return codes[-1]
        return self._of(name).default if default is None else default

    def flag(self, name: str) -> bool:
        """Whether the link says yes."""
        return bool(self.one(name, {"yes": "yes"}))

    def number(self, name: str, most: float) -> float | None:
        """A number from 0 to ``most``; None: there is none in the link."""
        value = self.text(name)
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            found = -1
        if isfinite(found) and 0 <= found <= most:
            return found
        self.tell(name, value)
        return None

    def day(self, name: str, last: date) -> date | None:
        """A day that is not after ``last``; None: there is none in the link."""
        value = self.text(name)
        if not value:
            return None
        # Only the form we write: Python reads 20190331 and weeks as dates, too.
        if DAY.fullmatch(value):
            with suppress(ValueError):
                found = date.fromisoformat(value)
                if found <= last:
                    return found
        self.tell(name, value)
        return None

    def record(self, name: str, options: Mapping[str, str]) -> str | None:
        """The record that the link names, its code as it is known in the link as well.

        A page that is opened without one goes on with the region of one's own, else with the last:
        who looks at a region and then at its partners does not name it twice. The raw text of the
        link where it names none of ``options``; None when there is nothing.
        """
        last = f"last_{name}"
        given = self.text(name)
        if not given and chrome.is_entered():
            own = mine.my_region() if name == "territory" else ""
            given = own or st.session_state.get(last, "")
        code = code_of(given, options) if given else None
        if code:
            st.session_state[last] = code
            if code != st.query_params.get(name):
                self.write({name: code})
        return code or given or None

    def tell(self, name: str, value: str, as_named: str = "") -> None:
        """Note that a value means nothing, where the table says that a notice names it."""
        if self._of(name).unknown is Unknown.TOLD:
            self.unknown.append((as_named or name, value))

    def notice(self) -> None:
        """Say what was ignored, if anything."""
        if self.unknown:
            notice_unknown(self.unknown)

    def restore(self) -> None:
        """Bring back the last choices where the page is opened by a bare link; call first."""
        key = f"link_of_{self.page}"
        if self.is_return:
            self.write(st.session_state.get(key, {}))
        st.session_state[key] = {
            name: st.query_params.get_all(name)
            for one in restored(self.page)
            for name in st.query_params
            if one.is_named(name)
        }

    def write(self, parameters: Mapping[str, str | Iterable[str]]) -> None:
        """Put choices into the link, before the page runs again; an empty one leaves it.

        All at once: each change of the link by itself is a step to which the reader's Back returns.
        """
        for name in parameters:
            self._of(name)
        changed = {
            name: value if isinstance(value, str) and value else list(value)
            for name, value in parameters.items()
            # No value at all takes a parameter out of the link, but only one that is in it.
            if value or st.query_params.get_all(name)
        }
        if changed:
            st.query_params.update(changed)

    def choose(self, name: str, value: str, default: str | None = None) -> None:
        """Put one choice into the link; the default, that of the table, leaves it."""
        usual = self._of(name).default if default is None else default
        self.write({name: "" if value == usual else value})

    def bound(self, name: str) -> dict[str, Any]:
        """What binds a box to a parameter by its visible label: ``st.toggle(..., **bound)``."""
        self._of(name)
        return {"key": name, "bind": "query-params"}

    def without(self, name: str) -> dict[str, list[str]]:
        """All that the link says of what the page reads, this one left out."""
        self._of(name)
        return {each: values for each, values in links.held().items() if each != name}

    def canonical(
        self, options: Mapping[str, Mapping[str, str]], others: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Turn the codes of bound boxes and switches into labels, say what means nothing.

        Streamlit binds a box by its visible label (streamlit issue 14224), so a label contains its
        code. Call once, before the first box: what one is bound to can no longer be set.
        ``options``: per parameter, code -> label. ``others``: parameters found to mean nothing
        elsewhere, to be told in the same notice.
        """
        given = {name: st.query_params.get_all(name) for name in st.query_params}
        # What was taken out in this run is there without a value until the next.
        given = {name: values for name, values in given.items() if values}
        wanted = {
            name: [_label(value, options[name]) for value in values if value]
            if name in options
            else values
            for name, values in given.items()
        }
        wanted = {name: values for name, values in wanted.items() if values}
        if wanted != given:
            # While the filters are on screen they own the URL and nothing else may set it. Who
            # comes back to a link with a bare code in that moment is told that it was ignored.
            with suppress(StreamlitAPIException):
                st.switch_page(registry.page(self.page), query_params=wanted)
        self.unknown += others
        for name, known in options.items():
            self.many(name, known)
        self.notice()

    def _of(self, name: str) -> Parameter:
        return parameter(self.page, name)

    def _code(self, name: str, value: str, known: Collection[str]) -> str | None:
        if self._of(name).spelling is Spelling.EXACT or not isinstance(known, Mapping):
            return value if value in known else None
        return code_of(value, known)


def _label(value: str, known: Mapping[str, str]) -> str:
    code = code_of(value, known)
    return known[code] if code else value


def tidy() -> None:
    """Leave in the link what its page reads, say what nobody knows by name; call before the page.

    What is told stays in the address while the notice does, but goes into no link that we write.
    """
    others = strayed(chrome.key_shown(), st.query_params)
    if others:
        st.query_params.update({name: [] for name in others})
    unknown = unread(st.query_params)
    links.leave_out([*unknown, DATA_VERSION])
    _tell_version(st.query_params.get(DATA_VERSION, ""))
    if unknown:
        notice_unknown([(name, v) for name in unknown for v in st.query_params.get_all(name)])


def _tell_version(cited: str) -> None:
    """Say so where a link was made for another version of the data than the one that is shown."""
    current = answer(about_store).version
    if cited and cited != current:
        st.info(
            f"This link cites version {plain(cited[:LONGEST_SHOWN])} of the data; shown is "
            f"version {plain(current)}. Figures may have changed.",
            icon=":material/info:",
        )
