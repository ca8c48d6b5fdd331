"""Boards: partnerships by the five stages, and one partnership with its evidence."""

from __future__ import annotations

from datetime import date

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import (
    MOST_ROWS,
    Board,
    BoardRow,
    Cell,
    Event,
    Key,
    Scene,
    Step,
    Steps,
)
from s3dash.present.phrases import capital, month, shortened, spelled, when
from s3dash.queries.partnerships.partnerships import partnership
from s3dash.queries.partnerships.platforms import platform
from s3dash.queries.partnerships.progress import (
    BASES,
    LIFE,
    NO_STAGE,
    ROLES,
    STATES,
    ProgressFilter,
    evidence_of,
    member_places,
    months_before,
    partnership_progress,
    platform_names,
    stages,
)
from s3dash.store.cells import is_missing

EVENTS_OF_STEP = 3
LONGEST_NAME, LONGEST_EVENT, LONGEST_OF_STEP = 42, 64, 48


def legend(window: int) -> tuple[Key, ...]:
    """What the cells of a board mean."""
    return (
        Key(f"evidence in the last {window} months", "filled"),
        Key("earlier evidence", "earlier"),
        Key(STATES["related"], "related"),
        Key(STATES["none"], "none"),
    )


def board(asked: Asked, chosen: ProgressFilter, of: str) -> Scene:
    """Partnerships by stage; ``of``: which, before the noun: ``Agri-Food``; empty: all."""
    store, day = asked.store, asked.day
    found = partnership_progress(store, day, asked.window, chosen)
    if found.empty:
        raise Nothing(f"No {of} partnership is documented.".replace("  ", " "))
    by_last = found.assign(
        last=pd.to_datetime(found["last_day"]), size=found["documented_count"]
    ).sort_values(["last", "size"], ascending=False, kind="stable", na_position="last")
    rows = tuple(
        BoardRow(shortened(row["name"], LONGEST_NAME), _cells(row))
        for row in by_last.head(MOST_ROWS).to_dict("records")
    )
    rest = len(found) - len(rows)
    body = Board(
        tuple(stage.name for stage in store.once(stages)),
        rows,
        f"and {asked.numbers.counted(rest, 'more partnership')} with older or no evidence"
        if rest
        else "",
    )
    urls = _urls(asked, found["partnership_id"].tolist())
    return asked.scene(
        active_sentence(asked, found, of), body, legend=legend(asked.window), urls=urls
    )


def active_sentence(asked: Asked, found: pd.DataFrame, of: str) -> str:
    """How many have evidence within the window: the headline of a board."""
    total = len(found)
    count = sum("active" in states for states in found["states"])
    since = month(months_before(asked.day, asked.window))
    noun = f"{of} partnership".strip() + ("" if total == 1 else "s")
    if total == 1:
        verb = "has" if count else "has no"
        return f"The one {noun} {verb} evidence since {since}"
    if count == total:
        return f"All {spelled(total)} {noun} have evidence since {since}"
    if not count:
        return f"None of the {spelled(total)} {noun} has evidence since {since}"
    verb = "has" if count == 1 else "have"
    return f"{capital(spelled(count))} of {spelled(total)} {noun} {verb} evidence since {since}"


def of_platform(asked: Asked, platform_id: str) -> Scene:
    """The board of one platform."""
    record = platform(asked.store, platform_id)
    if record is None:
        raise Nothing(f"The data holds no platform “{platform_id}”.")
    if not record.partnerships:
        raise Nothing(f"No partnership of the platform {record.name} is documented.")
    return board(asked, ProgressFilter(platforms=(platform_id,)), record.name)


def progress_filter(asked: Asked) -> ProgressFilter:
    """What the link of the page Progress chooses."""
    store = asked.store
    steps = {stage.stage_id: stage.name for stage in store.once(stages)}
    return ProgressFilter(
        platforms=asked.many("platform", store.once(platform_names)),
        places=asked.many("territory", store.once(member_places)),
        roles=asked.many("role", {role: role for role in ROLES}),
        reached=asked.many("reached", steps | {NO_STAGE: "none"}),
        life=asked.many("life", LIFE),
        bases=asked.many("basis", BASES),
    )


