"""Corrections: rows that each change one cell of a row of the base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from s3dash.package.schema import Resource
from s3dash.steward.base import KEY_MARK, Base, Key, Row
from s3dash.steward.columns import LISTS, Heading
from s3dash.steward.comparing import Comparing, same
from s3dash.steward.correction_lines import CUT, SEVERAL, UNFILLED
from s3dash.steward.counts import is_counted
from s3dash.steward.decisions import LEFT_OUT
from s3dash.steward.items import CHANGED, IGNORED, REJECTED, UNCHANGED, Item
from s3dash.steward.problems import ERROR, NOTE, QUESTION, Trouble
from s3dash.steward.sheets import Sheet, cell_name, in_a_line, shown
from s3dash.steward.understanding import Reader, Understood, row_number
from s3dash.steward.values import Question
from s3dash.steward.words import EMPTIED

TAKES_AWAY = f"does not say what is right; {EMPTIED} takes the value away"
_OWNERS = {child: owner for owner, lists in LISTS.items() for child, _, _ in lists.values()}
"""Tables that hold the lists of another, and that one."""


class Correcting:
    """Understands the rows of sheets of corrections, one after the other."""

    def __init__(self, base: Base, comparing: Comparing, reader: Reader) -> None:
        self._base = base
        self._comparing = comparing
        self._reader = reader
        self._corrected: dict[tuple[str, Key], list[Item]] = defaultdict(list)
        self._keys: dict[str, dict[str, Key]] = {}

    def items(self, sheet: Sheet, heading: Heading) -> Iterator[Item]:
        """The corrections of a sheet."""
        for line in sheet.lines:
            if line.number <= heading.line:
                continue
            texts = {
                column: shown(line.cells[at]).strip() if at < len(line.cells) else ""
                for column, at in heading.columns.items()
            }
            row = row_number(sheet, heading, line)
            number = line.number if sheet.name else row
            cells = {
                column: cell_name(sheet.name, at, number) for column, at in heading.columns.items()
            }
            place = (sheet.file, sheet.name, row)
            decided = self._reader.decisions.of(*place)
            for new in decided.values():
                texts["new"] = new
            item = self._item(sheet, row, texts, cells)
            for column, at in heading.columns.items():
                if (fault := line.faults.get(at)) and (column != "new" or not decided):
                    # What it was meant to say, nobody knows: least of all that a value shall go.
                    item.reject(Trouble(ERROR, fault, fault, cells[column], column, texts[column]))
            if place in self._reader.decisions.left_out:
                item.status = IGNORED
                item.troubles = [Trouble(NOTE, LEFT_OUT, "left out by the steward")]
            elif item.is_taken:
                self._corrected[item.table, item.key].append(item)
            yield item

    def _item(
        self, sheet: Sheet, row: int, texts: Mapping[str, str], cells: Mapping[str, str]
    ) -> Item:
        table = texts["file"].removesuffix(".csv")
        column, new = texts["column"], texts["new"] or None
        if new == EMPTIED:
            new = None
        understood = Understood(sheet.file, sheet.name, row, table, {column: new}, cells=cells)
        source = texts.get("source_url", "")
        told = (
            f"Correction, after {in_a_line(source)}" if source and source not in UNFILLED else None
        )
        key: Key = (texts["row_key"],)
        item = Item(
            understood, table, REJECTED, key=key, why=in_a_line(texts.get("why", "")) or told
        )

        def refuse(name: str, kind: str, rule: str, grade: str = ERROR) -> Item:
            proposals = (EMPTIED,) if rule is TAKES_AWAY else ()
            item.reject(Trouble(grade, kind, rule, cells[name], column, texts[name], proposals))
            return item

        if not self._base.has(table):
            return refuse("file", "unknown table", "is no table of the base")
        if table in _OWNERS and KEY_MARK not in texts["row_key"]:
            return self._list(item, texts, cells)
        resource = self._base.resource(table)
        if column == SEVERAL:
            rule = "names several columns: leave the one that shall change"
            return refuse("old", "several columns", rule)
        if column not in resource.columns or column in resource.primary_key:
            return refuse("column", "unknown column", f"is no column of {table} to correct")
        if is_counted(table, column):
            rule = "follows from other rows, and is counted anew with every change: correct those"
            return refuse("column", "is counted", rule)
        found = self._key(table, texts["row_key"])
        if found is None:
            return refuse("row_key", "unknown row", f"is no row of {table}")
        item.key, old = found, self._comparing.held(table)[found]
        held = self._now(table, found, column, old.get(column))
        if texts["new"] in UNFILLED:
            return refuse("new", "not filled in", "does not say what is right", QUESTION)
        if not texts["new"] and held:
            return refuse("new", "not filled in", TAKES_AWAY, QUESTION)
        if new is not None:
            meant, note = self._reader.meant(resource, column, new)
            if isinstance(meant, Question):
                grade = QUESTION if meant.is_open else ERROR
                item.reject(
                    Trouble(
                        grade, meant.kind, meant.rule, cells["new"], column, new, meant.proposals
                    )
                )
                return item
            if note:
                item.troubles.append(Trouble(NOTE, "recoded", note, cells["new"], column, new))
            new = meant
        item.row = {**old, column: new}
        if same(resource, column, held, new):
            item.status = UNCHANGED
        elif not _starts_from(resource, column, held, texts["old"]):
            rule = f"the base has {held!r} there now, not what the correction starts from"
            return refuse("old", "changed meanwhile", rule)
        else:
            item.status = CHANGED
            item.changes[column] = (held, new)
        return item

    def _now(self, table: str, key: Key, column: str, held: str | None) -> str | None:
        """What a cell has once the rows of the import before this one are taken."""
        before = self._comparing.seen.get((table, key))
        for one in (*([before] if before else []), *self._corrected[table, key]):
            if one.is_taken and column in one.changes:
                held = one.changes[column][1]
        return held

    def _key(self, table: str, text: str) -> Key | None:
        """The key of a row, its parts joined by a bar, or by blanks as a reader sees them."""
        held = self._comparing.held(table)
        key = tuple(part.strip() for part in text.split(KEY_MARK))
        if key in held:
            return key
        if table not in self._keys:
            self._keys[table] = {" ".join(" ".join(one).split()): one for one in held}
        return self._keys[table].get(" ".join(text.split()))

    def _list(self, item: Item, texts: Mapping[str, str], cells: Mapping[str, str]) -> Item:
        """A correction of the values that a row has in a table of its own, such as its domains."""
        child, owner = item.table, _OWNERS[item.table]
        item.table = owner
        item.understood = replace(item.understood, table=owner)

        def refuse(name: str, kind: str, rule: str) -> Item:
            item.reject(Trouble(ERROR, kind, rule, cells[name], texts["column"], texts[name]))
            return item

        old: Row | None = self._comparing.held(owner).get(item.key)
        if old is None:
            return refuse("row_key", "unknown row", f"is no row of {owner}")
        if not texts["new"] or texts["new"] in UNFILLED:
            return refuse("new", "not filled in", "does not say what is right")
        troubles: list[Trouble] = []
        new = "" if texts["new"] == EMPTIED else texts["new"]
        given = self._reader.listed(owner, child, new, cells["new"], troubles)
        item.troubles += troubles
        if any(one.stops for one in troubles):
            return item
        held = self._comparing.lists_of(owner, item.key[0])
        names = [name for name, (one, _, _) in LISTS[owner].items() if one == child]
        if _codes(texts["old"]) != {code for name in names for code in held.get(name, ())}:
            rule = "is not what the base has there now"
            return refuse("old", "changed meanwhile", rule)
        item.row = dict(old)
        lists: dict[str, tuple[str, ...]] = {}
        for name in names:
            before, after = held.get(name, ()), given.get(name, ())
            if before != after:
                lists[name] = after
                item.changes[name] = (";".join(before), ";".join(after))
        item.lists = lists
        item.status = CHANGED if lists else UNCHANGED
        return item


def _codes(text: str) -> set[str]:
    return {part.strip() for part in text.split(";") if part.strip()}


def _starts_from(resource: Resource, column: str, held: str | None, stated: str) -> bool:
    """Whether a cell still has what a correction starts from, which may have been shortened."""
    if same(resource, column, held, stated or None):
        return True
    line = " ".join((held or "").split())
    if stated.endswith(CUT):
        return line.startswith(stated.removesuffix(CUT))
    return line == " ".join(stated.split())
