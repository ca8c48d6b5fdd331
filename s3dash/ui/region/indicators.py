"""The view of a region profile with its indicators, beside the EU and its country."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.indicators import indicators_of, regions_with_indicators
from s3dash.ui.look.text import figure, is_missing, plain, plural
from s3dash.ui.parts import tables
from s3dash.ui.parts.cards import listed
from s3dash.ui.region.shared import linked
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.report import report_rows

NUTS_2 = 2


def show(record: dict[str, Any]) -> None:
    """Every value with its place between the regions of the country; where none is, who has."""
    territory_id = str(record["territory_id"])
    st.header("Indicators", anchor=False)
    found = answer(indicators_of, territory_id)
    if found.empty:
        _elsewhere(record)
        return
    st.markdown(
        f"{plural(len(found), 'value')} of {plain(str(record['name']))}. The line runs over the "
        f"regions of {plain(str(record['country']))}, from the lowest value to the highest; "
        "**●** is this region, **|** the median of the regions of the 27 EU Member States. "
        "High is not always good, and years differ."
    )
    st.html(positions(found, str(record["name"])))
    chrome.note(
        "The EU-27 median is computed here over the NUTS 2 regions of the Member States that have "
        "a value, each region once. The range covers the NUTS 2 regions of the country that have a "
        "value, this one included. Regions by NUTS 2016 codes. Conditions of re-use: "
        f"{'; '.join(found['licence'].unique())}."
    )
    _table(found, territory_id, str(record["name"]))
    report_rows(
        "an indicator",
        "indicator_value",
        [
            (
                f"{row['indicator_id']} {territory_id} {row['year']}",
                {"value": row["value"], "source_title": row["source_title"]},
            )
            for row in found.to_dict("records")
        ],
    )


def _table(found: pd.DataFrame, territory_id: str, name: str) -> None:
    st.subheader("The same as a table, with notes, sources and licences", anchor=False)
    tables.table(
        found,
        {
            "label": "Indicator",
            "unit": "Unit",
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "value": "Value",
            "eu_median": "EU-27 median",
            "eu_regions": "EU regions",
            "country_min": "Country lowest",
            "country_max": "Country highest",
            "country_regions": "Country regions",
            "year_note": "Years compared",
            "note": "Note",
            "source_title": "Source",
            "licence": "Licence",
        },
        key="indicators",
        alt=f"Indicators of {name} with the EU-27 median and the range of its country",
    )
    tables.take_away(
        lambda: found,
        title=f"Indicators of {name}",
        filters=f"territory {territory_id}, newest year of each indicator",
        file_name=f"{territory_id}-indicators",
        key="indicators_take",
        link_adds="",
        sources="see the column source_title of each row; median and range computed by s3dash",
    )


def _elsewhere(record: dict[str, Any]) -> None:
    regions = answer(regions_with_indicators, str(record["territory_id"]))
    level = record["nuts_level"]
    if not is_missing(level) and level == NUTS_2:
        words = (
            "No indicator value is documented for this region: values come in NUTS 2016 codes, and "
            "its code is newer or its extent changed."
        )
    elif regions.empty:
        words = (
            "Indicator values exist for NUTS 2 regions only, and which of them this territory "
            "covers cannot be told from its code."
        )
    else:
        lies = "contains it" if regions["relation"].iloc[0] == "contains" else "lie in it"
        words = (
            "Indicator values are published for NUTS 2 regions; what can be derived from them for "
            "other levels stands on the page Compare. See "
            f"{plural(len(regions), 'region')} with values that {lies}:"
        )
    st.info(words, icon=":material/info:")
    if len(regions):
        linked(elsewhere(regions), key="regions_with_indicators")


def elsewhere(regions: pd.DataFrame) -> str:
    """Links to the indicators of NUTS 2 regions."""
    return listed(
        (
            links.view_link("region", row.name, territory=row.territory_id, view="indicators")
            + f" <span class=s3-muted>{escape(row.territory_id)}, "
            f"{plural(row.indicators, 'indicator')}</span>"
            for row in regions.itertuples(index=False)
        ),
        "None.",
    )


def positions(found: pd.DataFrame, name: str) -> str:
    """One row an indicator: label, value, and its place on the range of the country."""
    rows = "".join(_row(row, name) for row in found.to_dict("records"))
    return f"<div class='s3 s3-positions'>{rows}</div>"


def _row(row: dict[str, Any], name: str) -> str:
    median = "" if is_missing(row["eu_median"]) else f"EU-27 median {figure(row['eu_median'])}"
    note = "" if is_missing(row["note"]) else f"<small>{escape(row['note'])}</small>"
    return (
        f"<div class=s3-position><div>{escape(row['label'])}<br>"
        f"<span class=s3-muted>{escape(row['unit'])}, {row['year']}{note}</span></div>"
        f"<div class=s3-value><b>{figure(row['value'])}</b><br>"
        f"<span class=s3-muted>{median}</span></div>{_track(row, name)}</div>"
    )


def _track(row: dict[str, Any], name: str) -> str:
    low, high, value = row["country_min"], row["country_max"], row["value"]
    if row["country_regions"] == 1:
        return "<div class=s3-muted>the only region of its country with a value</div>"
    median = value if is_missing(row["eu_median"]) else row["eu_median"]
    start, end = min(low, median), max(high, median)
    span = (end - start) or 1

    def place(at: float) -> str:
        return f"{100 * (at - start) / span:.1f}%"

    told = (
        f"{escape(name)} {figure(value)}; {row['country_regions']} regions of the country from "
        f"{figure(low)} to {figure(high)}; EU-27 median {figure(median)}"
    )
    return (
        f"<div><div class=s3-track role=img aria-label='{told}'>"
        f"<i style='left:{place(low)};right:calc(100% - {place(high)})'></i>"
        f"<u style='left:{place(median)}'></u><b style='left:{place(value)}'></b></div>"
        f"<div class='s3-range s3-muted' aria-hidden=true>{row['country_regions']} regions from "
        f"{figure(low)} to {figure(high)}</div></div>"
    )
