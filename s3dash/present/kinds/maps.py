"""Maps: what the base holds by territory, roles, partners, an indicator, hubs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.colours import BOTH as TWO
from s3dash.present.colours import COMPARED
from s3dash.present.content import Area, Crossed, Figure, Figures, Key, Map, Scene, Table
from s3dash.present.kinds import platforms
from s3dash.present.kinds.partnership import named, rest
from s3dash.present.kinds.places import by_class, by_role, callouts, undrawn
from s3dash.present.kinds.stages import record_of
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.base.overview import territory_counts
from s3dash.queries.partnerships.partnerships import members
from s3dash.queries.partnerships.platforms import platform_partnerships, platform_territories
from s3dash.queries.territories.atlas import (
    METHODS,
    PRIORITIES,
    SIDE,
    atlas_indicators,
    beside,
    classes_in_words,
    classes_of_indicator,
    places_of_both,
    values_of_year,
)

BOTH = "both"
"""What a link says of a map in the colours of two figures."""
FEW_CALLOUTS = 3
"""Named places beside a legend that needs room itself."""
OVERVIEW = {"priorities": "priorities", "memberships": "partnerships"}


def base(asked: Asked) -> Scene:
    """Where priorities, or memberships, are documented."""
    shown = asked.one("show", {"priorities": "Priorities", "memberships": "Memberships"},
                      "priorities")  # fmt: skip
    found = territory_counts(asked.store)
    found = found[found[shown] > 0].sort_values([shown, "name"], ascending=[False, True])
    if found.empty:
        raise Nothing("No priority is documented.")
    noun = OVERVIEW[shown]
    what = "a documented priority" if shown == "priorities" else "a documented partnership"
    areas, keys = by_class(asked, found["territory_id"].tolist(), found[shown].tolist(), noun)
    detail = {
        code: f"{asked.numbers.whole(int(count))} {noun if count > 1 else noun[:-1]}"
        if noun != "priorities" or count > 1
        else "1 priority"
        for code, count in zip(found["territory_id"], found[shown], strict=True)
    }
    first = found.iloc[0]
    headline = (
        f"{asked.numbers.whole(len(found))} territories have {what}; {first['name']} has most: "
        f"{asked.numbers.whole(int(first[shown]))}"
    )
    return asked.scene(
        headline, _map(asked, found, areas, detail, headline), legend=keys, is_dated=False
    )


def _map(
    asked: Asked, found: pd.DataFrame, areas: tuple[Area, ...], detail: dict[str, str], alt: str
) -> Map:
    places = callouts(asked, found, detail)
    return Map(
        areas, places, f"Map of Europe. {alt}.", rest=undrawn(asked, found["territory_id"].tolist())
    )


def of_partnership(asked: Asked) -> Scene:
    """Members of a partnership by role."""
    record: dict[str, Any] = record_of(asked)
    found = members(asked.store, str(record["partnership_id"]))
    if found.empty:
        raise Nothing(f"No member region of {named(record)} is documented by name.")
    areas, keys = by_role(found)
    leads = found.loc[found["role"] == "lead", "name"].tolist()
    detail = {
        row["territory_id"]: f"{row['role']}, {row['country']}" for row in found.to_dict("records")
    }
    regions = asked.numbers.counted(len(found), "region")
    headline = f"{regions} of {asked.numbers.counted(found['country'].nunique(), 'country')}"
    led = f" led by {shortened(listed(leads, 2), 44)}" if leads else ""
    headline = f"{named(record)} joins {headline}{',' if led else ''}{led}"
    return asked.scene(
        headline,
        _map(asked, found, areas, detail, headline),
        legend=keys,
        urls=found["source_url"],
        is_dated=False,
    )


def of_platform(asked: Asked) -> Scene:
    """Member regions of a platform by their highest role."""
    record = platforms.record_of(asked)
    found = platform_territories(asked.store, record.platform_id)
    if found.empty:
        raise Nothing(f"No member region of {record.name} is documented.")
    areas, keys = by_role(found)
    detail = {row["territory_id"]: _leading(asked, row) for row in found.to_dict("records")}
    first = found.iloc[0]
    headline = (
        f"{capital(spelled(record.leading))} of {spelled(record.territories)} {record.name} "
        f"regions lead or co-lead a partnership, {shortened(str(first['name']), 30)} most"
    )
    urls = platform_partnerships(asked.store, record.platform_id)
    return asked.scene(
        headline,
        _map(asked, found, areas, detail, headline),
        legend=keys,
        urls=[record.source_url] if len(urls) else [],
        is_dated=False,
    )


def _leading(asked: Asked, row: dict[Any, Any]) -> str:
    led = row["leads"] + row["co_leads"]
    member = asked.numbers.counted(row["memberships"], "partnership")
    return f"leads or co-leads {led} of {member}" if led else member


def atlas(asked: Asked) -> Scene:
    """An indicator of a year over all regions, or its change."""
    known = atlas_indicators(asked.store).set_index("indicator_id")
    if known.empty:
        raise Nothing("No indicator has a value.")
    code = asked.one("indicator", dict(known["label"]), str(known.index[0]))
    indicator = known.loc[code]
    years = {str(year): str(year) for year in indicator["years"]}
    year = asked.one("year", years, list(years)[-1])
    since = asked.one("since", years) if asked.text("since") else ""
    since = since if since and since < year else ""
    found = values_of_year(asked.store, code, int(year), int(since) if since else None)
    found = found[found["nuts_level"] == 2] if (found["nuts_level"] == 2).any() else found
    if found.empty:
        raise Nothing(f"{indicator['label']} has no value of {year}.")
    unit = str(indicator["unit"])
    method = asked.one("method", METHODS, "quantiles")
    earlier = int(since) if since else None
    others = {PRIORITIES: "Documented priorities", **known["label"].drop(code)}
    against = asked.one("against", others) if asked.text("against") else ""
    is_both = asked.one("colours", (BOTH,)) == BOTH if asked.text("colours") else False
    if against and is_both and asked.entry.kind == "map":
        return _both(asked, indicator, int(year), earlier, method, against, others[against])
    classes = classes_of_indicator(asked.store, code, int(year), earlier, method)
    areas, keys = by_class(
        asked, found["territory_id"].tolist(), found["value"].tolist(), unit, classes
    )
    detail = {
        row["territory_id"]: f"{asked.numbers.figure(row['value'])} {unit}, {row['country']}"
        for row in found.to_dict("records")
    }
    high, low = found.iloc[0], found.iloc[-1]
    what = f"{indicator['label']} {f'since {since}' if since else year}"
    headline = (
        f"{capital(what)}: from {asked.numbers.figure(low['value'])} in {low['name']} to "
        f"{asked.numbers.figure(high['value'])} in {high['name']}"
    )
    if asked.entry.kind == "table":
        rows = tuple(
            (row["name"], row["country"], asked.numbers.figure(row["value"]))
            for row in found.head(8).to_dict("records")
        )
        body: Map | Table = Table(
            ("Region", "Country", unit), rows, (5, 3, 2), (2,), rest(asked, found, "region")
        )
        keys = ()
    else:
        body = _map(asked, found, areas, detail, headline)
    source = f"Source: {indicator['source_title']}"
    if keys:
        said = capital(classes_in_words(method, earlier, indicator["years"]))
        source = f"{said}. {source}"
    return asked.scene(headline, body, legend=keys, source=source, is_dated=False)


def _both(
    asked: Asked, indicator: pd.Series, year: int, since: int | None, method: str, against: str,
    label: str,
) -> Scene:  # fmt: skip
    """An indicator and another figure at once, in three classes of each."""
    found = beside(asked.store, str(indicator.name), year, since, against)
    if found.empty:
        raise Nothing(f"No region has both {indicator['label']} and {label}.")
    figure = asked.numbers.figure
    places, ours, theirs = places_of_both(found, method)
    # Both high first: that is what two colours are for.
    ordered = found.assign(
        place=places, sum=[place % SIDE + place // SIDE for place in places]
    ).sort_values(["sum", "value", "name"], ascending=[False, False, True], kind="stable")
    years = found["other_year"].dropna()
    across = f"{indicator['label']}, {f'change since {since}' if since else year}"
    up = label if years.empty else f"{label}, {years.iloc[0]}"
    detail = {
        row["territory_id"]: f"{figure(row['value'])} and {figure(row['other'])}, {row['country']}"
        for row in ordered.to_dict("records")
    }
    high = places.count(SIDE * SIDE - 1)
    many = capital(spelled(high)) if high else "None"
    headline = (
        f"{many} of {asked.numbers.whole(len(found))} regions "
        f"{'is' if high == 1 else 'are'} high in both: {shortened(across, 50)} and "
        f"{shortened(up, 40)}"
    )
    cells = tuple(
        tuple(
            (TWO[place], places.count(place))
            for place in range(SIDE * row, SIDE * row + len(ours.ranges))
        )
        for row in range(len(theirs.ranges))
    )
    crossed = Crossed(
        f"{shortened(across, 60)} ({indicator['unit']})", shortened(up, 60),
        ours.words(figure), theirs.words(figure), cells,
    )  # fmt: skip
    areas = tuple(
        Area(code, TWO[place]) for code, place in zip(found["territory_id"], places, strict=True)
    )
    body = Map(
        areas, callouts(asked, ordered, detail, FEW_CALLOUTS), f"Map of Europe. {headline}.",
        rest=undrawn(asked, found["territory_id"].tolist()), crossed=crossed,
    )  # fmt: skip
    source = (
        f"Classes of each: {METHODS[method].lower()} of the regions with both. Source: "
        f"{indicator['source_title']}"
    )
    return asked.scene(headline, body, source=source, is_dated=False)


def compared(asked: Asked, names: dict[str, str]) -> Map:
    """The territories of a comparison, each in its tone; ``names``: code -> name."""
    frame = pd.DataFrame({"territory_id": list(names), "name": list(names.values())})
    areas = tuple(Area(code, tone) for code, tone in zip(names, COMPARED, strict=False))
    return _map(asked, frame, areas, {}, f"Where {listed(list(names.values()), 5)} are")


def legend_of(names: dict[str, str]) -> tuple[Key, ...]:
    """The territories of a comparison with their tones."""
    return tuple(
        Key(shortened(name, 28), tone) for name, tone in zip(names.values(), COMPARED, strict=False)
    )


def counted_map(
    asked: Asked, found: pd.DataFrame, column: str, noun: str, nouns: str, headline: str,
    **options: Any,
) -> Scene:  # fmt: skip
    """A map of a number by territory; ``found``: ``territory_id, name, country`` and the column."""
    ordered = found.sort_values([column, "name"], ascending=[False, True], kind="stable")
    areas, keys = by_class(asked, ordered["territory_id"].tolist(), ordered[column].tolist(), nouns)
    detail = {
        row["territory_id"]: f"{asked.numbers.counted(int(row[column]), noun, nouns)}, "
        f"{row['country']}"
        for row in ordered.to_dict("records")
    }
    return asked.scene(
        headline,
        _map(asked, ordered, areas, detail, headline),
        legend=keys,
        is_dated=False,
        **options,
    )


def counted_figures(asked: Asked, headline: str, items: list[tuple[str, str, str]]) -> Scene:
    """A scene of figures from (number, words, detail)."""
    body = Figures(tuple(Figure(*item) for item in items))
    return asked.scene(headline, body, is_dated=False)
