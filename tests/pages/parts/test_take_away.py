"""Files to take away: of the rows on screen, with the version they were made from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from s3dash.store.build import build
from s3dash.ui.shell import library
from tests.fixtures.downloads import record_offers
from tests.fixtures.packages import PackageCopy

Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a later version, in which a priority and a guidance read otherwise."""
    folder = tmp_path_factory.mktemp("newer")
    package = PackageCopy(folder / "data")
    package.edit_schema(lambda described: described.update(version="2099.1.0"))
    for file, column in (("priority.csv", "title"), ("guidance.csv", "question")):
        package.set_cell(file, 2, column, "Written later")
    build(package.path, folder / "s3.duckdb")
    return folder / "s3.duckdb"


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("priorities", {}),
        ("guide", {}),
        ("data", {"view": "dictionary", "table": "priority"}),
        ("data", {"view": "sources"}),
        ("region", {"territory": "ITI1"}),
    ],
)
def test_a_file_made_after_a_newer_store_came_is_of_the_rows_on_screen(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, newer: Path, key: str, query: dict[str, str]
) -> None:
    offers = record_offers(monkeypatch)
    assert not visit(key, **query).exception
    shown = [offer.make() for offer in offers if offer.label == "CSV"]
    assert shown
    monkeypatch.setenv("S3DASH_STORE", str(newer))
    assert [offer.make() for offer in offers if offer.label == "CSV"] == shown
    with_version = list(csv.DictReader(io.StringIO(shown[0].decode("utf-8-sig"), newline="")))
    assert not with_version[0]["about_data_package"].startswith("2099.1.0")


def test_after_the_next_run_files_are_of_the_newer_store(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, newer: Path
) -> None:
    offers = record_offers(monkeypatch)
    app = visit("data", view="dictionary", table="priority")
    monkeypatch.setenv("S3DASH_STORE", str(newer))
    del offers[:]
    app.run()
    contents = next(offer.make() for offer in offers if offer.label == "CSV").decode("utf-8-sig")
    assert "Written later" in contents
    assert "2099.1.0, store built" in contents


def test_what_is_kept_for_a_click_sees_the_store_of_its_run(
    monkeypatch: pytest.MonkeyPatch, newer: Path, store_path: Path
) -> None:
    kept = library.of_this_run(lambda: library.store().fingerprint.path)
    monkeypatch.setenv("S3DASH_STORE", str(newer))
    assert kept() == str(store_path)
    assert library.store().fingerprint.path == str(newer)


def test_what_fails_at_a_click_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, newer: Path
) -> None:
    kept = library.of_this_run(lambda: json.loads("{"))
    monkeypatch.setenv("S3DASH_STORE", str(newer))
    with pytest.raises(json.JSONDecodeError):
        kept()
    assert library.store().fingerprint.path == str(newer)
