"""Questions and answers: all filled in, links to pages and parameters that there are."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pandas as pd

from s3dash.queries.base.faq import LINK, faq, figures, written
from s3dash.store.connection import Store
from s3dash.ui.address.parameters import parameter
from s3dash.ui.shell import registry


def test_there_are_thirty_and_each_has_a_name_and_a_place() -> None:
    found = written()
    assert len(found) >= 30
    assert len({one.code for one in found}) == len(found)
    keys = {spec.key for spec in registry.PAGES}
    for one in found:
        assert one.question.endswith("?")
        assert one.pages
        assert set(one.pages) <= keys, one.code


def test_links_lead_to_pages_and_parameters_that_there_are(store: Store) -> None:
    for one in faq(store):
        for link in LINK.finditer(one.answer):
            assert registry.spec(link["page"])
            for name in parse_qs(link["query"] or ""):
                assert parameter(link["page"], name)
        assert "](" not in one.plain
        assert "{" not in one.answer


def test_figures_are_those_of_the_files(store: Store, facts: Callable[[str], pd.DataFrame]) -> None:
    told = {name: words.replace("\u202f", "") for name, words in figures(store).items()}
    assert told["priorities"] == str(len(facts("priority")))
    assert told["inferred"] == str((facts("membership")["basis"] == "inferred").sum())
    assert told["without_nuts"] == str((facts("territory")["nuts_level"] == "").sum())
    assert told["hubs"] == str(len(facts("hub")))
    assert told["stages"].split(", ") == facts("stage")["name"].tolist()
    assert told["last_year"] == facts("indicator_value")["year"].max()
    # No figure is made for nothing.
    text = "".join(one.answer for one in written())
    assert all(f"{{{name}}}" in text for name in told)
