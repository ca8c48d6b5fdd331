"""What the store adds to the tables of the data package.

Every added column and table is named, typed and described here once; the build fills them and
comments them.
"""

from __future__ import annotations

from dataclasses import dataclass

from s3dash.package.boundaries import BOUNDARY_COLUMNS, BOUNDARY_TABLE
from s3dash.package.reading import LINE
from s3dash.package.schema import Field, Package, Resource
from s3dash.package.sql import first_day, identifier, last_day, literal, typed

BOUNDARY_DESCRIPTIONS = {
    "label_x": "Where the name stands on the map: map units (100 km) eastward. Empty: not drawn.",
    "label_y": "Where the name stands on the map: map units (100 km) northward. Empty: not drawn.",
    "area_km2": "Area of the territory's outline, in square kilometres. Empty: not drawn.",
    "longitude": "Middle of its largest part, degrees east. Empty: no NUTS code, no outline.",
    "latitude": "Middle of its largest part, degrees north. Empty: no NUTS code, no outline.",
}


@dataclass(frozen=True)
class Column:
    """A column of the store: name, DuckDB type, description and the expression that fills it.

    The expression reads the raw table ``raw`` and the tables joined to it.
    """

    name: str
    type: str
    description: str
    expression: str
    is_required: bool = False


HOST = "lower(regexp_extract({}, '^[a-zA-Z]+://([^/?#:]+)', 1))"
"""Name of the web site, from an address."""

WITHIN = Column(
    "within",
    "VARCHAR[]",
    "The territories it lies in, itself included, and its country.",
    # NUTS codes nest: the code of a region begins with the codes of the regions above it.
    """CASE WHEN raw.nuts_level IS NULL
        THEN list_distinct([raw.country_code, coalesce(raw.parent_id, raw.country_code),
                            raw.territory_id])
        ELSE [raw.territory_id[:length] FOR length IN range(2, length(raw.territory_id) + 1)]
        END""",
    is_required=True,
)


@dataclass(frozen=True)
class Table:
    """A table of the store, filled from the raw table of its resource.

    ``order``: what its rows are sorted by; equal ones, and all without it, stay as in the file.
    """

    resource: Resource
    columns: tuple[Column, ...]
    joins: str = ""
    order: str = ""

    def create(self, schema: str) -> list[str]:
        """Statements that create and comment the table in ``schema``."""
        name = f"{schema}.{identifier(self.resource.name)}"
        columns = ", ".join(
            f"{identifier(c.name)} {c.type}{' NOT NULL' if c.is_required else ''}"
            for c in self.columns
        )
        return [
            f"CREATE TABLE {name} ({columns})",
            f"COMMENT ON TABLE {name} IS {literal(self.resource.description)}",
            *(
                f"COMMENT ON COLUMN {name}.{identifier(c.name)} IS {literal(c.description)}"
                for c in self.columns
            ),
        ]

    def fill(self, schema: str) -> str:
        """Statement that fills the table."""
        values = ", ".join(c.expression for c in self.columns)
        raw = identifier(self.resource.name)
        order = f'ORDER BY {self.order} raw."{LINE}"' if self.joins else ""
        return f"INSERT INTO {schema}.{raw} SELECT {values} FROM {raw} AS raw {self.joins} {order}"


def tables(package: Package) -> list[Table]:
    """The tables of the store that hold the resources of the package, in its order."""
    return [_table(resource) for resource in package.resources]


def _table(resource: Resource) -> Table:
    columns: list[Column] = []
    for field in resource.fields:
        columns.append(_own(field))
        if field.is_partial_date:
            columns.append(_start(field))
            if field.is_event_date:
                columns.append(_end(field))
    if resource.name == "indicator_value":
        columns.append(
            Column(
                "territory_id",
                "VARCHAR",
                "NUTS 2021 territory of the same code. Empty: the code was discontinued.",
                "later.territory_id",
            )
        )
        join = (
            "LEFT JOIN nuts_correspondence AS later ON raw.nuts_code = later.nuts_code "
            "AND raw.nuts_vintage::BIGINT = later.nuts_vintage::BIGINT"
        )
        return Table(resource, tuple(columns), join)
    if resource.name == "territory":
        columns += [
            Column(name, "DOUBLE", BOUNDARY_DESCRIPTIONS[name], f"boundary.{name}")
            for name in BOUNDARY_COLUMNS
        ]
        columns.append(WITHIN)
        join = (
            f'LEFT JOIN "{BOUNDARY_TABLE}" AS boundary ON raw.territory_id = boundary.territory_id'
        )
        return Table(resource, tuple(columns), join)
    if resource.name == "priority":
        # As lists have them (`queries.priority_index`): a page of a list is read from one place.
        join = (
            "LEFT JOIN (SELECT territory_id AS placed_id, territory.name AS place, "
            "country.name AS land FROM territory LEFT JOIN country USING (country_code)) "
            "ON raw.territory_id = placed_id"
        )
        order = "land, place, raw.territory_id, raw.period DESC,"
        return Table(resource, tuple(columns), join, order)
    return Table(resource, tuple(columns))


