"""Charts of views: domains, indicators, courses, matrices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from s3dash.queries.partnerships.capability import (
    LEVELS,
    PERIODS,
    THEMES,
    WHOSE,
    capabilities,
    domains_elsewhere,
    member_domains,
    members_with_priorities,
)
from s3dash.queries.partnerships.helix import PARTS, organisations_by_territory
from s3dash.queries.territories.comparison import compared_domains, compared_indicators
from s3dash.queries.territories.indicators import course_of, index_year
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.charts import Bar, Course, Dot, bars, course, heat_map, scales
from s3dash.takeaway.pictures.sheet import Key
from s3dash.takeaway.plates.ground import Ground

MOST_BARS, MOST_ROWS = 30, 60


def shares(ground: Ground, frame: pd.DataFrame, said: str) -> bytes:
    """Share of domains here and in Europe; ``frame`` as `explorer.views.common_and_rare`."""
    shown = frame[frame["priorities"] > 0].head(MOST_BARS)
    rows = [
        Bar(
            str(row.label), 100 * row.share, 100 * row.europe_share,
            f"index {ground.say(round(row.index_here, 1))}",
        )
        for row in shown.rename(columns={"index": "index_here"}).itertuples()
    ]  # fmt: skip
    legend = [
        Key("share here", ground.look.tone("filled")),
        Key("share in Europe (stroke)", ground.look.tone("text"), "line"),
    ]
    return bars(
        rows, ground.words("Common and rare domains", said), ground.look, ground.form,
        say=lambda value: f"{ground.say(round(value, 1))} %", legend=legend,
    )  # fmt: skip


def matrix(
    ground: Ground, frame: pd.DataFrame, labels: Mapping[str, str], title: str, said: str, noun: str
) -> bytes:
    """A matrix as a heat map.

    ``frame``: ``territory`` and a column for each code of ``labels``; the first rows are drawn.
    """
    shown = frame.head(MOST_ROWS)
    if len(shown) < len(frame):
        said = f"The first {len(shown)} of {len(frame)}. {said}"
    values = [[float(cell) or None for cell in row] for row in shown[list(labels)].to_numpy(float)]
    return heat_map(
        list(shown["territory"]), list(labels.values()), values, ground.words(title, said),
        ground.look, ground.form, say=ground.say, noun=noun,
    )  # fmt: skip


def compared(ground: Ground, names: Mapping[str, str], level: str, period: str, said: str) -> bytes:
    """Documented priorities of territories by economic domain, those of most of them first.

    ``names``: code -> name; ``level``, ``period``: as `compared_domains` takes them.
    """
    found = compared_domains(ground.store, level, period, *names)
    title = f"Priorities of {' · '.join(names.values())} by economic domain"
    counts = {(row.code, row.territory_id): float(row.priorities) for row in found.itertuples()}
    return _by_domain(ground, found, names, counts, title, said)


def capability(
    ground: Ground, partnership_id: str, name: str, choice: tuple[str, str, str, str]
) -> bytes:
    """Economic domains that members of a partnership have priorities in.

    ``choice``: level, period, theme and whose, as `queries.partnerships.capability` has them.
    """
    level, period, theme, whose = choice
    store = ground.store
    members = members_with_priorities(store, partnership_id, period, theme)
    held = member_domains(store, partnership_id, period, theme, level)
    found = capabilities(held, domains_elsewhere(store, partnership_id, period, level), whose)
    numbers = held["own"] + (held["around"] if whose == "around" else 0)
    counts = {
        (code, territory): float(number)
        for code, territory, number in zip(
            held["domain_code"], held["territory_id"], numbers, strict=True
        )
        if number
    }
    some = {territory for _, territory in counts}
    names = {row.territory_id: row.name for row in members.itertuples() if row.territory_id in some}
    kinds = found["kind"].value_counts()
    of = ", ".join(f"{kinds.get(one, 0)} {one}" for one in ("shared", "complementary", "missing"))
    said = (
        f"Domains: {of}; {LEVELS[level].lower()}, {PERIODS[period].lower()}, "
        f"{THEMES[theme].lower()}, {WHOSE[whose].lower()}"
    )
    shown = found[found["members"] > 0].rename(columns={"domain_code": "code"})
    return _by_domain(ground, shown, names, counts, f"What members of {name} can bring", said)


def _by_domain(
    ground: Ground, found: pd.DataFrame, names: Mapping[str, str],
    counts: Mapping[tuple[str, str], float], title: str, said: str,
) -> bytes:  # fmt: skip
    """Domains as rows, territories as columns; ``found``: ``code, label``, the first first."""
    labels = dict(zip(found["code"], found["label"], strict=True))
    codes = list(labels)[:MOST_ROWS]
    if len(codes) < len(labels):
        said = f"The first {len(codes)} of {len(labels)} domains. {said}"
    if not codes:
        said = f"None documented. {said}"
    return heat_map(
        [f"{code} {labels[code]}" for code in codes], list(names.values()),
        [[counts.get((code, one)) for one in names] for code in codes],
        ground.words(title, said), ground.look, ground.form, say=ground.say, noun="priorities",
    )  # fmt: skip


def helix(ground: Ground, partnership_id: str, name: str) -> bytes:
    """Documented organisations of a partnership by territory and part of the quadruple helix."""
    found = organisations_by_territory(ground.store, partnership_id)
    found = found[found["organisations"] > 0]
    shown = found.assign(territory=found["name"].fillna("no territory stated"))
    parts = {part.replace("-", "_"): part.replace("-", " ").capitalize() for part in PARTS}
    said = "Organisations that a source names as active in it, by territory"
    title = f"Organisations documented in {name}"
    return matrix(ground, shown, parts, title, said if len(shown) else "None documented",
                  "organisations")  # fmt: skip


def places(ground: Ground, names: Mapping[str, str]) -> bytes:
    """Where territories stand among the regions of the EU, by indicator; a colour a territory.

    ``names``: code -> name, one to five.
    """
    found = compared_indicators(ground.store, *names)
    found = found[found["value"].notna() & found["eu_lower"].notna()]
    colours = [tones.of(pair, ground.look.theme) for pair in tones.COMPARED.values()]
    colour = dict(zip(names, colours, strict=False))
    rows = []
    for label, group in found.groupby("label", sort=False):
        dots = [
            Dot(
                (row.eu_lower + row.eu_equal / 2) / row.eu_regions,
                f"{names[row.territory_id]}, {label}: {ground.say(row.value)} {row.unit} "
                f"({row.year})",
                colour[row.territory_id],
            )
            for row in group.itertuples()
        ]
        rows.append((str(label), dots))
    legend = [Key(name, colour[code], "dot") for code, name in names.items()] if names else []
    title = f"{' · '.join(names.values())} among the NUTS 2 regions of the EU"
    said = "Share of the regions with a lower value; newest year of each indicator"
    return scales(rows, ground.words(title, said), ground.look, ground.form, legend=legend)


def course_over_years(ground: Ground, territory_id: str, name: str, indicator_id: str) -> bytes:
    """The values of a territory over the years, and the median of the EU."""
    found = course_of(ground.store, territory_id)
    found = found[found["indicator_id"] == indicator_id]
    own = dict(zip(found["year"].astype(int), found["value"], strict=True))
    held = found[found["eu_median"].notna()]
    eu = dict(zip(held["year"].astype(int), held["eu_median"], strict=True))
    lines = [
        Course(name, own, ground.look.tone("filled")),
        Course("median of the EU-27 regions", eu, ground.look.tone("empty")),
    ]
    label, unit = (str(found[column].iloc[0]) for column in ("label", "unit"))
    source = str(found["source_title"].iloc[-1])
    words = ground.words(f"{label}: {name}", f"{unit}. {source}")
    return course(lines, words, ground.look, ground.form, say=ground.say)


def courses(
    ground: Ground, names: Mapping[str, str], found: pd.DataFrame, *, is_index: bool
) -> bytes:
    """An indicator of territories over the years, and the median of the EU; a colour a territory.

    ``names``: code -> name, one to five; ``found``: rows of `course_of` of one indicator, with
    ``territory_id``; ``is_index``: of the first year that all have, where there is one.
    """
    colours = [tones.of(pair, ground.look.theme) for pair in tones.COMPARED.values()]
    lines = [
        Course(name, _by_year(found[found["territory_id"] == code], "value"), colour)
        for (code, name), colour in zip(names.items(), colours, strict=False)
    ]
    lines.append(Course("EU-27 median", _by_year(found, "eu_median"), ground.look.tone("muted")))
    lines = [line for line in lines if line.values]
    label, unit = (str(found[column].iloc[0]) for column in ("label", "unit"))
    base = index_year([line.values for line in lines]) if is_index else None
    if base is not None:
        unit = f"index, {base} = 100"
        lines = [replace(one, values=_as_index(one.values, base)) for one in lines]
    elif is_index:
        unit += " (no index: no common year in which all are above 0)"
    title = f"{label}: {' · '.join(names.values())}"
    lacking = [name for code, name in names.items() if not (found["territory_id"] == code).any()]
    said = f"{unit}. {found['source_title'].iloc[-1]}"
    words = ground.words(title, said + (f". No value: {', '.join(lacking)}" if lacking else ""))
    return course(lines, words, ground.look, ground.form, say=ground.say)


def _as_index(values: Mapping[int, float], base: int) -> dict[int, float]:
    return {year: 100 * value / values[base] for year, value in values.items()}


def _by_year(found: pd.DataFrame, column: str) -> dict[int, float]:
    held = found[found[column].notna()].drop_duplicates("year").sort_values("year")
    return dict(zip(held["year"].astype(int), held[column].astype(float), strict=True))


def flow(
    ground: Ground, frame: pd.DataFrame, stage_names: Mapping[str, str], title: str, said: str
) -> bytes:
    """Partnerships with evidence by year and stage.

    ``frame``: as `stage_flow.evidence_by_year`; ``stage_names``: stage -> name, in their order.
    """
    years = [str(year) for year in sorted(frame["year"].unique())]
    held = {(row.stage_id, str(row.year)): float(row.partnerships) for row in frame.itertuples()}
    rows = [[held.get((stage, year)) for year in years] for stage in stage_names]
    return heat_map(
        list(stage_names.values()), years, rows, ground.words(title, said), ground.look,
        ground.form, say=ground.say, noun="partnerships",
    )  # fmt: skip
