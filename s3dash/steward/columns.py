"""Columns: which table a sheet is of, where its header stands, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from s3dash.package.letters import fold
from s3dash.package.schema import Resource
from s3dash.steward.base import Base
from s3dash.steward.sheets import Line, Sheet, column_letters, shown
from s3dash.steward.words import COLUMNS, TABLES, TABLES_TO_COME

CORRECTION = "correction"
"""What a sheet of corrections is called: each of its rows changes one cell of some table."""
CORRECTION_COLUMNS = ("file", "row_key", "column", "old", "new")
MOST_TITLE_ROWS = 40
"""Rows in which the header is looked for."""
LISTS: Mapping[str, Mapping[str, tuple[str, str, str | None]]] = {
    "priority": {
        "nace": ("priority_domain", "domain_code", "economic"),
        "nabs": ("priority_domain", "domain_code", "scientific"),
        "objectives": ("priority_domain", "domain_code", "policy"),
        "platforms": ("priority_platform", "platform_id", None),
    }
}
"""Columns with several values, kept in a table of their own: its name, column and taxonomy."""
LIST_WORDS: Mapping[str, tuple[str, ...]] = {
    "nace": ("economic domains", "economic domain", "nace codes"),
    "nabs": ("scientific domains", "scientific domain", "nabs codes"),
    "objectives": (
        "policy objectives",
        "policy objective",
        "objective",
        "objectifs",
        "ziele",
        "obiettivi",
        "objetivos",
    ),
    "platforms": ("platform themes", "platform", "thematic platforms"),
}
HINTS = ("country_code", "territory_name", "territory_id")
"""Columns that help to understand others, even where the table has none of that name."""


@dataclass(frozen=True)
class Heading:
    """A header that was found.

    Attributes
    ----------
    table
        The table the rows are of.
    line
        Number of the header's row.
    columns
        Position of each column of the table that the sheet has.
    fallbacks
        Further positions that may say the same, such as a name beside a code.
    unread
        Headers that no column of the table is known by, with their positions.
    twice
        Columns that stand twice, with both positions.
    """

    table: str
    line: int
    columns: Mapping[str, int]
    fallbacks: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[int, str] = field(default_factory=dict)
    twice: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class NotUnderstood:
    """A sheet of which no table is known; ``table`` is one that the base does not have yet."""

    reason: str
    table: str = ""
    line: int = 0


def plain(text: str) -> str:
    """A header as it is compared: letters and digits, folded."""
    return re.sub(r"[\W_]+", "", fold(text))


def understand_header(
    base: Base, sheet: Sheet, table: str | None = None
) -> Heading | NotUnderstood:
    """Find the table and the header of a sheet.

    ``table`` is what the steward says the rows are of; without it, name and columns tell.
    """
    if table is not None and not base.has(table) and table != CORRECTION:
        return NotUnderstood(f"the base has no table {table}", table, _first(sheet))
    if table in (None, CORRECTION) and (found := _corrections(sheet)):
        return found
    if table is None and (coming := _to_come(base, sheet)):
        return NotUnderstood(f"the base has no table {coming} yet", coming, _first(sheet))
    names = [table] if table else list(_named(base, sheet))
    for name in names:
        if name != CORRECTION and (heading := _best(base.resource(name), sheet)):
            return heading
    if table:
        return NotUnderstood(f"no row has the headers of the table {table}", table)
    found_ones = [
        (score, heading)
        for resource in base.package.resources
        if (heading := _best(resource, sheet))
        and (score := _score(resource, heading, sheet)) is not None
    ]
    if not found_ones:
        return NotUnderstood("no table of the base has these columns; name it with --table")
    best = max(score for score, _ in found_ones)
    equal = [heading for score, heading in found_ones if score == best]
    if len(equal) > 1:
        tables = " or ".join(heading.table for heading in equal)
        return NotUnderstood(f"may be rows of {tables}; name the table with --table")
    return equal[0]


def unknown_table(base: Base, table: str | None) -> str | None:
    """Why rows cannot be of a table: it is neither in the base nor known to come."""
    if table is None or base.has(table) or table in (CORRECTION, *TABLES_TO_COME):
        return None
    known = ", ".join(one.name for one in base.package.resources)
    return f"There is no table {table}. The base has {known}; corrections are {CORRECTION}."


def _first(sheet: Sheet) -> int:
    return sheet.lines[0].number if sheet.lines else 0


def _singular(text: str) -> Iterator[str]:
    yield text
    if text.endswith("ies"):
        yield text[:-3] + "y"
    if text.endswith("s"):
        yield text[:-1]


def _named(base: Base, sheet: Sheet) -> Iterator[str]:
    """Tables that the name of the sheet or the file says."""
    names = [sheet.name, PurePath(sheet.file).stem]
    said = {form for name in names if name for form in _singular(plain(name))}
    for resource in base.package.resources:
        words = (resource.name, resource.title, *TABLES.get(resource.name, ()))
        if said & {form for word in words for form in _singular(plain(word))}:
            yield resource.name


def _to_come(base: Base, sheet: Sheet) -> str | None:
    stem = plain(sheet.name or PurePath(sheet.file).stem)
    heads = {plain(shown(cell)) for line in sheet.lines[:5] for cell in line.cells}
    for name, columns in TABLES_TO_COME.items():
        if base.has(name):
            continue
        if columns <= heads or (plain(name) in _singular(stem) and not list(_named(base, sheet))):
            return name
    return None


def _corrections(sheet: Sheet) -> Heading | None:
    for line in sheet.lines[:MOST_TITLE_ROWS]:
        heads = [plain(shown(cell)) for cell in line.cells]
        if all(plain(name) in heads for name in CORRECTION_COLUMNS):
            columns = {
                name: heads.index(plain(name))
                for name in (*CORRECTION_COLUMNS, "source_url", "why")
                if plain(name) in heads
            }
            return Heading(CORRECTION, line.number, columns)
    return None


def known_headers(resource: Resource) -> dict[str, tuple[int, str]]:
    """Headers by which columns of a table are known: how sure (0 is its name), and the column."""
    found: dict[str, tuple[int, str]] = {}

    def know(word: str, sureness: int, column: str) -> None:
        key = plain(word)
        if key and (key not in found or sureness < found[key][0]):
            found[key] = (sureness, column)

    lists = LISTS.get(resource.name, {})
    own = {one.name for one in resource.fields}
    # "Hub name", "Name of the hub"
    [called, *_] = [*_singular(resource.name.replace("_", " "))][-1:]
    for label in ("name", "title", "label", "acronym"):
        if label in own:
            know(f"{called} {label}", 3, label)
            know(f"{label} of {called}", 3, label)
            know(f"{label} of the {called}", 3, label)
    for one in resource.fields:
        know(one.name, 0, one.name)
    for name in lists:
        know(name, 0, name)
    for one in resource.fields:
        know(one.title, 1, one.name)
    for one in resource.fields:
        for position, word in enumerate(COLUMNS.get(one.name, ())):
            know(word, 2 + position, one.name)
        if one.name.endswith("_id"):
            know(one.name.removesuffix("_id"), 2, one.name)
    for name in lists:
        for word in LIST_WORDS[name]:
            know(word, 2, name)
    for name in HINTS:
        if name not in own:
            know(name, 60, name)
            for word in COLUMNS[name]:
                know(word, 60, name)
    return found


def _known_as(known: Mapping[str, tuple[int, str]], text: str) -> str:
    """The word that a header is known by: itself, or without what it has in brackets."""
    for form in (text, re.sub(r"[(\[].*?[)\]]", "", text)):
        if plain(form) in known:
            return plain(form)
    return ""


def _best(resource: Resource, sheet: Sheet) -> Heading | None:
    """The row of a sheet that has the most headers of a table."""
    known = known_headers(resource)
    best: tuple[int, Line] | None = None
    for line in sheet.lines[:MOST_TITLE_ROWS]:
        texts = [_known_as(known, shown(c)) for c in line.cells if isinstance(c, str)]
        matched = len({known[text][1] for text in texts if text})
        if matched and (best is None or matched > best[0]):
            best = (matched, line)
    if best is None:
        return None
    return _heading(resource, best[1], known)


def _heading(
    resource: Resource, line: Line, known: Mapping[str, tuple[int, str]]
) -> Heading | None:
    found: dict[str, list[tuple[int, int, str]]] = {}
    unread: dict[int, str] = {}
    for position, cell in enumerate(line.cells):
        if text := _known_as(known, shown(cell)):
            sureness, column = known[text]
            found.setdefault(column, []).append((sureness, position, text))
        elif plain(shown(cell)):
            unread[position] = " ".join(shown(cell).split())
    columns: dict[str, int] = {}
    fallbacks: dict[str, int] = {}
    twice: dict[str, tuple[int, int]] = {}
    for column, matches in found.items():
        (sureness, position, text), *others = sorted(matches)
        columns[column] = position
        for _, other, words in others:
            if words == text:
                twice[column] = (position, other)
            else:
                fallbacks.setdefault(column, other)
    if len(columns) < min(2, len(resource.fields)):
        return None
    named = fallbacks.get("territory_id")
    if named is not None and "territory_name" in {one.name for one in resource.fields}:
        # A region's name beside its code: what the source calls it, and whether they agree.
        is_code = re.search(r"nuts|cod|kod|geo|id$", plain(shown(line.cells[named])))
        if not is_code and columns.setdefault("territory_name", named) == named:
            del fallbacks["territory_id"]
    return Heading(resource.name, line.number, columns, fallbacks, unread, twice)


def _score(resource: Resource, heading: Heading, sheet: Sheet) -> tuple[float, ...] | None:
    """How well a table fits a header; None where it does not."""
    needed = {
        one.name
        for one in resource.fields
        if one.is_required
        and (one.name not in resource.primary_key or len(resource.primary_key) > 1)
    }
    key_is_there = set(resource.primary_key) <= set(heading.columns)
    lacking = needed - set(heading.columns) - {"basis", "territory_name", "classified_by"}
    if not key_is_there and len(lacking) > len(needed) / 3:
        return None
    # What only helps to understand others is no column of the table.
    own = {one.name for one in resource.fields} | set(LISTS.get(resource.name, {}))
    matched = len(own & set(heading.columns))
    if not matched:
        return None
    seen = len(heading.columns) + len(heading.unread)
    return (round(matched / seen, 2), matched, -len(lacking))


def read_columns(heading: Heading) -> Sequence[dict[str, str]]:
    """Which column of the sheet is read as which of the table, for the steward to confirm."""
    return [
        {"letters": column_letters(position), "column": column}
        for column, position in sorted(heading.columns.items(), key=lambda item: item[1])
    ]
