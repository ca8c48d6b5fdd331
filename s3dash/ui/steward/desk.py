"""What lies on the desk: the case of the link, its review, and the way to publish."""

import os
from pathlib import Path

import streamlit as st

from s3dash import folders
from s3dash.steward.base import Base
from s3dash.steward.cases import Case, find_case, open_case
from s3dash.steward.decisions import Decisions
from s3dash.steward.review import Review
from s3dash.ui.address.link import Link

DATA_VARIABLE = "S3DASH_DATA"
TOLD = "told_by_the_desk"


def data_dir() -> Path:
    """The data package that the desk keeps."""
    return Path(os.environ.get(DATA_VARIABLE) or folders.DATA)


def base() -> Base:
    """The base as it is now; read once for each state of its files."""
    return _base(str(data_dir()), Base.open(data_dir()).digest())


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
    return _review(case.key, str(case.decisions.as_json()), now.digest(), case, now)


@st.cache_resource(max_entries=2, show_spinner="Reading and comparing …")
def _review(key: str, decisions: str, digest: str, _case: Case, _base: Base) -> Review:
    # The cache goes by the first three; it cannot look into the last two.
    return _case.review(_base)


def decide(case: Case, change: Decisions | None = None) -> None:
    """Keep what was decided."""
    if change is not None:
        case.decisions = change
    case.save()


def tell(words: str) -> None:
    """Say something at the next run, above the page."""
    st.session_state[TOLD] = words


def told() -> None:
    """What was left to say."""
    if words := st.session_state.pop(TOLD, ""):
        st.success(words, icon=":material/check_circle:")
