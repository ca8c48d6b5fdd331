"""The age of evidence has one set of words, each with its months."""

from __future__ import annotations

import re

from s3dash import folders
from s3dash.queries.partnerships.progress import LIFE, QUIET, STATES, active_words
from s3dash.ui.parts.strip import legend

OLD = re.compile(r"\bstale\b(?!`)|evidenced earlier", re.IGNORECASE)


def test_the_words_are_those_of_the_methods() -> None:
    chapter = (folders.DOCS / "methods" / "stages.md").read_text(encoding="utf-8")
    for words in (active_words(24), active_words(12), QUIET, *STATES.values()):
        assert f"| {words} |" in chapter or words == "active"
    assert LIFE["stale"] == QUIET


def test_active_and_quiet_stand_beside_each_other_with_their_months() -> None:
    said = legend(24)
    assert "active within 24 months" in said
    assert "quiet for 12 months" in said


def test_no_other_words_for_it_in_what_people_read() -> None:
    for path in [*(folders.ROOT / "s3dash" / "text").glob("*.md"), *folders.DOCS.rglob("*.md")]:
        if "links" not in path.stem:
            found = OLD.findall(path.read_text(encoding="utf-8"))
            assert not found, path.name
