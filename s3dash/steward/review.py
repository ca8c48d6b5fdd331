"""The review: what each row of an import would do to the base, and what stands against it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from s3dash.package.letters import fold
from s3dash.package.problems import Problem
from s3dash.package.schema import Resource
from s3dash.steward.base import Base, Row
from s3dash.steward.columns import (
    CORRECTION,
    LISTS,
    Heading,
    NotUnderstood,
    understand_header,
)
from s3dash.steward.draft import OFFSET, Checker, Draft, Edit, Key, key_of, without_numbers
from s3dash.steward.files import read_file
from s3dash.steward.problems import DOUBT, ERROR, NOTE, Trouble
from s3dash.steward.sheets import Sheet, cell_name, shown
from s3dash.steward.understanding import Reader, Understood, row_number

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
DUPLICATE, REJECTED, IGNORED = "duplicate", "rejected", "ignored"
STATUSES = (NEW, CHANGED, UNCHANGED, DUPLICATE, REJECTED, IGNORED)
KEY_MARK = "|"
"""Between the parts of a key that is shown."""

NATURAL: Mapping[str, tuple[str, ...]] = {
    "stage_evidence": ("partnership_id", "date", "title"),
    "platform_fact": ("platform_id", "date", "fact"),
    "priority": ("territory_id", "period", "title"),
    "partnership": ("name",),
}
"""What tells a row of a table whose identifier is ours."""
ALIKE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "stage_evidence": (("partnership_id",), "title"),
    "priority": (("territory_id", "period"), "title"),
    "actor": (("partnership_id",), "actor_name"),
    "affiliation": (("partnership_id",), "initiative"),
    "partnership": ((), "name"),
    "platform_fact": (("platform_id",), "fact"),
}
"""Where rows may be the same under another key: within which columns, by which text."""
LIKENESS = 90
"""Score (0 to 100) from which two texts are likely the same."""
UNSOURCED = ("territory_name", "topic_word")
"""Tables whose rows may be our own judgement: no source then."""
MOST_PASSES = 12


@dataclass(slots=True)
class Item:
    """A row of an import in the review.

    ``key`` is the row's key in the base; ``row`` the whole row as it would be; ``changes`` the
    columns that differ, with old and new text.
    """

    understood: Understood
    table: str
    status: str
    key: Key = ()
    row: Row = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    why: str | None = None

    @property
    def shown_key(self) -> str:
        """The key as one text."""
        return KEY_MARK.join(self.key)

    @property
    def is_taken(self) -> bool:
        """Whether the row would change the base."""
        return self.status in (NEW, CHANGED)

    def reject(self, trouble: Trouble) -> None:
        """Leave the row out, and say why."""
        self.status = REJECTED
        if trouble not in self.troubles:
            self.troubles.append(trouble)


@dataclass(frozen=True)
class SheetRead:
    """How a sheet was read: its table and columns, or why it was not."""

    sheet: Sheet
    heading: Heading | None
    reason: str = ""
    table: str = ""


@dataclass
class Review:
    """All rows of an import, compared with one state of the base."""

    base: Base
    digest: str
    sheets: list[SheetRead]
    items: list[Item]
    draft: Draft
    blockers: list[Problem]

    def count(self) -> dict[str, int]:
        """Number of rows by status, in the order in which they are told."""
        counts = Counter(item.status for item in self.items)
        return {status: counts[status] for status in STATUSES}

    @property
    def taken(self) -> list[Item]:
        """Rows that would change the base."""
        return [item for item in self.items if item.is_taken]


def review_files(base: Base, files: Sequence[Path], table: str | None = None) -> Review:
    """Read files and compare their rows with the base; nothing is written.

    ``table`` is the table that all rows are of; without it, names and columns tell.
    """
    names = Counter(file.name for file in files)
    sheets = [
        sheet
        for file in files
        for sheet in read_file(file, str(file) if names[file.name] > 1 else None)
    ]
    return review_sheets(base, sheets, table)


def review_sheets(base: Base, sheets: Sequence[Sheet], table: str | None = None) -> Review:
    """Compare the rows of sheets with the base."""
    digest = base.digest()
    reader = Reader(base)
    reads = [_read(base, sheet, table) for sheet in sheets]
    order = {one.name: position for position, one in enumerate(base.package.resources)}
    order[CORRECTION] = len(order)
    understood: dict[int, list[Understood]] = {}
    for position, read in sorted(
        enumerate(reads), key=lambda one: order.get(one[1].table, len(order))
    ):
        if read.heading and read.table != CORRECTION:
            understood[position] = list(reader.rows(read.sheet, read.heading))
            for row in understood[position]:
                if not row.is_example and not any(one.stops for one in row.troubles):
                    reader.learn(read.table, row.values)
    comparing = _Comparing(base)
    items: list[Item] = []
    for position, read in enumerate(reads):
        if read.heading is None:
            items += _unread(read)
        elif read.table != CORRECTION:
            items += [comparing.item(row) for row in understood[position]]
    for read in reads:
        if read.heading is not None and read.table == CORRECTION:
            items += comparing.corrections(read.sheet, read.heading, reader)
    # The lines are in the items now; a large import would be held twice.
    reads = [replace(read, sheet=replace(read.sheet, lines=())) for read in reads]
    draft, blockers = _settle(base, items)
    _find_alike(base, items)
    return Review(base, digest, reads, items, draft, blockers)


def _read(base: Base, sheet: Sheet, table: str | None) -> SheetRead:
    if sheet.fault is not None:
        return SheetRead(sheet, None, sheet.fault)
    found = understand_header(base, sheet, table)
    if isinstance(found, NotUnderstood):
        return SheetRead(sheet, None, found.reason, found.table)
    return SheetRead(sheet, found, table=found.table)


def _unread(read: SheetRead) -> Iterator[Item]:
    """Rows of a sheet that was not read: one for the sheet, or each row of a table to come."""
    sheet = read.sheet
    what = f"the sheet {sheet.name}" if sheet.name else "the file"
    if read.table:
        trouble = Trouble(NOTE, "table not in the base", read.reason)
        first = sheet.lines[0].number if sheet.lines else 0
        for line in sheet.lines[1:]:
            number = line.number if sheet.name else line.number - first + 1
            row = Understood(sheet.file, sheet.name, number, read.table, {})
            yield Item(row, read.table, IGNORED, troubles=[trouble])
        return
    is_harmless = bool(sheet.name) and sheet.fault is not None
    grade = NOTE if is_harmless else ERROR
    trouble = Trouble(grade, "cannot be read", f"{what} {read.reason}")
    row = Understood(sheet.file, sheet.name, 0, "", {})
    yield Item(row, "", IGNORED if is_harmless else REJECTED, troubles=[trouble])


class _Comparing:
    """Compares understood rows with the base, one after the other."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._rows: dict[str, dict[Key, Row]] = {}
        self._natural: dict[str, dict[Key, Key]] = {}
        self._lists: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
        self._seen: dict[tuple[str, Key], Item] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._corrected: dict[tuple[str, Key], list[Item]] = defaultdict(list)

    def _held(self, table: str) -> dict[Key, Row]:
        if table not in self._rows:
            resource = self._base.resource(table)
            rows = self._base.rows(table)
            self._rows[table] = {key_of(resource, row): row for row in rows}
            if columns := NATURAL.get(table):
                self._natural[table] = {
                    _natural_key(row, columns): key for key, row in self._rows[table].items()
                }
        return self._rows[table]

    def item(self, row: Understood) -> Item:
        """The row with what it would do."""
        if row.is_example:
            note = Trouble(NOTE, "example", "an example or a second header: never imported")
            return Item(row, row.table, IGNORED, troubles=list(row.troubles) or [note])
        item = Item(row, row.table, REJECTED, row=dict(row.values), lists=row.lists)
        item.troubles = list(row.troubles)
        resource = self._base.resource(row.table)
        held = self._held(row.table)
        twin = self._identify(resource, item)
        item.key = key_of(resource, item.row)
        if any(one.stops for one in item.troubles):
            return item
        if twin is not None:
            item.status = DUPLICATE
            rule = f"the base has it as {KEY_MARK.join(twin)}"
            item.troubles.append(Trouble(NOTE, "in the base under another key", rule))
            return item
        optional = _may_be_empty(resource)
        lacking = [c for c in resource.primary_key if not item.row.get(c) and c not in optional]
        if lacking:
            for column in lacking:
                item.reject(Trouble(ERROR, "value is required", "value is required", column=column))
            return item
        before = self._seen.get((item.table, item.key))
        if before is not None:
            return self._again(item, before)
        self._seen[item.table, item.key] = item
        self._compare(resource, item, held.get(item.key))
        return item

    def _again(self, item: Item, before: Item) -> Item:
        """A row whose key stands in the import before."""
        first = before.understood
        at = f"row {first.row}" + (f" of {first.sheet}" if first.sheet else "")
        if first.file != item.understood.file:
            at += f" of {first.file}"
        resource = self._base.resource(item.table)
        told, again = before.understood.values, item.understood.values
        # Columns of both rows, and what only the second has.
        other = [
            column
            for column, value in again.items()
            if column in told and not _same(resource, column, told[column], value)
        ]
        other += [n for n in item.lists if n in before.lists and before.lists[n] != item.lists[n]]
        more = [column for column in again if column not in told]
        more += [name for name in item.lists if name not in before.lists]
        if not other and not more:
            item.status = DUPLICATE
            item.troubles.append(Trouble(NOTE, "twice in the import", f"the same as {at}"))
            return item
        column = (other or more)[0]
        does = "says something else" if other else f"says more ({', '.join(more)})"
        rule = f"{does} than {at}, which has the same key: leave one row that says all"
        value = again.get(column) or ";".join(item.lists.get(column, ()))
        cell = item.understood.cell_of(column)
        item.reject(Trouble(ERROR, "says two things", rule, cell, column, value))
        return item

    def _identify(self, resource: Resource, item: Item) -> Key | None:
        """Give a row without identifier its own; returns the key of a twin under another one."""
        columns = NATURAL.get(resource.name)
        if columns is None or len(resource.primary_key) != 1:
            return None
        [name] = resource.primary_key
        if any(one.stops for one in item.troubles):
            return None
        natural = _natural_key(item.row, columns)
        stated = all(item.row.get(column) for column in columns if column != "platform_id")
        found = self._natural[resource.name].get(natural) if stated else None
        if item.row.get(name):
            own: Key = (item.row[name] or "",)
            is_twin = found is not None and found != own and own not in self._held(resource.name)
            return found if is_twin else None
        if not stated:
            return None
        key: Key = found or (self._next(resource.name, name, item.row),)
        self._natural[resource.name][natural] = key
        item.row = {name: key[0], **item.row}
        return None

    def _next(self, table: str, column: str, row: Row) -> str:
        """An identifier for a new row, as those of its table are."""
        if table == "partnership":
            return re.sub(r"[^a-z0-9]+", "-", fold(row.get("name") or "")).strip("-")
        stem = {
            "stage_evidence": f"{row.get('partnership_id')}-",
            "platform_fact": "F",
            "priority": f"{row.get('territory_id')}-{(row.get('period') or '')[:4]}-",
        }[table]
        if (table, stem) not in self._numbers:
            taken = [
                int(rest)
                for (key,) in self._held(table)
                if key.startswith(stem) and (rest := key[len(stem) :]).isdigit()
            ]
            self._numbers[table, stem] = max(taken, default=0)
        self._numbers[table, stem] += 1
        return f"{stem}{self._numbers[table, stem]:02}"

    def _compare(self, resource: Resource, item: Item, old: Row | None) -> None:
        if old is None:
            item.status = NEW
            given = {**item.understood.defaults, **item.row}
            item.row = {one: given.get(one) for one in resource.columns}
            if _lacks_source(item.row) and item.table not in UNSOURCED:
                rule = "a new row names the page that it was taken from"
                cell = item.understood.cell_of("source_url")
                item.reject(Trouble(ERROR, "no source", rule, cell, "source_url"))
            return
        for column, value in item.row.items():
            if _same(resource, column, old.get(column), value):
                item.row[column] = old.get(column)
            else:
                item.changes[column] = (old.get(column), value)
        if item.lists:
            held = self._lists_of(item.table, item.key[0])
            for name, values in item.lists.items():
                if values != held.get(name, ()):
                    item.changes[name] = (";".join(held.get(name, ())), ";".join(values))
        item.status = CHANGED if item.changes else UNCHANGED
        item.row = {one: item.row.get(one, old.get(one)) for one in resource.columns}

    def _lists_of(self, table: str, owner: str) -> dict[str, tuple[str, ...]]:
        if table not in self._lists:
            found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
            [key] = self._base.resource(table).primary_key
            taxonomy = {row["domain_code"]: row["taxonomy"] for row in self._base.rows("domain")}
            for name, (child, column, kind) in LISTS[table].items():
                rows = sorted(self._base.rows(child), key=lambda row: int(row["position"] or 0))
                for row in rows:
                    if kind is None or taxonomy.get(row[column]) == kind:
                        found[row[key] or ""][name].append(row[column] or "")
            self._lists[table] = {
                one: {name: tuple(values) for name, values in lists.items()}
                for one, lists in found.items()
            }
        return self._lists[table].get(owner, {})

    def corrections(self, sheet: Sheet, heading: Heading, reader: Reader) -> Iterator[Item]:
        """Rows of a sheet of corrections: each changes one cell of a row that is held."""
        for line in sheet.lines:
            if line.number <= heading.line:
                continue
            texts = {
                column: shown(line.cells[at]).strip() if at < len(line.cells) else ""
                for column, at in heading.columns.items()
            }
            cells = {
                column: cell_name(sheet.name, at, line.number)
                for column, at in heading.columns.items()
            }
            yield self._correction(sheet, row_number(sheet, heading, line), texts, cells)

    def _correction(
        self,
        sheet: Sheet,
        row: int,
        texts: Mapping[str, str],
        cells: Mapping[str, str],
    ) -> Item:
        table = texts["file"].removesuffix(".csv")
        key = tuple(part.strip() for part in texts["row_key"].split(KEY_MARK))
        column, new = texts["column"], texts["new"] or None
        values: Row = {column: new}
        understood = Understood(sheet.file, sheet.name, row, table, values, cells=cells)
        item = Item(understood, table, REJECTED, key=key, why=texts.get("why") or None)

        def refuse(name: str, kind: str, rule: str) -> Item:
            item.reject(Trouble(ERROR, kind, rule, cells[name], column, texts[name]))
            return item

        if not self._base.has(table):
            return refuse("file", "unknown table", "is no table of the base")
        resource = self._base.resource(table)
        if column not in resource.columns or column in resource.primary_key:
            return refuse("column", "unknown column", f"is no column of {table} to correct")
        old = self._held(table).get(key)
        if old is None:
            return refuse("row_key", "unknown row", f"is no row of {table}")
        earlier = [one for one in self._corrected[table, key] if one.is_taken]
        before = self._seen.get((table, key))
        if before is not None and before.is_taken:
            earlier.insert(0, before)
        held = old.get(column)
        for one in earlier:
            held = one.changes[column][1] if column in one.changes else held
        item.row = {**old, column: new}
        if _same(resource, column, held, new):
            item.status = UNCHANGED
            return item
        if not _same(resource, column, held, texts["old"] or None):
            rule = f"the base has {held!r} there now, not what the correction starts from"
            return refuse("old", "changed meanwhile", rule)
        item.status = CHANGED
        item.changes[column] = (held, new)
        self._corrected[table, key].append(item)
        return item


