"""The master that slides stand on: ours, made from the library's, or one that the user brings."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from s3dash.present.colours import light
from s3dash.present.export.problems import ExportError

WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide in points: 16 to 9."""
MARGIN = 42.0
HEAD, TITLE_SIZE = 96.0, 30
FONT = "Calibri"
MOST_BYTES = 100 * 1024**2
"""Of a template, packed and unpacked."""
_BROKEN = (
    *(KeyError, ValueError, AttributeError, SyntaxError, OSError, EOFError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What the library meets in files that are broken."""


def opened(template: Path | None) -> Any:
    """A presentation without slides: of the template, or of our own."""
    import pptx
    from pptx.exc import PackageNotFoundError

    if template is None:
        return _own(pptx.Presentation())
    try:
        # Before anything of it is unpacked.
        is_too_large = _is_too_large(template)
        found: Any = None if is_too_large else pptx.Presentation(str(template))
        chosen = layout(found) if found else None
    except (*_BROKEN, PackageNotFoundError) as error:
        why = "it is not there" if not template.exists() else "it is no presentation (.pptx)"
        if "presentationml.template" in str(error):
            why = "it is saved as a template (.potx): save it as a presentation (.pptx)"
        raise ExportError(f"{template} cannot be opened: {why}.") from None
    if is_too_large:
        raise ExportError(
            f"{template} is too large for a template: it has more than {MOST_BYTES // 1024**2} MB, "
            "packed or unpacked. Take out all slides: masters and layouts are enough."
        )
    if chosen is None:
        raise ExportError(f"{template} has no layout with a title.")
    slides = found.slides._sldIdLst
    for one in list(slides):
        found.part.drop_rel(one.rId)
        slides.remove(one)
    return found


def _is_too_large(template: Path) -> bool:
    """Whether the file, or what a few bytes of it stand for, is more than `MOST_BYTES`."""
    if template.stat().st_size > MOST_BYTES:
        return True
    with zipfile.ZipFile(template) as archive:
        return sum(part.file_size for part in archive.infolist()) > MOST_BYTES


def layout(presentation: Any) -> Any:
    """The layout for a scene: a title and as little else as there is; None without a title."""
    if not len(presentation.slide_masters):
        return None
    from pptx.enum.shapes import PP_PLACEHOLDER as P

    small = (P.DATE, P.FOOTER, P.SLIDE_NUMBER)

    def others(one: Any) -> int:
        return sum(
            shape.placeholder_format.type not in (P.TITLE, *small) for shape in one.placeholders
        )

    titled = [
        one
        for one in presentation.slide_layouts
        if any(shape.placeholder_format.type == P.TITLE for shape in one.placeholders)
    ]
    return min(titled, key=others, default=None)


def _own(presentation: Any) -> Any:
    """Wide, with our colours and letters, and placeholders where the scenes leave room."""
    from pptx.enum.shapes import PP_PLACEHOLDER as P
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.util import Pt

    # What the library's slides are wide and high.
    across = Pt(WIDTH) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = presentation.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _coloured(theme.blob)
    for shapes in (master, *presentation.slide_layouts):
        for shape in shapes.placeholders:
            if shape.placeholder_format.type == P.TITLE and shape.has_text_frame:
                _place_title(shape)
            elif shape.element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * across), round(shape.width * across)
    _style_title(master)
    return presentation


def _place_title(shape: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    shape.left, shape.top = Pt(MARGIN), Pt(24)
    shape.width, shape.height = Pt(WIDTH - 2 * MARGIN), Pt(HEAD - 24)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    body = shape.text_frame._txBody.bodyPr
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")


def _style_title(master: Any) -> None:
    """Titles are bold and stand left."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    of_slides = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    style = next(master.element.iter(f"{of_slides}titleStyle"))
    level = style.find(f"{space}lvl1pPr")
    level.set("algn", "l")
    looks = level.find(f"{space}defRPr")
    looks.set("sz", str(TITLE_SIZE * 100))
    looks.set("b", "1")


def _coloured(blob: bytes) -> bytes:
    text = blob.decode("utf-8")
    for name, tone in (
        ("dk1", "text"), ("lt1", "ground"), ("dk2", "muted"), ("lt2", "land"), ("accent1", "a"),
        ("accent2", "b"), ("accent3", "c"), ("accent4", "d"), ("accent5", "e"),
        ("accent6", "class-3"), ("hlink", "filled"), ("folHlink", "lead"),
    ):  # fmt: skip
        colour = f'<a:srgbClr val="{light(tone)[1:].upper()}"/>'
        text = re.sub(
            f"<a:{name}>.*?</a:{name}>", f"<a:{name}>{colour}</a:{name}>", text, flags=re.S
        )
    text = re.sub(r'(<a:latin typeface=")[^"]*(")', rf"\g<1>{FONT}\g<2>", text)
    return text.encode("utf-8")
