"""A text that asks who leads a partnership, or made a strategy, for what is new."""

from __future__ import annotations

from collections.abc import Mapping

TEMPLATES = {
    # kind of record: tables whose workbooks are sent along
    "partnership": ("stage_evidence", "membership"),
    "strategy": ("priority", "strategy"),
}


def request_text(record: Mapping[str, object], held: Mapping[str, str], link: str) -> str:
    """The text to send.

    Parameters
    ----------
    record
        Row of `queries.base.review.review_calendar`.
    held
        What the base holds of it, from `queries.base.review.held_of`.
    link
        Address of its page.
    """
    is_strategy = record["kind"] == "strategy"
    subject = (
        f"the smart specialisation strategy of {record['name']}, {record['period']}"
        if is_strategy
        else f"the partnership {record['name']}"
    )
    whom = record["name"] if is_strategy else record["led_by"] or "the lead region"
    newest = record["newest"]
    age = f"Our newest dated evidence is of {newest}." if newest else "We hold no dated evidence."
    lines = "\n".join(f"- {name}: {value}" for name, value in held.items())
    books = " and ".join(f"{table}.xlsx" for table in TEMPLATES[str(record["kind"])])
    what = (
        "priorities that were added, changed or dropped, the date of adoption, the document"
        if is_strategy
        else "events of each stage with their date, members that joined or left, projects"
    )
    return (
        f"To: {whom}\nSubject: What is new in {subject}?\n\n"
        f"We keep a public base of smart specialisation in Europe and review {subject}. {age}\n\n"
        f"What we hold:\n{lines}\n\nThe whole of it: {link}\n\n"
        f"Please tell us what is new or wrong: {what}. For each fact we need a public page that "
        f"says so. The workbooks {books} are attached: one row a fact, each column explains "
        "itself; send them back as they are. If nothing is new, a line that says so helps too."
    )
