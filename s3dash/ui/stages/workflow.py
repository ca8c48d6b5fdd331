"""The work-flow guide: one step at a time, what it asks for, and who has evidence in it."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships.progress import (
    STATES,
    Stage,
    active_words,
    partnership_progress,
    stages,
)
from s3dash.queries.partnerships.workflow import KINDS, with_evidence_in, workflow_items
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain, plural
from s3dash.ui.parts import cards, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, answer_lately, drawn, rows_of
from s3dash.ui.shell.print_button import print_button
from s3dash.ui.stages.as_of import AsOf

EVERY_STEP = "every"
"""Stands for what belongs to every step, where one is chosen."""
ALL_STEPS = "all"
"""Stands for the steps one after the other, to read through or to print."""
PAGE_ROWS = 25


def choose() -> list[Stage | None]:
    """The step in the link, the first by default; None for what belongs to every step; or all."""
    link = Link()
    link.restore()
    steps = {step.stage_id: step for step in answer(stages)}
    names = {code: f"{step.position}. {step.name}" for code, step in steps.items()}
    names |= {EVERY_STEP: "At every step", ALL_STEPS: "All steps"}
    options = list(names)
    now = link.one("stage", options, options[0])
    link.notice()

    def follow() -> None:
        Link().choose("stage", st.session_state["workflow_step"], options[0])

    st.session_state["workflow_step"] = now
    st.segmented_control(
        "Step",
        options,
        format_func=lambda code: plain(names[code]),
        key="workflow_step",
        required=True,
        on_change=follow,
    )
    return [*steps.values(), None] if now == ALL_STEPS else [steps.get(now)]


def items_of(step: Stage | None) -> pd.DataFrame:
    """The work-flow items of a step, or those of every step."""
    return drawn(_items_of, answer(workflow_items), step)


def _items_of(items: pd.DataFrame, step: Stage | None) -> pd.DataFrame:
    if step is None:
        return items[items["stage_id"].isna()].reset_index(drop=True)
    return items[items["stage_id"] == step.stage_id].reset_index(drop=True)


def about(step: Stage | None, *, is_first: bool = True) -> None:
    """Title, definition, who supports it and the source of a step; on paper, of a new page."""
    if not is_first:
        st.html("<div class=s3-new-page></div>")
    if step is None:
        st.header("At every step", anchor=False)
        st.markdown("What the method asks for from the first step to the last.")
        return
    st.header(f"{step.position}. {plain(step.name)}", anchor=False)
    st.markdown(plain(step.definition))
    support = (
        "<b>Supported by the JRC</b> (Joint Research Centre of the European Commission)"
        if step.is_jrc_supported
        else "Not among the steps that the JRC (Joint Research Centre) supports"
    )
    st.html(
        f"<p class='s3 s3-line'><span>{support}</span>"
        f"<span>{cards.outside(step.source_url, 'Source', of=step.name)}</span></p>"
    )


def lists(items: pd.DataFrame) -> None:
    """Activities, deliverables and checklist points, each with its source."""
    st.html(drawn(_lists, items))


def _lists(items: pd.DataFrame) -> str:
    parts = []
    for kind, title in KINDS.items():
        of = items[items["kind"] == kind]
        rows = "".join(f"<li>{_item(row)}</li>" for row in of.to_dict("records"))
        told = f"<ul>{rows}</ul>" if rows else "<p class=s3-muted>None documented.</p>"
        parts.append(f"<section class='s3-items s3-{kind}'><h3>{title}</h3>{told}</section>")
    return f"<div class='s3 s3-guide'>{''.join(parts)}</div>"


def _item(row: dict[str, Any]) -> str:
    if is_missing(row["source_url"]):
        source = escape(str(row["source_title"]))
    else:
        source = cards.outside(row["source_url"], of=row["item"])
    return f"{escape(row['item'])} <span class=s3-muted>· {source}</span>"


def take_away(shown: list[Stage | None]) -> None:
    """Files of the items, and the ways to the printer: with this step, or first to all of them."""
    step = shown[0]
    code = ALL_STEPS if len(shown) > 1 else step.stage_id if step else EVERY_STEP
    name = "all" if len(shown) > 1 else step.name if step else "at every step"
    with st.container(horizontal=True, vertical_alignment="center", key="guide_files"):
        print_button()
        if len(shown) == 1:
            st.button(
                "All steps on paper",
                key="all_steps",
                icon=":material/checklist:",
                on_click=Link().write,
                args=({"stage": ALL_STEPS},),
            )
        tables.take_away(
            lambda: pd.concat(map(items_of, shown), ignore_index=True),
            title=f"Work-flow items: {name}",
            filters=f"step: {name}",
            file_name=f"workflow-{code}",
            key="workflow_take",
            sources="source_title or source_url of each row",
        )


def partnerships(step: Stage, day: AsOf) -> None:
    """Partnerships with evidence in the step at a date, active ones first."""
    progress = answer_lately(partnership_progress, day.day, day.window_months)
    found = drawn(with_evidence_in, progress, answer(stages), step.stage_id)
    active = sum(row["state"] == "active" for row in rows_of(found))
    st.subheader(f"{plural(len(found), 'partnership')} with evidence", anchor=False)
    chrome.note(
        f"As of {day.day}: {active} {active_words(day.window_months)}, "
        f"{len(found) - active} {STATES['earlier']}; {len(progress) - len(found)} "
        f"{STATES['none']} in this step."
    )
    page = st.container()
    number = filters.page_number(-(-len(found) // PAGE_ROWS), f"{step.stage_id}; {day.words}")
    first = (number - 1) * PAGE_ROWS
    with page:
        links.linked_html(drawn(_listed, found, first, day), key="workflow_partnerships")


def _listed(found: pd.DataFrame, first: int, day: AsOf) -> str:
    rows = found[first : first + PAGE_ROWS].to_dict("records")
    return cards.listed((_partnership(row, day) for row in rows), "None documented by then.")


def _partnership(row: dict[str, Any], day: AsOf) -> str:
    named = links.view_link(
        "partnership", row["name"], partnership=row["partnership_id"], **day.parameters
    )
    return (
        f"{named}<br><span class=s3-muted>{escape(row['platform'])} · "
        f"{plural(row['evidence'], 'event')}, latest {escape(row['latest'])} · "
        f"{STATES[row['state']]}</span>"
    )
