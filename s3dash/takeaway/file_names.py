"""Names of files: what, which rows, as of when, of which version; safe on every system."""

import re
import unicodedata
from datetime import date

LONGEST = 100
"""Letters of a name with its ending: folders of shared drives are deep, and paths of Windows end at
260."""
LONGEST_FILTER = 40
LONGEST_VERSION = 24


def file_name(
    what: str, ending: str, *, version: str, filtered: str = "", as_of: date | None = None
) -> str:
    """``s3dash-priorities-in-italy-it-2026.11.0.csv``.

    ``filtered`` says in words which rows, ``as_of`` the day that they are told for; what is too
    long is cut, the words first. Letters, digits, dots and hyphens only.
    """
    end = "-".join(
        filter(None, (f"asof-{as_of}" if as_of else "", _safe(version)[:LONGEST_VERSION]))
    )
    start = f"s3dash-{_safe(what)}"
    room = LONGEST - len(f"-{end}.{ending}")
    start = start[:room].rstrip("-.")
    words = _safe(filtered)[: max(0, min(LONGEST_FILTER, room - len(start) - 1))].strip("-.")
    return "-".join(filter(None, (start, words, end))) + f".{ending}"


def _safe(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")
