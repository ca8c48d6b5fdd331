"""Numbers on coloured cells: every class has a contrast of 4.5:1."""

from __future__ import annotations

import pytest

from s3dash.ui.look import ink, theme

LEAST = 4.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # Known pairs: the extremes, the lightest grey that passes on white, and one that does not.
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ink.contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert ink.contrast(one, other) == ink.contrast(other, one)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_class_of_a_scale_has_a_readable_ink(mode: str) -> None:
    for colour in (*theme.SEQUENTIAL[mode], *theme.BOTH[mode]):
        assert ink.contrast(ink.ink_on(colour), colour) >= LEAST, colour
