"""The one place where the library becomes cached resources of the dashboard."""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from s3dash import settings
from s3dash.queries.base.about import about_store
from s3dash.store.condition import CONDITION
from s3dash.store.connection import (
    Store,
    StoreError,
    StoreFingerprint,
    StoreMissing,
    default_store_path,
    store_fingerprint,
)
from s3dash.ui.look import theme
from s3dash.ui.shell.preparing import Asked, Preparation
from s3dash.web.monitoring import metrics

T = TypeVar("T")
LOG = logging.getLogger("s3dash")
RUN_KEY = "store_of_this_run"
WHO = "place"
"""Who tells the condition of the store: what stands in its place."""
WAIT_SECONDS = 1
"""Before the store is looked for again that another process builds."""
PATIENCE_SECONDS = 1.0
"""How long the first who finds a newer store waits for it; all others are served the one before."""
IN_THE_LOG = "Whoever runs this dashboard finds what happened, and what helps, in the server's log."
MOST_KEPT = 500
"""Answers and pictures that are kept of a store; those asked for longest ago give way."""
MOST_LATELY = 100
"""Kept of what has hundreds of forms, such as a view for each day: some for each reader."""


class _Same:
    """A value without a hash, as part of a key: equal to itself alone."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


class _Shared:
    """Knows again what all readers share: a frame has no hash, but it is the same object."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[int, Any] = WeakValueDictionary()

    def note(self, value: T) -> T:
        """Take note of a value, and of each item of a tuple or field of a record; returns it."""
        parts: Iterable[Any] = value if isinstance(value, tuple) else ()
        if is_dataclass(value):
            parts = (getattr(value, field.name) for field in fields(value))
        for one in (value, *parts):
            # A text or a number is known by its hash.
            with suppress(TypeError):
                self._held[id(one)] = one
        return value

    def has(self, value: object) -> bool:
        """Whether it is one that was noted."""
        found = self._held.get(id(value))
        return found is not None and found is value


Keep = Callable[[tuple[str, date], Callable[..., Any], tuple[Hashable, ...]], Any]


