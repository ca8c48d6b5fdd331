"""The first page: words before the scripts, early hints for the browser, nothing that CSP stops."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.routing import Router

from s3dash.ui.shell.first_visit import EVERYWHERE, preloads
from s3dash.ui.shell.registry import PAGES
from s3dash.web.addresses import Page
from s3dash.web.chunks import scripts_of
from s3dash.web.document import Preload, document, document_routes
from s3dash.web.front_end import FrontEnd

Ask = Callable[..., Any]
STREAMLIT = Path(streamlit.__file__).parent / "static"
INDEX = (STREAMLIT / "index.html").read_text(encoding="utf-8")


def test_there_is_something_to_read_before_the_scripts() -> None:
    page = document(INDEX, [])
    assert page.startswith("<!DOCTYPE html>")
    assert re.search(r'<div id="root">.*The page is loading.*</div>', page, re.DOTALL)


def test_no_script_stands_in_the_page_and_no_closed_address() -> None:
    page = document(INDEX, [])
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", page))
    assert "agent" not in page
    # Streamlit's own scripts are still there.
    assert set(re.findall(r'"\./static/js/[^"]+"', page)) == set(
        re.findall(r'"\./static/js/[^"]+"', INDEX)
    )


def test_what_is_needed_soon_is_named_in_the_head() -> None:
    page = document(INDEX, [Preload("scripts/a.js?v=1", "script"), Preload("maps/b.json", "data")])
    head = page[: page.index("</head>")]
    assert '<link rel="modulepreload" crossorigin href="./scripts/a.js?v=1">' in head
    assert (
        '<link rel="preload" as="fetch" crossorigin fetchpriority="low" href="./maps/b.json">'
        in head
    )
    # In that order; on six lines to the server the first named is the first asked for.
    [font] = re.findall(r"<link[^>]*as=.font.[^>]*>", page)
    assert head.index("scripts/a.js") < head.index(font) < head.index("maps/b.json")
    assert 'fetchpriority="low"' in font


def test_a_first_script_runs_before_those_of_streamlit() -> None:
    page = document(INDEX, [Preload("scripts/first.js?v=1", "first script")])
    scripts = re.findall(r'<script type="module" crossorigin src="([^"]+)"', page)
    assert scripts[0] == "./scripts/first.js?v=1"
    assert scripts[1].startswith("./static/js/index.")


def test_another_page_of_streamlit_is_noticed() -> None:
    with pytest.raises(ValueError, match=r"index\.html has changed"):
        document("<html><head></head><body><div id=app></div></body></html>", [])


def test_pages_are_served_below_the_base(ask: Ask) -> None:
    pages = [(Page("", "Overview"), []), (Page("region", "Region"), [])]
    app = Router(routes=document_routes(STREAMLIT / "index.html", pages, "/s3"))
    for path in ("/s3/", "/s3/region"):
        answer = ask(app, path, {"Accept-Encoding": "gzip"})
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-cache"
        assert b"The page is loading" in gzip.decompress(answer.body)
    assert ask(app, "/region").status == 404


@pytest.mark.parametrize("base", ["", "/s3"])
def test_streamlits_scripts_are_compressed_and_kept(ask: Ask, inner: Any, base: str) -> None:
    app = FrontEnd(inner, folder=STREAMLIT, base=base)
    name = re.findall(r"static/js/index[^\"]+", INDEX)[0]
    answer = ask(app, f"{base}/{name}", {"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert gzip.decompress(answer.body) == (STREAMLIT / name).read_bytes()
    assert inner.scopes == []
    for missing in ("static/js/gone.js", "static/../index.html", "static/js"):
        gone = ask(app, f"{base}/{missing}")
        assert gone.status == 404
        assert "cache-control" not in gone.headers
    ask(app, f"{base}/_stcore/health")
    assert len(inner.scopes) == 1


def test_the_scripts_of_an_element_come_with_what_they_import() -> None:
    found = scripts_of(STREAMLIT, ["BidiComponent", "NoSuchElement"])
    assert re.fullmatch(r"static/js/BidiComponent\.[\w-]+\.js", found[0])
    assert len(found) > 1
    assert all((STREAMLIT / address).is_file() and address not in INDEX for address in found)


def test_every_page_names_files_that_exist() -> None:
    for spec in PAGES:
        found = preloads(spec, STREAMLIT)
        assert len(found) == len({preload.address for preload in found})
        # Each kind of element still has a script of its own.
        scripts = " ".join(preload.address for preload in found)
        assert all(f"static/js/{kind}." in scripts for kind in EVERYWHERE)
