"""The one place where the library becomes cached resources of the dashboard."""

import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from s3dash import folders
from s3dash.store.connection import (
    Store,
    StoreError,
    StoreMissing,
    default_store_path,
    store_fingerprint,
)
from s3dash.ui.look import theme

T = TypeVar("T")
MOST_KEPT = 500
"""Answers and pictures that are kept of a store; those asked for longest ago give way."""


@dataclass(frozen=True)
class _Opened:
    """A store, and what has been made of it; both go when a newer one has taken its place."""

    store: Store
    ask: Callable[[Callable[..., Any], tuple[Hashable, ...]], Any]
    draw: Callable[[tuple[str, date], Callable[..., Any], tuple[Hashable, ...]], Any]


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(path: str, fingerprint: object) -> _Opened:
    """One connection per published store: a new file is a new fingerprint, so it is reopened."""
    found = Store.open(Path(path))

    def ask(question: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:
        return question(found, *arguments)

    def draw(
        _when: tuple[str, date], make: Callable[..., Any], arguments: tuple[Hashable, ...]
    ) -> Any:
        return make(*arguments)

    return _Opened(found, lru_cache(MOST_KEPT)(ask), lru_cache(MOST_KEPT)(draw))


def _opened() -> _Opened:
    path = default_store_path()
    return _open(str(path), store_fingerprint(path))


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


def drawn(make: Callable[..., T], *arguments: Hashable) -> T:
    """What ``make`` makes of its arguments and the store, once per store, colour scheme and day.

    For HTML and figures that look alike to all readers: ``make`` draws nothing itself and reads
    neither the link nor what a reader has set. Shared by all sessions: never change it in place.
    """
    known: T = _opened().draw((theme.mode(), date.today()), make, arguments)
    return known


def require_store() -> None:
    """Make sure that there is a store: build a missing one, explain any other problem and stop."""
    try:
        store()
    except StoreMissing as missing:
        if os.environ.get("S3DASH_STORE"):
            _explain(missing)
        _build_missing_store()
    except StoreError as error:
        _explain(error)


def _build_missing_store() -> None:
    from s3dash.package.problems import DataProblems
    from s3dash.store.build import build

    with st.status("Building the store from the data package …", expanded=True) as status:
        try:
            build(default_data_dir(), default_store_path(), progress=st.write)
        except DataProblems as problems:
            status.update(label="The data package has problems", state="error")
            st.code("\n".join(str(problem) for problem in problems.problems), language=None)
            st.markdown("Correct the lines above, then run `python -m s3dash build`.")
            st.stop()
        except OSError as error:
            status.update(label="The store could not be written", state="error")
            st.markdown(f"{error.strerror or error}: `{error.filename or default_store_path()}`")
            st.stop()
    st.rerun()


def default_data_dir() -> Path:
    """The data package that a missing store is built from."""
    return folders.DATA


def _explain(error: StoreError) -> None:
    st.title("The dashboard cannot read its store")
    st.error(error.problem, icon=":material/database_off:")
    st.markdown(f"**What to do.** {error.remedy}")
    if st.button("Try again", type="primary"):
        st.rerun()
    st.stop()
