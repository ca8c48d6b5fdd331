"""Search in a list of texts."""

from __future__ import annotations

import pytest

from s3dash.queries.catalogue.words import Searched, search

TEXTS = Searched(
    [
        "Robotics hub of Bologna; artificial intelligence",
        "Textile regions",
        "Plattform für Städte: Wasserstoff",
        "",
    ]
)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("", (0, 1, 2, 3)),
        ("   ", (0, 1, 2, 3)),
        ("robot", (0,)),
        ("ROBOTICS bologna", (0,)),
        ("robotics textile", ()),
        ("textiles", (1,)),
        ("region", (1,)),
        ("fur stadte", (2,)),
        ("STÄDTE", (2,)),
        ("xyzzy", ()),
        ("%_'\"; DROP TABLE hub", ()),
        ("\x00\ud800", (0, 1, 2, 3)),
    ],
)
def test_every_word_begins_a_word(typed: str, rows: tuple[int, ...]) -> None:
    assert search(TEXTS, typed).rows == rows


def test_what_is_misspelt_is_taken_for_what_is_like_it() -> None:
    found = search(TEXTS, "robotcs")
    assert found.rows == (0,)
    assert found.corrected == {"robotcs": ("robotics",)}
    nothing = search(TEXTS, "zzzzzz")
    assert (nothing.rows, nothing.corrected) == ((), {"zzzzzz": ()})


def test_nothing_to_search() -> None:
    assert search(Searched([]), "robot").rows == ()
