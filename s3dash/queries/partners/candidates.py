"""Territories that a partnership might invite, and partnerships that a territory might join."""

from typing import Any

import numpy as np
import pandas as pd

from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.index import Numbers, PriorityIndex, priority_index
from s3dash.queries.partners.closeness import Closeness, Partnership, closeness, partnerships
from s3dash.store.connection import Store

_REASON = [
    *("score", "theme_part", "domain_part", "word_part", "theme_priorities"),
    *("matching_priorities", "shared_domains", "domains", "words"),
]
_BEST = ["best_priority_id", "best_title", "best_period"]
_Member = tuple[str, str, list[str]]
_TERRITORY = ["territory_id", "name", "country", "country_code", "nuts_level"]


def candidates(store: Store, partnership_id: str) -> pd.DataFrame:
    """Territories with matching priorities that are not members, the closest first.

    A priority matches when it is on the theme of the partnership's platform, or when its text has a
    quarter of the weight of the partnership's words (`queries.closeness`).

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, country_code, nuts_level, score`` (0 to 1), its parts
        ``theme_part, domain_part, word_part`` (0 to 1; missing: cannot be told),
        ``theme_priorities`` (on the platform's theme), ``matching_priorities``, ``shared_domains``
        (number of economic domains shared with members), ``domains`` (these with the number of
        members, those of most weight first), ``words`` (of the partnership, in the next one),
        ``best_priority_id, best_title, best_period`` (the one with most of the words; missing: no
        priority has one), ``members_in, members_above`` (names of members that lie in the
        territory, and that it lies in, separated by semicolons). Empty for an unknown partnership.
    """
    columns = [*_TERRITORY, *_REASON, *_BEST, "members_in", "members_above"]
    known = partnerships(store).get(partnership_id)
    if known is None:
        return pd.DataFrame(columns=columns)
    index = priority_index(store)
    found = closeness(store, known)
    is_member = index.territories["territory_id"].isin(known.members).to_numpy()
    rows = np.flatnonzero((found.matching > 0) & ~is_member)
    chosen = index.territories.iloc[rows].reset_index(drop=True)
    first = index.strategies.drop_duplicates("territory_id").set_index("territory_id")
    within = first["within"].reindex(chosen["territory_id"])
    told = chosen.assign(
        **_reasons(index, found, rows),
        country_code=first["country_code"].reindex(chosen["territory_id"]).to_numpy(),
        **_around(store.once(_members_of).get(partnership_id, []), within),
    )
    return _ranked(store, index, told, ["name", "territory_id"])[columns]


def might_join(store: Store, territory_id: str) -> pd.DataFrame:
    """Partnerships that a territory is no member of, the closest first: the same rule reversed.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, partnership, platform_id, platform, status_note`` (a mark of doubt on the
        partnership, or None), then score, reasons, ``members_in`` and ``members_above`` as in
        `candidates`; partnerships of doubt come last. Empty when no documented priority of the
        territory matches.
    """
    index = priority_index(store)
    rows = np.flatnonzero(index.territories["territory_id"] == territory_id)
    columns = ["partnership_id", "partnership", "platform_id", "platform", "status_note"]
    columns += [*_REASON, *_BEST, "members_in", "members_above"]
    doubts = dict(store.rows("SELECT partnership_id, status_note FROM partnership"))
    members = store.once(_members_of)
    strategies = index.strategies.drop_duplicates("territory_id").set_index("territory_id")
    within = strategies["within"].reindex([territory_id])
    # One table of all: to make one of each partnership takes five times as long.
    told = [
        {
            "partnership_id": known.partnership_id,
            "partnership": known.name,
            "platform_id": known.platform_id,
            "platform": index.labels[known.platform_id][1],
            "status_note": doubts[known.partnership_id],
        }
        | {name: column[0] for name, column in _reasons(index, found, rows).items()}
        | {
            name: column[0]
            for name, column in _around(members.get(known.partnership_id, []), within).items()
        }
        for known, found in (store.once(_every) if len(rows) else ())
        if territory_id not in known.members and found.matching[rows[0]]
    ]
    if not told:
        return pd.DataFrame(columns=columns)
    # As objects, a text that is missing stays None.
    texts = {
        name: pd.Series([row[name] for row in told], dtype=object)
        for name in ("status_note", "members_in", "members_above")
    }
    frame = pd.DataFrame(told).assign(**texts)
    ranked = _ranked(store, index, frame, ["partnership", "partnership_id"])[columns]
    has_doubt = ranked["status_note"].notna()
    return pd.concat([ranked[~has_doubt], ranked[has_doubt]], ignore_index=True)


