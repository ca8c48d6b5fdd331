"""Data: sources, licences, dictionary, build, downloads."""

import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.base import about as ask
from s3dash.queries.explorer.priorities import SOURCE_KINDS
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import long_date, plain
from s3dash.ui.parts import tables
from s3dash.ui.reference import changes, dictionary, whole
from s3dash.ui.shell import chrome, links, registry
from s3dash.ui.shell.library import answer

VIEWS = labels_of("data")
MOST_SITES = 250

chrome.heading("Data", chrome.text("data"))
links.linked_html(
    f"<p>How complete it is stands on the page {links.page_link('coverage', 'Coverage')}.</p>",
    key="data_coverage",
)
link = Link()
if link.text("view").lower() == "coverage":
    # A view of this page until it became a page: links to it go on working.
    link.write({"view": ""})
    st.info("Coverage has a page of its own now.", icon=":material/move_item:")
    st.page_link(registry.page("coverage"), label="Open Coverage")
about = answer(ask.about_store)
link.canonical({"view": VIEWS, "table": dictionary.table_names(about.package)})
view = filters.switch("Show", "view", VIEWS)

if view == "sources":
    hosts = answer(ask.source_hosts)
    st.markdown(chrome.text("licences"))
    shown = hosts.head(MOST_SITES)
    if len(shown) < len(hosts):
        st.markdown(f"The {len(shown)} sites used most, of {len(hosts)}; the file has all.")
    tables.table(
        shown.assign(kind=shown["kind"].map(SOURCE_KINDS).fillna(shown["kind"])),
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
    whole.downloads()
    dictionary.show(about.package)
    dictionary.derived()
elif view == "versions":
    changes.compare_versions()
else:
    title = about.package.get("title", about.package["name"])
    st.markdown(
        f"Data package **{plain(title)}**, version {about.version}. Store built "
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
        + ", ".join(plain(f"{row.nuts_code} {row.name}") for row in missing.itertuples(index=False))
        + "."
    )
