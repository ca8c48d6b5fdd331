"""What a report consists of, whatever it is written as: headings, texts, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter (level 1) or of a part of it (2)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; ``is_note``: small print."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Table:
    """A table: headings, rows of text, and how wide the columns are in relation to each other.

    ``to_fill_in``: empty rows that wait for whoever edits the report.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    to_fill_in: int = 0


@dataclass(frozen=True)
class Picture:
    """A drawing as PNG: its width in millimetres, what it shows in words, what stands below it."""

    png: bytes
    width_mm: float
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class FillIn:
    """Room for a text that whoever edits the report writes; ``hint`` says what belongs there."""

    hint: str


Block = Heading | Text | Table | Picture | FillIn


@dataclass(frozen=True)
class Document:
    """A report: its title, the line below it, and what follows.

    ``about`` stands at the foot of each page: of which data it is made, and when.
    """

    title: str
    subtitle: str
    about: str
    blocks: Sequence[Block] = field(default_factory=tuple)
