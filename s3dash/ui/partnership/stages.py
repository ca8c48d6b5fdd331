"""Evidence by stage of one partnership: strip, timeline, the event clicked, all events."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.projects import projects_named
from s3dash.queries.partnerships.progress import (
    evidence_of,
    stages,
)
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plural
from s3dash.ui.parts import cards, tables
from s3dash.ui.parts.strip import legend, strip
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, answer_lately, lately
from s3dash.ui.stages import as_of, definitions, timeline
from s3dash.ui.stages.of_some import progress_of_some

EVENT = "event"
"""Parameter of the link: the event that is open."""
NEWEST = 5
"""So many events stand open; those before are a click away, and in the file."""


def show(partnership_id: str, name: str) -> None:
    """Draw the section of the page of a partnership."""
    st.header("Evidence by stage", anchor=False)
    is_dated = bool(len(answer(evidence_of, partnership_id)))
    # Without an event every date shows the same: nothing to move.
    day = as_of.choose() if is_dated else as_of.AsOf(as_of.today())
    st.html(lately(_strip, partnership_id, day))
    if is_dated:
        evidence = answer_lately(evidence_of, partnership_id, day.day)
        _events(evidence, partnership_id, name, day)
    else:
        st.info("No dated event is documented: no stage has evidence.", icon=":material/info:")
    chrome.note(chrome.text("not-documented"))
    definitions.stage_progress()


def _strip(partnership_id: str, day: as_of.AsOf) -> str:
    [row] = progress_of_some([partnership_id], day).to_dict("records")
    return (
        f"<div class='s3 s3-strip-alone'>{strip(answer(stages), row)}"
        f"<p class=s3-muted>{cards.sign_of_life(row)}</p></div>{legend(day.window_months)}"
    )


def _events(evidence: pd.DataFrame, partnership_id: str, name: str, day: as_of.AsOf) -> None:
    chosen = _event_in_link(evidence)
    timeline.stage_timeline(
        lately(_timeline, partnership_id, day, chosen),
        lately(_timeline_words, partnership_id, name, day),
        on_choose=lambda event: Link().write({EVENT: event}),
    )
    if chosen:
        with st.container(border=True, key="event_open"):
            words = lately(_chosen, partnership_id, day, chosen)
            links.linked_html(
                # Who comes for the event, from its project or by a link, is brought to it.
                f"<div class=s3-arrive>{words}</div>" if chrome.is_entered() else words,
                key="event_words",
            )
            st.button(
                "Close",
                key="event_close",
                icon=":material/close:",
                type="tertiary",
                on_click=Link().write,
                args=({EVENT: ""},),
            )
    else:
        chrome.note(
            "Click a mark to read its event here. All events stand in the list below.",
            is_for_screen=True,
        )
    st.subheader(f"{plural(len(evidence), 'dated event')}, newest first", anchor=False)
    links.linked_html(lately(_newest, partnership_id, day), key="newest_events")
    if len(evidence) > NEWEST:
        before = st.expander(
            f"The {len(evidence) - NEWEST} before", on_change="rerun", key="older_events"
        )
        if before.open:
            with before:
                links.linked_html(lately(_older, partnership_id, day), key="events_before")
    tables.take_away(
        lambda: evidence[::-1],
        title=f"Stage evidence of {name}",
        filters=f"partnership {partnership_id}, all dates; is_later and is_revisit {day.words}",
        file_name=f"{partnership_id}-evidence",
        as_of=day.day,
        key="evidence_take",
        link_adds="",
    )


def _timeline(partnership_id: str, day: as_of.AsOf, chosen: str | None) -> dict[str, Any]:
    return timeline.figure(
        answer_lately(evidence_of, partnership_id, day.day), answer(stages), day, chosen
    )


def _timeline_words(partnership_id: str, name: str, day: as_of.AsOf) -> str:
    return timeline.words(answer_lately(evidence_of, partnership_id, day.day), name, day)


def _chosen(partnership_id: str, day: as_of.AsOf, chosen: str) -> str:
    evidence = answer_lately(evidence_of, partnership_id, day.day)
    return _listed(evidence[evidence["evidence_id"] == chosen])


def _newest(partnership_id: str, day: as_of.AsOf) -> str:
    return _listed(answer_lately(evidence_of, partnership_id, day.day)[-NEWEST:])


def _older(partnership_id: str, day: as_of.AsOf) -> str:
    return _listed(answer_lately(evidence_of, partnership_id, day.day)[:-NEWEST])


def _listed(evidence: pd.DataFrame) -> str:
    """HTML of events, newest first."""
    told = evidence.assign(stage=[_stage_words(row) for row in evidence.to_dict("records")])
    named = answer(projects_named)
    told = told.assign(projects=[named.get(code, ()) for code in told["evidence_id"]])
    return cards.events(told[::-1], with_partnership=False)


def _event_in_link(evidence: pd.DataFrame) -> str | None:
    link = Link()
    found = link.one(EVENT, set(evidence["evidence_id"]))
    if link.unknown and not chrome.is_entered():
        # The event of the partnership that was shown before.
        link.write({EVENT: found})
    else:
        link.notice()
    return found or None


def _stage_words(row: dict[str, object]) -> str:
    if row["is_later"]:
        return f"{row['stage']}, dated later than the as-of date: not counted"
    if row["is_revisit"]:
        return f"{row['stage']}, revisited after a later stage"
    return str(row["stage"])
