"""Corrections: lines that a maintainer can apply, whatever the row holds, and their mail."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest

from s3dash.takeaway import corrections

HERE = "https://s3.example.org/priorities?priority=X-1"
ODD = {
    "line breaks": "one\ntwo\r\nthree\u2028four",
    "quotes": "'single' \"double\" `back`",
    "per cent": "100 % of %s and %20",
    "html": "<b>bold</b> & [x](y)",
    "tabs and control characters": "a\tb\0c\x1bd",
    "right to left": "\u202eאנרגיה",
    "half a pair": "a\ud800b",
    "emoji": "🌍" * 10,
    "bar and arrow": 'a | b = "c" → "d"',
    "blank": "   ",
}


def lines(**facts: object) -> list[str]:
    """The lines of a correction of these columns, without where it was seen."""
    text = corrections.correction("priority", "X-1", facts, HERE)
    seen, *others = text.split("\n\n")
    assert seen == f"Seen at: {HERE}"
    return others


def test_a_line_names_file_row_column_and_value() -> None:
    assert lines(title="Energy", stated_count=23) == [
        'priority.csv | X-1 | title = "Energy" → "…" | source: "…"',
        'priority.csv | X-1 | stated_count = "23" → "…" | source: "…"',
    ]


@pytest.mark.parametrize("value", [None, np.nan, pd.NA, pd.NaT, ""])
def test_an_empty_cell_is_empty(value: object) -> None:
    assert lines(as_of=value) == ['priority.csv | X-1 | as_of = "" → "…" | source: "…"']


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_stay_on_one_line_and_in_a_mail(value: str) -> None:
    [line] = lines(title=value)
    assert line.isprintable()
    assert line.startswith('priority.csv | X-1 | title = "')
    assert line.endswith('" → "…" | source: "…"')
    text = corrections.correction("priority", value, {"title": value}, HERE)
    address = urlsplit(corrections.mail_link("a@b.org", "priority", value, text))
    query = parse_qs(address.query, strict_parsing=True)
    assert address.path == "a@b.org"
    assert query["body"] == [text.replace("\n", "\r\n")]
    assert "\n" not in query["subject"][0]


def test_quotation_marks_inside_a_value_do_not_end_it() -> None:
    assert lines(title='say "x" \\ y')[0].startswith(
        r'priority.csv | X-1 | title = "say \"x\" \\ y"'
    )


def test_long_values_are_shortened_and_say_so() -> None:
    [line] = lines(description="word " * 2000)
    assert len(line) < 400
    assert '…" → "…"' in line
    text = corrections.correction("priority", "X" * 10_000, {"a": "y" * 10_000}, "z" * 10_000)
    assert len(text) < 1500


def test_a_page_leaves_the_row_to_the_reader() -> None:
    text = corrections.correction(corrections.PAGE, "coverage", {}, HERE)
    assert text.endswith('coverage | row: "…" | column: "…" → "…" | source: "…"')


def test_a_text_too_long_for_a_mail_is_pasted_by_the_reader() -> None:
    address = corrections.mail_link("a@b.org", "priority", "X-1", "ä" * 1000)
    assert len(address) < corrections.LONGEST_MAIL
    assert "Paste" in parse_qs(urlsplit(address).query)["body"][0]


def test_the_environment_names_the_recipient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(corrections.RECIPIENT_VARIABLE, raising=False)
    assert corrections.recipient() is None
    monkeypatch.setenv(corrections.RECIPIENT_VARIABLE, " s3.data+x@mail.example.org ")
    assert corrections.recipient() == "s3.data+x@mail.example.org"


@pytest.mark.parametrize(
    "value",
    [
        "nobody",
        "a@b",
        "a b@c.org",
        "a@b.org,c@d.org",
        "a@b.org?cc=c@d.org",
        "Name <a@b.org>",
        "a@b.org\nBcc: c@d.org",
        "mailto:a@b.org",
        f"{'a' * 65}@b.org",
        f"a@{'b' * 250}.org",
        "ä@b.org",
    ],
)
def test_a_recipient_that_is_no_mail_address_is_told_once_to_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    corrections._checked.cache_clear()
    monkeypatch.setenv(corrections.RECIPIENT_VARIABLE, value)
    with caplog.at_level(logging.ERROR):
        assert [corrections.recipient() for _ in range(3)] == [None] * 3
    [record] = caplog.records
    assert corrections.RECIPIENT_VARIABLE in record.getMessage()


def test_a_column_of_another_table_is_named_with_its_file() -> None:
    [line] = lines(**{"priority_domain.domain_code": "A; C10"})
    assert line == 'priority_domain.csv | X-1 | domain_code = "A; C10" → "…" | source: "…"'


def test_rows_of_a_list_take_one_line_each() -> None:
    rows = [
        ("membership", "a ITI1", {"role": "lead", "as_of": None}),
        ("membership", "b ITI1", {"role": "participant"}),
    ]
    seen, first, second = corrections.correction_of_rows(rows, HERE).split("\n\n")
    assert seen == f"Seen at: {HERE}"
    assert first == 'membership.csv | a ITI1 | role = "lead", as_of = "" → "…" | source: "…"'
    assert second == 'membership.csv | b ITI1 | role = "participant" → "…" | source: "…"'
