"""Every answer says what a browser may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3dash.web.headers import SecurityHeaders
from s3dash.web.plain_page import plain_page


def test_every_page_has_the_headers(ask: Callable[..., Any]) -> None:
    page = plain_page("Title", "", 404)
    headers = ask(SecurityHeaders(page), "/").headers
    assert headers["x-content-type-options"] == "nosniff"
    # Another site learns that a reader came, not what they looked at.
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    # Nor may a script that got in turn to what the reader's device has.
    for part in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{part}=()" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    # Nothing of another host, and no script that somebody put into a page.
    assert "http" not in policy
    assert "script-src 'self' blob:" in policy
    [scripts] = [part for part in policy.split("; ") if part.startswith("script-src")]
    assert "unsafe-inline" not in scripts


def test_a_file_has_them_too(ask: Callable[..., Any], inner: Any) -> None:
    headers = ask(SecurityHeaders(inner), "/maps/nuts-0.json").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'self'"


def test_websockets_pass_untouched(ask: Callable[..., Any], inner: Any) -> None:
    assert ask(SecurityHeaders(inner), "/", websocket=True).closed is None
