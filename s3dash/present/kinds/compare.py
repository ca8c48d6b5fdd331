"""Two to five territories beside each other."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.colours import COMPARED
from s3dash.present.content import MOST_ROWS, Compared, Comparison, Scene, Table
from s3dash.present.kinds.maps import compared as compared_map
from s3dash.present.kinds.maps import legend_of
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.territories import comparison as ask
from s3dash.queries.territories.similarity import NotComparable, similar
from s3dash.queries.territories.structure import structure, years_of_structure
from s3dash.store.cells import is_missing

FEWEST, MOST = 2, len(COMPARED)
HEAVIEST = 3
"""The highest weight of a theme, as on the page."""
ROWS = {2: 7, 3: 5, 4: 4, 5: 3}
"""Territories -> rows of bars that a screen holds."""


def names_of(asked: Asked) -> dict[str, str]:
    """The territories of the link: code -> name; raises `Nothing` for fewer than two."""
    known = asked.store.once(ask.all_territories)
    # A link written by hand may part them by commas.
    asked.given["territory"] = [
        part.strip()
        for value in asked.given.get("territory", [])
        for part in ([value] if value in known else value.split(","))
        if part.strip()
    ]
    codes = asked.many("territory", known)
    if len(codes) > MOST:
        asked.problems.append(
            f"At most {MOST} territories can be compared; the others are left out."
        )
    if len(codes) < FEWEST:
        raise Nothing("A comparison needs two to five territories; the link names fewer.")
    return {code: shortened(known[code].rpartition(" (")[0], 28) for code in codes[:MOST]}


def beside(asked: Asked) -> Scene:
    """Indicators, or domains of priorities, as bars beside each other."""
    names = names_of(asked)
    is_counts = asked.view == "priorities"
    rows = _domains(asked, names) if is_counts else _indicators(asked, names)
    if not rows:
        raise Nothing(
            f"Nothing that {listed(list(names.values()), 5)} have in common is documented."
        )
    scale = (
        "Bars: documented priorities, of the most in any of them" if is_counts
        else "Bars: share of the regions of the EU with a lower value"
    )  # fmt: skip
    body = Comparison(tuple(names.values()), COMPARED[: len(names)], tuple(rows), scale)
    headline = _apart(names, rows, is_counts)
    return asked.scene(headline, body, legend=legend_of(names), is_dated=False)


def _apart(names: dict[str, str], rows: list[Compared], is_counts: bool) -> str:
    """Where they are farthest apart, as a sentence."""

    def distance(row: Compared) -> float:
        held = [share for share in row.shares if share is not None]
        return max(held) - min(held) if len(held) > 1 else -1.0

    widest = max(rows, key=distance)
    pairs = [
        (share, name, value)
        for share, name, value in zip(widest.shares, names.values(), widest.values, strict=True)
        if share is not None
    ]
    if len(pairs) < FEWEST:
        return f"{listed(list(names.values()), 5)} beside each other"
    high, low = max(pairs), min(pairs)
    what = "most different choice" if is_counts else "widest gap"
    label = widest.label.partition(",")[0]
    return f"{capital(what)}: {label}, {high[2]} in {high[1]} and {low[2]} in {low[1]}"  # fmt: skip


def _indicators(asked: Asked, names: dict[str, str]) -> list[Compared]:
    found = ask.compared_indicators(asked.store, *names)
    rows = []
    for (label, unit), group in found.groupby(["label", "unit"], sort=False):
        held = group.set_index("territory_id")
        shares, values = [], []
        for code in names:
            one = held.loc[code]
            values.append(asked.numbers.figure(one["value"]))
            place = one["eu_lower"]
            # A sum of regions has no place among single ones.
            shares.append(
                None if is_missing(place)
                else float((place + one["eu_equal"] / 2) / one["eu_regions"])
            )  # fmt: skip
        known = [share for share in shares if share is not None]
        if len(known) >= FEWEST:
            rows.append(
                (
                    max(known) - min(known),
                    Compared(shortened(f"{label}, {unit}", 52), tuple(values), tuple(shares)),
                )
            )
    rows.sort(key=lambda row: -row[0])
    return [row for _, row in rows[: ROWS[len(names)]]]  # fmt: skip


def _domains(asked: Asked, names: dict[str, str]) -> list[Compared]:
    level = asked.one("level", ask.LEVELS, "sections")
    period = asked.one("period", ("2014-2020", "2021-2027"))
    found = ask.compared_domains(asked.store, level, period, *names)
    most = max(found["priorities"], default=0)
    rows = []
    for label, group in found.groupby("label", sort=False):
        counts = dict(zip(group["territory_id"], group["priorities"], strict=True))
        values = [int(counts.get(code, 0)) for code in names]
        rows.append(
            Compared(
                shortened(str(label), 52),
                tuple(asked.numbers.whole(value) if value else "–" for value in values),
                tuple(value / most for value in values),
            )
        )
    return rows[: ROWS[len(names)]]


def where(asked: Asked) -> Scene:
    """Where they are."""
    names = names_of(asked)
    headline = f"{listed(list(names.values()), 5)} compared"
    return asked.scene(
        headline, compared_map(asked, names), legend=legend_of(names), is_dated=False
    )


def table(asked: Asked) -> Scene:
    """Partnerships, strategies or the regions alike, as the link's view has it."""
    if asked.view == "similar":
        return _similar(asked)
    return _strategies(asked) if asked.view == "strategies" else _partnerships(asked)


