"""What the rows of each table state: facts, dates, years, kinds of sources."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from s3dash.store.cells import is_missing
from s3dash.ui.look.text import escape_text, number
from s3dash.ui.reference.cells import NOTHING, SPREAD, html_table, percent, shade, table_link

KINDS = {
    # kind of source, the closest to the strategy first: its name for a reader
    "authority": "Authority",
    "eu": "EU",
    "network": "Network",
    "research": "Research",
    "business": "Business",
    "press": "Press",
    "copy": "Copy",
    "unclear": "Unclear",
}


def matrix(frame: pd.DataFrame, column: str, names: Mapping[Any, str], *, title: str) -> str:
    """Rows per table and ``column``, shaded by the part of the table's rows in a cell.

    ``frame`` has ``table_name``, the column and ``row_count``; ``names`` are the columns in order.
    """
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in names.values())
    body = ""
    for table, rows in frame.groupby("table_name", sort=False):
        counts = {
            # Where a row states nothing, the column is named None.
            None if is_missing(key) else key: count
            for key, count in zip(rows[column], rows["row_count"], strict=True)
        }
        total = sum(counts.values())
        cells = "".join(
            f"<td class='{shade(counts[key] / total, SPREAD)} s3-right'>{number(counts[key])}</td>"
            if key in counts
            else NOTHING
            for key in names
        )
        body += (
            f"<tr><th scope=row>{table_link(str(table))}</th>{cells}"
            f"<td class=s3-right>{number(total)}</td></tr>"
        )
    head = f"<tr><th scope=col>Table</th>{head}<th scope=col>Rows</th></tr>"
    return html_table(title, head, f"<tbody>{body}</tbody>")


def fields(frame: pd.DataFrame) -> str:
    """Facts per table with the part of the rows that state them, as a figure and a bar."""
    body = ""
    for table, rows in frame.groupby("table_name", sort=False):
        lines = ""
        for position, row in enumerate(rows.to_dict("records")):
            label = f"<th scope=rowgroup rowspan={len(rows)}>{table_link(str(table))}</th>"
            share = 0 if is_missing(row["share"]) else row["share"]
            lines += (
                f"<tr>{'' if position else label}<td class=s3-words>{escape(row['fact'])}</td>"
                f"<td class=s3-right>{number(row['filled'])} of {number(row['row_count'])}</td>"
                f"<td class=s3-right>{percent(share)}</td>"
                f"<td class=s3-barred><i style='width:{share}%'></i></td></tr>"
            )
        body += f"<tbody>{lines}</tbody>"
    head = (
        "<tr><th scope=col>Table</th><th scope=col>Fact</th><th scope=col>Rows that state it</th>"
        "<th scope=col colspan=2>Share</th></tr>"
    )
    return html_table("Rows of a table that state a fact", head, body)


def dates(frame: pd.DataFrame) -> str:
    """Per table the rows with a date and the earliest and latest of the dates."""
    body = "".join(
        f"<tr><th scope=row>{table_link(row['table_name'])}</th>"
        f"<td>{number(row['dated'])} of {number(row['row_count'])}</td>"
        f"<td>{escape_text(row['earliest'])}</td><td>{escape_text(row['latest'])}</td></tr>"
        for row in frame.to_dict("records")
    )
    names = ("Table", "Rows with a date", "Earliest", "Latest")
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    return html_table("Dates of the facts by table", f"<tr>{head}</tr>", f"<tbody>{body}</tbody>")


def years(found: Iterable[Any]) -> dict[int | None, str]:
    """All years from the first to the last that occur, and None for rows without a date."""
    known = [int(year) for year in found if not is_missing(year)]
    span: Sequence[int] = range(min(known), max(known) + 1) if known else ()
    return {**{year: str(year) for year in span}, None: "No date"}