@dataclass(frozen=True, eq=False)
class _Opened:
    """A store, and what has been made of it; both go when a newer one has taken its place."""

    store: Store
    asked: Asked
    ask: Callable[[Callable[..., Any], tuple[Hashable, ...]], Any]
    draw: Keep
    draw_lately: Keep
    for_good: _Shared
    lately: _Shared


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(path: str, fingerprint: object) -> _Opened:
    """One connection per published store: a new file is a new fingerprint, so it is reopened."""
    found = Store.open(Path(path))
    found.most_seconds = settings.read()[settings.QUERY_SECONDS]

    for_good, lately, asked = _Shared(), _Shared(), Asked()

    def ask(question: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:
        with asked.timed(question, arguments):
            return for_good.note(question(found, *arguments))

    def draw_for(readers: _Shared) -> Keep:
        def draw(
            _when: tuple[str, date], make: Callable[..., Any], keys: tuple[Hashable, ...]
        ) -> Any:
            arguments = (key.value if isinstance(key, _Same) else key for key in keys)
            return readers.note(make(*arguments))

        return draw

    return _Opened(
        found,
        asked,
        lru_cache(MOST_KEPT)(ask),
        lru_cache(MOST_KEPT)(draw_for(for_good)),
        lru_cache(MOST_LATELY)(draw_for(lately)),
        for_good,
        lately,
    )


class _LastGood:
    """The store that is served, what has been said of newer ones that are not good, and the one
    that is made ready to take its place.
    """

    def __init__(self) -> None:
        self.path = ""
        self.fingerprint: StoreFingerprint | None = None
        self.opened: _Opened | None = None
        self.said = ""
        self.next: Preparation[_Opened] | None = None

    def serve(self, path: str, fingerprint: StoreFingerprint, opened: _Opened) -> _Opened:
        """This one is served from now on."""
        if self.opened is not opened:
            metrics.store_opened(about_store(opened.store))
        self.path, self.fingerprint, self.opened = path, fingerprint, opened
        self.give_up()
        return opened

    def give_up(self) -> None:
        """What was made ready is not wanted any more."""
        if self.next is not None:
            self.next.stop()
            self.next = None


_last = _LastGood()
_choosing = threading.Lock()
_pinned: ContextVar[_Opened | None] = ContextVar("store_of_a_click", default=None)
_looks: ContextVar[tuple[str, date] | None] = ContextVar("looks_of_a_page", default=None)
_building = threading.Lock()


def _newest() -> _Opened:
    """The store as it is published now; while that one cannot be read, the last one that could.

    A newer one is made ready beside the one that is served, which is served on meanwhile. Who finds
    it waits a moment: of a small store, the newer one is seen at once.
    """
    with _choosing:
        served, found = _published()
    if found is None:
        return served
    found.wait(PATIENCE_SECONDS)
    with _choosing:
        return _published()[0]


def _published() -> tuple[_Opened, Preparation[_Opened] | None]:
    """The store to serve, and the newer one if this call is the one that found it."""
    path = str(default_store_path())
    served = _last.opened if _last.path == path else None
    try:
        fingerprint = store_fingerprint(path)
        opened = served if _last.fingerprint == fingerprint else None
        if opened is None:
            opened = _open(path, fingerprint)
    except StoreError as error:
        _last.give_up()
        if served is None:
            raise
        CONDITION.refuse(WHO, error.why)
        if _last.said != str(error):
            LOG.error("%s Until then the store opened before is served.", error)
            _last.said = str(error)
        return served, None
    _last.said = ""
    CONDITION.accept(WHO)
    if served is None or opened is served:
        return _last.serve(path, fingerprint, opened), None
    if _last.next is not None and _last.next.newer is opened:
        if _last.next.is_over:
            return _last.serve(path, fingerprint, opened), None
        return served, None
    _last.give_up()
    _last.next = found = Preparation(opened, _as_of_the_one_before(served, opened))
    return served, found


def _as_of_the_one_before(before: _Opened, newer: _Opened) -> Iterator[Callable[[], object]]:
    """What has been made of a store, and what took long to answer from it, for the one after it."""
    # In the thread that goes through these, what a question asks for in turn is of the newer one.
    _pinned.set(newer)
    for make in before.store.made():
        yield partial(newer.store.once, make)
    for question, arguments in before.asked.slow():
        yield partial(newer.ask, question, arguments)


def await_newest() -> None:
    """Wait until the newest store is served: who has published it sees it next."""
    _newest()
    if (coming := _last.next) is not None:
        coming.wait()


def _opened() -> _Opened:
    """One run sees one store from start to end, and so does what `of_this_run` keeps of it.

    What is asked outside of a run sees the newest.
    """
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    if get_script_run_ctx(suppress_warning=True) is None:
        return _newest()
    chosen: _Opened | None = st.session_state.get(RUN_KEY)
    return chosen or _newest()


def _look() -> tuple[str, date]:
    """What a picture depends on beside the store: colour scheme and day."""
    return _looks.get() or (theme.mode(), date.today())


@contextmanager
def looked_up_once() -> Iterator[None]:
    """While a page is drawn: its store, colours and day, which each answer and picture asks for."""
    store_token, look_token = _pinned.set(_opened()), _looks.set(_look())
    try:
        yield
    finally:
        _pinned.reset(store_token)
        _looks.reset(look_token)


def store() -> Store:
    """The store the dashboard reads. Raises `StoreError` when it cannot be read."""
    return _opened().store


def answer(question: Callable[..., T], *arguments: Hashable) -> T:
    """The answer of a question of `s3dash.queries`, asked once per published store.

    For questions whose answers are few. The answer is shared by all sessions: read it, never
    change it in place.
    """
    known: T = _opened().ask(question, arguments)
    return known


def drawn(make: Callable[..., T], *arguments: Any) -> T:
    """What ``make`` makes of its arguments and the store, once per store, colour scheme and day.

    For HTML and figures that look alike to all readers: ``make`` draws nothing itself and reads
    neither the link nor what a reader has set. Shared by all sessions: never change it in place.

    An argument has a hash, or it is what one of these functions gave or a part of it, such as a
    frame: it is known again as the same object. Of any other it is made anew each time.
    """
    return _kept(make, arguments, is_lately=False)


def lately(make: Callable[..., T], *arguments: Any) -> T:
    """As `drawn`, for what has hundreds of forms: only the last few that were seen are kept.

    A view for each day of a slider would drive out all that others ask for. What is `drawn` of it
    is kept for no longer.
    """
    return _kept(make, arguments, is_lately=True)


def answer_lately(question: Callable[..., T], *arguments: Hashable) -> T:
    """As `answer`, for what has hundreds of answers, such as one for each day of a slider."""
    known: T = lately(_asked, question, *arguments)
    return known


def _asked(question: Callable[..., T], *arguments: Hashable) -> T:
    return question(store(), *arguments)


def _kept(make: Callable[..., T], arguments: tuple[Any, ...], *, is_lately: bool) -> T:
    opened = _opened()
    keys: list[Hashable] = []
    for one in arguments:
        of_late = opened.lately.has(one)
        is_lately = is_lately or of_late
        keys.append(_Same(one) if of_late or opened.for_good.has(one) else one)
    key = tuple(keys)
    try:
        hash(key)
    except TypeError:
        return make(*arguments)
    keep = opened.draw_lately if is_lately else opened.draw
    known: T = keep(_look(), make, key)
    return known


def rows_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame that is shared, made once: read them, never change them."""
    return drawn(_rows, frame)


def _rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    return rows


def of_this_run(ask: Callable[[], T]) -> Callable[[], T]:
    """``ask`` for later, such as a file that is made at a click: it sees the store of this run.

    A newer store may be published between the two. What is on screen, and what the file says of
    its version, are of the one that the run saw.
    """
    seen = _opened()

    def asked() -> T:
        token = _pinned.set(seen)
        try:
            return ask()
        finally:
            _pinned.reset(token)

    return asked


def require_store() -> None:
    """Choose the store of this run: build a missing one, explain any other problem and stop."""
    st.session_state.pop(RUN_KEY, None)
    try:
        st.session_state[RUN_KEY] = _newest()
    except StoreMissing as missing:
        if os.environ.get("S3DASH_STORE"):
            _explain(missing)
        _build_missing_store()
    except StoreError as error:
        _explain(error)


def _build_missing_store() -> None:
    from s3dash.package.problems import DataProblems, counted
    from s3dash.store.build import StoreNotWritten, build
    from s3dash.store.place import BeingPublished

    with (
        st.status("Building the store from the data package …", expanded=True) as status,
        # The first visitor builds, the others wait and find it built.
        _building,
    ):
        try:
            if not default_store_path().exists():
                build(default_data_dir(), default_store_path(), progress=st.write)
        except DataProblems as problems:
            status.update(label="The data package has problems", state="error")
            st.code("\n".join(counted(problems.problems)), language=None)
            st.markdown("Correct the lines above, then run `python -m s3dash build`.")
            st.stop()
        except StoreNotWritten as error:
            if isinstance(error.__cause__, BeingPublished):
                # Another process had the same idea: its store is there in a moment.
                time.sleep(WAIT_SECONDS)
                st.rerun()
            LOG.error("%s", error)
            status.update(label="The store could not be written", state="error")
            st.markdown(IN_THE_LOG)
            st.stop()
    st.rerun()


def default_data_dir() -> Path:
    """The data package that a missing store is built from."""
    return settings.data_dir()


def _explain(error: StoreError) -> None:
    # Readers need not know where files of the server are; who runs it does.
    LOG.error("%s", error)
    st.title("The dashboard cannot read its store")
    st.error(error.told, icon=":material/database_off:")
    st.markdown(IN_THE_LOG)
    if st.button("Try again", type="primary"):
        st.rerun()
    st.stop()
