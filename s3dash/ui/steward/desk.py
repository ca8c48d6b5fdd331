"""What lies on the desk: the case of the link, its review, and the way to publish."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import streamlit as st

from s3dash.package.problems import DataProblems, counted
from s3dash.settings import BadSetting, data_dir
from s3dash.steward.base import Base, digest_of
from s3dash.steward.cases import Case, find_case, open_case
from s3dash.steward.decisions import Decisions
from s3dash.steward.publish import NotApplied
from s3dash.steward.review import Review
from s3dash.store.connection import own_store_path
from s3dash.ui.address.link import Link
from s3dash.ui.shell import chrome

TOLD = "told_by_the_desk"


def store_path() -> Path:
    """The store that the desk publishes.

    Raises
    ------
    NotApplied
        If the dashboard follows an address: its copy is not the desk's to write.
    """
    try:
        return own_store_path(None)
    except BadSetting as error:
        raise NotApplied(str(error)) from None


def base() -> Base:
    """The base as it is now; read once for each state of its files.

    Where nothing can be compared with it, the page says so and ends.
    """
    try:
        return _base(str(data_dir()), digest_of(data_dir()))
    except DataProblems as found:
        _not_in_order(found)


def _not_in_order(found: DataProblems) -> NoReturn:
    st.error("The data are not in order, so nothing can be compared with them:")
    st.code("\n".join(counted(found.problems)), language=None)
    chrome.stop()
    raise AssertionError  # the page has ended


@st.cache_resource(max_entries=1, show_spinner=False)
def _base(folder: str, digest: str) -> Base:
    return Base.open(folder)


def case_in_link() -> Case | None:
    """The case that the link names; says so where there is none of that key."""
    key = Link().text("case")
    if not key:
        return None
    found = find_case(data_dir(), key)
    if found is None:
        st.warning(
            "What this link names is no longer on the desk: it was applied or put away, or nobody "
            "opened it for 30 days. Bring the file in again.",
            icon=":material/search_off:",
        )
    return found


def bring(files: list[tuple[str, bytes]], table: str | None) -> None:
    """Put files on the desk and open them."""
    case = open_case(data_dir(), files, table)
    Link().write({"case": case.key, "view": "", "kind": "", "status": "", "page": "", "desk": ""})


def leave() -> None:
    """Go back to the empty desk."""
    Link().write({"case": "", "view": "", "kind": "", "status": "", "page": ""})


def review(case: Case) -> Review:
    """The review of a case against the base as it is now, with all decisions."""
    now = base()
    try:
        return _review(case.key, str(case.decisions.as_json()), now.digest, case, now)
    except DataProblems as found:
        _not_in_order(found)


@st.cache_resource(max_entries=2, show_spinner="Reading and comparing …")
def _review(key: str, decisions: str, digest: str, _case: Case, _base: Base) -> Review:
    # The cache goes by the first three; it cannot look into the last two.
    return _case.review(_base)


def decide(case: Case, change: Callable[[Decisions], None]) -> None:
    """Decide something and keep it; another window may have decided something else meanwhile."""
    kept = find_case(data_dir(), case.key)
    if kept is not None:
        change(kept.decisions)
        kept.save()


def tell(words: str) -> None:
    """Say something at the next run, above the page."""
    st.session_state[TOLD] = words


def told() -> None:
    """What was left to say."""
    if words := st.session_state.pop(TOLD, ""):
        st.success(words, icon=":material/check_circle:")