def words_of(store: Store, partnership_id: str) -> list[str]:
    """The words of a partnership's name and scope that are looked for, heaviest first."""
    known = partnerships(store).get(partnership_id)
    return list(closeness(store, known).weights) if known else []


def _every(store: Store) -> list[tuple[Partnership, Closeness]]:
    return [(known, closeness(store, known)) for known in partnerships(store).values()]


def _reasons(index: PriorityIndex, found: Closeness, rows: Numbers) -> dict[str, Any]:
    """Score and reasons of territories, given by their rows in the index; `_BEST` as a place.

    Columns of a table, by name.
    """
    theme, domains, words = (part[rows].round(3) for part in found.parts)
    shared = [_shared(index, found, row) for row in rows]
    return {
        "score": found.score[rows].round(3),
        "theme_part": theme,
        "domain_part": domains,
        "word_part": words,
        "theme_priorities": found.on_theme[rows],
        "matching_priorities": found.matching[rows],
        "shared_domains": [len(names) for names in shared],
        "domains": ["; ".join(names) for names in shared],
        "words": [
            ", ".join(word for word, places in found.places_with.items() if place in places)
            for place in found.best[rows]
        ],
        "best": found.best[rows],
    }


def _shared(index: PriorityIndex, found: Closeness, row: int) -> list[str]:
    """Domains that a territory shares with members, those of most weight first."""
    shared = np.flatnonzero(found.has_domain[row] & (found.members_with > 0))
    ordered = sorted(shared, key=lambda n: (-found.domain_weights[n], found.codes[n]))
    return [
        f"{index.labels[found.codes[n]][1]} ({found.codes[n]}, {_members(found.members_with[n])})"
        for n in ordered
    ]


def _members(count: int) -> str:
    return f"{count} member" if count == 1 else f"{count} members"


def _ranked(
    store: Store, index: PriorityIndex, told: pd.DataFrame, then_by: list[str]
) -> pd.DataFrame:
    """The closest first, with the title of the best priority of each."""
    has_best = (told["best"] >= 0).to_numpy()
    texts = rows_at(store, index, told["best"].to_numpy()[has_best])
    best = texts[["priority_id", "title", "period"]].set_axis(_BEST, axis=1)
    best.index = told.index[has_best]
    return (
        told.join(best)
        .sort_values(
            ["score", "matching_priorities", *then_by], ascending=[False, False, True, True]
        )
        .reset_index(drop=True)
    )


def _members_of(store: Store) -> dict[str, list[_Member]]:
    """Per partnership its members by name: name, identifier, what each lies in."""
    members: dict[str, list[_Member]] = {}
    for partnership_id, *member in store.rows(
        "SELECT partnership_id, name, territory_id, within"
        " FROM membership JOIN territory USING (territory_id) ORDER BY partnership_id, name"
    ):
        members.setdefault(partnership_id, []).append((member[0], member[1], member[2]))
    return members


def _around(members: list[_Member], within: pd.Series) -> dict[str, list[str | None]]:
    """Names of the members in and above each territory; ``within``: what each lies in."""
    return {
        "members_in": [
            "; ".join(name for name, _, around in members if code in around) or None
            for code in within.index
        ],
        "members_above": [
            "; ".join(name for name, member, _ in members if member in outer) or None
            for outer in within
        ],
    }


def countries(store: Store) -> dict[str, str]:
    """Countries that candidates may come from, for a filter: code -> ``name (code)``, by name."""
    known = priority_index(store).strategies[["country_code", "country"]].drop_duplicates()
    return {
        row.country_code: f"{row.country} ({row.country_code})"
        for row in known.sort_values("country").itertuples(index=False)
    }
