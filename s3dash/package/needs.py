"""What the pages read: tables and columns that a data package must have, and those it may lack.

What it lacks is in the store all the same, empty: no question to the store need ask whether it is
there. Meanings, keys and rules stand in ``datapackage.json`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from s3dash.package.description import PACKAGE_FILE
from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE
from s3dash.package.schema import Field, Package, Resource
from s3dash.package.sql import identifier

PARTIAL_DATE = "partial-date"
READ = """
country: country_code! name! status! source_url!
territory: territory_id! name! name_native name_latin! nuts_level:integer+ nuts_vintage:integer
    parent_id country_code! note source_url!
territory_name?: territory_id! name! kind! source_url
neighbour?: territory_id! neighbour_id! source_url!
macro_region?: macro_region_id! name! strategy! year:integer! source_url!
macro_region_territory?: macro_region_id! territory_id! note source_url!
strategy: territory_id! period! documented_count:integer! stated_count:integer completeness!
    completeness_note evidence_note title document_url adopted_date:partial-date managing_body
    budget_eur:integer source_url
priority: priority_id! territory_id! period! title! description classified_by! source_url!
    as_of:partial-date
priority_domain: priority_id! domain_code! position:integer!
priority_platform: priority_id! platform_id! position:integer!
domain: domain_code! taxonomy! parent_code label! basis! source_url!
platform: platform_id! name! position:integer! description! launched:partial-date source_url!
partnership: partnership_id! platform_id! name! acronym scope! launched:partial-date
    stated_count:integer website status_note source_url! as_of:partial-date
membership: partnership_id! territory_id! territory_name! role! basis! source_url!
    as_of:partial-date
stage: stage_id! name! position:integer! definition! is_jrc_supported:boolean! source_url!
workflow_item?: item_id! stage_id kind! item! source_title source_url
stage_evidence: evidence_id! partnership_id! stage_id! date:partial-date! title! detail! basis
    note source_url!
affiliation?: partnership_id! initiative! relation! source_url!
actor?: partnership_id! actor_name! helix! territory_id territory_name role! source_url!
platform_fact?: fact_id! platform_id date:partial-date fact! figure:integer source_url!
guidance?: guidance_id! ris3_stage! question! answer! policy_tools example example_regions
    source_title!
hub?: hub_id! name! acronym territory_id! territory_name! also_serves kind! status! status_note
    start_date:partial-date specialisation technologies services coordinator website source_url!
    as_of:partial-date note
project?: project_id! acronym title programme! strand start_date:partial-date
    end_date:partial-date eu_contribution_eur:integer total_cost_eur:integer partnership_id
    partnership_basis topic source_url! note
project_partner?: project_id! partner_name! territory_id territory_name role! source_url!
document?: document_id! title! kind! year:year publisher! language! summary! topics! url
    source_url! note
indicator?: indicator_id! label! unit! theme! year_note! coverage_note value_count:integer!
    value_count_eu27:integer! value_count_nuts2021:integer! min:number! median:number! max:number!
    aggregation is_structural:boolean! transformation note source_title! licence!
nuts_correspondence?: nuts_code! nuts_vintage:integer! name! territory_id change! source_url!
indicator_source?: source_id! source_title! obtained_from! source_url licence!
indicator_value?: indicator_id! nuts_code! nuts_vintage:integer! year:year! value:number! flag
    source_id!
chain_link?: link_id! name! position:integer! definition!
domain_link?: domain_code! link_id! basis! note
topic_word?: topic_id! language! word! basis! source_url
site?: host! kind! classified_by!
confirmed_doubt?: table_name! row_key! column_name! value reason! confirmed_by! confirmed_on:date!
change_log?: version! made_on:date! made_by! why! from_file kind! table_name! row_key! column_name
    old_value new_value