def _partnerships(asked: Asked) -> Scene:
    names = names_of(asked)
    found = ask.compared_partnerships(asked.store, *names)
    if found.empty:
        raise Nothing(f"No partnership of {listed(list(names.values()), 5)} is documented.")
    rows = []
    for partnership, group in found.groupby("partnership", sort=False):
        roles = dict(zip(group["territory_id"], group["role"], strict=True))
        rows.append((shortened(str(partnership), 46), *(roles.get(code, "–") for code in names)))
    shared = found[found["holders"] == len(names)]["partnership_id"].nunique()
    who = "Both" if len(names) == FEWEST else f"All {spelled(len(names))}"
    headline = f"{who} are together in {spelled(shared)} of {spelled(len(rows))} partnerships"
    more = len(rows) - MOST_ROWS
    body = Table(
        ("Partnership", *names.values()), tuple(rows[:MOST_ROWS]), (5, *([2.0] * len(names))), (),
        f"and {asked.numbers.counted(more, 'more partnership')}" if more > 0 else "",
    )  # fmt: skip
    return asked.scene(headline, body, urls=found["source_url"], is_dated=False)


def _strategies(asked: Asked) -> Scene:
    names = names_of(asked)
    found = ask.compared_strategies(asked.store, *names)
    rows = tuple(
        (
            names[row["territory_id"]],
            row["period"],
            asked.numbers.whole(int(row["documented_count"])),
            "not stated" if is_missing(row["stated_count"])
            else asked.numbers.whole(int(row["stated_count"])),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    total = int(pd.to_numeric(found["documented_count"]).sum()) if len(found) else 0
    headline = (
        f"{listed(list(names.values()), 5)}: {asked.numbers.counted(total, 'documented priority')} "
        f"in {asked.numbers.counted(len(found), 'strategy')}"
    )
    headings = ("Territory", "Period", "Documented", "Stated by a source")
    return asked.scene(
        headline, Table(headings, rows, (4, 3, 2, 3), (2, 3)), urls=found["source_url"],
        is_dated=False,
    )  # fmt: skip


def _similar(asked: Asked) -> Scene:
    names = names_of(asked)
    here = asked.one("of", names, next(iter(names)))
    years = [str(year) for year in years_of_structure(asked.store)]
    year = asked.one("year", years)
    known = structure(asked.store, int(year) if year else None)
    given = {
        theme: asked.number(f"weight-{theme.replace(' ', '-')}", HEAVIEST) for theme in known.themes
    }
    weights = {theme: weight for theme, weight in given.items() if weight is not None}
    is_abroad = asked.one("abroad", ("true", "false")) == "true"
    try:
        found = similar(known, here, weights, is_abroad=is_abroad)
    except NotComparable as reason:
        raise Nothing(str(reason)) from None
    if found.empty:
        raise Nothing(f"No region can be compared with {names[here]} in structure.")
    rows = tuple(
        (str(rank), row["name"], row["country"], f"{row['distance']:.2f}")
        for rank, row in enumerate(found.head(MOST_ROWS).to_dict("records"), 1)
    )
    first = found.iloc[0]
    where = " of other countries" if is_abroad else ""
    headline = (
        f"{first['name']} is most like {names[here]} in structure"
        + (f", of {spelled(len(found))} regions{where}" if where else "")
        + (f", as of {year}" if year else "")
    )
    body = Table(("", "Region", "Country", "Distance"), rows, (0.8, 6, 3, 2), (3,))
    return asked.scene(headline, body, is_dated=False)
