"""Digital technology, the review calendar, and what newcomers ask."""

from __future__ import annotations

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Block, Run, Scene, Table, Words
from s3dash.present.kinds.maps import counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.markdown import blocks_of
from s3dash.present.phrases import is_missing, shortened, spelled, when
from s3dash.queries.base.faq import faq
from s3dash.queries.base.review import DEFAULT_CYCLE, KINDS, STATES, review_calendar
from s3dash.queries.territories.ict import PERIODS, digital_in_strategies

MOST_QUESTIONS = 6


def digital(asked: Asked) -> Scene:
    """Territories by the number of their digital priorities."""
    period = asked.one("period", PERIODS, "both")
    found = digital_in_strategies(asked.store, period)
    said = found[found["digital"] > 0]
    if said.empty:
        raise Nothing("No digital priority is documented.")
    whole = asked.numbers.whole
    headline = (
        f"{whole(len(said))} of {whole(len(found))} territories chose digital priorities: "
        f"{whole(int(said['digital'].sum()))} of {whole(int(found['priorities'].sum()))} in all"
    )
    return counted_map(asked, said, "digital", "digital priority", "digital priorities", headline)


def due(asked: Asked) -> Scene:
    """Partnerships and strategies whose newest evidence is oldest."""
    kind = asked.one("kind", KINDS)
    found = review_calendar(asked.store, asked.day, DEFAULT_CYCLE)
    found = found[found["kind"] == kind] if kind else found
    if found.empty:
        raise Nothing("No partnership or strategy is documented.")
    rows = tuple(
        (
            shortened(row["name"], 50),
            KINDS[row["kind"]],
            "–" if is_missing(row["newest"]) else when(row["newest"]),
            STATES[row["state"]].partition(":")[0],
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    overdue = int((found["state"] == "overdue").sum())
    headline = (
        f"{spelled(overdue).capitalize()} of {spelled(len(found))} records are due for review: "
        f"their newest evidence is older than {DEFAULT_CYCLE} months"
    )
    body = Table(
        ("Record", "Kind", "Newest evidence", "Review"), rows, (5, 2, 2.4, 3), (),
        rest(asked, found, "record"),
    )  # fmt: skip
    return asked.scene(headline, body)


def question(asked: Asked) -> Scene:
    """A question with its answer, or the first of all questions."""
    known = {one.code: one for one in faq(asked.store)}
    code = asked.one("question", known.keys())
    if code:
        one = known[code]
        return asked.scene(
            one.question, Words(blocks_of(one.plain)), source="Questions of s3dash", is_dated=False
        )
    blocks = tuple(
        Block("point", (Run(one.question),), "?") for one in list(known.values())[:MOST_QUESTIONS]
    )
    headline = f"{spelled(len(known)).capitalize()} questions that newcomers ask"
    return asked.scene(headline, Words(blocks), source="Questions of s3dash", is_dated=False)
