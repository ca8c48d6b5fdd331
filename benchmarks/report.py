"""The table: a row for each page, a column for each measure, the aim beside each number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from statistics import median
from typing import Literal

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
        The most it may be, in the unit.
    unit
        ``x floor``: a ratio to what was measured beside it; ``x``: a ratio as it is; ``KB`` of
        samples in bytes; ``s``; empty: a number as it is.
    """

    name: str
    heading: str
    aim: float | None
    unit: Literal["x floor", "x", "KB", "s", ""] = "x floor"


COLUMNS = (
    Column("cold", "ready, empty cache", 1.3),
    Column("warm", "ready, warm cache", 1.3),
    Column("1_p50", "run p50, 1 session", 1.5),
    Column("1_p95", "run p95, 1 session", 1.5),
    Column("20_p50", "run p50, 20 sessions", 1.5),
    Column("20_p95", "run p95, 20 sessions", 1.5),
    Column("start", "cold start", 1.5),
    Column("change", "filter change on screen", 1.5),
    Column("topic_new", "new topic on screen, beyond the floor", 0.3, "s"),
    Column("load_bytes", "first load", 60, "KB"),
    Column("change_bytes", "filter change", 60, "KB"),
    Column("network_frame", "network map: frame", 3.0),
    Column("network_longest", "network map: longest frame", 4.0),
    Column("network_bytes", "network map: page", 60, "KB"),
    Column("board_cold", "board: ready, empty cache", 1.3),
    Column("board_warm", "board: ready, warm cache", 1.3),
    Column("board_load_bytes", "board: first load", 60, "KB"),
    Column("board_change", "board: filter change on screen", 1.5),
    Column("board_change_bytes", "board: filter change", 60, "KB"),
    Column("board_p95", "board: run p95", 1.5),
    Column("rounds_slower", "rounds: last run to first", 1 / 0.95, "x"),
    Column("rounds_work", "rounds: work per run", 1 / 0.95, "x"),
    Column("rounds_memory", "rounds: memory, last to third", 1.05, "x"),
    Column("rounds_rate", "rounds: runs a second", None, ""),
    Column("rounds_p50", "rounds: run p50", None, "s"),
    Column("crowd_one_to_two", "runs a second, one process to two", 1 / 1.8, "x"),
    Column("crowd_session_mb", "memory of a session, MB", 6, ""),
    Column("crowd_some_p95", "some readers (200, quick 10): run p95", 2, "s"),
    Column("crowd_some_failed", "some readers (200, quick 10): failed", 0, ""),
    Column("crowd_some_waiting", "some readers (200, quick 10): wait outside", None, ""),
    Column("crowd_many_p95", "many readers (500, quick 24): run p95 of those inside", 3, "s"),
    Column("crowd_many_failed", "many readers (500, quick 24): failed", 0, ""),
    Column("crowd_many_waiting", "many readers (500, quick 24): wait outside", None, ""),
    Column("wishes_p95", "first wishes p95, 20 sessions", 2),
    Column("swap_before", "60 readers: slowest run", None, "s"),
    Column("swap_longest", "store replaced: slowest run", 3, "s"),
    Column("swap_served", "new store: served after", None, "s"),
    Column("swap_failed", "store replaced: failed", 0, ""),
    Column("present_step", "presenting: next scene p50", 0.3, "s"),
    Column("present_step_p95", "presenting: next scene p95", 0.6, "s"),
    Column("present_bytes", "presenting: largest scene", 60, "KB"),
    Column("present_lag", "presenting: phones behind p50", None, "s"),
    Column("present_lag_p95", "presenting: phones behind p95", 1.5, "s"),
    Column("present_lost", "presenting: scenes lost", 0, ""),
    Column("line_first", "slow line: first words", None, "s"),
    Column("line_text", "slow line: text", 5, "s"),
    Column("line_map", "slow line: map", 8, "s"),
    Column("line_bytes", "slow line: first visit", 1300, "KB"),
    Column("line_requests", "slow line: requests", None, ""),
    Column("partners", "partner finder", None),
    Column("partners_seconds", "partner finder: time", 1.0, "s"),
    Column("desk_small", "desk: 10 000 rows", 5, "s"),
    Column("desk_large", "desk: 100 000 rows", 30, "s"),
    Column("desk_memory", "desk: GB of memory", 1, ""),
    Column("records_bytes", "many records: first load", 60, "KB"),
    Column("records_change_bytes", "many records: change", 60, "KB"),
    Column("records_run", "many records: run", 1.5),
    Column("store", "store build", None),
    Column("build", "build of synthetic data", 6.0),
    Column("explorer", "explorer", 0.1),
    Column("explorer_p50", "explorer p50", None, "s"),
    Column("explorer_p95", "explorer p95", 1.0, "s"),
    Column("topic_p50", "topic p50", None, "s"),
    Column("topic_p95", "topic p95", 1.5, "s"),
    Column("scene_p50", "scene p50", 0.3, "s"),
    Column("scene_p95", "scene p95", 0.6, "s"),
    Column("scene_bytes", "scene: largest", 60, "KB"),
    Column("slides", "20 slides", 20, "s"),
    Column("slides_memory", "20 slides: memory, MB", 300, ""),
    Column("pages", "20 pages", 15, "s"),
    Column("pages_memory", "20 pages: memory, MB", 300, ""),
    Column("similarity", "similar regions", None),
    Column("similarity_start", "similar regions, start", None, "s"),
    Column("similarity_p95", "similar regions p95", 0.05, "s"),
    Column("similarity_many", "among 5 000 territories", 1.0, "s"),
)


