"""The view of Compare with priorities: which economic domains are shared, and which are not."""

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.explorer.views import domain_labels
from s3dash.queries.territories.comparison import (
    LEVELS,
    compared_domains,
    compared_strategies,
    titles_in_domain,
)
from s3dash.queries.territories.period_change import PERIODS
from s3dash.queries.territories.territories import strategies_of
from s3dash.ui.address import filters
from s3dash.ui.compare.choice import Compared, file_name, filters_words, mark, scrolled
from s3dash.ui.look.text import DOMAINS_COUNTED_FROM, NOT_DOCUMENTED, documented_of_stated
from s3dash.ui.parts import tables
from s3dash.ui.parts.around import priorities_around
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

PERIOD_CHOICE = {"all": "All periods", **{period: period for period in PERIODS}}


def domain_names() -> dict[str, str]:
    """All economic domains of both levels: code -> label with its code."""
    return {
        code: f"{code} {label}"
        for level in LEVELS
        for code, label in answer(domain_labels, level).items()
    }


def show(chosen: tuple[Compared, ...]) -> None:
    """Domains by who has them, and the titles behind one of them."""
    left, right = st.columns(2)
    with left:
        period = filters.switch("Period", "period", PERIOD_CHOICE)
    with right:
        level = filters.switch("Economic domains", "level", LEVELS)
    asked = "" if period == "all" else period
    ids = [one.territory_id for one in chosen]
    strategies = answer(compared_strategies, *ids)
    if asked:
        strategies = strategies[strategies["period"] == asked]
    links.linked_html(_documented(strategies, chosen), key="compare_documented")
    found = answer(compared_domains, level, asked, *ids)
    if found.empty:
        st.info(
            "No priority with an economic domain is documented for any of them here. Choose "
            "another period, or sections.",
            icon=":material/info:",
        )
        return
    left, right = st.columns(2, gap="large")
    with left:
        _shared(found, period, level, chosen)
    with right:
        _titles(found, asked, chosen)


def _shared(found: pd.DataFrame, period: str, level: str, chosen: tuple[Compared, ...]) -> None:
    st.html(table_of_domains(found, chosen))
    chrome.note(
        "Counts of documented priorities, at the level of the strategy itself: those of a country "
        "or region above or below do not count. A priority counts in each of its domains; "
        "divisions leave out priorities that are classified by section only. What is not in a list "
        "may still be a priority, the more so where the list is partial."
    )
    tables.take_away(
        lambda: found.assign(period=period),
        title="Economic domains of the priorities of " + ", ".join(one.label for one in chosen),
        filters=f"{filters_words(chosen)}, {PERIOD_CHOICE[period]}, {LEVELS[level].lower()}",
        file_name=file_name(chosen, f"{level}-{period}"),
        key="compare_domains_take",
        sources=DOMAINS_COUNTED_FROM,
    )


def _documented(strategies: pd.DataFrame, chosen: tuple[Compared, ...]) -> str:
    """How many priorities of each are documented, and which lists are partial."""
    lines = []
    for one in chosen:
        rows = strategies[strategies["territory_id"] == one.territory_id]
        told = [
            f"{row['period']}: {documented_of_stated(row['documented_count'], row['stated_count'])}"
            + (" (list known to be partial)" if row["completeness"] == "partial" else "")
            for row in rows.to_dict("records")
        ]
        words = "; ".join(told) or f"priorities {NOT_DOCUMENTED}"
        if not answer(strategies_of, one.territory_id)["documented_count"].any():
            around = priorities_around(one.territory_id)
            words += f"; documented {around}" if around else ""
        lines.append(f"<li>{mark(one)} {escape(one.name)} <span class=s3-muted>{words}</span></li>")
    return f"<ul class='s3 s3-abc'>{''.join(lines)}</ul>"


def groups(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> Iterable[tuple[str, pd.DataFrame]]:
    """Domains by who has them: all, several, only one; a heading and the rows of each."""
    number = len(chosen)
    for holders in range(number, 1, -1):
        rows = found[found["holders"] == holders]
        if holders == number:
            heading = "Shared by both" if number == 2 else f"Shared by all {number}"
            yield heading, rows
        elif len(rows):
            yield f"Shared by {holders} of {number}", rows
    for one in chosen:
        is_only = (found["holders"] == 1) & (found["territory_id"] == one.territory_id)
        yield f"Only in {one.name}", found[is_only]


def table_of_domains(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> str:
    """HTML of the table; a group without a domain says so."""
    head = "".join(
        f"<th scope=col class=s3-right>{mark(one)}<br>{escape(one.territory_id)}</th>"
        for one in chosen
    )
    body = ""
    for heading, rows in groups(found, chosen):
        codes = rows["code"].nunique()
        body += (
            f"<tbody><tr><th scope=rowgroup colspan={len(chosen) + 1}>"
            f"<span>{escape(heading)}: {codes or _none(heading, found, chosen)}</span></th></tr>"
        )
        for (code, label), of in rows.groupby(["code", "label"], sort=False):
            counts = dict(zip(of["territory_id"], of["priorities"], strict=True))
            cells = "".join(
                f"<td class=s3-right>{counts[one.territory_id]}</td>"
                if one.territory_id in counts
                else "<td class='s3-right s3-muted'>–</td>"
                for one in chosen
            )
            body += f"<tr><th scope=row>{escape(code)} {escape(label)}</th>{cells}</tr>"
        body += "</tbody>"
    return scrolled(
        "<table class='s3-table s3-domains'><caption><span>Documented priorities by economic "
        "domain; – stands for none documented</span></caption>"
        "<thead><tr><th scope=col>Economic domain</th>"
        f"{head}</tr></thead>{body}</table>",
        "Economic domains",
    )


def _none(heading: str, found: pd.DataFrame, chosen: tuple[Compared, ...]) -> str:
    """What stands for no domain: a territory without documented priorities has not "none"."""
    held = set(found["territory_id"])
    without = [f"Only in {one.name}" for one in chosen if one.territory_id not in held]
    return f"priorities {NOT_DOCUMENTED}" if heading in without else "none"


def _titles(found: pd.DataFrame, period: str, chosen: tuple[Compared, ...]) -> None:
    codes = found.drop_duplicates("code")
    options = {row.code: f"{row.code} {row.label}" for row in codes.itertuples(index=False)}
    code = filters.choose_one("Show the titles in", "domain", options)
    held = answer(titles_in_domain, code, period, *(one.territory_id for one in chosen))
    pieces = []
    for one in chosen:
        rows = held[held["territory_id"] == one.territory_id].to_dict("records")
        listed = "".join(f"<li>{_title(row)}</li>" for row in rows)
        told = f"<ul>{listed}</ul>" if rows else f"<p class=s3-muted>{NOT_DOCUMENTED}</p>"
        pieces.append(f"<div><h2>{mark(one)} {escape(one.name)}</h2>{told}</div>")
    links.linked_html(f"<div class=s3-beside>{''.join(pieces)}</div>", key="compare_titles")
    if len(held):
        tables.take_away(
            lambda: held,
            title=f"Priorities in {options[code]}",
            filters=f"{filters_words(chosen)}, {period or 'all periods'}, domain {code}",
            file_name=file_name(chosen, f"titles-{code}"),
            key="compare_titles_take",
        )


def _title(row: dict[str, Any]) -> str:
    title = links.link("priorities", "priority", row["priority_id"], row["title"])
    return f"{title} <span class=s3-muted>{row['period']}</span>"
