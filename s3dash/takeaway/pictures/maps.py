"""Maps of Europe: territories in classes, and networks of territories."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.charts import plain
from s3dash.takeaway.pictures.letters import width
from s3dash.takeaway.pictures.outlines import COPYRIGHT, extent, land, outline
from s3dash.takeaway.pictures.sheet import Box, Key, Look, Sheet, Words, inner

MOST_NAMED = 12
"""Territories without an outline that the foot names; of more it says how many."""


@dataclass(frozen=True)
class Area:
    """A territory of a map: code, name, number of its class, what a pointer on it is told.

    ``href``: where a click on an SVG leads.
    """

    territory_id: str
    name: str
    grade: int
    told: str = ""
    href: str = ""


@dataclass(frozen=True)
class Node:
    """A territory of a network: its place in map units (100 km, north up), number of its links."""

    territory_id: str
    name: str
    x: float
    y: float
    links: int = 1
    href: str = ""


@dataclass(frozen=True)
class Link:
    """Two territories that are linked: how strongly, and in words."""

    one: str
    other: str
    strength: float
    told: str = ""


def territory_map(
    areas: Sequence[Area],
    classes: Sequence[Key],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    outlined: Collection[str] = (),
    rest: str = "not documented",
) -> bytes:
    """A map of territories in the colours of their classes; small ones stand on top of large ones.

    Parameters
    ----------
    areas : sequence of Area
        One without an outline is named at the foot.
    classes : sequence of Key
        In the order of `Area.grade`.
    outlined : collection of str
        Codes that get a thick outline.
    rest : str
        What the legend says of land without a class; empty: nothing.
    """
    look = look or Look()
    legend = [*classes, *([Key(rest, tones.LAND[look.theme])] if rest else [])]
    placed = [(area, path) for area in areas if (path := outline(area.territory_id)) is not None]
    missing = [area.name for area in areas if outline(area.territory_id) is None]
    sheet, place = _europe(look, words, legend, missing)
    canvas, ground = sheet.canvas, look.tone("ground")
    for area, path in sorted(placed, key=lambda pair: len(pair[0].territory_id)):
        canvas.path(
            path,
            fill=classes[area.grade].colour,
            edge=ground,
            line=0.5,
            hover=f"{area.name}\n{area.told}".strip(),
            href=area.href,
            place=place,
        )
    canvas.path(land(), edge=tones.BORDER[look.theme], line=0.7, place=place)
    for code in outlined:
        if (path := outline(code)) is not None:
            canvas.path(path, edge=look.tone("text"), line=2 * sheet.s, place=place)
    return sheet.written(form)


def network_map(
    nodes: Sequence[Node],
    links: Sequence[Link],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    accent: str = "",
    lit: str = "",
    named: int = 12,
) -> bytes:
    """Territories as dots, links as lines whose width says their strength.

    Parameters
    ----------
    accent : str
        Colour of lines and dots.
    lit : str
        Code of a territory whose links are lit, the others faded; empty: none.
    named : int
        How many of the most linked territories have their name, where there is room.
    """
    look = look or Look()
    accent = accent or look.tone("filled")
    most = max((link.strength for link in links), default=1)
    legend = [Key("territory, larger with more links", accent, "dot")]
    if links:
        legend.append(Key(f"link, wider the stronger (up to {plain(most)})", accent, "line"))
    sheet, place = _europe(look, words, legend, [])
    canvas, s = sheet.canvas, sheet.s
    at: dict[str, tuple[float, float]] = {}
    for node in nodes:
        x, y = place.transform((node.x, node.y))
        at[node.territory_id] = (float(x), float(y))
    names = {node.territory_id: node.name for node in nodes}
    for link in sorted(links, key=lambda one: one.strength):
        if link.one not in at or link.other not in at:
            continue
        is_lit = not lit or lit in (link.one, link.other)
        canvas.line(
            [at[link.one], at[link.other]],
            accent if is_lit else look.tone("line"),
            (0.5 + 3 * link.strength / most) * s,
            see_through=0.65 if is_lit else 0.5,
            hover=f"{names[link.one]} – {names[link.other]}\n{link.told}".strip(),
        )
    busiest = max((node.links for node in nodes), default=1)
    ordered = sorted(nodes, key=lambda node: (-node.links, node.name))
    for node in reversed(ordered):
        radius = (2.5 + 5 * (node.links / busiest) ** 0.5) * s
        canvas.dot(
            *at[node.territory_id], radius, fill=accent, edge=look.tone("ground"), line=0.8 * s,
            hover=node.name, href=node.href,
        )  # fmt: skip
    _names(sheet, [(at[node.territory_id], node.name) for node in ordered[: max(named, 0)]])
    return sheet.written(form)


def _names(sheet: Sheet, found: Sequence[tuple[tuple[float, float], str]]) -> None:
    """Names right of their dots, those that would lie on another left out."""
    size = 11.5 * sheet.s
    taken: list[Box] = []
    for (x, y), name in found:
        box = Box(x + 8 * sheet.s, y - size / 2, width(name, size), size)
        if box.x + box.width > sheet.look.width or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        sheet.canvas.box(
            box.x - 2, box.y - 1, box.width + 4, box.height + 3, fill=sheet.look.tone("ground"),
            see_through=0.75, round_by=2,
        )  # fmt: skip
        sheet.canvas.text(box.x, y, name, size, sheet.look.tone("text"), base="center")


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _europe(
    look: Look, words: Words, legend: Sequence[Key], missing: Sequence[str]
) -> tuple[Sheet, Any]:
    """A sheet with the land, and the transform from map units to its pixels."""
    from matplotlib.transforms import Affine2D

    known = extent()
    foot = " · ".join(filter(None, (words.source, COPYRIGHT)))
    if missing:
        few = ", ".join(sorted(missing)) if len(missing) <= MOST_NAMED else f"{len(missing)}"
        foot += f" · Without an outline in NUTS 2021, not on the map: {few}"
    sheet = Sheet(look, replace(words, source=foot), legend, height=inner(look) * known.shape)
    box = sheet.content
    unit = min(box.width / (known.east - known.west), box.height / (known.north - known.south))
    left = box.x + (box.width - unit * (known.east - known.west)) / 2
    place = Affine2D().translate(-known.west, -known.north).scale(unit, -unit)
    place = place.translate(left, box.y)
    canvas = sheet.canvas
    canvas.path(
        land(), fill=tones.LAND[look.theme], edge=tones.BORDER[look.theme], line=0.7, place=place
    )
    size = min(9 * sheet.s, unit * 0.75)
    for x0, y0, x1, y1, name in known.insets:
        (left_x, top), (right_x, low) = place.transform([(x0, y1), (x1, y0)])
        canvas.box(left_x, top, right_x - left_x, low - top, edge=look.tone("line"), line=0.7)
        canvas.text(left_x + 3, top + size * 1.15, name, size, look.tone("muted"))
    return sheet, place
