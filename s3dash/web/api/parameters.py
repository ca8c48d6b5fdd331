"""Parameters of an address read as values, each refused by name where it means nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import isfinite

from s3dash.queries.base.codes import code_of
from s3dash.web.api.problems import Refusal, wrong

DATA_VERSION = "data_version"
"""Parameter of a permanent link: the version of the data that it was made for; changes no row."""
MOST_PARAMETERS = 200
LONGEST_VALUE = 500
MOST_ROWS = 1_000_000
"""The highest limit, and offset, that may be asked for."""
MOST_NAMED = 60
"""So many allowed values are named; of more it is said how many there are."""
TRUE, FALSE = ("yes", "true", "1"), ("no", "false", "0")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
WORDS = {
    "integer": "a whole number, such as 20",
    "number": "a number, such as 0.5",
    "boolean": "yes or no",
    "date": "a day, such as 2021-06-30",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter that an address takes, for whoever reads it and for the documentation.

    Attributes
    ----------
    type : str
        ``string``, ``integer``, ``number``, ``boolean`` or ``date``.
    allowed : tuple of str
        The only values, where there are few.
    many : bool
        Whether it may be named several times.
    aliases : tuple of str
        Other names that it goes by.
    """

    name: str
    meaning: str
    type: str = "string"
    example: str = ""
    default: str = ""
    allowed: tuple[str, ...] = ()
    many: bool = False
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


LIMIT = Parameter("limit", "How many rows at most.", "integer", "20", least=0, most=MOST_ROWS)
OFFSET = Parameter(
    "offset", "How many rows to leave out first.", "integer", "20", "0", least=0, most=MOST_ROWS
)


class Given:
    """The parameters that an address has, read one by one.

    Refuses those that ``known`` does not have.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]], known: Iterable[Parameter]) -> None:
        check_size(pairs)
        self._of = {name: one.name for one in known for name in (one.name, *one.aliases)}
        self._values: dict[str, list[tuple[str, str]]] = {}
        for name, value in pairs:
            if name not in self._of:
                raise unknown(name, self._of)
            if value:
                self._values.setdefault(self._of[name], []).append((name, value))

    def many(self, one: Parameter) -> tuple[str, ...]:
        """All values, each once, in the order of the address; refused where one is not allowed."""
        values = self._values.get(one.name, [])
        for name, value in values:
            if one.allowed and value not in one.allowed:
                raise wrong(name, value, one.allowed)
        return tuple(dict.fromkeys(value for _, value in values))

    def text(self, one: Parameter) -> str:
        """The value, or the default; refused where there are several."""
        values = self.many(one)
        name, value = self._values.get(one.name, [(one.name, "")])[-1]
        if len(values) > 1:
            raise wrong(name, value, "one value", f"The parameter {name} has several values.")
        if not values and one.is_required:
            raise wrong(
                one.name, "", f"such as {one.example}", f"The parameter {one.name} is missing."
            )
        return values[0] if values else one.default

    def whole(self, one: Parameter) -> int | None:
        """The whole number; None where there is neither a value nor a default."""
        value = self.text(one)
        return whole(one.name, value, one.least, one.most) if value else None

    def number(self, one: Parameter) -> float | None:
        """The number; None where there is neither a value nor a default."""
        value = self.text(one)
        return number(one.name, value, one.least, one.most) if value else None

    def flag(self, one: Parameter) -> bool | None:
        """Yes or no; None where there is neither a value nor a default."""
        value = self.text(one)
        return flag(one.name, value) if value else None

    def day(self, one: Parameter) -> date | None:
        """The day; None where there is neither a value nor a default."""
        value = self.text(one)
        return day(one.name, value) if value else None

    def code(self, one: Parameter, known: Iterable[str]) -> str:
        """A code of the base, whatever its letters' case; empty: none is given."""
        value = self.text(one)
        return code(one.name, value, known) if value else ""

    def choice(self, one: Parameter, known: Mapping[str, str]) -> str:
        """One of a few codes; links of pages have its label in its place. ``known``: code -> label.

        The default where there is none.
        """
        value = self.text(one)
        found = code_of(value, known)
        if found is None:
            raise wrong(one.name, value, list(known))
        return found

    def codes(self, one: Parameter, known: Iterable[str]) -> tuple[str, ...]:
        """Codes of the base."""
        held = list(known)
        return tuple(dict.fromkeys(code(one.name, value, held) for value in self.many(one)))


