"""The data dictionary, drawn from the data package."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.about import added_columns, table_rows
from s3dash.takeaway.columns import derived as column_notes
from s3dash.ui.address import filters
from s3dash.ui.look.text import plain
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import store


def table_names(package: dict[str, Any]) -> dict[str, str]:
    """Tables of the package for a chooser: name -> title with the name."""
    return {item["name"]: f"{title(item)} ({item['name']})" for item in package["resources"]}


def title(resource: dict[str, Any]) -> str:
    """What a table is called; its name where the package gives it no title."""
    return str(resource.get("title") or resource["name"])


def derived() -> None:
    """Columns of files that are counted or derived, and so of no table."""
    st.header("Columns of other files", anchor=False)
    st.markdown(chrome.text("derived-columns"))
    fields = derived_columns()
    tables.table(
        fields,
        {
            "name": "Column",
            "description": st.column_config.TextColumn("Meaning", width=560),
            "heading": "On screen",
            "unit": "Unit",
            "decimals": "Decimals",
        },
        key="derived_columns",
        alt="Columns of files to take away that are in no table of the data package",
        rows_shown=16,
    )
    tables.take_away(
        lambda: fields,
        title="Columns of files that are counted or derived",
        filters="all such columns",
        file_name="dictionary-of-other-files",
        key="derived_take",
    )


def derived_columns() -> pd.DataFrame:
    """Columns of other files: ``name, heading, unit, decimals, description``."""
    fields = pd.DataFrame(column_notes().values())
    fields["decimals"] = fields["decimals"].astype("Int64")
    return fields.rename(columns={"meaning": "description"})[
        ["name", "heading", "unit", "decimals", "description"]
    ]


def show(package: dict[str, Any]) -> None:
    """Choose a table of the package and read its columns, keys, sources and licences."""
    name = filters.choose_one("Table", "table", table_names(package))
    resource = next(item for item in package["resources"] if item["name"] == name)
    if description := resource.get("description"):
        st.markdown(description)
    fields = columns(resource)
    added = added_columns(store(), name, tuple(fields["name"]))
    fields = pd.concat([fields, added.assign(unit="", rules="added by the build")])
    tables.table(
        fields,
        {
            "name": "Column",
            "type": "Type",
            "unit": "Unit",
            "description": st.column_config.TextColumn("Meaning", width="large"),
            "rules": st.column_config.TextColumn("Rules", width="medium"),
        },
        key="dictionary",
        alt=f"Columns of the table {name}",
        rows_shown=16,
    )
    # What a table does not say of itself holds for the whole package.
    sources = _named(resource.get("sources") or package.get("sources") or [])
    licences = _named(resource.get("licenses") or package.get("licenses") or [])
    st.markdown(f"**Sources.** {sources}\n\n**Licence.** {licences}")
    left, right = st.columns(2)
    with left:
        st.markdown(f"**Download the rows of {name}**")
        tables.take_away(
            lambda: table_rows(store(), name),
            title=title(resource),
            filters=f"all rows of {name}",
            file_name=name,
            key="rows_take",
        )
    with right:
        st.markdown("**Download this dictionary**")
        tables.take_away(
            lambda: fields,
            title=f"Data dictionary of {name}",
            filters=f"table {name}",
            file_name=f"dictionary-{name}",
            key="dictionary_take",
        )


def _named(items: list[dict[str, Any]]) -> str:
    """Sources or licences in Markdown: the title of each, a link where the package has a path."""
    told = []
    for item in items:
        name = plain(item.get("title") or item.get("name") or item.get("path", ""))
        told.append(f"[{name}]({item['path']})" if "path" in item else name)
    return "; ".join(told) or "not stated"


def columns(resource: dict[str, Any]) -> pd.DataFrame:
    """Fields of a resource: ``name, type, unit, description, rules``."""
    schema = resource["schema"]
    return pd.DataFrame(
        {
            "name": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "description": field.get("description", ""),
            "rules": _rules(field, schema),
        }
        for field in schema["fields"]
    )


def _rules(field: dict[str, Any], schema: dict[str, Any]) -> str:
    name = field["name"]
    constraints = field.get("constraints", {})
    rules = ["part of the key"] if name in _listed(schema.get("primaryKey", [])) else []
    if constraints.get("required"):
        rules.append("required")
    if constraints.get("unique"):
        rules.append("unique")
    if "enum" in constraints:
        rules.append("one of " + ", ".join(str(value) for value in constraints["enum"]))
    if field.get("partialDate"):
        rules.append("year, year-month or day")
    for bound, word in (("minimum", "at least"), ("maximum", "at most")):
        if bound in constraints:
            rules.append(f"{word} {constraints[bound]}")
    for key in schema.get("foreignKeys", ()):
        if name in _listed(key["fields"]):
            target = key["reference"]["resource"] or "this table"
            rules.append(f"refers to {target}")
    return "; ".join(rules)


def _listed(names: str | list[str]) -> list[str]:
    """Names of columns: the standard has one alone as text."""
    return [names] if isinstance(names, str) else names
