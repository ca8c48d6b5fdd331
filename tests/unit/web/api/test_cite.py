"""How a view is cited and re-used: the code on the page is run, and gives the rows of the view."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from s3dash import folders
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store
from s3dash.takeaway.citation import AUTHOR
from s3dash.web.api.cite import cite_link
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.routes import api_routes
from tests.unit.web.api.conftest import TITLES
from tests.unit.web.api.test_pictures import needed

VIEWS = [
    "priorities?territory=IT&domain=C10",
    "priorities?territory=ITI1&above=yes&period=2021-2027",
    "priorities?domain=C&domain=J&all=domain&without=platform%3Aenergy",
    "priorities?text=hydrogen&platform=energy",
    "priorities?list=partial&classified=editorial&period=2014-2020",
    "priorities?without=domain%3AC&territory=ES",
    "region?territory=ITI1",
    "region?territory=ITI1&table=partnerships",
    "partnership?partnership=high-tech-farming",
    "partnership?partnership=high-tech-farming&table=members",
]


def codes(page: str) -> dict[str, str]:
    """Title -> code of the page."""
    found = re.findall(r"<h3>([^<]+)</h3><pre>([^<]*)</pre>", page)
    return {unescape(title): unescape(code) for title, code in found}


def read(address: str) -> str:
    from urllib.request import urlopen

    with urlopen(address) as answer:
        text: str = answer.read().decode()
    return text


def run(code: str) -> pd.DataFrame:
    held: dict[str, Any] = {}
    exec(code, held)
    rows: pd.DataFrame = held["rows"]
    return rows


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_copied_gives_the_rows_of_the_view(
    root: str, view: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(folder / "library.duckdb"))
    monkeypatch.chdir(folder)
    found = codes(read(cite_link(f"{root}/{view}")))
    rows = json.loads(read(f"{root}/{view.replace('?', '.json?', 1)}"))
    keys = ("priority_id", "evidence_id", "partnership_id", "territory_id")
    key = next(name for name in keys if name in rows[0])
    ids = sorted(row[key] for row in rows)
    assert ids
    by_link = run(found["Python, by the link"])
    assert by_link[key].tolist() == [row[key] for row in rows]
    with duckdb.connect("base.duckdb", read_only=True) as base:
        assert sorted(base.sql(found["SQL"]).df()[key]) == ids
    for title in ("SQL from Python", "Python, with the library"):
        if title in found:
            assert sorted(run(found[title])[key]) == ids, title
    assert ("Python, with the library" in found) == view.startswith("priorities")


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not on this machine")
# Of a computer that knows no letters but those of ASCII, too: one run by a timer, an old Windows.
@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_r_gives_the_rows_of_the_view(root: str, language: str) -> None:
    view = "priorities?list=partial&territory=ES"
    code = codes(read(cite_link(f"{root}/{view}")))["R, by the link"]
    rows = json.loads(read(f"{root}/{view.replace('?', '.json?', 1)}"))
    assert not all(row["territory"].isascii() for row in rows)
    told = subprocess.run(
        # Each name by the numbers of its letters, for the console may not have them.
        ["Rscript", "-e", f"{code}\nfor (n in seq_len(nrow(rows))) "
         "cat(rows$priority_id[n], utf8ToInt(enc2utf8(rows$territory[n])), '\\n')"],
        capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": language},
    )  # fmt: skip
    assert told.stderr == ""
    found = [line.split() for line in told.stdout.splitlines()]
    assert {name: "".join(map(chr, map(int, letters))) for name, *letters in found} == {
        row["priority_id"]: row["territory"] for row in rows
    }


@pytest.mark.parametrize("path", TITLES)
def test_every_page_can_be_cited(get_cited: Callable[..., Any], path: str, store: Store) -> None:
    answer = get_cited(f"/cite/{path}")
    assert answer.status == 200, answer.body
    page = answer.body.decode()
    version = about_store(store).version
    assert f"data_version={version}" in page
    assert f"Version {version}" in page
    assert "<script" not in page
    # A picture is offered that is drawn (tests of pictures and embeds draw them all), or none.
    offered = re.findall(r"<a href=\"(?:https?://[^/]+)?/([^\"?]+)\.svg", page)
    assert offered == [one.path for one in PICTURED if one.path == path and not needed(one)]


def test_records_are_read_by_programs_that_keep_references(get_cited: Callable[..., Any]) -> None:
    bib = get_cited("/cite/topic.bib", "about=R%26D%20100%25").body.decode()
    assert r"R\&D" in bib
    assert r"100\%" in bib
    assert bib.count("{") == bib.count("}")
    assert AUTHOR in bib
    ris = get_cited("/cite/region.ris", "territory=ITI1").body.decode()
    lines = ris.split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert any(line.startswith("TI  - Toscana") for line in lines)


def test_the_author_is_that_of_the_citation_file() -> None:
    assert f"name: {AUTHOR}" in (folders.ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_hostile_addresses_stay_text(get_cited: Callable[..., Any]) -> None:
    page = get_cited("/cite/topic", "about=%3Cscript%3E%22%27").body.decode()
    assert "<script" not in page
    answer = get_cited("/cite/region", "territory=Atlantis")
    assert answer.status in (200, 400)


@pytest.fixture(scope="module")
def get_cited(ask: Callable[..., Any], store: Store) -> Callable[..., Any]:
    from starlette.routing import Router

    app = Router(routes=api_routes(lambda: store, "", TITLES))
    return lambda path, query="": ask(app, path, {"Host": "s3.example.eu"}, query=query)
