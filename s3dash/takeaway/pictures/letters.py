"""How wide text is, and where it breaks: DejaVu Sans, which comes with matplotlib."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from typing import Any

_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no XML and no font has."""


@cache
def face(bold: bool) -> Any:
    """The font, as matplotlib takes it."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")


@lru_cache(maxsize=4000)
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter in a font of size 1."""
    from matplotlib.textpath import text_to_path

    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box.
        warnings.simplefilter("ignore")
        # Between two others: a space alone has no ink.
        wide, narrow = (
            text_to_path.get_text_width_height_descent(text, face(bold), ismath=False)[0]
            for text in (f"x{letter}x", "xx")
        )
    return float(wide - narrow) / float(face(bold).get_size_in_points())


def clean(text: str) -> str:
    """Text that can be drawn: on one line, without letters that no font has."""
    return " ".join(_ODD.sub(" ", str(text)).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in the unit of its ``size``."""
    return size * sum(_advance(letter, bold) for letter in text)


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than ``room``."""
    text = clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    room -= width("…", size, bold=bold)
    kept, used = 0, 0.0
    for letter in text:
        used += size * _advance(letter, bold)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip(" ,;") + "…"


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 6) -> list[str]:
    """The text in lines that fit; the last of ``most`` lines is cut. No line for no text."""
    lines: list[str] = []
    words = clean(text).split(" ") if clean(text) else []
    line = ""
    for place, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if line and width(longer, size, bold=bold) > room:
            if len(lines) == most - 1:
                return [*lines, fitted(" ".join([line, *words[place:]]), size, room, bold=bold)]
            lines.append(fitted(line, size, room, bold=bold))
            line = word
        else:
            line = longer
    return [*lines, fitted(line, size, room, bold=bold)] if line else lines