def _same(resource: Resource, column: str, one: str | None, other: str | None) -> bool:
    """Whether two texts of a column say the same: numbers may be written in several ways."""
    if one == other or one is None or other is None:
        return one == other
    if resource.field(column).type not in ("integer", "number"):
        return False
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _natural_key(row: Row, columns: Iterable[str]) -> Key:
    return tuple(" ".join(fold(row.get(column) or "").split()) for column in columns)


def _lacks_source(row: Row) -> bool:
    return "source_url" in row and not row["source_url"] and not row.get("source_title")


def _may_be_empty(resource: Resource) -> frozenset[str]:
    return frozenset(one.name for one in resource.fields if not one.is_required)


def _settle(base: Base, items: Sequence[Item]) -> tuple[Draft, list[Problem]]:
    """Check what would be, leave out what breaks a rule, and again until nothing does.

    Returns the tables as they would be, and problems that no row of the import answers for.
    """
    draft = Draft(base, ())
    if not any(item.is_taken for item in items):
        return draft, []
    together = _together(items)
    with Checker(base) as checker:
        blockers: list[Problem] = []
        for _ in range(MOST_PASSES):
            draft = Draft(base, _edits(items))
            problems = checker.problems(draft)
            blockers = []
            rejected = False
            for problem in problems:
                culprits = list(_culprits(base, items, together, problem))
                rejected = rejected or bool(culprits)
                for item in culprits:
                    item.reject(_trouble(item, problem))
                if not culprits:
                    blockers.append(problem)
            if not rejected:
                break
        for problem in checker.doubts():
            if problem.line is not None and problem.line >= OFFSET:
                for item in _setters(items, together, problem):
                    item.troubles.append(_trouble(item, problem, DOUBT))
    return draft, blockers


