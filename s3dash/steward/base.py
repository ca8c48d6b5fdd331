"""The base as the desk reads it: description and tables of a data package, as texts."""

from __future__ import annotations

import csv
import hashlib
import threading
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import duckdb

from s3dash.package.database import in_memory
from s3dash.package.description import load_package
from s3dash.package.problems import DataProblems, Problem
from s3dash.package.reading import RawTable, read_raw
from s3dash.package.schema import Package, Resource

KEY_MARK = "|"
"""Between the parts of a key that is shown."""
Row = dict[str, str | None]
"""A row of a table: columns with their text; an empty cell is None."""
Key = tuple[str, ...]


def key_of(resource: Resource, row: Row) -> Key:
    """The primary key of a row; an empty part is an empty text."""
    return tuple([row.get(column) or "" for column in resource.primary_key])


@dataclass
class Base:
    """A data package on disk; a table is read when it is first asked for.

    ``digest`` tells the state in which it was opened from any other: one that was changed before
    all was read has another by now.
    """

    folder: Path
    package: Package
    digest: str
    _tables: dict[str, list[Row]] = field(default_factory=dict)
    _keys: dict[str, list[Key]] = field(default_factory=dict)
    _shown: dict[str, dict[str, Row]] = field(default_factory=dict)
    _raw: dict[str, RawTable] = field(default_factory=dict)
    _con: duckdb.DuckDBPyConnection | None = field(default=None, repr=False, compare=False)
    _reading: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path | str) -> Base:
        """Open a data package.

        Raises
        ------
        DataProblems
            If its description is unusable.
        """
        digest = digest_of(Path(folder))
        return cls(Path(folder), load_package(Path(folder)), digest)

    def has(self, table: str) -> bool:
        """Whether the package has a table."""
        return any(one.name == table for one in self.package.resources)

    def resource(self, table: str) -> Resource:
        """The description of a table."""
        return self.package.resource(table)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table in the order of its file; none where there is no such table."""
        if table not in self._tables:
            self._tables[table] = self._read(table) if self.has(table) else []
        return self._tables[table]

    def keys(self, table: str) -> list[Key]:
        """Keys of the rows of a table, in their order."""
        if table not in self._keys:
            resource = self.resource(table)
            self._keys[table] = [key_of(resource, row) for row in self.rows(table)]
        return self._keys[table]

    def row(self, table: str, shown_key: str) -> Row:
        """The row of a table whose key is shown so, its parts joined; empty: there is none."""
        if table not in self._shown:
            named = zip(self.keys(table), self.rows(table), strict=True)
            self._shown[table] = {KEY_MARK.join(key): row for key, row in named}
        return self._shown[table].get(shown_key, {})

    def raw(self) -> tuple[duckdb.DuckDBPyConnection, dict[str, RawTable]]:
        """The tables as the check reads them, read once: a connection of one's own, and each table.

        Close the connection; what is made temporary in it is gone then, and nobody else sees it.
        """
        with self._reading:
            if self._con is None:
                con = in_memory()
                self._raw = {
                    one.name: read_raw(con, one, self.folder) for one in self.package.resources
                }
                self._con = con
            return self._con.cursor(), dict(self._raw)

    def _read(self, table: str) -> list[Row]:
        resource = self.resource(table)
        file = self.folder / resource.path
        if not file.is_file():
            return []
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.reader(stream)
                heads = next(reader, [])
                lacking = [one for one in resource.columns if one not in heads]
                if lacking:
                    raise _unusable(resource, "column is missing", lacking[0])
                return [
                    {name: cell or None for name, cell in zip_longest(heads, cells) if name}
                    for cells in reader
                    if cells
                ]
        except UnicodeDecodeError:
            raise _unusable(resource, "is not UTF-8") from None
        except csv.Error as error:
            raise _unusable(resource, f"cannot be taken apart: {error}") from None


def _unusable(resource: Resource, rule: str, column: str | None = None) -> DataProblems:
    """A table that nothing can be compared with: `python -m s3dash check` names all about it."""
    return DataProblems([Problem(resource.path, 1 if column else None, column, None, rule)])


def digest_of(folder: Path) -> str:
    """SHA-256 over the files of a data package, its description included."""
    found = hashlib.sha256()
    for file in sorted([*folder.glob("*.csv"), folder / "datapackage.json"]):
        if file.is_file():
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            found.update(f"{content}  {file.name}\n".encode())
    return found.hexdigest()
