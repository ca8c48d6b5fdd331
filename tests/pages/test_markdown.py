"""Text from data is shown as it is, wherever Streamlit reads Markdown: it changes no heading."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.store.build import build
from s3dash.ui.shell.registry import PAGES
from tests.conftest import DATA

Visit = Callable[..., AppTest]

SIGNS = " *q*"
FORMATTING = re.compile(r"(?<!\\)\*q")
NO_MARKDOWN = {
    # What is shown as it is: HTML that we escape, tables, code, drawings, our components.
    *("html", "arrow", "dataframe", "bidicomponent", "code", "plotlychart", "deckgljsonchart"),
    *("textinput", "json"),
}
NO_MARKDOWN_FIELDS = {
    "id",
    "form_id",
    "placeholder",
    "raw_value",
    "raw_values",
    "default",
    "alt",
    "query_param_key",
}
PLAIN_OPTIONS = {"selectbox", "multiselect", "slider"}
"""Their options are text; those of switches are Markdown."""
KEPT = {
    # Codes in a list.
    ("hub", "also_serves"),
    # Words that the code looks for.
    ("guidance", "question"),
    ("guidance", "ris3_stage"),
}
VISITS: list[tuple[str, dict[str, Any]]] = [
    *((spec.key, {}) for spec in PAGES),
    ("overview", {"show": "memberships"}),
    *(
        ("priorities", {"view": view, "territory": "ITC4"})
        for view in ("table", "matrix", "common")
    ),
    ("priorities", {"text": "wind nothing", "territory": "MT", "domain": "C"}),
    ("priorities", {"territory": "ITC4", "domain": "C", "without": "domain:D"}),
    ("priorities", {"territory": "ITI1", "priority": "ITI1-2021-01"}),
    *(("energy", {"view": view}) for view in ("stages", "facts", "network", "join")),
    ("energy", {"view": "network", "territory": "ES61"}),
    ("workflow", {"stage": "all"}),
    *(
        ("partnership", {"partnership": "high-tech-farming", "view": view})
        for view in ("overview", "organisations", "capability", "candidates", "links")
    ),
    *(
        ("region", {"territory": "ITI1", "view": view})
        for view in ("profile", "partnerships", "indicators", "change", "distinctive", "neighbours")
    ),
    ("region", {"territory": "MT"}),
    ("region", {"territory": "UK-england", "view": "indicators"}),
    ("region", {"territory": "ITI1", "print": "yes"}),
    ("compare", {"territory": "ITI1"}),
    ("compare", {"territory": ["ITI1", "UK-england"]}),
    *(
        ("compare", {"territory": ["ITI1", "DE1"], "view": view})
        for view in ("priorities", "partnerships", "strategies", "similar")
    ),
    ("compare", {"territory": ["ITI1", "DE1"], "view": "similar", "part": "profile"}),
    *(("linkages", {"territory": "ITI1", "view": view}) for view in ("network", "table", "matrix")),
    ("linkages", {"kind": "partnerships", "territory": "ITI1"}),
    ("linkages", {"territory": "MT", "view": "table"}),
    ("partners", {"territory": "ITI1", "priority": "ITI1-2021-01"}),
    ("partners", {"territory": "ITI1", "mode": "cross-border"}),
    ("partners", {"territory": "MT"}),
    *(("data", {"view": view}) for view in ("dictionary", "build")),
    *(("coverage", {"view": view}) for view in ("fields", "dates", "missing")),
]


@pytest.fixture(scope="module")
def signed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real base with signs of Markdown behind every text that people read."""
    folder = tmp_path_factory.mktemp("signed")
    data, path = folder / "data", folder / "s3.duckdb"
    shutil.copytree(DATA, data)
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        columns = [column for column in _free_text(resource) if column != "term"]
        if columns:
            file = data / resource["path"]
            frame = pd.read_csv(file, dtype=str, keep_default_na=False)
            for column in columns:
                frame[column] = frame[column].where(frame[column] == "", frame[column] + SIGNS)
            frame.to_csv(file, index=False)
    build(data, path)
    return path


def _free_text(resource: dict[str, Any]) -> list[str]:
    """Columns of a table that hold words of people, not codes, keys, dates or addresses."""
    schema = resource.get("schema", {})
    keys = {*_listed(schema.get("primaryKey", []))}
    for key in schema.get("foreignKeys", []):
        keys |= {*_listed(key["fields"])}
    return [
        field["name"]
        for field in schema.get("fields", [])
        if field["type"] == "string"
        and field.get("format", "default") == "default"
        and not {"enum", "pattern"} & {*field.get("constraints", {})}
        and field["name"] not in keys
        and (resource["name"], field["name"]) not in KEPT
    ]


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


@pytest.fixture
def visit_signed(visit: Visit, signed_store: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setenv("S3DASH_STORE", str(signed_store))
    return visit


@pytest.mark.parametrize(("page", "link"), VISITS)
def test_no_text_from_data_formats_a_page(
    visit_signed: Visit, page: str, link: dict[str, Any]
) -> None:
    app = visit_signed(page, **link)
    assert not app.exception
    found = [told for proto in protos(app) for told in formatted(proto)]
    assert not found


def test_the_base_has_the_signs_and_they_are_shown(visit_signed: Visit) -> None:
    app = visit_signed("region", territory="ITI1")
    assert app.title[0].value.endswith("\\*q\\*")


def protos(app: AppTest) -> Iterator[Any]:
    """What a page sends of every element and block."""
    blocks = [*app._tree.children.values()]
    while blocks:
        node = blocks.pop()
        proto = getattr(node, "proto", None)
        if hasattr(proto, "DESCRIPTOR"):
            yield proto
        blocks += [*getattr(node, "children", {}).values()]


def formatted(proto: Any, path: str = "") -> Iterator[str]:
    """Texts in which a sign of the data would be read as Markdown, with where they stand."""
    owner = proto.DESCRIPTOR.name.lower()
    if owner in NO_MARKDOWN:
        return
    for field, value in proto.ListFields():
        if field.name in NO_MARKDOWN_FIELDS or (field.name == "options" and owner in PLAIN_OPTIONS):
            continue
        for one in value if field.is_repeated else [value]:
            if hasattr(one, "DESCRIPTOR"):
                yield from formatted(one, f"{path}.{field.name}")
            elif isinstance(one, str) and FORMATTING.search(one):
                yield f"{owner}{path}.{field.name}: {one[:120]}"
