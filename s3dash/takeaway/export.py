"""Tables to take away: exactly the rows on screen, with what they are and where they come from."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from s3dash import folders
from s3dash.takeaway.formulas import neutralised

if TYPE_CHECKING:
    import pandas as pd

    from s3dash.takeaway.notes import Note

LONGEST_CELL = 32_767
"""UTF-16 units that a cell of Excel holds."""
PIECE = 16_000
"""Letters of a longer text in one cell; in UTF-16 none takes more than two units."""
FIRST_EXCEL_YEAR = 1901
"""Excel counts days from 1900 and takes that year for a leap year."""
LONGEST_NOTE = 1000
LONG_TEXTS = "long texts"
GOES_ON = f" … (whole in the sheet “{LONG_TEXTS}”)"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
BYTE_ORDER_MARK = "\ufeff"
COUNTED = "counted from the tables of the data package; the rules are in docs/methods/README.md"
"""Source of rows that name none of their own."""
BOUNDARIES = "© EuroGeographics for the administrative boundaries"
LISTS = (list, tuple, np.ndarray)
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    # As `_JSON` would, without its look at what the value is.
    str: json.encoder.encode_basestring,
    int: int.__repr__,
    float: lambda value: float.__repr__(value) if isfinite(value) else "null",
    date: lambda value: f'"{value.isoformat()}"',
    type(None): lambda _: "null",
}
_PLAIN = ("str", "Int64", "boolean")
"""Types of columns whose values JSON has as they are."""
GRID = 0.001
"""Degrees that places in GeoJSON are rounded to, some hundred metres: the outlines are 1:10M."""


@dataclass(frozen=True)
class Provenance:
    """What goes into every file beside its rows."""

    title: str
    filters: str
    data_version: str
    built_on: str
    sources: str = "see the column source_url of each row"
    licence: str = "facts may be re-used with acknowledgement of the source of each row"
    link: str = ""
    notes: tuple["Note", ...] = ()
    """What the columns mean."""

    def lines(self) -> list[tuple[str, str]]:
        """Label and text, in the order in which they are written."""
        known = [
            ("Table", self.title),
            ("Filters", self.filters),
            ("Data package", f"{self.data_version}, store built {self.built_on}"),
            ("Sources", self.sources),
            ("Licence", self.licence),
            ("Link", self.link),
        ]
        return [(label, text) for label, text in known if text]


def file_pieces(
    write: Callable[["pd.DataFrame", Provenance], bytes],
) -> Callable[[Iterable["pd.DataFrame"], Provenance], Iterator[bytes]]:
    """A writer of whole files as one of pieces, of which there is one."""

    def pieces(frames: Iterable["pd.DataFrame"], provenance: Provenance) -> Iterator[bytes]:
        import pandas as pd

        found = list(frames)
        yield write(found[0] if len(found) == 1 else pd.concat(found), provenance)

    return pieces


def to_csv(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """CSV in UTF-8 with a byte order mark, as spreadsheets like it.

    One header line and the rows, so that any reader takes it as it is; the provenance stands in
    the last columns (``about_...``) of each row.
    """
    about = {f"about_{label.lower().replace(' ', '_')}": text for label, text in provenance.lines()}
    return to_plain_csv(frame.assign(**about), provenance)


def to_plain_csv(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """The same CSV without the columns of provenance: a header line and the rows, nothing else."""
    return b"".join(plain_csv_pieces([frame], provenance))


def plain_csv_pieces(
    frames: Iterable["pd.DataFrame"], _: Provenance, *, separator: str = ",", decimal: str = "."
) -> Iterator[bytes]:
    """What `to_plain_csv` writes, for rows that come in several frames: the header comes once."""
    is_first = True
    for frame in frames:
        text = _inert(flat(frame)).to_csv(
            index=False,
            header=is_first,
            lineterminator="\r\n",
            sep=separator,
            decimal=decimal,
        )
        yield f"{BYTE_ORDER_MARK if is_first else ''}{text}".encode()
        is_first = False


def _inert(frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    inert = frame.copy(deep=False)
    for name, kind in frame.dtypes.items():
        # Numbers have nothing that could run, and most texts that stand in many rows neither.
        if not pd.api.types.is_numeric_dtype(kind) and any(
            neutralised(value) is not value for value in frame[name].unique()
        ):
            inert[name] = frame[name].map(neutralised)
    return inert.rename(columns=neutralised)


def to_semicolon_csv(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """The same with semicolons between cells and commas in numbers, as Excel in most languages of
    Europe reads it.
    """
    return b"".join(plain_csv_pieces([frame], provenance, separator=";", decimal=","))


def flat(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The rows with a list in a cell as text, its parts separated by semicolons."""
    told = frame.copy(deep=False)
    for name, kind in frame.dtypes.items():
        if kind == np.object_ and any(isinstance(value, LISTS) for value in frame[name]):
            told[name] = frame[name].map(_joined)
    return told


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, LISTS) else value


