"""Validation: every row of the data package against the schema and the rules of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from s3dash.package.boundaries import boundary_problems
from s3dash.package.cells import cell_problems
from s3dash.package.database import in_memory
from s3dash.package.description import load_package
from s3dash.package.keys import key_problems
from s3dash.package.needs import missing
from s3dash.package.plausible import DOUBT, ERROR, plausibility_problems
from s3dash.package.problems import DataProblems, Problem, in_order
from s3dash.package.reading import RawTable, read_raw
from s3dash.package.rules import domain_problems
from s3dash.package.schema import Package
from s3dash.package.sound import unless_sound


@dataclass(frozen=True)
class Checked:
    """A data package that was read and checked, with the raw tables still in the connection."""

    package: Package
    raw: Mapping[str, RawTable]
    problems: list[Problem]


def validate(data_dir: Path | str) -> list[Problem]:
    """Return everything that is wrong with the data package, sorted by file, line and column.

    Files in the folder that the data package does not name are ignored. An empty list means that
    the package can be published.
    """
    try:
        with in_memory() as con:
            return check(con, Path(data_dir)).problems
    except DataProblems as found:
        return found.problems


def doubts(data_dir: Path | str) -> list[Problem]:
    """Return what is well-formed and hardly true, sorted likewise; it stops no publication.

    Raises
    ------
    DataProblems
        If the description of the package is unusable.
    """
    folder = Path(data_dir)
    with in_memory() as con:
        package = load_package(folder)
        raw = {r.name: read_raw(con, r, folder) for r in package.resources}
        return in_order(plausibility_problems(con, package, raw, DOUBT))


def check(con: duckdb.DuckDBPyConnection, data_dir: Path) -> Checked:
    """Read every file of the data package into ``con`` and check it.

    Raises
    ------
    DataProblems
        If the description of the package is itself unusable.
    """
    package = load_package(data_dir)
    raw = {r.name: read_raw(con, r, data_dir) for r in package.resources}
    problems = [*missing(package), *(p for table in raw.values() for p in table.problems)]
    for resource in package.resources:
        table = raw[resource.name]
        if table.row_count and table.columns:
            problems += unless_sound(
                cell_problems(con, resource, table.columns),
                (resource, table.sha256),
                what="cells",
            )
    # A cell that breaks a rule of its own would break most rules between rows as well.
    named = {(p.file, p.line, p.column) for p in problems}
    between = [
        *key_problems(con, package, raw),
        *domain_problems(con, package, raw),
        *plausibility_problems(con, package, raw, ERROR),
    ]
    problems += [p for p in between if (p.file, p.line, p.column) not in named]
    if "territory" in raw:
        problems += boundary_problems(con, data_dir, raw["territory"])
    return Checked(package, raw, in_order(problems))
