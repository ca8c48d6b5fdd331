"""The methods as a page: every chapter of the folder can be chosen, and every page leads to one."""

from __future__ import annotations

import re

import pytest

from s3dash.ui.reference.methods import CHAPTERS, METHODS, chapter_text, introduction
from s3dash.ui.shell.registry import PAGES


def written(code: str) -> str:
    return (METHODS / f"{code}.md").read_text(encoding="utf-8")


def test_every_file_of_the_folder_is_a_chapter_under_its_own_heading() -> None:
    assert {file.stem for file in METHODS.iterdir()} == {"README", *CHAPTERS}
    for code, heading in CHAPTERS.items():
        assert written(code).startswith(f"# {heading}\n")


@pytest.mark.parametrize("code", CHAPTERS)
def test_nothing_of_a_chapter_is_lost_and_formulas_keep_their_form(code: str) -> None:
    said = chapter_text(code)
    assert said.count("```") == written(code).count("```")
    first, *lines = written(code).splitlines()
    assert first == f"# {CHAPTERS[code]}"
    assert [line.lstrip("#") for line in lines if line] == [
        line.lstrip("#") for line in said.splitlines() if line
    ]
    assert not re.search(r"^#{1,2} ", said, re.MULTILINE)


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_chapter_has_no_link_that_only_a_folder_of_files_can_follow(code: str) -> None:
    assert not re.search(r"\]\((?!https?:)", written(code))


def test_the_introduction_stands_before_the_list_of_chapters() -> None:
    told, contents = written("README").split("## Chapters")
    assert told.strip() == f"# Methods\n\n{introduction()}"
    assert len([line for line in contents.splitlines() if line]) == len(CHAPTERS)


def test_pages_lead_to_chapters_that_there_are() -> None:
    assert {spec.chapter for spec in PAGES if spec.chapter} == set(CHAPTERS)
