"""Work-flow: the five steps, what each asks for, and which partnerships have evidence in it."""

import streamlit as st

from s3dash.ui.parts.helping import helping
from s3dash.ui.shell import chrome
from s3dash.ui.stages import as_of, definitions, workflow

chrome.heading("Work-flow", chrome.text("workflow"))
shown = workflow.choose()
step = shown[0]
if len(shown) > 1 or step is None:
    for place, each in enumerate(shown):
        workflow.about(each, is_first=place == 0)
        workflow.lists(workflow.items_of(each))
    workflow.take_away(shown)
else:
    with st.container(key="guide_date"):
        day = as_of.choose()
    left, right = st.columns([7, 5], gap="large")
    with left:
        workflow.about(step)
        workflow.lists(workflow.items_of(step))
        workflow.take_away(shown)
        helping(step.stage_id)
    with right, st.container(key="guide_partnerships"):
        workflow.partnerships(step, day)
definitions.stage_progress()
