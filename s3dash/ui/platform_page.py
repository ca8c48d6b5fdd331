"""The page of one thematic platform; the files in `pages/` name which."""

from s3dash.queries import platforms as ask
from s3dash.ui import (
    as_of,
    chrome,
    filters,
    platform_facts,
    platform_join,
    platform_network,
    platform_overview,
    platform_stages,
)
from s3dash.ui.library import answer
from s3dash.ui.text import plain

VIEWS = {
    "overview": "Overview",
    "stages": "Stages",
    "network": "Network",
    "facts": "Timeline",
    "join": "Who could join",
}


def show(platform_id: str, page: str) -> None:
    """Draw the page with one of its views. ``page``: the key of the page it stands on."""
    platform = answer(ask.platform, platform_id)
    if platform is None:
        chrome.heading("Platform", f"The data holds no platform `{platform_id}`.")
        chrome.way_back("overview", "Back to the overview")
        return
    filters.canonical_url(page, {"view": VIEWS, "standing": platform_join.STANDINGS})
    chrome.heading(plain(platform.name), plain(platform.description))
    view = filters.switch("Show", "view", VIEWS)
    if view in ("overview", "network", "join"):
        as_of.elsewhere()
    if view == "stages":
        platform_stages.show(platform_id, platform.name)
    elif view == "network":
        platform_network.show(platform)
    elif view == "facts":
        platform_facts.show(platform)
    elif view == "join":
        platform_join.show(platform)
    else:
        platform_overview.show(platform)
