"""Tables to take away: exactly the rows on screen, with what they are and where they come from."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3dash import folders

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet reads a cell that begins like this as a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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


def neutralised(value: object) -> object:
    """The value as it is safe in a CSV: text that looks like a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def to_csv(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """CSV in UTF-8 with a byte order mark, as spreadsheets like it.

    One header line and the rows, so that any reader takes it as it is; the provenance stands in
    the last columns (``about_...``) of each row.
    """
    about = {f"about_{label.lower().replace(' ', '_')}": text for label, text in provenance.lines()}
    text = frame.assign(**about).map(neutralised).to_csv(index=False, lineterminator="\r\n")
    return f"\ufeff{text}".encode()


def to_excel(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """Excel workbook: sheet ``data`` with the rows, sheet ``about`` with the provenance.

    Text stays text: nothing becomes a formula or a link by itself.
    """
    import pandas as pd

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(
        buffer, engine="xlsxwriter", engine_kwargs={"options": options}
    ) as workbook:
        frame.to_excel(workbook, sheet_name="data", index=False, freeze_panes=(1, 0))
        sheet = workbook.sheets["data"]
        for number, column in enumerate(frame.columns):
            longest = max((len(str(value)) for value in frame[column]), default=0)
            sheet.set_column(number, number, min(max(longest, len(column)) + 2, 60))
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        about = pd.DataFrame(provenance.lines(), columns=["what", "text"])
        about.to_excel(workbook, sheet_name="about", index=False)
        workbook.sheets["about"].set_column(0, 0, 16)
        workbook.sheets["about"].set_column(1, 1, 100)
    return buffer.getvalue()


def to_geojson(frame: "pd.DataFrame", provenance: Provenance) -> bytes:
    """GeoJSON (WGS 84) of rows that have a ``territory_id``; one without a NUTS code has no shape.

    The provenance is a member ``about`` of the collection.
    """
    import json

    import geopandas as gpd

    shapes = gpd.read_parquet(folders.BOUNDARIES, columns=["territory_id", "geometry"])
    wanted = shapes[shapes["territory_id"].isin(frame["territory_id"])]
    placed = gpd.GeoDataFrame(
        frame.merge(wanted, on="territory_id", how="left"), geometry="geometry", crs="EPSG:4326"
    )
    placed["geometry"] = placed.geometry.set_precision(0.001)
    collection = json.loads(placed.to_json(drop_id=True, na="null"))
    collection["about"] = dict(provenance.lines()) | {
        "Boundaries": "© EuroGeographics for the administrative boundaries"
    }
    return json.dumps(collection, ensure_ascii=False).encode("utf-8")
