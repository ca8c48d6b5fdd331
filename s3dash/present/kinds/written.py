"""What the room wrote itself: a question or quotation, an agenda."""

from __future__ import annotations

from s3dash.present.asked import Asked
from s3dash.present.content import MOST_ROWS, Agenda, Scene, Slot, Words
from s3dash.present.markdown import blocks_of
from s3dash.present.phrases import shortened

START_OF_DAY = 9 * 60
MINUTES = 15
"""Of a point that does not say how long it is."""
DAY = 24 * 60


def text(asked: Asked) -> Scene:
    """A question or quotation in Markdown. Its first heading is the headline without another."""
    options = asked.entry.options
    blocks = list(blocks_of(str(options.get("text", ""))))
    headline = ""
    if blocks and blocks[0].kind == "heading" and not asked.entry.title:
        headline = blocks.pop(0).text
    by = shortened(str(options.get("by", "")), 120)
    return asked.scene(headline, Words(tuple(blocks), by), is_dated=False)


def agenda(asked: Asked) -> Scene:
    """Points with their times: one without a start follows the one before it."""
    points = asked.entry.options.get("points", ())
    slots, now = [], START_OF_DAY
    for point in points:
        if start := point.get("start"):
            hours, minutes = start.split(":")
            now = int(hours) * 60 + int(minutes)
        length = int(point.get("minutes", MINUTES))
        slots.append(
            Slot(_clock(now), _clock(now + length), length, shortened(str(point["what"]), 90))
        )
        now += length
    rest = len(slots) - MOST_ROWS
    headline = "Agenda"
    if slots:
        hours, minutes = divmod(sum(slot.minutes for slot in slots), 60)
        long = " ".join(
            f"{count} {noun}{'' if count == 1 else 's'}"
            for count, noun in ((hours, "hour"), (minutes, "minute"))
            if count
        )
        headline = f"{long}, from {slots[0].start} to {slots[-1].end}"
    body = Agenda(tuple(slots[:MOST_ROWS]), f"and {rest} more points" if rest > 0 else "")
    return asked.scene(headline, body, is_dated=False)


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % DAY, 60)
    return f"{hours:02}:{rest:02}"
