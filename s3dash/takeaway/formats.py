"""The formats that rows leave in: one list for the buttons of the pages, links and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3dash.takeaway import export
from s3dash.takeaway.export import Provenance

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200_000
"""Rows of a file that is made whole before it leaves."""


@dataclass(frozen=True)
class Format:
    """A format: its label, the ending of its files, its media type, and what writes it.

    ``pieces`` gets the rows in frames; ``is_streamed`` says that it needs no more than one of them
    at a time. ``needs_places`` is true where rows must have a ``territory_id``.
    """

    label: str
    ending: str
    media_type: str
    pieces: Callable[[Iterable[pd.DataFrame], Provenance], Iterator[bytes]]
    is_streamed: bool = False
    needs_places: bool = False

    def write(self, frame: pd.DataFrame, provenance: Provenance) -> bytes:
        """The rows as a file."""
        return b"".join(self.pieces([frame], provenance))


FORMATS = {
    one.ending: one
    for one in (
        Format("JSON", "json", "application/json", export.json_pieces, is_streamed=True),
        Format("CSV", "csv", "text/csv", export.plain_csv_pieces, is_streamed=True),
        Format(
            "Parquet",
            "parquet",
            "application/vnd.apache.parquet",
            export.file_pieces(export.to_parquet),
        ),
        Format(
            "Excel",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            export.file_pieces(export.to_excel),
        ),
        Format(
            "GeoJSON",
            "geojson",
            "application/geo+json",
            export.file_pieces(export.to_geojson),
            needs_places=True,
        ),
        Format(
            "GeoPackage",
            "gpkg",
            "application/geopackage+sqlite3",
            export.file_pieces(export.to_geopackage),
            needs_places=True,
        ),
    )
}
"""Ending -> format."""


def offered(has_places: bool) -> dict[str, Format]:
    """The formats of rows that have places, or have none."""
    return {ending: one for ending, one in FORMATS.items() if has_places or not one.needs_places}
