"""Projects: pilot actions and projects that regions take part in, with partners and money."""

import streamlit as st

from s3dash.queries.catalogue.catalogues import project_catalogue
from s3dash.ui.address.link import Link
from s3dash.ui.catalogue import controls, projects
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

catalogue = answer(project_catalogue)
chrome.heading("Projects", chrome.text("projects"))
link = Link()
opened = link.one("project", list(catalogue.every["project_id"]), "")
link.notice()
if opened:
    projects.show_one(catalogue.every, opened)
    chrome.stop()

shown = controls.choose(catalogue, "textile, hydrogen, Navarra ...")
controls.count(shown, "project")
left, right = st.columns([6, 6], gap="large")
with left:
    projects.draw_map(shown.rows)
with right:
    listed = drawn(records.projects, controls.page_of(shown))
    links.linked_html(listed, key="project_list", page="projects")
tables.take_away(
    lambda: shown.told,
    title=catalogue.title,
    filters=shown.words,
    file_name=catalogue.file_name,
    filtered=shown.filtered,
    key="projects_take",
    link_adds="",
)
