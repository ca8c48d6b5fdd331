"""Understanding: from a line of a sheet to the row of a table that it means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from rapidfuzz import fuzz

from s3dash.package.schema import Field, Resource
from s3dash.steward.base import Base, Row
from s3dash.steward.columns import LISTS, Heading, plain
from s3dash.steward.counts import is_counted
from s3dash.steward.decisions import LEFT_OUT, Decisions
from s3dash.steward.names import Names, words
from s3dash.steward.places import Places
from s3dash.steward.problems import DOUBT, ERROR, NOTE, QUESTION, Trouble
from s3dash.steward.sheets import Cell, Line, Sheet, cell_name, in_a_line, shown
from s3dash.steward.values import (
    Question,
    decimal_mark,
    number,
    partial_date,
    turned_to_date,
    web_address,
    yes_or_no,
)
from s3dash.steward.words import EMPTIED, EXAMPLE, NOTHING, TOGETHER, TOTAL, VALUES

NAME_OF_ANOTHER = "name of another place"
"""Kind of the doubt about a name beside the code of a place elsewhere, which names that place."""
CALLED = ("partnership", "platform", "stage")
"""Tables whose own rows people name where their key belongs."""
MOST_TEXT = 100_000
"""Characters of a cell: far more than any text of ours."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A line of a sheet, understood.

    ``values`` has the columns that the line states; one that shall lose its value is None.
    ``lists`` has the columns of several values. ``is_example``: the line is never imported.
    ``defaults`` are values that a new row gets where the line states none.
    """

    file: str
    sheet: str
    row: int
    table: str
    values: Row
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    is_example: bool = False
    defaults: Row = field(default_factory=dict)

    def cell_of(self, column: str) -> str:
        """The cell that a column was read from; empty where there is none."""
        return self.cells.get(column, "")


class Reader:
    """Understands lines, whatever their table. Remembers what it was asked before."""

    def __init__(self, base: Base, decisions: Decisions | None = None) -> None:
        self._base = base
        self.decisions = decisions or Decisions()
        self.places = Places(base)
        self._names: dict[str, Names] = {}
        self._found: dict[tuple[str, str, str | None], tuple[str | Question, str | None]] = {}
        self._decimals: dict[str, str] = {}
        self._enums: dict[tuple[str, ...], dict[str, str]] = {}
        self._taxonomies = {row["domain_code"]: row["taxonomy"] for row in base.rows("domain")}

    def names(self, table: str) -> Names:
        """The names of the rows of a table."""
        if table not in self._names:
            self._names[table] = Names(self._base, table)
        return self._names[table]

    def learn(self, table: str, row: Row) -> None:
        """Know a row that an import brings, for the rows that refer to it."""
        if table == "territory":
            self.places.add(row)
            self._found.clear()
        elif len(self._base.resource(table).primary_key) == 1:
            self.names(table).add(row)
            self._found.clear()

    def rows(self, sheet: Sheet, heading: Heading) -> Iterator[Understood]:
        """Understand the lines under a header."""
        resource = self._base.resource(heading.table)
        headers = {plain(shown(cell)) for cell in self._header(sheet, heading) if cell is not None}
        self._decimals = dict(_decimals(sheet, heading, resource))
        for line in sheet.lines:
            if line.number <= heading.line or not (line.cells or line.faults):
                continue
            is_near = line.number <= heading.line + 2
            cells = line.cells if is_near else ()
            texts = [plain(shown(cell)) for cell in cells if cell is not None]
            if (
                texts
                and not texts[0].startswith(plain(EXAMPLE))
                and self._is_header(texts, resource, headers)
            ):
                row = row_number(sheet, heading, line)
                note = Trouble(NOTE, "second header", "a second header row: it holds no facts")
                yield Understood(
                    sheet.file,
                    sheet.name,
                    row,
                    heading.table,
                    {},
                    troubles=(note,),
                    is_example=True,
                )
                continue
            yield self._row(sheet, heading, resource, line)

    @staticmethod
    def _header(sheet: Sheet, heading: Heading) -> tuple[Cell, ...]:
        return next(line.cells for line in sheet.lines if line.number == heading.line)

    @staticmethod
    def _is_header(texts: list[str], resource: Resource, headers: set[str]) -> bool:
        own = {plain(one.name) for one in resource.fields} | {
            plain(one.title) for one in resource.fields
        }
        return sum(text in own or text in headers for text in texts) > len(texts) / 2

    def _row(self, sheet: Sheet, heading: Heading, resource: Resource, line: Line) -> Understood:
        row = row_number(sheet, heading, line)
        decided = self.decisions.of(sheet.file, sheet.name, row)
        troubles: list[Trouble] = []
        cells: dict[str, str] = {}
        raw: dict[str, Cell] = {}
        addresses = {one.name for one in resource.fields if one.format == "uri"}
        for column, position in heading.columns.items():
            cells[column] = cell_name(sheet.name, position, line.number if sheet.name else row)
            if column in decided:
                continue
            value = line.cells[position] if position < len(line.cells) else None
            if fault := line.faults.get(position):
                troubles.append(Trouble(ERROR, fault, fault, cells[column], column, shown(value)))
                continue
            if column in heading.twice:
                troubles += self._told_twice(sheet, heading, column, line, row)
            raw[column] = value
            link = line.links.get(position)
            if link and column in addresses and isinstance(web_address(shown(value)), Question):
                raw[column] = link
                rule = f"the address behind the cell is read: {link}"
                troubles.append(Trouble(NOTE, "address", rule, cells[column], column, shown(value)))
        for column, position in heading.fallbacks.items():
            if raw.get(column) is None and position < len(line.cells) and column not in decided:
                raw[column] = line.cells[position]
                number = line.number if sheet.name else row
                cells[column] = cell_name(sheet.name, position, number)
        raw |= decided
        first = next((cell for cell in line.cells if cell is not None), None)
        if isinstance(first, str) and first.upper().startswith(EXAMPLE):
            return Understood(
                sheet.file, sheet.name, row, resource.name, {}, cells=cells, is_example=True
            )
        nothing = all(value is None for value in raw.values()) and not troubles
        if not decided and _is_total(first, line, heading):
            nothing, troubles, raw = True, [], {}
        is_out = (sheet.file, sheet.name, row) in self.decisions.left_out
        if nothing:
            rule = "has nothing in the columns that are read, or adds up the others"
            troubles.append(Trouble(NOTE, "nothing that is read", rule))
        values, lists = self._values(resource, raw, cells, troubles)
        if is_out:
            troubles = [Trouble(NOTE, LEFT_OUT, "left out by the steward")]
        return Understood(
            sheet.file,
            sheet.name,
            row,
            resource.name,
            values,
            lists,
            tuple(troubles),
            cells,
            is_example=nothing or is_out,
            defaults=self._defaults(resource, raw, values),
        )

    @staticmethod
    def _told_twice(
        sheet: Sheet, heading: Heading, column: str, line: Line, row: int
    ) -> Iterator[Trouble]:
        values = [
            shown(line.cells[position]) if position < len(line.cells) else ""
            for position in heading.twice[column]
        ]
        if values[0] != values[1]:
            number = line.number if sheet.name else row
            first, second = (cell_name(sheet.name, at, number) for at in heading.twice[column])
            rule = f"the column stands twice and says two things, here and in {second}"
            yield Trouble(
                QUESTION, "column stands twice", rule, first, column, values[0], tuple(values)
            )

    def _values(
        self,
        resource: Resource,
        raw: Mapping[str, Cell],
        cells: dict[str, str],
        troubles: list[Trouble],
    ) -> tuple[Row, dict[str, tuple[str, ...]]]:
        own = {one.name for one in resource.fields}
        country = self.places.country(shown(raw.get("country_code")) or None)
        values: Row = {}
        lists: dict[str, tuple[str, ...]] = {}
        raw = self._with_territory(resource, raw, own, cells)
        for column, cell in raw.items():
            text = shown(cell).strip() if isinstance(cell, str) else shown(cell)
            if not text or is_counted(resource.name, column):
                continue
            where = cells.get(column, "")
            if column in LISTS.get(resource.name, {}):
                if text == EMPTIED:
                    lists[column] = ()
                    continue
                lists[column] = tuple(self._list(resource.name, column, text, where, troubles))
                continue
            if column not in own:
                continue
            if text == EMPTIED:
                values[column] = None
                continue
            if _says_nothing(resource.field(column), text):
                rule = "is read as empty, which changes nothing"
                troubles.append(Trouble(NOTE, "read as empty", rule, where, column, text))
                continue
            meant = self._value(resource, resource.field(column), cell, text, country)
            value, note = meant if isinstance(meant, tuple) else (meant, None)
            if isinstance(value, Question):
                grade = QUESTION if value.is_open else ERROR
                troubles.append(
                    Trouble(grade, value.kind, value.rule, where, column, text, value.proposals)
                )
            elif value:
                values[column] = value
            if note:
                troubles.append(Trouble(NOTE, "recoded", note, where, column, text))
        self._compare_name(resource, raw, values, cells, troubles)
        return values, lists

    def _with_territory(
        self, resource: Resource, raw: Mapping[str, Cell], own: set[str], cells: dict[str, str]
    ) -> dict[str, Cell]:
        """A row that gives a territory by its name only has the name where the code belongs."""
        completed = dict(raw)
        if resource.name == "territory" or "territory_id" not in own:
            return completed
        if completed.get("territory_id") is None and completed.get("territory_name") is not None:
            completed["territory_id"] = completed["territory_name"]
            if "territory_name" in cells:
                cells["territory_id"] = cells["territory_name"]
        return completed

    def _defaults(self, resource: Resource, raw: Mapping[str, Cell], values: Row) -> Row:
        """What follows for a new row from the rest of it: the name by which a place was called."""
        territory = values.get("territory_id")
        wanted = any(one.name == "territory_name" and one.is_required for one in resource.fields)
        if not territory or not wanted or values.get("territory_name"):
            return {}
        given = in_a_line(shown(raw.get("territory_id")))
        is_code = re.fullmatch(r"[A-Z]{2}[0-9A-Z]{0,3}|[A-Z]{2}-[a-z-]+", given.upper())
        return {"territory_name": self.places.name_of(territory) if is_code else given}

    def meant(
        self, resource: Resource, column: str, text: str
    ) -> tuple[str | Question | None, str | None]:
        """What a text means in a column, and a note where it was not taken as it stands."""
        found = self._value(resource, resource.field(column), text, text, None)
        return found if isinstance(found, tuple) else (found, None)

    def listed(
        self, table: str, child: str, text: str, where: str, troubles: list[Trouble]
    ) -> dict[str, tuple[str, ...]]:
        """The values of all lists that a table keeps in another one, by the name of the list."""
        names = {one: kind for one, (held_in, _, kind) in LISTS[table].items() if held_in == child}
        key = next(column for held_in, column, _ in LISTS[table].values() if held_in == child)
        target = _target(self._base.resource(child), key)
        assert target is not None
        found: dict[str, list[str]] = defaultdict(list)
        parts = list(self._parts(target, text))
        for part in parts:
            code = self.names(target).find(part)
            if isinstance(code, Question):
                troubles.append(_asked(code, where, key, part, parts))
                continue
            for name, kind in names.items():
                if kind in (None, self._taxonomy(code)):
                    found[name].append(code)
        return {name: tuple(values) for name, values in found.items()}

    def _compare_name(
        self,
        resource: Resource,
        raw: Mapping[str, Cell],
        values: Row,
        cells: Mapping[str, str],
        troubles: list[Trouble],
    ) -> None:
        """Doubt a name that stands beside the code of another place."""
        territory = values.get("territory_id")
        name = shown(raw.get("territory_name")).strip()
        if not territory or not name or resource.name in ("territory", "territory_name"):
            return
        if other := self.places.names_another(name, territory):
            rule = (
                f"is the name of {other}, the code {territory} is {self.places.name_of(territory)}"
            )
            where = cells.get("territory_name", "")
            troubles.append(
                Trouble(DOUBT, NAME_OF_ANOTHER, rule, where, "territory_name", name, (other,))
            )

    def _value(
        self, resource: Resource, one: Field, cell: Cell, text: str, country: str | None
    ) -> str | Question | tuple[str | Question, str | None] | None:
        if len(text) > MOST_TEXT:
            return Question("text too long", f"has more than {MOST_TEXT:,} characters")
        if one.is_partial_date:
            return partial_date(cell)
        if one.type == "date":
            return partial_date(cell, must_be_day=True)
        if one.type in ("integer", "year"):
            return number(cell, is_whole=True)
        if one.type == "number":
            return number(cell, is_whole=False, decimal=self._decimals.get(one.name))
        if one.type == "boolean":
            return yes_or_no(cell)
        if isinstance(cell, date | datetime | time):
            return turned_to_date(cell)
        text = in_a_line(text)
        if one.format == "uri":
            return web_address(text)
        if one.enum is not None:
            return self._listed(one, text)
        target = _target(resource, one.name)
        if target is not None and target != resource.name:
            return self._reference(target, one, text, country)
        if resource.name in CALLED and resource.primary_key == (one.name,):
            return self._called(resource.name, one, text)
        return text

    def _called(self, table: str, one: Field, text: str) -> str | Question:
        """The key of a row that is called by its name where the key belongs; else a new key."""
        found = self.names(table).find(text)
        is_key = re.fullmatch(one.pattern or ".*", text) is not None
        return text if isinstance(found, Question) and (is_key or not found.proposals) else found

    def _reference(
        self, target: str, one: Field, text: str, country: str | None
    ) -> str | Question | tuple[str | Question, str | None] | None:
        if target == "platform" and not one.is_required and words(text) in TOGETHER:
            return None
        asked = (target, text, country)
        if asked not in self._found:
            if target == "territory":
                self._found[asked] = self.places.find(text, country)
            elif target == "country":
                code = self.places.country(text)
                known = code if code else self.names(target).find(text)
                self._found[asked] = (known, None)
            else:
                self._found[asked] = (self._named(target, one, text), None)
        return self._found[asked]

    def _named(self, target: str, one: Field, text: str) -> str | Question:
        for value, others in VALUES.get(one.name, {}).items():
            if words(text) in map(words, others):
                return value
        return self.names(target).find(text)

    def _listed(self, one: Field, text: str) -> str | Question:
        enum = tuple(map(str, one.enum or ()))
        if text in enum:
            return text
        if enum not in self._enums:
            self._enums[enum] = {words(value): value for value in enum}
            for value, others in VALUES.get(one.name, {}).items():
                if value in enum:
                    self._enums[enum] |= {words(other): value for other in others}
        found = self._enums[enum].get(words(text))
        if found:
            return found
        near = [value for word, value in self._enums[enum].items() if _alike(word, words(text))]
        rule = f"not one of {', '.join(enum)}"
        return Question("not in the list", rule, tuple(dict.fromkeys(near)), is_open=bool(near))

    def _list(
        self, table: str, column: str, text: str, where: str, troubles: list[Trouble]
    ) -> Iterator[str]:
        child, key, taxonomy = LISTS[table][column]
        target = _target(self._base.resource(child), key)
        assert target is not None
        parts = list(self._parts(target, text))
        for part in parts:
            found = self.names(target).find(part)
            if isinstance(found, Question):
                troubles.append(_asked(found, where, column, part, parts))
            elif taxonomy and taxonomy != self._taxonomy(found):
                rule = f"is of the taxonomy {self._taxonomy(found)}, not {taxonomy}"
                troubles.append(Trouble(ERROR, "taxonomy", rule, where, column, part))
            else:
                yield found

    def _parts(self, target: str, text: str) -> Iterator[str]:
        """The values of a list; commas part them only where all between them is known."""
        names = self.names(target)
        for piece in filter(None, (one.strip() for one in re.split(r"[;|\n]", text))):
            parts = [one.strip() for one in piece.split(",") if one.strip()]
            is_listed = len(parts) > 1 and isinstance(names.find(piece), Question)
            if is_listed and all(isinstance(names.find(one), str) for one in parts):
                yield from parts
            else:
                yield piece

    def _taxonomy(self, code: str) -> str | None:
        return self._taxonomies.get(code)


def _decimals(sheet: Sheet, heading: Heading, resource: Resource) -> Iterator[tuple[str, str]]:
    """Columns of numbers with the one mark of decimals that all their clear numbers have."""
    types = {one.name: one.type for one in resource.fields}
    for column, at in heading.columns.items():
        if types.get(column) == "number":
            cells = (line.cells[at] for line in sheet.lines if at < len(line.cells))
            marks = {mark for cell in cells if (mark := decimal_mark(cell))}
            if len(marks) == 1:
                yield column, marks.pop()


def _says_nothing(one: Field, text: str) -> bool:
    """Whether a text stands for an empty cell: where a value of a kind of its own belongs."""
    is_free = one.type == "string" and not (one.is_partial_date or one.enum or one.format == "uri")
    return not one.is_required and not is_free and text.casefold().strip(". ") in NOTHING


def _is_total(first: Cell, line: Line, heading: Heading) -> bool:
    """Whether a row only adds up those above it."""
    said = words(first) if isinstance(first, str) else ""
    filled = len({*line.faults, *(at for at, cell in enumerate(line.cells) if cell is not None)})
    return 2 * filled <= len(heading.columns) and any(
        said == word or said.startswith(f"{word} ") for word in TOTAL
    )


def _asked(question: Question, where: str, column: str, part: str, parts: Sequence[str]) -> Trouble:
    """A value of a list that is not taken; what is proposed is the whole list."""
    grade = QUESTION if question.is_open else ERROR
    proposals = tuple(
        "; ".join(one if other == part else other for other in parts) for one in question.proposals
    )
    return Trouble(grade, question.kind, question.rule, where, column, part, proposals)


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= 80


def _target(resource: Resource, column: str) -> str | None:
    """The table that a column refers to on its own."""
    for key in resource.foreign_keys:
        if key.columns == (column,):
            return key.resource
    return None


def row_number(sheet: Sheet, heading: Heading, line: Line) -> int:
    """A line's number in a report: its row in a workbook; in a text file the header is 1."""
    return line.number if sheet.name else line.number - heading.line + 1
