"""Decks that are made from the data: of a platform, of a partnership, of a region."""

from __future__ import annotations

from urllib.parse import urlencode

from s3dash.present.deck import Deck, Entry
from s3dash.present.views import PLATFORM_PAGES
from s3dash.queries.base.codes import code_of
from s3dash.queries.partnerships.partnerships import partnership, partnership_names
from s3dash.queries.partnerships.platforms import all_platforms, platform
from s3dash.queries.partnerships.progress import platform_names, stages
from s3dash.queries.territories.territories import territory
from s3dash.store.connection import Store


class UnknownSubject(LookupError):
    """There is no such partnership, region or platform; the text says so."""


def ready_decks(store: Store) -> dict[str, Deck]:
    """The decks that ship: code -> deck.

    One for each platform with partnerships, the five steps of the partnership with most dated
    events, and the partners of the region with most memberships.
    """
    decks = {f"platform-{code}": deck_of_platform(store, code) for code in platform_names(store)}
    for (code,) in store.rows(
        """SELECT partnership_id FROM stage_evidence GROUP BY ALL
           ORDER BY count(*) DESC, partnership_id LIMIT 1"""
    ):
        decks[f"partnership-{code}"] = deck_of_partnership(store, code)
    for (code,) in store.rows(
        """SELECT territory_id FROM membership WHERE territory_id IN (
               SELECT territory_id FROM priority)
           GROUP BY ALL ORDER BY count(*) DESC, territory_id LIMIT 1"""
    ):
        decks[f"region-{code}"] = deck_of_region(store, code)
    return decks


def deck_of_platform(store: Store, platform_id: str) -> Deck:
    """One platform, by code or name, for a room; raises `UnknownSubject`."""
    names = all_platforms(store)
    platform_id = code_of(platform_id, names) or platform_id
    record = platform(store, platform_id)
    if record is None:
        there = ", ".join(names)
        raise UnknownSubject(f"There is no platform {platform_id}; there are {there}.")

    def view(kind: str, note: str = "", code: str = "") -> Entry:
        own = platform_id in PLATFORM_PAGES
        query = ({} if own else {"platform": platform_id}) | ({"view": code} if code else {})
        link = f"{platform_id if own else 'platform'}?{urlencode(query)}".rstrip("?")
        return Entry(link, kind, note=note or None)

    return Deck(
        f"The platform {record.name}",
        (
            Entry(
                kind="text",
                note="Ask this first, and come back to it at the end.",
                options={
                    "text": f"# What shall {record.name} have reached in two years?\n\n"
                    f"{record.description}"
                },
            ),
            view("figures", "What the base documents. A missing row is no evidence of absence."),
            view("map", "Colours show the highest role that a region has in any partnership."),
            view("table", "Who to ask: leads and co-leads on record."),
            view("board", "Steps need not follow each other; several go on at once.", "stages"),
            view("replay", "A year a beat. Pause where the room wants to talk.", "stages"),
            view("network", "Lines join regions that share partnerships.", "network"),
            view("chart"),
            view("table", "Regions with priorities on the theme and no partnership of it.", "join"),
            _closing(),
        ),
    )  # fmt: skip


def deck_of_partnership(store: Store, partnership_id: str) -> Deck:
    """The five-step walk of one partnership; raises `UnknownSubject`."""
    record = partnership(store, partnership_id)
    if record is None:
        there = ", ".join(sorted(partnership_names(store)))
        raise UnknownSubject(f"There is no partnership {partnership_id}; there are {there}.")
    link = "partnership?" + urlencode({"partnership": partnership_id})
    steps = stages(store)
    minutes = 15
    return Deck(
        f"{record['name']}: the five steps",
        (
            Entry(
                kind="agenda",
                options={
                    "points": (
                        {"what": "Where we are", "start": "09:30", "minutes": 20},
                        *({"what": step.name, "minutes": minutes} for step in steps),
                        {"what": "What we bring, whom we invite", "minutes": 20},
                        {"what": "What we agree", "minutes": 20},
                    )
                },
            ),
            Entry(link, "figures"),
            Entry(link, "map", note="Members as documented; whoever is missing may say so."),
            Entry(link, "board", note="What is documented. What did you do that is not here?"),
            Entry(link, "timeline"),
            *(
                Entry(
                    link,
                    "checklist",
                    note=step.definition,
                    options={"stage": step.stage_id, "minutes": minutes},
                )
                for step in steps
            ),
            Entry(f"{link}&view=capability", "capability"),
            Entry(f"{link}&view=candidates", "table"),
            Entry(link, "replay"),
            _closing(),
        ),
    )


def deck_of_region(store: Store, territory_id: str) -> Deck:
    """Why these partners, for one region; raises `UnknownSubject`."""
    record = territory(store, territory_id)
    if record is None:
        raise UnknownSubject(f"There is no territory {territory_id}.")
    code, name = str(record["territory_id"]), str(record["name"])
    own = urlencode({"territory": code})
    partners = f"partners?{own}"
    return Deck(
        f"Partners for {name}",
        (
            Entry(kind="text", options={"text": f"# With whom shall {name} work?\n\n"
                  "- Who shares our priorities?\n- Who is ahead of us?\n- Who has what we lack?"}),
            Entry(f"region?{own}", "figures"),
            Entry(f"region?{own}&view=distinctive", "chart",
                  note="What is more common here than elsewhere in Europe."),
            Entry(f"region?{own}", "map", note="With whom it already shares partnerships."),
            Entry(partners, "ranking", note="Each with the reasons of its place."),
            Entry(f"{partners}&mode=design", "ranking",
                  note="For the design of a strategy: regions alike in structure."),
            Entry(f"{partners}&unlinked=yes", "map", note="Partners without a partnership so far."),
            Entry(f"linkages?territory={code}&kind=partnerships&view=network", "network"),
            Entry(f"region?{own}&view=indicators", "chart"),
            _closing(),
        ),
    )  # fmt: skip


def _closing() -> Entry:
    return Entry(
        kind="text",
        note="Write down what, which organisation, and by when.",
        options={
            "text": "# What do we agree today?\n\n1. What is the next step?\n"
            "2. Which organisation takes it?\n3. By when?"
        },
    )
