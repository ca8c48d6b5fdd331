"""A view as of today says so in what is taken away: next month the link shows the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from s3dash.ui.stages.as_of import today

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
DATED = [
    ("progress", {}),
    ("workflow", {}),
    ("energy", {"view": "stages"}),
    ("partnership", {"partnership": "berry"}),
]


def on_paper(words: str) -> str:
    return words.partition("s3-on-paper'>")[2].partition("</p>")[0]


@pytest.mark.parametrize(("page", "link"), DATED)
def test_paper_and_files_name_the_day_and_the_address_stays_short(
    visit: Visit, words: Words, page: str, link: dict[str, str]
) -> None:
    app = visit(page, **link)
    assert f"asof={today().isoformat()}" in on_paper(words(app))
    assert not app.query_params.get("asof")
    past = on_paper(words(visit(page, **link, asof="2019-06-30")))
    assert past.count("asof=") == 1
    assert "asof=2019-06-30" in past


@pytest.mark.parametrize("link", [{"view": "network"}, {}])
def test_a_view_without_a_date_names_none(visit: Visit, words: Words, link: dict[str, str]) -> None:
    assert "asof=" not in on_paper(words(visit("energy", **link)))


def test_who_goes_on_to_another_page_leaves_the_day_behind(
    visit: Visit, words: Words, come_back: Callable[[AppTest, str, str], AppTest]
) -> None:
    app = come_back(visit("progress"), "guide", "progress")
    assert "asof=" not in on_paper(words(app))
