"""Digital technology, what is new, the review calendar, and what newcomers ask."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Area, Block, Key, Map, Run, Scene, Table, Words
from s3dash.present.kinds.maps import counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.kinds.places import by_class, callouts, undrawn
from s3dash.present.markdown import blocks_of
from s3dash.present.phrases import listed, shortened, spelled, when
from s3dash.queries.base.changes import (
    BEGINNING,
    counts_by,
    logged_changes,
    logged_versions,
    table_titles,
)
from s3dash.queries.base.faq import faq
from s3dash.queries.base.review import (
    CYCLES,
    DEFAULT_CYCLE,
    KINDS,
    STATES,
    of_countries,
    review_calendar,
    review_countries,
)
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.ict import (
    PERIODS,
    digital_in_strategies,
    digital_indicators,
    is_backed,
    use_over_time,
)
from s3dash.store.cells import is_missing

MOST_QUESTIONS = 6
SHOWN = {"value": "Newest value", "change": "Change since its first year"}
"""Of the ICT monitor, as its page has them."""
BEHIND = {True: "a", False: "b"}
"""Whether something is documented behind a digital priority -> tone."""
BY = {"territories": "territory", "partnerships": "partnership"}
"""Views of What is new, and what they count by."""


def digital(asked: Asked) -> Scene:
    """Territories by the number of their digital priorities."""
    if asked.view == "use":
        return _use(asked)
    period = asked.one("period", PERIODS, "both")
    found = digital_in_strategies(asked.store, period)
    said = found[found["digital"] > 0]
    if said.empty:
        raise Nothing("No digital priority is documented.")
    whole = asked.numbers.whole
    if asked.view == "behind":
        return _behind(asked, said)
    headline = (
        f"{whole(len(said))} of {whole(len(found))} territories chose digital priorities: "
        f"{whole(int(said['digital'].sum()))} of {whole(int(found['priorities'].sum()))} in all"
    )
    return counted_map(asked, said, "digital", "digital priority", "digital priorities", headline)


def _behind(asked: Asked, said: pd.DataFrame) -> Scene:
    """Where something is documented behind a digital priority, and where nothing is."""
    backed = is_backed(said)
    codes = said["territory_id"]
    areas = tuple(Area(code, BEHIND[found]) for code, found in zip(codes, backed, strict=True))
    counted = asked.numbers.counted
    nouns = {"digital": "priority", "hubs": "hub", "digital_projects": "project"}
    detail = {
        row["territory_id"]: ", ".join(counted(row[one], noun) for one, noun in nouns.items())
        for row in said.to_dict("records")
    }
    whole = asked.numbers.whole
    headline = (
        f"Behind the digital priorities of {whole(int(backed.sum()))} of {whole(len(said))} "
        "territories a hub or a digital project is documented"
    )
    keys = (
        Key("digital priority, with a hub or project", BEHIND[True]),
        Key("digital priority, neither documented", BEHIND[False]),
    )
    body = Map(
        areas, callouts(asked, said, detail), f"Map of Europe. {headline}.",
        rest=undrawn(asked, codes.tolist()),
    )  # fmt: skip
    return asked.scene(headline, body, legend=keys, is_dated=False)


def _use(asked: Asked) -> Scene:
    """The newest value of a digital indicator, or its change, by region."""
    indicators = digital_indicators(asked.store)
    if not indicators:
        raise Nothing("No digital indicator is documented.")
    code = asked.one("indicator", indicators, next(iter(indicators)))
    column = asked.one("shows", SHOWN, "value")
    found = use_over_time(asked.store, code).dropna(subset=[column])
    if found.empty:
        raise Nothing(f"{indicators[code]}: no {column} is documented.")
    found = found.sort_values([column, "name"], ascending=[False, True], kind="stable")
    figure = asked.numbers.figure
    areas, keys = by_class(asked, found["territory_id"].tolist(), found[column].tolist(), "")
    detail = {
        row["territory_id"]: f"{figure(row[column])}, {row['country']}"
        for row in found.to_dict("records")
    }
    high, low = found.iloc[0], found.iloc[-1]
    what = f"{indicators[code]}{', change' if column == 'change' else ''}"
    headline = (
        f"{what}: from {figure(low[column])} in {low['name']} to {figure(high[column])} in "
        f"{high['name']}"
    )
    body = Map(
        areas, callouts(asked, found, detail), f"Map of Europe. {headline}.",
        rest=undrawn(asked, found["territory_id"].tolist()),
    )  # fmt: skip
    return asked.scene(headline, body, legend=keys, is_dated=False)


def changed(asked: Asked) -> Scene:
    """How many rows changed from version to version, of what the link chooses."""
    store = asked.store
    versions = list(store.once(logged_versions)["version"])
    if not versions:
        raise Nothing("This data package has no change log.")
    until = asked.one("until", versions, versions[0])
    older = [*versions, BEGINNING]
    since = asked.one("since", older, older[older.index(until) + 1])
    known = {
        "territory": store.once(all_territories),
        "partnership": store.once(partnership_names),
        "table": store.once(table_titles),
    }
    found = logged_changes(store, since, until)
    said = []
    for name, codes in known.items():
        if code := asked.one(name, codes):
            found = found[found["table_name" if name == "table" else f"{name}_id"] == code]
            said.append(shortened(codes[code], 40))
    after = "since the beginning of the log" if since == BEGINNING else f"after version {since}"
    words = ": ".join([f"{after} up to {until}", *filter(None, [listed(said)])])
    if found.empty:
        raise Nothing(f"Nothing changed {words}.")
    kinds = found.drop_duplicates(["kind", "table_name", "row_key"])["kind"].value_counts()
    whole = asked.numbers.whole
    headline = (
        f"{asked.numbers.counted(int(kinds.get('added', 0)), 'row')} added and "
        f"{whole(int(kinds.get('changed', 0)))} changed {words}"
    )
    if asked.view == "rows":
        return _rows(asked, found, headline)
    by = BY.get(asked.view, "table")
    code = "table_name" if by == "table" else f"{by}_id"
    counts = counts_by(found, [code] if by == "table" else [code, by])
    titles = known["table"]
    rows = tuple(
        (
            shortened(titles.get(row[code], row[code]) if by == "table" else row[by], 60),
            whole(row["added"]),
            whole(row["changed"]),
        )
        for row in counts.head(MOST_ROWS).to_dict("records")
    )
    body = Table((by.capitalize(), "Added", "Changed"), rows, (7, 2, 2), (1, 2),
                 rest(asked, counts, by))  # fmt: skip
    return asked.scene(headline, body, source="Change log of the data", is_dated=False)


def _rows(asked: Asked, found: pd.DataFrame, headline: str) -> Scene:
    """The first rows that changed, and what of them."""
    titles = asked.store.once(table_titles)
    changes = found.groupby(["kind", "table_name", "row_key"], sort=False)
    rows = tuple(
        (
            shortened(str(cells["name"].iloc[0]), 60),
            shortened(titles.get(table, table), 34),
            shortened(listed([str(one) for one in cells["column_name"].dropna()], 3), 44) or kind,
        )
        for (kind, table, _), cells in islice(changes, MOST_ROWS)
    )
    more = changes.ngroups - len(rows)
    body = Table(("Row", "Table", "What changed"), rows, (5, 3, 4), (),
                 f"and {asked.numbers.counted(more, 'more row')}" if more else "")  # fmt: skip
    return asked.scene(headline, body, source="Change log of the data", is_dated=False)


def due(asked: Asked) -> Scene:
    """Partnerships and strategies whose newest evidence is oldest, of what the link chooses."""
    kind = asked.one("kind", KINDS)
    states = asked.many("state", STATES)
    chosen = asked.many("country", asked.store.once(review_countries))
    cycle = int(asked.one("cycle", map(str, CYCLES), str(DEFAULT_CYCLE)))
    found = review_calendar(asked.store, asked.day, cycle)
    found = found[found["kind"] == kind] if kind else found
    found = found[found["state"].isin(states)] if states else found
    found = of_countries(found, chosen) if chosen else found
    if found.empty:
        raise Nothing("No partnership or strategy that is documented matches this choice.")
    rows = tuple(
        (
            shortened(row["name"], 50),
            KINDS[row["kind"]],
            "–" if is_missing(row["newest"]) else when(row["newest"]),
            STATES[row["state"]].partition(":")[0],
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    overdue = int((found["state"] == "overdue").sum())
    headline = (
        f"{spelled(overdue).capitalize()} of {spelled(len(found))} records are due for review: "
        f"their newest evidence is older than {cycle} months"
    )
    body = Table(
        ("Record", "Kind", "Newest evidence", "Review"), rows, (5, 2, 2.4, 3), (),
        rest(asked, found, "record"),
    )  # fmt: skip
    return asked.scene(headline, body)


def question(asked: Asked) -> Scene:
    """A question with its answer, or the first of all questions."""
    known = {one.code: one for one in faq(asked.store)}
    code = asked.one("question", known.keys())
    if code:
        one = known[code]
        return asked.scene(
            one.question, Words(blocks_of(one.plain)), source="Questions of s3dash", is_dated=False
        )
    blocks = tuple(
        Block("point", (Run(one.question),), "?") for one in list(known.values())[:MOST_QUESTIONS]
    )
    headline = f"{spelled(len(known)).capitalize()} questions that newcomers ask"
    return asked.scene(headline, Words(blocks), source="Questions of s3dash", is_dated=False)
