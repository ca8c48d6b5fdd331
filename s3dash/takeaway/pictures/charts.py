"""Charts: bars, places on a scale, courses over years, heat maps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.letters import fitted, width
from s3dash.takeaway.pictures.sheet import Key, Look, Sheet, Words

ROW = 26
Say = Callable[[float], str]


def plain(value: float) -> str:
    """A number with the digits that a reader needs: ``3,737,000``, ``27.05``."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


@dataclass(frozen=True)
class Bar:
    """A bar: its label and value; ``mark``: another value to compare with, drawn as a stroke."""

    label: str
    value: float
    mark: float | None = None
    note: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Dot:
    """A place on a scale from 0 to 1; ``colour``: another than the usual one."""

    share: float
    told: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Course:
    """Values over years; a year without a value is left out, and the line has a gap."""

    label: str
    values: Mapping[int, float]
    colour: str


def bars(
    rows: Sequence[Bar],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    say: Say = plain,
    legend: Sequence[Key] = (),
) -> bytes:
    """Bars that lie, from 0 on, each with its label, value and note.

    ``say``: how a value is written; ``legend``: what bar and stroke are.
    """
    look = look or Look()
    s = look.scale
    sheet = Sheet(look, words, legend, height=max(len(rows), 1) * ROW * s + 4 * s)
    box, canvas = sheet.content, sheet.canvas
    high = min(ROW * s, box.height / max(len(rows), 1))
    size = min(12.5 * s, high * 0.55)
    left = min(0.42 * box.width, max((width(one.label, size) for one in rows), default=0) + 10 * s)
    ends = [" · ".join(filter(None, (say(one.value), one.note))) for one in rows]
    right = max((width(end, size) for end in ends), default=0) + 12 * s
    most = max((max(one.value, one.mark or 0) for one in rows), default=1) or 1
    unit = max(box.width - left - right, 40) / most
    for place, (one, end) in enumerate(zip(rows, ends, strict=True)):
        y = box.y + place * high
        middle = y + high / 2
        label = fitted(one.label, size, left - 10 * s)
        canvas.text(box.x, middle + size * 0.36, label, size, look.tone("text"))
        told = f"{one.label}: {end}"
        canvas.box(
            box.x + left, y + high * 0.16, max(one.value * unit, 1), high * 0.68,
            fill=one.colour or look.tone("filled"), hover=told,
        )  # fmt: skip
        if one.mark is not None:
            x = box.x + left + one.mark * unit
            strokes = [(x, y + high * 0.06), (x, y + high * 0.94)]
            # Seen on the bar and beside it.
            canvas.line(strokes, look.tone("ground"), 5 * s)
            canvas.line(strokes, look.tone("text"), 2.5 * s, hover=told)
        x = box.x + left + max(one.value, one.mark or 0) * unit + 7 * s
        canvas.text(x, middle + size * 0.36, end, size, look.tone("muted"))
    return sheet.written(form)


def scales(
    rows: Sequence[tuple[str, Sequence[Dot]]],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    ends: tuple[str, str, str] = ("lowest", "middle", "highest"),
    legend: Sequence[Key] = (),
) -> bytes:
    """Where something stands among others: a line from the lowest to the highest for each row.

    ``rows``: label, and its dots; ``ends``: what stands under left end, middle and right end.
    """
    look = look or Look()
    s = look.scale
    sheet = Sheet(look, words, legend, height=(len(rows) * 25 + 26) * s)
    box, canvas = sheet.content, sheet.canvas
    high = (box.height - 24 * s) / max(len(rows), 1)
    size = min(12.5 * s, high * 0.6)
    left = min(0.46 * box.width, max((width(name, size) for name, _ in rows), default=0) + 16 * s)
    start, stop = box.x + left, box.x + box.width - 8 * s
    low = box.y + high * len(rows)
    middle_x = (start + stop) / 2
    canvas.line([(middle_x, box.y), (middle_x, low)], look.tone("muted"), 1, dash=(4, 3))
    for place, (name, dots) in enumerate(rows):
        y = box.y + (place + 0.5) * high
        canvas.text(
            box.x, y + size * 0.36, fitted(name, size, left - 16 * s), size, look.tone("text")
        )
        canvas.line([(start, y), (stop, y)], look.tone("line"), 2.5 * s)
        for dot in dots:
            canvas.dot(
                start + min(max(dot.share, 0), 1) * (stop - start), y, 5.5 * s,
                fill=dot.colour or look.tone("filled"), edge=look.tone("ground"), line=s,
                hover=dot.told or name,
            )  # fmt: skip
    for x, anchor, text in zip(
        (start, middle_x, stop), ("left", "center", "right"), ends, strict=True
    ):
        canvas.text(x, low + 16 * s, text, 11 * s, look.tone("muted"), anchor=anchor)
    return sheet.written(form)


