"""Digital innovation hubs whose subjects are priorities of a territory or a theme of a partnership.

A subject is what a hub is specialised in or works with, as the data package lists it. It is met by
the priorities that the explorer's search finds for its words; misspelt words are not guessed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from s3dash.queries.catalogue.hubs import hubs, hubs_of
from s3dash.queries.catalogue.words import words
from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.index import priority_index
from s3dash.queries.explorer.selection import select
from s3dash.store.connection import Store

GENERAL = frozenset({"regional", "national", "other", "various", "all sectors"})
"""Subjects that say nothing of what a hub works on."""


@dataclass(frozen=True)
class Met:
    """A hub and what it has in common. ``subjects``, ``titles``: of the hub, of the priorities."""

    hub_id: str
    name: str
    subjects: tuple[str, ...]
    titles: tuple[str, ...]


def hubs_on_priorities(store: Store, territory_id: str) -> dict[str, Met]:
    """Hubs of a territory, as `hubs_of` gives them, on subjects of its own priorities: by hub."""
    among = set(hubs_of(store, territory_id)["hub_id"])
    known = [hub for hub in store.once(_works_on) if hub.hub_id in among]
    return _met(store, known, territory_id)


def hubs_placed_on(store: Store, place_id: str, territory_id: str) -> tuple[Met, ...]:
    """Hubs with their seat in ``place_id`` on subjects of the priorities of ``territory_id``."""
    placed = [hub for hub in store.once(_works_on) if place_id in hub.within]
    return tuple(_met(store, placed, territory_id).values())


def hubs_of_partnership(store: Store, partnership_id: str) -> pd.DataFrame:
    """Hubs with their seat in a member, on a subject that the partnership's words name.

    Its words are its name, its scope and the name of its platform.

    Returns
    -------
    pandas.DataFrame
        ``hub_id, name, subjects`` (those in common, separated by semicolons), ``territory_id,
        territory, country, status, source_url``; by territory and name.
    """
    columns = ["hub_id", "name", "subjects", "territory_id", "territory", "country", "status"]
    told = store.rows(
        """SELECT concat_ws(' ', partnership.name, scope, platform.name)
           FROM partnership JOIN platform USING (platform_id)
           WHERE partnership_id = $partnership_id""",
        {"partnership_id": partnership_id},
    )
    members = {
        code
        for (code,) in store.rows(
            "SELECT territory_id FROM membership WHERE partnership_id = $partnership_id",
            {"partnership_id": partnership_id},
        )
    }
    theirs = {_stem(word) for (text,) in told for word in words(text)}
    rows = []
    for row in store.once(hubs).to_dict("records"):
        if members & set(row["within"]):
            common = [
                one for one in _subjects_of(row) if {_stem(word) for word in words(one)} <= theirs
            ]
            if common:
                rows.append({**row, "subjects": "; ".join(common)})
    return pd.DataFrame(rows, columns=[*columns, "source_url"]).sort_values(
        ["territory", "name"], ignore_index=True
    )


def _met(store: Store, among: Iterable[_Hub], territory_id: str) -> dict[str, Met]:
    known, met = store.once(_Subjects), {}
    for hub in among:
        subjects = [one for one in hub.subjects if territory_id in known.places_of(one)]
        if subjects:
            titles = (title for one in subjects for title in known.titles(one, territory_id))
            found = tuple(dict.fromkeys(titles))
            met[hub.hub_id] = Met(hub.hub_id, hub.name, tuple(subjects), found)
    return met


@dataclass(frozen=True)
class _Hub:
    """A hub, the territories its seat is in, what it works on."""

    hub_id: str
    name: str
    within: frozenset[str]
    subjects: tuple[str, ...]


def _works_on(store: Store) -> tuple[_Hub, ...]:
    """All hubs, read once: a list of partners asks for those of twenty places."""
    return tuple(
        _Hub(
            str(row["hub_id"]), str(row["name"]), frozenset(row["within"]), tuple(_subjects_of(row))
        )
        for row in store.once(hubs).to_dict("records")
    )


def _subjects_of(row: Mapping[Hashable, Any]) -> list[str]:
    """What a hub works on, each subject once."""
    cells = [row["specialisation"], row["technologies"]]
    parts = [part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")]
    return [one for one in dict.fromkeys(parts) if one and one.casefold() not in GENERAL]


class _Subjects:
    """Which priorities each subject finds, looked up when it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, dict[str, tuple[int, ...]]] = {}
        self._titles: dict[tuple[str, str], tuple[str, ...]] = {}

    def places_of(self, subject: str) -> Mapping[str, tuple[int, ...]]:
        """Territory -> places in the index of its own priorities that it finds, the best first."""
        if subject not in self._known:
            self._known[subject] = self._found(subject)
        return self._known[subject]

    def titles(self, subject: str, territory_id: str) -> tuple[str, ...]:
        """Titles of a territory's own priorities that the subject finds, the best first."""
        asked = subject, territory_id
        if asked not in self._titles:
            index = priority_index(self._store)
            places = np.array(self.places_of(subject)[territory_id])
            self._titles[asked] = tuple(rows_at(self._store, index, places)["title"])
        return self._titles[asked]

    def _found(self, subject: str) -> dict[str, tuple[int, ...]]:
        chosen = select(self._store, PriorityFilter(text=subject))
        if not chosen.matches or any(match.corrected for match in chosen.matches):
            return {}
        # From the index alone: titles are read of the few that are shown.
        index, places = chosen.index, chosen.best_first()
        codes = index.territories["territory_id"].tolist()
        of: dict[str, list[int]] = {}
        numbers = index.territory_of[index.strategy[places]].tolist()
        for number, place in zip(numbers, places.tolist(), strict=True):
            of.setdefault(codes[number], []).append(place)
        return {territory: tuple(found) for territory, found in of.items()}


def _stem(word: str) -> str:
    # Plurals alone: farming is no farm.
    return word.removesuffix("s") if len(word) > 3 else word
