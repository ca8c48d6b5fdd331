"""A platform that has no page of its own yet: platforms are data."""

import streamlit as st

from s3dash.queries.platforms import all_platforms
from s3dash.ui import chrome, filters, platform_page
from s3dash.ui.library import answer

names = answer(all_platforms)
given = filters.record_from_url("platform", names, "Platform")
if given in names:
    platform_page.show(str(given), "platform")
else:
    chrome.heading("Platform", "Choose one of the thematic platforms above.")
    if given:
        filters.notice_unknown([("platform", st.query_params["platform"])])
    chrome.way_back("overview", "See all platforms with their figures")
