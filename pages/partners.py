"""Partner finder: territories that fit one as partners, ranked, with the reasons."""

from dataclasses import replace

import streamlit as st

from s3dash.ui.partners import boxes, reading, result, sheet
from s3dash.ui.shell import chrome

chosen, link = reading.read()
if chosen.is_known and link.flag("print"):
    sheet.show(chosen)
    chrome.stop()

found, refused = result.ranked(chosen)
if found:
    # As it was looked for in the end, so that the boxes and the words agree with the list.
    chosen = replace(chosen, wish=found.wish)
result.style()
chrome.heading("Partner finder", chrome.text("partners"))
link.notice()
boxes.draw(chosen)
if not chosen.is_known:
    st.info("Choose who looks for partners, by name or NUTS code.", icon=":material/location_on:")
elif refused:
    result.cannot(chosen, refused)
elif found and found.nobody:
    result.nothing(found)
if not found or found.nobody:
    result.behind(chosen.wish)
    chrome.stop()

result.summary(chosen, found)
result.choose_view(chosen)
if chosen.view == "table":
    result.rows(chosen, found)
left, right = st.columns([7, 5], gap="large")
with right:
    result.where(chosen, found)
    if chosen.view == "list":
        result.behind(chosen.wish)
with left:
    if chosen.view == "list":
        result.rows(chosen, found)
    else:
        result.behind(chosen.wish)
result.definitions()
