"""One priority, opened from a table row or a link (``?priority=ITH5-2021-01``)."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.codes import code_labels
from s3dash.queries.explorer import priorities as ask
from s3dash.queries.explorer.related import related
from s3dash.store.cells import is_missing
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import country_of, escape_text, period_words
from s3dash.ui.parts import my_region
from s3dash.ui.parts.cards import listed, outside
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, store
from s3dash.ui.shell.report import report


def unknown_in_link() -> list[tuple[str, str]]:
    """The priority that the link names in vain, as `notices.notice_unknown` tells it."""
    link = Link()
    identifier = link.text("priority")
    if identifier and ask.priority(store(), identifier) is None:
        link.tell("priority", identifier)
    return link.unknown


def place_in_link() -> list[str]:
    """The territory of the priority that the link opens, if it opens one."""
    identifier = Link().text("priority")
    record = ask.priority(store(), identifier) if identifier else None
    return [str(record["territory_id"])] if record else []


def open_from_link() -> None:
    """Open the priority that the link names in a drawer; closing it leaves the page as it was."""
    if not Link().text("priority") or unknown_in_link():
        return

    def close() -> None:
        Link().write({"priority": ""})

    st.dialog("Priority", position="right", width="medium", on_dismiss=close)(_drawer)()


def _drawer() -> None:
    """What the drawer shows: read anew from the link, since a click inside it opens another."""
    record = ask.priority(store(), Link().text("priority"))
    if record is not None:
        card(record)


def card(record: dict[str, Any]) -> None:
    """All that is documented of one priority; ``record`` as `queries.priorities` gives it."""
    facts = [
        *((label, _topics(record, field)) for label, field in _TOPICS.items()),
        ("Kind of source", escape_text(ask.SOURCE_KINDS[record["source_kind"]])),
        ("Classified", escape_text(_CLASSIFIED[record["classified_by"]])),
        ("List of the strategy", escape_text(_COMPLETENESS[record["completeness"]])),
        ("As of", escape_text(record["as_of"])),
        ("Identifier", escape_text(record["priority_id"])),
    ]
    topic = my_region.link_to_topic(
        "Its topic on one page: who shares it, who works on it", priority=record["priority_id"]
    )
    territory = links.link("region", "territory", record["territory_id"], record["territory"])
    rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts)
    with st.container(border=True):
        links.linked_html(
            f"<h3>{escape_text(record['title'])}</h3>"
            f"<p>{territory}{_country(record)}, {escape(period_words(record['period']))}</p>"
            f"<p>{escape_text(record['description'], 'The source gives a title only.')}</p>"
            f"<p>{topic}</p><dl class='s3-facts'>{rows}</dl>"
            f"{outside(record['source_url'], 'Open the source', of=record['title'])}",
            key="priority_card",
        )
        report("priority", record["priority_id"], _corrected(record))
        alike = related(store(), str(record["priority_id"]))
        st.markdown("**Most alike elsewhere**")
        links.linked_html(_related(alike), key="related_priorities", page="priorities")


def _topics(record: dict[str, Any], field: str) -> str:
    """HTML of the domains or themes of one field, each with the way to its topic."""
    known = answer(code_labels)
    codes = [] if is_missing(record["codes"]) else str(record["codes"]).split("; ")
    name = "platform" if field == "platforms" else "domain"
    named = [
        links.link("topic", name, code, known[code][1]) for code in codes if known[code][0] == field
    ]
    return "; ".join(named) or escape_text(None)


def _corrected(record: dict[str, Any]) -> dict[str, object]:
    """What a reader may correct: columns of the row, and the codes that stand in tables beside."""
    known = answer(code_labels)
    codes = [] if is_missing(record["codes"]) else str(record["codes"]).split("; ")
    themes = [code for code in codes if known[code][0] == "platforms"]
    domains = [code for code in codes if code not in themes]
    return {
        **{column: record[column] for column in ("title", "description", "period")},
        "priority_domain.domain_code": "; ".join(domains),
        "priority_platform.platform_id": "; ".join(themes),
        **{column: record[column] for column in ("classified_by", "as_of", "source_url")},
    }


def _related(frame: pd.DataFrame) -> str:
    """HTML of `queries.related.related`, each with the reason."""
    known = answer(code_labels)
    items = []
    for row in frame.to_dict("records"):
        words = ", ".join(f"“{word}”" for word in row["words"])
        domains = ", ".join(known[code][1] for code in row["codes"])
        reasons = "; ".join(filter(None, [words and f"words {words}", domains]))
        title = links.link("priorities", "priority", row["priority_id"], row["title"])
        items.append(
            f"{title}<br><span class='s3-muted'>{escape_text(row['territory'])}"
            f"{_country(row)} · {escape(period_words(row['period']))}<br>"
            f"both: {escape_text(reasons)}</span>"
        )
    return listed(items, "No other priority shares a word or a domain with it.")


def _country(row: dict[str, Any]) -> str:
    country = country_of(row["country"], row["territory"])
    return f", {escape_text(country)}" if country else ""


_TOPICS = {
    # label -> field of the filter
    "Economic domains": "economic",
    "Scientific domains": "scientific",
    "Policy objectives": "objectives",
    "Platform themes": "platforms",
}
_CLASSIFIED = {
    "editorial": "by us, from title and description",
    "source": "by the source",
}
_COMPLETENESS = {
    "as-listed": "all priorities that the source lists",
    "partial": "partial: known to be incomplete",
}
