"""Values as people write them: dates, numbers, yes and no. Never guessed where two ways are open.

Every function returns what the cell means, or a `Question` with the rule and what it may mean.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time

from s3dash.package.letters import MARKS, fold
from s3dash.package.limits import FIRST_YEAR, LAST_YEAR
from s3dash.steward.months import months_of
from s3dash.steward.sheets import Cell, shown


@dataclass(frozen=True)
class Question:
    """A value that is not taken as it stands.

    Attributes
    ----------
    kind
        Short name of what is the matter, the same for all that are alike.
    rule
        The rule in plain words.
    proposals
        What may be meant, the likeliest first.
    is_open
        Whether a decision mends it: the value can be read in several ways.
    """

    kind: str
    rule: str
    proposals: tuple[str, ...] = ()
    is_open: bool = False


_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}(?!.*\b(?:19|20)\d{2}\b).*)"
_WORD = r"([^\W\d_]{3,})"
_THEN = r"(?:[-/]|\. ?)"
ISO = re.compile(rf"(\d{{4}})(?:{_THEN}(\d{{1,2}})(?:{_THEN}(\d{{1,2}})(?:\.?{_TIME})?)?)?\.?")
TWO_YEARS = re.compile(r"(\d{4})([-/])(\d{2})")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
DAY_FIRST = re.compile(rf"(\d{{1,2}})\s*([./-])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}})\.?{_TIME}?")
MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
ROMAN = re.compile(r"(?:(\d{1,2})[\s./-]+)?([IVX]{1,4})[\s./-]+(\d{4})")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
IN_WORDS = re.compile(r"(?:(\d{1,2})\.?(?:st|nd|rd|th|er|º|°|ª)?[\s./-]*(?:de |of )?\s*)?"
                      rf"{_WORD}[\s./,-]*(?:de |del )?\s*(\d{{4}})\.?")  # fmt: skip
MONTH_FIRST_WORDS = re.compile(rf"{_WORD}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")
YEAR_FIRST_WORDS = re.compile(
    rf"(\d{{4}})\.?\s*(?:m\. )?{_WORD}\.?(?:\s*(\d{{1,2}})\.?(?: ?d\.?)?)?"
)
YEAR_DAY_WORDS = re.compile(rf"(\d{{4}})\. gada (\d{{1,2}})\. {_WORD}")
SHORT_YEAR_WORDS = re.compile(rf"(?:(\d{{1,2}})[\s./-]*)?{_WORD}[\s./'’-]+(\d{{2}})")
BEFORE = re.compile(r"^(?:am|den|dne|dnia|el|il|le|on|the|dia|lo) (?=\d)", re.IGNORECASE)
AFTER = re.compile(r"(?<=\d)\s*(?:г|r|р)\.?$")
"""What stands before a date in some languages, and after its year."""
NO_DATE = "is not a date that can be read"
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?")
GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:([.,'’ \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?"
)
ADDRESS = re.compile(r"(https?)(://\S+)", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)")
CURRENCY = re.compile(r"^(?:€|EUR|euro)\s*|\s*(?:€|EUR|euros?)$", re.IGNORECASE)
YES_WORDS = "true yes ja oui si da tak ano igen kyllä jah ναι да sim evet x 1 wahr vrai"
NO_WORDS = "false no nein non nej nie ne nem ei όχι не não hayir 0 falsch faux"
YES, NO = (frozenset(map(fold, words.split())) for words in (YES_WORDS, NO_WORDS))


def partial_date(value: Cell, *, must_be_day: bool = False) -> str | Question:
    """A date as the base writes it: ``2021``, ``2021-05`` or ``2021-05-14``."""
    if isinstance(value, bool | time):
        return Question("date", NO_DATE)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        if float(value).is_integer() and FIRST_YEAR <= value <= LAST_YEAR:
            return str(int(value))
        if isinstance(value, int) and COMPACT.fullmatch(str(value)):
            return _read(str(value))
        if 20_000 < value < 80_000:
            day = date.fromordinal(date(1899, 12, 30).toordinal() + int(value)).isoformat()
            rule = "is a number; as the count of days of a spreadsheet it would be a date"
            return Question("date as a number", rule, (day,), is_open=True)
        return Question("date", NO_DATE)
    text = " ".join(_plain_figures(str(value or "")).split())
    found = _read(text)
    if isinstance(found, str) and must_be_day and len(found) != 10:
        return Question("date", "names no day")
    return found


def _plain_figures(text: str) -> str:
    """A text whose digits of other shapes or scripts are the plain ones; ² is none."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _read(text: str) -> str | Question:
    text = AFTER.sub("", BEFORE.sub("", text, count=1))
    found = _in_figures(text) or _in_letters(text)
    return found or Question("date", NO_DATE, _inside(text), is_open=bool(_inside(text)))


