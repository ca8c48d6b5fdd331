"""Coverage: how complete the base is, how recent, from which sources, and what is missing."""

import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.base import coverage as ask
from s3dash.queries.base.gaps import GAPS, known_gaps
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import number
from s3dash.ui.parts import tables
from s3dash.ui.reference import countries, coverage, doubts, facts
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, drawn

VIEWS = labels_of("coverage")

chrome.heading("Coverage", chrome.text("coverage"))
Link().canonical({"view": VIEWS})
coverage.figures(answer(ask.headline))
view = filters.switch("Show", "view", VIEWS)

if view == "countries":
    levels = answer(ask.strategies_by_level)
    coverage.section(
        "Strategies by country, period and level",
        chrome.text("coverage-levels"),
        drawn(countries.levels, levels),
        levels,
        about="all countries",
        key="levels",
    )
    chrome.note(drawn(countries.without_code, levels))
    counts = answer(ask.coverage_by_country)
    st.header("Documented rows by country", anchor=False)
    row = tables.table(
        counts,
        {
            "country": "Country",
            "territories": "Territories with a strategy",
            "strategies_2014": "Strategies 2014-2020",
            "strategies_2021": "Strategies 2021-2027",
            "priorities": "Priorities",
            "partial_lists": "Lists known to be partial",
            "memberships": "Memberships",
        },
        key="coverage",
        alt="Documented strategies, priorities and memberships by country. Choose a row to open "
        "the country.",
        can_select=True,
    )
    coverage.take_away(counts, "Coverage by country", about="all countries", name="coverage")
    if row is not None and counts["territory_id"].notna().iloc[row]:
        chrome.open_page("region", territory=str(counts["territory_id"].iloc[row]))
elif view == "fields":
    stated = answer(ask.field_completeness)
    coverage.section(
        "What the rows say",
        chrome.text("coverage-fields"),
        drawn(facts.fields, stated),
        stated,
        about="all tables",
        key="fields",
    )
elif view == "dates":
    dates = answer(ask.dates)
    coverage.section(
        "Earliest and latest facts",
        "The date of the source, as the source states it; of stage evidence and platform facts, "
        "the date of the event.",
        drawn(facts.dates, dates),
        dates,
        about="all tables",
        key="dates",
    )
    by_year = answer(ask.dates_by_year)
    coverage.section(
        "Facts by year",
        "Rows by the year of that date; the stronger the shade, the larger the part of the "
        "table's rows.",
        facts.matrix(by_year, "year", facts.years(by_year["year"]), title="Facts by year"),
        by_year,
        about="all tables",
        key="years",
    )
    kinds = answer(ask.kinds_of_sources)
    coverage.section(
        "Kinds of sources",
        chrome.text("coverage-kinds"),
        facts.matrix(kinds, "kind", facts.KINDS, title="Kinds of sources"),
        kinds,
        about="all tables of facts",
        key="kinds",
    )
elif view == "doubts":
    doubts.show()
else:
    gaps = answer(known_gaps)
    for code, (title, why) in GAPS.items():
        rows = gaps[gaps["gap"] == code]
        if not rows.empty:
            st.header(f"{title}: {number(len(rows))}", anchor=False)
            st.markdown(why)
            coverage.show_gap(rows, title, key=f"gap_{code}")
    coverage.report_gap(gaps)
    coverage.take_away(gaps, "Known to be missing", about="all records", name="known-gaps")
