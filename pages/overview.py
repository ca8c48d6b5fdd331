"""Start page: what this is, how much there is, where, and what is new."""

import streamlit as st

from s3dash.queries.base.overview import key_figures, latest_evidence, territory_counts
from s3dash.queries.explorer.typed import LONGEST_TEXT
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, chooser, my_region, newest, tables
from s3dash.ui.platform import cards as platform_cards
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

MEASURES = {"priorities": "Priorities", "memberships": "Partnership memberships"}

chrome.heading("Smart specialisation in Europe", chrome.text("overview"))

what, where = st.columns(2)
with what:
    topic = st.text_input(
        "What is it about?",
        key="start_topic",
        type="search",
        max_chars=LONGEST_TEXT,
        placeholder="hydrogen, digital health, wood construction",
    )
with where:
    found = chooser.choose_territory("Which region?", None, key="open_territory")
if found:
    chrome.open_page("region", territory=found)
if topic:
    chrome.open_page("topic", about=topic, **my_region.suffix())

figures = answer(key_figures)
cards.figures(
    [
        ("Priorities", figures.priorities, f"in {figures.strategies} strategies"),
        (
            "Territories with a strategy",
            figures.strategy_territories,
            f"in {figures.strategy_countries} countries",
        ),
        ("Partnerships", figures.partnerships, f"under {figures.platforms} thematic platforms"),
        (
            "Member territories",
            figures.member_territories,
            f"from {figures.member_countries} countries",
        ),
        ("Dated events", figures.evidence, "as evidence of progress"),
    ]
)

Link().canonical({"show": MEASURES})
left, right = st.columns([8, 5], gap="large")
with left:
    st.header("Who chose what, who works with whom", anchor=False)
    measure = filters.switch("The map shows", "show", MEASURES)
    noun = MEASURES[measure].lower()
    counts = answer(territory_counts).query(f"{measure} > 0").reset_index(drop=True)
    codes, classes = territory_map.count_classes(counts[measure].tolist(), noun)
    opened = territory_map.territory_map(
        counts,
        codes,
        classes,
        "{0}\ndocumented: {1} priorities, {2} memberships{3}",
        zip(
            counts["country"],
            counts["priorities"],
            counts["memberships"],
            territory_map.partial_marks(counts["has_partial_list"]),
            strict=True,
        ),
        key="overview_map",
        alt=f"Map of Europe: {len(counts)} territories by number of documented {noun}. "
        "The same figures are in the table below.",
        can_open=True,
    )
    if opened:
        chrome.open_page("region", territory=opened)
    chrome.note("Click a territory to open its page. Classes are quantiles of the territories.")
with right:
    st.header("The thematic platforms", anchor=False)
    platform_cards.show()

table = st.expander("The figures of the map as a table", on_change="rerun", key="figures")
if table.open:
    with table:
        shown = counts.sort_values([measure, "name"], ascending=[False, True])
        tables.table(
            shown,
            {
                "name": "Territory",
                "territory_id": "Code",
                "country": "Country",
                "priorities": "Priorities",
                "memberships": "Memberships",
                "has_partial_list": st.column_config.CheckboxColumn("List known to be partial"),
            },
            key="overview_table",
            alt="Territories with numbers of priorities and memberships",
        )
        tables.take_away(
            lambda: shown,
            title="Territories with documented priorities and memberships",
            filters=f"territories with {noun}",
            file_name=f"territories-{measure}",
            key="overview_take",
            has_places=True,
        )

st.header("Latest evidence", anchor=False)
newest.newest_version()
links.linked_html(cards.events(answer(latest_evidence, 6)), key="latest_evidence")
