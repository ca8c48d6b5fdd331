"""Files of ours: kept for good only under their version, compressed once, under any base."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from starlette.routing import Router

from s3dash import folders
from s3dash.web.static_files import file_routes, map_url, script_url, style_url

Ask = Callable[..., Any]
APP = Router(routes=file_routes())
MAP = folders.MAPS / "nuts-0.json"


@pytest.mark.parametrize(
    "address", [map_url("nuts-0.json"), style_url("look/style.css"), script_url("shell/links.js")]
)
def test_the_address_with_its_version_is_kept_for_good(ask: Ask, address: str) -> None:
    path, _, query = address.partition("?")
    answer = ask(APP, f"/{path}", query=query)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("query", ["", "v=", "v=0123456789ab", "v=other&v=0123456789ab"])
def test_any_other_address_is_asked_for_again(ask: Ask, query: str) -> None:
    answer = ask(APP, "/maps/nuts-0.json", query=query)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-cache"
    again = ask(APP, "/maps/nuts-0.json", {"If-None-Match": answer.headers["etag"]}, query=query)
    assert again.status == 304
    assert again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_a_file_is_compressed_for_whoever_reads_it(ask: Ask, accepted: str, encoding: str) -> None:
    answer = ask(APP, "/maps/nuts-0.json", {"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(answer.body)
    read = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert read(answer.body) == MAP.read_bytes()


def test_a_part_of_a_file_is_sent_as_it_is(ask: Ask) -> None:
    headers = {"Accept-Encoding": "br", "Range": "bytes=0-9"}
    answer = ask(APP, "/maps/nuts-0.json", headers)
    assert answer.status == 206
    assert answer.body == MAP.read_bytes()[:10]


@pytest.mark.parametrize("path", ["/scripts/shell/links.py", "/scripts/look/style.css"])
def test_nothing_else_of_the_folder_is_served(ask: Ask, path: str) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        from starlette.exceptions import HTTPException

        with pytest.raises(HTTPException, match="404"):
            await APP(scope, receive, send)

    assert ask(app, path).status == 0


def test_files_are_found_under_a_path(ask: Ask) -> None:
    app = Router(routes=file_routes("/s3"))
    assert ask(app, "/s3/maps/nuts-0.json").status == 200
    assert ask(app, "/maps/nuts-0.json").status == 404
