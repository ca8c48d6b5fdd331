"""The page of one thematic platform; the files in `pages/` name which."""

import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.partnerships import platforms as ask
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain
from s3dash.ui.parts.helping import helping
from s3dash.ui.platform import facts, join, network, overview, stages
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.print_button import print_button
from s3dash.ui.stages import as_of

VIEWS = labels_of("platform")


def show(platform_id: str) -> None:
    """Draw the page with one of its views."""
    platform = answer(ask.platform, platform_id)
    if platform is None:
        chrome.heading("Platform", f"The data holds no platform “{plain(platform_id)}”.")
        chrome.way_back("overview", "Back to the overview")
        return
    Link().canonical({"view": VIEWS, "standing": join.STANDINGS})
    chrome.heading(plain(platform.name), plain(platform.description))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = filters.switch("Show", "view", VIEWS)
        print_button()
    if view in ("overview", "network", "join"):
        as_of.elsewhere()
    if view == "stages":
        stages.show(platform_id, platform.name)
    elif view == "network":
        network.show(platform)
    elif view == "facts":
        facts.show(platform)
    elif view == "join":
        join.show(platform)
    else:
        overview.show(platform)
        helping(platform_id)
