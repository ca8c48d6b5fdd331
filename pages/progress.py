"""Progress: all partnerships and their evidence in the five stages, as of any date."""

import streamlit as st

from s3dash.queries.partnerships.progress import stages
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.shell.print_button import print_button
from s3dash.ui.stages import board, definitions

steps = answer(stages)
chrome.heading("Progress", chrome.text("progress"))
shown = board.choose()
progress = shown.rows()
if progress.empty:
    st.info("No partnership is documented for this choice.", icon=":material/search_off:")
    chrome.stop()

chrome.count(drawn(board.summary, progress))
board.rows(progress, steps, shown.as_of, shown.words, order=shown.order, with_platform=True)
with st.container(horizontal=True, vertical_alignment="center"):
    print_button()
    tables.take_away(
        lambda: board.file_of(progress),
        title="Stage evidence by partnership",
        filters=shown.words,
        file_name="progress",
        filtered="; ".join(shown.said),
        as_of=shown.as_of.day,
        key="progress_take",
        link_adds="",
        sources=board.SOURCES,
    )
definitions.stage_progress()
