"""Text that is surely damaged: by a wrong encoding, a spreadsheet, letters of another script."""

from __future__ import annotations

import re

LOST = "\ufffd"
"""What a program writes in place of a character that it could not read."""
SPREADSHEET_ERROR = (
    r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)"
)
# The second byte of a letter in UTF-8, as the encodings of Windows and ISO show it.
_SECOND = r"\x{80}-\x{ba}\x{bc}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘“•–—˜™š›œžŸ"
# Those that stand beside a whole capital letter in no sound text.
_ODD_SECOND = r"\x{80}-\x{9f}\x{a1}-\x{aa}\x{ac}-\x{af}\x{b4}-\x{b6}\x{b8}-\x{ba}\x{bc}-\x{bf}"
ENCODED_TWICE = (
    rf"[Ã][{_SECOND}]|Ã[’”»]\pL|Â[\x{{a0}}-\x{{ba}}\x{{bc}}-\x{{bf}}]|[ÄÅÎÏÐÑ][{_ODD_SECOND}]|â€|ðŸ"
)
MIXED_SCRIPTS = "|".join(
    rf"\p{{{one}}}\p{{{other}}}"
    for one in ("Latin", "Greek", "Cyrillic")
    for other in ("Latin", "Greek", "Cyrillic")
    if one != other
)
_NAME = re.compile(r"(.*_)?name(_.*)?")


def is_name(column: str) -> bool:
    """Whether a column holds names, by its own name."""
    return _NAME.fullmatch(column) is not None
