"""A report as Word: styles of its own, tables that repeat their headings, texts for pictures."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
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

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH_MM = 170
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no sign for."""


def to_word(document: Document, built: datetime) -> bytes:
    """The report as a Word file; ``built`` stands in its properties as the time of writing."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt, RGBColor

    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for name, size in (("Title", 22), ("Heading 1", 14), ("Heading 2", 11)):
        style = paper.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(0x16, 0x20, 0x2E)
        # The theme's font would go before.
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):
            if "Theme" in attribute:
                del fonts.attrib[attribute]
    known = paper.core_properties
    known.title, known.author, known.subject = _plain(document.title)[:255], "s3dash", ""
    known.created = known.modified = built
    known.comments = _plain(document.about)[:255]
    known.language = "en-GB"
    paper.add_paragraph(_plain(document.title), style="Title")
    paper.add_paragraph(_plain(document.subtitle))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = foot.add_run(_plain(document.about))
    run.font.size = Pt(7.5)
    for block in document.blocks:
        _add(paper, block)
    buffer = io.BytesIO()
    paper.save(buffer)
    return _dated(buffer, built)


def _dated(file: io.BytesIO, built: datetime) -> bytes:
    """The file without the time of writing: the same report is the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(file) as found, zipfile.ZipFile(buffer, "w") as archive:
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, built.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, found.read(name))
    return buffer.getvalue()


def _add(paper: Any, block: Block) -> None:
    from docx.shared import Mm, Pt, RGBColor

    if isinstance(block, Heading):
        paper.add_heading(_plain(block.text), level=block.level)
    elif isinstance(block, Text):
        run = paper.add_paragraph().add_run(_plain(block.text))
        if block.is_note:
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x4A, 0x5A, 0x70)
    elif isinstance(block, FillIn):
        run = paper.add_paragraph().add_run(f"[{_plain(block.hint)}]")
        run.italic, run.font.color.rgb = True, RGBColor(0x7A, 0x1F, 0x5C)
        paper.add_paragraph()
    elif isinstance(block, Picture):
        paper.add_picture(io.BytesIO(block.png), width=Mm(block.width_mm))
        properties = paper.inline_shapes[-1]._inline.docPr
        properties.set("descr", _plain(block.alt))
        if block.caption:
            _add(paper, Text(block.caption, is_note=True))
    else:
        _add_table(paper, block)


def _add_table(paper: Any, block: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    rows = [*block.rows, *([[""] * len(block.headings)] * block.to_fill_in)]
    table = paper.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    table.autofit = False
    whole = sum(block.widths)
    for number, (cell, words) in enumerate(zip(table.rows[0].cells, block.headings, strict=True)):
        cell.paragraphs[0].add_run(_plain(words)).bold = True
        cell.width = Mm(WIDTH_MM * block.widths[number] / whole)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in rows:
        for number, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = _plain(words)
            cell.width = Mm(WIDTH_MM * block.widths[number] / whole)
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
                for run in paragraph.runs:
                    run.font.size = Pt(8.5)
    paper.add_paragraph()


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