def _in_figures(text: str) -> str | Question | None:
    if match := TWO_YEARS.fullmatch(text):
        year, mark, other = match.groups()
        month = _joined(year, other, None)
        is_ours = mark == "-" and isinstance(month, str)
        if int(other) == (int(year) + 1) % 100 and not is_ours:
            proposals = tuple(
                one for one in (month, _joined(year, None, None)) if isinstance(one, str)
            )
            rule = "can be read in two ways: a month, or one year and the next?"
            return Question("date that reads two ways", rule, proposals, is_open=bool(proposals))
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _joined(match.group(1), match.group(2), match.group(3))
    if match := DAY_FIRST.fullmatch(text):
        first, mark, second, year = match.groups()
        if len(year) == 2:
            full = f"20{year}"
            return _which_century(_joined(full, second, first), _joined(full, first, second))
        day_first, month_first = _joined(year, second, first), _joined(year, first, second)
        # With points the day comes first everywhere; with strokes it depends on who wrote it.
        if isinstance(day_first, str) and (
            mark == "." or first == second or isinstance(month_first, Question)
        ):
            return day_first
        if isinstance(day_first, str) and isinstance(month_first, str):
            rule = "can be read in two ways: day or month first?"
            return Question("date that reads two ways", rule, (day_first, month_first), True)
        if isinstance(month_first, str) and mark != ".":
            return month_first
        return day_first
    if match := MONTH_YEAR.fullmatch(text):
        return _joined(match.group(2), match.group(1), None)
    if (match := ROMAN.fullmatch(text)) and match.group(2) in ROMANS:
        return _joined(match.group(3), str(ROMANS.index(match.group(2)) + 1), match.group(1))
    return None


def _in_letters(text: str) -> str | Question | None:
    # An accent may be a sign of its own, as macOS writes it, and is no letter then.
    text = re.sub(f"[{MARKS}]", "", unicodedata.normalize("NFD", text))
    if match := MONTH_FIRST_WORDS.fullmatch(text):
        return _in_words(match.group(2), match.group(1), match.group(3))
    if match := IN_WORDS.fullmatch(text):
        return _in_words(match.group(1), match.group(2), match.group(3))
    if match := YEAR_FIRST_WORDS.fullmatch(text):
        return _in_words(match.group(3), match.group(2), match.group(1))
    if match := YEAR_DAY_WORDS.fullmatch(text):
        return _in_words(match.group(2), match.group(3), match.group(1))
    if match := SHORT_YEAR_WORDS.fullmatch(text):
        found = _in_words(match.group(1), match.group(2), f"20{match.group(3)}")
        return found if found is None else _which_century(found)
    return None


def _in_words(day: str | None, word: str, year: str) -> str | Question | None:
    found = [_joined(year, str(month), day) for month in months_of(word)]
    if len(found) > 1:
        proposals = tuple(one for one in found if isinstance(one, str))
        rule = "names a month that differs by language"
        return Question("date that reads two ways", rule, proposals, is_open=True)
    return found[0] if found else None


def _which_century(*found: str | Question) -> Question:
    """A year of two figures, as what it may be."""
    proposals = tuple(one for one in found if isinstance(one, str))
    rule = "has a year of two figures: which century?"
    return Question("date with a short year", rule, proposals[:2], is_open=bool(proposals))


def _inside(text: str) -> tuple[str, ...]:
    """What a text that is no date may mean: the date or year in it; of a span, its start."""
    spans = re.sub(r"^(\d{1,2})\.?\s*[-–—]\s*\d{1,2}(?=[\s./])", r"\1", text)
    bare = re.sub(r"^[^\W\d_]+[.,]*\s+(?=\d{1,2}\D)", "", spans)
    if bare != text:
        found = _in_figures(bare) or _in_letters(bare)
        if isinstance(found, str):
            return (found,)
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)
    return (years[0],) if years else ()


