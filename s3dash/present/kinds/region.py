"""Scenes of one territory, and of partners for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import (
    MOST_ROWS,
    Area,
    Chart,
    Figure,
    Figures,
    Key,
    Map,
    Ranked,
    Ranking,
    Scene,
    Series,
    Table,
)
from s3dash.present.kinds.maps import counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.kinds.places import by_class, callouts, undrawn
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.catalogue.hubs import KINDS as HUB_KINDS
from s3dash.queries.catalogue.hubs import RELATIONS, hubs_of
from s3dash.queries.explorer.priorities import priorities_of
from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import MODES, PARTS, NoPartners, Wish
from s3dash.queries.partners.ranking import Ranking as Ranked_
from s3dash.queries.partners.ranking import ranking
from s3dash.queries.partners.subjects import own_priorities
from s3dash.queries.partnerships.partnerships import partners_of
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.comparison import all_territories, compared_indicators
from s3dash.queries.territories.distinctiveness import domain_index
from s3dash.queries.territories.neighbours import neighbours
from s3dash.queries.territories.period_change import period_change
from s3dash.queries.territories.territories import memberships_of, strategies_of, territory
from s3dash.store.cells import is_missing

TAXONOMIES = {
    "economic": "economic domains",
    "scientific": "scientific domains",
    "policy": "policy objectives",
}
CHANGES = {
    "kept": "kept", "new": "new", "gone": "gone", "narrower": "narrower", "wider": "wider",
}  # fmt: skip
MOST_RANKED = 6
REASONS = 2
LONGEST_REASON = 88
HEAVIEST, FARTHEST = 1000, 100_000
"""The highest weight of a part, and number of kilometres, that a link may ask for."""


def record_of(asked: Asked) -> dict[str, Any]:
    """The territory that the link names; raises `Nothing` where there is none."""
    given = asked.text("territory")
    if not given:
        raise Nothing("The link names no territory.")
    code = asked.one("territory", asked.store.once(all_territories))
    found = territory(asked.store, code) if code else None
    if found is None:
        raise Nothing(f"The base holds no territory “{shortened(given, 60)}”.")
    return {str(name): value for name, value in found.items()}


def figures(asked: Asked) -> Scene:
    """Priorities, strategies, partnerships and partners of a territory."""
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    strategies = strategies_of(asked.store, code)
    held = priorities_of(asked.store, code)
    joined = memberships_of(asked.store, code)
    partners = partners_of(asked.store, code)
    whole = asked.numbers.whole
    leads = int((joined["role"] != "participant").sum())
    items = [
        Figure(whole(len(held)), "priorities" if len(held) != 1 else "priority",
               listed(sorted(set(held["period"]), reverse=True)) or "not documented"),
        Figure(whole(len(joined)), "partnerships" if len(joined) != 1 else "partnership",
               f"{leads} as lead or co-lead" if leads else ""),
        Figure(whole(len(partners)), "regions in the same partnerships",
               f"of {asked.numbers.counted(partners['country'].nunique(), 'country')}"
               if len(partners) else ""),
    ]  # fmt: skip
    stated = pd.to_numeric(strategies["stated_count"]).sum()
    if stated > len(held):
        items[0] = Figure(whole(len(held)), "priorities", f"of {whole(int(stated))} stated")
    headline = (
        f"{name} chose {asked.numbers.counted(len(held), 'priority')} and works in "
        f"{asked.numbers.counted(len(joined), 'partnership')}"
    )
    return asked.scene(
        headline, Figures(tuple(items)), urls=[*held["source_url"], *joined["source_url"]],
        is_dated=False,
    )  # fmt: skip


def partners_map(asked: Asked) -> Scene:
    """With whom a territory shares partnerships."""
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    found = partners_of(asked.store, code)
    if found.empty:
        raise Nothing(f"No partnership of {name} with another region is documented.")
    areas, keys = by_class(
        asked, found["territory_id"].tolist(), found["shared"].tolist(), "shared partnerships"
    )
    detail = {
        row["territory_id"]: f"{asked.numbers.counted(row['shared'], 'partnership')} in common, "
        f"{row['country']}"
        for row in found.to_dict("records")
    }
    first = found.iloc[0]
    headline = (
        f"{name} shares partnerships with {asked.numbers.counted(len(found), 'region')}, most with "
        f"{shortened(str(first['name']), 34)}"
    )
    body = Map(
        (*areas, Area(code, "lead")), callouts(asked, found, detail), f"Map of Europe. {headline}.",
        rest=undrawn(asked, [*found["territory_id"]]),
    )  # fmt: skip
    urls = memberships_of(asked.store, code)["source_url"]
    return asked.scene(headline, body, legend=(Key(name, "lead"), *keys), urls=urls, is_dated=False)


def chart(asked: Asked) -> Scene:
    """Where its indicators stand among the regions of the EU, or its most distinctive domains."""
    return _indicators(asked) if asked.view == "indicators" else _domains(asked)


def _domains(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 40)
    taxonomy = asked.one("taxonomy", TAXONOMIES, "economic")
    found = domain_index(asked.store, code, taxonomy)
    if found.empty:
        raise Nothing(f"No {TAXONOMIES[taxonomy]} of priorities of {name} are documented.")
    top = found.head(MOST_ROWS)
    first = top.iloc[0]
    body = Chart(tuple(shortened(label, 46) for label in top["label"]),
        (
            Series(name, "filled", tuple(round(100 * share, 1) for share in top["share"])),
            Series("Europe", "class-2", tuple(round(100 * s, 1) for s in top["europe_share"])),
        ),
        "% of priorities", rest(asked, found, "domain"),
    )  # fmt: skip
    times = asked.numbers.figure(round(float(first["index"]), 1))
    headline = (
        f"{shortened(str(first['label']), 56)}: {times} times as common in {name} as in Europe"
    )
    urls = priorities_of(asked.store, code)["source_url"]
    return asked.scene(headline, body, legend=_keys(body), urls=urls, is_dated=False)


def _keys(body: Chart) -> tuple[Key, ...]:
    return tuple(Key(series.name, series.tone) for series in body.series)


def _indicators(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 40)
    found = compared_indicators(asked.store, code)
    found = found[found["eu_lower"].notna()]
    if found.empty:
        raise Nothing(f"No indicator of {name} has a place among the regions of the EU.")
    share = 100 * (found["eu_lower"] + found["eu_equal"] / 2) / found["eu_regions"]
    found = found.assign(share=share.astype(float), far=(share.astype(float) - 50).abs())
    top = found.sort_values("far", ascending=False, kind="stable").head(MOST_ROWS)
    top = top.sort_values("share", ascending=False, kind="stable")
    first = top.loc[top["far"].idxmax()]
    side = "more" if first["share"] > 50 else "less"
    part = first["share"] if first["share"] > 50 else 100 - first["share"]
    headline = (
        f"{shortened(str(first['label']), 50)}: {name} has {side} than {round(part)} % of the "
        "regions of the EU"
    )
    body = Chart(tuple(
            f"{shortened(row['label'], 40)}: {asked.numbers.figure(row['value'])} {row['unit']}"
            if len(row["unit"]) < 8 else
            f"{shortened(row['label'], 40)}: {asked.numbers.figure(row['value'])}"
            for row in top.to_dict("records")
        ),
        (Series("Share of EU regions below", "filled", tuple(round(v, 0) for v in top["share"])),),
        "% of EU regions with a lower value", rest(asked, found, "indicator"),
    )  # fmt: skip
    titles = listed(sorted(set(found["source_title"].dropna())), 1)
    return asked.scene(
        headline, body, source=f"Source: {shortened(titles, 70)}, newest year", is_dated=False
    )


def table(asked: Asked) -> Scene:
    """Neighbours, what changed, hubs nearby, or its partnerships: as the link's view has it."""
    if asked.view == "neighbours":
        return _neighbours(asked)
    if asked.view == "change":
        return _change(asked)
    if asked.view == "around":
        return _around(asked)
    return _partnerships(asked)


