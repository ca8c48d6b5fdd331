"""Every page and record offers to report an error; the lines are built when they are asked for.

That every page does: `tests/pages/test_every_page.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.takeaway import corrections
from tests.fixtures.screen import reports_on

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

RECORDS = [
    ("priorities", "priority", "ITH5-2021-01", "title"),
    ("partnership", "partnership", "high-tech-farming", "scope"),
]

TUSCANY = {"territory": "ITI1"}
LEADS_FARMING = 'membership.csv | high-tech-farming ITI1 | role = "lead"'


def test_the_page_names_itself_and_leaves_the_row_to_the_reader(visit: Visit) -> None:
    app = visit("coverage")
    app.session_state["report_page"] = True
    app.run()
    assert not app.exception
    [code] = app.code
    assert 'row: "…" | column: "…"' in code.value


@pytest.mark.parametrize(("page", "record", "identifier", "column"), RECORDS)
def test_a_record_offers_its_columns(
    visit: Visit, words: Words, page: str, record: str, identifier: str, column: str
) -> None:
    app = visit(page, **{record: identifier})
    assert {"Report or correct this", "Report or correct this page"} <= {*reports_on(app)}
    assert len(set(reports_on(app))) == len(reports_on(app))
    app.session_state[f"report_{record}"] = True
    app.run()
    assert not app.exception
    [code] = app.code
    assert f"{record}={identifier}" in code.value
    assert f"{record}.csv | {identifier} | {column} = " in code.value
    assert "whoever runs this dashboard" in words(app)
    assert "mailto:" not in words(app)


def test_a_configured_recipient_gets_a_mail_filled_in(
    visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(corrections.RECIPIENT_VARIABLE, "data@example.org")
    app = visit("priorities", priority="ITH5-2021-01")
    app.session_state["report_priority"] = True
    app.run()
    said = words(app)
    assert "mailto:data@example.org?subject=Correction%3A%20priority%20ITH5-2021-01" in said
    assert "priority.csv%20%7C%20ITH5-2021-01" in unescape(said)
    assert "whoever runs" not in said


def test_a_wrong_recipient_is_no_matter_of_the_reader(
    visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(corrections.RECIPIENT_VARIABLE, "<script>@nowhere")
    app = visit("coverage")
    app.session_state["report_page"] = True
    app.run()
    assert not app.exception
    assert "whoever runs this dashboard" in words(app)
    assert "nowhere" not in words(app)


def test_a_hostile_link_is_shortened_and_shown_as_it_is(visit: Visit) -> None:
    app = visit("coverage", odd="<img src=x onerror=alert(1)>'\"%\n" + "x" * 10_000)
    app.session_state["report_page"] = True
    app.run()
    assert not app.exception
    # The first names the parameter that no page reads.
    _, code = app.code
    assert len(code.value) < 1000
    assert "<img" not in code.value


def test_a_priority_offers_its_classification_too(visit: Visit, facts: Facts) -> None:
    app = visit("priorities", priority="ITH5-2021-01")
    app.session_state["report_priority"] = True
    app.run()
    [code] = app.code
    of = "priority_id == 'ITH5-2021-01'"
    domains = set(facts("priority_domain").query(of)["domain_code"])
    [said] = [line for line in code.value.split("\n") if "| domain_code = " in line]
    assert said.startswith("priority_domain.csv | ITH5-2021-01")
    assert set(said.split('"')[1].split("; ")) == domains
    assert 'priority_platform.csv | ITH5-2021-01 | platform_id = "agri-food"' in code.value
    assert 'classified_by = "editorial"' in code.value
    assert 'period = "2021-2027"' in code.value


@pytest.mark.parametrize(
    ("page", "query", "record", "line"),
    [
        ("region", TUSCANY, "strategy", 'strategy.csv | ITI1 2021-2027 | stated_count = ""'),
        ("region", TUSCANY, "membership", LEADS_FARMING),
        (
            "region",
            TUSCANY | {"view": "indicators"},
            "indicator_value",
            "indicator_value.csv | population ITI1 ",
        ),
        ("partnership", {"partnership": "high-tech-farming"}, "membership", LEADS_FARMING),
    ],
)
def test_rows_of_a_page_can_be_corrected(
    visit: Visit, page: str, query: dict[str, str], record: str, line: str
) -> None:
    app = visit(page, **query)
    assert len(set(reports_on(app))) == len(reports_on(app))
    app.session_state[f"report_{record}"] = True
    app.run()
    assert not app.exception
    [code] = app.code
    assert line in code.value


def test_what_is_known_to_be_missing_can_be_corrected(visit: Visit, words: Words) -> None:
    said = unescape(words(visit("coverage", view="missing")))
    assert "coverage?view=missing&row=partial-list.ITI1'" in said
    app = visit("coverage", view="missing", row="partial-list.ITI1")
    [code] = app.code
    assert "strategy.csv | ITI1 Toscana Italy, 2021-2027 | completeness_note = " in code.value
    unknown = visit("coverage", view="missing", row="nope")
    assert not unknown.exception
    assert "row = nope" in "\n".join(str(element.value) for element in unknown.code)
