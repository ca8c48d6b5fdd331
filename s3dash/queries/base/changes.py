"""What is new: the change log of the data, and versions of the store that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from s3dash.package.sql import identifier
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store, StoreError
from s3dash.store.differences import KEY_MARK, KINDS, REMOVED, differences
from s3dash.store.versions import Version, versions

NAMES = ("title", "name", "label", "item", "question", "actor_name", "initiative", "fact", "host")
"""Columns that name a row, the best first."""
TERRITORY, PARTNERSHIP = "territory_id", "partnership_id"
SUBJECTS = (TERRITORY, PARTNERSHIP)
BEGINNING = "start"
"""Stands for what was before the first version of the log."""


def logged_versions(store: Store) -> pd.DataFrame:
    """The versions of the data that the change log tells of, newest first.

    Returns
    -------
    pandas.DataFrame
        ``version, made_on`` (date), ``made_by`` (roles or initials), ``why`` (the reasons of
        most rows), ``added`` (rows), ``changed`` (rows with a changed cell), ``files`` (that
        the changes came in, sorted, joined by a comma).
    """
    return store.frame("""
        SELECT version, max(made_on) AS made_on,
               string_agg(DISTINCT made_by, ', ' ORDER BY made_by) AS made_by,
               mode(why) AS why,
               count(DISTINCT table_name || '|' || row_key) FILTER (kind = 'added') AS added,
               count(DISTINCT table_name || '|' || row_key) FILTER (kind <> 'added') AS changed,
               string_agg(DISTINCT from_file, ', ' ORDER BY from_file) AS files
        FROM change_log GROUP BY version
        -- The log grows at its end, whatever day the clock says.
        ORDER BY max(rowid) DESC
    """)


def logged_changes(store: Store, since: str, until: str) -> pd.DataFrame:
    """What the change log tells of the versions after ``since`` up to ``until``.

    ``since`` may be `BEGINNING`. Empty where ``until`` is not newer. A count that follows from
    rows that were added is told as a changed cell like any other.

    Returns
    -------
    pandas.DataFrame
        ``version, made_on, kind`` (``added, changed``), ``table_name, row_key, column_name,
        old_value, new_value, why``, and what `described` adds. Newest version first, then in the
        order of the log.
    """
    newest_first = list(store.once(logged_versions)["version"])
    if until not in newest_first:
        return described(store, _read(store, []))
    first = newest_first.index(until)
    last = newest_first.index(since) if since in newest_first else len(newest_first)
    return described(store, _read(store, newest_first[first:last]))


def _read(store: Store, wanted: Sequence[str]) -> pd.DataFrame:
    return store.frame(
        """SELECT version, made_on,
                  CASE kind WHEN 'counted' THEN 'changed' ELSE kind END AS kind,
                  table_name, row_key, column_name, old_value, new_value, why
           FROM change_log WHERE version IN (SELECT unnest($wanted::VARCHAR[]))
           ORDER BY list_position($wanted::VARCHAR[], version), rowid""",
        {"wanted": list(wanted)},
    )


def kept_versions(store: Store) -> tuple[Version, ...]:
    """The published stores that are kept beside this one, newest first."""
    return versions(Path(store.fingerprint.path))


@dataclass(frozen=True)
class Compared:
    """Two versions of the store, and what differs; ``problem``: why they cannot be compared."""

    rows: pd.DataFrame
    problem: str = ""


def version_changes(store: Store, older: Version, newer: Version) -> Compared:
    """What differs between two kept versions, as `differences` has it and `described` adds.

    A row that was removed is described as the older version has it.
    """
    try:
        found = differences(older.path, newer.path)
        with Store.open(older.path) as before, Store.open(newer.path) as after:
            gone = found["kind"] == REMOVED
            parts = [described(after, found[~gone]), described(before, found[gone])]
    except StoreError as error:
        return Compared(described(store, _read(store, [])), error.problem)
    return Compared(pd.concat([one for one in parts if len(one)] or parts[:1]).sort_index())


def described(store: Store, changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with ``name`` of the row, ``territory_id, territory, partnership_id,
    partnership`` that it is of (missing where it is of none, or is in the store no more).

    A row without such a column is of what the row is of that it refers to: the domain of a
    priority is of the priority's territory.
    """
    resources = {one["name"]: one for one in store.once(about_store).package["resources"]}
    held = _columns(store)
    parts = [
        rows.join(_subjects(store, resources, held, table, rows), on="row_key")
        for table, rows in changes.groupby("table_name", sort=False)
    ]
    told = pd.concat(parts).loc[changes.index] if parts else _nothing(changes)
    for one in SUBJECTS:
        table = one.removesuffix("_id")
        told[table] = told[one].map(dict(store.rows(f"SELECT {one}, name FROM {table}")))
    # A row without a name of its own, such as a membership, is called by what it joins.
    joined = told["territory"] + ", " + told["partnership"]
    key = told["row_key"].str.replace(KEY_MARK, ", ")
    told["name"] = told["name"].fillna(joined).fillna(key)
    order = ["name", "territory_id", "territory", "partnership_id", "partnership"]
    return told[[*changes.columns, *order]]


