"""The review calendar: which partnerships and strategies are due, by their newest evidence.

A date known to the year or month only leaves open when exactly a review is due; the calendar says
so instead of choosing a day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from s3dash.package.sql import last_day
from s3dash.store.connection import Store

CYCLES = (6, 12, 18, 24, 36)
"""Months of a review cycle that can be chosen."""
DEFAULT_CYCLE = 12
SOON_MONTHS = 3
KINDS = {"partnership": "Partnership", "strategy": "Strategy"}
STATES = {
    # in the order of urgency
    "overdue": "overdue",
    "perhaps": "perhaps overdue: known by year or month only",
    "soon": f"due within {SOON_MONTHS} months",
    "undated": "no dated evidence",
    "later": "later",
}
DUE = ("overdue", "perhaps", "soon", "undated")
"""States in which somebody should look."""


def review_calendar(store: Store, day: date, cycle: int = DEFAULT_CYCLE) -> pd.DataFrame:
    """Partnerships, and strategies of periods that are not over, by when they are due for review.

    The newest evidence of a partnership is that of its events that are not ``related``; that of a
    strategy the newest ``as_of`` of its priorities or ``adopted_date``.

    Parameters
    ----------
    cycle
        Months after the newest evidence at which a record is due.

    Returns
    -------
    pandas.DataFrame
        ``record`` (``partnership.<id>``, ``strategy.<territory>.<period>``), ``kind`` (of
        `KINDS`), ``name, territory_id`` (of a strategy), ``partnership_id``, ``period``,
        ``led_by`` (names of those who lead a partnership, joined by a semicolon), ``country_codes``
        (list; of a strategy, or of the leads), ``countries`` (their names, joined likewise),
        ``newest`` (as stated), ``due_first, due_last`` (dates: the earliest and the latest day
        that the precision of the dates leaves open), ``state`` (of `STATES`). The most urgent
        first: by state, then by the latest day.
    """
    return store.frame(
        f"""
        WITH dated AS (
            SELECT 'partnership.' || partnership_id AS record, date AS stated,
                   date_start AS first_day, date_end AS last_day
            FROM stage_evidence WHERE coalesce(basis, 'direct') <> 'related'
            UNION ALL
            SELECT 'strategy.' || territory_id || '.' || period, as_of,
                   as_of_start, {last_day("as_of")}
            FROM priority WHERE as_of IS NOT NULL
            UNION ALL
            SELECT 'strategy.' || territory_id || '.' || period, adopted_date,
                   adopted_date_start, {last_day("adopted_date")}
            FROM strategy WHERE adopted_date IS NOT NULL
        ), newest AS (
            -- The newest is not before any first day, nor after all last days.
            SELECT record, max_by(stated, (last_day, first_day)) AS newest,
                   max(first_day) AS newest_first, max(last_day) AS newest_last
            FROM dated WHERE first_day <= $day GROUP BY record
        ), leads AS (
            SELECT partnership_id, string_agg(territory.name, '; ' ORDER BY territory.name)
                       AS led_by,
                   list(DISTINCT country_code ORDER BY country_code) AS country_codes,
                   string_agg(DISTINCT country.name, '; ' ORDER BY country.name) AS countries
            FROM membership JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE role IN ('lead', 'co-lead') GROUP BY partnership_id
        ), records AS (
            SELECT 'partnership.' || partnership_id AS record, 'partnership' AS kind, name,
                   NULL AS territory_id, partnership_id, NULL AS period, led_by,
                   coalesce(country_codes, []) AS country_codes, countries
            FROM partnership LEFT JOIN leads USING (partnership_id)
            UNION ALL
            SELECT 'strategy.' || territory_id || '.' || period, 'strategy', territory.name,
                   territory_id, NULL, period, NULL, [country_code], country.name
            FROM strategy JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE right(period, 4)::INTEGER >= $year
        ), reckoned AS (
            SELECT records.*, newest,
                   (newest_first + to_months($cycle))::DATE AS due_first,
                   (newest_last + to_months($cycle))::DATE AS due_last
            FROM records LEFT JOIN newest USING (record)
        )
        SELECT *, CASE WHEN newest IS NULL THEN 'undated' WHEN due_last < $day THEN 'overdue'
                       WHEN due_first < $day THEN 'perhaps'
                       WHEN due_first < ($day::DATE + to_months({SOON_MONTHS})) THEN 'soon'
                       ELSE 'later' END AS state
        FROM reckoned
        ORDER BY list_position($states, state), due_last, name, record
        """,
        {"day": day, "year": day.year, "cycle": cycle, "states": list(STATES)},
    )


def review_countries(store: Store) -> dict[str, str]:
    """Countries that a strategy or a lead of a partnership lies in: code -> name with the code."""
    return dict(
        store.rows("""
            SELECT country_code, any_value(country.name) || ' (' || country_code || ')' AS label
            FROM country JOIN territory USING (country_code)
            WHERE territory_id IN (SELECT territory_id FROM strategy UNION
                SELECT territory_id FROM membership WHERE role IN ('lead', 'co-lead'))
            GROUP BY country_code ORDER BY label
        """)
    )


def of_countries(calendar: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """The records of any of these countries."""
    keeps = [not {*codes}.isdisjoint(held) for held in calendar["country_codes"]]
    return calendar[pd.Series(keeps, calendar.index, dtype=bool)]


def by_country(calendar: pd.DataFrame) -> pd.DataFrame:
    """How many records of each state a country has; those led from two countries count in both.

    Returns
    -------
    pandas.DataFrame
        ``country_code``, one column a state of `STATES`, ``records`` (in all). Most due first.
        Records of no country are in the row with the code ``""``.
    """
    rows = calendar[["country_codes", "state"]].explode("country_codes")
    rows["country_code"] = rows["country_codes"].fillna("")
    counted = pd.crosstab(rows["country_code"], rows["state"]).reindex(
        columns=list(STATES), fill_value=0
    )
    counted.columns.name = None
    counted["records"] = counted.sum(axis=1)
    due = counted[list(DUE)].sum(axis=1)
    order = pd.DataFrame({"due": -due, "code": counted.index}, index=counted.index)
    return counted.loc[order.sort_values(["due", "code"]).index].reset_index()


def held_of(store: Store, record: str) -> dict[str, str]:
    """What the base holds of a record of the calendar, in words, for who shall complete it.

    Empty where there is no such record.
    """
    kind, _, rest = record.partition(".")
    if kind == "partnership":
        return _held_of_partnership(store, rest)
    territory_id, _, period = rest.rpartition(".")
    return _held_of_strategy(store, territory_id, period)


def _held_of_partnership(store: Store, partnership_id: str) -> dict[str, str]:
    found = store.rows(
        """
        SELECT name, stated_count, website,
               (SELECT count(*) FROM membership m WHERE m.partnership_id = p.partnership_id),
               (SELECT string_agg(territory.name, ', ' ORDER BY territory.name)
                FROM membership m JOIN territory USING (territory_id)
                WHERE m.partnership_id = p.partnership_id AND role IN ('lead', 'co-lead'))
        FROM partnership p WHERE partnership_id = $id
        """,
        {"id": partnership_id},
    )
    if not found:
        return {}
    [(name, stated, website, members, leads)] = found
    held = {
        "Name": name,
        "Led by": leads or "not documented",
        "Members": f"{members} documented" + (f", {stated} stated by a source" if stated else ""),
        "Web site": website or "not documented",
    }
    for stage, count, newest in store.rows(
        """
        SELECT stage.name, count(evidence_id), max_by(date, (date_end, date_start))
        FROM stage LEFT JOIN stage_evidence e
          ON e.stage_id = stage.stage_id AND partnership_id = $id
        GROUP BY stage.name, stage.position ORDER BY stage.position
        """,
        {"id": partnership_id},
    ):
        held[f"Stage {stage}"] = (
            f"{count} dated event{'s' if count > 1 else ''}, the newest of {newest}"
            if count
            else "not documented"
        )
    return held


def _held_of_strategy(store: Store, territory_id: str, period: str) -> dict[str, str]:
    found = store.rows(
        """
        SELECT territory.name, title, documented_count, stated_count, completeness,
               adopted_date, managing_body, document_url
        FROM strategy JOIN territory USING (territory_id)
        WHERE territory_id = $id AND period = $period
        """,
        {"id": territory_id, "period": period},
    )
    if not found:
        return {}
    [(name, title, documented, stated, completeness, adopted, body, address)] = found
    partial = ", known to be a part" if completeness == "partial" else ""
    return {
        "Strategy": f"{title or 'title not documented'} ({name}, {period})",
        "Priorities": f"{documented} documented{partial}"
        + (f", {stated} stated by a source" if stated is not None else ""),
        "Adopted": adopted or "not documented",
        "Managed by": body or "not documented",
        "Document": address or "not documented",
    }
