"""The colours of scenes are those of the dashboard, the same in the stylesheet, and can be read."""

from __future__ import annotations

import re

import pytest

from s3dash.present.colours import TONES
from s3dash.present.html import SCENE_CSS
from s3dash.ui.look.ink import contrast

SHEET = SCENE_CSS.read_text(encoding="utf-8")


@pytest.mark.parametrize(("place", "theme"), [(0, "light"), (1, "dark")])
def test_the_stylesheet_has_each_tone_of_each_theme(place: int, theme: str) -> None:
    rules = re.search(rf"\.scene\.{theme} \{{(.*?)\}}", SHEET, re.DOTALL)
    assert rules
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rules[1]))
    assert found == {name: pair[place] for name, pair in TONES.items()}


def test_letters_can_be_read_on_what_they_stand_on() -> None:
    for place in (0, 1):
        tones = {name: pair[place] for name, pair in TONES.items()}
        pairs = [("text", "ground"), ("muted", "ground"), ("filled", "ground"),
                 ("on-filled", "filled"), ("ground", "text")]  # fmt: skip
        assert [p for p in pairs if contrast(tones[p[0]], tones[p[1]]) < 4.5] == []


def test_the_stylesheet_asks_no_other_host_and_sets_nothing_outside_a_scene() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET
    plain = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", plain)
    rules = [one.strip() for group in selectors if "@" not in group for one in group.split(",")]
    assert [one for one in rules if not one.startswith(".scene")] == []
