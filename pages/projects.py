"""Projects: pilot actions and projects that regions take part in, with partners and money."""

import streamlit as st

from s3dash.queries.catalogue import projects as ask
from s3dash.ui.address.link import Link
from s3dash.ui.catalogue import controls, projects
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

every = answer(ask.projects)
chrome.heading("Projects", chrome.text("projects"))
link = Link()
opened = link.one("project", list(every["project_id"]), "")
link.notice()
if opened:
    projects.show_one(every, opened)
    chrome.stop()

shown = projects.choose(every)
if shown.rows.empty:
    controls.none_found()
controls.count(shown, "project")
left, right = st.columns([6, 6], gap="large")
with left:
    projects.draw_map(shown.rows)
with right:
    listed = records.projects(controls.page_of(shown))
    links.linked_html(listed, key="project_list", page="projects")
tables.take_away(
    lambda: shown.rows.drop(columns=["places", "name", "partner_names"]),
    title="Projects",
    filters=shown.words,
    file_name="projects",
    filtered="" if shown.is_all else shown.words,
    key="projects_take",
)
