"""Tables of records as HTML of our own: links that the keyboard reaches, and all columns on paper.

`tables.table` draws a picture, which paper cuts off and whose links only a pointer finds. Here each
row is told with its columns; on a narrow screen, and of wide tables on paper, each row is a card.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from s3dash.ui.look.text import escape_text
from s3dash.ui.parts.cards import outside
from s3dash.ui.shell import links

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its heading, and the HTML of its cell in a row.

    ``look``: class of its cells: ``s3-words`` may wrap and is wide, ``s3-right`` is a number.
    """

    head: str
    cell: Callable[[Row], str]
    look: str = ""


def text(head: str, name: str, look: str = "") -> Column:
    """A column of the frame as it is; an empty cell stays empty."""
    return Column(head, lambda row: escape_text(row[name], ""), look)


def territory(head: str, code: str, name: str) -> Column:
    """A column of territories, each a link to its page."""
    return Column(head, lambda row: links.link("region", "territory", row[code], str(row[name])))


def source(of: Callable[[Row], str] | None = None) -> Column:
    """Where each row was taken from; ``of`` names the row where its first cell does not."""
    return Column("Source", lambda row: outside(row["source_url"], of=of(row) if of else ""))


def show(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    alt: str,
    is_wide: bool = False,
    page: str = "",
    follow: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Draw the rows of a frame; the first column names the row.

    ``alt`` says what the table holds; ``is_wide``: paper has no room for its columns side by side;
    ``page``, ``follow``: see `links.linked_html`.
    """
    rows = frame.to_dict("records")
    html = record_table(rows, columns, alt, is_wide=is_wide)
    links.linked_html(html, key, page=page, follow=follow)


def record_table(
    rows: Iterable[Row], columns: Sequence[Column], alt: str, *, is_wide: bool = False
) -> str:
    """HTML of the table; end tags that HTML lets out are left out.

    Looks stand in the heads alone: links.js hands them and the words on to the cells, which so
    travel without them.
    """
    heads = "".join(
        f"<th scope=col{f' class={one.look}' if one.look else ''}>{escape(one.head)}"
        for one in columns
    )
    body = "".join(
        "<tr><th scope=row>" + "<td>".join(one.cell(row) for one in columns) for row in rows
    )
    return (
        f"<div class='s3-scroll s3-rows{' s3-wide' if is_wide else ''}' tabindex=0 role=region "
        f"aria-label='{escape(alt)}'>"
        f"<table class='s3-table s3-records'><thead><tr>{heads}<tbody>{body}</table></div>"
    )
