"""The guidance: kinds, modes and the territories of examples, from the file again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from s3dash.queries.base.guidance import KINDS, example_territories, guidance, guidance_of_mode
from s3dash.queries.partners.finder import MODES
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def test_all_guidance_is_there_once_in_the_order_of_the_file(store: Store, facts: Facts) -> None:
    found = guidance(store)
    assert found["guidance_id"].tolist() == facts("guidance")["guidance_id"].tolist()
    assert set(found["kind"]) == set(KINDS)
    assert found["source_title"].notna().all()


def test_every_mode_of_the_partner_finder_has_guidance_behind_it(store: Store) -> None:
    expected = {
        "analysis": ["G01", "G02"],
        "design": ["G03"],
        "implementation": ["G04"],
        "cross-border": ["G09", "G12"],
    }
    assert set(expected) == set(MODES)
    for mode, identifiers in expected.items():
        assert guidance_of_mode(store, mode)["guidance_id"].tolist() == identifiers


def test_value_chain_principles_stand_in_their_order(store: Store) -> None:
    found = guidance(store).query("kind == 'chain'")["title"].tolist()
    assert found[-4:] == ["Engaging", "Anticipating", "Assessing", "Responding"]


def test_territories_of_examples_are_the_codes_in_brackets(store: Store, facts: Facts) -> None:
    known = set(facts("territory")["territory_id"])
    expected = {
        (row.guidance_id, code)
        for row in facts("guidance").itertuples()
        for code in re.findall(r"\(([^()]+)\)", row.example_regions)
        if code in known
    }
    found = example_territories(store)
    assert set(zip(found["guidance_id"], found["territory_id"], strict=True)) == expected
    assert ("G12", "ES11") in expected
