"""Territories beside each other: indicators, domains of their priorities, partnerships."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from s3dash.queries.territories.structure import SUM, Structure, structure
from s3dash.queries.territories.territories import memberships_of, strategies_of
from s3dash.store.connection import Store

AS_PUBLISHED = "as published"
"""Rule of a value that is that of one region, unchanged."""
LEVELS = {"sections": "Sections", "divisions": "Divisions"}
"""Levels of economic domains: a section (``C``) includes its divisions (``C10``)."""


def all_territories(store: Store) -> dict[str, str]:
    """Every territory: id -> ``name (id)``, as links and legends have it."""
    return dict(
        store.rows("SELECT territory_id, format('{} ({})', name, territory_id) FROM territory")
    )


def all_places(store: Store) -> dict[str, str]:
    """As `all_territories`, with the countries that are no territory of their own: Moldova."""
    countries = store.rows(
        "SELECT country_code, format('{} ({})', name, country_code) FROM country"
    )
    return dict(countries) | all_territories(store)


COMPARED_COLUMNS = [
    *("indicator_id", "label", "unit", "theme", "territory_id", "territory", "value", "year"),
    *("origin", "rule", "from_regions", "eu_lower", "eu_equal", "eu_regions", "eu_median"),
    *("note", "source_title", "licence"),
]


def compared_indicators(store: Store, *territory_ids: str) -> pd.DataFrame:
    """Every indicator of every territory, with its place among the regions of the EU.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, unit, theme, territory_id, territory, value`` (in ``unit``; NaN: not
        available), ``year`` (of the newest value in it; NA without one), ``origin`` (empty:
        published for the region; else how it was derived or that it is not available), ``rule``
        (of the derivation, as `Structure.rule`, or `AS_PUBLISHED`; None without a value),
        ``from_regions`` (codes of the regions that went in; None without a value), ``eu_lower,
        eu_equal`` (how many NUTS 2 regions of the EU have a lower and the same value; NA where no
        place can be told), ``eu_regions`` (of how many), ``eu_median, note, source_title,
        licence``. One row per indicator and territory, in the order of the data package and of
        ``territory_ids``. A sum of several regions has no place among single regions.
    """
    known = structure(store)
    rows = []
    for column, indicator in enumerate(known.indicators.to_dict("records")):
        eu = known.eu_values[:, column]
        eu = eu[~np.isnan(eu)]
        rows += [
            {
                **{name: indicator[name] for name in ("indicator_id", "label", "unit", "theme")},
                **_compared(known, territory_id, column, eu),
                **{name: indicator[name] for name in ("note", "source_title", "licence")},
            }
            for territory_id in territory_ids
        ]
    frame = pd.DataFrame(rows, columns=COMPARED_COLUMNS)
    return frame.astype({"value": float, "year": "Int64", "eu_lower": "Int64", "eu_equal": "Int64"})


def _compared(known: Structure, territory_id: str, column: int, eu: np.ndarray) -> dict[str, Any]:
    """An indicator of a territory, and its place among the regions of the EU that have it."""
    row = known.row_of.get(territory_id)
    value = np.nan if row is None else float(known.values[row, column])
    rule = None if np.isnan(value) else known.rule(territory_id, column)
    has_place = rule is not None and rule != SUM
    return {
        "territory_id": territory_id,
        "territory": territory_id if row is None else known.territories["name"].iloc[row],
        "value": value,
        "year": None if np.isnan(value) else int(known.years[row, column]),
        "origin": known.origin(territory_id, column),
        "rule": AS_PUBLISHED if rule == "" else rule,
        "from_regions": ", ".join(known.regions(territory_id, column)) or None,
        "eu_lower": int((eu < value).sum()) if has_place else None,
        "eu_equal": int((eu == value).sum()) if has_place else None,
        "eu_regions": len(eu),
        "eu_median": float(np.median(eu)) if len(eu) else np.nan,
    }


def compared_domains(store: Store, level: str, period: str, *territory_ids: str) -> pd.DataFrame:
    """Documented priorities by economic domain and territory.

    Parameters
    ----------
    level : str
        One of `LEVELS`. A priority counts once in each of its domains, in a section once.
    period : str
        A programming period; empty for all.

    Returns
    -------
    pandas.DataFrame
        ``code, label, territory_id, priorities`` (at least 1), ``holders`` (how many of the
        territories have the domain); most holders first, then by code.
    """
    return store.frame(
        """
        WITH chosen AS (
            SELECT DISTINCT priority_id, territory_id,
                   CASE WHEN $level = 'sections' THEN coalesce(parent_code, domain_code)
                        ELSE domain_code END AS code
            FROM priority JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
            WHERE list_contains($territory_ids, territory_id) AND taxonomy = 'economic'
              AND ($period = '' OR period = $period)
              AND ($level = 'sections' OR parent_code IS NOT NULL)
        ), counted AS (
            SELECT code, territory_id, count(*)::INTEGER AS priorities
            FROM chosen GROUP BY code, territory_id
        )
        SELECT code, label, territory_id, priorities,
               (count(*) OVER (PARTITION BY code))::INTEGER AS holders
        FROM counted JOIN domain ON domain_code = code
        ORDER BY holders DESC, code, list_position($territory_ids, territory_id)
        """,
        {"level": level, "period": period, "territory_ids": list(territory_ids)},
    )


def titles_in_domain(store: Store, code: str, period: str, *territory_ids: str) -> pd.DataFrame:
    """Priorities of the territories with an economic domain; a section includes its divisions.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, territory_id, period, title, source_url``, in the order of
        ``territory_ids``, newest period first.
    """
    return store.frame(
        """
        SELECT priority_id, territory_id, period, title, source_url FROM priority
        WHERE list_contains($territory_ids, territory_id) AND ($period = '' OR period = $period)
          AND priority_id IN (
              SELECT priority_id FROM priority_domain JOIN domain USING (domain_code)
              WHERE domain_code = $code OR parent_code = $code)
        ORDER BY list_position($territory_ids, territory_id), period DESC, priority_id
        """,
        {"code": code, "period": period, "territory_ids": list(territory_ids)},
    )


def compared_partnerships(store: Store, *territory_ids: str) -> pd.DataFrame:
    """Partnerships of the territories.

    Returns
    -------
    pandas.DataFrame
        ``territory_id``, the columns of `queries.territories.memberships_of`, and ``holders`` (how
        many of the territories are members); most holders first, then by name of the partnership.
    """
    frame = _of_each(store, memberships_of, territory_ids)
    frame["holders"] = frame.groupby("partnership_id")["territory_id"].transform("nunique")
    return frame.sort_values(
        ["holders", "partnership", "partnership_id"],
        ascending=[False, True, True],
        kind="stable",
        ignore_index=True,
    )


def compared_strategies(store: Store, *territory_ids: str) -> pd.DataFrame:
    """Strategies of the territories: ``territory_id`` and `queries.territories.strategies_of`."""
    frame = _of_each(store, strategies_of, territory_ids)
    return frame.sort_values("period", ascending=False, kind="stable", ignore_index=True)


def _of_each(
    store: Store, question: Callable[[Store, str], pd.DataFrame], territory_ids: tuple[str, ...]
) -> pd.DataFrame:
    frames = []
    for territory_id in territory_ids:
        frame = question(store, territory_id)
        frame.insert(0, "territory_id", territory_id)
        frames.append(frame)
    held = [frame for frame in frames if len(frame)]
    return pd.concat(held or frames[:1], ignore_index=True)
