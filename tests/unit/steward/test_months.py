"""Months in the languages of the Union: each name is its month, or asked; never another."""

from __future__ import annotations

import pytest
from babel import Locale

from s3dash.steward.months import months_of
from s3dash.steward.values import Question, partial_date

UNION = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
TWO_WORDS = {"Meán Fómhair", "Deireadh Fómhair"}
SHARED = {"listopad", "listopada"}
"""A name of October in one language and of November in the next."""


@pytest.mark.parametrize("language", UNION.split())
@pytest.mark.parametrize("form", ["format", "stand-alone"])
def test_a_month_is_read_as_itself(language: str, form: str) -> None:
    for month, name in Locale.parse(language).months[form]["wide"].items():
        for written, meant in (
            (f"{name} 2021", f"2021-{month:02}"),
            (f"14. {name.upper()} 2021", f"2021-{month:02}-14"),
            (f"2021. {name} 14.", f"2021-{month:02}-14"),
        ):
            found = partial_date(written)
            if name in TWO_WORDS:
                assert isinstance(found, Question), written
            elif name in SHARED:
                assert isinstance(found, Question)
                assert meant in found.proposals
            else:
                assert found == meant, written


@pytest.mark.parametrize(
    ("word", "months"),
    [
        # Names in another case than a calendar has them, and what only begins alike.
        ("červencem", (7,)),
        ("wrześniu", (9,)),
        ("szeptemberben", (9,)),
        ("cervenxx", (6, 7)),
        ("project", ()),
        ("seminar", ()),
        ("junction", ()),
        ("ma", ()),
        ("", ()),
    ],
)
def test_words_that_are_no_name(word: str, months: tuple[int, ...]) -> None:
    assert months_of(word) == months
