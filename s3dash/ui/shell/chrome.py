"""What every page has around its content: title, heading, notices, foot."""

import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from s3dash import folders
from s3dash.queries.base import faq
from s3dash.queries.base.about import about_store
from s3dash.store.connection import QueryTooLong
from s3dash.ui.look import theme
from s3dash.ui.look.text import long_date
from s3dash.ui.shell import links, registry, sign_in
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.report import report
from s3dash.web.api.cite import cite_link
from s3dash.web.monitoring import metrics

LOG = logging.getLogger("s3dash")

LONGEST_SUBJECT = 60
"""Letters of what a page is about, in the title of a tab and of a bookmark."""
_TITLE = "title_told"
_IS_NAMED = "title_is_named"


def configure() -> None:
    """Icon and layout; call first: the icon of a page of the menu would come from another host."""
    st.set_page_config(
        # What the tab says already, so that it is told again only where it changes.
        page_title=st.session_state.get(_TITLE, "s3dash"),
        page_icon=_drawing("favicon.svg"),
        layout="wide",
        menu_items={"About": "Smart specialisation priorities and partnerships of Europe."},
    )
    st.logo(_drawing(f"logo-{theme.mode()}.svg"), size="large")
    st.html(f"<style>{theme.css()}</style>")


@cache
def _drawing(name: str) -> str:
    """A drawing as the address that Streamlit would make of its file, reading it with each run."""
    drawing = b64encode((folders.STATIC / name).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{drawing}"


def entitle(subject: str) -> None:
    """Name in the browser's title the page, and what it is about now, such as a territory."""
    st.session_state[_IS_NAMED] = True
    page = st.session_state.get("page_shown", "")
    short = subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"
    title = " · ".join(filter(None, (short, page, "s3dash")))
    if st.session_state.get(_TITLE) != title:
        st.session_state[_TITLE] = title
        # The icon stays the one of the first call; it would be sent again.
        st.set_page_config(page_title=title)


def enter(page: str) -> None:
    """Note which page is shown now; call on every run, before the page."""
    st.session_state["page_is_entered"] = st.session_state.get("page_shown") != page
    st.session_state["page_shown"] = page
    links.begin()
    if is_entered():
        entitle("")
    st.session_state[_IS_NAMED] = False


def page_shown() -> str:
    """Title of the page that is drawn."""
    return str(st.session_state.get("page_shown", ""))


def key_shown() -> str:
    """Key of the page that is drawn."""
    shown = page_shown()
    return next((spec.key for spec in registry.PAGES if spec.title == shown), "")


def menu_shown() -> str:
    """The menu of the bar that the page drawn stands in; empty for a page of the bar itself."""
    shown = page_shown()
    return next((spec.group for spec in registry.PAGES if spec.title == shown), "")


def is_entered() -> bool:
    """Whether the reader has just come from another page."""
    return bool(st.session_state.get("page_is_entered"))


def heading(title: str, lead: str) -> None:
    """Title of a page and one or two sentences that say what it answers, both in Markdown."""
    st.title(title, anchor=False)
    st.markdown(lead)


@cache
def text(name: str) -> str:
    """An explanation from `s3dash/text/<name>.md`."""
    return (folders.TEXT / f"{name}.md").read_text(encoding="utf-8").strip()


def note(words: str, *, is_for_screen: bool = False) -> None:
    """A line of small print under a map or table. Its colour passes AA; `st.caption`'s does not.

    ``is_for_screen``: it says what can be pressed, so paper goes without it.
    """
    more = " s3-screen" if is_for_screen else ""
    st.html(f"<p class='s3-note{more}'>{escape(words)}</p>")


def count(words: str) -> None:
    """How much is found, in Markdown; when it changes a screen reader says it, see assist.js."""
    with st.container(key="told_count"):
        st.markdown(words)


def foot() -> None:
    """Version of the data and the ways to corrections and sources, at the foot of every page."""
    if not st.session_state.get(_IS_NAMED):
        # It has just been about something: a link without a subject is the page as such.
        entitle("")
    about = answer(about_store)
    st.divider()
    # Controls are not printed: the link has what they were set to.
    st.html(
        f"<p class=s3-note>Data package {escape(about.version)}, store built "
        f"{long_date(about.built_at)}. A missing row is never evidence of absence. "
        f"<a class=s3-screen href='{escape(_cite())}' target=_blank>Cite, embed</a> · "
        "<a href=accessibility>Accessibility</a></p>"
        f"<p class='s3-note s3-on-paper'>{escape(links.here())}</p>"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        report("page", urlsplit(st.context.url or "").path.rpartition("/")[2] or "overview", {})
        _ways_on()
        sign_in.line()


def _cite() -> str:
    """The address that tells how the view is cited, relative to that of the page."""
    return f"cite/{cite_link(links.here()).rpartition('/cite/')[2]}"


def _ways_on() -> None:
    shown = st.session_state.get("page_shown")
    chapter = next((spec.chapter for spec in registry.PAGES if spec.title == shown), "")
    key = key_shown()
    if any(key in one.pages for one in faq.written()):
        st.page_link(registry.page("faq"), label="Questions", query_params={"of": key})
    st.page_link(
        registry.page("methods"),
        label="How the figures are made",
        query_params={"chapter": chapter} if chapter else None,
    )
    st.page_link(registry.page("data"), label="Sources, licences, dictionary")


@contextmanager
def in_time() -> Iterator[None]:
    """Tell the reader where a query of the page was cut because it took too long."""
    try:
        yield
    except QueryTooLong as error:
        metrics.CUT.labels(key_shown()).inc()
        LOG.warning("A query of the page %s was cut. %s", key_shown(), error)
        st.error(
            f"This took more than {error.most_seconds:g} seconds and was stopped, so that others "
            "do not have to wait. Ask for less, for instance with one more filter, or load the "
            "page again later.",
            icon=":material/content_cut:",
        )


def stop() -> None:
    """End the page here: its foot, and nothing more."""
    foot()
    st.stop()


def open_page(key: str, **parameters: str) -> None:
    """Go to another page with these query parameters."""
    st.switch_page(registry.page(key), query_params=parameters)


def way_back(key: str, label: str) -> None:
    """A link out of a dead end."""
    st.page_link(registry.page(key), label=label, icon=":material/arrow_back:")
