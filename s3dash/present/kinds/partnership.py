"""Scenes of one partnership besides its stages: figures, members, organisations, capability."""

from __future__ import annotations

from typing import Any

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import (
    MOST_ROWS,
    Chart,
    Figure,
    Figures,
    Key,
    Matrix,
    MatrixRow,
    Scene,
    Series,
    Table,
)
from s3dash.present.kinds.stages import events_of, record_of
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.partners.joining import theme_territories
from s3dash.queries.partnerships import capability
from s3dash.queries.partnerships.helix import PARTS, organisations
from s3dash.queries.partnerships.partnerships import linked_partnerships, members
from s3dash.queries.partnerships.value_chain import value_chain
from s3dash.store.cells import is_missing

HELIX = {
    "business": "Business",
    "research": "Research",
    "public": "Public bodies",
    "civil-society": "Civil society",
}
MOST_MEMBERS = 6
LONGEST_NAME = 58


def named(record: dict[str, Any]) -> str:
    """The name of a partnership as a headline holds it."""
    return shortened(str(record["name"]), LONGEST_NAME)


def _of_stated(record: dict[str, Any]) -> str:
    """``of 45 that a source states`` where more are stated than documented; else nothing."""
    stated = record["stated_count"]
    if is_missing(stated) or int(record["documented_count"]) >= int(stated):
        return ""
    return f"of {int(stated)} that a source states"


def figures(asked: Asked) -> Scene:
    """Members, countries, leads, dated events and organisations of a partnership."""
    record: dict[str, Any] = record_of(asked)
    identifier = str(record["partnership_id"])
    found = members(asked.store, identifier)
    events = events_of(asked, identifier)
    own = events[events["basis"] != "related"]
    actors = organisations(asked.store, identifier)["actor_name"].nunique()
    leads = found[found["role"] != "participant"]["name"].tolist()
    whole = asked.numbers.whole
    countries = found["country"].nunique()
    items = [
        Figure(whole(len(found)), "member regions", _of_stated(record)),
        Figure(whole(countries), "country" if countries == 1 else "countries"),
        Figure(
            whole(len(own)),
            f"dated {'event' if len(own) == 1 else 'events'} of its own",
            f"since {str(own['date'].iloc[0])[:4]}" if len(own) else "",
        ),
    ]
    if leads:
        words = "lead or co-lead" if len(leads) == 1 else "leads and co-leads"
        items.append(Figure(whole(len(leads)), words, shortened(listed(leads, 2), 60)))
    if actors:
        items.append(Figure(whole(actors), f"organisation{'' if actors == 1 else 's'} on record"))
    regions = asked.numbers.counted(len(found), "region")
    headline = (
        f"{named(record)}: {regions} of {asked.numbers.counted(countries, 'country')} on record"
        if len(found)
        else f"{named(record)}: no member region is documented by name"
    )
    return asked.scene(
        headline,
        Figures(tuple(items)),
        urls=[record["source_url"], *found["source_url"], *own["source_url"]],
    )


def table(asked: Asked) -> Scene:
    """Value chain, links or candidates where the link has that view; else the members."""
    record: dict[str, Any] = record_of(asked)
    if asked.view == "chain":
        return _chain(asked, record)
    if asked.view == "links":
        return _linked(asked, record)
    if asked.view == "candidates":
        return _candidates(asked, record)
    return _members(asked, record)


