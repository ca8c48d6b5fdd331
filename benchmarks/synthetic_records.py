"""The real data package with as many projects, partners and indicator values as we like.

It is data for measuring and says nothing about any project; it never lands in ``data/``.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from benchmarks.synthetic import DATA, SEED, quoted, say_that_it_is_synthetic

PROJECTS, PARTNERS, VALUES = 5_000, 30_000, 60_000
LAST_YEAR = 2025
FIRST_YEAR = 2010


@contextmanager
def temporary_records() -> Iterator[Path]:
    """A package of `PROJECTS`, `PARTNERS` and `VALUES`, removed when the block ends."""
    with tempfile.TemporaryDirectory(prefix="s3dash-records-") as folder:
        package = Path(folder) / "package"
        make_records(package)
        yield package


def make_records(
    folder: Path,
    projects: int = PROJECTS,
    partners: int = PARTNERS,
    values: int = VALUES,
    seed: int = SEED,
) -> None:
    """Write a data package with so many records that the build accepts whole.

    Projects have programmes, topics, ties and sources of real ones and the words of real
    priorities. Every project has a partner, which coordinates it; the others are spread so that few
    territories have many: half of them are in the first quarter. One in twenty is outside Europe.
    Values are the real ones, and where a region has others of the indicator, years that it lacks.
    The same seed gives the same files.

    Raises
    ------
    FileExistsError
        If there is such a folder.
    ValueError
        If it is within the real data package, or holds fewer values than that.
    """
    if folder.resolve().is_relative_to(DATA):
        raise ValueError(f"{folder} is within the real data package.")
    with duckdb.connect(":memory:") as con:
        for name in ("priority", "project", "indicator_value", "strategy"):
            file = str(DATA / f"{name}.csv")
            con.execute(f"CREATE TABLE real_{name} AS FROM read_csv(?, all_varchar = true)", [file])
        [(held,)] = con.execute("SELECT count(*) FROM real_indicator_value").fetchall()
        if values < held:
            raise ValueError(f"The real package has {held} values, more than {values}.")
        shutil.copytree(DATA, folder)
        say_that_it_is_synthetic(folder / "datapackage.json")
        con.execute("SET VARIABLE seed = ?", [seed])
        con.execute("CREATE MACRO chance(a, b) AS hash(a, b, getvariable('seed')) / 2.0 ** 64")
        con.execute("CREATE MACRO pick(a, b, n) AS floor(chance(a, b) * n)::BIGINT")
        sizes = {"projects": projects, "partners": partners, "more": values - held}
        for name, query in _FILES.items():
            text = query.format(first=FIRST_YEAR, last=LAST_YEAR, **sizes)
            con.execute(f"COPY ({text}) TO '{quoted(folder / name)}.csv' (HEADER)")


_FILES = {
    "project": """
        WITH known AS (
            SELECT *, row_number() OVER (ORDER BY project_id) - 1 AS place FROM real_project),
        titles AS (
            SELECT title, row_number() OVER (ORDER BY priority_id) - 1 AS place
            FROM real_priority),
        drawn AS (
            SELECT number, pick(number, 'known', (SELECT count(*) FROM known)) AS place,
                pick(number, 'title', (SELECT count(*) FROM titles)) AS title_place,
                2014 + pick(number, 'start', 11) AS start_year,
                100000 + pick(number, 'money', 20000000) AS money
            FROM range({projects}) AS numbers(number))
        SELECT format('made-{{:05d}}', number) AS project_id,
            format('P{{:05d}}', number) AS acronym,
            titles.title, programme, strand,
            CASE WHEN chance(number, 'dated') < 0.9 THEN start_year::VARCHAR END AS start_date,
            CASE WHEN chance(number, 'dated') < 0.8 THEN (start_year + 3)::VARCHAR END AS end_date,
            CASE WHEN chance(number, 'paid') < 0.8 THEN money END AS eu_contribution_eur,
            CASE WHEN chance(number, 'paid') < 0.6 THEN money + money // 4 END AS total_cost_eur,
            partnership_id, partnership_basis, topic, source_url, note
        FROM drawn JOIN known USING (place) JOIN titles ON title_place = titles.place
        ORDER BY number""",
    "project_partner": """
        WITH places AS (
            SELECT territory_id, row_number() OVER (
                ORDER BY sum(documented_count::INTEGER) DESC, territory_id) - 1 AS place
            FROM real_strategy WHERE length(territory_id) = 4 GROUP BY territory_id),
        drawn AS (
            -- The first partner of each project, then the others.
            SELECT number, CASE WHEN number < {projects} THEN number
                ELSE pick(number, 'project', {projects}) END AS project,
                floor((SELECT count(*) FROM places) * chance(number, 'place') ** 2)::BIGINT
                    AS place,
                chance(number, 'outside') < 0.05 AS is_outside
            FROM range({partners}) AS numbers(number))
        SELECT format('made-{{:05d}}', project) AS project_id,
            format('Partner {{:05d}}', number) AS partner_name,
            CASE WHEN NOT is_outside THEN territory_id END AS territory_id,
            CASE WHEN is_outside THEN 'outside Europe' END AS territory_name,
            CASE WHEN number < {projects} THEN 'coordinator' ELSE 'partner' END AS role,
            'https://example.org/made' AS source_url
        FROM drawn JOIN places USING (place) ORDER BY number""",
    "indicator_value": """
        WITH held AS (
            SELECT indicator_id, nuts_code, year::INTEGER AS year, nuts_vintage, value, source_id
            FROM real_indicator_value),
        one AS (
            SELECT indicator_id, nuts_code, max_by(nuts_vintage, year) AS nuts_vintage,
                max_by(value, year) AS value, max_by(source_id, year) AS source_id
            FROM held GROUP BY indicator_id, nuts_code),
        lacking AS (
            SELECT one.indicator_id, one.nuts_code, one.nuts_vintage, years.year,
                round(one.value::DOUBLE * (0.9 + chance(nuts_code, years.year) / 5), 3)::VARCHAR
                    AS value, one.source_id
            FROM one CROSS JOIN range({first}, {last} + 1) AS years(year)
            ANTI JOIN held ON held.indicator_id = one.indicator_id
                AND held.nuts_code = one.nuts_code AND held.year = years.year
            ORDER BY chance(one.indicator_id || one.nuts_code, years.year) LIMIT {more})
        SELECT indicator_id, nuts_code, nuts_vintage, year, value, flag, source_id
        FROM real_indicator_value
        UNION ALL BY NAME
        SELECT indicator_id, nuts_code, nuts_vintage, year::VARCHAR AS year, value,
            NULL AS flag, source_id FROM lacking
        ORDER BY indicator_id, nuts_code, year""",
}