def _edits(items: Sequence[Item]) -> Iterator[Edit]:
    """What the rows that are taken do; several that change cells of one row do it together."""
    for (table, _), [first, *others] in _together(items).items():
        row, lists = dict(items[first].row), dict(items[first].lists)
        for number in others:
            lists |= items[number].lists
            row |= {
                column: new
                for column, (_, new) in items[number].changes.items()
                if column not in items[number].lists
            }
        yield Edit(first, table, row, lists)


def _together(items: Sequence[Item]) -> dict[tuple[str, Key], list[int]]:
    """Numbers of the rows that are taken, by the row of the base that they make together."""
    groups: dict[tuple[str, Key], list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        if item.is_taken:
            groups[item.table, item.key].append(number)
    return groups


def _culprits(
    base: Base,
    items: Sequence[Item],
    together: Mapping[tuple[str, Key], Sequence[int]],
    problem: Problem,
) -> Iterator[Item]:
    """Rows of the import that answer for a problem."""
    if problem.line is None:
        return
    if problem.line >= OFFSET:
        yield from _setters(items, together, problem)
        return
    if problem.file == "strategy.csv":
        # A strategy of the base that no longer agrees with its priorities.
        row = base.rows("strategy")[problem.line - 2]
        for item in items:
            if (
                item.table == "priority"
                and item.is_taken
                and all(
                    item.row.get(column) == row[column] for column in ("territory_id", "period")
                )
            ):
                yield item


def _setters(
    items: Sequence[Item],
    together: Mapping[tuple[str, Key], Sequence[int]],
    problem: Problem,
) -> Iterator[Item]:
    """Of the rows that make one row together, the last that set the cell; else all of them."""
    first = items[(problem.line or 0) - OFFSET]
    group = [items[number] for number in together[first.table, first.key]]
    group = [one for one in group if one.is_taken] or [first]
    columns = set((problem.column or "").split("+"))
    setters = [one for one in group if columns & set(one.changes)]
    yield from setters[-1:] or group


def _trouble(item: Item, problem: Problem, grade: str = ERROR) -> Trouble:
    column = problem.column or ""
    cell = item.understood.cell_of(column.split("+")[0])
    rule = problem.rule
    if match := re.search(r" on line (\d+)", rule):
        line = int(match.group(1))
        rule = rule.replace(match.group(0), " in the base" if line < OFFSET else " in the import")
    return Trouble(grade, without_numbers(rule), rule, cell, column, problem.value or "")


def _find_alike(base: Base, items: Sequence[Item]) -> None:
    """Mark new rows that are likely a row of the base under another key."""
    texts: dict[tuple[str, Key], list[tuple[Key, str]]] = {}
    for table in {item.table for item in items if item.status == NEW and item.table in ALIKE}:
        within, column = ALIKE[table]
        resource = base.resource(table)
        for row in base.rows(table):
            group = (table, tuple(row.get(one) or "" for one in within))
            texts.setdefault(group, []).append((key_of(resource, row), row.get(column) or ""))
    for item in items:
        if item.status != NEW or item.table not in ALIKE:
            continue
        within, column = ALIKE[item.table]
        held = texts.get((item.table, tuple(item.row.get(one) or "" for one in within)), [])
        found = process.extractOne(
            item.row.get(column) or "",
            [text for _, text in held],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=LIKENESS,
        )
        if found:
            text, score, position = found
            key = KEY_MARK.join(held[position][0])
            rule = f"likely the same as {key} ({score:.0f} of 100): {text}"
            item.troubles.append(
                Trouble(
                    DOUBT,
                    "likely a duplicate",
                    rule,
                    item.understood.cell_of(column),
                    column,
                    item.row.get(column) or "",
                    (key,),
                )
            )
