"""Whatever a cell says, a download stays harmless and a page shows it as it is."""

from __future__ import annotations

import csv
import io
import unicodedata
from html import unescape
from itertools import dropwhile

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st
from marko.ext.gfm import gfm

from s3dash.takeaway.export import Provenance, to_csv
from s3dash.takeaway.formulas import neutralised
from s3dash.ui.look.text import escape_text, plain

SIGNS = "=+-@＝＋－＠"
MARKS = "=+-@＝＋－＠\t\r\n\"',; \u00a0\u200b\u2060\ufeff\\`*_{}[]()#.!|<>~$:&0aé1"
texts = st.text(max_size=40) | st.text(alphabet=MARKS, max_size=40)
# Text of a record is one line: runs of white space are one space to a reader anyway.
lines = texts.map(lambda text: " ".join(text.replace("\0", "").split())).filter(bool)


def is_unseen(letter: str) -> bool:
    """Whether it is white space, a control character or a sign without a width."""
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")


def seen(cell: str) -> str:
    """The cell from its first visible letter on."""
    return "".join(dropwhile(is_unseen, cell))


def cells(content: str, separator: str) -> list[str]:
    """The cells that a spreadsheet finds with this separator."""
    read = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    return [cell for row in read for cell in row]


@given(texts)
def test_no_text_begins_as_a_formula(text: str) -> None:
    written = str(neutralised(text))
    assert not seen(written).startswith(tuple(SIGNS))
    assert not written.startswith(("\t", "\r", "\n"))


@given(texts)
def test_the_text_itself_is_kept(text: str) -> None:
    assert str(neutralised(text)).replace("'", "") == text.replace("'", "")


@given(st.text(alphabet=st.characters(exclude_characters=SIGNS + "﹦﹢﹣﹫\t\r\n")))
def test_text_without_signs_of_formulas_is_not_touched(text: str) -> None:
    assert neutralised(text) == text


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), texts)
def test_no_cell_of_a_csv_begins_as_a_formula(rows: list[tuple[str, str]], said: str) -> None:
    provenance = Provenance(said, said, "1", "2026-01-01")
    content = to_csv(pd.DataFrame(rows, columns=["a", "b"]), provenance).decode("utf-8-sig")
    header, *read = list(csv.reader(io.StringIO(content, newline="")))
    assert len(read) == len(rows)
    assert all(len(row) == len(header) for row in read)
    for row, (a, b) in zip(read, rows, strict=True):
        assert row[:2] == [neutralised(a), neutralised(b)]
    for separator in ",;\t":
        for cell in cells(content, separator):
            assert not seen(cell).startswith(tuple(SIGNS)), separator


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