def _nothing(changes: pd.DataFrame) -> pd.DataFrame:
    return changes.assign(name="", territory_id="", partnership_id="")


def _columns(store: Store) -> dict[str, set[str]]:
    return {
        table: set(columns)
        for table, columns in store.rows(
            """SELECT table_name, list(column_name) FROM duckdb_columns()
               WHERE database_name = 'store' GROUP BY table_name"""
        )
    }


def _subjects(
    store: Store,
    resources: Mapping[str, Any],
    held: Mapping[str, set[str]],
    table: str,
    rows: pd.DataFrame,
) -> pd.DataFrame:
    """``name, territory_id, partnership_id`` of rows of a table, by their key."""
    resource = resources.get(table, {"schema": {}})
    key = _names(resource["schema"].get("primaryKey", []))
    if table not in held or not key or not set(key) <= held[table]:
        return pd.DataFrame({name: [] for name in ("name", *SUBJECTS)}, dtype=str)
    own, joins = held[table], []
    found = {one: f"own.{one}" for one in SUBJECTS if one in own}
    for number, (columns, parent, reference) in enumerate(_references(resource)):
        lends = [one for one in SUBJECTS if one not in found and one in held.get(parent, ())]
        if parent != table and lends and set(reference) <= held[parent]:
            on = " AND ".join(
                f"own.{identifier(mine)} = p{number}.{identifier(theirs)}"
                for mine, theirs in zip(columns, reference, strict=True)
            )
            joins.append(f"LEFT JOIN {identifier(parent)} AS p{number} ON {on}")
            found |= {one: f"p{number}.{one}" for one in lends}
    named = [f"own.{one}::VARCHAR" for one in NAMES if one in own]
    joined = ", ".join(f"own.{identifier(one)}::VARCHAR" for one in key)
    return store.frame(
        f"""SELECT concat_ws('{KEY_MARK}', {joined}) AS row_key,
                   {f"coalesce({', '.join(named)})" if named else "NULL::VARCHAR"} AS name,
                   {", ".join(f"{found.get(one, 'NULL::VARCHAR')} AS {one}" for one in SUBJECTS)}
            FROM {identifier(table)} AS own {" ".join(joins)}
            WHERE concat_ws('{KEY_MARK}', {joined}) IN (SELECT unnest($keys))""",
        {"keys": sorted(set(rows["row_key"]))},
    ).set_index("row_key")


def _references(resource: Mapping[str, Any]) -> list[tuple[list[str], str, list[str]]]:
    return [
        (_names(one["fields"]), one["reference"]["resource"], _names(one["reference"]["fields"]))
        for one in resource["schema"].get("foreignKeys", [])
    ]


def _names(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def counts_by(changes: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """How many rows were added, changed and removed, per value of ``by``; those of none left out.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, then ``added, changed, removed``: rows, however many of their cells
        changed. Most rows first.
    """
    rows = changes.dropna(subset=list(by)).drop_duplicates(["kind", "table_name", "row_key", *by])
    counted = rows.groupby([*by, "kind"]).size().unstack(fill_value=0)
    counted = counted.reindex(columns=list(KINDS), fill_value=0)
    counted["all"] = counted.sum(axis=1)
    counted = counted.reset_index().sort_values(["all", *by], ascending=[False, *[True] * len(by)])
    counted.columns.name = None
    return counted.drop(columns="all").reset_index(drop=True)


def table_titles(store: Store) -> dict[str, str]:
    """Tables of the data package: name -> title."""
    package = store.once(about_store).package
    return {one["name"]: one.get("title") or one["name"] for one in package["resources"]}
