"""The document of links is what the table of parameters gives."""

from __future__ import annotations

from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.shell.registry import PAGES
from scripts import link_docs


def test_the_document_is_that_of_the_table() -> None:
    written = link_docs.FILE.read_text(encoding="utf-8")
    assert written == link_docs.document(), "make link-docs writes it anew"


def test_every_page_and_every_parameter_stands_in_it() -> None:
    told = link_docs.document()
    for spec in PAGES:
        assert f"{spec.title} (`/{spec.url_path}`)" in told
        for one in PARAMETERS[spec.key]:
            assert f"| `{one.name}`" in told


def test_no_cell_breaks_its_table() -> None:
    rows = [line for line in link_docs.document().splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {len(link_docs.COLUMNS) + 1}