def json_pieces(frames: Iterable["pd.DataFrame"], _: Provenance) -> Iterator[bytes]:
    """JSON in pieces: a list of rows, each an object with the names of its columns.

    What JSON has no number for is null; a moment or a day is text as in ISO 8601.
    """
    return json_rows(map(_json_columns, frames))


def json_rows(pieces: Iterable[Mapping[str, Sequence[Any]]]) -> Iterator[bytes]:
    """The same for rows that come as columns: name -> values of plain Python."""
    before = "[\n"
    for columns in pieces:
        names = ",".join(f"{_JSON.encode(name)}:%s" for name in map(_for_template, columns))
        row = f"{{{names}}}"
        texts = map(row.__mod__, zip(*map(_json_texts, columns.values()), strict=True))
        if text := ",\n".join(texts):
            yield f"{before}{text}".encode("utf-8", "replace")
            before = ",\n"
    yield b"[]" if before == "[\n" else b"\n]"


def _for_template(name: str) -> str:
    return name.replace("%", "%%")


def _json_texts(values: Sequence[Any]) -> Iterable[str]:
    """The values of a column as JSON writes them."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        return map(_WRITTEN.get(kinds.pop(), _JSON.encode), values)
    return [_WRITTEN.get(type(value), _JSON.encode)(value) for value in values]


def as_records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows as objects of JSON."""
    columns = _json_columns(frame)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _json_columns(frame: "pd.DataFrame") -> dict[str, list[Any]]:
    return {str(name): _json_column(frame[name]) for name in frame}


def _json_column(values: "pd.Series") -> list[Any]:
    if str(values.dtype) in _PLAIN:
        plain: list[Any] = values.to_numpy(dtype=object, na_value=None).tolist()
        return plain
    kind = getattr(values.dtype, "kind", "")
    if isinstance(values.dtype, np.dtype) and kind in "iuf":
        numbers: list[Any] = values.tolist()
        return numbers if kind != "f" else [one if isfinite(one) else None for one in numbers]
    cells: list[Any] = values.astype(object).tolist()
    if all(cell is None or type(cell) is str for cell in cells):
        return cells
    return list(map(json_value, cells))