def words_of(asked: Asked, chosen: ProgressFilter) -> str:
    """Which partnerships a filter keeps, to stand before the noun; empty: not one platform."""
    names = asked.store.once(platform_names)
    return names[chosen.platforms[0]] if len(chosen.platforms) == 1 else ""


def of_all(asked: Asked) -> Scene:
    """The board of the page Progress."""
    chosen = progress_filter(asked)
    narrowed = chosen.places or chosen.roles or chosen.reached or chosen.life or chosen.bases
    of = " ".join(filter(None, ["chosen" if narrowed else "", words_of(asked, chosen)]))
    return board(asked, chosen, of)


def record_of(asked: Asked) -> dict[str, object]:
    """The partnership that the link names; raises `Nothing` where there is none."""
    identifier = asked.text("partnership")
    found = partnership(asked.store, identifier) or partnership(asked.store, identifier.casefold())
    if found is None:
        told = f"“{shortened(identifier, 60)}”" if identifier else "None is named:"
        raise Nothing(
            f"The base holds no partnership {told} (any more)."
            if identifier
            else "The link names no partnership."
        )
    return found


def of_partnership(asked: Asked) -> Scene:
    """The five stages of one partnership, each with its newest events."""
    record = record_of(asked)
    identifier, name = str(record["partnership_id"]), str(record["name"])
    row = _progress_row(asked, identifier)
    events = events_of(asked, identifier)
    steps = []
    for stage, cell in zip(asked.store.once(stages), _cells(row), strict=True):
        own = events[events["stage_id"] == stage.stage_id][::-1]
        steps.append(
            Step(
                stage.name,
                cell,
                told(own, EVENTS_OF_STEP, LONGEST_OF_STEP),
                max(0, len(own) - EVENTS_OF_STEP),
            )
        )
    return asked.scene(
        steps_sentence(asked, row, shortened(name, 58)),
        Steps(tuple(steps)),
        legend=legend(asked.window),
        urls=events["source_url"],
    )


def steps_sentence(asked: Asked, row: dict[str, object], name: str) -> str:
    """In how many steps a partnership has evidence, and the latest."""
    cells = _cells(row)
    count = sum(cell.state in ("active", "earlier") for cell in cells)
    if not count:
        return f"{name}: no evidence of its own is documented up to {month(asked.day)}"
    latest = when(row["latest_any"])
    steps = f"{spelled(count)} of {spelled(len(cells))} steps"
    return f"{name} has evidence in {steps}, the latest of {latest}"


def events_of(asked: Asked, partnership_id: str) -> pd.DataFrame:
    """Events up to the day, oldest first, as `evidence_of` gives them."""
    events = evidence_of(asked.store, partnership_id, asked.day)
    return events[~events["is_later"].astype(bool)]


def told(events: pd.DataFrame, most: int, longest: int = LONGEST_EVENT) -> tuple[Event, ...]:
    """The first of them, as they stand on a scene; ``longest``: letters of a title."""
    return tuple(
        Event(when(row["date"]), shortened(str(row["title"]), longest))
        for row in events.head(most).to_dict("records")
    )


def _progress_row(asked: Asked, partnership_id: str) -> dict[str, object]:
    chosen = ProgressFilter(partnerships=(partnership_id,))
    [row] = partnership_progress(asked.store, asked.day, asked.window, chosen).to_dict("records")
    return {str(name): value for name, value in row.items()}


def _cells(row: dict[str, object]) -> tuple[Cell, ...]:
    lists = zip(row["states"], row["evidence"], row["latest"], strict=True)  # type: ignore[call-overload]
    return tuple(
        Cell(str(state), int(count), "" if is_missing(latest) else when(str(latest)[:7]))
        for state, count, latest in lists
    )


def _urls(asked: Asked, partnership_ids: list[str]) -> list[str]:
    rows = asked.store.rows(
        """SELECT source_url FROM stage_evidence
           WHERE list_contains($ids, partnership_id) AND date_start <= $day""",
        {"ids": partnership_ids, "day": asked.day},
    )
    return [url for (url,) in rows]


def window_start(asked: Asked) -> date:
    """The day from which on evidence is active."""
    return months_before(asked.day, asked.window)
