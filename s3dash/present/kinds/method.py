"""The method: steps with their check-lists, guidance, chapters of the methods."""

from __future__ import annotations

from hashlib import blake2s

import pandas as pd

from s3dash import folders
from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import Block, Checklist, Point, Run, Scene, Words
from s3dash.present.kinds.partnership import named
from s3dash.present.kinds.stages import EVENTS_OF_STEP, events_of, record_of, told
from s3dash.present.markdown import blocks_of
from s3dash.present.phrases import capital, shortened, spelled
from s3dash.queries.base.guidance import guidance
from s3dash.queries.partnerships.progress import Stage, partnership_progress, stages
from s3dash.queries.partnerships.workflow import with_evidence_in, workflow_items

MOST_POINTS = 10
LONGEST_POINT = 96
EVERY = "every"
"""Stands for the points of every step."""


def _step(asked: Asked) -> Stage | None:
    """The step that the deck, else the link names; None: what is asked at every step."""
    steps = asked.store.once(stages)
    known = {step.stage_id: step.name for step in steps} | {EVERY: "every step"}
    wanted = str(asked.entry.options.get("stage", "")) or asked.one("stage", known)
    if wanted and wanted not in known:
        asked.problems.append(
            f"There is no step “{shortened(wanted, 30)}”; {steps[0].name} is shown."
        )
    if wanted == EVERY:
        return None
    return next((step for step in steps if step.stage_id == wanted), steps[0])


def _points(asked: Asked, step: Stage | None) -> tuple[tuple[Point, ...], int, list[str]]:
    """What is to be ticked, how many more there are, and where it is from."""
    own = asked.entry.options.get("points")
    if own:
        points = [Point(_key(str(text)), shortened(str(text), LONGEST_POINT)) for text in own]
        return tuple(points[:MOST_POINTS]), max(0, len(points) - MOST_POINTS), []
    items = workflow_items(asked.store)
    of = items["stage_id"].isna() if step is None else items["stage_id"] == step.stage_id
    items = items[of]
    checks = items[items["kind"] == "checklist"]
    chosen = checks if len(checks) else items[items["kind"] == "deliverable"]
    points = [
        Point(row["item_id"], shortened(row["item"], LONGEST_POINT))
        for row in chosen.to_dict("records")
    ]
    urls = [url for url in chosen["source_url"] if isinstance(url, str)]
    return tuple(points[:MOST_POINTS]), max(0, len(points) - MOST_POINTS), urls


def _key(text: str) -> str:
    """The identifier of a point that a deck brings: the same for the same words."""
    return blake2s(text.encode(), digest_size=6).hexdigest()


def step_of_partnership(asked: Asked) -> Scene:
    """A step of a partnership: its evidence there, and the points of the method to tick."""
    record = record_of(asked)
    step = _step(asked)
    events = events_of(asked, str(record["partnership_id"]))
    own = events if step is None else events[events["stage_id"] == step.stage_id]
    name = "Every step" if step is None else step.name
    points, more, urls = _points(asked, step)
    count = int((own["basis"] != "related").sum())
    held = asked.numbers.counted(count, "dated event") if count else "no dated event of its own"
    headline = f"{name}: {named(record)} has {held} on record"
    body = Checklist(
        name, step.definition if step else "What the method asks for at every step.",
        told(own[::-1], EVENTS_OF_STEP), points, int(asked.entry.options.get("minutes", 0)), more,
    )  # fmt: skip
    return asked.scene(headline, body, urls=[*own["source_url"], *urls])


def step_of_method(asked: Asked) -> Scene:
    """A step of the work-flow: who has evidence in it, and the points of the method."""
    step = _step(asked)
    points, more, urls = _points(asked, step)
    minutes = int(asked.entry.options.get("minutes", 0))
    if step is None:
        body = Checklist("Every step", "What the method asks for at every step.", (), points,
                         minutes, more)  # fmt: skip
        return asked.scene("What the method asks for at every step", body, urls=urls)
    progress = partnership_progress(asked.store, asked.day, asked.window)
    found = with_evidence_in(progress, asked.store.once(stages), step.stage_id)
    newest = found[found["state"] == "active"].sort_values("latest", ascending=False)
    events = told(pd.DataFrame({"date": newest["latest"], "title": newest["name"]}), EVENTS_OF_STEP)
    headline = (
        f"{step.name}: {spelled(len(found))} of {spelled(len(progress))} partnerships have "
        f"evidence, {spelled(len(newest))} in the last {asked.window} months"
    )
    body = Checklist(step.name, step.definition, events, points, minutes, more)
    return asked.scene(headline, body, urls=[step.source_url, *urls])


def advice(asked: Asked) -> Scene:
    """The advice which partners to look for at each stage of a strategy."""
    found = guidance(asked.store)
    found = found[found["kind"] == "stage"]
    if found.empty:
        raise Nothing("No guidance is documented.")
    blocks = [
        block
        for stage, rows in found.groupby("ris3_stage", sort=False)
        for block in (
            Block("point", (Run(f"{str(stage).partition(',')[0]}: ", is_strong=True),
                            Run(shortened(str(rows["answer"].iloc[0]), 150))), "→"),
        )
    ]  # fmt: skip
    titles = shortened(str(found["source_title"].iloc[0]), 80)
    return asked.scene(
        "Which partners? It depends on the stage of the strategy", Words(tuple(blocks)),
        source=f"Source: {titles}", is_dated=False,
    )  # fmt: skip


def methods(asked: Asked) -> Scene:
    """The beginning of a chapter of the methods."""
    chapters = {path.stem: path for path in sorted((folders.DOCS / "methods").glob("*.md"))
                if path.stem != "README"}  # fmt: skip
    code = asked.one("chapter", tuple(chapters), "stages" if "stages" in chapters else "")
    if code not in chapters:
        raise Nothing("There is no chapter of the methods.")
    # Formulas and tables are for reading, not for a room.
    kept = [
        block
        for block in blocks_of(chapters[code].read_text(encoding="utf-8"))
        if block.kind != "code" and "|" not in block.text and "s3dash/" not in block.text
    ]
    headline = kept.pop(0).text if kept and kept[0].kind == "heading" else capital(code)
    return asked.scene(
        f"How it is counted: {headline}", Words(tuple(kept[:5])), source="Methods of s3dash",
        is_dated=False,
    )  # fmt: skip
