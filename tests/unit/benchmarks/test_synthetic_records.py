"""The package with many projects and values: sound, repeatable, of the size that was asked for."""

import csv
from pathlib import Path

import pytest

from benchmarks.synthetic import DATA
from benchmarks.synthetic_records import make_records
from s3dash.package.validate import validate

PROJECTS, PARTNERS = 200, 900


def count(folder: Path, name: str) -> int:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def test_the_build_accepts_as_many_records_as_were_asked_for(tmp_path: Path):
    values = count(DATA, "indicator_value") + 500
    make_records(tmp_path / "one", PROJECTS, PARTNERS, values)
    assert validate(tmp_path / "one") == []
    assert count(tmp_path / "one", "project") == PROJECTS
    assert count(tmp_path / "one", "project_partner") == PARTNERS
    assert count(tmp_path / "one", "indicator_value") == values
    make_records(tmp_path / "same", PROJECTS, PARTNERS, values)
    for name in ("project", "project_partner", "indicator_value"):
        one, same = ((tmp_path / folder / f"{name}.csv").read_bytes() for folder in ("one", "same"))
        assert one == same


def test_the_real_package_is_never_written_to_nor_made_smaller(tmp_path: Path):
    with pytest.raises(ValueError, match="within the real data package"):
        make_records(DATA / "made")
    with pytest.raises(ValueError, match="more than 10"):
        make_records(tmp_path / "few", 10, 20, 10)
