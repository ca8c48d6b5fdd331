"""What the words of stage progress mean, one click away."""

import streamlit as st

from s3dash.queries.partnerships.progress import stages
from s3dash.ui.look.text import plain
from s3dash.ui.shell import chrome, registry
from s3dash.ui.shell.library import answer


def stage_progress() -> None:
    """A box to open with the definitions and the stages."""
    box = st.expander(
        "What active, earlier, revisited and quiet mean", key="definitions", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.markdown(chrome.text("stage-progress"))
        for step in answer(stages):
            st.markdown(f"**{plain(step.name)}.** {plain(step.definition)}")
        st.page_link(
            registry.page("workflow"),
            label="The work-flow step by step",
            icon=":material/checklist:",
        )
