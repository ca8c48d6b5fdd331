"""One search for everything: what is found, by kind, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from s3dash.queries.base.faq import faq
from s3dash.queries.catalogue import documents as library
from s3dash.queries.catalogue.hubs import hubs
from s3dash.queries.catalogue.projects import projects
from s3dash.queries.catalogue.words import words
from s3dash.queries.everywhere.words import BEGINS, IN_TEXT, IN_TITLE, Entry, WordIndex
from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.selection import select
from s3dash.queries.explorer.vocabulary import vocabulary
from s3dash.queries.territories.names import named_territories
from s3dash.store.connection import Store

KINDS = (
    *("territory", "priority", "partnership", "project", "hub", "document", "page", "question"),
)
"""What can be found, in the order that is shown where several fit as well."""
SHOWN = 4
"""Results of a kind."""
SHORTEST = 2
"""Letters of the longest word typed from which on priorities are looked for."""
MOST_NEAREST = 5
LEAST_LIKE = 55
"""Score (0 to 100) from which on a name is told as near where nothing is found."""


@dataclass(frozen=True)
class Result:
    """Something found.

    ``kind`` as in `KINDS`, ``key`` its identifier, or the key of a page; ``label`` its name,
    ``detail`` what tells it from others.
    """

    kind: str
    key: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Results of a kind: the best of them, and how many there are in all."""

    kind: str
    results: tuple[Result, ...]
    total: int


@dataclass(frozen=True)
class Found:
    """The answer.

    Attributes
    ----------
    groups : tuple of Group
        Best first.
    corrected : dict of str to str
        Words that are nowhere -> the word taken instead.
    nearest : tuple of Result
        Where nothing is found: what is spelt most like what was typed.
    """

    groups: tuple[Group, ...]
    corrected: dict[str, str]
    nearest: tuple[Result, ...] = ()


@dataclass(frozen=True)
class PageEntry:
    """A page of the dashboard: its key, title and what it is for."""

    key: str
    title: str
    help: str


@dataclass(frozen=True)
class _Known:
    results: tuple[Result, ...]
    index: WordIndex

    def ranked(self, fits: Mapping[int, int]) -> list[tuple[int, Result]]:
        """Results with how well they fit, in the order of the index."""
        return [(fit, self.results[number]) for number, fit in sorted(fits.items())]


def search_everywhere(store: Store, typed: str, pages: Sequence[PageEntry] = ()) -> Found:
    """Look for what was typed in everything.

    Every word typed begins a word of a name or text, or is taken for one spelt like it.
    Priorities are found as on the page Priorities, so that the numbers are the same.

    Parameters
    ----------
    pages : sequence of PageEntry
        The pages that there are; the base does not know them.
    """
    terms = words(typed)
    if not terms:
        return Found((), {})
    known = store.once(_known)
    ours = _of_pages(tuple(pages))
    elsewhere = [term for term in terms if vocabulary(store).numbers(f" {term}")]
    hits = known.index.find(typed, elsewhere)
    # A word that the base knows is no misspelt word of a page.
    certain = [*elsewhere, *(term for term in terms if term not in hits.corrected)]
    in_pages = ours.index.find(typed, certain)
    best, priorities, instead, names = _priorities(store, typed)
    # A name in another language finds what the English names of the topic find.
    by_name = [known.index.find(name, elsewhere).fits for name in names]
    fits = dict(hits.fits)
    for more in by_name:
        fits = more | fits
    groups = dict(_grouped([*known.ranked(fits), *ours.ranked(in_pages.fits)]))
    corrected = _first(hits.corrected)
    # What is spelt as meant elsewhere is not misspelt among the priorities.
    is_doubtful = groups and any(word not in corrected for word in instead)
    if priorities.total and not is_doubtful:
        groups["priority"] = (best, priorities)
        corrected = instead | corrected
    ordered = sorted(groups.values(), key=lambda pair: (pair[0], KINDS.index(pair[1].kind)))
    found = tuple(group for _, group in ordered)
    if found:
        return Found(found, corrected)
    return Found((), {}, _nearest(typed, (*known.results, *ours.results)))


def prepare(store: Store) -> None:
    """Make what a search reads, so that the first is as quick as the others."""
    store.once(_known)
    vocabulary(store)
    select(store, PriorityFilter(text="a"))


def _first(corrected: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: to[0] for word, to in corrected.items()}


def _grouped(
    ranked: Sequence[tuple[int, Result]],
) -> Iterator[tuple[str, tuple[int, Group]]]:
    for kind in KINDS:
        # Sorting is stable: among equals the order of the index holds.
        of_kind = sorted((pair for pair in ranked if pair[1].kind == kind), key=lambda p: p[0])
        if of_kind:
            shown = tuple(result for _, result in of_kind[:SHOWN])
            yield kind, (of_kind[0][0], Group(kind, shown, len(of_kind)))


