"""One folding: letters that are the same to a reader are the same in the store and in memory."""

from __future__ import annotations

import unicodedata

import duckdb
import pytest

from s3dash.package.letters import WORD, fold, unmarked, visible
from s3dash.package.sql import folded, folded_words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("CO₂", "co2"),
        ("m²", "m2"),
        ("eﬃcient", "efficient"),
        ("ﬁbre", "fibre"),
        ("Ｈｙｄｒｏｇｅｎ", "hydrogen"),
        ("𝗵𝘆𝗱𝗿𝗼𝗴𝗲𝗻", "hydrogen"),
        ("hydro\u00adgen", "hydrogen"),
        ("e\u0301nergie", "energie"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ΆΝΕΜΟΣ", "ανεμοσ"),
        ("Άνεμος", "ανεμοσ"),
        ("µm", "μm"),
        ("Ⅷ", "viii"),
        ("½", "½"),
    ],
)
def test_letters_of_other_shapes_are_the_plain_ones(written: str, plain: str) -> None:
    assert fold(written) == plain
    assert WORD.findall(written) == [written]
    assert fold(visible(written)) == plain
    [there] = duckdb.execute(f"SELECT {folded('$text')}", {"text": written}).fetchone() or ()
    assert there == plain
    [words] = duckdb.execute(f"SELECT {folded_words('$text')}", {"text": written}).fetchone() or ()
    assert words == [plain]


def test_every_compatible_letter_is_folded_alike_in_the_store_and_in_memory() -> None:
    letters = [
        letter
        for letter in map(chr, range(0x80, 0x20000))
        if letter.isalnum() and unicodedata.decomposition(letter).startswith("<")
    ]
    there = duckdb.execute(
        f"SELECT text, {unmarked('text')} FROM (SELECT unnest($letters) AS text)",
        {"letters": letters},
    ).fetchall()
    assert len(there) == len(letters) > 1000
    assert [(text, plain) for text, plain in there if plain != fold(text)] == []
