"""A report as PDF: A4, numbered pages, letters of every language of Europe inside the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from s3dash.takeaway.reports.document import (
    Block,
    Document,
    FillIn,
    Heading,
    Picture,
    Table,
    Text,
)

MEDIA_TYPE = "application/pdf"
WIDTH_MM = 170
INK, MUTED, LINE, ACCENT = "#16202e", "#4a5a70", "#d3dbe6", "#7a1f5c"
PADDING = 6
"""Points that reportlab leaves at each side of what it writes."""
FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_UNSEEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000)], "�")


@cache
def set_up_reportlab() -> None:
    """Make the letters of every language of Europe known to it, and pictures small."""
    import matplotlib
    from reportlab import rl_config
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    for name in (FONT, BOLD, f"{FONT}-Oblique"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    addMapping(FONT, 0, 0, FONT)
    addMapping(FONT, 1, 0, BOLD)
    addMapping(FONT, 0, 1, f"{FONT}-Oblique")
    addMapping(FONT, 1, 1, BOLD)
    # As bytes: written in letters they are a fifth larger and take a quarter of the time.
    rl_config.useA85 = 0


def to_pdf(document: Document, built: datetime) -> bytes:
    """The report as a PDF; the same report has the same bytes. ``built`` is of no weight here."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate, Spacer

    set_up_reportlab()
    buffer = io.BytesIO()
    paper = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=20 * mm - PADDING,
        rightMargin=20 * mm - PADDING,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=plain(document.title),
        author="s3dash",
        subject=plain(document.about),
        lang="en-GB",
        invariant=1,
    )

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont(FONT, 6.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(20 * mm, 11 * mm, plain(document.about)[:150])
        canvas.drawRightString(190 * mm, 11 * mm, str(page.page))

    styles = _styles()
    story = [
        _paragraph(document.title, styles["title"]),
        _paragraph(document.subtitle, styles["text"]),
        Spacer(1, 4 * mm),
    ]
    for block in document.blocks:
        story += _flowables(block, styles)
    paper.build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def _styles() -> dict[Any, Any]:
    from reportlab.lib.styles import ParagraphStyle

    def style(name: str, size: float, **options: Any) -> Any:
        return ParagraphStyle(
            name, fontSize=size, leading=size * 1.35,
            **{"fontName": FONT, "textColor": INK, "spaceAfter": 3} | options,
        )  # fmt: skip

    return {
        "title": style("title", 19, fontName=BOLD, spaceAfter=4),
        1: style("h1", 12.5, fontName=BOLD, spaceBefore=12, spaceAfter=5, keepWithNext=1),
        2: style("h2", 10, fontName=BOLD, spaceBefore=7, keepWithNext=1),
        "text": style("text", 9, spaceAfter=5),
        "note": style("note", 7.5, textColor=MUTED, spaceAfter=5),
        "fill": style("fill", 8.5, textColor=ACCENT, spaceAfter=26),
        "cell": style("cell", 7.2, spaceAfter=0),
        "head": style("head", 7, fontName=BOLD, spaceAfter=0),
    }


def _flowables(block: Block, styles: dict[Any, Any]) -> Iterator[Any]:
    from reportlab.lib.units import mm
    from reportlab.platypus import Image

    if isinstance(block, Heading):
        yield _paragraph(block.text, styles[block.level])
    elif isinstance(block, Text):
        yield _paragraph(block.text, styles["note" if block.is_note else "text"])
    elif isinstance(block, FillIn):
        yield _paragraph(f"[{block.hint}]", styles["fill"])
    elif isinstance(block, Picture):
        image = Image(io.BytesIO(block.png))
        image.drawHeight *= block.width_mm * mm / image.drawWidth
        image.drawWidth = block.width_mm * mm
        image.hAlign = "LEFT"
        # One by one: a heading keeps with a picture, and not with a group.
        yield image
        if block.caption:
            yield _paragraph(block.caption, styles["note"])
    else:
        yield from _table(block, styles)


def _table(block: Table, styles: dict[Any, Any]) -> Iterator[Any]:
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Spacer, TableStyle

    rows = [*block.rows, *([[" "] * len(block.headings)] * block.to_fill_in)]
    cells = [[_paragraph(words, styles["head"]) for words in block.headings]]
    cells += [[_paragraph(words, styles["cell"]) for words in row] for row in rows]
    whole = sum(block.widths)
    heights = [None] * (1 + len(block.rows)) + [12 * mm] * block.to_fill_in
    table = LongTable(
        cells,
        colWidths=[WIDTH_MM * mm * width / whole for width in block.widths],
        rowHeights=heights,
        repeatRows=1,
        splitInRow=1 if not block.to_fill_in else 0,
    )
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    yield table
    yield Spacer(1, 3 * mm)


def _paragraph(text: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(escape(plain(text), quote=False).replace("\n", "<br/>"), style)


def plain(text: str) -> str:
    """Text without signs that have no shape."""
    return text.translate(_UNSEEN)
