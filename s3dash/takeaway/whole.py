"""The base as a whole: the data package as a zip, all tables as Parquet, the store itself.

Made of the store that is asked, each once: what is downloaded together belongs together. The same
store gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from s3dash.queries.base.about import About, about_store
from s3dash.queries.base.tables import PublicTable, TableQuestion, public_tables, read_rows
from s3dash.store.connection import Store, StoreUnreadable
from s3dash.takeaway.export import Provenance, to_parquet

PACKAGE_FILE = "datapackage.json"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Whole:
    """A file of the whole base: its address below the interface, its kind, and what is in it.

    ``open`` gives its content in pieces.
    """

    name: str
    title: str
    told: str
    media_type: str
    file_name: str
    open: Callable[[], Iterator[bytes]]

    @cached_property
    def size_and_digest(self) -> tuple[int, str]:
        """Number of bytes, and SHA-256 in hexadecimal digits."""
        digest, size = hashlib.sha256(), 0
        for piece in self.open():
            digest.update(piece)
            size += len(piece)
        return size, digest.hexdigest()


def whole_base(store: Store) -> dict[str, Whole]:
    """The files by name; ask it once for each store."""
    about = about_store(store)
    start = f"{about.package['name']}-{about.version}"
    return {
        one.name: one
        for one in (
            Whole(
                "base.duckdb",
                "Store (DuckDB)",
                "All tables with types, comments and what the build derives; to be read by "
                f"DuckDB {about.duckdb_version} or later.",
                "application/vnd.duckdb",
                f"{start}.duckdb",
                lambda: _store_file(store),
            ),
            Whole(
                "datapackage.zip",
                "Data package (CSV)",
                "The tables as they were compiled, with their description (Frictionless Data "
                "Package).",
                "application/zip",
                f"{start}-csv.zip",
                _kept(lambda: _package_zip(store, about)),
            ),
            Whole(
                "parquet.zip",
                "All tables (Parquet)",
                "The tables with their types and the columns that the build adds, with the "
                "description of the data package.",
                "application/zip",
                f"{start}-parquet.zip",
                _kept(lambda: _parquet_zip(store, about)),
            ),
        )
    }


def _kept(make: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    kept: list[bytes] = []
    making = Lock()

    def opened() -> Iterator[bytes]:
        with making:
            if not kept:
                kept.append(make())
        yield kept[0]

    return opened


def _store_file(store: Store) -> Iterator[bytes]:
    with Path(store.fingerprint.path).open("rb") as stream:
        # A newer store may have taken the place of the one that is open.
        found = os.fstat(stream.fileno())
        if (found.st_ino, found.st_size) != (store.fingerprint.inode, store.fingerprint.size):
            raise StoreUnreadable("A newer store has taken its place.", "Ask again.")
        while block := stream.read(BLOCK):
            yield block


def _package_zip(store: Store, about: About) -> bytes:
    files = {PACKAGE_FILE: about.package_json.encode()}
    for table in public_tables(store).values():
        files[str(table.resource["path"])] = _as_compiled(store, table)
    return _zip(files, about)


def _as_compiled(store: Store, table: PublicTable) -> bytes:
    """A table as CSV with the columns that the package has, and every text as it is."""
    columns = tuple(
        column
        for field in table.resource["schema"]["fields"]
        if (column := table.column(field["name"])) and not column.is_added
    )
    pieces: list[str] = []
    with store.session() as session:
        for frame in read_rows(session, TableQuestion(table, columns)):
            for name, kind in frame.dtypes.items():
                if str(kind) == "boolean":
                    frame[name] = frame[name].map({True: "true", False: "false"})
            pieces.append(frame.to_csv(index=False, header=not pieces, lineterminator="\n"))
    return "".join(pieces).encode()


def _parquet_zip(store: Store, about: About) -> bytes:
    import pandas as pd

    files = {PACKAGE_FILE: about.package_json.encode()}
    for name, table in public_tables(store).items():
        with store.session() as session:
            rows = pd.concat(read_rows(session, TableQuestion(table, table.columns)))
        known = Provenance(
            table.title, f"all rows of {table.name}", about.version, f"{about.built_at:%Y-%m-%d}"
        )
        files[f"{name}.parquet"] = to_parquet(rows, known)
    return _zip(files, about)


def _zip(files: dict[str, bytes], about: About) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, about.built_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def listed(store: Store) -> list[dict[str, object]]:
    """The files as JSON has them, with sizes and digests."""
    version = store.once(about_store).version
    told = []
    for one in store.once(whole_base).values():
        size, digest = one.size_and_digest
        told.append(
            {
                "address": one.name,
                "title": one.title,
                "description": one.told,
                "media_type": one.media_type,
                "file_name": one.file_name,
                "version": version,
                "bytes": size,
                "sha256": digest,
            }
        )
    return told


def listed_json(store: Store) -> bytes:
    """`listed` as JSON."""
    return json.dumps(listed(store), ensure_ascii=False).encode()
