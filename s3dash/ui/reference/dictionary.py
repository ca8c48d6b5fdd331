"""The data dictionary, drawn from the data package."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.about import table_rows
from s3dash.ui.address import filters
from s3dash.ui.look.text import plain
from s3dash.ui.parts import tables
from s3dash.ui.shell.library import store


def table_names(package: dict[str, Any]) -> dict[str, str]:
    """Tables of the package for a chooser: name -> title with the name."""
    return {item["name"]: f"{item['title']} ({item['name']})" for item in package["resources"]}


def show(package: dict[str, Any]) -> None:
    """Choose a table of the package and read its columns, keys, sources and licences."""
    name = filters.choose_one("Table", "table", table_names(package))
    resource = next(item for item in package["resources"] if item["name"] == name)
    st.markdown(resource["description"])
    fields = columns(resource)
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
    licences = "; ".join(plain(item["title"]) for item in resource["licenses"])
    sources = "; ".join(
        f"[{plain(item['title'])}]({item['path']})" if "path" in item else plain(item["title"])
        for item in resource["sources"]
    )
    st.markdown(f"**Sources.** {sources}\n\n**Licence.** {licences}")
    left, right = st.columns(2)
    with left:
        st.markdown(f"**Download the rows of {name}**")
        tables.take_away(
            lambda: table_rows(store(), name),
            title=resource["title"],
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


def columns(resource: dict[str, Any]) -> pd.DataFrame:
    """Fields of a resource: ``name, type, unit, description, rules``."""
    schema = resource["schema"]
    return pd.DataFrame(
        {
            "name": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "description": field["description"],
            "rules": _rules(field, schema),
        }
        for field in schema["fields"]
    )


def _rules(field: dict[str, Any], schema: dict[str, Any]) -> str:
    name = field["name"]
    constraints = field.get("constraints", {})
    rules = ["part of the key"] if name in schema["primaryKey"] else []
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
        if name in key["fields"]:
            target = key["reference"]["resource"] or "this table"
            rules.append(f"refers to {target}")
    return "; ".join(rules)
