"""Scenes over the years: a replay year by year, a time line of dated events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import Column, Frame, Key, Mark, Replay, Scene, Timeline
from s3dash.present.kinds import platforms
from s3dash.present.kinds.partnership import named
from s3dash.present.kinds.stages import (
    events_of,
    progress_filter,
    record_of,
    told,
    words_of,
)
from s3dash.present.phrases import (
    Numbers,
    capital,
    joined,
    listed,
    long_date,
    shortened,
    spelled,
    when,
)
from s3dash.queries.partnerships.platforms import platform_facts
from s3dash.queries.partnerships.progress import (
    ProgressFilter,
    first_evidence,
    partnership_progress,
    stages,
)
from s3dash.queries.partnerships.stage_flow import states_by_day

SECONDS = 2
"""How long a year stands, unless the deck says otherwise."""
NEWEST = 3
LONGEST_FACT = 90
MOST_YEARS = 15
ORIGINS = (
    Key("of the partnership itself", "filled", "dot"),
    Key("of a project tied to it", "class-3", "dot"),
    Key("related: our judgement", "empty", "dot"),
)
_TONES = {"direct": "filled", "project": "class-3", "related": "empty"}


def replay_of_platform(asked: Asked) -> Scene:
    """The partnerships of a platform, a year a beat."""
    record = platforms.record_of(asked)
    return _replay(asked, ProgressFilter(platforms=(record.platform_id,)), record.name)


def replay_of_all(asked: Asked) -> Scene:
    """Those of the page Progress, a year a beat."""
    chosen = progress_filter(asked)
    return _replay(asked, chosen, words_of(asked, chosen))


def _replay(asked: Asked, chosen: ProgressFilter, of: str) -> Scene:
    names = [stage.name for stage in asked.store.once(stages)]
    beats = list(_beats(asked))
    partnerships = partnership_progress(asked.store, asked.day, asked.window, chosen)
    total = len(partnerships)
    if not total:
        raise Nothing(joined(f"No {of} partnership is documented."))
    found = states_by_day(
        asked.store, partnerships["partnership_id"].tolist(), [day for _, day in beats],
        asked.window, chosen.bases,
    )  # fmt: skip
    frames = []
    for label, day in beats:
        now = found[found["day"] == day]
        counts = now.groupby(["position", "state"]).size()
        columns = tuple(
            Column(
                name, int(counts.get((place, "active"), 0)), int(counts.get((place, "earlier"), 0))
            )
            for place, name in enumerate(names, 1)
        )
        started = now["partnership_id"].nunique()
        active = now.loc[now["state"] == "active", "partnership_id"].nunique()
        headline = (
            f"{label}: {_none_or(started)} of {spelled(total)} {of} partnerships have evidence, "
            f"{_none_or(active)} active"
        )
        frames.append(Frame(label, long_date(day), joined(headline), columns))
    first, last = frames[0], frames[-1]
    reached = max(range(len(names)), key=lambda n: (_whole(last, n), -n))
    headline = joined(
        f"From {first.label} to {last.label}, most {of} partnerships left evidence in "
        f"{names[reached]}: {spelled(_whole(last, reached))} of {spelled(total)}"
    )
    body = Replay(tuple(frames), total, "partnerships", _seconds(asked))
    return asked.scene(headline, body, legend=_legend(asked, "partnership", "partnerships"))


def _legend(asked: Asked, one: str, many: str) -> tuple[Key, ...]:
    return (
        Key(f"a square is a {one}: evidence in the {asked.window} months before", "filled"),
        Key("earlier evidence", "earlier"),
    )


def _none_or(count: int) -> str:
    return spelled(count) if count else "none"


def _whole(frame: Frame, place: int) -> int:
    return frame.columns[place].active + frame.columns[place].earlier


def _seconds(asked: Asked) -> int:
    return int(asked.entry.options.get("seconds", SECONDS))


def _beats(asked: Asked) -> Iterable[tuple[str, date]]:
    """The last day of each year since the first event, and the day that is told."""
    first = asked.store.once(first_evidence)
    if first is None or first > asked.day:
        raise Nothing(f"Nothing is documented up to {long_date(asked.day)}.")
    years = range(max(first.year, asked.day.year - MOST_YEARS), asked.day.year)
    yield from ((str(year), date(year, 12, 31)) for year in years)
    yield str(asked.day.year), asked.day


def replay_of_partnership(asked: Asked) -> Scene:
    """The events of one partnership by stage, a year a beat."""
    record = record_of(asked)
    name = named(record)
    events = events_of(asked, str(record["partnership_id"]))
    own = events[events["basis"] != "related"]
    if own.empty:
        raise Nothing(f"No event of {name} is documented up to {long_date(asked.day)}.")
    steps = asked.store.once(stages)
    starts = pd.to_datetime(own["date_start"]).dt.date
    frames = []
    for label, day in _beats(asked):
        if int(label) < starts.min().year:
            continue
        columns = []
        for step in steps:
            days = starts[own["stage_id"] == step.stage_id]
            fresh = sum(one <= day and one.year == day.year for one in days)
            until = sum(one <= day for one in days)
            columns.append(Column(step.name, int(fresh), int(until - fresh)))
        new = own[[one <= day and one.year == day.year for one in starts]]
        headline = f"{label}: " + (
            shortened(str(new["title"].iloc[-1]), 90) if len(new) else "no new event is documented"
        )
        frames.append(Frame(label, long_date(day), headline, tuple(columns)))
    most = max(column.active + column.earlier for frame in frames for column in frame.columns)
    reached = [c.name for c in frames[-1].columns if c.active + c.earlier]
    headline = (
        f"{name}: {asked.numbers.counted(len(own), 'dated event')} since {starts.min().year}, in "
        f"{listed(reached, 5)}"
    )
    legend = (
        Key("a square is an event: of the year", "filled"),
        Key("of earlier years", "earlier"),
    )
    return asked.scene(
        headline,
        Replay(tuple(frames), most, "events", _seconds(asked)),
        legend=legend,
        urls=own["source_url"],
    )


def timeline(asked: Asked) -> Scene:
    """The events of one partnership on a line of years."""
    record = record_of(asked)
    name = named(record)
    events = events_of(asked, str(record["partnership_id"]))
    steps = [stage.name for stage in asked.store.once(stages)]
    if events.empty:
        raise Nothing(f"No event of {name} is documented up to {long_date(asked.day)}.")
    first = pd.to_datetime(events["date_start"]).dt.date
    last = pd.to_datetime(events["date_end"]).dt.date
    marks = tuple(
        Mark(a.toordinal(), min(b, asked.day).toordinal(), int(row) - 1, _TONES[str(basis)])
        for a, b, row, basis in zip(first, last, events["position"], events["basis"], strict=True)
    )
    newest = told(events[::-1], NEWEST, LONGEST_FACT)
    headline = (
        f"{name}: {asked.numbers.counted(len(events), 'dated event')} from {first.min().year} to "
        f"{first.max().year}, the latest in {when(str(events['date'].iloc[-1])[:7])}"
    )
    tones = {mark.tone for mark in marks}
    body = Timeline(
        tuple(steps), marks, first.min().year, asked.day.year, newest,
        f"{len(events)} dated events by step over the years",
    )  # fmt: skip
    legend = tuple(key for key in ORIGINS if key.tone in tones)
    return asked.scene(headline, body, legend=legend, urls=events["source_url"])


def facts(asked: Asked) -> Scene:
    """Dated facts of a platform, and those of the platforms together."""
    record = platforms.record_of(asked)
    found = platform_facts(asked.store, record.platform_id)
    starts = pd.to_datetime(found["date_start"])
    found = found[starts.notna() & (starts <= pd.Timestamp(asked.day))]
    if found.empty:
        raise Nothing(f"No dated fact on {record.name} is documented.")
    days = pd.to_datetime(found["date_start"]).dt.date
    marks = tuple(
        Mark(day.toordinal(), day.toordinal(), 0 if own else 1, "filled" if own else "class-3")
        for day, own in zip(days, found["is_own"], strict=True)
    )
    rows = (shortened(record.name, 26), "All platforms")
    newest = found[found["is_own"]].tail(NEWEST)[::-1].rename(columns={"fact": "title"})
    own = int(found["is_own"].sum())
    headline = (
        f"{capital(Numbers().counted(own, 'dated fact'))} on {record.name} since "
        f"{days.min().year}, and {spelled(len(found) - own)} on the platforms together"
    )
    body = Timeline(
        rows, marks, days.min().year, asked.day.year, told(newest, NEWEST, LONGEST_FACT),
        f"{len(found)} dated facts over the years",
    )  # fmt: skip
    legend = (
        Key(f"on {shortened(record.name, 30)}", "filled", "dot"),
        Key("on the platforms together", "class-3", "dot"),
    )
    return asked.scene(headline, body, legend=legend, urls=found["source_url"])
