"""A correction as a line of text that a maintainer can apply, and the mail that carries it.

Nothing is sent by the dashboard: the reader copies the line or opens the mail.
"""

import json
import logging
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import quote

import pandas as pd

RECIPIENT_VARIABLE = "S3DASH_CORRECTIONS_TO"
PAGE = "page"
"""The record that stands for a page as such, whose row the reader names."""
LONGEST_VALUE = 240
LONGEST_ADDRESS = 600
LONGEST_MAIL = 1900  # Some mail programs cut off a longer link, or do not open it.
_MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$'*+/=^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII
)
_log = logging.getLogger(__name__)


def correction(record: str, identifier: str, facts: Mapping[str, object], address: str) -> str:
    """The lines to send: where it was seen, and one line for each column that may be wrong.

    Parameters
    ----------
    record
        Table of the data package, such as ``priority``; or `PAGE`.
    identifier
        The row's, or the page's name.
    facts
        Columns of the row with their values; empty for a page: the reader names the row. A column
        of another table is named with it: ``priority_domain.domain_code``.
    address
        Of the view that the reader sees.
    """
    lines = [f"Seen at: {_shortened(address, LONGEST_ADDRESS)}"]
    if record == PAGE:
        lines.append(f'{_shortened(identifier)} | row: "…" | column: "…" → "…" | source: "…"')
    for name, value in facts.items():
        table, _, column = name.rpartition(".")
        lines.append(_line(table or record, identifier, {column: value}))
    return "\n\n".join(lines)


def correction_of_rows(rows: Iterable[tuple[str, str, Mapping[str, object]]], address: str) -> str:
    """The same for several rows, one line a row: table, row and columns with their values."""
    seen = f"Seen at: {_shortened(address, LONGEST_ADDRESS)}"
    return "\n\n".join([seen, *(_line(*row) for row in rows)])


def _line(table: str, identifier: str, facts: Mapping[str, object]) -> str:
    cells = ", ".join(f"{column} = {quoted(value)}" for column, value in facts.items())
    return f'{table}.csv | {_shortened(identifier)} | {cells} → "…" | source: "…"'


def quoted(value: object) -> str:
    """A cell on one line between quotation marks, shortened; an empty one as ``""``."""
    is_empty = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    text = "" if is_empty else str(value)
    return json.dumps(_shortened(text), ensure_ascii=False)


def mail_link(recipient: str, record: str, identifier: str, text: str) -> str:
    """Address that opens a mail with subject and text filled in.

    A text too long for a mail program is left to be pasted by the reader.
    """
    to = f"mailto:{quote(recipient, safe='@')}?subject="
    subject = quote(f"Correction: {record} {_shortened(identifier, 80)}", safe="")
    full = f"{to}{subject}&body={_mail_body(text)}"
    if len(full) <= LONGEST_MAIL:
        return full
    return f"{to}{subject}&body={_mail_body('Paste here the line that you copied.')}"


def recipient() -> str | None:
    """Who receives corrections, as the environment says; None where nobody is named."""
    return _checked(os.environ.get(RECIPIENT_VARIABLE, "").strip())


@cache
def _checked(value: str) -> str | None:
    if not value:
        return None
    if len(value) <= 254 and _MAIL_ADDRESS.fullmatch(value):
        return value
    # Once for each value: the reader has no use for it, who runs the server has.
    _log.error(
        "%s must be one mail address such as data@example.org, and is %r. "
        "Readers are told to write to whoever runs this dashboard.",
        RECIPIENT_VARIABLE,
        _shortened(value),
    )
    return None


def _mail_body(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="")


def _shortened(text: str, longest: int = LONGEST_VALUE) -> str:
    """The text on one line; control characters would only disturb who reads it."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
