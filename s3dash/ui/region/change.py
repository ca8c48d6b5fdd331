"""The view of a region profile that tells what changed between the periods, by domain."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.period_change import AFTER, BEFORE, period_change, sections
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import DOMAINS_COUNTED_FROM, plural
from s3dash.ui.parts import tables
from s3dash.ui.region.shared import (
    NAMED_DOMAIN,
    TAXONOMIES,
    Documented,
    choose_taxonomy,
)
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

KINDS = {
    # change: what it means, as a heading of the table
    "kept": "Kept: in both periods",
    "new": f"New: in {AFTER} only",
    "gone": f"Gone: in {BEFORE} only",
}
MARKS = {"kept": "=", "new": "+", "gone": "\u2212"}
DIVISION_CHANGES = {
    # change of a division: in words
    "kept": "kept",
    "narrower": "narrower: was the section as a whole",
    "wider": "wider: now the section as a whole",
    "new": "new",
    "gone": "gone",
}


def show(record: dict[str, Any], known: Documented) -> None:
    """Domains kept, new and gone with the titles behind; says so where it cannot be told."""
    st.header(f"What changed from {BEFORE} to {AFTER}", anchor=False)
    if not known.has_both:
        st.info(cannot_be_told(known), icon=":material/info:")
        return
    if known.partial:
        st.warning(caution(known), icon=":material/rule:")
    found = answer(period_change, str(record["territory_id"]))
    st.html(at_a_glance(found))
    taxonomy = choose_taxonomy()
    st.html(change_table(found[found["taxonomy"] == taxonomy], taxonomy))
    chrome.note(
        "A section such as Manufacturing includes its divisions: it is kept when another of them "
        "is chosen. A change of domains need not be a change of policy: lists of the two periods "
        "differ in length and wording."
    )
    tables.take_away(
        lambda: found,
        title=f"Domains of documented priorities of {record['name']}, {BEFORE} and {AFTER}",
        filters=f"territory {record['territory_id']}, all three taxonomies",
        file_name=f"{record['territory_id']}-change",
        key="change_take",
        sources=DOMAINS_COUNTED_FROM,
    )


def cannot_be_told(known: Documented) -> str:
    """Which period is missing."""
    if not known.periods:
        return "No strategy of its own is documented for either period."
    [missing], [held] = known.missing, known.periods
    return (
        f"Only {held} is documented. {missing} is not documented here, "
        "so what changed cannot be told."
    )


def caution(known: Documented) -> str:
    """What partial lists do to the figures."""
    doubts = []
    if AFTER in known.partial:
        doubts.append(
            f"The {AFTER} list is known to be partial: “gone” may only mean “not in the part we "
            "hold”."
        )
    if BEFORE in known.partial:
        doubts.append(
            f"The {BEFORE} list is known to be partial: “new” may only mean “not in the part of "
            "the earlier list that we hold”."
        )
    return " ".join(doubts)


def in_short(found: pd.DataFrame, known: Documented) -> str:
    """How many economic sections are kept, new and gone; with what partial lists leave untold."""
    counts = sections(found[found["taxonomy"] == "economic"])["change"].value_counts()
    kept, new, gone = (int(counts.get(kind, 0)) for kind in KINDS)
    if AFTER in known.partial:
        untold = "new and gone" if BEFORE in known.partial else "gone"
        lists = f"{BEFORE} and {AFTER} lists are" if BEFORE in known.partial else f"{AFTER} list is"
        return (
            f"The {lists} known to be partial: what is {untold} cannot be told. In the part we "
            f"hold {kept} of the {plural(kept + gone, 'economic section')} of {BEFORE} "
            f"{'is' if kept == 1 else 'are'} kept, {new} found in {AFTER} only"
        )
    doubt = f"; {BEFORE} list known to be partial" if known.partial else ""
    return (
        f"Economic sections from {BEFORE} to {AFTER}: <b>{kept} kept, {new} new, {gone} gone</b>"
        f"{doubt}"
    )


def at_a_glance(found: pd.DataFrame) -> str:
    """Numbers of sections kept, new and gone in each taxonomy."""
    counts = sections(found).groupby(["taxonomy", "change"]).size()
    head = "".join(
        f"<th scope=col><span aria-hidden=true>{MARKS[kind]} </span>{kind}</th>" for kind in KINDS
    )
    rows = "".join(
        f"<tr><th scope=row>{label}</th>"
        + "".join(f"<td>{counts.get((taxonomy, kind), 0)}</td>" for kind in KINDS)
        + "</tr>"
        for taxonomy, label in TAXONOMIES.items()
    )
    return (
        "<table class='s3 s3-glance'><caption>Number of sections of documented priorities, "
        "divisions included</caption>"
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def change_table(found: pd.DataFrame, taxonomy: str) -> str:
    """Sections of one taxonomy by what became of them, with titles; under each its divisions."""
    if found.empty:
        return (
            f"<p class='s3 s3-muted'>No {NAMED_DOMAIN[taxonomy]} is documented for these "
            "priorities.</p>"
        )
    own = sections(found).set_index("section_code")["change"]
    became = found["section_code"].map(own)
    bodies = "".join(_group(kind, found[became == kind], taxonomy) for kind in KINDS)
    return (
        "<table class='s3 s3-change'><thead><tr>"
        f"<th scope=col>{NAMED_DOMAIN[taxonomy].capitalize()}</th>"
        f"<th scope=col>Priorities {BEFORE}</th><th scope=col>Priorities {AFTER}</th>"
        f"</tr></thead>{bodies}</table>"
    )


def _group(kind: str, rows: pd.DataFrame, taxonomy: str) -> str:
    lines = "".join(
        _row(row) if row["domain_code"] == row["section_code"] else _division(row)
        for row in rows.to_dict("records")
    )
    noun = NAMED_DOMAIN[taxonomy].replace("domain", "section")
    return (
        f"<tbody class=s3-{kind}><tr><th colspan=3 scope=rowgroup>"
        f"<span aria-hidden=true>{MARKS[kind]}</span> {KINDS[kind]} "
        f"<span class=s3-muted>{plural(len(sections(rows)), noun)}</span></th></tr>{lines}</tbody>"
    )


def _row(row: dict[str, Any]) -> str:
    return (
        f"<tr><th scope=row>{escape(row['label'])} "
        f"<span class=s3-muted>{escape(row['domain_code'])}</span></th>"
        f"{_cell(BEFORE, row['priorities_2014'], row['titles_2014'])}"
        f"{_cell(AFTER, row['priorities_2021'], row['titles_2021'])}</tr>"
    )


def _division(row: dict[str, Any]) -> str:
    """A division without its titles: they stand in the row of its section."""
    change = DIVISION_CHANGES[row["change"]]
    counts = "".join(
        f"<td data-period='{period}'>{count}</td>"
        if count
        else "<td class=s3-none><span class=s3-muted>–<s>none documented</s></span></td>"
        for period, count in ((BEFORE, row["priorities_2014"]), (AFTER, row["priorities_2021"]))
    )
    return (
        f"<tr class=s3-division><th scope=row>{escape(row['label'])} "
        f"<span class=s3-muted>{escape(row['domain_code'])} · {change}</span></th>{counts}</tr>"
    )


def _cell(period: str, count: int, titles: Any) -> str:
    if not count or is_missing(titles):
        return "<td class=s3-none><span class=s3-muted>–<s>none documented</s></span></td>"
    return f"<td data-period='{period}'><b>{count}</b> {escape(titles)}</td>"
