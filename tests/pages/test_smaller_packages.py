"""Pages do without what a data package may lack: every optional table and column."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.package.needs import NEEDED
from s3dash.package.sql import literal
from s3dash.store.build import build
from tests.fixtures.packages import PackageCopy
from tests.fixtures.visits import OPENED, PARTNERSHIP, TERRITORY, VISITS, Visit

TABLES = {table.name: table for table in NEEDED}
OF_TERRITORY: list[Visit] = [
    ("region", {"territory": TERRITORY}),
    ("partners", {"territory": TERRITORY}),
]
SIMILAR: list[Visit] = [
    ("region", {"territory": TERRITORY, "view": "indicators"}),
    ("compare", {"territory": [TERRITORY, "DE1"], "view": "similar"}),
    ("compare", {"territory": [TERRITORY, "DE1"], "view": "indicators"}),
    ("atlas", {}),
]
READERS: dict[str, list[Visit]] = {
    # optional table: links to where it is read; `test_every_page_...` opens all others without it
    "territory_name": [("priorities", {"text": "toscana"}), ("region", {"territory": TERRITORY})],
    "neighbour": [("region", {"territory": TERRITORY, "view": "neighbours"}), *OF_TERRITORY],
    "macro_region": OF_TERRITORY,
    "macro_region_territory": OF_TERRITORY,
    "workflow_item": [("workflow", {"stage": "all"}), ("workflow", {})],
    "affiliation": [("partnership", {"partnership": PARTNERSHIP})],
    "actor": [("partnership", {"partnership": "hydrogen-valleys", "view": "organisations"})],
    "platform_fact": [("energy", {"view": "facts"}), ("energy", {})],
    "guidance": [("guide", {}), ("partners", {"territory": TERRITORY, "mode": "design"})],
    "hub": [("hubs", {}), *OF_TERRITORY, ("region", {"territory": TERRITORY, "view": "around"})],
    "project": [
        ("projects", {}),
        ("linkages", {"kind": "projects"}),
        ("partnership", {"partnership": PARTNERSHIP}),
        ("region", {"territory": TERRITORY, "view": "around"}),
    ],
    "project_partner": [
        ("projects", {}),
        ("projects", {"project": "i3-regiogreentex"}),
        ("linkages", {"kind": "projects"}),
    ],
    "document": [("library", {})],
    "indicator": SIMILAR,
    "nuts_correspondence": [("data", {"view": "build"}), *SIMILAR],
    "indicator_value": SIMILAR,
    "indicator_source": SIMILAR,
    "chain_link": [("partnership", {"partnership": PARTNERSHIP, "view": "chain"})],
    "domain_link": [("partnership", {"partnership": PARTNERSHIP, "view": "chain"})],
    "confirmed_doubt": [("coverage", {"view": "doubts"})],
    "change_log": [("new", {}), ("overview", {})],
    "topic_word": [("priorities", {"text": "Wasserstoff"})],
    "site": [("data", {"view": "sources"}), ("coverage", {"view": "dates"}), ("priorities", {})],
}
MAPS: list[Visit] = [
    ("overview", {}),
    ("energy", {"view": "network"}),
    ("linkages", {}),
    ("partnership", {"partnership": PARTNERSHIP, "view": "links"}),
    *OF_TERRITORY,
]


def apart(tables: Iterable[str]) -> list[list[str]]:
    """Tables in groups in which no page reads two: what one takes away hides nothing of another."""
    groups: list[tuple[list[str], set[str]]] = []
    for table in tables:
        pages = {key for key, _ in READERS[table]}
        for names, read in groups:
            if not pages & read:
                names.append(table)
                read |= pages
                break
        else:
            groups.append(([table], pages))
    return [names for names, _ in groups]


@pytest.fixture
def serve(store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change a copy of the store as told, and have the pages read it."""

    def change(*statements: str) -> None:
        path = tmp_path / "s3.duckdb"
        shutil.copyfile(store_path, path)
        with duckdb.connect(str(path)) as con:
            for statement in statements:
                con.execute(statement)
        monkeypatch.setenv("S3DASH_STORE", str(path))

    return change


