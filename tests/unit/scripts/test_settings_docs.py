"""Every variable that the code reads is a setting, and the document has them all."""

from __future__ import annotations

import re

from s3dash import folders, settings
from scripts import settings_docs


def test_the_document_has_the_table_of_the_settings() -> None:
    written = settings_docs.FILE.read_text(encoding="utf-8")
    assert written == settings_docs.document(written), "make settings-docs writes it anew"


def test_what_is_named_anywhere_is_a_setting() -> None:
    known = {one.variable for one in settings.SETTINGS}
    known |= {f"{settings.PREFIX}{name}" for name in settings.ELSEWHERE}
    places = [folders.ROOT / name for name in ("app.py", "compose.yaml", "Dockerfile")]
    for name in ("deploy", "docs", "pages", "s3dash", "scripts"):
        places += [file for file in (folders.ROOT / name).rglob("*") if file.is_file()]
    for place in places:
        if place.suffix in (".pyc", ".png"):
            continue
        named = set(re.findall(r"\bS3DASH_[A-Z0-9_]*[A-Z0-9]\b", place.read_text(encoding="utf-8")))
        # The test of the cluster has a variable of its own in the Makefile.
        assert named - known == set(), place


def test_no_cell_breaks_its_table() -> None:
    rows = [row for row in settings.table().splitlines() if not row.startswith("|---")]
    assert {len(re.findall(r" \| ", row)) for row in rows} == {2}
