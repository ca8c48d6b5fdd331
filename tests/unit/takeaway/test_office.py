"""A spreadsheet that is not ours opens the files, and has what was shown."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.store.connection import Store
from s3dash.takeaway import export
from s3dash.takeaway.columns import as_told
from s3dash.takeaway.export import Provenance
from s3dash.takeaway.formulas import neutralised

ABOUT = Provenance("Rows", "all", "2026.1", "2026-01-01")
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
"""Commas, quotes, UTF-8, from the first line, each cell as it is shown."""
READ_AS = {
    # ending of the name: separator, quotes, UTF-8, from the first line, in English or German
    "xlsx": "",
    "comma.csv": "CSV:44,34,76,1,,1033",
    "semicolon.csv": "CSV:59,34,76,1,,1031",
}
WRITE = {
    "xlsx": export.to_excel,
    "comma.csv": export.to_plain_csv,
    "semicolon.csv": export.to_semicolon_csv,
}
ODD = {
    "text": ['Αθήνα; "x", y', "=1+1", "+44 12", "two\nlines", "007", "1e5", " lead", "@a", None],
    "day": ["2021-06-30", "2021-06", "2021", None, "2020-02-29", *["1999-12-31"] * 4],
    "number": [1.5, -2.25, None, 1234567.875, 0.001, 3, 4, 5, 6],
}


@pytest.fixture(scope="module")
def shown(store: Store) -> dict[str, pd.DataFrame]:
    """Name -> rows: of a view, and such as may go wrong."""
    rows = as_told(priorities(store, PriorityFilter(territories=("ES", "EL"))))
    assert not all(text.isascii() for text in rows["territory"])
    return {"view": rows, "odd": pd.DataFrame(ODD)}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("ending", WRITE)
def test_libreoffice_has_the_rows_as_shown(
    shown: dict[str, pd.DataFrame], tmp_path: Path, ending: str
) -> None:
    for name, frame in shown.items():
        (tmp_path / f"{name}.{ending}").write_bytes(WRITE[ending](frame, ABOUT))
    told = subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *([f"--infilter={READ_AS[ending]}"] if READ_AS[ending] else []),
            *("--convert-to", AS_CSV, "--outdir", str(tmp_path / "read")),
            *(str(tmp_path / f"{name}.{ending}") for name in shown),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    for name, frame in shown.items():
        file = (tmp_path / "read" / f"{name}.{ending}").with_suffix(".csv")
        assert file.exists(), told.stderr
        with file.open(encoding="utf-8", newline="") as opened:
            head, *rows = csv.reader(opened)
        assert head == list(frame)
        assert len(rows) == len(frame)
        for row, expected in zip(rows, export.flat(frame).to_dict("records"), strict=True):
            for (column, value), cell in zip(expected.items(), row, strict=True):
                assert is_same(cell, value, is_typed=ending == "xlsx"), (column, value, cell)


def is_same(cell: str, value: object, *, is_typed: bool) -> bool:
    """Whether a cell has a value. In a CSV a text like 007 is a number: there are no types."""
    if value is None or value != value or value is pd.NA:
        return cell == ""
    if isinstance(value, bool):
        return cell.lower() == str(value).lower()
    if not isinstance(value, str):
        return float(cell) == pytest.approx(float(value))  # type: ignore[arg-type]
    if is_typed:
        return cell == value
    return cell == neutralised(value) or (
        _number(cell) is not None and _number(cell) == _number(value)
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
