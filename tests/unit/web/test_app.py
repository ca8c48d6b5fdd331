"""What each test of this room tries alone stands in front of all pages and files, in its order."""

from __future__ import annotations

import re

from s3dash.folders import ROOT

ORDER = (
    *("SecurityHeaders", "Sizes", "Affinity", "OwnOrigin", "KnownAddresses", "Rates", "Capacity"),
    "FrontEnd",
)
"""Headers around every answer; nothing is read or counted of what is refused before."""


def test_all_that_stands_in_front_is_in_the_app() -> None:
    text = (ROOT / "app.py").read_text(encoding="utf-8")
    [listed] = re.findall(r"(?ms)^around = \[$(.*?)^\]$", text)
    assert tuple(re.findall(r"\bMiddleware\(\s*(\w+)", listed)) == ORDER
    assert "middleware=around" in text
