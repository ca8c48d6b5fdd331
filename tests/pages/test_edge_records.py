"""Projects, hubs, documents and indicator values with holes draw, and say what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.store.build import build
from tests.conftest import edit_package
from tests.fixtures.screen import html_of
from tests.pages.test_edge_cases import HOLES, HOSTILE, SOURCE, extended

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

REGIONS = ("ITI1", "AT21", "DE11")
WHOLE = "high-tech-farming"


def indicator(code: str, regions: int, **more: str) -> dict[str, str]:
    return {
        "indicator_id": code,
        "label": code.replace("_", " "),
        "unit": "units",
        "theme": "odd",
        "year_note": "2019",
        **dict.fromkeys(("value_count", "value_count_eu27", "value_count_nuts2021"), str(regions)),
        **dict.fromkeys(("min", "median", "max"), "1"),
        "is_structural": "false",
        "source_title": "Odd source",
        "licence": "CC0",
    } | more


TABLES = {
    "project": [
        {"project_id": "odd-bare", "programme": "I3"},
        {"project_id": "odd-far", "title": "Far", "programme": "Interreg", "start_date": "2030"},
        {"project_id": "odd-end", "title": "Ended", "programme": "I3", "end_date": "2019"},
        {"project_id": "odd-names", "acronym": HOSTILE, "title": HOSTILE, "programme": "I3"},
    ],
    "project_partner": [
        {"project_id": "odd-far", "partner_name": "Far Uni", "territory_name": "Kenya <b>"},
        {"project_id": "odd-far", "partner_name": "Unplaced"},
        {"project_id": "odd-names", "partner_name": HOSTILE, "territory_id": "UK-england"},
    ],
    "hub": [
        {
            "hub_id": f"odd-{number}",
            "name": name,
            "territory_id": territory,
            "territory_name": HOSTILE,
            "kind": "DIH",
            "status": "unclear",
        }
        for number, (name, territory) in enumerate(
            [("Unplaced hub", "UK-england"), ("Placed hub", "ITI1"), (HOSTILE, "ITI1")]
        )
    ],
    "document": [
        {
            "document_id": f"odd-{number}",
            "title": title,
            "kind": "report",
            "publisher": HOSTILE,
            "language": "en",
            "summary": HOSTILE,
            "topics": "guidance",
        }
        for number, title in enumerate(["Undated thing", HOSTILE])
    ],
    "indicator": [
        indicator("odd_one", 1),
        indicator("odd_gaps", 2, aggregation="population-weighted", is_structural="true"),
        indicator("odd_flags", 2),
        indicator("odd_never", 0, coverage_note="nobody has it"),
        indicator("odd_names", 1, label=HOSTILE, unit=HOSTILE, note=HOSTILE, theme=HOSTILE),
    ],
    "indicator_value": [
        {"indicator_id": code, "nuts_code": region, "year": year, "value": value, "flag": flag}
        for code, region, year, value, flag in (
            ("odd_one", "ITI1", "2019", "5", ""),
            ("odd_gaps", "ITI1", "2005", "-1", ""),
            ("odd_gaps", "ITI1", "2012", "0", "b"),
            ("odd_gaps", "ITI1", "2024", "1e15", "bz"),
            ("odd_gaps", "AT21", "2010", "0", ""),
            ("odd_flags", "ITI1", "2019", "5", "q"),
            ("odd_flags", "ITI1", "2020", "5", HOSTILE),
            ("odd_flags", "AT21", "2020", "5", "recoded:XX99"),
            ("odd_names", "ITI1", "2019", "5", HOSTILE),
            ("odd_names", "ITI1", "2020", "5", HOSTILE),
        )
    ],
}
ALL_ROWS = {
    "project": {"source_url": SOURCE},
    "project_partner": {"role": "partner", "source_url": SOURCE},
    "hub": {"source_url": SOURCE},
    "document": {"source_url": SOURCE},
    "indicator_value": {"nuts_vintage": "2021", "source_id": "s03"},
}


@pytest.fixture(scope="module")
def records_store(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the odd records beside the real ones."""
    folder = tmp_path_factory.mktemp("odd-records")
    edited = {
        name: extended(facts(name), [row | ALL_ROWS.get(name, {}) for row in rows])
        for name, rows in TABLES.items()
    }
    build(edit_package(folder / "data", edited), folder / "odd.duckdb")
    return folder / "odd.duckdb"


