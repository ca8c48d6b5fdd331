"""Classes of values for maps, as on screen: quantiles of counts and shares, roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from s3dash.queries.partnerships.progress import ROLES
from s3dash.queries.territories.quantiles import quantiles
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.charts import of_one, plain
from s3dash.takeaway.pictures.maps import Area
from s3dash.takeaway.pictures.sheet import Key, Look

Say = Callable[[float], str]


def counted(
    values: Sequence[int], noun: str, look: Look, say: Say = plain
) -> tuple[list[int], list[Key]]:
    """The class of each count, 0 the lowest, and the classes, few to many.

    ``noun``: what is counted, in the plural; ``say``: how a number is written.
    """
    grades, spans = quantiles(values)
    if not spans:
        return [], []
    labels = [say(high) if low == high else f"{say(low)}-{say(high)}" for low, high in spans]
    if labels == ["1"]:
        noun = of_one(noun)
    labels[-1] += f" {noun}"
    shades = tones.ramp(len(spans), look.theme)
    return grades, [Key(label, shade) for label, shade in zip(labels, shades, strict=True)]


def areas(
    frame: pd.DataFrame, grades: Sequence[int], told: Iterable[str], page: str = "region"
) -> list[Area]:
    """The rows as areas of a map; ``frame``: ``territory_id, name``.

    ``page``: the page that a click leads to, with ``territory=CODE``; empty: none.
    """
    return [
        Area(str(code), str(name), grade, words, f"{page}?territory={code}" if page else "")
        for code, name, grade, words in zip(
            frame["territory_id"], frame["name"], grades, told, strict=True
        )
    ]


def by_role(
    roles: Mapping[str, str], names: Mapping[str, str], look: Look, told: Mapping[str, str]
) -> tuple[list[Area], list[Key]]:
    """Territories by their role, and the roles that there are, the leading first.

    ``roles``, ``names``, ``told``: territory -> role, name, more words for a pointer.
    """
    used = [role for role in ROLES if role in roles.values()]
    found = [
        Area(
            code, names[code], used.index(role), f"{role}{told.get(code, '')}",
            f"region?territory={code}",
        )
        for code, role in roles.items()
    ]  # fmt: skip
    return found, [Key(role, tones.role(role, look.theme)) for role in used]