def opens(visit: Callable[..., AppTest], visits: list[Visit]) -> None:
    """Every link shows its page."""
    broken = [
        (key, dict(query), app.exception[0].message)
        for key, query in visits
        if (app := visit(key, opened=OPENED, **query)).exception
    ]
    assert broken == []


def test_every_page_does_without_all_that_may_be_missing(
    visit: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = PackageCopy(tmp_path / "data")
    package.drop_all_optional()
    build(package.path, tmp_path / "s3.duckdb")
    monkeypatch.setenv("S3DASH_STORE", str(tmp_path / "s3.duckdb"))
    opens(visit, VISITS)


def test_readers_are_told_of_every_table_that_may_be_missing() -> None:
    assert set(READERS) == {table.name for table in NEEDED if table.may_be_missing}


@pytest.mark.parametrize("tables", apart(READERS), ids=" ".join)
def test_pages_do_without_a_table(
    visit: Callable[..., AppTest], serve: Callable[..., None], tables: list[str]
) -> None:
    # A build puts an empty table in the place of a missing one: `tests/unit/package/test_needs.py`.
    serve(*(f"DELETE FROM {table}" for table in tables))
    opens(visit, [link for table in tables for link in READERS[table]])


@pytest.mark.parametrize(
    "tables", apart(table for table in READERS if TABLES[table].optional), ids=" ".join
)
def test_pages_do_without_the_optional_columns_of_a_table(
    visit: Callable[..., AppTest], serve: Callable[..., None], tables: list[str]
) -> None:
    serve(
        *(
            f"UPDATE {table} SET {', '.join(f'{name} = NULL' for name in TABLES[table].optional)}"
            for table in tables
        )
    )
    opens(visit, [link for table in tables for link in READERS[table]])


def test_a_tie_whose_basis_is_not_stated_says_so(
    visit: Callable[..., AppTest], serve: Callable[..., None], words: Callable[[AppTest], str]
) -> None:
    # With the partnership held and its basis not: the tests above take both away.
    serve("UPDATE project SET partnership_basis = NULL")
    for key, query in (("projects", {}), ("partnership", {"partnership": PARTNERSHIP})):
        app = visit(key, opened=OPENED, **query)
        assert not app.exception
        assert "what the tie rests on is not stated" in words(app)


def test_the_dictionary_does_without_titles_licences_and_sources(
    visit: Callable[..., AppTest], serve: Callable[..., None], words: Callable[[AppTest], str]
) -> None:
    described = {
        "name": "small",
        "version": "1",
        "licenses": [{"name": "CC-BY-4.0"}],
        "resources": [
            {
                "name": "stage",
                "path": "stage.csv",
                "schema": {
                    "fields": [{"name": "stage_id", "type": "string"}],
                    "primaryKey": "stage_id",
                    "foreignKeys": [
                        {"fields": "stage_id", "reference": {"resource": "", "fields": "stage_id"}}
                    ],
                },
            }
        ],
    }
    serve(f"UPDATE build_info SET package_json = {literal(json.dumps(described))}")
    app = visit("data", view="dictionary")
    assert not app.exception
    assert "**Sources.** not stated" in words(app)
    assert "**Licence.** CC-BY-4.0" in words(app).replace("\\", "")
    assert app.dataframe[0].value["rules"].iloc[0] == "part of the key; refers to this table"
    assert not visit("data", view="build").exception


def test_pages_do_with_half_of_the_boundaries(
    visit: Callable[..., AppTest], serve: Callable[..., None]
) -> None:
    columns = "label_x = NULL, label_y = NULL, area_km2 = NULL, longitude = NULL, latitude = NULL"
    serve(
        f"UPDATE territory SET {columns} WHERE hash(territory_id) % 2 = 0 OR territory_id = 'ITI1'"
    )
    opens(visit, MAPS)
