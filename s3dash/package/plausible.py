"""Plausibility: rows that are well-formed and hardly true. One declared rule a line of thought.

Two grades. An *error* stops the build, as every broken rule does. A *doubt* is listed with its rule
and stops nothing: somebody should look. Who has looked confirms the cell in the table
`confirmed_doubt`, with the reason; that holds as long as the cell says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from s3dash.package.problems import Problem
from s3dash.package.reading import LINE, RawTable
from s3dash.package.schema import Package
from s3dash.package.sound import unless_sound
from s3dash.package.sql import first_day, identifier, last_day

ERROR, DOUBT = "error", "doubt"
CONFIRMED = "confirmed_doubt"
"""The table of cells that somebody has looked at and found right."""
KEY_MARK = "|"
"""Between the parts of the key of a row."""
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
        Columns it reads, per table: all that its answer depends on, but for the day, and a row that
        is in order today is so tomorrow. It is asked only where they are there.
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
    "strategy": "title",
    "hub": "name",
    "project": "title",
    "document": "title",
    "stage_evidence": "title",
    "partnership": "name",
    "actor": "actor_name",
    "affiliation": "initiative",
    "platform_fact": "fact",
}
_ADDRESSES = {
    **dict.fromkeys(
        (
            *("country", "territory", "territory_name", "priority", "platform", "membership"),
            *("stage_evidence", "workflow_item", "affiliation", "actor", "platform_fact"),
            *("project", "project_partner", "indicator_source"),
        ),
        ("source_url",),
    ),
    "strategy": ("source_url", "document_url"),
    "partnership": ("source_url", "website"),
    "hub": ("source_url", "website"),
    "document": ("source_url", "url"),
}
_PRIVATE = (
    r"^https?://([^/?#]*@|localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\."
    r"|0\.0\.0\.0|\[(::1?|f[cd]|fe80)[^\]]*\]|[^./:]+([:/]|$)"
    r"|[^/?#:]+\.(local|localhost|internal|intranet|lan)([:/?#]|$))"
)
_NOTHING = "'" + "', '".join((
    "n/a", "na", "none", "null", "nil", "nan", "tbd", "tba", "tbc", "todo", "test", "dummy",
    "xx", "xxx", "unknown", "untitled",
)) + "'"  # fmt: skip
"""Words that stand where there is no title."""
_PAST = {
    # dates that say when something was, or was read
    "strategy": ("adopted_date",),
    "priority": ("as_of",),
    "platform": ("launched",),
    "partnership": ("launched", "as_of"),
    "membership": ("as_of",),
    "stage_evidence": ("date",),
    "platform_fact": ("date",),
    "hub": ("as_of",),
}
_PLACED = ("membership", "hub", "actor", "project_partner")
"""Tables whose rows name a place beside its code."""
_NAMES = """(
    SELECT territory_id, unnest([name, name_native, name_latin]) AS name FROM territory
    UNION ALL SELECT territory_id, name FROM territory_name)"""

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
        {
            "indicator_value": ("indicator_id", "value"),
            "indicator": ("indicator_id", "transformation"),
        },
        f"indicator.transformation = 'log' AND {_number('own.value')} <= 0",
        "JOIN indicator USING (indicator_id)",
    ),
    PlausibleRule(
        DOUBT,
        "indicator_value",
        "value",
        "is far from all other values of the indicator: is the unit right?",
        {"indicator_value": ("indicator_id", "nuts_code", "value")},
        f"""abs({_number("own.value")}) > 100 * usual.high
            OR abs({_number("own.value")}) > 10 * CASE WHEN own.nuts_code = usual.whose
                THEN usual.second ELSE usual.largest END""",
        f"""JOIN (SELECT indicator_id, quantile_cont(size, 0.99) AS high, max(size) AS largest,
                         arg_max(nuts_code, size) AS whose, max(size, 2)[2] AS second
                  FROM (SELECT indicator_id, nuts_code, max(abs({_number("value")})) AS size
                        FROM indicator_value GROUP BY ALL)
                  GROUP BY indicator_id) AS usual USING (indicator_id)""",
    ),
    PlausibleRule(
        DOUBT,
        "indicator_value",
        "value",
        "is 200 times as large or small as this region's other years: is the unit right?",
        {"indicator_value": ("indicator_id", "nuts_code", "value")},
        f"""years.count > 2 AND years.middle > 0 AND {_number("own.value")} > 0
            AND NOT {_number("own.value")} BETWEEN years.middle / 200 AND years.middle * 200""",
        f"""JOIN (SELECT indicator_id, nuts_code, count(*) AS count,
                         median({_number("value")}) AS middle
                  FROM indicator_value GROUP BY ALL) AS years USING (indicator_id, nuts_code)""",
    ),
    PlausibleRule(
        DOUBT,
        "indicator_value",
        "value",
        "is below zero, as hardly any other value of the indicator is",
        {"indicator_value": ("indicator_id", "value")},
        f"{_number('own.value')} < 0 AND signs.below < 0.01 * signs.count",
        f"""JOIN (SELECT indicator_id, count(*) AS count,
                         count(*) FILTER ({_number("value")} < 0) - 1 AS below
                  FROM indicator_value GROUP BY indicator_id) AS signs USING (indicator_id)""",
    ),
    *(
        PlausibleRule(
            DOUBT,
            table,
            column,
            "lies in the future",
            {table: (column,)},
            f"{first_day(f'own.{column}')} > current_date",
        )
        for table, columns in _PAST.items()
        for column in columns
    ),
    *(
        PlausibleRule(
            DOUBT,
            table,
            "territory_name",
            "is the name of another territory than the code: which of the two is right?",
            {
                table: ("territory_id", "territory_name"),
                "territory": ("territory_id", "name", "name_native", "name_latin"),
                "territory_name": ("territory_id", "name"),
            },
            # What lies in it or around it may be named in its place.
            f"""EXISTS (FROM {_NAMES} AS named WHERE lower(named.name) = lower(own.territory_name))
                AND NOT EXISTS (FROM {_NAMES} AS named
                    WHERE lower(named.name) = lower(own.territory_name)
                      AND (starts_with(named.territory_id, own.territory_id)
                           OR starts_with(own.territory_id, named.territory_id)))""",
        )
        for table in _PLACED
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
            f"OR lower(rtrim(own.{column}, '. ')) IN ({_NOTHING})",
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
            column,
            "nobody else can open this address: it is of one machine, or holds a user name",
            {table: (column,)},
            f"regexp_matches(own.{column}, '{_PRIVATE}')",
        )
        for table, columns in _ADDRESSES.items()
        for column in columns
    ),
)
"""All rules, as a steward reads them."""


@dataclass(frozen=True)
class Doubt:
    """A row that breaks a rule of the grade `DOUBT`: its table, line, key, the cell and the rule.

    ``row_key``: parts of the key joined by `KEY_MARK`. ``reason``: why it is right all the same,
    as whoever confirmed it says; empty: nobody has.
    """

    table: str
    line: int
    row_key: str
    column: str
    value: str
    rule: str
    reason: str


def doubts_of(
    con: duckdb.DuckDBPyConnection, package: Package, raw: Mapping[str, RawTable]
) -> Iterator[Doubt]:
    """Yield every doubt, those that are confirmed among them, in the order of `RULES`."""
    reasons = _confirmed(con, raw)
    for rule in _asked(raw, DOUBT):
        key = package.resource(rule.table).primary_key
        joined = ", ".join(f"own.{identifier(name)}" for name in key)
        row_keys = f"concat_ws('{KEY_MARK}', {joined})"
        for line, value, row_key in _broken(con, package, raw, rule, row_keys):
            text = value or ""
            reason = reasons.get((rule.table, row_key, rule.column, _in_line(text)), "")
            yield Doubt(rule.table, line, row_key, rule.column, text, rule.text, reason)


def plausibility_problems(
    con: duckdb.DuckDBPyConnection,
    package: Package,
    raw: Mapping[str, RawTable],
    grade: str,
) -> Iterator[Problem]:
    """Yield a problem for every row that breaks a rule of a grade; confirmed doubts are none."""
    if grade == DOUBT:
        for one in doubts_of(con, package, raw):
            if not one.reason:
                path = package.resource(one.table).path
                yield Problem(path, one.line, one.column, one.value or None, one.rule)
        return
    for rule in _asked(raw, grade):
        path = package.resource(rule.table).path
        for line, value, _ in _broken(con, package, raw, rule, "NULL"):
            yield Problem(path, line, rule.column, value, rule.text)


def _asked(raw: Mapping[str, RawTable], grade: str) -> Iterator[PlausibleRule]:
    """The rules of a grade whose columns are all there."""
    for rule in RULES:
        if rule.grade == grade and all(
            name in raw and raw[name].row_count and raw[name].columns.issuperset(columns)
            for name, columns in rule.reads.items()
        ):
            yield rule


def _broken(
    con: duckdb.DuckDBPyConnection,
    package: Package,
    raw: Mapping[str, RawTable],
    rule: PlausibleRule,
    row_key: str,
) -> Iterator[tuple[int, str | None, str]]:
    """Line, value and key of the rows that break a rule."""

    def found() -> Iterator[tuple[int, str | None, str]]:
        yield from con.execute(
            f"""SELECT own.{identifier(LINE)}, own.{identifier(rule.column)}, {row_key}
                FROM {identifier(rule.table)} AS own {rule.joins} WHERE {rule.broken_if}"""
        ).fetchall()

    return unless_sound(
        found(),
        *((package.resource(name), raw[name].sha256) for name in rule.reads),
        what=(rule.table, rule.column, rule.text),
    )


def _confirmed(
    con: duckdb.DuckDBPyConnection, raw: Mapping[str, RawTable]
) -> dict[tuple[str, str, str, str], str]:
    """Reasons by table, key, column and value of the cells that somebody confirmed."""
    needed = ("table_name", "row_key", "column_name", "value", "reason")
    if CONFIRMED not in raw or not raw[CONFIRMED].columns.issuperset(needed):
        return {}
    found = con.execute(
        f"""SELECT table_name, row_key, column_name, coalesce(value, ''), reason
            FROM {CONFIRMED} WHERE reason IS NOT NULL"""
    )
    return {
        (table, key, column, _in_line(value)): why
        for table, key, column, value, why in found.fetchall()
    }


def _in_line(value: str) -> str:
    # The desk brings the white space of what is sent in order; the doubted cell may have its own.
    return " ".join(value.split())