def table(results: Mapping[str, Samples], targets: Sequence[Target]) -> str:
    """The results as one table, in Markdown, which reads well as plain text too."""
    columns = [column for column in COLUMNS if column.name in results]
    rows = [
        ["page", *(column.heading for column in columns)],
        ["aim: at most", *(_aim(column) for column in columns)],
        ["floor", *(_floor(column, results[column.name]) for column in columns)],
    ]
    keys = [(target.title, target.key) for target in targets] + [
        ("(the store)", "store"),
        ("(5 000 links)", "network"),
        ("(500 partnerships)", "board"),
        ("(all pages)", "rounds"),
        ("(a crowd)", "crowd"),
        ("(first wishes)", "wishes"),
        ("(a large store)", "swap"),
        ("(5 000 territories)", "territories"),
        ("(a workshop)", "workshop"),
        ("(sent: members)", "members"),
        ("(sent: events)", "events"),
        ("(sent: values)", "values"),
    ]
    # Views of a measure that has its own are told by their names.
    views = results.get("records_bytes", {})
    keys += [(f"({name})", name) for name in views if name not in dict(keys).values()]
    for title, key in keys:
        cells = [_cell(column, results[column.name], key) for column in columns]
        if any(cells):
            rows.append([title, *cells])
    return _markdown(rows)


def over_aim(results: Mapping[str, Samples], targets: Sequence[Target]) -> int:
    """How many numbers of the table are over their aim, or missing because a page failed."""
    text = table(results, targets)
    # Cells that end or begin so: headings and names of views may have the words, too.
    return len(re.findall(r" over +\|", text)) + text.count("| failed ")


def _aim(column: Column) -> str:
    if column.aim is None:
        return "no aim"
    return f"{column.aim:.3g} {column.unit}" if column.unit != "KB" else f"{column.aim:g} KB"


def _floor(column: Column, samples: Samples) -> str:
    if "floor" not in samples:
        return ""
    value = median(samples["floor"])
    return f"{value / 1000:.0f} KB" if column.unit == "KB" else _time(value)


def _cell(column: Column, samples: Samples, key: str) -> str:
    if key not in samples:
        return ""
    if any(map(isnan, samples[key])):
        return "failed"
    middle = median(samples[key])
    if column.unit == "KB":
        value = middle / 1000
        text = f"{value:.0f} KB"
    elif column.unit == "s":
        value, text = middle, _time(middle)
    elif column.unit in ("x", ""):
        value, text = middle, f"{middle:.3g}"
    else:
        value = ratio(samples, key)
        text = f"{value:.2f}"
        if key == "store":
            text += f" ({_time(middle)})"
    if column.aim is None:
        return text
    return f"{text} {'ok' if value <= column.aim else 'over'}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
