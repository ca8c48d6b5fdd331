"""A piece of guidance as a card: question, answer, policy tools, example, source."""

from html import escape
from typing import Any

import streamlit as st

from s3dash.queries.base.guidance import example_territories
from s3dash.store.cells import is_missing
from s3dash.store.connection import Store
from s3dash.ui.look.text import capitalised, escape_text
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer
from s3dash.web.static_files import style_url


def style() -> None:
    """The style of guidance."""
    # By its address: the browser keeps it, and a rerun does not send it.
    st.html(f"<style>@import url('{style_url('parts/guidance.css')}');</style>")


def card(row: dict[Any, Any], *, has_source: bool = True) -> str:
    """One piece of guidance as HTML: question, answer, tools, example, and its source if asked."""
    title = row["title"] if row["title"] != row["ris3_stage"] else row["question"]
    head = capitalised(str(title))
    question = "" if head == row["question"] else f"<p><i>{escape(str(row['question']))}</i></p>"
    source = f"<p class=s3-muted>Source: {escape_text(row['source_title'])}</p>"
    return (
        f"<section><h3>{escape(head)}</h3>{question}<p>{escape_text(row['answer'])}</p>"
        f"{tools(row['policy_tools'])}{example(row)}{source if has_source else ''}</section>"
    )


def tools(names: Any) -> str:
    """Policy tools as a list of tags."""
    if is_missing(names):
        return ""
    items = "".join(f"<li>{escape(tool.strip())}</li>" for tool in str(names).split(";"))
    return f"<ul class=s3-tools aria-label='Policy tools'>{items}</ul>"


def example(row: dict[Any, Any]) -> str:
    """The example of a piece of guidance, with the way to its regions; empty without one."""
    if is_missing(row["example"]):
        return ""
    where = (
        ""
        if is_missing(row["example_regions"])
        else f" <span class=s3-muted>{_regions(row)}</span>"
    )
    return f"<p><b>Example</b> {escape(str(row['example']))}{where}</p>"


def _regions(row: dict[Any, Any]) -> str:
    """Regions of an example; those named by a code that is known lead to their profile."""
    known = answer(_codes_named).get(str(row["guidance_id"]), ())
    html = escape(str(row["example_regions"]))
    for code in known:
        html = html.replace(f"({code})", f"({links.link('region', 'territory', code, code)})")
    return html


def _codes_named(store: Store) -> dict[str, tuple[str, ...]]:
    """Territories that the example of each piece of guidance names by their code."""
    named = example_territories(store)
    return {str(piece): tuple(rows) for piece, rows in named.groupby("guidance_id")["territory_id"]}
