"""Pictures for paper and slides, drawn on the server: maps of territories, time lines, scales.

matplotlib draws them without a screen. Europe is drawn as everywhere here: EPSG:3035, land below,
borders of countries above.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from s3dash import folders

INK = {"text": "#16202e", "muted": "#4a5a70", "line": "#d3dbe6", "filled": "#1d4e9e"}
LAND, BORDER = "#eceff3", "#b4bfcc"
ROLES = {"lead": "#7a1f5c", "co-lead": "#c0539b", "participant": "#e0b4d1"}
COMPARED = ("#1d4e9e", "#9a3412", "#0b6e4f", "#7a1f5c", "#4a4a4a")
SEQUENTIAL = ("#d6e6f4", "#abcfe6", "#6aaed6", "#3080bd", "#0a4a90")
"""The colours of the screen on a light ground; a test compares."""
COPYRIGHT = "© EuroGeographics for the administrative boundaries"
EUROPE = (2_500_000, 1_350_000, 7_450_000, 5_450_000)
"""West, south, east and north edge of the map in EPSG:3035, metres."""
DPI = 200
MILLIMETRES = 25.4


@lru_cache(maxsize=1)
def _shapes() -> Any:
    import geopandas as gpd

    shapes = gpd.read_parquet(
        folders.BOUNDARIES, columns=["territory_id", "nuts_level", "geometry"]
    )
    shapes = shapes.to_crs(3035)
    # A page shows no detail below a kilometre.
    shapes["geometry"] = shapes.geometry.simplify(1500)
    return shapes.set_index("territory_id")


def map_of(
    colours: Mapping[str, str],
    legend: Mapping[str, str],
    title: str,
    source: str,
    *,
    width_mm: float = 160,
    form: str = "png",
) -> bytes:
    """A map of Europe with some territories in colour; small ones stand on top of large ones.

    Parameters
    ----------
    colours : mapping of str to str
        Territory -> colour. One without a NUTS code has no outline and is left out.
    legend : mapping of str to str
        Words -> colour.
    title, source : str
        What stands in the picture: what it shows, and where from and as of when.
    form : str
        ``png`` or ``svg``.
    """
    figure, axes = _figure(width_mm, width_mm * 0.86)
    shapes = _shapes()
    countries = shapes[shapes["nuts_level"] == 0]
    countries.plot(ax=axes, color=LAND, linewidth=0)
    shown = shapes.loc[[code for code in colours if code in shapes.index]]
    shown = shown.sort_values("nuts_level", kind="stable")
    if len(shown):
        fills = [colours[code] for code in shown.index]
        shown.plot(ax=axes, color=fills, edgecolor="#ffffff", linewidth=0.3)
    countries.boundary.plot(ax=axes, color=BORDER, linewidth=0.5)
    west, south, east, north = EUROPE
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_axis_off()
    _legend(axes, legend)
    _entitle(figure, title, f"{source} {COPYRIGHT}")
    return _written(figure, form, title)


def timeline(
    events: Sequence[tuple[date, date, int, bool]],
    stages: Sequence[str],
    since: date | None,
    title: str,
    source: str,
    *,
    width_mm: float = 160,
    form: str = "png",
) -> bytes:
    """Dated events by stage.

    Parameters
    ----------
    events : sequence of (date, date, int, bool)
        First and last day, number of the stage from 0 on, whether it is new since ``since``.
    """
    height_mm = 24 + 9 * len(stages)
    figure, axes = _figure(width_mm, height_mm, left=28, right=3, top=8, bottom=15)
    for first, last, stage, is_new in events:
        colour = ROLES["lead"] if is_new else INK["filled"]
        if (last - first).days > 31:
            axes.plot([first, last], [stage, stage], color=colour, linewidth=1, alpha=0.5)
        middle = first + (last - first) / 2
        axes.scatter([middle], [stage], color=colour, s=26, zorder=3, marker="D" if is_new else "o")
    if since and events:
        axes.axvline(since, color=INK["muted"], linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_yticks(range(len(stages)), stages)
    axes.set_ylim(len(stages) - 0.5, -0.5)
    axes.grid(axis="y", color=INK["line"], linewidth=0.6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK["text"], labelsize=8, length=0)
    known = {"event": INK["filled"]}
    if since:
        known[f"new since {since}"] = ROLES["lead"]
    _legend(axes, known, below=True)
    _entitle(figure, title, source)
    return _written(figure, form, title)


def scales(
    rows: Sequence[tuple[str, float]], title: str, source: str, *, width_mm: float = 160,
    form: str = "png",
) -> bytes:  # fmt: skip
    """Where a territory stands among others: per indicator the share of regions with less."""
    height_mm = 20 + 6 * len(rows)
    figure, axes = _figure(width_mm, height_mm, left=76, right=5, top=8, bottom=10)
    for place, (_, share) in enumerate(rows):
        axes.plot([0, 100], [place, place], color=INK["line"], linewidth=2, zorder=1)
        axes.scatter([100 * share], [place], color=INK["filled"], s=30, zorder=3)
    axes.axvline(50, color=INK["muted"], linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_yticks(range(len(rows)), [label for label, _ in rows])
    axes.set_xticks([0, 50, 100], ["lowest", "middle", "highest"])
    axes.set_ylim(len(rows) - 0.5, -0.7)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(colors=INK["text"], labelsize=8, length=0)
    _entitle(figure, title, source)
    return _written(figure, form, title)


def _figure(
    width_mm: float, height_mm: float, *, left: float = 0, right: float = 0, top: float = 6,
    bottom: float = 5,
) -> tuple[Any, Any]:  # fmt: skip
    """A figure, and its axes within margins in millimetres."""
    # Not pyplot, which keeps figures and is not made for threads.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_mm / MILLIMETRES, height_mm / MILLIMETRES), dpi=DPI)
    FigureCanvasAgg(figure)
    width, height = width_mm - left - right, height_mm - top - bottom
    axes = figure.add_axes(
        (left / width_mm, bottom / height_mm, width / width_mm, height / height_mm)
    )
    return figure, axes


def _legend(axes: Any, legend: Mapping[str, str], *, below: bool = False) -> None:
    from matplotlib.patches import Patch

    if not legend:
        return
    patches = [Patch(facecolor=colour, label=words) for words, colour in legend.items()]
    where: dict[str, Any] = (
        {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": len(patches), "borderpad": 0}
        if below
        else {"loc": "upper right", "bbox_to_anchor": (1, 1)}
    )
    axes.legend(handles=patches, frameon=False, fontsize=8, labelcolor=INK["text"], **where)


def _entitle(figure: Any, title: str, source: str) -> None:
    height = figure.get_figheight()
    figure.text(
        0.01, 1 - 0.06 / height, title, size=9.5, weight="bold", color=INK["text"], va="top"
    )
    figure.text(0.01, 0.03 / height, source, size=6.5, color=INK["muted"], va="bottom", wrap=True)


def _written(figure: Any, form: str, title: str) -> bytes:
    import matplotlib

    buffer = io.BytesIO()
    # Without the time of writing: the same picture is the same bytes.
    about = {"Title": title, "Date": None} if form == "svg" else {"Title": title}
    with matplotlib.rc_context({"svg.hashsalt": "s3dash", "font.family": "DejaVu Sans"}):
        figure.savefig(buffer, format=form, metadata=about)
    return buffer.getvalue()
