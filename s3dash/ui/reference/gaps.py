"""What is known to be missing: the records of a gap, and each as a row to correct."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from s3dash.store.cells import is_missing
from s3dash.ui.look.text import escape_text
from s3dash.ui.reference.cells import html_table, record
from s3dash.ui.shell import links

MISSING = {
    # gap: table of the data package and column that would fill it
    "no-strategy": ("strategy", "documented_count"),
    "no-strategy-2021": ("strategy", "documented_count"),
    "partial-list": ("strategy", "completeness_note"),
    "members": ("partnership", "stated_count"),
    "no-evidence": ("stage_evidence", "date"),
    "no-code": ("territory", "note"),
    "no-successor": ("nuts_correspondence", "territory_id"),
    "no-kind": ("site", "kind"),
}


def gap_rows(gaps: pd.DataFrame, row: str) -> list[tuple[str, str, dict[str, object]]]:
    """The rows of `queries.gaps.known_gaps` that a link names, as a correction takes them."""
    found = gaps[(gaps["gap"] + "." + gaps["identifier"].fillna("")) == row]
    return [
        (
            MISSING[one["gap"]][0],
            " ".join(filter(None, (one["identifier"], one["name"], one["context"]))),
            {MISSING[one["gap"]][1]: _missing_value(one)},
        )
        for one in found.astype(object).where(found.notna(), None).to_dict("records")
    ]


def _missing_value(row: dict[Hashable, Any]) -> object:
    column = MISSING[row["gap"]][1]
    if column in ("note", "completeness_note"):
        return row["reason"]
    return row["stated_count"] if column == "stated_count" else None


def gap(rows: pd.DataFrame, title: str) -> str:
    """The records of one gap; ``rows`` as `queries.gaps.known_gaps` gives them."""
    columns = _filled(rows)
    names = {"context": "Where", "counts": "Documented", "reason": "Reason"}
    head = "<th scope=col>Record</th>" + "".join(
        f"<th scope=col>{names[column]}</th>" for column in columns
    )
    head += "<th scope=col>Correct</th>"
    body = "".join(
        f"<tr><th scope=row>{record(row['table_name'], row['identifier'], row['name'])}</th>"
        + "".join(f"<td{_GAP_CLASSES[column]}>{_gap_cell(row, column)}</td>" for column in columns)
        + f"<td>{_report_link(row)}</td></tr>"
        for row in rows.to_dict("records")
    )
    return html_table(title, f"<tr>{head}</tr>", f"<tbody>{body}</tbody>", "s3-table s3-records")


def _report_link(row: dict[Hashable, Any]) -> str:
    code = f"{row['gap']}.{'' if is_missing(row['identifier']) else row['identifier']}"
    return links.view_link("coverage", "report", view="missing", row=code)


def _filled(rows: pd.DataFrame) -> list[str]:
    """Columns of which at least one row says something."""
    says = {
        "context": rows["context"],
        "counts": rows["documented_count"],
        "reason": rows["reason"],
    }
    return [name for name, column in says.items() if column.notna().any()]


_GAP_CLASSES = {
    "context": " class=s3-words",
    "counts": " class=s3-counts",
    "reason": " class=s3-words",
}


def _gap_cell(row: dict[str, Any], column: str) -> str:
    if column == "counts":
        held, stated = int(row["documented_count"]), row["stated_count"]
        return str(held) if is_missing(stated) else f"{held} of {int(stated)}"
    return escape_text(row[column], "")