def _joined(year: str, month: str | None, day: str | None) -> str | Question:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return Question("date", f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return Question("date", "no such month in the calendar")
    if day is None:
        return f"{year}-{int(month):02}"
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return Question("date", "no such day in the calendar")
    return f"{year}-{int(month):02}-{int(day):02}"


def decimal_mark(value: Cell) -> str | None:
    """The mark of decimals that a text shows beyond doubt: 12,5 and 0.159 do, 1.234 does not."""
    if not isinstance(value, str):
        return None
    text = CURRENCY.sub("", _plain_figures(value).strip())
    if match := GROUPED.fullmatch(text):
        rest = text.replace(match.group(1), "")
        return next((mark for mark in ",." if mark in rest), None)
    if NUMBER.fullmatch(text):
        return next((mark for mark in ",." if mark in text), None)
    return None


def number(value: Cell, *, is_whole: bool, decimal: str | None = None) -> str | Question:
    """A number as the base writes it, with a point and without separators of thousands.

    ``decimal``: the mark of decimals, where the other numbers of the column tell it.
    """
    if isinstance(value, bool):
        return Question("number", "is not a number")
    if isinstance(value, date | datetime | time):
        return turned_to_date(value)
    if isinstance(value, int | float):
        if is_whole and not float(value).is_integer():
            return Question("number", "is not a whole number")
        return shown(value)
    text = CURRENCY.sub("", _plain_figures(str(value or "")).strip())
    if NUMBER.fullmatch(text) and not GROUPED.fullmatch(text):
        plain = text.replace(",", ".")
        if not is_whole:
            return shown(float(plain)) if "e" in plain.lower() else plain
        return plain if re.fullmatch(r"[+-]?\d+", plain) else _whole(plain)
    if match := GROUPED.fullmatch(text):
        mark = match.group(1)
        rest = text.replace(mark, "")
        grouped = rest.replace(",", ".")
        if is_whole:
            return grouped if re.fullmatch(r"[+-]?\d+", grouped) else _whole(grouped)
        if mark in ".," and text.count(mark) == 1 and rest == grouped and "." not in rest:
            if decimal:
                return text.replace(",", ".") if mark == decimal else grouped
            rule = "can be read in two ways: is the mark for thousands or for decimals?"
            decimal = text.replace(",", ".")
            return Question("number that reads two ways", rule, (grouped, decimal), True)
        return grouped
    rule = "is not a whole number" if is_whole else "is not a number"
    inside = re.findall(r"(?<!\S)\d[\d.,]*(?!\S)", text)
    proposals = tuple(one for one in inside if len(inside) == 1 and one.isdigit())
    return Question("number", rule, proposals, is_open=bool(proposals))


def _whole(text: str) -> str | Question:
    value = float(text)
    return str(int(value)) if value.is_integer() else Question("number", "is not a whole number")


def turned_to_date(value: Cell) -> Question:
    """A date where none belongs: a spreadsheet makes one of 1-4."""
    proposals: tuple[str, ...] = ()
    if isinstance(value, date):
        proposals = (f"{value.day}-{value.month}", f"{value.month}-{value.day}")
    rule = "is a date: a spreadsheet made it of something like 1-4; write it as text"
    return Question("turned into a date", rule, proposals)


def web_address(text: str) -> str | Question:
    """An address of the web; what only lacks its beginning, or has blanks in it, is proposed."""
    if match := ADDRESS.fullmatch(text):
        return f"{match.group(1).lower()}{match.group(2)}"
    whole = "%20".join(text.split())
    if "://" not in whole and HOST.match(whole):
        whole = f"https://{whole}"
    proposals = (whole,) if ADDRESS.fullmatch(whole) else ()
    rule = "is no address of the web, such as https://example.org/page"
    return Question("web address", rule, proposals, is_open=bool(proposals))


def yes_or_no(value: Cell) -> str | Question:
    """``true`` or ``false``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    word = fold(shown(value).strip())
    if word in YES:
        return "true"
    if word in NO:
        return "false"
    return Question("yes or no", "is neither yes nor no", ("true", "false"))
