"""Words and numbers as they stand on screen."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from s3dash.store.cells import is_missing
from s3dash.ui.look.text import (
    country_of,
    documented_of_stated,
    ended_words,
    escape_text,
    figure,
    is_ended,
    long_date,
    number,
    period_words,
    plain,
    plural,
)

THIN = "\u202f"
MISSING = [None, "", float("nan"), np.nan, pd.NA, pd.NaT]
THERE = ["x", " ", "0", 0, 0.0, False, pd.Timestamp("2021-01-01")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (999, "999"), (1321, f"1{THIN}321"), (1234567, f"1{THIN}234{THIN}567")],
)
def test_thousands_are_set_apart(value: int, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("count", "noun", "shown"),
    [
        (1, "partnership", "1 partnership"),
        (0, "partnership", "0 partnerships"),
        (2, "territory", "2 territories"),
        (1, "country", "1 country"),
        (1321, "documented priority", f"1{THIN}321 documented priorities"),
    ],
)
def test_nouns_agree_with_their_number(count: int, noun: str, shown: str) -> None:
    assert plural(count, noun) == shown


@pytest.mark.parametrize("stated", [None, float("nan"), pd.NA])
def test_members_without_a_stated_number(stated: object) -> None:
    assert documented_of_stated(3, stated) == "3 documented"


@pytest.mark.parametrize("stated", [45, 45.0, np.int64(45)])
def test_members_of_a_stated_number(stated: object) -> None:
    assert documented_of_stated(3, stated) == "3 of 45 documented"


@pytest.mark.parametrize("value", MISSING, ids=repr)
def test_an_empty_cell_is_missing_and_says_so(value: object) -> None:
    assert is_missing(value)
    assert escape_text(value) == "not documented"
    assert escape_text(value, "<none>") == "&lt;none&gt;"


@pytest.mark.parametrize("value", THERE, ids=repr)
def test_a_filled_cell_is_not_missing(value: object) -> None:
    assert not is_missing(value)
    assert escape_text(value) == str(value)


def test_text_cannot_become_html() -> None:
    shown = escape_text("<script>alert('x')</script> & \"y\"")
    assert not set("<>'\"") & set(shown)


@pytest.mark.parametrize("mark", list("\\`*_{}[]()#+-.!|<>~$:&"))
def test_markdown_marks_are_escaped(mark: str) -> None:
    assert plain(f"a{mark}b") == f"a\\{mark}b"


def test_a_long_date_has_no_leading_zero() -> None:
    assert long_date(date(2026, 11, 5)) == "5 November 2026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3736968.0, "3\u202f736\u202f968"),
        (1431192.5, "1\u202f431\u202f192"),
        (26.30, "26.3"),
        (5.0, "5"),
        (-0.36, "\u22120.36"),
        (-0.001, "0"),
        (999.994, "999.99"),
        (0, "0"),
    ],
)
def test_a_measured_number_is_short_and_keeps_its_sign(value: float, words: str) -> None:
    assert figure(value) == words


def test_a_country_is_not_named_twice() -> None:
    assert country_of("Malta", "Malta") == ""
    assert country_of("Italy", "Toscana") == "Italy"


def test_how_many_belong_to_a_period_that_is_over_is_told_where_others_do_not() -> None:
    assert is_ended("2014-2020", date(2021, 1, 1))
    assert not is_ended("2021-2027", date(2027, 12, 31))
    assert period_words("2014-2020") == "2014-2020 (ended)"
    both = {"2014-2020": 1200, "2999-3005": 3}
    assert ended_words(both) == "1\u202f200 of them belong to the ended period 2014-2020."
    assert ended_words({"2014-2020": 1200}) == ended_words({"2999-3005": 3}) == ""
