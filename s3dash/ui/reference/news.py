"""The page What is new: which versions, of what, and the feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from s3dash.queries.base import changes as ask
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.territories.comparison import all_territories
from s3dash.store.cells import is_missing
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import escape_text, long_date, number, plural
from s3dash.ui.parts.cards import listed
from s3dash.ui.reference.changes import titles
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn

MOST_FILES = 4
"""Files that a version names; of more it says how many they are."""
FILTERS = ("territory", "partnership", "table")


@dataclass(frozen=True)
class News:
    """The changes that the link asks for.

    ``rows``, the ``versions`` they are of, the ``choice`` as parameters of a link and in ``words``.
    """

    rows: pd.DataFrame
    versions: pd.DataFrame
    choice: dict[str, str]
    words: str


def choose() -> News:
    """Read the link, draw the boxes, and ask the log."""
    versions = answer(ask.logged_versions)
    if versions.empty:
        st.info("This data package has no change log.", icon=":material/info:")
        chrome.stop()
    link = Link()
    link.restore()
    labels = drawn(_labels, versions)
    known = {name: drawn(_known, name) for name in ("territory", "partnership", "table")}
    older = [*labels][1:]
    until = link.one("until", labels, next(iter(labels)))
    since = link.one("since", {**labels, ask.BEGINNING: ""}, _before(until, labels))
    chosen = {name: link.one(name, codes, "") for name, codes in known.items()}
    link.notice()
    with st.container(border=True, key="filters"):
        if older:
            first, last = st.columns(2, gap="small")
            with first:
                before = {**labels, ask.BEGINNING: "the beginning of the log"}
                _box("After version", "since", since, before)
            with last:
                _box("Up to version", "until", until, labels)
        for place, name in zip(st.columns(3, gap="small"), known, strict=True):
            with place:
                _box(name.capitalize(), name, chosen[name], drawn(_offered, name), "All")
    found, told = drawn(_found, versions, since, until, tuple(chosen.items()))
    after = "the beginning of the log" if since == ask.BEGINNING else since
    said = [known[name][code] for name, code in chosen.items() if code]
    words = "; ".join([f"after {after} up to {until}", *said])
    named = {"since": since, "until": until} if link.names("since", "until") else {}
    return News(found, told, named | {name: code for name, code in chosen.items() if code}, words)


def _labels(versions: pd.DataFrame) -> dict[str, str]:
    return {
        row.version: f"{row.version}, {long_date(row.made_on)}"
        for row in versions.itertuples(index=False)
    }


def _found(
    versions: pd.DataFrame, since: str, until: str, chosen: tuple[tuple[str, str], ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The changes of the choice, and the versions that they are of."""
    found = answer(ask.logged_changes, since, until)
    for name, code in chosen:
        if code:
            found = found[found["table_name" if name == "table" else f"{name}_id"] == code]
    return found, versions[versions["version"].isin(found["version"])]


def _before(version: str, labels: Mapping[str, str]) -> str:
    names = [*labels, ask.BEGINNING]
    return names[names.index(version) + 1]


def _known(name: str) -> Mapping[str, str]:
    """Code -> name of all territories, partnerships or tables."""
    if name == "table":
        return titles()
    return answer(all_territories if name == "territory" else partnership_names)


def _offered(name: str) -> Mapping[str, str]:
    """What the log tells of anything: of thousands of territories most are in no version."""
    column = "table_name" if name == "table" else f"{name}_id"
    newest = answer(ask.logged_versions)["version"].iloc[0]
    there = set(answer(ask.logged_changes, ask.BEGINNING, newest)[column].dropna())
    found = {code: label for code, label in _known(name).items() if code in there}
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def _box(
    title: str, name: str, code: str, options: Mapping[str, str], placeholder: str = ""
) -> None:
    key = f"choose_{name}"
    offered = [*options, *([code] if code and code not in options else [])]
    st.session_state[key] = code or None

    def follow() -> None:
        Link().write({name: st.session_state[key] or "", "page": ""})

    st.selectbox(
        title,
        offered,
        format_func=lambda one: options.get(one, one),
        key=key,
        placeholder=placeholder,
        on_change=follow,
    )


def versions(news: News) -> None:
    """Each version with its day, its reason and who made it."""
    st.html(drawn(_versions, news.versions))


def _versions(versions: pd.DataFrame) -> str:
    return listed(map(_version, versions.to_dict("records")), "No version tells of this.")


def _version(row: Mapping[str, object]) -> str:
    day = long_date(row["made_on"])  # type: ignore[arg-type]
    told = (
        f"In all {plural(int(str(row['added'])), 'row')} added, {number(int(str(row['changed'])))} "
        "changed"
    )
    files = [] if is_missing(row["files"]) else str(row["files"]).split(", ")
    came = f"{len(files)} files" if len(files) > MOST_FILES else ", ".join(files) or "no file"
    return (
        f"<b>Version {escape_text(row['version'])}</b> of {day}: {escape_text(row['why'])}<br>"
        f"<span class=s3-muted>{escape(told)} · by {escape_text(row['made_by'])}"
        f" · from {escape(came)}</span>"
    )


def feed(news: News) -> None:
    """The address of the feed with the same filter."""
    given = {name: code for name, code in news.choice.items() if name in FILTERS}
    address = f"new.atom{'?' if given else ''}{urlencode(given)}"
    of = " of this choice" if given else ""
    st.html(
        f"<p class=s3><a class=s3-button href='{escape(address)}' type='application/atom+xml'>"
        f"Follow{of} as a feed (Atom)</a></p>"
    )
