"""A canvas in CSS pixels, y downward, written as SVG or PNG; what is on it may say a hover title.

matplotlib draws without a screen: not through pyplot, which keeps figures and is not made for
threads. One picture at a time: its fonts are shared.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from html import escape
from threading import Lock
from typing import Any

from s3dash.takeaway.pictures.letters import clean, face

FORMS = {"svg": "image/svg+xml", "png": "image/png"}
"""Ending -> media type."""
POINTS = 0.75
"""Points of a CSS pixel."""
PIXELS_PER_INCH = 96
LEAST_SIDE, MOST_SIDE = 100, 4000
MOST_DOTS = 40_000_000
"""Dots of a PNG: what is larger is drawn with fewer dots an inch."""
FONTS = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_DRAWING = Lock()
_PATH = re.compile(r' d="([^"]*)"')
# Without a group to put back, which would be a call of Python for every number of a map.
_FRACTION = re.compile(r"(?<=\.\d\d)\d+")
_ZEROS = re.compile(r"\.0+(?=\D|$)")
_GROUP = re.compile(r'<g id="([^"]*)">')
_CLIP = re.compile(r' clip-path="[^"]*"')
_FONT = re.compile(r"'DejaVu Sans'(?:, [^;\"]*)?(?=[;\"])")


class Canvas:
    """What is drawn on a ground of one colour.

    ``width``, ``height``: CSS pixels; ``dpi``: dots an inch of a PNG, 96 for one a pixel.
    """

    def __init__(self, width: float, height: float, ground: str, dpi: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        inches = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        fewest = (MOST_DOTS / (inches[0] * inches[1])) ** 0.5
        self._figure = Figure(figsize=inches, dpi=min(dpi, fewest), facecolor=ground)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_autoscale_on(False)
        self._axes.set_axis_off()
        self._told: dict[str, str] = {}

    def path(
        self, path: Any, *, fill: str = "none", edge: str = "none", line: float = 0,
        dash: tuple[float, ...] = (), hatch: str = "", hover: str = "", href: str = "",
        place: Any = None, see_through: float = 1,
    ) -> None:  # fmt: skip
        """A matplotlib Path; ``place``: the transform from its units to pixels."""
        from matplotlib.patches import PathPatch

        patch = PathPatch(
            path,
            facecolor=fill,
            edgecolor=edge,
            linewidth=line * POINTS,
            linestyle=(0, dash) if dash else "solid",
            hatch=hatch or None,
            joinstyle="round",
            alpha=None if see_through == 1 else see_through,
        )
        # Before it is added: else it would be clipped to the canvas, which SVG need not know.
        self._add(patch, hover, href)
        if place is not None:
            patch.set_transform(place + self._axes.transData)

    def box(
        self, x: float, y: float, width: float, height: float, *, round_by: float = 0, **how: Any
    ) -> None:
        """A rectangle from its upper left corner; ``how`` as `path` has it."""
        from matplotlib.path import Path

        if not round_by:
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
            self.path(Path(corners, closed=True), **how)
            return
        r = min(round_by, width / 2, height / 2)
        right, low = x + width, y + height
        points = [
            (x + r, y), (right - r, y), (right, y), (right, y + r), (right, low - r), (right, low),
            (right - r, low), (x + r, low), (x, low), (x, low - r), (x, y + r), (x, y), (x + r, y),
        ]  # fmt: skip
        codes = [1, 2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3]
        self.path(Path(points, codes), **how)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 1, **how: Any
    ) -> None:
        """A line through points."""
        from matplotlib.path import Path

        self.path(Path(points), edge=colour, line=width, **how)

    def dot(self, x: float, y: float, radius: float, **how: Any) -> None:
        """A circle."""
        from matplotlib.path import Path

        self.path(Path.circle((x, y), radius), **how)

    def diamond(self, x: float, y: float, radius: float, **how: Any) -> None:
        """A square on its corner."""
        from matplotlib.path import Path

        r = radius * 1.2
        points = [(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)]
        self.path(Path(points, closed=True), **how)

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False,
        anchor: str = "left", base: str = "baseline", turned: float = 0,
    ) -> None:  # fmt: skip
        """A line of text; ``anchor``: left, center or right; ``base``: baseline, center or top."""
        font = face(bold).copy()
        font.set_size(size * POINTS)
        self._axes.text(
            x,
            y,
            clean(text),
            fontproperties=font,
            color=colour,
            ha=anchor,
            va=base,
            rotation=turned,
            rotation_mode="anchor",
            parse_math=False,
        )

    def _add(self, artist: Any, hover: str, href: str) -> None:
        if hover or href:
            name = f"told-{len(self._told)}"
            self._told[name] = hover
            artist.set_gid(name)
            if href:
                artist.set_url(href)
        self._axes.add_artist(artist)
        artist.set_clip_on(False)

    def written(self, form: str, title: str, told: str = "") -> bytes:
        """The picture; ``title`` and ``told`` (source and date) go into what a file says of itself.

        The same picture is the same bytes: no time of writing, no number by chance.
        """
        import matplotlib

        about: dict[str, Any] = {"Title": clean(title)}
        if form == "svg":
            about |= {"Date": None, "Creator": "s3dash", "Description": clean(told)}
        else:
            about |= {"Software": "s3dash", "Source": clean(told).encode("latin-1", "replace")}
            about["Title"] = about["Title"].encode("latin-1", "replace").decode("latin-1")
            about["Source"] = about["Source"].decode("latin-1")
        buffer = io.BytesIO()
        settings: Any = {
            "svg.hashsalt": "s3dash",
            "svg.fonttype": "none",
            "hatch.linewidth": 0.8,
        }
        with _DRAWING, matplotlib.rc_context(settings), warnings.catch_warnings():
            # A letter that the font lacks is drawn as a box.
            warnings.simplefilter("ignore")
            self._figure.savefig(buffer, format=form, metadata=about)
        content = buffer.getvalue()
        return self._svg(content.decode(), title) if form == "svg" else content

    def _svg(self, text: str, title: str) -> bytes:
        """The SVG small, with hover titles, for who hears it too, in fonts that others have."""
        text = _PATH.sub(_short, text)
        text = _CLIP.sub("", text)
        text = _FONT.sub(FONTS, text)
        text = _GROUP.sub(self._titled, text)
        text = text.replace('target="_blank"', 'target="_top"')
        label = escape(clean(title))
        return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1).encode()

    def _titled(self, group: re.Match[str]) -> str:
        """The start of a group with its hover title, where it has one."""
        if not (hover := self._told.get(group[1])):
            return group[0]
        said = "\n".join(map(clean, hover.split("\n")))
        return f"<g><title>{escape(said, quote=False)}</title>"


def _short(found: re.Match[str]) -> str:
    r"""The steps of a path with two decimals at most.

    >>> _short(_PATH.search(' d="M 12.004567 -3.14159 \nL 7.5 100 "'))
    ' d="M 12 -3.14 L 7.5 100"'
    """
    numbers = _ZEROS.sub("", _FRACTION.sub("", found[1]))
    return f' d="{" ".join(numbers.split())}"'
