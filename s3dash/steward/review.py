"""The review: what each row of an import would do to the base, and what stands against it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from s3dash.package.plausible import Doubt
from s3dash.package.problems import Problem
from s3dash.steward.base import Base, Key
from s3dash.steward.columns import (
    CORRECTION,
    Heading,
    NotUnderstood,
    understand_header,
)
from s3dash.steward.comparing import Comparing, required
from s3dash.steward.corrections import Correcting
from s3dash.steward.decisions import Decisions
from s3dash.steward.draft import OFFSET, Checker, Draft, Edit, without_numbers
from s3dash.steward.files import read_file
from s3dash.steward.items import CHANGED, IGNORED, REJECTED, STATUSES, Item
from s3dash.steward.problems import DOUBT, ERROR, NOTE, Trouble
from s3dash.steward.sheets import Line, Sheet
from s3dash.steward.twins import Twin, find_twins
from s3dash.steward.understanding import NAME_OF_ANOTHER, Reader, Understood

MOST_PASSES = 12
CAUSED = "makes a row of the base doubtful"
"""Kind of the doubt of a row by which another one is hardly true."""


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
    sheets: list[SheetRead]
    items: list[Item]
    draft: Draft
    blockers: list[Problem]
    twins: list[Twin]

    def count(self) -> dict[str, int]:
        """Number of rows by status, in the order in which they are told."""
        counts = Counter(item.status for item in self.items)
        return {status: counts[status] for status in STATUSES}

    @property
    def taken(self) -> list[Item]:
        """Rows that would change the base."""
        return [item for item in self.items if item.is_taken]


def review_files(
    base: Base,
    files: Sequence[Path],
    table: str | None = None,
    decisions: Decisions | None = None,
) -> Review:
    """Read files and compare their rows with the base; nothing is written.

    ``table`` is the table that all rows are of; without it, names and columns tell. ``decisions``
    are those of a steward on an earlier review of the same files.
    """
    names = Counter(file.name for file in files)
    sheets = [
        sheet
        for file in files
        for sheet in read_file(file, str(file) if names[file.name] > 1 else None)
    ]
    return review_sheets(base, sheets, table, decisions)


def review_sheets(
    base: Base,
    sheets: Sequence[Sheet],
    table: str | None = None,
    decisions: Decisions | None = None,
) -> Review:
    """Compare the rows of sheets with the base."""
    reader = Reader(base, decisions)
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
    comparing = Comparing(base)
    correcting = Correcting(base, comparing, reader)
    items: list[Item] = []
    for position, read in enumerate(reads):
        if read.heading is None:
            items += _unread(read)
        elif read.table != CORRECTION:
            items += [comparing.item(row) for row in understood[position]]
    for read in reads:
        if read.heading is not None and read.table == CORRECTION:
            items += correcting.items(read.sheet, read.heading)
    # The lines are in the items now; a large import would be held twice.
    reads = [replace(read, sheet=replace(read.sheet, lines=())) for read in reads]
    draft, blockers = _settle(base, items)
    twins = list(find_twins(base, items, reader.decisions.apart))
    return Review(base, reads, items, draft, blockers, twins)


def _read(base: Base, sheet: Sheet, table: str | None) -> SheetRead:
    if sheet.fault is not None:
        return SheetRead(sheet, None, sheet.fault)
    found = understand_header(base, sheet, table)
    if isinstance(found, NotUnderstood):
        return SheetRead(sheet, None, found.reason, found.table)
    above = [line.number for line in sheet.lines if _is_more_than_a_title(line, found.line)]
    if above:
        rows = f"row {above[0]}" if len(above) == 1 else f"rows {above[0]} to {above[-1]}"
        note = f"{rows} above the header: not read; move another table to a sheet of its own"
        sheet = replace(sheet, notes=(*sheet.notes, note))
    return SheetRead(sheet, found, table=found.table)


def _is_more_than_a_title(line: Line, header: int) -> bool:
    return line.number < header and sum(cell is not None for cell in line.cells) > 1


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


def _settle(base: Base, items: Sequence[Item]) -> tuple[Draft, list[Problem]]:
    """Check what would be, leave out what breaks a rule, and again until nothing does.

    Returns the tables as they would be, and problems that no row of the import answers for.
    """
    draft = Draft(base, ())
    if not any(item.is_taken for item in items):
        return draft, []
    together = _together(items)
    with Checker(base) as checker:
        known = {_doubted(one) for one in checker.doubts()}
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
                    item.reject(_trouble(base, item, problem))
                if not culprits:
                    blockers.append(problem)
            if not rejected:
                break
        caused: list[Doubt] = []
        for doubt in checker.doubts():
            if doubt.line < OFFSET:
                caused += [doubt] if _doubted(doubt) not in known else []
                continue
            path = base.resource(doubt.table).path
            problem = Problem(path, doubt.line, doubt.column, doubt.value or None, doubt.rule)
            for item in _setters(items, together, problem):
                # What the base has anyway is no matter of this import.
                if item.status == CHANGED and _doubted(doubt) in known:
                    continue
                # The desk has said it already, and which place it is the name of.
                is_told = any(one.kind == NAME_OF_ANOTHER for one in item.troubles)
                if is_told and doubt.column == "territory_name":
                    continue
                item.troubles.append(_trouble(base, item, problem, DOUBT))
        _tell_caused(base, [item for item in items if item.is_taken], caused)
    return draft, blockers


def _doubted(one: Doubt) -> tuple[str, ...]:
    return one.table, one.row_key, one.column, one.value, one.rule


def _tell_caused(base: Base, taken: Sequence[Item], caused: Sequence[Doubt]) -> None:
    """Doubt the rows of an import by which rows that the base has are doubted now.

    Told once, on the last row that has a part of the doubted row's key or that it refers to.
    """
    last: dict[tuple[str, Key], int] = {}
    columns = {one for doubt in caused for one in base.resource(doubt.table).primary_key}
    for number, item in enumerate(taken) if caused else ():
        last[item.table, item.key] = number
        last |= {(one, (item.row[one] or "",)): number for one in columns if item.row.get(one)}
    alike: dict[tuple[int, str, str, str], list[Doubt]] = defaultdict(list)
    for one in caused:
        resource, row = base.resource(one.table), base.row(one.table, one.row_key)
        tied: list[tuple[str, Key]] = [
            (column, (row.get(column) or "",)) for column in resource.primary_key
        ]
        tied += [
            (key.resource, tuple(row.get(column) or "" for column in key.columns))
            for key in resource.foreign_keys
        ]
        number = max((last[name] for name in tied if name in last), default=len(taken) - 1)
        alike[number, one.table, one.column, one.rule].append(one)
    for (number, table, column, rule), [first, *others] in alike.items():
        more = f", and {len(others):,} more" if others else ""
        # Where a row is doubted itself by the same rule, it has been said.
        if all(one.rule != rule for one in taken[number].troubles):
            told = f"with this, {table} {first.row_key}{more} is hardly true: {column}: {rule}"
            taken[number].troubles.append(Trouble(DOUBT, CAUSED, told, value=first.value))


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


def _trouble(base: Base, item: Item, problem: Problem, grade: str = ERROR) -> Trouble:
    column = problem.column or ""
    cell = item.understood.cell_of(column.split("+")[0])
    rule = problem.rule
    if rule == "value is required":
        return required(base.resource(item.table), item, column)
    if match := re.fullmatch(r"not an? (.+) of (\w+)\.csv", rule):
        names, table = match.groups()
        rule = f"the base has no row of {table} with this {names}: it comes first"
    if rule.startswith("does not match the pattern"):
        known = next((row[column] for row in base.rows(item.table) if row.get(column)), "")
        rule = f"is not written as the others are, such as {known}"
    if match := re.search(r" on line (\d+)", rule):
        line = int(match.group(1))
        rule = rule.replace(match.group(0), " in the base" if line < OFFSET else " in the import")
    kind = "not in the list" if rule.startswith("not one of") else without_numbers(rule)
    return Trouble(grade, kind, rule, cell, column, problem.value or "")
