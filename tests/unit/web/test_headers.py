"""Every answer says what a browser may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3dash.web.headers import SecurityHeaders


def test_every_answer_has_the_headers(ask: Callable[..., Any], inner: Any) -> None:
    headers = ask(SecurityHeaders(inner), "/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    # Nothing of another host, and no script that somebody put into a page.
    assert "http" not in policy
    assert "script-src 'self' blob:" in policy
    [scripts] = [part for part in policy.split("; ") if part.startswith("script-src")]
    assert "unsafe-inline" not in scripts


def test_websockets_pass_untouched(ask: Callable[..., Any], inner: Any) -> None:
    assert ask(SecurityHeaders(inner), "/", websocket=True).closed is None
