"""What the reader's screen is, where a drawing cannot follow it by itself: wide, dark."""

import streamlit as st

from s3dash.ui.look import theme
from s3dash.ui.shell import links
from s3dash.web.static_files import script_module

NARROW = "(max-width: 640px)"
"""As in the stylesheet: where columns stand one below the other."""
_watch = st.components.v2.component("s3dash_screen", js=script_module("shell/screen.js"))
_KNOWN = "screen_is_narrow"
_page = st.components.v2.component("s3dash_page", js=script_module("shell/page.js"))


def follow(menu: str) -> None:
    """Run the page again when its theme changes or its connection came back; once a page.

    What the reader chose in the search of the bar is opened here.

    ``menu`` is the menu of the bar that the page stands in, which gets a mark.
    """

    def learn() -> None:
        mode = st.session_state["page_colours"]["mode"]
        if mode:
            theme.told(mode)

    # It takes no room, see style.css. That the page runs is all that a connection needs.
    told = _page(
        data={"mode": theme.mode(), "menu": menu},
        key="page_colours",
        on_mode_change=learn,
        on_connected_change=lambda: None,
        on_go_change=lambda: None,
    )
    links.follow(told.go)


def is_narrow() -> bool:
    """Whether the page is shown on a narrow screen, such as a phone's; call once a run.

    A phone says so when it asks for the page. Where that guess is wrong, as with a narrow window,
    the browser tells once and the page runs again.
    """
    if _KNOWN not in st.session_state:
        st.session_state[_KNOWN] = "Mobi" in (st.context.headers.get("User-Agent") or "")

    def learn() -> None:
        told = st.session_state["screen"]["is_narrow"]
        if told is not None:
            st.session_state[_KNOWN] = bool(told)

    # It takes no room, see style.css.
    _watch(
        data={"query": NARROW, "known": st.session_state[_KNOWN]},
        key="screen",
        on_is_narrow_change=learn,
    )
    return bool(st.session_state[_KNOWN])
