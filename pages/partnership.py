"""One partnership: scope, members on the map and in a table, evidence, affiliations, sources."""

import streamlit as st

from s3dash.queries import partnerships as ask
from s3dash.ui import cards, chrome, filters, links, maps, partnership_stages, platform_page, tables
from s3dash.ui.library import answer
from s3dash.ui.report import report
from s3dash.ui.text import documented_of_stated, plain

CORRECTED = ("name", "acronym", "scope", "launched", "stated_count", "website", "as_of")

names = answer(ask.partnership_names)
given = filters.record_from_url("partnership", names, "Partnership")
record = answer(ask.partnership, given) if given else None
if record is None:
    chrome.heading("Partnership", "Choose one of the partnerships above, by name or platform.")
    if given:
        filters.notice_unknown([("partnership", given)])
    chrome.way_back("progress", "See all partnerships by stage")
    chrome.stop()

chrome.heading(plain(record["name"]), plain(record["scope"]))
links.linked_html(cards.partnership_facts(record), key="partnership_facts")
report("partnership", given, {name: record[name] for name in CORRECTED})

members = answer(ask.members, given)
st.header(
    f"Members: {documented_of_stated(record['documented_count'], record['stated_count'])}",
    anchor=False,
)
if members.empty:
    st.info(
        "No member territory is documented by name. The partnership is known from its source only.",
        icon=":material/info:",
    )
else:
    left, right = st.columns([6, 7], gap="medium")
    with left:
        opened = maps.territory_map(
            members,
            [platform_page.ROLE_CODES[role] for role in members["role"]],
            maps.role_classes(),
            "%{customdata[0]}<br>%{customdata[1]}, %{customdata[2]}",
            zip(members["country"], members["role"], members["basis"], strict=True),
            key="partnership_map",
            alt=f"Map of Europe: {len(members)} documented members of {record['name']} by role. "
            "The table beside it lists them.",
            can_open=True,
        )
        if opened:
            chrome.open_page("region", territory=opened)
    with right:
        tables.table(
            members,
            {
                "name": "Territory",
                "country": "Country",
                "role": "Role",
                "basis": st.column_config.TextColumn(
                    "Basis", help="stated by the source, or inferred by us from it"
                ),
                "territory_name": "Name in the source",
                "as_of": "As of",
                "source_url": tables.source_column(),
            },
            key="partnership_members",
            rows_shown=14,
            alt=f"Documented members of {record['name']} by role",
        )
        tables.take_away(
            lambda: members,
            title=f"Documented members of {record['name']}",
            filters=f"partnership {given}",
            file_name=f"{given}-members",
            key="members_take",
            has_places=True,
        )

partnership_stages.show(given, str(record["name"]))

affiliations = answer(ask.affiliations, given)
actors = answer(ask.actors, given)
left, right = st.columns(2, gap="large")
with left:
    st.header("Affiliations", anchor=False)
    st.html(cards.affiliations(affiliations))
with right:
    st.header("Organisations", anchor=False)
    st.html(cards.actors(actors))

st.header("Sources", anchor=False)
st.html(cards.sources(answer(ask.sources_of, given)))
