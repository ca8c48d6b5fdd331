"""All rules that rows are checked by, on one page."""

from collections.abc import Iterator
from html import escape

import streamlit as st

from s3dash.package.plausible import ERROR, RULES
from s3dash.package.rules import DOMAIN_RULES
from s3dash.package.schema import Field, Resource
from s3dash.ui.steward import desk


def show() -> None:
    """Plausibility first, then what holds between rows, then what each column must be."""
    resources = desk.base().package.resources
    titles = {one.name: one.title for one in resources}
    st.header("What is hardly true", anchor=False)
    st.markdown(
        "An **error** keeps a row out. A **doubt** does not: somebody should look, and what was "
        "looked at can be confirmed."
    )
    st.html(f"<div class='s3-html s3-scroll'>{_plausible(titles)}</div>")
    st.header("What must hold between rows", anchor=False)
    st.html(f"<div class='s3-html s3-scroll'>{_between(titles)}</div>")
    st.header("What each column must be", anchor=False)
    st.html(f"<div class=s3-html>{''.join(map(_table, resources))}</div>")


def _plausible(titles: dict[str, str]) -> str:
    together: dict[tuple[str, str], list[str]] = {}
    for rule in RULES:
        if rule.table in titles:
            place = f"{titles[rule.table]}: {rule.column}"
            together.setdefault((rule.grade, rule.text), []).append(place)
    rows = "".join(
        f"<tr><td>{'error' if grade == ERROR else 'doubt'}<td class=s3-words>{escape(text)}"
        f"<td class=s3-words>{escape('; '.join(places))}"
        for (grade, text), places in together.items()
    )
    head = "<tr><th>Grade<th width=45%>Rule<th>Where"
    return f"<table class=s3-table><thead>{head}<tbody>{rows}</table>"


def _between(titles: dict[str, str]) -> str:
    rows = "".join(
        f"<tr><td class=s3-words>{escape(titles[rule.resource])}"
        f"<td class=s3-words>{escape(rule.text)}"
        for rule in DOMAIN_RULES
        if rule.resource in titles
    )
    head = "<tr><th>Where<th>Rule (an error where it is broken)"
    return f"<table class=s3-table><thead>{head}<tbody>{rows}</table>"


def _table(resource: Resource) -> str:
    lines = "".join(
        f"<li><b>{escape(one.title)}</b> ({one.name}): {escape('; '.join(_said(resource, one)))}"
        for one in resource.fields
    )
    key = " and ".join(resource.primary_key)
    last = f"<li>No two rows have the same {escape(key)}" if key else ""
    return f"<details><summary>{escape(resource.title)}</summary><ul>{lines}{last}</ul></details>"


def _said(resource: Resource, one: Field) -> Iterator[str]:
    kinds = {
        "integer": "a whole number",
        "number": "a number",
        "boolean": "yes or no",
        "date": "a day",
        "year": "a year",
    }
    if one.is_required:
        yield "required"
    if one.is_partial_date:
        yield "a year, month or day"
    elif one.enum:
        yield f"one of {', '.join(map(str, one.enum))}"
    elif one.format == "uri":
        yield "an address of the web"
    else:
        yield kinds.get(one.type, "text")
    for key in resource.foreign_keys:
        if one.name in key.columns:
            yield f"a row of {key.resource}"
