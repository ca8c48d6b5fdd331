"""One partnership: members and evidence, organisations, capabilities, links, candidates."""

import streamlit as st

from s3dash.queries import partnerships as ask
from s3dash.ui import cards, chrome, filters, links, partnership_stages
from s3dash.ui import partnership_candidates as candidates
from s3dash.ui import partnership_capability as capability
from s3dash.ui import partnership_helix as helix
from s3dash.ui import partnership_links as linked
from s3dash.ui import partnership_overview as overview
from s3dash.ui import partnership_shared as shared
from s3dash.ui.library import answer
from s3dash.ui.print_button import print_button
from s3dash.ui.report import report
from s3dash.ui.text import plain

CORRECTED = ("name", "acronym", "scope", "launched", "stated_count", "website", "as_of")

filters.canonical_url("partnership", shared.link_options())
names = answer(ask.partnership_names)
given = filters.record_from_url("partnership", names, "Partnership")
record = answer(ask.partnership, given) if given else None
if record is None:
    chrome.heading("Partnership", "Choose one of the partnerships above, by name or platform.")
    if given:
        filters.notice_unknown([("partnership", given)])
    chrome.way_back("progress", "See all partnerships by stage")
    chrome.stop()

shared.style()
chrome.entitle(str(record["name"]))
chrome.heading(plain(record["name"]), plain(record["scope"]))
links.linked_html(cards.partnership_facts(record), key="partnership_facts")
with st.container(horizontal=True, vertical_alignment="center"):
    print_button("Print this page", key="print_partnership")
    report("partnership", given, {name: record[name] for name in CORRECTED})
view = filters.switch("Show", "view", shared.VIEWS)

if view == "organisations":
    helix.show(record)
elif view == "capability":
    capability.show(record)
elif view == "links":
    linked.show(record)
elif view == "candidates":
    candidates.show(record)
else:
    overview.members(record)

    partnership_stages.show(given, str(record["name"]))
    overview.affiliations(record)
    overview.sources(given)
