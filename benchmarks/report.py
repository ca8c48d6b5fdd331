"""The table: a row for each page, a column for each measure, the aim beside each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from statistics import median

from benchmarks.measures import Samples, ratio
from benchmarks.targets import Target


@dataclass(frozen=True)
class Column:
    """A measure in the table.

    Attributes
    ----------
    name
        Key of the measure in the results.
    heading
        What the table calls it.
    aim
        The most it may be: a ratio to the floor, or KB where ``in_bytes``.
    """

    name: str
    heading: str
    aim: float | None
    in_bytes: bool = False


COLUMNS = (
    Column("cold", "ready, empty cache", 1.3),
    Column("warm", "ready, warm cache", 1.3),
    Column("1_p50", "run p50, 1 session", 1.5),
    Column("1_p95", "run p95, 1 session", 1.5),
    Column("20_p50", "run p50, 20 sessions", 1.5),
    Column("20_p95", "run p95, 20 sessions", 1.5),
    Column("start", "cold start", 1.5),
    Column("load_bytes", "first load", 60, in_bytes=True),
    Column("change_bytes", "filter change", 60, in_bytes=True),
    Column("store", "store build", None),
)


def table(results: Mapping[str, Samples], targets: Sequence[Target]) -> str:
    """The results as one table, in Markdown, which reads well as plain text too."""
    columns = [column for column in COLUMNS if column.name in results]
    rows = [
        ["page", *(column.heading for column in columns)],
        ["aim: at most", *(_aim(column) for column in columns)],
        ["floor page", *(_floor(column, results[column.name]) for column in columns)],
    ]
    keys = [(target.title, target.key) for target in targets] + [("(the store)", "store")]
    for title, key in keys:
        cells = [_cell(column, results[column.name], key) for column in columns]
        if any(cells):
            rows.append([title, *cells])
    return _markdown(rows)


def over_aim(results: Mapping[str, Samples], targets: Sequence[Target]) -> int:
    """How many numbers of the table are over their aim, or missing because a page failed."""
    text = table(results, targets)
    return text.count(" over") + text.count("failed")


def _aim(column: Column) -> str:
    if column.aim is None:
        return "no aim"
    return f"{column.aim:g} KB" if column.in_bytes else f"{column.aim:g} x floor"


def _floor(column: Column, samples: Samples) -> str:
    if "floor" not in samples:
        return ""
    value = median(samples["floor"])
    if column.in_bytes:
        return f"{value / 1000:.0f} KB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def _cell(column: Column, samples: Samples, key: str) -> str:
    if key not in samples:
        return ""
    if any(map(isnan, samples[key])):
        return "failed"
    if column.in_bytes:
        value = median(samples[key]) / 1000
        text = f"{value:.0f} KB"
    else:
        value = ratio(samples, key)
        text = f"{value:.2f}"
    if column.aim is None:
        return f"{text} ({median(samples[key]):.1f} s)"
    return f"{text} {'ok' if value <= column.aim else 'over'}"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
