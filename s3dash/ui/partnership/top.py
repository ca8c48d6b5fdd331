"""The top of a partnership, above its views: what it is, who leads it, how far it is."""

from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.partnerships import partnerships as ask
from s3dash.queries.partnerships.progress import (
    active_words,
    evidence_of,
    stages,
)
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import NOT_DOCUMENTED, country_of, long_date
from s3dash.ui.parts import cards
from s3dash.ui.parts.roles import INFERRED
from s3dash.ui.parts.strip import strip
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn, lately
from s3dash.ui.stages import as_of
from s3dash.ui.stages.of_some import progress_of_some

LED = {"lead": "Led by", "co-lead": "Co-led by"}
"""Roles that are said in words, in their order."""


def show(record: dict[str, Any], *, tells_date: bool) -> None:
    """Facts in one line, leads as links to their regions, and the strip with its date.

    ``tells_date``: whether nothing below says what in the link is no date, as `as_of.choose` does.
    """
    identifier = str(record["partnership_id"])
    links.linked_html(
        drawn(_facts, identifier) + lately(_stages, identifier, _day(identifier, tells_date)),
        key="partnership_facts",
    )


def _facts(identifier: str) -> str:
    record = answer(ask.partnership, identifier)
    facts = cards.partnership_facts(record) if record else ""
    return f"{facts}<p class='s3-line s3-led'>{led(answer(ask.members, identifier))}</p>"


def led(members: pd.DataFrame) -> str:
    """HTML that names who leads and co-leads; ``members`` as `queries.partnerships.members`."""
    told = []
    for role, words in LED.items():
        rows = members[members["role"] == role].to_dict("records")
        if rows:
            told.append(f"<span><b>{words}</b> {', '.join(map(_named, rows))}</span>")
    if members.empty or "lead" not in set(members["role"]):
        told.insert(0, f"<span><b>Lead</b> {NOT_DOCUMENTED}</span>")
    return "".join(told)


def _named(row: dict[str, Any]) -> str:
    name = links.link("region", "territory", row["territory_id"], str(row["name"]))
    country = country_of(row["country"], row["name"])
    marks = [*([country] if country else []), *([INFERRED] if row["basis"] == "inferred" else [])]
    return name + (f" ({escape(', '.join(marks))})" if marks else "")


def _day(identifier: str, tells_date: bool) -> as_of.AsOf:
    """The date in the link; that of today where no event has a date."""
    if not len(answer(evidence_of, identifier)):
        return as_of.AsOf(as_of.today())
    link = Link()
    day = as_of.from_link(link)
    if tells_date:
        link.notice()
        links.mean("asof", day.day.isoformat())
    return day


def _stages(identifier: str, day: as_of.AsOf) -> str:
    """The strip as of that day."""
    [row] = progress_of_some([identifier], day).to_dict("records")
    return (
        f"<div class='s3-strip-alone s3-at-top'>{strip(answer(stages), row)}"
        f"<p class=s3-muted>As of {long_date(day.day)}; filled: {active_words(day.window_months)}; "
        f"{cards.sign_of_life(row)}</p></div>"
    )
