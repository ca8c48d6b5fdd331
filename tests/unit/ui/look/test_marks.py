"""Words found are marked in what a reader sees, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.package.letters import WORD, fold
from s3dash.package.sql import folded
from s3dash.queries.explorer.search import resolve
from s3dash.queries.explorer.typed import SearchText
from s3dash.store.connection import Store
from s3dash.ui.look.marks import marked


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("priority", "title"),
        ("priority", "description"),
        ("territory", "name"),
        ("territory", "name_native"),
        ("territory", "name_latin"),
        ("country", "name"),
        ("domain", "label"),
    ],
)
def test_words_are_folded_on_screen_as_in_the_store(
    store: Store, facts: Callable[[str], pd.DataFrame], name: str, column: str
) -> None:
    texts = sorted(set(facts(name)[column]) - {""})
    rows = store.rows(
        f"SELECT text, {folded('text')} FROM (SELECT unnest($texts) AS text)", {"texts": texts}
    )
    assert len(rows) == len(texts) > 30
    for text, words in rows:
        assert [fold(word) for word in WORD.findall(text)] == words.split()


@pytest.mark.parametrize(
    ("asked", "cell", "html"),
    [
        ("", "<b>Wind</b>", "&lt;b&gt;Wind&lt;/b&gt;"),
        ("wind", "Wind & sun", "<mark>Wind</mark> &amp; sun"),
        ("wind", "<b>Wind</b>", "&lt;b&gt;<mark>Wind</mark>&lt;/b&gt;"),
        ("amp lt quot", "Sun & <sea> \"sky\" 'air'", None),
        ("sun", None, ""),
        ("sun", float("nan"), ""),
        ("hydro", "Hydrogen, hydro-power", "<mark>Hydrogen</mark>, <mark>hydro</mark>-power"),
        ("energies", "Renewable Energy", "Renewable <mark>Energy</mark>"),
        ("hydrogan", "Green hydrogen", "Green <mark>hydrogen</mark>"),
        ('"energia"', "ENERGÍA", "<mark>ENERGÍA</mark>"),
        ('"smart grid"', "Smart grid, smart", "<mark>Smart</mark> <mark>grid</mark>, smart"),
        ('"smart grid"', "Smart grids", "Smart grids"),
        ("food -wine", "Food, wine", "<mark>Food</mark>, wine"),
        ("CO2 efficiency", "CO₂ eﬃciency", "<mark>CO₂</mark> <mark>eﬃciency</mark>"),
        ("CO₂", "CO2 in e\u0301nergie", "<mark>CO2</mark> in e\u0301nergie"),
        ("énergie", "e\u0301nergie", "<mark>e\u0301nergie</mark>"),
        ("the food", "The food", "The <mark>food</mark>"),
    ],
)
def test_what_is_marked(store: Store, asked: str, cell: object, html: str | None) -> None:
    found = marked(cell, resolve(store, SearchText(asked)))
    if html is None:
        assert "<mark>" not in found
        assert not re.search(r"[<>\"']", found)
    else:
        assert found == html