def course(
    lines: Sequence[Course],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    say: Say = plain,
) -> bytes:
    """Values over years as lines, with their legend; the first line is drawn last, on top."""
    look = look or Look()
    s = look.scale
    legend = [Key(one.label, one.colour, "line") for one in lines]
    sheet = Sheet(look, words, legend, height=320 * s)
    box, canvas = sheet.content, sheet.canvas
    years = sorted({year for one in lines for year in one.values})
    values = [v for one in lines for v in one.values.values() if isfinite(v)]
    if not years or not values:
        canvas.text(box.x, box.y + 20 * s, "No value is documented.", 13 * s, look.tone("muted"))
        return sheet.written(form)
    steps = ticks(min(values), max(values))
    left = max(width(say(step), 11 * s) for step in steps) + 10 * s
    low, top = box.y + box.height - 24 * s, box.y + 8 * s
    start, stop = box.x + left, box.x + box.width - 10 * s

    def across(year: int) -> float:
        return start + (stop - start) * (
            0.5 if len(years) == 1 else (year - years[0]) / (years[-1] - years[0])
        )

    def down(value: float) -> float:
        return low - (low - top) * (value - steps[0]) / ((steps[-1] - steps[0]) or 1)

    for step in steps:
        y = down(step)
        canvas.line([(start, y), (stop, y)], look.tone("line"), 0.8)
        at = (start - 6 * s, y + 4 * s)
        canvas.text(*at, say(step), 11 * s, look.tone("muted"), anchor="right")
    every = max(1, round(len(years) * 46 * s / max(stop - start, 1) + 0.5))
    for year in years[:: -every or None]:
        canvas.text(
            across(year), low + 17 * s, str(year), 11 * s, look.tone("muted"), anchor="center"
        )
    for one in reversed(lines):
        runs: list[list[int]] = []
        for year in sorted(one.values):
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        for run in runs:
            if len(run) > 1:
                points = [(across(year), down(one.values[year])) for year in run]
                canvas.line(points, one.colour, 2.5 * s)
            for year in run:
                canvas.dot(
                    across(year), down(one.values[year]), 3.2 * s, fill=one.colour,
                    hover=f"{one.label}, {year}: {say(one.values[year])}",
                )  # fmt: skip
    return sheet.written(form)


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round values from below ``low`` to above ``high``."""
    size = max(abs(low), abs(high), 1e-6)
    # Values that differ by rounding alone are drawn as equal ones.
    span = high - low if high - low > 1e-9 * size else size
    size = 10 ** floor(log10(span / wanted))
    step = next(m * size for m in (1, 2, 2.5, 5, 10) if span / (m * size) <= wanted)
    first, last = floor(low / step), -floor(-high / step)
    last += last == first
    return [round(n * step, 10) for n in range(first, last + 1)]


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    say: Say = plain,
    noun: str = "",
) -> bytes:
    """A table of shades: the stronger, the larger the value; an empty cell has none.

    ``noun``: what is counted, for the legend.
    """
    look = look or Look()
    s = look.scale
    held = [v for line in values for v in line if v]
    edges, is_whole = _edges(held), all(float(value).is_integer() for value in held)
    shades = tones.ramp(len(edges), look.theme)
    legend = [
        Key(_up_to(edge, noun if edge == edges[-1] else "", say, is_whole), colour)
        for colour, edge in zip(shades, edges, strict=True)
    ]
    size = 11.5 * s
    left = min(
        0.34 * (look.width - 32 * s), max((width(r, size) for r in rows), default=0) + 14 * s
    )
    names = [fitted(name, size, 150 * s) for name in columns]
    head = 0.75 * max((width(name, size) for name in names), default=0) + 14 * s
    high = 22 * s
    sheet = Sheet(look, words, legend, height=head + max(len(rows), 1) * high)
    box, canvas = sheet.content, sheet.canvas
    high = min(high, max(2.0, (box.height - head) / max(len(rows), 1)))
    wide = min((box.width - left - 0.66 * head) / max(len(columns), 1), 90 * s)
    for place, name in enumerate(names):
        x = box.x + left + (place + 0.55) * wide
        canvas.text(x, box.y + head - 5 * s, name, min(size, wide * 0.8), look.tone("text"),
                    turned=48)  # fmt: skip
    for line, name in enumerate(rows):
        y = box.y + head + line * high
        letters = min(size, high * 0.75)
        label = fitted(name, letters, left - 12 * s)
        canvas.text(box.x, y + high / 2 + letters * 0.36, label, letters, look.tone("text"))
        for place, value in enumerate(values[line]):
            x = box.x + left + place * wide
            fill = shades[bisect_left(edges, value)] if value else look.tone("ground")
            canvas.box(
                x, y, wide, high, fill=fill, edge=look.tone("line"), line=0.5,
                hover=f"{name}, {columns[place]}: {say(value)}" if value else "",
            )  # fmt: skip
            if value and wide > width(say(value), letters) + 2:
                canvas.text(
                    x + wide / 2, y + high / 2 + letters * 0.36, say(value), letters,
                    tones.on(fill), anchor="center",
                )  # fmt: skip
    return sheet.written(form)


def _up_to(edge: float, noun: str, say: Say, is_whole: bool) -> str:
    """A class of counts in words: of whole numbers, up to 1 is 1."""
    if is_whole and edge == 1:
        return f"1 {of_one(noun)}".strip()
    return f"up to {say(edge)} {noun}".strip()


def of_one(noun: str) -> str:
    """A noun that counts, of one: ``priority`` of ``priorities``."""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _edges(values: Sequence[float]) -> list[float]:
    """Highest values of up to five classes of the same width; of whole numbers whole ones."""
    most = max(values, default=1)
    if all(float(value).is_integer() for value in values):
        return sorted({float(-(-most * n // 5)) for n in range(1, 6)})
    # The highest as it is: five fifths of it may be a hair less.
    return [*(most * n / 5 for n in range(1, 5)), most]
