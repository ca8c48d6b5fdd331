"""Links to sources: each says of what it is the source, for who hears the links of a page alone.

Those in a row or an item of HTML with links of ours are named by links.js: a browser test has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.screen import html_of

Visit = Callable[..., AppTest]
OUTSIDE = re.compile(r"<a href='https?:[^>]*>(?:source|Source|Website|Open the source)</a>")
IN_ROWS = re.compile(r"s3-go.*<(?:li|tr)\b|<(?:li|tr)\b.*s3-go", re.S)
NAMED = re.compile(r" aria-label='(\S[^']*?) of (\S[^']*)'")


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("priorities", {"territory": "ITI1", "priority": "ITI1-2021-01"}),
        ("partnership", {"partnership": "high-tech-farming"}),
        ("partnership", {"partnership": "berry", "view": "organisations"}),
        ("energy", {}),
        ("energy", {"view": "facts"}),
        ("workflow", {"stage": "all"}),
    ],
)
def test_a_source_says_of_what(visit: Visit, page: str, link: dict[str, str]) -> None:
    pieces = html_of(visit(page, **link))
    found = [
        anchor for html in pieces if not IN_ROWS.search(html) for anchor in OUTSIDE.findall(html)
    ]
    assert found
    for anchor in found:
        named = NAMED.search(unescape(anchor) if "&#x27;" not in anchor else anchor)
        assert named, anchor
        # What is seen begins what is heard, so that it can be spoken to be pressed.
        assert anchor.endswith(f">{named[1]}</a>")


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("linkages", {}),
        ("linkages", {"view": "table"}),
        ("energy", {}),
        ("energy", {"view": "stages"}),
        ("platform", {"platform": "energy"}),
        ("partnership", {"partnership": "berry"}),
        ("progress", {}),
        ("workflow", {}),
    ],
)
def test_there_is_one_way_to_the_printer(visit: Visit, page: str, link: dict[str, str]) -> None:
    components = visit(page, **link).get("bidi_component")
    names = [component.proto.component_name for component in components]
    assert names.count("s3dash_print_button") == 1
