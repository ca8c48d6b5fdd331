"""What there is above, in and around a place in which a search finds nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from s3dash.queries.explorer.explore import Exploration, explore
from s3dash.queries.explorer.filter import PriorityFilter, territories_above
from s3dash.queries.explorer.search import Match
from s3dash.queries.explorer.vocabulary import Vocabulary, vocabulary
from s3dash.queries.territories.neighbours import TOUCHING
from s3dash.store.connection import Store

MOST_PLACES = 3
"""Places that are spoken of; a word may begin the names of many."""
MOST_AROUND = 5


@dataclass(frozen=True)
class Step:
    """A territory one step away, and what is documented there.

    Attributes
    ----------
    relation : str
        Where it is, seen from the place: ``in`` (the place itself), ``above`` or ``around``.
    priorities : int
        How many of its priorities `filter` keeps.
    filter : PriorityFilter
        The rest of what was asked, in this territory.
    is_all : bool
        Whether the filter asks for all that the territory has: the rest finds nothing there.
    """

    relation: str
    territory_id: str
    priorities: int
    filter: PriorityFilter
    is_all: bool


@dataclass(frozen=True)
class Nearby:
    """A place that was asked for, and the steps from there, those in it first."""

    territory_id: str
    steps: tuple[Step, ...]


def nearby(store: Store, chosen: PriorityFilter, matches: Iterable[Match]) -> tuple[Nearby, ...]:
    """What there is near the places that a filter chooses or a search names.

    Parameters
    ----------
    chosen : PriorityFilter
        A filter that finds nothing.
    matches : iterable of Match
        How its search was understood, as `Exploration` has it.
    """
    known = vocabulary(store)
    named = [match for match in matches if _names_a_place(known, match)]
    asked = widest(set(chosen.territories) or _common(map(_codes, named)))[:MOST_PLACES]
    if not asked:
        return ()
    rest = replace(chosen, territories=(), with_above=False)
    for match in named:
        rest = rest.removed("text", str(match.term))
    every = explore(store, PriorityFilter(), 0)
    found = every if rest.is_empty else explore(store, rest, 0)
    return tuple(Nearby(code, _steps(store, code, rest, found, every)) for code in asked)


def widest(codes: Collection[str]) -> list[str]:
    """Those territories that lie in no other one of them."""
    return sorted(code for code in codes if not {*codes} & {*territories_above(code)})


def _smallest(codes: Iterable[str]) -> list[str]:
    """Those territories in which no other one of them lies."""
    every = {*codes}
    return sorted(every - {above for code in every for above in territories_above(code)})


def _names_a_place(known: Vocabulary, match: Match) -> bool:
    """Whether a word can only be meant as the name of a place; “forest” is a word of texts too."""
    if match.term.is_excluded or match.domains or not _codes(match):
        return False
    return known.is_name(_codes(match), match.word) or not known.used(match.word)


def _codes(match: Match) -> set[str]:
    return {*match.places, *match.territories}


def _common(each: Iterable[set[str]]) -> set[str]:
    """What the words of a name have in common, and all of them where they have nothing."""
    found: set[str] = set()
    for codes in each:
        found = (found & codes) or (found | codes)
    return found


def _steps(
    store: Store, here: str, rest: PriorityFilter, found: Exploration, every: Exploration
) -> tuple[Step, ...]:
    def step(relation: str, code: str) -> Step | None:
        matching = found.facets["territories"].get(code, 0)
        priorities = matching or every.facets["territories"].get(code, 0)
        chosen = replace(rest if matching else PriorityFilter(), territories=(code,))
        is_all = not matching or rest.is_empty
        return Step(relation, code, priorities, chosen, is_all) if priorities else None

    above: list[Step] = []
    for code in reversed(territories_above(here)):
        one = step("above", code)
        # What holds no more than the level below it says nothing new.
        if one and not (above and (one.priorities, one.is_all) == _held(above[-1])):
            above.append(one)
    touching = store.rows(f"WITH {TOUCHING} FROM touching", {"territory_id": here})
    counts = found.by_territory.set_index("territory_id")["priorities"]
    around = _smallest(code for (code,) in touching if code in counts.index)
    around.sort(key=lambda code: (-counts[code], code))
    steps = [step("in", here), *above, *(step("around", code) for code in around[:MOST_AROUND])]
    return tuple(one for one in steps if one)


def _held(step: Step) -> tuple[int, bool]:
    return step.priorities, step.is_all