def of_view(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What an address says of the view: without the version of the data that it was made for."""
    return [pair for pair in pairs if pair[0] != DATA_VERSION]


def fits(known: Iterable[Parameter], names: Collection[str]) -> bool:
    """Whether an address with parameters of these names is read: none is unknown, none lacks."""
    names = {*names} - {DATA_VERSION}
    held = [(one, {one.name, *one.aliases}) for one in known]
    every = {name for _, own in held for name in own}
    return every.issuperset(names) and not any(
        one.is_required and own.isdisjoint(names) for one, own in held
    )


def check_size(pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse an address with too many parameters, or one that is too long."""
    if len(pairs) > MOST_PARAMETERS:
        raise Refusal(
            400,
            f"The address has {len(pairs)} parameters.",
            given=str(len(pairs)),
            allowed=f"at most {MOST_PARAMETERS} parameters",
        )
    for name, value in pairs:
        if len(value) > LONGEST_VALUE:
            raise wrong(name, value, f"at most {LONGEST_VALUE} letters")


def unknown(name: str, known: Mapping[str, object] | Sequence[str]) -> Refusal:
    """The refusal of a parameter that there is not, with what was perhaps meant."""
    near = get_close_matches(name[:LONGEST_VALUE], list(known), 1)
    meant = f" Perhaps {near[0]} is meant." if near else ""
    return Refusal(
        400,
        f"There is no such parameter here.{meant}",
        parameter=name,
        allowed=list(known),
    )


def whole(name: str, value: str, least: float | None = None, most: float | None = None) -> int:
    """A whole number."""
    found = int(value) if _WHOLE.fullmatch(value) else None
    if found is None or not _is_within(found, least, most):
        raise wrong(name, value, _range("a whole number", least, most))
    return found


def number(name: str, value: str, least: float | None = None, most: float | None = None) -> float:
    """A number."""
    found = float(value) if _NUMBER.fullmatch(value) else None
    if found is None or not isfinite(found) or not _is_within(found, least, most):
        raise wrong(name, value, _range("a number", least, most))
    return found


def flag(name: str, value: str) -> bool:
    """Yes or no."""
    if value.lower() not in (*TRUE, *FALSE):
        raise wrong(name, value, WORDS["boolean"])
    return value.lower() in TRUE


def day(name: str, value: str) -> date:
    """A day."""
    try:
        # Only the form we write: Python reads 20190331 and weeks as dates, too.
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise wrong(name, value, WORDS["date"]) from None


def code(name: str, value: str, known: Iterable[str]) -> str:
    """A code of the base, whatever its letters' case."""
    held = list(known)
    if value in held:
        return value
    small = value.casefold()
    found = next((one for one in held if one.casefold() == small), None)
    if found is None:
        near = get_close_matches(value[:LONGEST_VALUE], held, 1) if len(held) > MOST_NAMED else []
        meant = f", such as {near[0]}" if near else ""
        few = held if len(held) <= MOST_NAMED else f"one of {len(held):,} codes{meant}"
        raise wrong(name, value, few)
    return found


def _is_within(found: float, least: float | None, most: float | None) -> bool:
    return (least is None or found >= least) and (most is None or found <= most)


def _range(what: str, least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f"{what} from {least:g} to {most:.12g}"
    return f"{what} from {least:g} on" if least is not None else what
