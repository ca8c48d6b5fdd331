"""Work-flow: the five steps, what each asks for, and which partnerships have evidence in it."""

import streamlit as st

from s3dash.ui import as_of, chrome, definitions, workflow

chrome.heading("Work-flow", chrome.text("workflow"))
step = workflow.choose()
items = workflow.items_of(step)
if step is None:
    workflow.about(step)
    workflow.lists(items)
    workflow.take_away(items, step)
else:
    with st.container(key="guide_date"):
        day = as_of.choose()
    left, right = st.columns([7, 5], gap="large")
    with left:
        workflow.about(step)
        workflow.lists(items)
        workflow.take_away(items, step)
    with right, st.container(key="guide_partnerships"):
        workflow.partnerships(step, day)
definitions.stage_progress()
