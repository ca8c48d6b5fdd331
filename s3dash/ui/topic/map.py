"""The map of a topic: who shares it, who is a member of a partnership on it, who both."""

from __future__ import annotations

from typing import Any

from s3dash.queries.topic.question import About
from s3dash.ui.look import theme
from s3dash.ui.look.text import period_words
from s3dash.ui.maps.territory_map import MapClass, Placed, placed, territory_map
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import drawn
from s3dash.ui.topic.reading import Chosen
from s3dash.ui.topic.words import is_current

BOTH, NOW, ENDED, MEMBER = range(4)


def classes(mode: str) -> list[MapClass]:
    """The classes in the order of their codes; those without a territory as well."""
    ramp = theme.SEQUENTIAL[mode]
    member = theme.ROLE_COLOURS["participant"][mode == "dark"]
    return [
        MapClass("shares it and is a member", ramp[4]),
        MapClass("shares it", ramp[3]),
        MapClass("shared it in an ended period", ramp[1]),
        MapClass("member, not among its priorities", member),
    ]


def class_of(row: dict[str, Any]) -> int:
    """The class of a row of `working.crossed`."""
    if row["shares"]:
        if row["is_member"]:
            return BOTH
        return NOW if is_current(row["periods"]) else ENDED
    return MEMBER


def map_of(chosen: Chosen, found: About, *, on_paper: bool = False) -> None:
    """Draw it; a click opens the territory. On paper in the colours of a light screen."""
    known = classes("light" if on_paper else theme.mode())
    where, used, members = drawn(_placed, found)
    opened = territory_map(
        where,
        [known[code] for code in used],
        "{0}\n{1}",
        key="topic_map_on_paper" if on_paper else "topic_map_drawing",
        alt=f"Map of Europe: {len(found.shares)} territories that share the topic and "
        f"{members} members of partnerships on it. "
        "The lists beside it and below name them.",
        can_open=not on_paper,
        outlined=[chosen.mine] if chosen.mine else [],
        rest="neither documented",
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(found: About) -> tuple[Placed, list[int], int]:
    """The territories of `working.crossed`, the classes that are used, number of members."""
    rows = found.crossed.to_dict("records")
    codes = [class_of(row) for row in rows]
    used = sorted(set(codes))
    told = [(row["country"], _told(row)) for row in rows]
    where = placed(found.crossed, [used.index(code) for code in codes], told)
    return where, used, int(found.members["territory_id"].nunique())


def _told(row: dict[str, Any]) -> str:
    """In which periods it shares the topic, and whether it is a member."""
    told = [", ".join(map(period_words, row["periods"])), "member" if row["is_member"] else ""]
    return "; ".join(filter(None, told))
