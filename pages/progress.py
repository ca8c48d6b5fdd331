"""Progress: all partnerships and their evidence in the five stages."""

import streamlit as st

from s3dash.queries.progress import (
    partnership_progress,
    partnerships_with_evidence,
    platform_names,
    stages,
    widened,
)
from s3dash.ui import cards, chrome, filters, links, tables
from s3dash.ui.library import answer
from s3dash.ui.text import plain, plural

platforms = answer(platform_names)
steps = answer(stages)

chrome.heading("Progress", chrome.text("progress"))
filters.canonical_url("progress", {"platform": platforms})
chosen = filters.choose_any("Platform", "platform", platforms, "All platforms")
progress = answer(partnership_progress, *chosen)
if progress.empty:
    st.info("No partnership is documented for this choice.", icon=":material/search_off:")
    filters.clear_button(["platform"], label="Clear the filter", key="clear_platform", primary=True)
    chrome.stop()

cards.figures(
    [
        (step.name, count, f"of {plural(len(progress), 'partnership')} with evidence")
        for step, count in zip(steps, partnerships_with_evidence(progress), strict=True)
    ]
)
links.linked_html(cards.progress_rows(progress, steps, with_platform=True), key="progress_rows")
tables.take_away(
    lambda: widened(progress, steps),
    title="Stage evidence by partnership",
    filters=" or ".join(platforms[code] for code in chosen) or "all platforms",
    file_name="progress",
    key="progress_take",
)
with st.expander("What the stages and “not documented” mean", expanded=False):
    st.markdown(chrome.text("not-documented"))
    for step in steps:
        st.markdown(f"**{step.name}.** {plain(step.definition)}")
