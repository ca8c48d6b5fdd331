"""Who works on a topic together: partnerships, their members, what they have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from s3dash.package.sql import folded
from s3dash.queries.base.overview import latest_evidence
from s3dash.queries.explorer.index import Numbers
from s3dash.queries.explorer.search import Match
from s3dash.queries.explorer.typed import SearchText
from s3dash.queries.partners.closeness import CLOSE_TEXT, partnerships, words_shared
from s3dash.queries.topic.matching import Matched, understand
from s3dash.queries.topic.subject import Topic
from s3dash.queries.topic.texts import alike
from s3dash.store.connection import Store

ENOUGH_OF_IT, FEWEST = 0.5, 3
"""A partnership is on a topic when half of the priorities with its words are, and three of them."""
MOST_EVENTS = 100_000
BY_NAME, BY_TEXT, BY_PRIORITIES, BY_PLATFORM, ITSELF = (
    *("its name", "its scope", "priorities with its words", "its platform"),
    "the partnership asked for",
)
"""What says that a partnership is on a topic."""


def working_on(store: Store, topic: Topic, found: Matched) -> pd.DataFrame:
    """Partnerships on a topic: the most alike first, then those with most dated events.

    ``found``: what `matching.matched` gives for the topic.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, acronym, scope`` (None: not documented), ``platform_id, platform,
        website`` (None likewise), ``source_url, likeness`` (0 to 1), ``told_by`` (what says so).
    """
    rated = rated_on(store, topic, found)
    frame = store.once(_partnerships)
    frame = frame[frame["partnership_id"].isin(rated)]
    frame = frame.assign(
        likeness=[rated[code][0] for code in frame["partnership_id"]],
        told_by=[rated[code][1] for code in frame["partnership_id"]],
    )
    frame = frame.sort_values(
        ["likeness", "events", "name"], ascending=[False, False, True], ignore_index=True
    )
    return frame.drop(columns="events")


def rated_on(store: Store, topic: Topic, found: Matched) -> dict[str, tuple[float, str]]:
    """The partnerships of `working_on`, in no order -> likeness, and what says so."""
    platform_of = store.once(_partnerships).set_index("partnership_id")["platform_id"].to_dict()
    rated = _rated(store, topic, found, platform_of)
    if topic.platform_id:
        return {
            code: rate for code, rate in rated.items() if platform_of.get(code) == topic.platform_id
        }
    return rated


def _partnerships(store: Store) -> pd.DataFrame:
    return store.frame("""
        SELECT partnership_id, partnership.name, acronym, scope, platform_id,
               platform.name AS platform, website, partnership.source_url,
               (SELECT count(*) FROM stage_evidence
                WHERE stage_evidence.partnership_id = partnership.partnership_id) AS events
        FROM partnership JOIN platform USING (platform_id)
    """)


def named_by(store: Store, text: SearchText) -> pd.DataFrame:
    """Partnerships that a search finds by name, acronym, scope or members.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, platform, likeness, members`` (names, separated by
        semicolons, of those that the search names; empty where its own words are what was found),
        the most alike first.
    """
    columns = ["partnership_id", "name", "platform", "likeness", "members"]
    understood = understand(store, text)
    matches = [match for match in understood if not match.term.is_excluded]
    if not matches:
        return pd.DataFrame(columns=columns)
    by_words = _by_words(store, understood)
    codes = {code for match in matches for code in match.exact_territories}
    members: dict[str, str] = {}
    # A place and nothing else: of a place and a topic the topic decides.
    if all(match.exact_territories for match in matches):
        members = dict(
            store.rows(
                """
                SELECT partnership_id, string_agg(name, '; ' ORDER BY name)
                FROM membership JOIN territory USING (territory_id)
                WHERE list_contains($codes, territory_id) GROUP BY partnership_id
                """,
                {"codes": sorted(codes)},
            )
        )
    frame = store.frame("""
        SELECT partnership_id, partnership.name, platform.name AS platform
        FROM partnership JOIN platform USING (platform_id)
    """)
    frame = frame[frame["partnership_id"].isin({*by_words, *members})]
    frame = frame.assign(
        likeness=[by_words.get(code, (0.0, ""))[0] for code in frame["partnership_id"]],
        members=["" if code in by_words else members[code] for code in frame["partnership_id"]],
    )
    frame = frame.sort_values(["likeness", "name"], ascending=[False, True], ignore_index=True)
    return frame[columns]


def _rated(
    store: Store, topic: Topic, found: Matched, every: Iterable[str]
) -> dict[str, tuple[float, str]]:
    """Partnerships on a topic -> likeness, and what says so."""
    rated: dict[str, tuple[float, str]] = {}
    if topic.search.terms:
        rated = _by_words(store, found.matches)
    elif topic.platform_id and not (topic.domains or topic.partnership_id or topic.priority_id):
        return dict.fromkeys(every, (1.0, BY_PLATFORM))
    else:
        rated = _by_priorities(store, found)
    if topic.partnership_id:
        rated[topic.partnership_id] = 1.0, ITSELF
    return rated


def _by_words(store: Store, matches: Sequence[Match]) -> dict[str, tuple[float, str]]:
    known = store.once(_texts)
    likeness = alike(store, matches, list(known.values()))
    return {
        code: (value, BY_NAME if value == 1 else BY_TEXT)
        for code, value in zip(known, likeness, strict=True)
        if value
    }


def _by_priorities(store: Store, found: Matched) -> dict[str, tuple[float, str]]:
    rated = {}
    for code, places in store.once(_worded).items():
        count = int(found.is_on_topic[places].sum())
        if count >= FEWEST and count >= ENOUGH_OF_IT * len(places):
            rated[code] = round(count / len(places), 4), BY_PRIORITIES
    return rated


def _texts(store: Store) -> dict[str, tuple[str, str]]:
    """Per partnership its name with acronym, and its scope, folded, between spaces."""
    rows = store.rows(f"""
        SELECT partnership_id, {folded("concat_ws(' ', name, acronym)")},
               {folded("coalesce(scope, '')")}
        FROM partnership ORDER BY partnership_id
    """)
    return {code: (f" {name} ", f" {scope} ") for code, name, scope in rows}


def _worded(store: Store) -> Mapping[str, Numbers]:
    """Per partnership the places of the priorities that have enough of its words."""
    return {
        code: np.flatnonzero(words_shared(store, known)[2] >= CLOSE_TEXT)
        for code, known in partnerships(store).items()
    }


def members_of(store: Store, partnership_ids: Iterable[str]) -> pd.DataFrame:
    """Members of some partnerships, leads first.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, territory_id, name, country, nuts_level, role, basis``.
    """
    return store.frame(
        """
        SELECT partnership_id, territory_id, territory.name, country.name AS country, nuts_level,
               role, basis
        FROM membership JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE list_contains($chosen, partnership_id)
        ORDER BY partnership_id, list_position(['lead', 'co-lead', 'participant'], role),
                 territory.name
        """,
        {"chosen": list(partnership_ids)},
    )


def crossed(shares: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Those that share a topic beside the members of the partnerships on it.

    ``shares``: as `sharing.sharing` gives it; ``members``: as `members_of`.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, shares, is_member, periods`` (tuple, empty: it
        does not share it), ``partnerships`` (tuple of identifiers), ``role`` (the first of its
        roles: lead, co-lead, participant; None: no member); both, then who shares it alone, then
        members alone, each by name.
    """
    columns = ["territory_id", "name", "country", "nuts_level"]
    every = pd.concat([shares[columns], members[columns]]).drop_duplicates("territory_id")
    order = {"lead": 0, "co-lead": 1, "participant": 2}
    roles: dict[str, str] = {}
    joined: dict[str, list[str]] = {}
    for row in members.itertuples():
        joined.setdefault(row.territory_id, []).append(row.partnership_id)
        held = roles.get(row.territory_id, row.role)
        roles[row.territory_id] = min(held, row.role, key=lambda role: order[role])
    periods = dict(zip(shares["territory_id"], shares["periods"], strict=True))
    codes = every["territory_id"]
    frame = every.assign(
        shares=codes.isin(periods),
        is_member=codes.isin(joined),
        periods=[periods.get(code, ()) for code in codes],
        partnerships=[tuple(joined.get(code, ())) for code in codes],
        role=[roles.get(code) for code in codes],
    )
    return frame.assign(both=frame["shares"] & frame["is_member"]).sort_values(
        ["both", "shares", "name"], ascending=[False, False, True], ignore_index=True
    )[[*columns, "shares", "is_member", "periods", "partnerships", "role"]]


def evidence_on(store: Store, found: Matched, partnership_ids: Iterable[str]) -> pd.DataFrame:
    """Events on a topic, newest first: of the partnerships on it, and such as name its words.

    Returns
    -------
    pandas.DataFrame
        The columns of `overview.latest_evidence`.
    """
    events, texts = store.once(_events)
    keeps = events["partnership_id"].isin(set(partnership_ids)).to_numpy()
    if found.matches and texts:
        keeps = keeps | (np.array(alike(store, found.matches, texts)) > 0)
    return events[keeps].reset_index(drop=True)


def _events(store: Store) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """All events, newest first, and title and detail of each, folded, between spaces."""
    events = latest_evidence(store, MOST_EVENTS)
    title, detail = folded("unnest($titles::VARCHAR[])"), folded("unnest($details::VARCHAR[])")
    rows = store.rows(
        f"SELECT {title}, {detail}",
        {
            "titles": events["title"].fillna("").tolist(),
            "details": events["detail"].fillna("").tolist(),
        },
    )
    return events, [(f" {title} ", f" {detail} ") for title, detail in rows]
