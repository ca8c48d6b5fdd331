"""The methods as a page: every chapter of the file can be chosen, and every page leads to one."""

from __future__ import annotations

import re

from s3dash.ui.reference.methods import CHAPTERS, METHODS, chapters
from s3dash.ui.shell.registry import PAGES


def test_every_chapter_of_the_file_can_be_chosen() -> None:
    assert list(chapters()) == ["Methods", *CHAPTERS.values()]


def test_nothing_of_the_file_is_lost_and_formulas_keep_their_form() -> None:
    said = "\n".join(chapters().values())
    written = METHODS.read_text(encoding="utf-8")
    assert said.count("```") == written.count("```")
    for line in written.splitlines():
        if not line.startswith("# "):
            assert line.lstrip("#") in said
    assert not re.search(r"^#{1,2} ", said, re.MULTILINE)


def test_pages_lead_to_chapters_that_there_are() -> None:
    assert {spec.chapter for spec in PAGES if spec.chapter} == set(CHAPTERS)
