"""Links inside our own HTML that change the page without reloading the dashboard."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from s3dash.ui.shell import registry
from s3dash.web.static_files import script_module

_LEFT_OUT = "link_leaves_out"
_MEANT = "link_means"

_linked = st.components.v2.component(
    "s3dash_html",
    html="<div class='s3-html'></div>",
    js=script_module("shell/links.js"),
    isolate_styles=False,
)


def link(page: str, key: str, identifier: str, label: str) -> str:
    """HTML of a link to one record, such as ``link("region", "territory", "ITI1", "Toscana")``."""
    return link_html(page, key, identifier, escape(label))


def link_html(page: str, key: str, identifier: str, html: str) -> str:
    """A `link` whose label is HTML of our own."""
    return _anchor(page, f"?{urlencode({key: identifier})}", html)


def plain_link(
    page: str, parameters: Mapping[str, str | Sequence[str]], label: str, *, new_tab: bool
) -> str:
    """HTML of a link that looks like a button and loads the dashboard anew."""
    address = escape(f"{registry.spec(page).url_path}?{urlencode(parameters, doseq=True)}")
    target = " target='_blank' rel='noopener'" if new_tab else ""
    return f"<a class=s3-button href='{address}'{target}>{escape(label)}</a>"


def page_link(page: str, label: str) -> str:
    """HTML of a link to a page as such."""
    return _anchor(page, "", escape(label))


def view_link(page: str, label: str, **parameters: str | Sequence[str]) -> str:
    """HTML of a link to a view of a page: ``view_link("data", "Sites", view="sources")``."""
    return _anchor(page, f"?{urlencode(parameters, doseq=True)}", escape(label))


def view_html(page: str, html: str, **parameters: str) -> str:
    """A `view_link` whose label is HTML of our own."""
    return _anchor(page, f"?{urlencode(parameters)}", html)


def platform_link(platform_id: str, label: str) -> str:
    """HTML of a link to a platform, on a page of its own or not."""
    page, parameters = registry.platform_page(platform_id)
    return view_link(page, label, **parameters) if parameters else page_link(page, label)


def _anchor(page: str, query: str, html: str) -> str:
    address = registry.spec(page).url_path + query
    return f"<a class=s3-go href='{escape(address)}'>{html}</a>"


def linked_html(
    html: str,
    key: str,
    *,
    page: str = "",
    follow: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Show HTML made by us; a click on a `link` in it opens that page.

    Every value in ``html`` must have gone through `html.escape`.

    Parameters
    ----------
    page : str
        Key of the page on which this stands. A link to it only sets what it names, before the
        page is drawn (later, widgets bound to the URL own it): the rest of the address holds.
    follow : callable
        What to do with the parameters of such a link instead.
    """

    def stay() -> None:
        # Before the page runs again, so that it finds the address as it shall be.
        spec, parameters = _target(st.session_state[key]["go"])
        if spec and spec.key == page:
            # Whole, as the link has it, and not by names: the shell knows no page's parameters.
            (follow or st.query_params.update)(parameters)

    spec, parameters = _target(_linked(data=html, key=key, on_go_change=stay).go)
    if spec and spec.key != page:
        st.switch_page(registry.page(spec.key), query_params=parameters)


def follow(address: str | None) -> None:
    """Open what an address of ours leads to, from scratch; nothing where it leads nowhere."""
    spec, parameters = _target(address)
    if spec:
        st.switch_page(registry.page(spec.key), query_params=parameters)


def _target(link: str | None) -> tuple[registry.PageSpec | None, dict[str, Any]]:
    """The page that a link of ours names, and its parameters: a text, or a list of several."""
    if not link:
        return None, {}
    address = urlsplit(link)
    spec = next((spec for spec in registry.PAGES if spec.url_path == address.path), None)
    found = parse_qs(address.query)
    return spec, {name: values if values[1:] else values[0] for name, values in found.items()}


def leave_out(names: Sequence[str]) -> None:
    """Note what in the address no page reads: it goes into no link that we write."""
    st.session_state[_LEFT_OUT] = list(names)


def held() -> dict[str, list[str]]:
    """What the address says of the page: parameters that have a value, and are read."""
    left_out = st.session_state.get(_LEFT_OUT, ())
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    return {name: values for name, values in given.items() if values and name not in left_out}


def begin() -> None:
    """Forget what the link of the last run meant; call before the page."""
    st.session_state[_MEANT] = {}


def mean(name: str, value: str) -> None:
    """Note what a parameter means now where the address leaves it out, and later will mean else."""
    st.session_state[_MEANT] = {**st.session_state.get(_MEANT, {}), name: [value]}


def here() -> str:
    """Address of the page as the reader sees it, filters and the day of a dated view included."""
    chosen = urlencode(held() | st.session_state.get(_MEANT, {}), doseq=True)
    return f"{st.context.url or ''}{'?' if chosen else ''}{chosen}"
