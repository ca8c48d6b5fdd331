"""Every page and record offers to report an error; the lines are built when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from s3dash import corrections
from s3dash.ui.registry import PAGES

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]

RECORDS = [
    ("priorities", "priority", "ITH5-2021-01", "title"),
    ("partnership", "partnership", "high-tech-farming", "scope"),
]


def labels(app: AppTest) -> list[str]:
    """Labels of the buttons that open a report, in the order of the page."""
    found: list[str] = []

    def walk(block: object) -> None:
        proto = getattr(block, "proto", None)
        label = getattr(getattr(proto, "popover", None), "label", "")
        if "Report" in label:
            found.append(label)
        for child in getattr(block, "children", {}).values():
            walk(child)

    walk(app._tree)
    return found


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_every_page_offers_to_report_an_error(visit: Visit, words: Words, key: str) -> None:
    app = visit(key)
    assert labels(app) == ["Report or correct this page"]
    assert "Seen at" not in words(app), "built before anybody asked for it"


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
    assert sorted(labels(app)) == ["Report or correct this", "Report or correct this page"]
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
    [code] = app.code
    assert len(code.value) < 1000
    assert "<img" not in code.value
