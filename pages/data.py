"""Data: coverage, sources, licences, dictionary, build, downloads."""

import streamlit as st

from s3dash.queries import about as ask
from s3dash.ui import chrome, dictionary, filters, tables
from s3dash.ui.library import answer
from s3dash.ui.text import long_date

VIEWS = {
    "coverage": "Coverage",
    "sources": "Sources and licences",
    "dictionary": "Dictionary and downloads",
    "build": "Build",
}

chrome.heading("Data", chrome.text("data"))
about = answer(ask.about_store)
filters.canonical_url("data", {"view": VIEWS, "table": dictionary.table_names(about.package)})
view = filters.switch("Show", "view", VIEWS)

if view == "coverage":
    coverage = answer(ask.coverage_by_country)
    tables.table(
        coverage,
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
        alt="Documented strategies, priorities and memberships by country",
        rows_shown=14,
    )
    chrome.note(
        "Counts of documented rows. A zero means that we hold nothing, not that nothing is."
    )
    tables.take_away(
        lambda: coverage,
        title="Coverage by country",
        filters="all countries",
        file_name="coverage",
        key="coverage_take",
    )
elif view == "sources":
    hosts = answer(ask.source_hosts)
    st.markdown(chrome.text("licences"))
    tables.table(
        hosts,
        {
            "host": "Site",
            "kind": "Kind",
            "pages": "Pages",
            "row_count": "Rows taken from it",
        },
        key="hosts",
        alt="Sites that facts were taken from, most used first",
        rows_shown=10,
    )
    tables.take_away(
        lambda: hosts,
        title="Sites that facts were taken from",
        filters="all sites",
        file_name="sites",
        key="hosts_take",
    )
    st.markdown("**Every page**, with the tables that use it and its dates")
    tables.take_away(
        lambda: answer(ask.sources),
        title="Sources",
        filters="all sources",
        file_name="sources",
        key="sources_take",
    )
elif view == "dictionary":
    dictionary.show(about.package)
else:
    st.markdown(
        f"Data package **{about.package['title']}**, version {about.version}. Store built "
        f"{long_date(about.built_at)}, {about.built_at:%H:%M} UTC "
        f"with DuckDB {about.duckdb_version}. Digest of the data files: `{about.data_digest[:16]}`."
    )
    counts = answer(ask.row_counts)
    tables.table(
        counts,
        {
            "table_name": "Table",
            "row_count": "Rows",
            "description": st.column_config.TextColumn("One row is", width="large"),
        },
        key="row_counts",
        alt="Tables of the store with their number of rows",
        rows_shown=24,
    )
    tables.take_away(
        lambda: counts,
        title="Tables of the store",
        filters="all tables",
        file_name="tables",
        key="counts_take",
    )
    missing = answer(ask.codes_without_successor)
    st.markdown(
        f"**{int(missing['values'].sum())} indicator values** are of regions that have no NUTS "
        "2021 successor of the same extent; they are kept, without a territory: "
        + ", ".join(f"{row.nuts_code} {row.name}" for row in missing.itertuples(index=False))
        + "."
    )
