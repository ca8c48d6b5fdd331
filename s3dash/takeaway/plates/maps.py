"""Maps of what views count by territory: priorities, members, hubs, values, partners, topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, cast

import numpy as np
import pandas as pd

from s3dash.queries.partners.joining import theme_territories
from s3dash.queries.partners.ranking import Ranking
from s3dash.queries.partnerships.network import among_members, links, nodes
from s3dash.queries.partnerships.partnerships import members
from s3dash.queries.partnerships.platforms import Platform, platform_territories
from s3dash.queries.territories.atlas import (
    METHODS,
    SIDE,
    beside,
    classes_in_words,
    classes_of_indicator,
    places_of_both,
    values_of_year,
)
from s3dash.queries.topic.question import About
from s3dash.store.cells import is_missing
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.maps import Area, Link, Node, network_map, territory_map
from s3dash.takeaway.pictures.sheet import Key
from s3dash.takeaway.plates.classes import areas, by_role, counted
from s3dash.takeaway.plates.ground import Ground
from s3dash.takeaway.plates.partners import linked_areas

CLASSES = 5
BEST = 50
MOST_LINES = 1000


def counts(
    ground: Ground,
    frame: pd.DataFrame,
    values: Sequence[int],
    told: Iterable[str],
    title: str,
    subtitle: str = "",
    *,
    noun: str,
    rest: str = "not documented",
    outlined: Collection[str] = (),
    page: str = "region",
) -> bytes:
    """Territories by a count, in quantiles; ``frame``: ``territory_id, name``."""
    grades, keys = counted(values, noun, ground.look, ground.say)
    found = areas(frame, grades, told, page)
    words = ground.words(title, subtitle)
    return territory_map(found, keys, words, ground.look, ground.form, outlined=outlined, rest=rest)


def of_members(ground: Ground, partnership_id: str, name: str) -> bytes:
    """The documented members of a partnership by role."""
    found = members(ground.store, partnership_id)
    roles = dict(zip(found["territory_id"], found["role"], strict=True))
    names = dict(zip(found["territory_id"], found["name"], strict=True))
    told = {
        code: ", inferred by us" if basis == "inferred" else ""
        for code, basis in zip(found["territory_id"], found["basis"], strict=True)
    }
    placed, keys = by_role(roles, names, ground.look, told)
    words = ground.words(f"Members of {name}", f"{len(roles)} documented, by role")
    return territory_map(placed, keys, words, ground.look, ground.form)


def of_platform(ground: Ground, platform: Platform) -> bytes:
    """The territories that take part in a platform, by the strongest role of each."""
    found = platform_territories(ground.store, platform.platform_id)
    roles = dict(zip(found["territory_id"], found["role"], strict=True))
    names = dict(zip(found["territory_id"], found["name"], strict=True))
    told = {
        code: f"\npartnerships on this platform: {number}"
        for code, number in zip(found["territory_id"], found["memberships"], strict=True)
    }
    placed, keys = by_role(roles, names, ground.look, told)
    words = ground.words(
        f"Territories of the {platform.name} platform",
        f"{len(roles)} territories, by strongest role in {platform.partnerships} partnerships",
    )
    return territory_map(placed, keys, words, ground.look, ground.form)


def of_joining(ground: Ground, platform: Platform) -> bytes:
    """Who has a priority on the theme of a platform, and who is a member of it."""
    found = theme_territories(ground.store, platform.platform_id)
    look, matching = ground.look, found["matching"].fillna(0).astype(int)
    ramp = tones.SEQUENTIAL[look.theme]
    classes = [
        Key("matching priority, not a member", ramp[3]),
        Key("matching priority, linked with a member", ramp[1]),
        Key("member, no match documented", tones.role("participant", look.theme)),
        Key("member with a matching priority", tones.role("lead", look.theme)),
    ]
    grades = [
        {"member": 3 if number else 2, "linked": 1, "outside": 0}[standing]
        for standing, number in zip(found["standing"], matching, strict=True)
    ]
    used = sorted(set(grades))
    told = [
        f"{row.country}\nmatching: {number} of {row.priorities} documented priorities"
        for row, number in zip(found.itertuples(), matching, strict=True)
    ]
    held = found["standing"][matching > 0].value_counts()
    words = ground.words(
        f"Who could join the {platform.name} platform",
        f"With a documented priority on its theme: {held.get('outside', 0)} territories that are "
        f"not members, {held.get('linked', 0)} linked with one, {held.get('member', 0)} members",
    )
    placed = areas(found, [used.index(grade) for grade in grades], told)
    return territory_map(
        placed, [classes[grade] for grade in used], words, look, ground.form,
        rest="no match documented",
    )  # fmt: skip


def of_partners(ground: Ground, territory_id: str, name: str) -> bytes:
    """The territories that one shares partnerships with."""
    placed, keys = linked_areas(ground.store, territory_id, name, ground.look, ground.say)
    words = ground.words(
        f"{name} and the territories it shares partnerships with",
        f"{len(placed) - 1} territories, by number of documented partnerships in common",
    )
    return territory_map(placed, keys, words, ground.look, ground.form, outlined=[territory_id])


def of_ranking(ground: Ground, found: Ranking, name: str, said: str) -> bytes:
    """The best partners of a territory by score; those that share what was chosen apart."""
    top = found.frame.head(BEST)
    shares = len(top) if found.sharing is None else min(found.sharing[0], len(top))
    look = ground.look
    scores = [round(score) for score in top["score"][:shares]]
    grades, keys = counted(scores, "points of 100", look, ground.say)
    if shares < len(top):
        grades = [*grades, *[len(keys)] * (len(top) - shares)]
        keys = [*keys, Key(f"does not share the {found.wish.subject}", look.tone("empty"))]
    told = [
        f"rank {place}, {row.score:.0f} of 100" for place, row in enumerate(top.itertuples(), 1)
    ]
    here = found.wish.territory_id
    placed = [
        *areas(top, grades, told),
        Area(here, name, len(keys), "looks for partners", f"region?territory={here}"),
    ]
    keys = [*keys, Key(f"{name}, who looks", tones.role("co-lead", look.theme))]
    words = ground.words(f"Possible partners of {name}", f"The {len(top)} best by score. {said}")
    return territory_map(
        placed, keys, words, look, ground.form, outlined=[here], rest="not among them"
    )


def of_topic(ground: Ground, about: About, label: str, mine: str = "") -> bytes:
    """Who shares a topic, who is a member of a partnership on it, who both."""
    look = ground.look
    known = tones.SEQUENTIAL[look.theme]
    classes = [
        Key("shares it and is a member", known[4]),
        Key("shares it", known[3]),
        Key("shared it in an ended period", known[1]),
        Key("member, not among its priorities", tones.role("participant", look.theme)),
    ]
    rows = about.crossed.to_dict("records")
    grades = [_of_topic(row, date.today()) for row in rows]
    used = sorted(set(grades))
    told = [
        "; ".join(filter(None, (", ".join(row["periods"]), "member" if row["is_member"] else "")))
        for row in rows
    ]
    placed = areas(about.crossed, [used.index(grade) for grade in grades], told)
    words = ground.words(
        f"Topic: {label}",
        f"{len(about.shares)} territories share it; "
        f"{about.members['territory_id'].nunique()} are members of partnerships on it",
    )
    return territory_map(
        placed, [classes[grade] for grade in used], words, look, ground.form,
        outlined=[mine] if mine else [], rest="neither documented",
    )  # fmt: skip


def _of_topic(row: dict[str, Any], today: date) -> int:
    if not row["shares"]:
        return 3
    if row["is_member"]:
        return 0
    return 1 if any(int(str(period)[-4:]) >= today.year for period in row["periods"]) else 2


def of_indicator(
    ground: Ground, record: dict[str, object], year: int, since: int | None, method: str
) -> bytes:
    """An indicator of a year, or its change; ``record`` as `queries.atlas.atlas_indicators`."""
    found = values_of_year(ground.store, str(record["indicator_id"]), year, since)
    classes = classes_of_indicator(ground.store, str(record["indicator_id"]), year, since, method)
    grades = classes.places(found["value"].tolist())
    shades = tones.ramp(max(len(classes.ranges), 1), ground.look.theme)
    keys = []
    for said, shade in zip(classes.words(ground.say), shades, strict=False):
        keys.append(Key(said, shade))
    when = f"change from {since} to {year}" if since else f"{year}"
    years = cast("list[int]", record["years"])
    unit = f"change, {record['unit']}" if since else str(record["unit"])
    words = ground.words(
        f"{record['label']}, {when}",
        f"{unit}; {len(found)} regions; {classes_in_words(method, since, years)}. "
        f"{record['source_title']}",
    )
    told = [ground.say(value) for value in found["value"]]
    return territory_map(
        areas(found, grades, told), keys, words, ground.look, ground.form, rest="no value"
    )


def of_both(
    ground: Ground, record: dict[str, object], year: int, since: int | None, method: str,
    against: str, label: str,
) -> bytes:  # fmt: skip
    """An indicator of a year and another, in three classes each; as `queries.atlas.beside`."""
    found = beside(ground.store, str(record["indicator_id"]), year, since, against)
    grades, ours, theirs = places_of_both(found, method)
    colours = tones.BOTH[ground.look.theme]
    pairs = [(one, other) for other in theirs.words(ground.say) for one in ours.words(ground.say)]
    across, up = range(len(ours.ranges)), range(len(theirs.ranges))
    used = [one + SIDE * other for other in up for one in across]
    keys = [
        Key(f"{one} · {other}", colours[place])
        for (one, other), place in zip(pairs, used, strict=True)
    ]
    years = found["other_year"].dropna()
    other = label if years.empty else f"{label}, {years.iloc[0]}"
    when = f"change from {since} to {year}" if since else f"{year}"
    words = ground.words(
        f"{record['label']}, {when} · {other}",
        f"{record['unit']} · the second figure; {len(found)} regions with both; classes of each: "
        f"{METHODS[method].lower()}. {record['source_title']}",
    )
    told = [
        f"{ground.say(one)} · {ground.say(two)}"
        for one, two in zip(found["value"], found["other"].astype(float), strict=True)
    ]
    placed = areas(found, [used.index(grade) for grade in grades], told)
    return territory_map(placed, keys, words, ground.look, ground.form, rest="not both on record")


def of_distances(
    ground: Ground, found: pd.DataFrame, territory_id: str, name: str, as_of: int | None = None
) -> bytes:
    """Regions by structural distance; ``found``: ``territory_id, name, distance``.

    ``as_of``: year that the distances are of; None: the newest.
    """
    order = np.argsort(np.argsort(-found["distance"].to_numpy(), kind="stable"), kind="stable")
    number = min(CLASSES, len(found))
    grades = (order * number // max(len(found), 1)).tolist()
    ramp = tones.SEQUENTIAL[ground.look.theme]
    keys = []
    for grade in range(number):
        held = found["distance"][np.array(grades) == grade]
        keys.append(Key(f"{ground.say(held.min())} to {ground.say(held.max())}", ramp[grade]))
    if keys:
        keys[-1] = Key(f"{keys[-1].label} (the nearest)", keys[-1].colour)
    placed = areas(found, grades, (f"structural distance {d:.2f}" for d in found["distance"]))
    placed.append(Area(territory_id, name, max(number - 1, 0), "itself"))
    of_year = f", as of {as_of}" if as_of else ""
    words = ground.words(
        f"Alike {name} in structure", f"{len(found)} NUTS 2 regions by distance{of_year}"
    )
    return territory_map(
        placed, keys or [Key("itself", ramp[3])], words, ground.look, ground.form,
        outlined=[territory_id], rest="not comparable",
    )  # fmt: skip


def of_compared(ground: Ground, names: dict[str, str]) -> bytes:
    """Where two to five territories are, each in its colour."""
    colours = [tones.of(pair, ground.look.theme) for pair in tones.COMPARED.values()]
    keys = [Key(name, colour) for name, colour in zip(names.values(), colours, strict=False)]
    placed = [
        Area(code, name, place, "", f"region?territory={code}")
        for place, (code, name) in enumerate(names.items())
    ]
    words = ground.words(" · ".join(names.values()), "Where the territories compared are")
    return territory_map(placed, keys, words, ground.look, ground.form, rest="")


def network(
    ground: Ground, found: pd.DataFrame, lines: pd.DataFrame, told: Iterable[str], title: str,
    subtitle: str, *, accent: str = "", lit: str = "",
) -> bytes:  # fmt: skip
    """Territories and the links between them.

    Parameters
    ----------
    found : pandas.DataFrame
        ``territory_id, name, label_x, label_y, partners``; without a place: not drawn.
    lines : pandas.DataFrame
        ``territory_id, partner_id, strength``, the strongest first: as many as can be drawn are.
    """
    placed = [
        Node(
            str(row.territory_id), str(row.name), float(row.label_x), float(row.label_y),
            int(row.partners), f"region?territory={row.territory_id}",
        )
        for row in found.itertuples()
        if not is_missing(row.label_x) and row.partners
    ]  # fmt: skip
    drawn = [
        Link(str(row.territory_id), str(row.partner_id), float(row.strength), words)
        for row, words in zip(lines.head(MOST_LINES).itertuples(), told, strict=False)
    ]
    words = ground.words(title, subtitle)
    return network_map(placed, drawn, words, ground.look, ground.form, accent=accent, lit=lit)


def network_of_platform(
    ground: Ground, platform_id: str | None, name: str, least: int, lit: str = ""
) -> bytes:
    """The territories that partnerships of a platform link; None: of all platforms."""
    found, lines = nodes(ground.store, platform_id, least), links(ground.store, platform_id, least)
    strength = f", at least {least} shared partnerships" if least > 1 else ""
    pair = tones.PLATFORM_COLOURS.get(platform_id or "")
    return network(
        ground,
        found,
        lines.assign(strength=lines["shared"]),
        lines["partnerships"],
        f"Shared partnerships: {name}",
        f"{len(lines)} links{strength}",
        accent=tones.of(pair, ground.look.theme) if pair else "",
        lit=lit,
    )


def network_of_members(ground: Ground, partnership_id: str, name: str) -> bytes:
    """The members of a partnership by the other partnerships that they share."""
    found, lines = among_members(ground.store, partnership_id)
    return network(
        ground,
        found.assign(partners=found["partners"].clip(lower=1)),
        lines.assign(strength=lines["shared"]),
        lines["partnerships"],
        f"Other partnerships of the members of {name}",
        f"{len(found)} members, {len(lines)} pairs that are together in other partnerships too",
    )