def _members(asked: Asked, record: dict[str, Any]) -> Scene:
    found = members(asked.store, str(record["partnership_id"]))
    rows = tuple(
        (shortened(row["name"], 44), row["country"], row["role"])
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    leads = found.loc[found["role"] == "lead", "name"].tolist()
    headline = f"{named(record)} has {asked.numbers.counted(len(found), 'documented member')}"
    if leads:
        headline += f", led by {shortened(listed(leads, 2), 50)}"
    return asked.scene(
        headline,
        Table(("Region", "Country", "Role"), rows, (5, 3, 2), (), rest(asked, found, "member")),
        urls=found["source_url"],
        is_dated=False,
    )


def rest(asked: Asked, found: pd.DataFrame, noun: str) -> str:
    """The rows that a table has no room for, counted."""
    more = len(found) - MOST_ROWS
    return f"and {asked.numbers.counted(more, f'more {noun}')}" if more > 0 else ""


def _linked(asked: Asked, record: dict[str, Any]) -> Scene:
    found = linked_partnerships(asked.store, str(record["partnership_id"]))
    rows = tuple(
        (shortened(row["name"], 44), row["platform"], asked.numbers.whole(row["shared"]),
         shortened(str(row["territories"]), 60))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    headline = f"{named(record)} shares no documented member with another partnership"
    if len(found):
        first = found.iloc[0]
        headline = (
            f"{named(record)} shares members with {spelled(len(found))} other partnerships, most "
            f"with {shortened(str(first['name']), 40)}"
        )
    headings = ("Partnership", "Platform", "Members of both", "Who")
    return asked.scene(
        headline,
        Table(headings, rows, (4, 2.4, 1.6, 4), (2,), rest(asked, found, "partnership")),
        is_dated=False,
    )


def _chain(asked: Asked, record: dict[str, Any]) -> Scene:
    """The links of the value chain: the members in each, and who else stands there."""
    period = asked.one("period", capability.PERIODS, "both")
    chain = value_chain(asked.store, str(record["partnership_id"]), period)
    if chain.links.empty:
        raise Nothing("No value chain is described in this base.")
    held = chain.cards.groupby("link_id", sort=False)["name"].agg(list)
    rows = tuple(
        (
            capital(row["name"]),
            asked.numbers.whole(row["members"]) if row["members"] else "a gap",
            _few(held.get(row["link_id"], []), 2),
            _few([one["name"] for one in row["others"]], 2),
        )
        for row in chain.links.to_dict("records")
    )
    headline = f"Every link of the value chain has a member of {named(record)}"
    if chain.gaps:
        headline = f"Value chain of {named(record)}: no member yet for {listed(chain.gaps, 3)}"
    silent = len(chain.unplaced)
    left = f"{asked.numbers.counted(silent, 'member')} without a priority along the chain"
    headings = ("Link", "Members", "Who", "Elsewhere, with most priorities")
    return asked.scene(
        headline,
        Table(headings, rows[:MOST_ROWS], (2.6, 1.9, 4.4, 3.8), (1,), left if silent else ""),
        source="Priorities by economic domain; which link a domain stands in is our judgement",
        is_dated=False,
    )


def _few(names: list[str], most: int) -> str:
    return listed([shortened(name, 26) for name in names], most) or "–"


def _candidates(asked: Asked, record: dict[str, Any]) -> Scene:
    """Territories outside with priorities on the theme: who could be invited."""
    held = set(members(asked.store, str(record["partnership_id"]))["territory_id"])
    found = theme_territories(asked.store, str(record["platform_id"]))
    found = found[~found["territory_id"].isin(held) & (found["matching"] > 0)]
    found = found.sort_values(["matching", "name"], ascending=[False, True], kind="stable")
    rows = tuple(
        (shortened(row["name"], 40), row["country"], asked.numbers.whole(int(row["matching"])),
         shortened(str(row["titles"]).split("; ")[0], 70))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    headline = (
        f"{capital(spelled(len(found)))} regions outside {named(record)} have priorities on "
        f"{record['platform']}"
    )
    headings = ("Region", "Country", "Priorities on it", "The newest")
    return asked.scene(
        headline,
        Table(headings, rows, (3.4, 2.2, 1.6, 5), (2,), rest(asked, found, "region")),
        is_dated=False,
    )


def helix(asked: Asked) -> Scene:
    """Organisations by part of the quadruple helix, as bars."""
    record: dict[str, Any] = record_of(asked)
    found = organisations(asked.store, str(record["partnership_id"]))
    counts = found.groupby("helix")["actor_name"].nunique()
    values = tuple(float(counts.get(part, 0)) for part in PARTS)
    total = found["actor_name"].nunique()
    headline = f"No organisation of {named(record)} is on record"
    if total:
        most = PARTS[values.index(max(values))]
        missing = [
            HELIX[part].lower() for part, value in zip(PARTS, values, strict=True) if not value
        ]
        headline = (
            f"Most of the {spelled(total)} organisations on record in {named(record)} are "
            f"{HELIX[most].lower()}"
            if total > 1
            else f"One organisation of {named(record)} is on record: {HELIX[most].lower()}"
        )
        if missing:
            headline += f"; {listed(missing)} not documented"
    body = Chart(
        tuple(HELIX.values()), (Series("Organisations", "filled", values),), "organisations"
    )
    return asked.scene(headline, body, urls=found["source_url"], is_dated=False)


def matrix(asked: Asked) -> Scene:
    """What members can bring: economic domains by member."""
    store, record = asked.store, record_of(asked)
    identifier = str(record["partnership_id"])
    level = asked.one("level", capability.LEVELS, "sections")
    period = asked.one("period", capability.PERIODS, "both")
    theme = asked.one("theme", capability.THEMES, "all")
    whose = asked.one("whose", capability.WHOSE, "own")
    of = capability.members_with_priorities(store, identifier, period, theme)
    held = capability.member_domains(store, identifier, period, theme, level)
    elsewhere = capability.domains_elsewhere(store, identifier, period, level)
    found = capability.capabilities(held, elsewhere, whose)
    counted = of["own"] + (of["around"] if whose == "around" else 0)
    shown = of[counted > 0].assign(all=counted).sort_values("all", ascending=False, kind="stable")
    columns = shown.head(MOST_MEMBERS)
    cells = held.assign(all=held["own"] + (held["around"] if whose == "around" else 0))
    counts = cells.set_index(["domain_code", "territory_id"])["all"].to_dict()
    rows = tuple(
        MatrixRow(
            shortened(row["label"], 46),
            row["kind"],
            tuple(
                int(counts.get((row["domain_code"], code), 0)) for code in columns["territory_id"]
            ),
        )
        for row in _spread(found)
    )
    kinds = found["kind"].value_counts()
    left = [
        asked.numbers.counted(count, noun)
        for count, noun in (
            (len(found) - len(rows), "more domain"),
            (len(shown) - len(columns), "more member"),
        )
        if count > 0
    ]
    silent = len(of) - len(shown)
    if silent:
        left.append(f"{asked.numbers.counted(silent, 'member')} without a documented priority")
    shared, missing = int(kinds.get("shared", 0)), int(kinds.get("missing", 0))
    headline = f"No priority of a member of {named(record)} is documented"
    if len(shown):
        headline = (
            f"Members of {named(record)} share {spelled(shared)} economic "
            f"{'domain' if shared == 1 else 'domains'}"
        )
        if missing:
            verb = "is" if missing == 1 else "are"
            headline += f"; {spelled(missing)} of the theme {verb} missing"
    return asked.scene(
        headline,
        Matrix(tuple(shortened(name, 22) for name in columns["name"]), rows,
               f"and {listed(left)}" if left else ""),
        legend=(
            Key("priorities of a member", "class-3"),
            Key("many", "class-5"),
            Key("missing: no member has it, others do", "none"),
        ),
        is_dated=False,
    )  # fmt: skip


def _spread(found: pd.DataFrame) -> list[dict[str, Any]]:
    """At most eight domains: those most shared, and some of each other kind."""
    by_kind = {
        kind: found[found["kind"] == kind] for kind in ("shared", "complementary", "missing")
    }
    room = {"complementary": min(2, len(by_kind["complementary"])),
            "missing": min(2, len(by_kind["missing"]))}  # fmt: skip
    room["shared"] = min(MOST_ROWS - sum(room.values()), len(by_kind["shared"]))
    free = MOST_ROWS - sum(room.values())
    for kind in ("complementary", "missing"):
        more = min(free, len(by_kind[kind]) - room[kind])
        room[kind] += more
        free -= more
    return [
        {str(name): value for name, value in row.items()}
        for kind, rows in by_kind.items()
        for row in rows.head(room[kind]).to_dict("records")
    ]
