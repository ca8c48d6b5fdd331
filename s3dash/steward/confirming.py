"""Confirming a doubt: somebody looked at a cell and found it right; the reason is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from s3dash.package.plausible import CONFIRMED, Doubt, doubts_of
from s3dash.package.problems import DataProblems
from s3dash.steward.base import Base
from s3dash.steward.publish import Applied, NotApplied, apply
from s3dash.steward.review import review_sheets
from s3dash.steward.sheets import Line, Sheet

ORIGIN = "confirmed"
"""What the log of changes names as the file."""


def doubts_held(base: Base) -> list[Doubt]:
    """Every doubt of a base, those that are confirmed among them."""
    con, raw = base.raw()
    with con:
        return list(doubts_of(con, base.package, raw))


def confirm(
    data_dir: Path,
    store: Path,
    cell: tuple[str, str, str],
    *,
    by: str,
    reason: str,
    today: date | None = None,
) -> Applied:
    """Keep that a cell is right all the same, and publish; the desk is locked.

    ``cell``: table, key of the row (its parts joined by ``|``) and column, as Coverage names them.

    Raises
    ------
    NotApplied
        If no rule doubts the cell, it is confirmed already, or anything else stands against it.
    """
    try:
        base = Base.open(data_dir)
        return _confirmed(base, store, cell, by, reason, today)
    except DataProblems as found:
        raise NotApplied(f"The data are not in order: {found}") from found


def _confirmed(
    base: Base, store: Path, cell: tuple[str, str, str], by: str, reason: str, today: date | None
) -> Applied:
    if not base.has(CONFIRMED):
        raise NotApplied(f"The data have no table {CONFIRMED}, which keeps the reasons.")
    table, row_key, column = cell
    found = [one for one in doubts_held(base) if (one.table, one.row_key, one.column) == cell]
    if not found:
        raise NotApplied(f"No rule doubts {column} of {table} {row_key}.")
    if all(one.reason for one in found):
        raise NotApplied(f"It is confirmed already: {found[0].reason}")
    if not reason.strip():
        raise NotApplied("Say why it is right all the same.")
    row = {
        "table_name": table,
        "row_key": row_key,
        "column_name": column,
        "value": found[0].value,
        "reason": " ".join(reason.split()),
        "confirmed_by": " ".join(by.split()),
        "confirmed_on": (today or date.today()).isoformat(),
    }
    lines = (Line(1, tuple(row)), Line(2, tuple(value or None for value in row.values())))
    review = review_sheets(base, [Sheet(ORIGIN, "", lines)], CONFIRMED)
    for item in review.items:
        if not item.is_taken:
            told = "; ".join(one.rule for one in item.troubles) or "nothing would change"
            raise NotApplied(f"It cannot be confirmed: {told}.")
    done = apply(review, store, by=by, why=f"Confirmed: {row['reason']}", today=today)
    if done is None:
        raise NotApplied("Nothing would change.")
    return done
