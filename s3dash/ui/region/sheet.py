"""A region profile on one A4 page, to be printed: no widgets, no colour, what matters first."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.explorer import priorities
from s3dash.queries.territories import territories
from s3dash.queries.territories.distinctiveness import ENOUGH, clearly_distinctive, domain_index
from s3dash.queries.territories.indicators import indicators_of, regions_with_indicators
from s3dash.queries.territories.period_change import period_change, sections
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import NOT_DOCUMENTED, capitalised, documented_of_stated, figure, plural
from s3dash.ui.parts import sheet as parts_sheet
from s3dash.ui.parts.around import priorities_around
from s3dash.ui.parts.sheet import KEY_INDICATORS
from s3dash.ui.region.change import KINDS, cannot_be_told, caution
from s3dash.ui.region.distinctive import too_few
from s3dash.ui.region.progress import last_signs
from s3dash.ui.region.shared import Documented, documented, style
from s3dash.ui.shell.library import answer, store

# What one page holds. More than that is counted, and stands on the live page.
MOST_PRIORITIES = 13
MOST_DOMAINS = 5
MOST_PARTNERSHIPS = 9
MOST_SITES = 5
LONGEST_TITLE = 90
LINE_LENGTH = 44
SIZES = ((30, "9.2pt"), (38, "8.8pt"), (44, "8.3pt"), (50, "7.8pt"))
"""How large the letters are, by the estimated lines of priorities and partnerships; with even more
lines, the smallest letters and titles of one line."""


def show(record: dict[str, Any]) -> None:
    """The sheet, and above it what only the screen shows: the ways back and to the printer."""
    territory_id = str(record["territory_id"])
    style()
    parts_sheet.style()
    live = {"territory": territory_id}
    parts_sheet.ways("region", live)
    st.html(sheet(record, parts_sheet.live_address("region", live)))


def sheet(record: dict[str, Any], address: str) -> str:
    """HTML of the sheet; ``address`` is that of the live page."""
    territory_id = str(record["territory_id"])
    strategies = answer(territories.strategies_of, territory_id)
    known = documented(strategies)
    held = priorities.priorities_of(store(), territory_id)
    members = answer(territories.memberships_of, territory_id)
    signs = last_signs(members)
    lines = _lines(held, members, signs)
    size = next((size for most, size in SIZES if lines <= most), SIZES[-1][1])
    longest = LONGEST_TITLE if lines <= SIZES[-1][0] else LINE_LENGTH
    left = _priorities(territory_id, strategies, held, longest) + _partnerships(
        members, signs, longest
    )
    right = (
        _change(territory_id, known)
        + _distinctive(territory_id, known, len(held))
        + _indicators(territory_id, str(record["country"]))
    )
    return (
        f"<article class='s3 s3-sheet' style='--s3-size:{size}'>{_head(record)}"
        f"<div class=s3-two><div>{left}</div><div>{right}</div></div>"
        f"{_foot(territory_id, address)}</article>"
    )


def _head(record: dict[str, Any]) -> str:
    if is_missing(record["nuts_level"]):
        place = escape(str(record["note"]))
    else:
        place = f"NUTS level {int(record['nuts_level'])}, code {escape(record['territory_id'])}"
    return (
        f"<header><h1>{escape(str(record['name']))}</h1>"
        f"<p>{escape(str(record['country']))} · {place} · Smart specialisation profile</p></header>"
    )


def _lines(held: pd.DataFrame, members: pd.DataFrame, signs: Mapping[str, str]) -> int:
    """About how many lines priorities and partnerships take, at most as many as are shown."""
    titles = [
        title for _, of in held.groupby("period") for title in of["title"].head(MOST_PRIORITIES + 1)
    ]
    joined = members.head(MOST_PARTNERSHIPS + 1)
    titles += [
        f"{row.partnership} {row.platform}, {row.role}, {signs[row.partnership_id]}"
        for row in joined.itertuples()
    ]
    return sum(-(-min(len(title), LONGEST_TITLE) // LINE_LENGTH) for title in titles)


def _priorities(
    territory_id: str, strategies: pd.DataFrame, held: pd.DataFrame, longest: int
) -> str:
    if strategies.empty:
        around = priorities_around(territory_id)
        told = f" Priorities are documented {around}." if around else ""
        return (
            f"<h2>Strategies and priorities</h2><p>No strategy of its own is documented.{told}</p>"
        )
    parts = []
    for row in strategies.to_dict("records"):
        titles = held.loc[held["period"] == row["period"], "title"]
        mark = " · <b>list known to be partial</b>" if row["completeness"] == "partial" else ""
        counted = documented_of_stated(row["documented_count"], row["stated_count"])
        parts.append(
            f"<h3>{row['period']}: {counted}{mark}</h3>"
            + _list((_short(title, longest) for title in titles), MOST_PRIORITIES, "priority")
        )
    return f"<h2>Strategies and priorities</h2>{''.join(parts)}"


def _partnerships(members: pd.DataFrame, signs: Mapping[str, str], longest: int) -> str:
    items = (
        f"{_short(row['partnership'], longest)} "
        f"<small>{escape(row['platform'])}, {escape(row['role'])}"
        f"{', inferred by us' if row['basis'] == 'inferred' else ''}, "
        f"{signs[row['partnership_id']]}</small>"
        for row in members.to_dict("records")
    )
    listed = _list(items, MOST_PARTNERSHIPS, "partnership")
    return f"<h2>Partnerships: {len(members)} documented</h2>{listed}"


def _change(territory_id: str, known: Documented) -> str:
    head = "<h2>Change of economic sections, 2014-2020 to 2021-2027</h2>"
    if not known.has_both:
        return f"{head}<p>{escape(cannot_be_told(known))}</p>"
    found = answer(period_change, territory_id)
    found = sections(found[found["taxonomy"] == "economic"])
    lines = []
    for kind, meaning in KINDS.items():
        labels = found.loc[found["change"] == kind, "label"]
        named = "; ".join(_short(label, 75) for label in labels[:MOST_DOMAINS])
        more = f"; and {len(labels) - MOST_DOMAINS} more" if len(labels) > MOST_DOMAINS else ""
        lines.append(f"<p><b>{meaning}: {len(labels)}.</b> {named}{more}</p>")
    doubt = f"<p><small>{escape(caution(known))}</small></p>" if known.partial else ""
    return head + "".join(lines) + doubt


def _distinctive(territory_id: str, known: Documented, total: int) -> str:
    head = "<h2>Most distinctive economic domains</h2>"
    ranked = answer(domain_index, territory_id, "economic")
    if ranked.empty:
        return f"{head}<p>{NOT_DOCUMENTED.capitalize()}.</p>"
    if too_few(ranked, "economic"):
        return f"{head}<p>{capitalised(too_few(ranked, 'economic'))}.</p>"
    found = clearly_distinctive(ranked).head(MOST_DOMAINS)
    rows = "".join(
        f"<tr><td>{_short(row['label'], 75)}</td><td>{row['index']:.1f}×</td>"
        f"<td>{row['priorities']} of {total}</td><td>{row['europe_share']:.1%}</td></tr>"
        for row in found.to_dict("records")
    )
    partial = " A list is known to be partial." if known.partial else ""
    return (
        f"{head}<table><thead><tr><th scope=col>Domain</th><th scope=col>Index</th>"
        "<th scope=col>Here</th><th scope=col>Europe</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        "<p><small>Index: share of its documented priorities divided by the share of all in "
        f"Europe, same periods; domains with at least {ENOUGH} priorities. Small numbers: read the "
        f"counts.{partial}</small></p>"
    )


def _indicators(territory_id: str, country: str) -> str:
    found = answer(indicators_of, territory_id)
    if found.empty:
        return f"<h2>Key indicators</h2><p>{_no_indicators(territory_id)}</p>"
    rows = "".join(
        f"<tr><td>{escape(row['label'])}<br>"
        f"<small>{escape(row['unit'])}, {row['year']}</small></td>"
        f"<td><b>{figure(row['value'])}</b></td><td>{_median(row['eu_median'])}</td>"
        f"<td>{figure(row['country_min'])} to {figure(row['country_max'])}</td></tr>"
        for row in found[found["indicator_id"].isin(KEY_INDICATORS)].to_dict("records")
    )
    return (
        "<h2>Key indicators</h2><table><thead><tr><th scope=col>Indicator</th>"
        "<th scope=col>Value</th><th scope=col>EU-27 median</th>"
        f"<th scope=col>Regions of {escape(country)}</th></tr></thead><tbody>{rows}</tbody></table>"
        "<p><small>Median and range over NUTS 2 regions with a value, not weighted.</small></p>"
    )


def _median(value: Any) -> str:
    return NOT_DOCUMENTED if is_missing(value) else figure(value)


def _no_indicators(territory_id: str) -> str:
    regions = answer(regions_with_indicators, territory_id)
    if regions.empty:
        return NOT_DOCUMENTED.capitalize() + "."
    named = ", ".join(f"{row.name} ({row.territory_id})" for row in regions.head(4).itertuples())
    more = f" and {len(regions) - 4} more" if len(regions) > 4 else ""
    return f"For NUTS 2 regions only, see {escape(named)}{more}."


def _foot(territory_id: str, address: str) -> str:
    sites = answer(territories.sources_of, territory_id)
    named = ", ".join(escape(host) for host in sites["host"].head(MOST_SITES))
    more = f" and {len(sites) - MOST_SITES} more sites" if len(sites) > MOST_SITES else ""
    latest = sites["as_of_last"].dropna()
    as_of = f" Latest fact as of {escape(max(latest))}." if len(latest) else ""
    return (
        "<footer><p><b>Sources</b> of priorities and partnerships: "
        f"{named or NOT_DOCUMENTED}{more}; indicators: Eurostat and others named on the live page. "
        f"Domains are classified by us where the source does not.{as_of} "
        "A missing row is never evidence of absence.</p>"
        f"{parts_sheet.data_and_address(address)}</footer>"
    )


def _list(items: Iterable[str], most: int, noun: str) -> str:
    known = list(items)
    if not known:
        return f"<p>{NOT_DOCUMENTED.capitalize()}.</p>"
    # One line too many is shown rather than counted: "and 1 more" takes a line as well.
    shown = known if len(known) <= most + 1 else known[:most]
    rows = "".join(f"<li>{item}</li>" for item in shown)
    rest = len(known) - len(shown)
    more = f"<li>and {plural(rest, f'more {noun}')}, on the live page</li>" if rest else ""
    return f"<ul>{rows}{more}</ul>"


def _short(words: str, longest: int) -> str:
    """Words as HTML, no longer than there is room for."""
    return escape(parts_sheet.short(words, longest))
