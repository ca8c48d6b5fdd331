"""Whatever a cell says, a download stays harmless and a page shows it as it is."""

from __future__ import annotations

import csv
import io
from html import unescape

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st
from marko.ext.gfm import gfm

from s3dash.takeaway.export import Provenance, neutralised, to_csv
from s3dash.ui.look.text import escape_text, plain

RUNS = ("=", "+", "-", "@", "\t", "\r")
MARKS = "=+-@\t\r\n\"',; \\`*_{}[]()#.!|<>~$:&0aé1"
texts = st.text(max_size=40) | st.text(alphabet=MARKS, max_size=40)
# Text of a record is one line: runs of white space are one space to a reader anyway.
lines = texts.map(lambda text: " ".join(text.replace("\0", "").split())).filter(bool)


@given(texts)
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not str(neutralised(text)).startswith(RUNS)


@given(texts)
def test_the_text_itself_is_kept(text: str) -> None:
    assert neutralised(text) in (text, "'" + text)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), texts)
def test_no_cell_of_a_csv_begins_as_a_formula(rows: list[tuple[str, str]], said: str) -> None:
    provenance = Provenance(said, said, "1", "2026-01-01")
    content = to_csv(pd.DataFrame(rows, columns=["a", "b"]), provenance).decode("utf-8-sig")
    header, *read = list(csv.reader(io.StringIO(content, newline="")))
    assert len(read) == len(rows)
    assert all(len(row) == len(header) for row in read)
    assert not any(cell.startswith(RUNS) for row in read for cell in row)
    for row, (a, b) in zip(read, rows, strict=True):
        assert row[:2] == [neutralised(a), neutralised(b)]


@given(lines)
@example("1. a list?")
@example("# a heading?")
@example("<b>bold?</b> &amp; *emphasis?*")
@example("https://example.org www.example.org a@example.org")
@example(":material/home: :red[colour?] $x^2$")
@example("===")
def test_plain_text_shows_as_itself(text: str) -> None:
    html = gfm(f"Found: {plain(text)}")
    shown = html.removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in shown
    assert unescape(shown) == f"Found: {text}"


@given(texts)
def test_text_cannot_leave_its_place_in_html(text: str) -> None:
    shown = escape_text(text, missing="")
    assert not set("<>'\"") & set(shown)
    assert unescape(shown) == text
