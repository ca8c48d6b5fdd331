"""Progress: all partnerships and their evidence in the five stages, as of any date."""

import streamlit as st

from s3dash.queries.progress import stages
from s3dash.ui import board, chrome, definitions, tables
from s3dash.ui.library import answer
from s3dash.ui.print_button import print_button

steps = answer(stages)
chrome.heading("Progress", chrome.text("progress"))
shown = board.choose()
progress = shown.rows()
if progress.empty:
    st.info("No partnership is documented for this choice.", icon=":material/search_off:")
    chrome.stop()

st.markdown(board.summary(progress))
board.rows(progress, steps, shown.as_of, shown.words, order=shown.order, with_platform=True)
with st.container(horizontal=True, vertical_alignment="center"):
    print_button("Print this page", key="print_progress")
    tables.take_away(
        lambda: board.file_of(progress),
        title="Stage evidence by partnership",
        filters=shown.words,
        file_name="progress",
        key="progress_take",
        sources=board.SOURCES,
    )
definitions.stage_progress()
