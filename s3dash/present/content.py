"""What a scene consists of, whatever it is drawn as: typed content, no HTML, no picture.

Texts are finished: shortened to what a screen holds, numbers and dates written. Places are in map
units (100 km, north up), colours are names of tones that `colours` has for light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_ROWS = 8
"""Rows of a table that the last row of the room can read; the rest is counted."""


@dataclass(frozen=True)
class Key:
    """An entry of a legend. ``mark``: ``area``, ``dot``, ``line``, or a sign to show as it is."""

    words: str
    tone: str
    mark: str = "area"


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and what else belongs to it."""

    value: str
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Figures:
    """One to six numbers."""

    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """At most `MOST_ROWS` rows. ``rest``: the others counted, in words; empty without any.

    ``numeric``: places of the columns that hold numbers. ``widths``: in relation to each other.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class Cell:
    """A stage of a partnership: ``state`` as in `queries.partnerships.progress`, events, latest."""

    state: str
    count: int
    latest: str


@dataclass(frozen=True)
class BoardRow:
    """A partnership on the board of many."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Board:
    """Partnerships (at most `MOST_ROWS`) by the five stages."""

    stages: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    rest: str = ""


@dataclass(frozen=True)
class Event:
    """A dated event: the date as precise as the source."""

    date: str
    title: str


@dataclass(frozen=True)
class Step:
    """A stage of one partnership with its newest events; ``more``: how many others."""

    name: str
    cell: Cell
    events: tuple[Event, ...]
    more: int = 0


@dataclass(frozen=True)
class Steps:
    """The five stages of one partnership side by side."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Column:
    """A stage in a frame of a replay.

    How many partnerships (of one partnership: events) are active in it, how many were so only
    earlier; ``words``: what is told below.
    """

    name: str
    active: int
    earlier: int
    words: str = ""


@dataclass(frozen=True)
class Frame:
    """A year of a replay: its label, its day, a sentence, and the five stages."""

    label: str
    day: str
    headline: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Replay:
    """Frames that follow each other. ``most``: the highest number that a column can reach.

    ``unit``: what is counted. ``seconds``: how long a frame stands.
    """

    frames: tuple[Frame, ...]
    most: int
    unit: str
    seconds: int


@dataclass(frozen=True)
class Area:
    """A territory in a colour."""

    code: str
    tone: str


@dataclass(frozen=True)
class Callout:
    """A numbered place and what is told of it beside the map."""

    number: int
    x: float
    y: float
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Line:
    """A link between two places; ``width`` in hundredths of a map unit."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: int
    tone: str


@dataclass(frozen=True)
class Dot:
    """A place on a network; ``radius`` in hundredths of a map unit."""

    x: float
    y: float
    radius: int
    tone: str


@dataclass(frozen=True)
class Crossed:
    """The legend of two values at once.

    ``across``, ``up``: what they are; ``columns``, ``rows``: the classes of each in words, the
    lowest first; ``cells``: row by row a tone and how many territories have it.
    """

    across: str
    up: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True)
class Map:
    """Europe with territories in colour, links and places; ``alt`` says it in words."""

    areas: tuple[Area, ...]
    callouts: tuple[Callout, ...]
    alt: str
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    rest: str = ""
    crossed: Crossed | None = None


@dataclass(frozen=True)
class Ranked:
    """A partner: its place, name, country, score (0 to 100), and why."""

    rank: int
    name: str
    where: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """The best partners; ``rest``: the others counted, in words."""

    items: tuple[Ranked, ...]
    rest: str = ""


@dataclass(frozen=True)
class Compared:
    """A row of a comparison: what, its values as text, and each as a share of the scale 0 to 1."""

    label: str
    values: tuple[str, ...]
    shares: tuple[float | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Two to five territories, each with its tone; what the shares of the bars mean."""

    names: tuple[str, ...]
    tones: tuple[str, ...]
    rows: tuple[Compared, ...]
    scale: str


@dataclass(frozen=True)
class Mark:
    """An event on a time line: days as ordinals, the row of its stage, its tone."""

    first: int
    last: int
    row: int
    tone: str


@dataclass(frozen=True)
class Timeline:
    """Events by stage over the years; ``events``: the newest, told in words."""

    stages: tuple[str, ...]
    marks: tuple[Mark, ...]
    first_year: int
    last_year: int
    events: tuple[Event, ...]
    alt: str


@dataclass(frozen=True)
class MatrixRow:
    """A domain: whether members share it, one has it, or none; and how many each member has."""

    label: str
    kind: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Matrix:
    """Domains by members (at most eight of each); ``rest``: what is left out, in words."""

    members: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    rest: str = ""


@dataclass(frozen=True)
class Series:
    """Values of a chart, one for each of its categories."""

    name: str
    tone: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Bars beside a list of names (at most `MOST_ROWS`), one for each series."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    rest: str = ""


@dataclass(frozen=True)
class Run:
    """Letters in one look."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False


@dataclass(frozen=True)
class Block:
    """``kind``: ``paragraph, heading, quote, code`` or ``point`` of a list (``mark``: its sign)."""

    kind: str
    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Words:
    """What the room wrote. ``by``: who said it."""

    blocks: tuple[Block, ...]
    by: str = ""


@dataclass(frozen=True)
class Point:
    """A point of a check-list that can be ticked; the identifier stays the same in any order."""

    identifier: str
    text: str


@dataclass(frozen=True)
class Checklist:
    """A step: what it is for, the dated evidence on record, the points to tick."""

    step: str
    definition: str
    events: tuple[Event, ...]
    points: tuple[Point, ...]
    minutes: int = 0
    more: int = 0


@dataclass(frozen=True)
class Slot:
    """A point of an agenda."""

    start: str
    end: str
    minutes: int
    what: str


@dataclass(frozen=True)
class Agenda:
    """Points with their times."""

    slots: tuple[Slot, ...]
    rest: str = ""


Body = (
    Figures | Table | Board | Steps | Replay | Map | Ranking | Comparison | Timeline | Matrix
    | Chart | Words | Checklist | Agenda
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One message for a room.

    Attributes
    ----------
    kind : str
        A key of `deck.KINDS`.
    headline : str
        A sentence made from the data, or the facilitator's own.
    body : Body
    legend : tuple of Key
    source : str
        Where the facts are from, in one line.
    as_of : str or None
        The day that is told, as text such as ``29 November 2026``; None: it has no day.
    note : str
        What the speaker reads.
    link : str
        The view, with its filters; empty for what the room wrote.
    problems : tuple of str
        What could not be shown as asked, and why.
    """

    kind: str
    headline: str
    body: Body
    legend: tuple[Key, ...] = ()
    source: str = ""
    as_of: str | None = None
    note: str = ""
    link: str = ""
    problems: tuple[str, ...] = ()
