"""Plausibility: rows that are well-formed and hardly true. One declared rule a line of thought.

Two grades. An *error* stops the build, as every broken rule does. A *doubt* is listed with its rule
and stops nothing: somebody should look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from s3dash.package.problems import Problem
from s3dash.package.reading import LINE, RawTable
from s3dash.package.schema import Package
from s3dash.package.sql import first_day, identifier, last_day

ERROR, DOUBT = "error", "doubt"
LONGEST_TITLE = 400
"""Characters of a title from which it is a text."""


@dataclass(frozen=True)
class PlausibleRule:
    """A rule that a steward can read: rows of ``table`` for which ``broken_if`` holds.

    Attributes
    ----------
    grade
        `ERROR` or `DOUBT`.
    column
        The column that is looked at.
    text
        The rule in plain words.
    reads
        Columns it reads, per table; it is asked only where all are there.
    broken_if
        Condition in SQL on ``own``, the row, and what ``joins`` brings in.
    """

    grade: str
    table: str
    column: str
    text: str
    reads: Mapping[str, tuple[str, ...]]
    broken_if: str
    joins: str = ""


def _number(column: str) -> str:
    return f"TRY_CAST({column} AS DOUBLE)"


_TITLES = {
    "priority": "title",
    "stage_evidence": "title",
    "partnership": "name",
    "actor": "actor_name",
    "affiliation": "initiative",
    "platform_fact": "fact",
}
_SOURCED = (
    "country",
    "territory",
    "priority",
    "partnership",
    "membership",
    "stage_evidence",
    "affiliation",
    "actor",
    "platform_fact",
)

RULES = (
    PlausibleRule(
        ERROR,
        "domain",
        "parent_code",
        "a domain cannot be above itself",
        {"domain": ("domain_code", "parent_code")},
        """own.domain_code IN (
            WITH RECURSIVE above(start, code, steps) AS (
                SELECT domain_code, parent_code, 1 FROM domain WHERE parent_code IS NOT NULL
                UNION ALL
                SELECT start, parent_code, steps + 1 FROM above
                JOIN domain ON domain_code = code WHERE parent_code IS NOT NULL AND steps < 12)
            SELECT start FROM above WHERE start = code)""",
    ),
    PlausibleRule(
        ERROR,
        "indicator",
        "min",
        "the minimum is above the maximum",
        {"indicator": ("min", "max")},
        f"{_number('own.min')} > {_number('own.max')}",
    ),
    PlausibleRule(
        ERROR,
        "indicator_value",
        "value",
        "must be above zero: the indicator counts by its logarithm",
        {"indicator_value": ("indicator_id", "value"), "indicator": ("transformation",)},
        f"indicator.transformation = 'log' AND {_number('own.value')} <= 0",
        "JOIN indicator USING (indicator_id)",
    ),
    PlausibleRule(
        DOUBT,
        "indicator_value",
        "value",
        "is far from all other values of the indicator: is the unit right?",
        {"indicator_value": ("indicator_id", "value")},
        f"abs({_number('own.value')}) > 100 * usual.high",
        f"""JOIN (SELECT indicator_id, quantile_cont(abs({_number("value")}), 0.99) AS high
                  FROM indicator_value GROUP BY indicator_id) AS usual USING (indicator_id)""",
    ),
    PlausibleRule(
        DOUBT,
        "stage_evidence",
        "date",
        "lies in the future",
        {"stage_evidence": ("date",)},
        f"{first_day('own.date')} > current_date",
    ),
    PlausibleRule(
        DOUBT,
        "stage_evidence",
        "date",
        "lies before the launch of the partnership",
        {
            "stage_evidence": ("date", "partnership_id"),
            "partnership": ("partnership_id", "launched"),
        },
        f"{last_day('own.date')} < {first_day('partnership.launched')}",
        "JOIN partnership USING (partnership_id)",
    ),
    PlausibleRule(
        DOUBT,
        "membership",
        "role",
        "another territory leads the same partnership: are they co-leads?",
        {"membership": ("partnership_id", "role")},
        "own.role = 'lead' AND leads.count > 1",
        """JOIN (SELECT partnership_id, count(*) AS count FROM membership WHERE role = 'lead'
                 GROUP BY partnership_id) AS leads USING (partnership_id)""",
    ),
    PlausibleRule(
        DOUBT,
        "partnership",
        "stated_count",
        "more members are held than the source states",
        {
            "partnership": ("partnership_id", "stated_count"),
            "membership": ("partnership_id",),
        },
        f"{_number('own.stated_count')} < held.count",
        """JOIN (SELECT partnership_id, count(*) AS count FROM membership GROUP BY partnership_id)
                 AS held USING (partnership_id)""",
    ),
    PlausibleRule(
        DOUBT,
        "priority",
        "title",
        "the strategy has the same title twice",
        {"priority": ("territory_id", "period", "title")},
        f"""own.{identifier(LINE)} > (SELECT min(other.{identifier(LINE)}) FROM priority AS other
            WHERE other.territory_id = own.territory_id AND other.period = own.period
              AND lower(other.title) = lower(own.title))""",
    ),
    *(
        PlausibleRule(
            DOUBT,
            table,
            column,
            "says nothing: a title has words",
            {table: (column,)},
            f"NOT regexp_matches(own.{column}, '[\\pL]{{2}}') "
            f"OR lower(own.{column}) IN ('n/a', 'na', 'none', 'tbd', 'test', 'xxx', 'unknown')",
        )
        for table, column in _TITLES.items()
    ),
    *(
        PlausibleRule(
            DOUBT,
            table,
            column,
            f"has more than {LONGEST_TITLE} characters: a text, not a title",
            {table: (column,)},
            f"length(own.{column}) > {LONGEST_TITLE}",
        )
        for table, column in _TITLES.items()
    ),
    *(
        PlausibleRule(
            ERROR,
            table,
            "source_url",
            "nobody else can open this address: it is of one machine, or holds a user name",
            {table: ("source_url",)},
            r"regexp_matches(own.source_url, "
            r"'^https?://([^/?#]*@|localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1\]|[^./:]+([:/]|$))')",
        )
        for table in _SOURCED
    ),
)
"""All rules, as a steward reads them."""


def plausibility_problems(
    con: duckdb.DuckDBPyConnection,
    package: Package,
    raw: Mapping[str, RawTable],
    grade: str,
) -> Iterator[Problem]:
    """Yield a problem for every row that breaks a rule of a grade."""
    for rule in RULES:
        if rule.grade != grade or not all(
            name in raw and raw[name].row_count and raw[name].columns.issuperset(columns)
            for name, columns in rule.reads.items()
        ):
            continue
        path = package.resource(rule.table).path
        found = con.execute(
            f"""SELECT own.{identifier(LINE)}, own.{identifier(rule.column)}
                FROM {identifier(rule.table)} AS own {rule.joins} WHERE {rule.broken_if}"""
        )
        for line, value in found.fetchall():
            yield Problem(path, line, rule.column, value, rule.text)
