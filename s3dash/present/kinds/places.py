"""Maps from frames of territories: classes of numbers, roles, numbered places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from s3dash.present.asked import Asked
from s3dash.present.colours import CLASSES
from s3dash.present.content import Area, Callout, Key
from s3dash.present.phrases import shortened
from s3dash.queries.linkages.linkages import places
from s3dash.queries.partnerships.progress import ROLES
from s3dash.queries.territories.atlas import QUANTILES, Classes

MOST_CALLOUTS = 6


def callouts(
    asked: Asked, found: pd.DataFrame, detail: Mapping[str, str], most: int = MOST_CALLOUTS
) -> tuple[Callout, ...]:
    """Numbered places: those that the deck names, else the first of the frame.

    ``found`` has ``territory_id, name``; ``detail``: code -> what is told beside its name. What has
    no place on the map is left out.
    """
    known = asked.store.once(places)
    wanted = asked.entry.options.get("callouts", ()) if asked.entry.kind == "map" else ()
    names = dict(zip(found["territory_id"], found["name"], strict=True))
    for code in wanted:
        if code not in known.index:
            asked.problems.append(f"There is no territory “{shortened(str(code), 20)}” to name.")
    codes = [code for code in wanted if code in known.index] or list(names)
    placed: list[Callout] = []
    for code in codes:
        if len(placed) == most:
            break
        if code in known.index and pd.notna(known["label_x"][code]):
            placed.append(
                Callout(
                    len(placed) + 1,
                    float(known["label_x"][code]),
                    float(known["label_y"][code]),
                    shortened(str(names.get(code, known["name"][code])), 34),
                    shortened(detail.get(code, ""), 60),
                )
            )
    return tuple(placed)


def by_class(
    asked: Asked,
    codes: Sequence[str],
    values: Sequence[float],
    unit: str,
    classes: Classes | None = None,
) -> tuple[tuple[Area, ...], tuple[Key, ...]]:
    """Territories in classes of a number, and what the classes are.

    ``classes``: where they are not simply quantiles of the values.
    """
    classes = classes or Classes.of(list(values), QUANTILES)
    # Few classes take the tones from the middle on: they differ from the land.
    first = (len(CLASSES) - len(classes.edges)) // 2
    tones = [CLASSES[min(len(CLASSES) - 1, first + n)] for n in range(len(classes.edges))]
    places = classes.places(values)
    areas = tuple(Area(code, tones[n]) for code, n in zip(codes, places, strict=True))
    keys = []
    for tone, edge, words in zip(
        tones, classes.edges, classes.words(asked.numbers.figure), strict=True
    ):
        keys.append(Key(words + (f" {unit}" if edge == classes.edges[-1] and unit else ""), tone))
    return areas, tuple(keys)


def by_role(found: pd.DataFrame) -> tuple[tuple[Area, ...], tuple[Key, ...]]:
    """Territories by role (``territory_id, role``); only roles that occur are in the legend."""
    areas = tuple(
        Area(code, role) for code, role in zip(found["territory_id"], found["role"], strict=True)
    )
    return areas, tuple(Key(role, role) for role in ROLES if (found["role"] == role).any())


def undrawn(asked: Asked, codes: Sequence[Any]) -> str:
    """How many of the territories have no outline, in words; empty where all have one."""
    from s3dash.takeaway.pictures.outlines import level_of

    missing = sum(level_of(str(code)) is None for code in codes)
    if not missing:
        return ""
    return f"{asked.numbers.counted(missing, 'territory')} without a place on the map"
