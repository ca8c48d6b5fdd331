"""Key figures, platform cards, partnership rows and events, as HTML of our own."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.explorer.priorities import LISTS
from s3dash.queries.partnerships.progress import BASES, QUIET, Stage
from s3dash.store.cells import is_missing
from s3dash.ui.look import theme
from s3dash.ui.look.text import (
    NOT_DOCUMENTED,
    documented_of_stated,
    escape_text,
    number,
    plain,
    plural,
)
from s3dash.ui.parts.strip import strip
from s3dash.ui.shell import links

LONGEST_NAME = 60
"""Letters of what a source is of, as the name of the link says it."""


def figures(items: Sequence[tuple[str, int, str]]) -> None:
    """A row of key figures: label, value and what it is of. Wraps on a narrow screen."""
    st.html(
        "<dl class='s3 s3-figures'>"
        + "".join(
            f"<div><dt>{escape(label)}</dt><dd>{number(value)}</dd><dd>{escape(of)}</dd></div>"
            for label, value, of in items
        )
        + "</dl>"
    )


def listed(items: Iterable[str], none: str) -> str:
    """Items of HTML as a list with lines between, or the words ``none``."""
    rows = "".join(f"<li>{item}" for item in items)
    if not rows:
        return f"<p class='s3 s3-muted'>{escape(none)}</p>"
    return f"<ul class='s3 s3-list'>{rows}</ul>"


def outside(url: str, label: str = "source", *, of: str = "") -> str:
    """HTML of a link to a source outside; only http(s) addresses become links.

    ``of`` names what was taken from there: who hears the links of a page one after the other would
    hear the same word each time. In a row or item of `links.linked_html` it is not needed: links.js
    names the link after what that begins with, so that the words do not travel twice.
    """
    if not url.startswith(("http://", "https://")):
        return escape(url)
    named = f" aria-label='{escape(label)} of {escape(_shortened(of))}'" if of else ""
    return f"<a href='{escape(url)}'{named} target=_blank rel=noreferrer>{escape(label)}</a>"


def _shortened(name: str) -> str:
    """The first words of a long name: each letter travels with the page."""
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"


def platforms(frame: pd.DataFrame, stages: Sequence[Stage]) -> str:
    """Cards of the platforms; ``frame`` as `queries.overview.platform_cards` gives it."""
    cards = "".join(_platform(row, stages) for row in frame.itertuples())
    return f"<div class='s3-cards'>{cards}</div>"


def _platform(row: Any, stages: Sequence[Stage]) -> str:
    title = links.platform_link(row.platform_id, row.name)
    if row.partnerships:
        known = (
            f"<p><b>{plural(row.partnerships, 'partnership')}</b>, "
            f"{plural(row.territories, 'territory')} from {plural(row.countries, 'country')}</p>"
            f"{strip(stages, row._asdict())}"
        )
    else:
        known = f"<p>No partnership documented yet, {plural(row.facts, 'dated fact')} held.</p>"
    return (
        f"<section class='s3-card' style='--s3-accent:{theme.platform_colour(row.platform_id)}'>"
        f"<h3>{title}</h3><p class='s3-muted'>{escape(row.description)}</p>{known}</section>"
    )


def events(frame: pd.DataFrame, *, with_partnership: bool = True) -> str:
    """A list of dated events, as `queries.overview.latest_evidence` gives them.

    ``frame`` may have ``projects``: identifier and name of those that an event names.
    """
    return listed(
        (_event(row, with_partnership) for row in frame.to_dict("records")), "None documented."
    )


def _event(row: dict[str, Any], with_partnership: bool) -> str:
    where = ""
    if with_partnership:
        named = links.view_link(
            "partnership",
            row["partnership"],
            partnership=row["partnership_id"],
            event=row["evidence_id"],
        )
        where = f"{named} · "
    note = "" if is_missing(row["note"]) else f" ({escape(row['note'])})"
    basis = row.get("basis", "direct")
    near = "" if basis == "direct" else f" · <b>{escape(BASES[basis])}</b>"
    of = "".join(
        f" · project {links.link('projects', 'project', code, name)}"
        for code, name in row.get("projects") or ()
    )
    return (
        f"<div class='s3-event'><time>{escape(row['date'])}</time><div>"
        f"<b>{escape(row['title'])}</b>{note}<br>{escape(row['detail'])}<br>"
        f"<span class='s3-muted'>{where}{escape(row['stage'])}{near}{of} · "
        f"{outside(row['source_url'], of=row['title'])}</span></div></div>"
    )


def sign_of_life(row: Mapping[str, Any]) -> str:
    """Latest date of a partnership, whether it is quiet or unsure, what is dated later: HTML."""
    return f"last sign of life: {latest_sign(row)}"


def latest_sign(row: Mapping[str, Any]) -> str:
    """What `sign_of_life` tells, without its first words."""
    mark = f" <b class=s3-quiet>{QUIET}</b>" if row["is_stale"] else ""
    if row["life"] == "unsure":
        mark = " <i>exact date not known</i>"
    later = f" · {plural(row['later'], 'event')} dated later" if row["later"] else ""
    none = NOT_DOCUMENTED
    if not is_missing(row["launched_later"]):
        none = f"launched {row['launched_later']}"
    return f"{escape_text(row['latest_any'], none)}{mark}{later}"


def partnership_facts(record: dict[str, Any]) -> str:
    """Platform, launch, website, source and marks of doubt of a partnership, in one line."""
    platform = links.platform_link(record["platform_id"], record["platform"])
    facts = [f"<b>Platform</b> {platform}"]
    if not is_missing(record["acronym"]):
        facts.append(f"<b>Acronym</b> {escape(record['acronym'])}")
    facts.append(f"<b>Launched</b> {escape_text(record['launched'])}")
    if not is_missing(record["website"]):
        facts.append(outside(record["website"], "Website", of=record["name"]))
    facts.append(outside(record["source_url"], "Source", of=record["name"]))
    facts.append(
        links.link("topic", "partnership", record["partnership_id"], "Its topic on one page")
    )
    if not is_missing(record["as_of"]):
        facts.append(f"<b>As of</b> {escape(record['as_of'])}")
    if not is_missing(record["status_note"]):
        facts.append(f"<b>Mark of doubt</b> {escape(record['status_note'])}")
    return "<p class='s3-line'>" + "".join(f"<span>{fact}</span>" for fact in facts) + "</p>"


def territory_line(record: dict[str, Any]) -> str:
    """Where a territory stands: country, level, code, native name. Markdown."""
    pieces = [plain(record["country"])]
    if is_missing(record["nuts_level"]):
        pieces += [] if is_missing(record["note"]) else [plain(record["note"])]
    else:
        pieces.append(f"NUTS level {int(record['nuts_level'])}, code {record['territory_id']}")
    names = {record["name_native"], record["name_latin"]} - {record["name"]}
    others = sorted(name for name in names if not is_missing(name))
    if others:
        pieces.append("also " + plain(" / ".join(others)))
    return " · ".join(pieces)


def strategies(frame: pd.DataFrame) -> str:
    """Strategies of a territory by period, with what is known of their completeness."""
    return listed(
        (_strategy(row) for row in frame.to_dict("records")),
        "No strategy of its own is documented.",
    )


def _strategy(row: dict[str, Any]) -> str:
    counted = documented_of_stated(row["documented_count"], row["stated_count"])
    how = LISTS[row["completeness"]]
    notes = (row["completeness_note"], row["evidence_note"])
    told = "; ".join(escape(note) for note in notes if not is_missing(note))
    more = f"<br><span class='s3-muted'>{told}</span>" if told else ""
    return f"<b>{escape(row['period'])}</b> · priorities: {counted}, {how}{_document(row)}{more}"


def _document(row: dict[str, Any]) -> str:
    """Title, link, date, body and budget of a strategy, as far as they are documented."""
    title, address = row["title"], row["document_url"]
    named = "" if is_missing(title) else f"<cite>{escape(title)}</cite>"
    facts = [named] if named else []
    if not is_missing(row["adopted_date"]):
        facts.append(f"adopted {escape(row['adopted_date'])}")
    if not is_missing(row["managing_body"]):
        facts.append(escape(row["managing_body"]))
    if not is_missing(row["budget_eur"]):
        facts.append(f"budget {number(int(row['budget_eur']))} euro")
    if not is_missing(address):
        facts.append(outside(address, "Document"))
    if not is_missing(row["source_url"]):
        facts.append(outside(row["source_url"]))
    return f"<br>{' · '.join(facts)}" if facts else ""


def memberships(
    frame: pd.DataFrame,
    stages: Sequence[Stage] = (),
    progress: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Partnerships of a territory with its role, or the words that none is documented.

    ``progress``: per partnership what `queries.progress.partnership_progress` tells of it; then
    each has its strip.
    """
    items = (
        _membership(row)
        if progress is None
        else _membership_with_strip(row, stages, progress[row["partnership_id"]])
        for row in frame.to_dict("records")
    )
    return listed(items, "No membership is documented.")


def _membership_with_strip(
    row: dict[str, Any], stages: Sequence[Stage], progress: Mapping[str, Any]
) -> str:
    return (
        f"<div class='s3-row'><div>{_membership(row)}<br><span class='s3-muted'>"
        f"{sign_of_life(progress)}</span></div><div>{strip(stages, progress)}</div></div>"
    )


def _membership(row: dict[str, Any]) -> str:
    named = links.link("partnership", "partnership", row["partnership_id"], row["partnership"])
    inferred = ", inferred by us" if row["basis"] == "inferred" else ""
    as_of = "" if is_missing(row["as_of"]) else f", as of {escape(row['as_of'])}"
    return (
        f"{named}<br><span class='s3-muted'>{escape(row['platform'])} · {escape(row['role'])}"
        f"{inferred}{as_of} · {outside(row['source_url'])}</span>"
    )


def sources(frame: pd.DataFrame) -> str:
    """Pages that facts were taken from, with what was taken from each."""
    return listed(
        (
            f"{outside(row['source_url'], row['source_url'])}<br>"
            f"<span class='s3-muted'>{escape(row['facts'])}</span>"
            for row in frame.to_dict("records")
        ),
        "None documented.",
    )
