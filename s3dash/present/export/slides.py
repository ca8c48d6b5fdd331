"""Scenes as PowerPoint: native titles, tables, bars and lines; maps as pictures; speaker notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from s3dash.present import content as c
from s3dash.present.colours import light
from s3dash.present.export.layout import Box, Para, Square, lay_out, title_size
from s3dash.present.export.template import HEAD, MARGIN, layout, opened

FOOT = 22.0
POINT = 12_700
"""Units of a slide in a point."""
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def to_slides(
    scenes: Iterable[c.Scene], title: str, language: str, built: datetime, template: Path | None
) -> bytes:
    """The scenes as a .pptx, a slide each; the same scenes are the same bytes.

    ``built`` stands in its properties as the time of writing. Raises `problems.ExportError`.
    """
    presentation = opened(template)
    known = presentation.core_properties
    known.title, known.author, known.language = _plain(title)[:255], "s3dash", language
    known.created = known.modified = built.replace(tzinfo=None)
    known.last_modified_by, known.revision = "s3dash", 1
    chosen = layout(presentation)
    for scene in scenes:
        slide = presentation.slides.add_slide(chosen)
        _Slide(slide, presentation, is_ours=template is None).draw(scene)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return _dated(buffer, built)


def _dated(file: io.BytesIO, built: datetime) -> bytes:
    """The file, and the tables behind its charts, with ``built`` as the time of writing."""
    buffer = io.BytesIO()
    when = f"{built:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(file) as found, zipfile.ZipFile(buffer, "w") as archive:
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, built.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = found.read(name)
            if name.endswith(".xlsx"):
                content = _dated(io.BytesIO(content), built)
            elif name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + when + rb"\g<2>", content)
            archive.writestr(entry, content)
    return buffer.getvalue()


def _colour(tone: str) -> Any:
    from pptx.dml import color

    made: Any = color.RGBColor
    colour = light(tone)
    return made(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


class _Slide:
    """A slide as a `layout.Sheet`."""

    def __init__(self, slide: Any, presentation: Any, *, is_ours: bool) -> None:
        self._slide, self._is_ours = slide, is_ours
        self._width = presentation.slide_width / POINT
        self._height = presentation.slide_height / POINT
        self._top = HEAD + 8

    @property
    def room(self) -> Box:
        """Below the title, above the foot."""
        high = self._height - self._top - FOOT
        return Box(MARGIN, self._top, self._width - 2 * MARGIN, high)

    def draw(self, scene: c.Scene) -> None:
        """Title, body and notes."""
        title = self._slide.shapes.title
        words = _plain(scene.headline)
        title.text_frame.text = words
        if self._is_ours:
            from pptx.util import Pt

            for run in title.text_frame.paragraphs[0].runs:
                run.font.size = Pt(title_size(words, self._width - 2 * MARGIN))
        elif title.top is not None:
            self._top = max(self._top, (title.top + title.height) / POINT + 6)
        # Placeholders that nothing is written into would show their hint.
        for shape in list(self._slide.placeholders):
            if shape.placeholder_format.idx != title.placeholder_format.idx:
                shape.element.getparent().remove(shape.element)
        lay_out(self, scene)
        told = [scene.note, *scene.problems, f"View: {scene.link}" if scene.link else ""]
        if notes := "\n\n".join(filter(None, told)):
            self._slide.notes_slide.notes_text_frame.text = _plain(notes)

    def words(self, box: Box, paragraphs: Sequence[Para], *, middle: bool = False) -> None:
        """A text box."""
        from pptx.enum.text import MSO_ANCHOR

        shape = self._slide.shapes.add_textbox(*_emu(box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        for number, one in enumerate(paragraphs):
            _write(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), one)

    def table(
        self, box: Box, rows: Sequence[Sequence[Square]], widths: Sequence[float],
        heights: Sequence[float], size: float, *, has_head: bool = True,
    ) -> None:  # fmt: skip
        """A real table."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        place = _emu(Box(box.x, box.y, box.width, sum(heights)))
        made = self._slide.shapes.add_table(len(rows), len(widths), *place)
        table = made.table
        # The plain style: what has a ground says so itself.
        made._element.graphic.graphicData.tbl.tblPr.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
        ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        table.first_row, table.horz_banding = has_head, False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Pt(wide)
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            row.height = Pt(heights[number])
            for cell, one in zip(row.cells, cells, strict=True):
                cell.margin_left = cell.margin_right = Pt(6)
                cell.margin_top = cell.margin_bottom = Pt(3)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                if one.ground:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = _colour(one.ground)
                for line, text in enumerate(one.text.split("\n")):
                    frame = cell.text_frame
                    para = frame.paragraphs[0] if line == 0 else frame.add_paragraph()
                    para.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT,
                                      "center": PP_ALIGN.CENTER}[one.align]  # fmt: skip
                    run = para.add_run()
                    run.text = _plain(text)
                    run.font.size = Pt(size if line == 0 else max(9.0, size - 2))
                    run.font.bold = one.is_bold and line == 0
                    run.font.color.rgb = _colour(one.tone)
                _edge(cell, "text" if has_head and number == 0 else "line")

    def picture(self, box: Box, png: bytes, alt: str) -> None:
        """A picture with its text for who does not see it."""
        shape = self._slide.shapes.add_picture(io.BytesIO(png), *_emu(box))
        shape._element.nvPicPr.cNvPr.set("descr", _plain(alt))

    def bars(
        self, box: Box, categories: Sequence[str], series: Sequence[c.Series],
        labels: Sequence[Sequence[str]], most: float,
    ) -> None:  # fmt: skip
        """A native bar chart."""
        from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
        from pptx.util import Pt

        chart = self._chart(XL_CHART_TYPE.BAR_CLUSTERED, box, categories, series)
        # The first category stands below; the axis is turned so that it is on top.
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.size = Pt(13)
        chart.category_axis.format.line.color.rgb = _colour("line")
        chart.category_axis.major_tick_mark = chart.category_axis.minor_tick_mark = -4142
        axis = chart.value_axis
        axis.maximum_scale, axis.minimum_scale = most * 1.12, 0
        axis.has_major_gridlines = False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        axis.visible = False
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 55, -5
        for made, own, told in zip(plot.series, series, labels, strict=True):
            made.format.fill.solid()
            made.format.fill.fore_color.rgb = _colour(own.tone)
            for place, text in enumerate(told):
                label = made.points[place].data_label
                label.position = XL_LABEL_POSITION.OUTSIDE_END
                run = label.text_frame.paragraphs[0].add_run()
                run.text = _plain(text)
                run.font.size = Pt(12 if len(series) < 4 else 10)
                run.font.color.rgb = _colour("text")

    def courses(self, box: Box, years: Sequence[str], series: Sequence[c.Series]) -> None:
        """A native line chart with its legend."""
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
        from pptx.util import Pt

        chart = self._chart(XL_CHART_TYPE.LINE_MARKERS, box, years, series)
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(14)
        chart.category_axis.tick_labels.font.size = Pt(12)
        chart.value_axis.tick_labels.font.size = Pt(12)
        chart.value_axis.minimum_scale = 0
        chart.value_axis.major_gridlines.format.line.color.rgb = _colour("line")
        chart.value_axis.format.line.fill.background()
        for made, own in zip(chart.plots[0].series, series, strict=True):
            made.smooth = False
            made.format.line.color.rgb = _colour(own.tone)
            made.format.line.width = Pt(2.5)
            made.marker.format.fill.solid()
            made.marker.format.fill.fore_color.rgb = _colour(own.tone)
            made.marker.format.line.color.rgb = _colour(own.tone)

    def _chart(
        self, kind: Any, box: Box, categories: Sequence[str], series: Sequence[c.Series]
    ) -> Any:
        from pptx.chart.data import CategoryChartData

        kinds: Any = CategoryChartData
        data = kinds()
        data.categories = [_plain(one) for one in categories]
        for one in series:
            data.add_series(_plain(one.name), one.values)
        chart = self._slide.shapes.add_chart(kind, *_emu(box), data).chart
        chart.has_title = chart.has_legend = False
        return chart

    def block(self, box: Box, tone: str, *, is_round: bool = False, is_empty: bool = False) -> None:
        """A shape without a shadow."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Pt

        kind = MSO_SHAPE.OVAL if is_round else MSO_SHAPE.RECTANGLE
        shape = self._slide.shapes.add_shape(kind, *_emu(box))
        shape.shadow.inherit = False
        if is_empty:
            shape.fill.background()
            shape.line.color.rgb, shape.line.width = _colour(tone), Pt(1.25)
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = _colour(tone)
            shape.line.fill.background()


def _emu(box: Box) -> tuple[int, int, int, int]:
    x, y, width, height = (round(side * POINT) for side in box)
    return x, y, max(width, 1), max(height, 1)


def _write(paragraph: Any, one: Para) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.alignment = PP_ALIGN.RIGHT if one.align == "right" else PP_ALIGN.LEFT
    paragraph.space_after = Pt(one.after)
    runs = [c.Run(f"{one.mark}  "), *one.runs] if one.mark else one.runs
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                paragraph.add_line_break()
            made = paragraph.add_run()
            made.text = _plain(text)
            made.font.size = Pt(one.size)
            made.font.bold = one.is_bold or run.is_strong
            made.font.italic = run.is_emphasised or None
            made.font.color.rgb = _colour(one.tone)


def _edge(cell: Any, tone: str) -> None:
    """A line below a cell, as the library has no word for it."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colour = light(tone)[1:].upper()
    made: Any = parse_xml
    line = made(
        f'<a:lnB xmlns:a="{space}" w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        "</a:lnB>"
    )
    # The schema wants lines before fills.
    cell._tc.get_or_add_tcPr().insert(0, line)


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _UNWRITABLE.sub("\ufffd", text)
