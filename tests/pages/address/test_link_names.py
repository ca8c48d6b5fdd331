"""Names of parameters in links: what no page reads is told, what a page reads is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
PAGES = ["overview", "priorities", "energy", "progress", "region", "compare", "data", "partners"]


@pytest.mark.parametrize("page", PAGES)
def test_a_name_that_no_page_reads_is_told(visit: Visit, words: Words, page: str) -> None:
    app = visit(page, regoin="ITI1")
    assert "does not know" in app.warning[0].value
    assert "regoin = ITI1" in words(app)
    assert not app.exception
    assert not any("does not know" in w.value for w in visit(page, embed="true").warning)


def on_paper(words: str) -> str:
    """The address at the foot, as files and corrections have it too."""
    return words.partition("s3-on-paper'>")[2].partition("</p>")[0]


@pytest.mark.parametrize("page", PAGES)
def test_what_follows_a_reader_is_neither_told_nor_kept(
    visit: Visit, words: Words, page: str
) -> None:
    added = {"fbclid": "IwAR0x", "msclkid": "m1", "mc_eid": "reader4711", "utm_content": "r4711"}
    app = visit(page, **added)
    assert not app.exception
    assert not app.warning
    assert not {name for name in added if app.query_params.get(name)}
    assert not [name for name in added if name in on_paper(words(app))]


def test_a_link_holds_the_parameters_of_its_own_page(visit: Visit, words: Words) -> None:
    app = visit("partnership", partnership="berry", text="wind", domain="C", regoin="ITI1")
    address = on_paper(words(app))
    assert "?partnership=berry" in address
    assert not [name for name in ("text", "domain", "regoin") if name in address]
    assert not app.query_params.get("text")
    # What nobody knows stays in the address as long as it is told.
    assert app.query_params["regoin"] in ("ITI1", ["ITI1"])
    assert "regoin = ITI1" in words(app)


@pytest.mark.parametrize("name", ["q", "search", "text"])
def test_other_names_of_the_search_are_read(visit: Visit, name: str) -> None:
    app = visit("priorities", **{name: "hydrogen"})
    assert app.text_input(key="text").value == "hydrogen"
    assert not app.warning


@pytest.mark.parametrize("name", ["territory", "country"])
@pytest.mark.parametrize("code", ["MT", "mt", "Malta (MT)"])
def test_a_territory_without_priorities_is_no_reason_to_show_all_of_europe(
    visit: Visit, words: Words, name: str, code: str
) -> None:
    app = visit("priorities", **{name: code})
    said = words(app)
    assert not app.warning
    assert "**0 documented priorities**" in said
    assert "No priority is documented for Malta (MT)." in said
    assert app.multiselect(key="territory").value == ["MT"]
    app.button(key="clear_all").click().run()
    assert app.multiselect(key="territory").value == []


def test_the_matrix_is_sorted_as_a_bare_code_in_the_link_says(visit: Visit) -> None:
    app = visit("priorities", view="matrix", sort="C")
    assert app.selectbox(key="sort").value == "C"
    assert not app.warning
    wrong = visit("priorities", view="matrix", sort="nope")
    assert "does not know" in wrong.warning[0].value


def test_an_order_by_a_domain_that_the_result_has_not_is_told(visit: Visit, words: Words) -> None:
    app = visit("priorities", view="matrix", sort="C", text="tourism", domain="I55")
    assert not app.exception
    app = visit("priorities", view="matrix", sort="U", territory="CY")
    assert not app.exception


def test_an_exclusion_of_nothing_is_told(visit: Visit, words: Words) -> None:
    app = visit("priorities", text="energy -xyzzy")
    assert "No text or name has “xyzzy”: nothing was left out." in words(app)
    assert "nothing was left out" not in words(visit("priorities", text="energy -tuscany"))


def test_a_name_without_priorities_is_told(visit: Visit, words: Words) -> None:
    said = words(visit("priorities", text="Zealand"))
    assert "No priority is documented for Zealand (DK02)." in said
