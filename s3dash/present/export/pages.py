"""Scenes as PDF: a page each, in the shape of a screen, letters of every language inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from s3dash.present import content as c
from s3dash.present.colours import light
from s3dash.present.export.layout import Box, Para, Square, lay_out, title_size
from s3dash.present.export.template import HEAD, HEIGHT, MARGIN, WIDTH
from s3dash.takeaway.pictures.letters import width as letters_width
from s3dash.takeaway.reports.pdf import BOLD, FONT, plain, set_up_reportlab

LEADING = 1.2
FOOT = 22.0
NOTE_SIZE = 9


def to_pages(scenes: Iterable[c.Scene], title: str, language: str) -> bytes:
    """The scenes as a PDF; the same scenes are the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    set_up_reportlab()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, lang=language)
    canvas.setTitle(plain(title))
    canvas.setAuthor("s3dash")
    number = 0
    for number, scene in enumerate(scenes, 1):
        _Page(canvas).draw(scene, number)
        canvas.showPage()
    if not number:
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Page:
    """A page as a `layout.Sheet`; its canvas counts from below."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas

    @property
    def room(self) -> Box:
        """Below the title, above the number of the page."""
        return Box(MARGIN, HEAD + 8, WIDTH - 2 * MARGIN, HEIGHT - HEAD - 8 - FOOT)

    def draw(self, scene: c.Scene, number: int) -> None:
        """Title, body, number."""
        box = Box(MARGIN, 24, WIDTH - 2 * MARGIN, HEAD - 24)
        size = title_size(scene.headline, box.width)
        self.words(box, [Para((c.Run(scene.headline),), size, is_bold=True)])
        lay_out(self, scene)
        self._canvas.setFont(FONT, NOTE_SIZE)
        self._canvas.setFillColor(light("muted"))
        self._canvas.drawRightString(WIDTH - MARGIN, 9, str(number))
        self._canvas.bookmarkPage(str(number))
        self._canvas.addOutlineEntry(plain(scene.headline)[:120] or str(number), str(number), 0)

    def words(self, box: Box, paragraphs: Sequence[Para], *, middle: bool = False) -> None:
        """Paragraphs; what does not fit is made smaller until it does."""
        scale = 1.0
        while True:
            made = [_paragraph(one, scale) for one in paragraphs]
            high = sum(one.wrap(box.width, 10_000)[1] + one.style.spaceAfter for one in made)
            if high <= box.height + 6 or scale < 0.6:
                break
            scale -= 0.05
        y = box.y + (max(0, box.height - high) / 2 if middle else 0)
        for one in made:
            tall = one.wrap(box.width, 10_000)[1]
            one.drawOn(self._canvas, box.x, HEIGHT - y - tall)
            y += tall + one.style.spaceAfter

    def table(
        self, box: Box, rows: Sequence[Sequence[Square]], widths: Sequence[float],
        heights: Sequence[float], size: float, *, has_head: bool = True,
    ) -> None:  # fmt: skip
        """A table."""
        from reportlab.platypus import Table, TableStyle

        looks: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, light("line")),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
        if has_head:
            looks.append(("LINEBELOW", (0, 0), (-1, 0), 1.2, light("text")))
        for line, row in enumerate(rows):
            looks += [
                ("BACKGROUND", (place, line), (place, line), light(cell.ground))
                for place, cell in enumerate(row)
                if cell.ground
            ]
        made = Table(
            [[_cell(cell, size, wide) for cell, wide in zip(row, widths, strict=True)]
             for row in rows],
            colWidths=list(widths), rowHeights=list(heights),
        )  # fmt: skip
        made.setStyle(TableStyle(looks))
        _, tall = made.wrap(box.width, box.height)
        made.drawOn(self._canvas, box.x, HEIGHT - box.y - tall)

    def picture(self, box: Box, png: bytes, alt: str) -> None:
        """A picture."""
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(png))
        self._canvas.drawImage(
            image, box.x, HEIGHT - box.y - box.height, width=box.width, height=box.height
        )

    def bars(
        self, box: Box, categories: Sequence[str], series: Sequence[c.Series],
        labels: Sequence[Sequence[str]], most: float,
    ) -> None:  # fmt: skip
        """Bars with their labels."""
        canvas = self._canvas
        row = box.height / max(1, len(categories))
        high = min(24.0, 0.78 * row / max(1, len(series)))
        left = 0.36 * box.width
        unit = (box.width - left - 90) / most
        for place, category in enumerate(categories):
            top = box.y + place * row
            self.words(
                Box(box.x, top, left - 14, row),
                [Para((c.Run(category),), 13, align="right", after=0)], middle=True,
            )  # fmt: skip
            start = top + (row - high * len(series)) / 2
            for number, one in enumerate(series):
                y = start + number * high
                wide = max(1.0, one.values[place] * unit)
                self.block(Box(box.x + left, y, wide, high * 0.86), one.tone)
                canvas.setFont(FONT, min(12, high * 0.8))
                canvas.setFillColor(light("text"))
                canvas.drawString(
                    box.x + left + wide + 6, HEIGHT - y - high * 0.72, plain(labels[number][place])
                )

    def courses(self, box: Box, years: Sequence[str], series: Sequence[c.Series]) -> None:
        """Lines over years, each with its name at its end."""
        canvas = self._canvas
        names = max((letters_width(one.name, 13) for one in series), default=0) + 20
        most = max((value for one in series for value in one.values), default=1) or 1
        left, low = box.x + 30, box.y + box.height - 26
        wide, tall = box.width - 30 - names, box.height - 40
        step = max(1, round(most / 5))
        for value in range(0, int(most) + 1, step):
            y = HEIGHT - (low - tall * value / most)
            canvas.setStrokeColor(light("line"))
            canvas.line(left, y, left + wide, y)
            canvas.setFont(FONT, 11)
            canvas.setFillColor(light("muted"))
            canvas.drawRightString(left - 6, y - 4, str(value))
        across = [left + wide * (n + 0.5) / len(years) for n in range(len(years))]
        for x, year in zip(across, years, strict=True):
            canvas.drawCentredString(x, HEIGHT - low - 18, plain(year))
        ends: list[float] = []
        for one in sorted(series, key=lambda one: -one.values[-1]):
            points = [(x, HEIGHT - (low - tall * value / most))
                      for x, value in zip(across, one.values, strict=True)]  # fmt: skip
            canvas.setStrokeColor(light(one.tone))
            canvas.setFillColor(light(one.tone))
            canvas.setLineWidth(2.5)
            for (x0, y0), (x1, y1) in pairwise(points):
                canvas.line(x0, y0, x1, y1)
            for x, y in points:
                canvas.circle(x, y, 3.5, stroke=0, fill=1)
            # Names that would lie on another stand below it.
            end = min([points[-1][1], *(taken - 16 for taken in ends)])
            ends.append(end)
            canvas.setFont(BOLD, 13)
            canvas.drawString(across[-1] + 14, end - 4, plain(one.name))
        canvas.setLineWidth(1)

    def block(self, box: Box, tone: str, *, is_round: bool = False, is_empty: bool = False) -> None:
        """A rectangle or an ellipse."""
        canvas = self._canvas
        canvas.setFillColor(light(tone))
        canvas.setStrokeColor(light(tone))
        y = HEIGHT - box.y - box.height
        fill, stroke = int(not is_empty), int(is_empty)
        if is_round:
            canvas.ellipse(box.x, y, box.x + box.width, y + box.height, stroke=stroke, fill=fill)
        else:
            canvas.rect(box.x, y, box.width, box.height, stroke=stroke, fill=fill)


def _paragraph(one: Para, scale: float = 1) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    size = one.size * scale
    style = ParagraphStyle(
        "scene", fontName=BOLD if one.is_bold else FONT, fontSize=size, leading=size * LEADING,
        textColor=light(one.tone), spaceAfter=one.after * scale,
        alignment={"left": 0, "center": 1, "right": 2}[one.align],
        leftIndent=1.6 * size if one.mark else 0, splitLongWords=1, bulletFontName=FONT,
        bulletFontSize=size,
    )  # fmt: skip
    runs = "".join(_run(run) for run in one.runs)
    return Paragraph(runs, style, bulletText=one.mark or None)


def _run(run: c.Run) -> str:
    words = escape(_unbroken(run.text), quote=False).replace("\n", "<br/>")
    words = f"<b>{words}</b>" if run.is_strong else words
    return f"<i>{words}</i>" if run.is_emphasised else words


def _unbroken(text: str) -> str:
    """Text as the library takes it: it would break a number at the thin space in it."""
    return plain(text).replace("\u202f", "\u00a0")


def _parted(text: str, size: float, wide: float) -> str:
    """The text, words that are wider than a column parted behind their hyphens and dashes."""
    words = []
    for word in text.split(" "):
        if letters_width(word, size, bold=True) > wide:
            lines = [""]
            for part in re.split("(?<=[-–])", word):
                if lines[-1] and letters_width(lines[-1] + part, size, bold=True) > wide:
                    lines.append("")
                lines[-1] += part
            word = " ".join(lines)
        words.append(word)
    return " ".join(words)


def _cell(cell: Square, size: float, column: float) -> Any:
    text = "\n".join(_parted(line, size, column - 12) for line in cell.text.split("\n"))
    first, _, rest = text.partition("\n")
    small = max(9.0, size - 2)
    lower = "".join(
        f"<br/>{escape(_unbroken(one), quote=False)}" for one in rest.split("\n") if one
    )
    first = escape(_unbroken(first), quote=False)
    first = f"<b>{first}</b>" if cell.is_bold else first
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "cell", fontName=FONT, fontSize=size, leading=size * LEADING, textColor=light(cell.tone),
        alignment={"left": 0, "center": 1, "right": 2}[cell.align], splitLongWords=1,
    )  # fmt: skip
    return Paragraph(first + (f'<font size="{small:g}">{lower}</font>' if lower else ""), style)
