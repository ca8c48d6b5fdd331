"""Rules of the domain: what must hold between rows and the schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE, RawTable
from s3dash.package.schema import Package
from s3dash.package.sound import unless_sound
from s3dash.package.sql import identifier


@dataclass(frozen=True)
class DomainRule:
    """A rule between rows.

    Attributes
    ----------
    resource
        Resource whose rows break it.
    text
        The rule in plain words, as a steward reads it.
    reads
        Columns it reads, per resource: all that its answer depends on. It is checked only where
        they are there.
    sql
        Query for the rows that break it: line, column, value, rule.
    """

    resource: str
    text: str
    reads: Mapping[str, tuple[str, ...]]
    sql: str


DOMAIN_RULES = (
    DomainRule(
        "strategy",
        "documented_count is the number of its priorities on file",
        {
            "strategy": ("territory_id", "period", "documented_count"),
            "priority": ("territory_id", "period"),
        },
        """
        SELECT strategy."#line", 'documented_count', documented_count,
            format('priority.csv has {} priorities of {} in {}',
                count(priority.territory_id), territory_id, period)
        FROM strategy LEFT JOIN priority USING (territory_id, period)
        GROUP BY strategy."#line", documented_count, territory_id, period
        HAVING TRY_CAST(documented_count AS BIGINT) <> count(priority.territory_id)
        """,
    ),
    DomainRule(
        "strategy",
        "stated_count is not below documented_count",
        {"strategy": ("documented_count", "stated_count")},
        """
        SELECT "#line", 'stated_count', stated_count,
            format('less than the documented_count {}', documented_count)
        FROM strategy
        WHERE TRY_CAST(stated_count AS BIGINT) < TRY_CAST(documented_count AS BIGINT)
        """,
    ),
    DomainRule(
        "strategy",
        "a partial strategy says why it is partial",
        {"strategy": ("completeness", "completeness_note")},
        """
        SELECT "#line", 'completeness_note', NULL, 'a partial strategy must say why it is partial'
        FROM strategy
        WHERE completeness = 'partial' AND completeness_note IS NULL
        """,
    ),
    DomainRule(
        "territory",
        "nuts_level is that of the code; without a NUTS code there is none",
        {"territory": ("territory_id", "nuts_level", "nuts_vintage")},
        # A country outside NUTS has a code of two letters all the same.
        """
        SELECT "#line", 'nuts_level', nuts_level,
            CASE WHEN nuts_level IS NULL THEN 'a territory with a NUTS code must have its level'
                WHEN territory_id LIKE '%-%' THEN 'a territory without a NUTS code has no level'
                ELSE format('the code {} is of level {}', territory_id, length(territory_id) - 2)
            END
        FROM territory
        WHERE TRY_CAST(nuts_level AS BIGINT) IS DISTINCT FROM
            CASE WHEN territory_id NOT LIKE '%-%'
                AND NOT (length(territory_id) = 2 AND nuts_vintage IS NULL)
                THEN length(territory_id) - 2 END
        """,
    ),
    DomainRule(
        "territory",
        "parent_id is the region one NUTS level up",
        {"territory": ("territory_id", "nuts_level", "parent_id")},
        """
        SELECT child."#line", 'parent_id', child.parent_id,
            format('{} must have the parent one NUTS level up, {}',
                child.territory_id, coalesce(child.territory_id[:-2], 'none'))
        FROM territory AS child
        WHERE child.nuts_level IN ('1', '2', '3')
          AND child.parent_id IS DISTINCT FROM child.territory_id[:-2]
        """,
    ),
    DomainRule(
        "territory",
        "the code starts with that of its country",
        {"territory": ("territory_id", "country_code")},
        """
        SELECT "#line", 'territory_id', territory_id,
            format('does not start with its country code {}', country_code)
        FROM territory
        WHERE NOT starts_with(territory_id, country_code)
        """,
    ),
    DomainRule(
        "domain",
        "parent_code is of the same taxonomy",
        {"domain": ("domain_code", "taxonomy", "parent_code")},
        """
        SELECT child."#line", 'parent_code', child.parent_code,
            format('is of the taxonomy {}, not {}', parent.taxonomy, child.taxonomy)
        FROM domain AS child JOIN domain AS parent ON child.parent_code = parent.domain_code
        WHERE child.taxonomy <> parent.taxonomy
        """,
    ),
    DomainRule(
        "domain_link",
        "only economic domains stand along a chain",
        {"domain_link": ("domain_code",), "domain": ("domain_code", "taxonomy")},
        """
        SELECT domain_link."#line", 'domain_code', domain_code,
            format('is of the taxonomy {}: only economic domains stand along a chain', taxonomy)
        FROM domain_link JOIN domain USING (domain_code) WHERE taxonomy <> 'economic'
        """,
    ),
    DomainRule(
        "priority_domain",
        "positions of a priority run from 1 without gaps in each taxonomy",
        {
            "priority_domain": ("priority_id", "domain_code", "position"),
            "domain": ("domain_code", "taxonomy"),
        },
        """
        SELECT line, 'position', position,
            format('expected {}: positions of {} run from 1 without gaps in the {} taxonomy',
                expected, priority_id, taxonomy)
        FROM (
            SELECT priority_domain."#line" AS line, priority_id, taxonomy, position,
                row_number() OVER (PARTITION BY priority_id, taxonomy
                    ORDER BY TRY_CAST(position AS BIGINT), priority_domain."#line") AS expected
            FROM priority_domain JOIN domain USING (domain_code)
        )
        WHERE TRY_CAST(position AS BIGINT) <> expected
        """,
    ),
    DomainRule(
        "priority_platform",
        "positions of a priority run from 1 without gaps",
        {"priority_platform": ("priority_id", "position")},
        """
        SELECT line, 'position', position,
            format('expected {}: positions of {} run from 1 without gaps', expected, priority_id)
        FROM (
            SELECT "#line" AS line, priority_id, position,
                row_number() OVER (PARTITION BY priority_id
                    ORDER BY TRY_CAST(position AS BIGINT), "#line") AS expected
            FROM priority_platform
        )
        WHERE TRY_CAST(position AS BIGINT) <> expected
        """,
    ),
    DomainRule(
        "neighbour",
        "both codes are of one NUTS level, the larger one second: each border stands there once",
        {"neighbour": ("territory_id", "neighbour_id")},
        """
        SELECT "#line", 'neighbour_id', neighbour_id,
            CASE WHEN length(territory_id) <> length(neighbour_id)
                THEN format('is not of the NUTS level of {}', territory_id)
                ELSE 'must be the larger of the two codes: each border stands there once' END
        FROM neighbour
        WHERE length(territory_id) <> length(neighbour_id) OR territory_id >= neighbour_id
        """,
    ),
    DomainRule(
        "hub",
        "each code in also_serves is a territory",
        {"hub": ("hub_id", "also_serves"), "territory": ("territory_id",)},
        """
        SELECT line, 'also_serves', also_serves,
            format('{} is not a territory_id of territory.csv', code)
        FROM (
            SELECT hub."#line" AS line, also_serves,
                trim(unnest(string_split(also_serves, ';'))) AS code
            FROM hub
        )
        WHERE code NOT IN (SELECT territory_id FROM territory WHERE territory_id IS NOT NULL)
        """,
    ),
    DomainRule(
        "project",
        "a tie to a partnership says what it is based on, and there is none without a tie",
        {"project": ("partnership_id", "partnership_basis")},
        """
        SELECT "#line", 'partnership_basis', partnership_basis,
            CASE WHEN partnership_id IS NULL THEN 'there is no partnership that it could be of'
                ELSE 'a tie to a partnership must say what it is based on' END
        FROM project
        WHERE (partnership_id IS NULL) <> (partnership_basis IS NULL)
        """,
    ),
    DomainRule(
        "nuts_correspondence",
        "a code that lives on is its own territory, a discontinued one has none",
        {"nuts_correspondence": ("nuts_code", "territory_id", "change")},
        """
        SELECT "#line", 'territory_id', territory_id,
            CASE WHEN change = 'discontinued' THEN 'a discontinued code has no territory'
                ELSE format('must be {}: the code lives on', nuts_code) END
        FROM nuts_correspondence
        WHERE territory_id IS DISTINCT FROM CASE WHEN change <> 'discontinued' THEN nuts_code END
        """,
    ),
    DomainRule(
        "indicator",
        "value_count is the number of regions with a value",
        {
            "indicator": ("indicator_id", "value_count"),
            "indicator_value": ("indicator_id", "nuts_code"),
        },
        """
        SELECT indicator."#line", 'value_count', value_count,
            format('indicator_value.csv has {} regions with a value of {}',
                count(DISTINCT nuts_code), indicator_id)
        FROM indicator LEFT JOIN indicator_value USING (indicator_id)
        GROUP BY indicator."#line", value_count, indicator_id
        HAVING TRY_CAST(value_count AS BIGINT) <> count(DISTINCT nuts_code)
        """,
    ),
)


def domain_problems(
    con: duckdb.DuckDBPyConnection, package: Package, raw: Mapping[str, RawTable]
) -> Iterator[Problem]:
    """Yield a problem for every row that breaks a rule of the domain."""
    for rule in DOMAIN_RULES:
        if all(
            name in raw and raw[name].row_count and raw[name].columns.issuperset(columns)
            for name, columns in rule.reads.items()
        ):
            yield from unless_sound(
                _broken(con, rule, package.resource(rule.resource).path),
                *((package.resource(name), raw[name].sha256) for name in rule.reads),
                what=rule.sql,
            )


def _broken(con: duckdb.DuckDBPyConnection, rule: DomainRule, path: str) -> Iterator[Problem]:
    found = con.execute(
        f"""SELECT * FROM ({rule.sql}) AS broken(line, column_name, value, rule)
            WHERE line IN (FROM {identifier(rule.resource)} SELECT "{LINE}" WHERE "{IS_WHOLE}")"""
    )
    for line, column, value, text in found.fetchall():
        yield Problem(path, line, column, value, text)


assert LINE == "#line", "the rules name this column in their text"
