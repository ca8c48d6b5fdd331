"""What the store says of itself, against the data files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pandas as pd

from s3dash.queries.base import about
from s3dash.store.connection import Store
from s3dash.store.explorer_index import INDEX_TABLES
from s3dash.store.flows import FLOW_TABLES
from tests.fixtures.frames import (
    Facts,
)

SmallStore = Callable[..., Store]


def test_about_says_what_the_store_was_built_from(store: Store, facts: Facts) -> None:
    found = about.about_store(store)
    package = found.package
    assert package["name"]
    assert found.version == package["version"]
    assert {item["name"] for item in package["resources"]} >= {"priority", "territory"}
    assert len(found.data_digest) == len(hashlib.sha256().hexdigest())
    now = datetime.now(UTC).replace(tzinfo=None)
    assert now - timedelta(hours=1) < found.built_at <= now
    assert json.dumps(package)


def test_row_counts_are_those_of_the_files(store: Store, facts: Facts) -> None:
    found = about.row_counts(store).set_index("table_name")
    own = {"source", "build_info", "doubt", *FLOW_TABLES, *INDEX_TABLES}
    resources = {item["name"] for item in about.about_store(store).package["resources"]}
    assert set(found.index) == resources | own
    for name in resources:
        assert found.loc[name, "row_count"] == len(facts(name)), name
    assert found["description"].str.len().min() > 10


def test_sources_are_all_addresses_that_rows_name(store: Store, facts: Facts) -> None:
    named = [
        (name, url)
        for name in (item["name"] for item in about.about_store(store).package["resources"])
        if "source_url" in facts(name)
        for url in facts(name)["source_url"]
        if url
    ]
    counts = pd.Series([url for _, url in named]).value_counts().to_dict()
    found = about.sources(store)
    assert dict(zip(found["url"], found["row_count"], strict=True)) == counts
    assert found["row_count"].is_monotonic_decreasing
    top = found.iloc[0]
    assert top["tables"] == ", ".join(sorted({name for name, url in named if url == top["url"]}))


def test_source_dates_run_from_first_to_last(small_store: SmallStore) -> None:
    store = small_store(
        source=[
            {
                "source_id": 1,
                "url": "https://a.org/x",
                "host": "a.org",
                "row_count": 2,
                "tables": "priority",
                "as_of_first": "2019",
                "as_of_last": "2021-05",
            },
            {
                "source_id": 2,
                "url": "https://a.org/y",
                "host": "a.org",
                "row_count": 3,
                "tables": "priority",
            },
            {
                "source_id": 3,
                "url": "https://b.org/",
                "host": "b.org",
                "row_count": 4,
                "tables": "actor",
            },
        ]
    )
    assert about.sources(store)["url"].tolist() == [
        "https://b.org/",
        "https://a.org/y",
        "https://a.org/x",
    ]
    assert about.sources(store).iloc[2][["as_of_first", "as_of_last"]].tolist() == [
        "2019",
        "2021-05",
    ]
    hosts = about.source_hosts(store)
    assert hosts.to_dict("list") == {
        "host": ["a.org", "b.org"],
        "kind": ["unclear", "unclear"],
        "pages": [2, 1],
        "row_count": [5, 4],
    }


def test_hosts_add_up_to_the_sources(store: Store) -> None:
    pages = about.sources(store)
    hosts = about.source_hosts(store).set_index("host")
    by_host = pages.assign(host=[urlsplit(url).hostname for url in pages["url"]]).groupby("host")
    assert hosts["pages"].to_dict() == by_host.size().to_dict()
    assert hosts["row_count"].to_dict() == by_host["row_count"].sum().to_dict()


def test_every_site_of_a_source_has_a_kind_and_no_other_has(store: Store, facts: Facts) -> None:
    sites = facts("site").set_index("host")["kind"]
    pages = about.sources(store)
    assert set(sites.index) == {urlsplit(url).hostname for url in pages["url"]}
    assert pages["kind"].tolist() == [sites[urlsplit(url).hostname] for url in pages["url"]]
    hosts = about.source_hosts(store).set_index("host")["kind"]
    assert hosts.to_dict() == sites.to_dict()


def test_values_of_discontinued_codes_are_counted(store: Store, facts: Facts) -> None:
    gone = facts("nuts_correspondence").query("territory_id == ''")
    values = facts("indicator_value").merge(gone, on=["nuts_code", "nuts_vintage"])
    found = about.codes_without_successor(store)
    assert (
        found.set_index("nuts_code")["values"].to_dict()
        == values["nuts_code"].value_counts().to_dict()
    )
    assert found["nuts_code"].is_monotonic_increasing
    assert len(found) > 0
