"""One partnership: members and evidence, organisations, capabilities, links, candidates."""

import streamlit as st

from s3dash.queries.partnerships import partnerships as ask
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.address.notices import notice_unknown
from s3dash.ui.look.text import plain
from s3dash.ui.partnership import (
    candidates,
    capability,
    directory,
    helix,
    overview,
    shared,
    stages,
    top,
    value_chain,
)
from s3dash.ui.partnership import links as linked
from s3dash.ui.parts.report_links import report_links
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.print_button import print_button
from s3dash.ui.shell.report import report

CORRECTED = ("name", "acronym", "scope", "launched", "stated_count", "website", "as_of")

Link().canonical(shared.link_options())
names = answer(ask.partnership_names)
given = filters.record_from_url("partnership", names, "Partnership")
record = answer(ask.partnership, given) if given else None
if record is None:
    chrome.heading("Partnership", "Choose a partnership above, by name or platform, or below.")
    if given:
        notice_unknown([("partnership", given)])
    directory.show()
    chrome.way_back("progress", "See all partnerships by stage")
    chrome.stop()

shared.style()
chrome.entitle(str(record["name"]))
chrome.heading(plain(record["name"]), plain(record["scope"]))
view = filters.switched("view", shared.VIEWS)
top.show(record, tells_date=view != "overview")
with st.container(horizontal=True, vertical_alignment="center"):
    print_button()
    made = report_links("partnership", {"partnership": given}, str(record["name"]))
    st.html(f"<p class=s3-aside>{made}</p>", width="content")
    report("partnership", given, {name: record[name] for name in CORRECTED})
filters.switch("Show", "view", shared.VIEWS)

if view == "organisations":
    helix.show(record)
elif view == "capability":
    capability.show(record)
elif view == "chain":
    value_chain.show(record)
elif view == "links":
    linked.show(record)
elif view == "candidates":
    candidates.show(record)
else:
    overview.members(record)

    stages.show(given, str(record["name"]))
    overview.projects(record)
    overview.affiliations(record)
    overview.sources(given)
