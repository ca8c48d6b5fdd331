"""The first view of a region profile: what a policymaker needs in the first minute."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories import territories as ask
from s3dash.queries.territories.distinctiveness import clearly_distinctive, domain_index
from s3dash.queries.territories.indicators import indicators_of, regions_with_indicators
from s3dash.queries.territories.neighbours import neighbours
from s3dash.queries.territories.period_change import period_change
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.look.text import NOT_DOCUMENTED, figure, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards
from s3dash.ui.parts.around import priorities_around
from s3dash.ui.parts.report_links import report_links
from s3dash.ui.region.change import in_short
from s3dash.ui.region.distinctive import too_few
from s3dash.ui.region.progress import board_link, recent_words
from s3dash.ui.region.shared import VIEWS, Documented, linked
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn, rows_of
from s3dash.ui.shell.report import report_rows

SHOWN = 3
"""Domains named in a line; the view behind it has all of them."""
GDP = "gdp_pps_per_inhabitant"


def choose_view(territory_id: str, name: str) -> str:
    """The view, in the URL under ``view``; beside it the ways to paper: one page, a report."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        view = filters.switch("Show", "view", VIEWS)
    with right:
        # In a tab of its own: the widgets of this page own what stands in its URL.
        to = {"territory": territory_id, "print": "yes"}
        link = links.plain_link("region", to, "Print on one page", new_tab=True)
        reports = report_links("region", {"territory": territory_id}, name)
        st.html(f"<p class=s3-aside>{link} {reports}</p>")
    return view


def show(record: dict[str, Any], strategies: pd.DataFrame, known: Documented) -> None:
    """Strategies, the facts in short and where the territory is."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header("Strategies", anchor=False)
        st.html(drawn(cards.strategies, strategies))
        if len(strategies):
            _report_strategies(str(record["territory_id"]), strategies)
        if not known.periods:
            linked(_elsewhere(str(record["territory_id"])), key="priorities_around")
        st.header("In short", anchor=False)
        linked(drawn(_in_short, str(record["territory_id"]), known), key="in_short")
    with right:
        territory_map.locator(record)


def _report_strategies(territory_id: str, strategies: pd.DataFrame) -> None:
    columns = ("stated_count", "completeness", "completeness_note", "evidence_note")
    report_rows(
        "a strategy",
        "strategy",
        [
            (f"{territory_id} {row['period']}", {column: row[column] for column in columns})
            for row in rows_of(strategies)
        ],
    )


def _elsewhere(territory_id: str) -> str:
    """Whose priorities to read when the territory has none of its own."""
    around = priorities_around(territory_id)
    if not around:
        return "<p class='s3 s3-muted'>Nor is a priority documented above it or in it.</p>"
    neighbours = _more(territory_id, "neighbours", "All above and below")
    return f"<p class=s3>Priorities are documented {around}{neighbours}</p>"


def _in_short(territory_id: str, known: Documented) -> str:
    facts = [
        # what it is about, and the words with the link to the view behind them
        ("Change", _change(territory_id, known)),
        ("Most distinctive", _distinctive(territory_id, known)),
        ("Partnerships", _partnerships(territory_id)),
        ("Neighbours", _neighbours(territory_id)),
        ("Indicators", _indicators(territory_id)),
        ("And now", _further(territory_id)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in facts)
    return f"<dl class='s3-facts s3-short'>{rows}</dl>"


def _further(territory_id: str) -> str:
    compare = links.view_link("compare", "Compare it with others", territory=territory_id)
    finder = links.view_link("partners", "Find partners for it", territory=territory_id)
    return f"{compare} · {finder}"


def _more(territory_id: str, view: str, label: str) -> str:
    to = links.view_link("region", label, territory=territory_id, view=view)
    return f" · <span class=s3-more>{to}</span>"


def _change(territory_id: str, known: Documented) -> str:
    if not known.has_both:
        return f"{' and '.join(known.missing)} {NOT_DOCUMENTED}"
    words = in_short(answer(period_change, territory_id), known)
    return words + _more(territory_id, "change", "Which domains")


def _distinctive(territory_id: str, known: Documented) -> str:
    ranked = answer(domain_index, territory_id, "economic")
    if ranked.empty:
        return NOT_DOCUMENTED
    more = _more(territory_id, "distinctive", "Whole ranking")
    if too_few(ranked, "economic"):
        return too_few(ranked, "economic") + more
    found = clearly_distinctive(ranked).head(SHOWN)
    mark = "; list known to be partial" if known.partial else ""
    named = "; ".join(
        f"{escape(row['label'])} <b>{row['index']:.1f}×</b> "
        f"<span class=s3-muted>({plural(row['priorities'], 'priority')})</span>"
        for row in found.to_dict("records")
    )
    return f"{named}. Times the European share of priorities{mark}{more}"


def _partnerships(territory_id: str) -> str:
    found = answer(ask.memberships_of, territory_id)
    more = _more(territory_id, "partnerships", "Partners, and what it might join")
    board = board_link(territory_id)
    board = f" · <span class=s3-more>{board}</span>" if board else ""
    if found.empty:
        return NOT_DOCUMENTED + board + more
    roles = found["role"].value_counts()
    led = [f"{roles[role]} as {role}" for role in ("lead", "co-lead") if role in roles]
    of_them = f", {' and '.join(led)}" if led else ""
    counted = plural(len(found), "documented membership")
    return f"{counted}{of_them}; {recent_words(found)}{board}{more}"


def _neighbours(territory_id: str) -> str:
    found = answer(neighbours, territory_id, "economic")
    if found.empty:
        return "none documented"
    first = found.iloc[0]
    words = f"{len(found)} with a documented strategy or membership"
    if not is_missing(first["shared"]) and first["shared"]:
        named = links.link("region", "territory", first["territory_id"], first["name"])
        shared = plural(first["shared"], "economic domain")
        words += f"; most in common with {named} ({shared})"
    return words + _more(territory_id, "neighbours", "All neighbours")


def _indicators(territory_id: str) -> str:
    found = answer(indicators_of, territory_id).set_index("indicator_id")
    if found.empty:
        regions = answer(regions_with_indicators, territory_id)
        if regions.empty:
            return NOT_DOCUMENTED
        which = _more(territory_id, "indicators", plural(len(regions), "region"))
        return f"for NUTS 2 regions only{which}"
    words = plural(len(found), "value")
    if GDP in found.index and not is_missing(found["eu_median"][GDP]):
        row = found.loc[GDP]
        words += (
            f"; GDP per inhabitant {figure(row['value'])} PPS in {row['year']}, "
            f"EU-27 median of regions {figure(row['eu_median'])}"
        )
    return words + _more(territory_id, "indicators", "All indicators")
