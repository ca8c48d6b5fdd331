"""What the documentation names is there: files, folders, and the chapters that others lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import s3dash
from s3dash import folders

DOCUMENTS = sorted([*folders.ROOT.glob("*.md"), *folders.DOCS.rglob("*.md")])
OURS = ("benchmarks", "data", "deploy", "docs", "pages", "s3dash", "scripts", "static", "tests")
"""Folders of the repository; what is built or installed beside them is not looked at."""
FILE_NAME = r"[\w.*-]+\.(?:cfg|conf|css|csv|geojson|js|json|md|parquet|py|svg|toml|txt|yaml|yml)"
EXAMPLES = {"data/flow_goods.csv", "build/sbom.json"}
"""Files that a recipe or a command writes."""


def files() -> Iterator[Path]:
    """Files of the repository."""
    yield from (file for file in folders.ROOT.iterdir() if file.is_file())
    for name in OURS:
        for file in (folders.ROOT / name).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


NAMES = [f"/{file.relative_to(folders.ROOT).as_posix()}" for file in files()]


def texts() -> Iterator[tuple[Path, str]]:
    """Files that people or the dashboard read or show, with their text."""
    for file in files():
        if file.suffix in {".css", ".csv", ".js", ".json", ".md", ".py", ".toml", ".txt"}:
            yield file, file.read_text(encoding="utf-8")


def is_there(named: str) -> bool:
    """Whether a file of the repository has this name, from any folder on."""
    ending = re.compile("/" + re.escape(named).replace(r"\*", "[^/]*") + "$")
    return (folders.ROOT / named).is_file() or any(ending.search(name) for name in NAMES)


def test_every_path_of_the_methods_that_is_named_anywhere_is_there() -> None:
    found = {
        (file.relative_to(folders.ROOT).as_posix(), path)
        for file, text in texts()
        for path in re.findall(r"docs/methods[\w/-]*(?:\.md)?", text)
    }
    assert len(found) > 10
    assert [
        (file, path) for file, path in sorted(found) if not (folders.ROOT / path).exists()
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_files_that_a_document_names_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"\bs3dash/[\w/]+\.py\b", text))
    named |= set(re.findall(rf"`((?:[\w.*-]+/)*{FILE_NAME})`", text))
    assert [name for name in sorted(named - EXAMPLES) if not is_there(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_relative_links_of_a_document_lead_to_files(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("name", "version", "licence"),
    [
        ("CITATION.cff", "version: (.+)", "license: (.+)"),
        ("publiccode.yml", "softwareVersion: (.+)", " license: (.+)"),
    ],
)
def test_what_catalogues_read_names_this_version_and_the_licence(
    name: str, version: str, licence: str
) -> None:
    text = (folders.ROOT / name).read_text(encoding="utf-8")
    assert re.findall(f"(?m)^{version}$", text) == [s3dash.__version__]
    assert re.findall(f"(?m)^ *{licence.strip()}$", text) == ["EUPL-1.2"]
    licence_text = (folders.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence_text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def names_of_tests() -> set[str]:
    """Names of all test functions."""
    files = (folders.ROOT / "tests").rglob("test_*.py")
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {name for text in texts for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}


@pytest.mark.parametrize("name", ["security.md", "accessibility.md"])
def test_every_claim_has_a_test_that_there_is(name: str) -> None:
    text = (folders.DOCS / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 10
    assert named - names_of_tests() == set()
    # Every row of a table with a column for it, heads and lines apart, names one.
    rows = [line for line in text.splitlines() if line.startswith("|")]
    without = [row for row in rows if "`test_" not in row and not row.startswith("|---")]
    assert all("shown by" in row for row in without), without
