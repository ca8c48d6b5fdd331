"""The worked examples of the documentation run, and write what they say."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from s3dash import folders

EXAMPLES = folders.DOCS / "examples"


def test_the_notebook_runs_from_its_first_cell_to_its_last(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(folder / "library.duckdb"))
    monkeypatch.chdir(tmp_path)
    book = json.loads((EXAMPLES / "partners_for_a_topic.ipynb").read_text(encoding="utf-8"))
    assert book["nbformat"] == 4
    held: dict[str, Any] = {}
    for cell in book["cells"]:
        # What was shown once would be read as what holds now.
        assert cell.get("outputs", []) == []
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), held)
    for name in ("hydrogen", "shortlist", "meeting"):
        assert isinstance(held[name], pd.DataFrame)
        assert len(held[name])
    assert held["by_country"].sum() == len(held["hydrogen"])
    assert Path("hydrogen.png").read_bytes().startswith(b"\x89PNG")


def test_the_script_runs_without_a_library(root: str, tmp_path: Path) -> None:
    script = EXAMPLES / "stages_of_a_platform.py"
    told = subprocess.run(
        # -S: without what is installed beside Python itself.
        [sys.executable, "-S", str(script), root, "energy", "2025-06-30"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    with (tmp_path / "energy-2025-06-30.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} partnerships" in told.stdout
    assert all(row["name"] in told.stdout for row in rows)
    assert (tmp_path / "energy-2025-06-30.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not on this machine")
def test_the_r_script_runs(root: str, tmp_path: Path) -> None:
    told = subprocess.run(
        ["Rscript", str(EXAMPLES / "priorities_by_country.R"), root, "IT"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "domains are chosen more often" in told.stdout
    assert (tmp_path / "often-in-IT.png").read_bytes().startswith(b"\x89PNG")


def test_the_r_script_names_columns_that_the_link_has(root: str) -> None:
    from urllib.request import urlopen

    code = (EXAMPLES / "priorities_by_country.R").read_text(encoding="utf-8")
    with urlopen(f"{root}/priorities.csv?territory=IT&period=2021-2027&view=common") as answer:
        head = answer.readline().decode("utf-8-sig").strip().split(",")
    for name in ("code", "label", "priorities", "share", "index"):
        assert f'"{name}"' in code
        assert name in head