def _priorities(store: Store, typed: str) -> tuple[int, Group, dict[str, str], tuple[str, ...]]:
    """How well the best fits, the group, words taken for others, English names of the topic."""
    nothing = Group("priority", (), 0)
    if max(map(len, words(typed))) < SHORTEST:
        return IN_TEXT, nothing, {}, ()
    selection = select(store, PriorityFilter(text=typed))
    names = tuple(name for match in selection.matches if match.topic for name in match.topic.names)
    places = selection.best_first()
    if not selection.matches or not len(places):
        return IN_TEXT, nothing, {}, names
    rows = rows_at(store, selection.index, places[:SHOWN])
    results = tuple(
        Result("priority", row.priority_id, row.title, f"{row.territory}, {row.period}")
        for row in rows.itertuples()
    )
    instead = {
        " ".join(words(match.term.text)): match.corrected[0]
        for match in selection.matches
        if match.corrected
    }
    title = " ".join(words(results[0].label))
    wanted = [instead.get(term, term) for term in words(typed)]
    is_named = all(f" {title}".count(f" {term}") for term in wanted)
    fit = BEGINS if title.startswith(" ".join(wanted)) else IN_TITLE if is_named else IN_TEXT
    return fit, Group("priority", results, len(places)), instead, names


def _nearest(typed: str, results: Sequence[Result]) -> tuple[Result, ...]:
    near = process.extract(
        " ".join(words(typed)),
        [" ".join(words(one.label)) for one in results],
        scorer=fuzz.WRatio,
        score_cutoff=LEAST_LIKE,
        limit=MOST_NEAREST,
    )
    return tuple(results[place] for _, _, place in near)


_PAGES: dict[tuple[PageEntry, ...], _Known] = {}


def _of_pages(pages: tuple[PageEntry, ...]) -> _Known:
    if pages not in _PAGES:
        results = tuple(Result("page", one.key, one.title, one.help) for one in pages)
        index = WordIndex([Entry((one.title,), one.help) for one in pages])
        _PAGES[pages] = _Known(results, index)
    return _PAGES[pages]


def _known(store: Store) -> _Known:
    """Everything but priorities and pages, once per store."""
    pairs = [pair for make in _MAKERS for pair in make(store)]
    return _Known(tuple(result for result, _ in pairs), WordIndex([entry for _, entry in pairs]))


Pairs = Iterator[tuple[Result, Entry]]


def _territories(store: Store) -> Pairs:
    """Those with something documented first, as they come."""
    for one in named_territories(store):
        detail = one.country if one.country != one.name else "country"
        said = "" if one.is_documented else " · nothing documented"
        yield (
            Result("territory", one.territory_id, one.name, f"{one.territory_id} · {detail}{said}"),
            Entry((one.name, one.territory_id, *one.other_names), one.country),
        )


def _partnerships(store: Store) -> Pairs:
    rows = store.rows(
        """SELECT partnership_id, partnership.name, acronym, platform.name, scope
           FROM partnership JOIN platform USING (platform_id) ORDER BY partnership.name"""
    )
    for code, name, acronym, platform, scope in rows:
        yield (
            Result("partnership", code, name, platform),
            Entry(tuple(filter(None, (name, acronym))), f"{scope} {platform}"),
        )


def _projects(store: Store) -> Pairs:
    for row in _records(projects(store)):
        title = row["title"] if row["acronym"] else ""
        detail = " · ".join(filter(None, (row["programme"], title)))
        yield (
            Result("project", row["project_id"], row["name"], detail),
            Entry(
                tuple(dict.fromkeys(filter(None, (row["name"], row["title"])))),
                " ".join(
                    row[name]
                    for name in ("programme", "strand", "topic", "partnership", "partner_names")
                ),
            ),
        )


def _hubs(store: Store) -> Pairs:
    for row in _records(hubs(store)):
        yield (
            Result("hub", row["hub_id"], row["name"], f"{row['territory']}, {row['country']}"),
            Entry(
                tuple(dict.fromkeys(filter(None, (row["name"], row["acronym"])))),
                " ".join(
                    row[name] for name in ("specialisation", "technologies", "territory", "country")
                ),
            ),
        )


def _documents(store: Store) -> Pairs:
    for row in _records(library.documents(store)):
        detail = " · ".join(
            filter(None, (library.KINDS.get(row["kind"], row["kind"]), row["year"]))
        )
        yield (
            Result("document", row["document_id"], row["title"], detail),
            Entry((row["title"],), f"{row['topics']} {row['publisher']} {row['summary']}"),
        )


def _questions(store: Store) -> Pairs:
    for one in faq(store):
        yield (
            Result("question", one.code, one.question, one.topic),
            Entry((one.question,), one.plain),
        )


_MAKERS: tuple[Callable[[Store], Pairs], ...] = (
    *(_territories, _partnerships, _projects, _hubs, _documents, _questions),
)


def _records(frame: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Rows as texts; what is not there is empty."""
    for row in frame.astype(object).where(frame.notna(), "").to_dict("records"):
        yield {str(name): str(value) for name, value in row.items()}
