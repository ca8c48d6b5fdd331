"""Text of a CSV that a spreadsheet would run as a formula, made harmless."""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
"""What a formula begins with (OWASP, "CSV injection"), full-width and small forms included."""
UNSEEN = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    r"\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""White space, control characters and signs without a width: a spreadsheet may pass over them."""
_PARTED = re.compile(rf'([;\t\r\n][{UNSEEN}"]*)(?=[{SIGNS}])')
_PARTS = re.compile("[;\t\r\n]")
# What stands first in a cell, or first after a sign that parts cells in a spreadsheet set to
# another separator than ours. Excel in most of Europe takes the semicolon, and what is pasted the
# tab; quotes hold such a part together only where the cell begins with them.
_FIRST = re.compile(rf"(?:[{UNSEEN}]*[{SIGNS}]|[\t\r\n])")


def neutralised(value: object) -> object:
    """The value as it is safe in a CSV: where a formula would begin, an apostrophe stands before.

    Nothing is taken away: without the apostrophes put in it is the same text.
    """
    if not isinstance(value, str):
        return value
    inert = _PARTED.sub(r"\1'", value) if _PARTS.search(value) else value
    return "'" + inert if _FIRST.match(inert) else inert
