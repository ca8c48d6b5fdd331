"""The font of the icons has every icon that is asked for, and stands for Streamlit's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit

from s3dash.web import icons
from s3dash.web.front_end import FrontEnd

STREAMLIT = Path(streamlit.__file__).parent
RECORD = json.loads(icons.RECORD.read_text(encoding="utf-8"))


def test_it_has_all_of_ours_and_was_made_of_this_version_of_streamlit() -> None:
    missing = icons.icons_of_ours() - set(RECORD["icons"])
    assert missing == set(), "run `make icons`"
    [source] = STREAMLIT.glob(icons.FONT_PATTERN)
    assert source.name == RECORD["made_from"], "run `make icons`"
    assert hashlib.sha256(source.read_bytes()).hexdigest() == RECORD["sha256"]
    # Those of Streamlit itself, such as the arrow of a box that unfolds.
    assert {"keyboard_arrow_down", "close"} <= set(RECORD["icons"])
    assert icons.FONT.stat().st_size < source.stat().st_size / 10


def test_it_is_sent_in_the_place_of_streamlits_and_asked_for_again(
    ask: Callable[..., Any], inner: Any
) -> None:
    app = FrontEnd(inner, STREAMLIT / "static", "")
    answer = ask(app, f"/static/{icons.replaced()}")
    assert answer.body == icons.FONT.read_bytes()
    # Our own changes when a page has a new icon, and its address does not.
    assert answer.headers["cache-control"] == "no-cache"
    other = next(STREAMLIT.glob("static/static/media/SourceSansVF-Upright.*.woff2"))
    answer = ask(app, f"/static/media/{other.name}")
    assert answer.body == other.read_bytes()
    assert "immutable" in answer.headers["cache-control"]
