"""Embeds: light, without a script, in a frame of any site or of those that are named."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from starlette.routing import Router

from s3dash import settings
from s3dash.store.connection import Store
from s3dash.web.api.embed import embed_code, embed_link, embed_paths
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.routes import PATHS, api_routes
from s3dash.web.api.views import PAGES
from tests.unit.web.api.test_pictures import needed

Get = Callable[..., Any]
LARGEST = 200_000
"""Bytes of an embed, compressed."""


@pytest.mark.parametrize("path", embed_paths())
def test_every_embed_is_light_and_leads_back(get: Get, path: str) -> None:
    for kind, pages in (("picture", PICTURED), ("table", PAGES)):
        page: Any = next((one for one in pages if one.path == path), None)
        if page is None:
            assert get(f"/embed/{path}", f"as={kind}").status == 404
            continue
        given = [(n, v) for n, v in needed(page) if kind == "picture" or n != "indicator"]
        answer = get(f"/embed/{path}", [*given, ("as", kind), ("theme", "dark")])
        assert answer.status == 200, answer.body
        text = answer.body.decode()
        assert len(gzip.compress(answer.body)) < LARGEST
        assert "<script" not in text
        assert not re.search(r"(src|srcset)=", text)
        assert "Open this view in s3dash" in text
        assert "#0f1621" in text
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy
    assert "/embed/" in PATHS


def test_a_table_has_the_first_rows_of_the_view(get: Get) -> None:
    given = "territory=IT&domain=C10"
    rows = json.loads(get("/priorities.json", given).body)
    text = unescape(get("/embed/priorities", f"{given}&as=table").body.decode())
    assert text.count("<tr>") == 1 + min(len(rows), 100)
    assert rows[0]["title"] in text
    assert "data_version" not in text
    # A year is no amount.
    text = get("/embed/region", "territory=ITI1&view=indicators&as=table").body.decode()
    assert re.search(r"<td class=n>20\d\d\b", text)
    assert not re.search(r"<td class=n>2,0\d\d\b", text)


def test_what_is_of_no_page_is_told(get: Get) -> None:
    for path in ("/embed/nothing", "/embed/", "/cite/nothing"):
        answer = get(path)
        assert answer.status == 404
        assert json.loads(answer.body)["detail"]


def test_the_frames_are_those_that_are_set(ask: Get, store: Store) -> None:
    policies = {
        "https://a.example, https://b.example": "'self' https://a.example https://b.example",
        "none": "'self'",
        "": "*",
    }
    for named, expected in policies.items():
        frames = settings.read({"S3DASH_FRAMES": named})[settings.FRAMES]
        app = Router(routes=api_routes(lambda: store, frames=frames))
        answer = ask(app, "/embed/library", {}, query="as=table")
        assert answer.status == 200
        policy = answer.headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors {expected}")
    with pytest.raises(settings.BadSetting, match="S3DASH_FRAMES"):
        settings.read({"S3DASH_FRAMES": "*; script-src *"})


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("as=cube", "as"), ("as=table&colour=red", "colour"), ("theme=pink", "theme"),
     ("as=table&theme=pink", "theme"), ("as=table&numbers=xx", "numbers"), ("as=", None)],
)  # fmt: skip
def test_what_means_nothing_is_refused(get: Get, query: str, parameter: str | None) -> None:
    answer = get("/embed/priorities", query)
    assert answer.status == (400 if parameter else 200)
    if parameter:
        assert json.loads(answer.body)["parameter"] == parameter


def test_links_and_code_to_copy() -> None:
    view = "http://localhost:8501/priorities?territory=IT&domain=C10"
    address = embed_link(view, "picture")
    assert address == "http://localhost:8501/embed/priorities?territory=IT&domain=C10"
    assert embed_link(view, "table").endswith("&as=table")
    assert embed_link("http://localhost:8501/", "picture").endswith("/embed/overview")
    assert embed_link("http://localhost:8501/methods", "picture") == ""
    code = embed_code(address, 'A "title" <b>')
    assert unescape(re.findall('src="([^"]*)"', code)[0]) == address
    assert "<b>" not in code