@pytest.fixture(autouse=True)
def _read_it(records_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(records_store))


OPENED: list[tuple[str, dict[str, Any], list[str]]] = [
    # page, link, what it says of what is missing
    ("projects", {"project": "odd-bare"}, ["0 documented partners", "No partner is on record"]),
    (
        "projects",
        {"project": "odd-far"},
        [
            "2030",
            "Kenya &lt;b&gt;, as the source names it",
            "Unplaced</b> · partner<br><span class=s3-muted>European, or place not documented",
        ],
    ),
    ("projects", {"project": "odd-end"}, ["… to 2019"]),
    ("projects", {"project": "odd-names"}, ["1 documented partner"]),
    ("projects", {"text": "odd"}, ["1 project"]),
    ("hubs", {"text": "unplaced hub"}, ["1 hub", "Without a NUTS code, not on the map: England"]),
    ("hubs", {"text": "placed hub"}, ["1 hub on record"]),
    ("library", {"text": "undated thing"}, ["year not known"]),
    ("region", {"territory": "ITI1", "view": "around"}, ["Placed hub"]),
    ("region", {"territory": "UK-england", "view": "around"}, ["Unplaced hub"]),
    (
        "region",
        {"territory": "ITI1", "view": "indicators", "indicator": "odd_one"},
        ["odd one: Toscana has a value of one year only", "the only region of its country"],
    ),
    (
        "region",
        {"territory": "ITI1", "view": "indicators", "indicator": "odd_gaps", "scale": "index"},
        ["no index: the first value is not above 0", "2024 break in the series, flag z"],
    ),
    (
        "region",
        {"territory": "ITI1", "view": "indicators", "indicator": "odd_flags"},
        ["2019 flag q"],
    ),
    (
        "region",
        {"territory": "AT21", "view": "indicators"},
        ["published under the older code XX99"],
    ),
    ("region", {"territory": "ITI1", "print": "yes"}, []),
    *(
        ("compare", {"territory": REGIONS, "form": form, "indicator": "odd_gaps"}, told)
        for form, told in (("chart", ["odd gaps"]), ("table", []), ("years", ["odd gaps"]))
    ),
    (
        "compare",
        {"territory": REGIONS, "form": "years", "indicator": "odd_gaps", "scale": "index"},
        ["no index: no common year in which all are above 0"],
    ),
    ("atlas", {"indicator": "odd_one"}, ["odd one, 2019: 1 region with a value"]),
    ("atlas", {"indicator": "odd_gaps", "since": "2005"}, []),
    ("atlas", {"indicator": "odd_never"}, ["Nothing is documented here for odd never"]),
    ("atlas", {"indicator": "odd_gaps", "against": "priorities", "colours": "both"}, []),
    ("ict", {"view": "use"}, []),
    ("partnership", {"partnership": WHOLE}, []),
    *(
        ("linkages", {"kind": "projects", "view": view, "territory": "UK-england"}, [])
        for view in ("network", "matrix", "table")
    ),
]


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    OPENED,
    ids=[f"{n}-{page}" for n, (page, *_) in enumerate(OPENED)],
)
def test_odd_records_draw_and_what_is_missing_is_told(
    visit: Visit, words: Words, page: str, query: dict[str, Any], expected: list[str]
) -> None:
    app = visit(page, **query)
    assert not app.exception
    said = words(app)
    assert not HOLES.search(said)
    assert not re.search(r"\b1 (hub|project|document|partner)s\b", said)
    assert not any("<b>*Odd*" in part for part in html_of(app))
    for one in expected:
        assert one in said