"""
"""Tables with their columns. ``?``: the table may be missing. ``+``: where the table is there, so
is the column; ``!``: with a value in every row. A column without a type is text."""
NOT_HELD = "Not in this data package."


@dataclass(frozen=True)
class Needed:
    """A table that the pages read, with its columns."""

    name: str
    may_be_missing: bool
    columns: tuple[Field, ...]
    always: frozenset[str]
    """Columns that are there where the table is."""

    @property
    def optional(self) -> tuple[str, ...]:
        """Columns that may be missing."""
        return tuple(one.name for one in self.columns if one.name not in self.always)


def _column(word: str) -> Field:
    name, _, kind = word.rstrip("!+").partition(":")
    return Field(
        name=name,
        type="string" if kind in ("", PARTIAL_DATE) else kind,
        description=NOT_HELD,
        is_partial_date=kind == PARTIAL_DATE,
        is_required=word.endswith("!"),
    )


def _needed() -> Iterator[Needed]:
    for line in READ.replace("\n    ", " ").strip().splitlines():
        name, _, columns = line.partition(": ")
        fields = [_column(word) for word in columns.split()]
        always = {
            f.name for f, word in zip(fields, columns.split(), strict=True) if word[-1] in "!+"
        }
        yield Needed(name.rstrip("?"), name.endswith("?"), tuple(fields), frozenset(always))


NEEDED = tuple(_needed())


def missing(package: Package) -> Iterator[Problem]:
    """Yield a problem for each table and column that the pages need and that is not there so."""
    held = {resource.name: resource for resource in package.resources}
    for table in NEEDED:
        if table.name in held:
            yield from _missing_of(table, held[table.name])
        elif not table.may_be_missing:
            yield _problem(f"the table {table.name} is missing: the pages read it")


def _missing_of(table: Needed, resource: Resource) -> Iterator[Problem]:
    fields = {field.name: field for field in resource.fields}
    for column in table.columns:
        field = fields.get(column.name)
        place = f"{table.name}.{column.name}"
        if field is None:
            if column.name in table.always:
                yield _problem(f"the column {place} is missing: the pages read it")
        elif field.type != column.type:
            yield _problem(f"the column {place} must be of the type {column.type}")
        elif field.is_partial_date != column.is_partial_date:
            be = "be" if column.is_partial_date else "not be"
            yield _problem(f"the column {place} must {be} a partialDate")
        elif column.is_required and not field.is_required:
            yield _problem(f"the column {place} must be required: the pages read it in every row")


def _problem(rule: str) -> Problem:
    return Problem(PACKAGE_FILE, None, None, None, rule)


def complete(con: duckdb.DuckDBPyConnection, package: Package) -> Package:
    """The package with all that the pages read; what it lacks gets an empty raw table or column.

    ``con`` holds the raw tables of the package, found sound.
    """
    held = {resource.name: resource for resource in package.resources}
    resources = dict(held)
    for table in NEEDED:
        resource = held.get(table.name)
        if resource is None:
            optional = tuple(replace(column, is_required=False) for column in table.columns)
            resources[table.name] = Resource(table.name, "", "", NOT_HELD, optional, (), ())
            _create(con, table)
        else:
            lacking = tuple(c for c in table.columns if c.name not in resource.columns)
            resources[table.name] = replace(resource, fields=(*resource.fields, *lacking))
            if lacking:
                _widen(con, table.name, lacking)
    return replace(package, resources=tuple(resources.values()))


def _widen(con: duckdb.DuckDBPyConnection, table: str, lacking: tuple[Field, ...]) -> None:
    name, held = identifier(table), identifier(f"{table}#held")
    columns = ", ".join(f"NULL::VARCHAR AS {identifier(column.name)}" for column in lacking)
    con.execute(f"ALTER VIEW {name} RENAME TO {held}")
    con.execute(f"CREATE VIEW {name} AS SELECT *, {columns} FROM {held}")


def _create(con: duckdb.DuckDBPyConnection, table: Needed) -> None:
    columns = ", ".join(f"{identifier(column.name)} VARCHAR" for column in table.columns)
    con.execute(
        f"""CREATE TABLE {identifier(table.name)}
            ("{LINE}" BIGINT, "{IS_WHOLE}" BOOLEAN, {columns})"""
    )
