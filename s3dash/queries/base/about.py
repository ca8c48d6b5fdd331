"""What the store holds: version, sources, dictionary."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from s3dash.store.connection import Store


@dataclass(frozen=True)
class About:
    """Identity of a store: package version, time of build (UTC), digest of the data files."""

    version: str
    built_at: datetime
    data_digest: str
    duckdb_version: str
    package_json: str

    @cached_property
    def package(self) -> dict[str, Any]:
        """The description of the data package, as `datapackage.json` has it."""
        package: dict[str, Any] = json.loads(self.package_json)
        return package


def about_store(store: Store) -> About:
    """Which data package the store was built from, and when."""
    [(version, built_at, digest, duckdb_version, package)] = store.rows(
        "SELECT package_version, built_at, data_digest, duckdb_version, package_json"
        " FROM build_info"
    )
    return About(version, built_at, digest, duckdb_version, package)


def row_counts(store: Store) -> pd.DataFrame:
    """Tables of the store: ``table_name, row_count, description``."""
    return store.frame(
        "SELECT table_name, estimated_size AS row_count, comment AS description"
        " FROM duckdb_tables() WHERE NOT internal ORDER BY table_name"
    )


def table_rows(store: Store, table: str) -> pd.DataFrame:
    """All rows and columns of one table of the store, in the order of the data package.

    Raises
    ------
    KeyError
        If the store has no such table.
    """
    if not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = $table", {"table": table}):
        raise KeyError(table)
    # The name is one of the store's own by now; a table cannot be a bound value.
    return store.frame(f'SELECT * FROM "{table}"')


def added_columns(store: Store, table: str, known: Iterable[str]) -> pd.DataFrame:
    """What the build adds to the columns ``known`` of a table: ``name, type, description``."""
    return store.frame(
        """SELECT column_name AS name, lower(data_type) AS type, comment AS description
           FROM duckdb_columns() WHERE table_name = $table AND column_name NOT IN (
               SELECT unnest($known)) ORDER BY column_index""",
        {"table": table, "known": list(known)},
    )


def sources(store: Store) -> pd.DataFrame:
    """Every source, most used first.

    Returns
    -------
    pandas.DataFrame
        ``url, host, kind, row_count, tables, as_of_first, as_of_last``; ``kind`` of publisher as
        the data package's table ``site`` explains.
    """
    return store.frame(
        "SELECT url, host, kind, row_count, tables, as_of_first, as_of_last"
        " FROM source ORDER BY row_count DESC, url"
    )


def source_hosts(store: Store) -> pd.DataFrame:
    """Sources by publisher site: ``host, kind, pages, row_count``, most used first."""
    return store.frame(
        "SELECT host, any_value(kind) AS kind, count(*) AS pages,"
        " sum(row_count)::BIGINT AS row_count"
        " FROM source GROUP BY host ORDER BY row_count DESC, host"
    )


def codes_without_successor(store: Store) -> pd.DataFrame:
    """Indicator codes without a NUTS 2021 region: ``nuts_code, name, nuts_vintage, values``."""
    return store.frame("""
        SELECT nuts_code, name, nuts_vintage, count(*) AS "values"
        FROM indicator_value JOIN nuts_correspondence USING (nuts_code, nuts_vintage)
        WHERE indicator_value.territory_id IS NULL
        GROUP BY ALL ORDER BY nuts_code
    """)
