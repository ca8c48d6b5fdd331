"""The sheet around a drawing: title, what is shown, legend, source and date; light or dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.canvas import LEAST_SIDE, MOST_SIDE, PIXELS_PER_INCH, Canvas
from s3dash.takeaway.pictures.letters import fitted, width, wrapped

TITLE, SUBTITLE, LEGEND, FOOT = 20, 13, 12.5, 10.5
"""Sizes of letters in CSS pixels, at scale 1."""
MARGIN = 16
MILLIMETRES = 25.4


@dataclass(frozen=True)
class Look:
    """How a picture looks.

    Attributes
    ----------
    theme : str
        ``light`` or ``dark``.
    width, height : float
        CSS pixels; without a height the picture is as high as its content asks for.
    dpi : float
        Dots an inch of a PNG: 96 is one a pixel, 192 two.
    scale : float
        Size of letters and marks: 1 for a page, about 1.5 for a slide.
    """

    theme: str = "light"
    width: float = 960
    height: float | None = None
    dpi: float = 192
    scale: float = 1

    def __post_init__(self) -> None:
        if self.theme not in tones.THEMES:
            raise ValueError(f"A theme is one of {', '.join(tones.THEMES)}, not {self.theme!r}.")
        for side in (self.width, self.height or LEAST_SIDE):
            if not LEAST_SIDE <= side <= MOST_SIDE:
                raise ValueError(f"A side has {LEAST_SIDE} to {MOST_SIDE} pixels, not {side}.")

    def tone(self, name: str) -> str:
        """One of `tones.TONES` in the theme."""
        return tones.tone(name, self.theme)


def paper(width_mm: float, height_mm: float | None = None) -> Look:
    """The look of a picture in a report: so wide on paper, 200 dots an inch, small letters."""
    side = PIXELS_PER_INCH / MILLIMETRES
    return Look(
        width=width_mm * side,
        height=height_mm * side if height_mm else None,
        dpi=200,
        scale=0.8,
    )


@dataclass(frozen=True)
class Words:
    """What stands beside the drawing: title, what is shown, where from and as of when."""

    title: str
    subtitle: str = ""
    source: str = ""


@dataclass(frozen=True)
class Key:
    """A line of the legend: its words, its colour, and how its mark looks.

    ``mark``: ``area``, ``dot``, ``diamond``, ``line``, ``hatched``, ``dotted`` or ``dashed``.
    """

    label: str
    colour: str
    mark: str = "area"


class Box(NamedTuple):
    """Room on a canvas, in pixels from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Sheet:
    """A canvas with title, legend and foot, and room for a drawing.

    ``height``: what the drawing asks for at the width that `inner` says; of a picture of given
    height the drawing gets what is left.
    """

    def __init__(
        self, look: Look, words: Words, legend: Sequence[Key] = (), *, height: float,
        least: float = 40,
    ) -> None:  # fmt: skip
        self.look, self.words, self._legend = look, words, legend
        self.s = look.scale
        self.room = inner(look)
        self._titles = wrapped(words.title, TITLE * self.s, self.room, bold=True, most=3)
        self._subtitles = wrapped(words.subtitle, SUBTITLE * self.s, self.room, most=3)
        # Small letters are drawn a little wider than measured, the coarser the dots.
        self._foot = wrapped(words.source, FOOT * self.s, 0.96 * self.room, most=4)
        self._rows = self._legend_rows()
        head = MARGIN * self.s + self.s * (
            len(self._titles) * TITLE * 1.3
            + len(self._subtitles) * SUBTITLE * 1.4
            + len(self._rows) * LEGEND * 1.75
            + (10 if self._titles or self._rows else 0)
        )
        foot = self.s * (len(self._foot) * FOOT * 1.4 + (8 if self._foot else 0) + MARGIN * 0.7)
        if look.height:
            height = max(least, look.height - head - foot)
        self.height = head + height + foot
        self.canvas = Canvas(look.width, self.height, look.tone("ground"), look.dpi)
        self.content = Box(MARGIN * self.s, head, self.room, height)
        self._draw_words()

    def _legend_rows(self) -> list[list[tuple[float, Key, str]]]:
        size, mark, gap = LEGEND * self.s, 20 * self.s, 18 * self.s
        rows: list[list[tuple[float, Key, str]]] = []
        x = self.room
        for key in self._legend:
            label = fitted(key.label, size, self.room - mark)
            wide = mark + width(label, size)
            if x + wide > self.room or not rows:
                rows.append([])
                x = 0.0
            rows[-1].append((x, key, label))
            x += wide + gap
        return rows

    def _draw_words(self) -> None:
        s, left, canvas = self.s, MARGIN * self.s, self.canvas
        y = MARGIN * s
        for line in self._titles:
            y += TITLE * 1.3 * s
            canvas.text(
                left, y - TITLE * 0.35 * s, line, TITLE * s, self.look.tone("text"), bold=True
            )
        for line in self._subtitles:
            y += SUBTITLE * 1.4 * s
            canvas.text(left, y - 0.35 * SUBTITLE * s, line, SUBTITLE * s, self.look.tone("muted"))
        y += 4 * s
        for row in self._rows:
            y += LEGEND * 1.75 * s
            for x, key, label in row:
                self.mark(left + x, y - LEGEND * 0.8 * s, key)
                where = (left + x + 20 * s, y - 0.45 * LEGEND * s)
                canvas.text(*where, label, LEGEND * s, self.look.tone("text"))
        y = self.height - MARGIN * 0.6 * s - (len(self._foot) - 1) * FOOT * 1.4 * s
        for line in self._foot:
            canvas.text(left, y, line, FOOT * s, self.look.tone("muted"))
            y += FOOT * 1.4 * s

    def mark(self, x: float, middle: float, key: Key) -> None:
        """The mark of a line of the legend, 14 pixels wide."""
        s, canvas = self.s, self.canvas
        if key.mark == "dot":
            canvas.dot(x + 7 * s, middle, 5 * s, fill=key.colour)
        elif key.mark == "diamond":
            canvas.diamond(x + 7 * s, middle, 5 * s, fill=key.colour)
        elif key.mark == "line":
            canvas.line([(x, middle), (x + 14 * s, middle)], key.colour, 2.5 * s)
        else:
            self.cell(Box(x, middle - 6 * s, 14 * s, 12 * s), key.colour, key.mark)

    def cell(
        self, box: Box, colour: str, mark: str, *, hover: str = "", href: str = "",
        round_by: float = 2,
    ) -> None:  # fmt: skip
        """A rectangle filled, hatched, dotted or dashed: told apart without colour."""
        told: dict[str, Any] = {"hover": hover, "href": href, "round_by": round_by * self.s}
        if mark in ("hatched", "dotted"):
            hatch = "////" if mark == "hatched" else ".."
            ground = self.look.tone("ground")
            # The colour of a hatch is that of the edge.
            self.canvas.box(*box, fill=ground, edge=colour, line=1.2 * self.s, hatch=hatch, **told)
        elif mark == "dashed":
            dash = (3.0, 2.5)
            ground = self.look.tone("ground")
            self.canvas.box(*box, fill=ground, edge=colour, line=self.s, dash=dash, **told)
        else:
            edge = self.look.tone("line")
            self.canvas.box(*box, fill=colour, edge=edge, line=0.5 * self.s, **told)

    def written(self, form: str) -> bytes:
        """The picture as ``svg`` or ``png``."""
        return self.canvas.written(form, self.words.title, self.words.source)


def inner(look: Look) -> float:
    """Width between the margins."""
    return look.width - 2 * MARGIN * look.scale
