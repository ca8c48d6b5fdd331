"""What is printed has the light tones, which the stylesheets repeat from theme.py."""

from __future__ import annotations

import re

import pytest

from s3dash import folders
from s3dash.ui.look import theme

STYLES = folders.UI


@pytest.mark.parametrize(
    ("sheet", "pairs"), [("look/style.css", theme.TONES), ("compare/compare.css", theme.COMPARED)]
)
def test_paper_has_the_light_tones(sheet: str, pairs: dict[str, tuple[str, str]]) -> None:
    css = (STYLES / sheet).read_text(encoding="utf-8")
    [block] = re.findall(r":root:root \{([^}]*)\}", css)
    printed = dict(re.findall(r"--s3-([\w-]+): (#[0-9a-f]{6});", block))
    # Charts keep the ground of the screen.
    expected = {name: light for name, (light, _) in pairs.items() if name != "ground"}
    assert {name: printed.get(name) for name in expected} == expected