def _own(field: Field) -> Column:
    return Column(
        field.name,
        field.duckdb_type,
        field.description,
        typed(field, f"raw.{identifier(field.name)}"),
        field.is_required,
    )


def _start(field: Field) -> Column:
    return Column(
        f"{field.name}_start",
        "DATE",
        f"First day of the year, month or day that {field.name} states.",
        first_day(f"raw.{identifier(field.name)}"),
        field.is_required,
    )


def _end(field: Field) -> Column:
    return Column(
        f"{field.name}_end",
        "DATE",
        f"Last day of the year, month or day that {field.name} states.",
        last_day(f"raw.{identifier(field.name)}"),
        field.is_required,
    )


SOURCE_DDL = (
    """CREATE TABLE {schema}.source (
        source_id INTEGER NOT NULL, url VARCHAR NOT NULL, host VARCHAR NOT NULL,
        kind VARCHAR NOT NULL, row_count BIGINT NOT NULL, tables VARCHAR NOT NULL,
        as_of_first VARCHAR, as_of_last VARCHAR)
    """,
    "COMMENT ON TABLE {schema}.source IS 'Every page that a row of the base names as its source.'",
    "COMMENT ON COLUMN {schema}.source.source_id IS "
    "'Running number in the order of the addresses; it may change when the data change.'",
    "COMMENT ON COLUMN {schema}.source.url IS 'Address of the page.'",
    "COMMENT ON COLUMN {schema}.source.host IS 'Name of the web site, from the address.'",
    "COMMENT ON COLUMN {schema}.source.kind IS "
    "'What kind of publisher the site is; unclear where site.csv has no row of it.'",
    "COMMENT ON COLUMN {schema}.source.row_count IS 'Rows that name the page.'",
    "COMMENT ON COLUMN {schema}.source.tables IS "
    "'Tables with such rows, in alphabetical order, separated by a comma and a space.'",
    "COMMENT ON COLUMN {schema}.source.as_of_first IS "
    "'Earliest as_of of such a row, as stated. Empty: none states one.'",
    "COMMENT ON COLUMN {schema}.source.as_of_last IS "
    "'Latest as_of of such a row, as stated. Empty: none states one.'",
)


def source_fill(package: Package, schema: str) -> str:
    """Statement that fills the table ``source`` from all that has a ``source_url``."""
    parts = [
        f"SELECT source_url AS url, {literal(r.name)} AS name, "
        f"{'as_of' if 'as_of' in r.columns else 'NULL::VARCHAR'} AS as_of "
        f"FROM {schema}.{identifier(r.name)} WHERE source_url IS NOT NULL"
        for r in package.resources
        if "source_url" in r.columns
    ]
    kind = f"coalesce((SELECT kind FROM {schema}.site WHERE host = page.host), 'unclear')"
    # A partial date sorts as text in the order of its first day, the vaguer one first.
    return f"""
        INSERT INTO {schema}.source
        SELECT row_number() OVER (ORDER BY url), url, host,
            {kind}, row_count, tables, as_of_first, as_of_last
        FROM (
            SELECT url, {HOST.format("url")} AS host,
                sum(row_count) AS row_count, string_agg(name, ', ' ORDER BY name) AS tables,
                min(as_of_first) AS as_of_first, max(as_of_last) AS as_of_last
            FROM (
                SELECT url, name, count(*) AS row_count,
                    min(as_of) AS as_of_first, max(as_of) AS as_of_last
                FROM ({" UNION ALL ".join(parts)}) GROUP BY ALL)
            GROUP BY url) AS page
        ORDER BY url"""


def unclassified_hosts(schema: str) -> str:
    """Query for the sites of sources that no row classifies."""
    return f"""SELECT DISTINCT host FROM {schema}.source
               WHERE host NOT IN (SELECT host FROM {schema}.site) ORDER BY host"""
