"""ICT monitor: digital technology in strategies, in use, and what is behind the words."""

import streamlit as st

from s3dash.queries.territories import ict as ask
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.ict import views
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

chrome.heading("ICT monitor", chrome.text("ict"))
indicators = answer(ask.digital_indicators)
Link().canonical(
    {
        "view": views.VIEWS,
        "period": ask.PERIODS,
        "indicator": indicators,
        "shows": views.SHOWN,
    }
)
views.figures()
view = filters.switch("Show", "view", views.VIEWS)
if view == "use":
    views.use(indicators)
elif view == "behind":
    views.behind()
else:
    views.strategies()
st.markdown(chrome.text("ict-missing"))
