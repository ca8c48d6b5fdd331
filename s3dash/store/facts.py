"""Facts about a store: what it holds, what it was built from, and what it lacks."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from s3dash.package.sql import identifier
from s3dash.store.connection import Store


@dataclass(frozen=True)
class StoreGaps:
    """What the base is known to lack."""

    discontinued_codes: tuple[str, ...]
    """NUTS codes of indicator values that NUTS 2021 no longer has."""
    discontinued_values: int
    """Indicator values with such a code; they belong to no territory."""
    territories_without_code: int
    """Territories that have no NUTS code, so they are listed and not drawn."""
    partial_strategies: int
    """Strategies of which only a part of the priorities is held."""
    partial_partnerships: int
    """Partnerships of which a source states more territories than are held."""
    partnerships_without_evidence: int
    """Partnerships of which no stage is documented."""


@dataclass(frozen=True)
class StoreFacts:
    """What a store holds and what it was built from. ``built_at`` is ISO 8601 in UTC."""

    path: str
    size_bytes: int
    store_format: int
    built_at: str
    package_name: str
    package_version: str
    data_digest: str
    duckdb_version: str
    s3dash_version: str
    row_counts: dict[str, int]
    gaps: StoreGaps

    def as_json(self) -> dict[str, object]:
        """The facts as plain values, ready for ``json.dumps``."""
        return asdict(self)


def store_facts(store: Store) -> StoreFacts:
    """Read the facts about a store, with every table and its number of rows."""
    columns = (
        "store_format",
        "built_at",
        "package_name",
        "package_version",
        "data_digest",
        "duckdb_version",
        "s3dash_version",
    )
    info = store.rows(
        f"""SELECT {", ".join(columns)} FROM (
                SELECT * REPLACE (strftime(built_at, '%Y-%m-%dT%H:%M:%SZ') AS built_at)
                FROM build_info)"""
    )[0]
    names = store.rows(
        """SELECT table_name FROM duckdb_tables()
           WHERE database_name = 'store' ORDER BY table_name"""
    )
    return StoreFacts(
        path=store.fingerprint.path,
        size_bytes=store.fingerprint.size,
        **dict(zip(columns, info, strict=True)),
        row_counts={
            name: store.rows(f"SELECT count(*) FROM {identifier(name)}")[0][0] for (name,) in names
        },
        gaps=_gaps(store),
    )


def _gaps(store: Store) -> StoreGaps:
    counts = store.rows(
        """
        SELECT
            (SELECT list(DISTINCT nuts_code ORDER BY nuts_code)
                FROM indicator_value WHERE territory_id IS NULL),
            (SELECT count(*) FROM indicator_value WHERE territory_id IS NULL),
            (SELECT count(*) FROM territory WHERE nuts_level IS NULL),
            (SELECT count(*) FROM strategy WHERE completeness = 'partial'),
            (SELECT count(*) FROM partnership WHERE stated_count > (
                SELECT count(*) FROM membership
                WHERE membership.partnership_id = partnership.partnership_id)),
            (SELECT count(*) FROM partnership WHERE partnership_id NOT IN (
                SELECT partnership_id FROM stage_evidence))
        """
    )[0]
    return StoreGaps(tuple(counts[0] or ()), *counts[1:])
