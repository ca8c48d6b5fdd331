"""The views of the ICT monitor, each a map with a table beside it."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.territories import ict as ask
from s3dash.queries.territories.indicators import given_up, given_up_in_words
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.look import theme
from s3dash.ui.look.text import NOT_DOCUMENTED, capitalised, figure, number, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.maps.territory_map import MapClass
from s3dash.ui.parts import cards, tables
from s3dash.ui.parts.classes import classes_of
from s3dash.ui.shell import chrome, registry
from s3dash.ui.shell.library import answer, drawn, rows_of

VIEWS = labels_of("ict")
SHOWN = {"value": "Newest value", "change": "Change since its first year"}
QUANTILES = "quantiles"
BEHIND = (
    ("digital priority, with a hub or project", theme.COMPARED["a"]),
    ("digital priority, neither documented", theme.COMPARED["b"]),
)
"""Classes of the view *Behind the words* with their colours, light and dark."""
DERIVED = (
    "derived from the tables priority, priority_domain, hub, project, project_partner and "
    "indicator_value of the data package"
)


def figures() -> None:
    """The answer in four figures, over both periods."""
    found = rows_of(answer(ask.digital_in_strategies, "both"))
    said = [row for row in found if row["digital"] > 0]
    _, backed = drawn(_backed_on_map, drawn(_said, "both"))
    of = f"of the {number(len(said))} territories"
    cards.figures(
        [
            (
                "Territories with a digital priority",
                len(said),
                f"of {number(len(found))} with documented priorities",
            ),
            (
                "Digital priorities",
                sum(int(row["digital"]) for row in found),
                f"of {number(sum(int(row['priorities']) for row in found))} documented",
            ),
            ("With a hub or digital project", backed, of),
            (
                "With daily internet use known",
                sum(not is_missing(row["use"]) for row in said),
                of,
            ),
        ]
    )


def strategies() -> None:
    """Where strategies name it: number of digital priorities, with titles."""
    period = _period()
    said = drawn(_said, period)
    chrome.count(
        f"{plural(len(said), 'territory')} with a digital priority, {ask.PERIODS[period].lower()}"
    )
    if said.empty:
        st.info("No digital priority is documented.", icon=":material/search_off:")
        return
    left, right = st.columns([6, 6], gap="medium")
    with left:
        placed, classes = drawn(_strategies_on_map, said)
        template = "{0}\n{1} of {2} documented priorities\n{3}"
        _map(placed, classes, template, "digital priorities", len(said))
    with right:
        _table(
            said,
            {
                "name": st.column_config.TextColumn("Territory", width=190),
                "digital": "Digital",
                "priorities": "All",
                "digital_titles": st.column_config.TextColumn("Among them", width="large"),
            },
            f"Territories with a digital priority, {ask.PERIODS[period].lower()}",
            f"period {ask.PERIODS[period].lower()}",
            "ict-strategies",
        )


def _said(period: str) -> pd.DataFrame:
    """The territories with a digital priority."""
    found = answer(ask.digital_in_strategies, period)
    return found[found["digital"] > 0]


def _strategies_on_map(said: pd.DataFrame) -> tuple[territory_map.Placed, list[MapClass]]:
    codes, classes = territory_map.count_classes(said["digital"].tolist(), "priorities")
    columns = ("country", "digital", "priorities", "digital_titles")
    told = zip(*(said[column] for column in columns), strict=True)
    return territory_map.placed(said, codes, told), classes


def use(indicators: dict[str, str]) -> None:
    """How much it is in use: the newest value of each region, or its change."""
    if not indicators:
        st.info("No digital indicator is in this base.", icon=":material/search_off:")
        return
    with st.container(key="filters"):
        first, second = st.columns(2)
        with first:
            chosen = filters.choose_one("Indicator", "indicator", indicators)
        with second:
            shown = filters.choose_one("Map shows", "shows", SHOWN)
    known = drawn(_known, chosen, shown)
    chrome.count(f"{indicators[chosen]}: {plural(len(known), 'region')}")
    if known.empty:
        st.info("No region has two years without a break.", icon=":material/search_off:")
        return
    left, right = st.columns([6, 6], gap="medium")
    with left:
        placed, classes = drawn(_use_on_map, known, shown)
        _map(placed, classes, "{0}\n{1} in {2}{3}", indicators[chosen], len(known))
        st.page_link(
            registry.page("atlas"),
            label="Any other year, in the Atlas",
            query_params={"indicator": chosen},
        )
    with right:
        _table(
            known,
            {
                # Beside it the value is in sight, also on a phone.
                "name": st.column_config.TextColumn("Region", width=190),
                "value": st.column_config.NumberColumn("Value", format="localized"),
                "year": st.column_config.NumberColumn("Year", format="%d"),
                "change": st.column_config.NumberColumn("Change", format="localized"),
                "since": st.column_config.NumberColumn("Since", format="%d"),
                "country": "Country",
            },
            f"{indicators[chosen]} by region",
            f"indicator {chosen}",
            "ict-use",
        )
    if left_out := given_up_in_words(answer(given_up, chosen)):
        chrome.note(left_out)


def _known(indicator: str, shown: str) -> pd.DataFrame:
    found = answer(ask.use_over_time, indicator)
    if shown != "change":
        return found
    known = found[found["change"].notna()]
    return known.sort_values(["change", "name"], ascending=[False, True])


def _use_on_map(known: pd.DataFrame, shown: str) -> tuple[territory_map.Placed, list[MapClass]]:
    codes, classes = classes_of(known[shown], QUANTILES)
    told = [
        (row.country, figure(row.value), row.year, _changed(row.change, row.since))
        for row in known.itertuples()
    ]
    return territory_map.placed(known, codes, told), classes


def behind() -> None:
    """Where a hub, a project or use is documented behind a digital priority, and where none is."""
    period = _period()
    said = drawn(_said, period)
    if said.empty:
        st.info("No digital priority is documented.", icon=":material/search_off:")
        return
    placed, backed = drawn(_backed_on_map, said)
    chrome.count(
        f"{number(backed)} of {plural(len(said), 'territory')} with a digital "
        "priority have a hub or a digital project documented"
    )
    left, right = st.columns([6, 6], gap="medium")
    with left:
        classes = [MapClass(label, theme.pick(pair)) for label, pair in BEHIND]
        template = "{0}\ndigital priorities: {1}\nhubs: {2}, digital projects: {3}\n{4}"
        about = "what is documented behind digital priorities"
        _map(placed, classes, template, about, len(said))
    with right:
        _table(
            said,
            {
                "name": st.column_config.TextColumn("Territory", width=190),
                "digital": "Priorities",
                "hubs": "Hubs",
                "digital_projects": "Projects",
                "use": st.column_config.NumberColumn("Daily internet use, %", format="localized"),
                "use_year": st.column_config.NumberColumn("Year", format="%d"),
            },
            f"What is behind digital priorities, {ask.PERIODS[period].lower()}",
            f"period {ask.PERIODS[period].lower()}",
            "ict-behind",
        )


def _backed_on_map(said: pd.DataFrame) -> tuple[territory_map.Placed, int]:
    """The territories on the map, and of how many a hub or a digital project is documented."""
    is_backed = ask.is_backed(said)
    told = [
        (row.country, row.digital, row.hubs, row.digital_projects, _used(row))
        for row in said.itertuples()
    ]
    codes = [0 if backed else 1 for backed in is_backed]
    return territory_map.placed(said, codes, told), int(is_backed.sum())


def _period() -> str:
    with st.container(key="filters"), st.columns(4)[0]:
        return filters.choose_one("Period", "period", ask.PERIODS)


def _changed(change: float, since: int) -> str:
    if pd.isna(change):
        return ""
    sign = "+" if change > 0 else ""
    return f", {sign}{figure(change)} since {since}"


def _used(row: Any) -> str:
    """Daily internet use around a territory, and how it is known."""
    if pd.isna(row.use):
        return f"daily internet use {NOT_DOCUMENTED}"
    median = f", median of {row.use_regions} regions" if row.use_regions > 1 else ""
    return f"daily internet use {figure(row.use)} %{median}"


def _map(
    placed: territory_map.Placed,
    classes: list[MapClass],
    template: str,
    about: str,
    territories: int,
) -> None:
    opened = territory_map.territory_map(
        placed,
        classes,
        template,
        key="ict_map",
        alt=f"Map of Europe: {about}, {plural(territories, 'territory')}. The table beside it "
        "lists them.",
        can_open=True,
        rest="none",
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.head(100)


def _table(
    rows: pd.DataFrame,
    columns: dict[str, Any],
    title: str,
    filtered: str,
    file_name: str,
) -> None:
    tables.table(
        drawn(_first, rows),
        columns,
        key="ict_table",
        alt=capitalised(title),
        rows_shown=14,
    )
    if len(rows) > 100:
        chrome.note(f"The first 100 of {number(len(rows))}; files have all.")
    tables.take_away(
        lambda: rows,
        title=title,
        filters=filtered,
        file_name=file_name,
        key="ict_take",
        has_places=True,
        sources=DERIVED,
    )