def to_parquet(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """Parquet, for programs: every column with its type, the provenance as metadata ``about``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {str(name): _arrow_column(frame[name]) for name in frame}
    about = json.dumps(dict(provenance.lines()), ensure_ascii=False)
    table = pa.table(columns).replace_schema_metadata({"about": about})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _arrow_column(values: "pd.Series") -> Any:
    import pyarrow as pa

    try:
        return pa.array(values, from_pandas=True)
    except pa.ArrowException:
        # Of several types: as text.
        return pa.array([None if one is None else str(one) for one in map(json_value, values)])


def to_excel(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """Excel workbook: sheet ``data`` with the rows, sheet ``about`` with the provenance.

    Where the provenance has notes, they stand behind the headings and in a sheet ``columns``. Text
    stays text: nothing becomes a formula or a link by itself. Whole dates become dates of
    Excel, partial ones (2021, 2021-06) stay text. A text that no cell holds is cut, says so, and
    stands whole in a sheet of its own, in pieces.
    """
    import pandas as pd

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    cut, long_texts = _cut(flat(frame))
    with pd.ExcelWriter(
        buffer,
        engine="xlsxwriter",
        engine_kwargs={"options": options},
        date_format="yyyy-mm-dd",
        datetime_format="yyyy-mm-dd hh:mm",
    ) as workbook:
        # Without the time of writing: the same rows are the same bytes.
        workbook.book.set_properties({"created": datetime.fromisoformat(provenance.built_on)})
        _with_dates(cut).to_excel(workbook, sheet_name="data", index=False, freeze_panes=(1, 0))
        sheet = workbook.sheets["data"]
        _note(sheet, list(map(str, cut)), provenance)
        for number, column in enumerate(cut.columns):
            longest = max((len(str(value)) for value in cut[column]), default=0)
            sheet.set_column(number, number, min(max(longest, len(column)) + 2, 60))
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        about = pd.DataFrame(provenance.lines(), columns=["what", "text"])
        about.to_excel(workbook, sheet_name="about", index=False)
        workbook.sheets["about"].set_column(0, 0, 16)
        workbook.sheets["about"].set_column(1, 1, 100)
        if provenance.notes:
            known = [(n.name, n.title, n.unit, n.meaning) for n in provenance.notes]
            columns = pd.DataFrame(known, columns=["column", "on screen", "unit", "meaning"])
            columns.to_excel(workbook, sheet_name="columns", index=False, freeze_panes=(1, 0))
            workbook.sheets["columns"].set_column(0, 1, 24)
            workbook.sheets["columns"].set_column(3, 3, 100)
        if long_texts:
            pieces = pd.DataFrame(long_texts, columns=["row", "column", "piece", "text"])
            pieces.to_excel(workbook, sheet_name=LONG_TEXTS, index=False, freeze_panes=(1, 0))
            workbook.sheets[LONG_TEXTS].set_column(3, 3, 100)
    return buffer.getvalue()


def _note(sheet: Any, names: list[str], provenance: Provenance) -> None:
    """Put what a column means behind its heading."""
    meanings = {note.name: note.meaning for note in provenance.notes}
    for number, name in enumerate(names):
        if meaning := meanings.get(name):
            told = {"author": "s3dash", "x_scale": 2, "y_scale": 1 + len(meaning) / 200}
            sheet.write_comment(0, number, meaning[:LONGEST_NOTE], told)


def _cut(frame: "pd.DataFrame") -> tuple["pd.DataFrame", list[tuple[int, str, int, str]]]:
    """The frame with texts that a cell holds, and the pieces of those that were cut.

    A piece names the row of the sheet, the column, its number and its text.
    """
    pieces = []
    texts: dict[str, list[object]] = {}
    for column in frame.columns:
        for number, value in enumerate(frame[column]):
            if not isinstance(value, str) or len(value.encode("utf-16-le")) <= 2 * LONGEST_CELL:
                continue
            parts = [value[at : at + PIECE] for at in range(0, len(value), PIECE)]
            # The header is row 1 of a sheet.
            pieces += [(number + 2, column, at, part) for at, part in enumerate(parts, 1)]
            texts.setdefault(column, list(frame[column]))[number] = parts[0] + GOES_ON
    return frame.assign(**texts), pieces


def _with_dates(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Whole dates as dates, in columns of text that hold nothing but whole and partial dates."""
    dates = {}
    for column in frame.columns:
        known = frame[column].dropna()
        if len(known) and all(isinstance(one, str) and _DATE.fullmatch(one) for one in known):
            dates[column] = frame[column].astype(object).map(_as_date, na_action="ignore")
    return frame.assign(**dates)


def _as_date(text: str) -> date | str:
    try:
        day = date.fromisoformat(text) if len(text) == len("2021-06-30") else None
    except ValueError:
        return text
    return day if day and day.year >= FIRST_EXCEL_YEAR else text


def to_geojson(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """GeoJSON (RFC 7946, WGS 84) of rows with a ``territory_id``; without a NUTS code no shape.

    Outer rings run counter-clockwise. What JSON has no number for (infinity) is null, a moment or
    a day is text as in ISO 8601. The provenance is a member ``about`` of the collection.
    """
    import shapely

    shapes = _outlines(frame)
    places = dict(zip(shapes, map(json.loads, shapely.to_geojson([*shapes.values()])), strict=True))
    features = [
        {"type": "Feature", "properties": row, "geometry": places.get(row["territory_id"])}
        for row in as_records(frame)
    ]
    about = dict(provenance.lines()) | {"Boundaries": BOUNDARIES}
    collection = {"type": "FeatureCollection", "features": features, "about": about}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode("utf-8")


def to_geopackage(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """GeoPackage (EPSG:4326) of rows with a ``territory_id``, for geographic programs.

    The provenance is the description of the layer.
    """
    import geopandas as gpd
    import pandas as pd

    told = flat(frame)
    for name, kind in told.dtypes.items():
        if kind == np.object_:
            told[name] = told[name].map(_as_text).astype("str")
        elif isinstance(kind, pd.Int64Dtype | pd.BooleanDtype) and not told[name].isna().any():
            told[name] = told[name].astype("int64" if kind == "Int64" else "bool")
    outlines = _outlines(told)
    shapes = gpd.GeoSeries(
        [outlines.get(code) for code in told["territory_id"]], told.index, crs="EPSG:4326"
    )
    about = dict(provenance.lines()) | {"Boundaries": BOUNDARIES}
    buffer = io.BytesIO()
    gpd.GeoDataFrame(told, geometry=shapes).to_file(
        buffer,
        driver="GPKG",
        layer="data",
        engine="pyogrio",
        # Also where there is no row, or none with a shape.
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        layer_options={
            "DESCRIPTION": "; ".join(f"{label}: {text}" for label, text in about.items())
        },
    )
    return buffer.getvalue()


def _as_text(value: object) -> object:
    known = json_value(value)
    return known if known is None or isinstance(known, str) else str(known)


def _outlines(frame: "pd.DataFrame") -> dict[str, Any]:
    """Outlines of the territories of the rows, turned and rounded."""
    import geopandas as gpd
    import shapely

    shapes = gpd.read_parquet(folders.BOUNDARIES, columns=["territory_id", "geometry"])
    shapes = shapes[shapes["territory_id"].isin(frame["territory_id"])]
    outlines = shapely.orient_polygons(shapely.set_precision(shapes.geometry.values, GRID))
    return dict(zip(shapes["territory_id"], outlines, strict=True))


def json_value(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, str):
        return value
    if hasattr(value, "tolist"):  # of NumPy: a number, a moment or a list
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    if isinstance(value, date):  # a moment is one, too; a missing one is not itself
        return value.isoformat() if value == value else None
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value if isinstance(value, str | int) else None