def _partnerships(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    found = memberships_of(asked.store, code)
    if found.empty:
        raise Nothing(f"No partnership of {name} is documented.")
    leads = int((found["role"] == "lead").sum())
    rows = tuple(
        (shortened(row["partnership"], 60), row["platform"], row["role"])
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    headline = f"{name} works in {asked.numbers.counted(len(found), 'partnership')}"
    headline += f" and leads {spelled(leads)} of them" if leads else ""
    body = Table(
        ("Partnership", "Platform", "Role"),
        rows,
        (6, 3, 1.8),
        (),
        rest(asked, found, "partnership"),
    )
    return asked.scene(headline, body, urls=found["source_url"], is_dated=False)


def _neighbours(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    taxonomy = asked.one("taxonomy", TAXONOMIES, "economic")
    found = neighbours(asked.store, code, taxonomy)
    if found.empty:
        raise Nothing(f"No neighbour of {name} has a documented strategy or partnership.")
    rows = tuple(
        (
            shortened(row["name"], 34),
            row["country"],
            "–" if is_missing(row["shared"]) else asked.numbers.whole(int(row["shared"])),
            "" if is_missing(row["shared_domains"]) else shortened(row["shared_domains"], 76),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    first = found.iloc[0]
    headline = f"{name} has {spelled(len(found))} documented neighbours"
    if not is_missing(first["shared"]) and first["shared"]:
        headline = (
            f"Of {spelled(len(found))} neighbours, {shortened(str(first['name']), 34)} shares most "
            f"with {name}: {spelled(int(first['shared']))} {TAXONOMIES[taxonomy]}"
        )
    headings = ("Neighbour", "Country", "In common", "Which, most priorities first")
    return asked.scene(
        headline,
        Table(headings, rows, (3, 2, 1.9, 5.6), (2,), rest(asked, found, "neighbour")),
        is_dated=False,
    )


def _change(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    taxonomy = asked.one("taxonomy", TAXONOMIES, "economic")
    found = period_change(asked.store, code)
    found = found[(found["taxonomy"] == taxonomy) & (found["domain_code"] == found["section_code"])]
    if found.empty:
        raise Nothing(f"Priorities of {name} are not documented for both periods.")
    counts = {change: int((found["change"] == change).sum()) for change in ("kept", "new", "gone")}
    rows = tuple(
        (
            shortened(row["label"], 56),
            CHANGES[row["change"]],
            asked.numbers.whole(row["priorities_2014"]),
            asked.numbers.whole(row["priorities_2021"]),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    headline = (
        f"{name} kept {spelled(counts['kept'])} {TAXONOMIES[taxonomy]}, took up "
        f"{spelled(counts['new'])} and left {spelled(counts['gone'])}"
    )
    body = Table(
        ("Domain", "Change", "2014-2020", "2021-2027"), rows, (6, 2, 2, 2), (2, 3),
        rest(asked, found, "domain"),
    )  # fmt: skip
    urls = priorities_of(asked.store, code)["source_url"]
    return asked.scene(headline, body, urls=urls, is_dated=False)


def _around(asked: Asked) -> Scene:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 44)
    found = hubs_of(asked.store, code)
    if found.empty:
        raise Nothing(f"No digital innovation hub in or for {name} is documented.")
    rows = tuple(
        (shortened(row["name"], 60), HUB_KINDS[row["kind"]], shortened(row["territory"], 34))
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    here, serving, above = (int((found["relation"] == one).sum()) for one in RELATIONS)
    have = "hub has its" if here == 1 else "hubs have their"
    headline = f"{capital(spelled(here))} digital innovation {have} seat in {name}"
    others = [
        f"{spelled(serving)} {'serves' if serving == 1 else 'serve'} it from elsewhere",
        f"{spelled(above)} {'is' if above == 1 else 'are'} of a larger territory",
    ]
    told = [words for words, count in zip(others, (serving, above), strict=True) if count]
    headline = "; ".join([headline, *told])
    return asked.scene(
        headline,
        Table(("Hub", "Kind", "Seat"), rows, (5, 4, 3), (), rest(asked, found, "hub")),
        urls=found["source_url"],
        is_dated=False,
    )


def _ranked(asked: Asked) -> tuple[Ranked_, str]:
    record = record_of(asked)
    code, name = str(record["territory_id"]), shortened(str(record["name"]), 40)
    flags = {
        flag: asked.one(flag, ("yes", "no"))
        for flag in ("neighbours", "abroad", "macro_region", "unlinked", "less_developed")
    }
    given = {part: asked.number(f"w_{part}", HEAVIEST) for part in PARTS}
    wish = Wish(
        territory_id=code,
        platform_id=asked.one("platform", asked.store.once(all_platforms)),
        priority_id=asked.one("priority", own_priorities(asked.store, code)),
        mode=asked.one("mode", MODES.keys(), "implementation"),
        weights={part: weight for part, weight in given.items() if weight is not None},
        countries=asked.many("country", asked.store.once(countries)),
        most_km=asked.number("km", FARTHEST),
        neighbours_only=_said(flags["neighbours"]),
        abroad_only=_said(flags["abroad"]),
        macro_region_only=flags["macro_region"] == "yes",
        unlinked_only=flags["unlinked"] == "yes",
        less_developed_only=flags["less_developed"] == "yes",
    )
    try:
        found = ranking(asked.store, wish)
    except NoPartners as reason:
        raise Nothing(str(reason)) from None
    if found.frame.empty:
        raise Nothing(found.nobody)
    return found, name


def _said(flag: str) -> bool | None:
    return flag == "yes" if flag else None


def _sentence(asked: Asked, found: Ranked_, name: str) -> str:
    wish = found.wish
    theme = (
        f" on {asked.store.once(all_platforms)[wish.platform_id]}" if wish.platform_id else
        " for one priority" if wish.priority_id else ""
    )  # fmt: skip
    first = shortened(str(found.frame["name"].iloc[0]), 34)
    mode = {"cross-border": "across the border"}.get(wish.mode, f"for {wish.mode}")
    return f"{first} fits {name} best{theme} {mode}, of {spelled(len(found.frame))} compared"


def partners(asked: Asked) -> Scene:
    """The regions that fit best, each with its reasons."""
    found, name = _ranked(asked)
    count = min(int(asked.entry.options.get("count", MOST_RANKED)), MOST_RANKED)
    items = []
    for place, row in enumerate(found.frame.head(count).to_dict("records")):
        reasons = [
            shortened(f"{PARTS[part]}: {words}", LONGEST_REASON)
            for part, words in found.reasons(place).items()
        ]
        items.append(
            Ranked(place + 1, shortened(row["name"], 40), row["country"], float(row["score"]),
                   tuple(reasons[:REASONS]))
        )  # fmt: skip
    more = len(found.frame) - len(items)
    rest_words = f"and {asked.numbers.counted(more, 'more region')}" if more else ""
    return asked.scene(
        _sentence(asked, found, name), Ranking(tuple(items), rest_words), is_dated=False
    )


def ranked_map(asked: Asked) -> Scene:
    """The best partners on the map."""
    found, name = _ranked(asked)
    top = found.frame.head(20)
    top = top.assign(score=top["score"].round(0))
    return counted_map(asked, top, "score", "point", "points of 100", _sentence(asked, found, name))


def ranked_table(asked: Asked) -> Scene:
    """The regions that fit best, one a row, with the first reason of each."""
    found, name = _ranked(asked)
    rows = tuple(
        (
            str(place + 1),
            shortened(row["name"], 40),
            row["country"],
            f"{row['score']:.0f}",
            shortened(next(iter(found.reasons(place).values()), ""), 60),
        )
        for place, row in enumerate(found.frame.head(MOST_ROWS).to_dict("records"))
    )
    body = Table(("", "Region", "Country", "Of 100", "First of the reasons"), rows,
                 (0.7, 3.2, 1.9, 1.4, 6), (3,), rest(asked, found.frame, "region"))  # fmt: skip
    return asked.scene(_sentence(asked, found, name), body, is_dated=False)
