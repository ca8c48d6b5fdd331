"""The five sections of a topic: who shares it, who works on it, how far, who fits, what next."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.codes import code_labels
from s3dash.queries.base.guidance import guidance_of_mode
from s3dash.queries.explorer.filter import FACETS
from s3dash.queries.partners.finder import MODES
from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    stages,
)
from s3dash.queries.topic.fit import Fit, fit
from s3dash.queries.topic.question import About
from s3dash.queries.topic.question import about as ask_about
from s3dash.queries.topic.sharing import OWN, standing
from s3dash.queries.topic.subject import Topic
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import NOT_DOCUMENTED, number, plural
from s3dash.ui.parts import cards, guidance, tables
from s3dash.ui.parts.strip import legend, strip
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.stages.as_of import AsOf, today
from s3dash.ui.stages.of_some import progress_of_some
from s3dash.ui.topic import boxes, words
from s3dash.ui.topic.map import map_of
from s3dash.ui.topic.reading import Chosen, of_topic

MOST_LISTED = 10
MOST_CARDS = 4
MOST_NAMED = 14
MOST_EVENTS = 4


def shares(chosen: Chosen, about: About) -> None:
    """Who shares the topic: my region first, then the map and the list."""
    st.header("Who shares it", anchor=False)
    told = " ".join(
        filter(None, (words.who_shares(about), words.of_all_words(about), _in_explorer(chosen)))
    )
    links.linked_html(
        f"<p class=s3-lead>{told}</p>{_mine(chosen)}",
        key="topic_shares",
        page="topic",
        follow=boxes.ask,
    )
    left, right = st.columns([6, 7], gap="large")
    with left, st.container(key="topic_map"):
        map_of(chosen, about)
    with right:
        _list(chosen, about)


def _mine(chosen: Chosen) -> str:
    if not chosen.mine:
        return ""
    found = answer(standing, chosen.topic, chosen.mine)
    return f"<p class=s3-mine-first>{words.my_standing(chosen.mine, found)}</p>"


def _list(chosen: Chosen, about: About) -> None:
    if about.shares.empty:
        st.html("<p class='s3 s3-muted'>Nobody, as far as documented.</p>")
        return
    links.linked_html(drawn(_listed, chosen.topic, chosen.mine), key="topic_list")
    is_cut = len(about.shares) > MOST_LISTED
    more = f"The best {MOST_LISTED} of {len(about.shares)}. " if is_cut else ""
    chrome.note(
        f"{more}Per cent: how alike the priority is that fits best, by its words and domains."
    )
    _table(chosen, about)


def _listed(topic: Topic, mine: str) -> str:
    rows = own_first(answer(ask_about, topic).shares, mine).head(MOST_LISTED).to_dict("records")
    return cards.listed(
        (words.shared_item(row, is_mine=row["territory_id"] == mine) for row in rows), ""
    )


def own_first(shared: pd.DataFrame, mine: str) -> pd.DataFrame:
    """The rows with those of one's own region first."""
    is_mine = shared["territory_id"] == mine
    return pd.concat([shared[is_mine], shared[~is_mine]])


def _table(chosen: Chosen, about: About) -> None:
    whole = st.expander("All as a table, and files", on_change="rerun", key="topic_table_box")
    if not whole.open:
        return
    frame = about.shares.assign(
        periods=["; ".join(periods) for periods in about.shares["periods"]],
        likeness=about.shares["likeness"].astype(float).round(4),
    )
    with whole:
        tables.table(
            frame,
            {
                "name": "Territory",
                "country": "Country",
                "title": st.column_config.TextColumn("Priority that fits best", width="medium"),
                "likeness": st.column_config.NumberColumn("How alike", format="percent"),
                "priorities": "On it",
                "periods": "Periods",
            },
            key="topic_table",
            alt="Territories that share the topic, with the priority that fits best",
        )
        tables.take_away(
            lambda: frame,
            title=f"Territories with priorities on {chosen.label}",
            filters=chosen.label,
            file_name="topic",
            filtered=chosen.label,
            key="topic_take",
            has_places=True,
            sources="derived from the table priority of the data package, see "
            "docs/methods/topic.md",
        )


def together(chosen: Chosen) -> None:
    """Who works on the topic together, and the two sets crossed."""
    st.header("Who works on it together", anchor=False)
    links.linked_html(drawn(_together, chosen.topic, chosen.mine), key="topic_together")


def _together(topic: Topic, mine: str) -> str:
    about = answer(ask_about, topic)
    rows = about.partnerships.head(MOST_CARDS)
    progress = progress_of(rows)
    items = "".join(
        _partnership(row, about, progress[row["partnership_id"]]) for row in rows.to_dict("records")
    )
    more = _more(about.partnerships.iloc[MOST_CARDS:])
    legend_of = legend(DEFAULT_WINDOW, with_revisits=False) if len(rows) else ""
    return (
        f"<p class=s3-lead>{words.who_works(about)}</p>"
        f"<div class=s3-cards>{items}</div>{more}{legend_of}{_crossed(about, mine)}"
    )


def _more(rest: pd.DataFrame) -> str:
    """The partnerships that have no card, by name."""
    if rest.empty:
        return ""
    named = ", ".join(
        links.link("partnership", "partnership", row["partnership_id"], row["name"])
        for row in rest.head(MOST_NAMED).to_dict("records")
    )
    others = len(rest) - MOST_NAMED
    ending = f" and {others} more" if others > 0 else ""
    return f"<p>And {len(rest)} more: {named}{ending}.</p>"


def progress_of(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Per partnership what `progress.partnership_progress` tells of it as of today."""
    if rows.empty:
        return {}
    found = progress_of_some(rows["partnership_id"], AsOf(today()))
    return {row["partnership_id"]: row for row in found.to_dict("records")}


def stage_words(progress: dict[str, Any]) -> str:
    """The stages with evidence in words: ``Learn 2, Connect 1; last sign of life 2023-05``."""
    told = zip(answer(stages), progress["evidence"], progress["states"], strict=True)
    named = [
        f"{stage.name} {count}" + (" (related only)" if state == "related" else "")
        for stage, count, state in told
        if count
    ]
    if not named:
        return "no dated event documented"
    last = progress["latest_any"]
    life = NOT_DOCUMENTED if is_missing(last) else str(last)[:7]
    return f"{', '.join(named)}; last sign of life {life}"


def _partnership(row: dict[str, Any], about: About, progress: dict[str, Any]) -> str:
    name = links.link("partnership", "partnership", row["partnership_id"], row["name"])
    members = about.members[about.members["partnership_id"] == row["partnership_id"]]
    counted = words.member_count(progress)
    return (
        f"<section class=s3-card style='--s3-accent:var(--s3-filled)'><h3>{name}</h3>"
        f"<p><span class=s3-muted>{escape(row['platform'])} · on it by {escape(row['told_by'])}"
        f"</span><br>{words.lead_words(members)} · {counted}</p>"
        f"{strip(answer(stages), progress)}"
        f"<p class=s3-muted>{cards.sign_of_life(progress)}</p></section>"
    )


def _crossed(about: About, mine: str) -> str:
    """The two sets crossed, as three columns."""
    frame = about.crossed
    if frame.empty or about.members.empty:
        return ""
    columns = (
        ("Share it and are members", frame[frame["shares"] & frame["is_member"]]),
        ("Share it, not yet members", frame[frame["shares"] & ~frame["is_member"]]),
        ("Members without it among their documented priorities", frame[~frame["shares"]]),
    )
    parts = "".join(
        f"<div><dt>{head}: <b>{len(rows)}</b></dt><dd>{_names(rows, mine)}</dd></div>"
        for head, rows in columns
    )
    return f"<h3>The two sets crossed</h3><dl class=s3-crossed>{parts}</dl>"


def _names(rows: pd.DataFrame, mine: str) -> str:
    if rows.empty:
        return "none"
    shown = own_first(rows, mine).head(MOST_NAMED)
    named = ", ".join(
        links.link("region", "territory", row["territory_id"], row["name"])
        + (f" ({row['role']})" if row["role"] in ("lead", "co-lead") else "")
        for row in shown.to_dict("records")
    )
    rest = len(rows) - len(shown)
    return named + (f" and {rest} more" if rest else "")


def evidence(chosen: Chosen) -> None:
    """How far it is: the newest evidence on the topic."""
    st.header("How far it is", anchor=False)
    links.linked_html(drawn(_evidence, chosen.topic), key="topic_evidence")


def _evidence(topic: Topic) -> str:
    about = answer(ask_about, topic)
    shown = about.events.head(MOST_EVENTS)
    events = cards.events(shown) if len(shown) else ""
    board = links.page_link("progress", "All partnerships by stage")
    return f"<p class=s3-lead>{words.how_far(about)} {board}.</p>{events}"


def fits(chosen: Chosen, about: About) -> None:
    """Who fits my region on the topic, from the partner finder."""
    st.header("Who fits me", anchor=False)
    if not chosen.mine:
        st.html(
            "<p class='s3'>Choose your region above: the partner finder then names three that fit "
            "it best among those that share the topic, and three that are near.</p>"
        )
        return
    found = answer(fit, chosen.topic, chosen.mine)
    theme = {"platform": chosen.topic.platform_id} if chosen.topic.platform_id else {}
    more = links.view_link("partners", "The whole ranking for it", territory=chosen.mine, **theme)
    if found.why_not:
        links.linked_html(
            f"<p class=s3-lead>No partner can be named on this topic: {escape(found.why_not)} "
            f"{more}</p>",
            key="topic_fits",
        )
        return
    links.linked_html(drawn(_fit_words, about, found, chosen.mine_name, more), key="topic_fits")


def _fit_words(about: About, found: Fit, mine_name: str, more: str) -> str:
    """Partners that fit and that are near, side by side, as HTML."""
    lead = (
        f"<p class=s3-lead><b>{plural(found.count, 'territory')}</b> that "
        f"{'shares' if found.count == 1 else 'share'} it can be ranked for "
        f"{escape(mine_name)}. {more}</p>"
    )
    return (
        f"{lead}<div class=s3-cards>{_fitting(about, 'Fit best', found.best)}"
        f"{_fitting(about, 'Near', found.near)}</div>"
    )


def _fitting(about: About, head: str, rows: pd.DataFrame) -> str:
    items = "".join(
        f"<li><b>{links.link('region', 'territory', row['territory_id'], row['name'])}</b>, "
        f"{escape(row['country'])} <span class=s3-muted>score {row['score']:.0f}"
        + ("" if is_missing(row["distance_km"]) else f", {number(round(row['distance_km']))} km")
        + f"</span><br>{_on_it(about, row['territory_id'])}"
        f"<span class=s3-muted>{escape(row['reasons'])}</span></li>"
        for row in rows.to_dict("records")
    )
    listed = f"<ol class=s3-fits>{items}</ol>" if items else "<p class=s3-muted>No more.</p>"
    return f"<section><h3>{head}</h3>{listed}</section>"


def _on_it(about: About, territory_id: str) -> str:
    """The priority on the topic that a partner is named for."""
    rows = about.shares[about.shares["territory_id"] == territory_id]
    return "".join(
        links.link("priorities", "priority", row["priority_id"], row["title"]) + " · "
        for row in rows.to_dict("records")
    )


def onward(chosen: Chosen, about: About) -> None:
    """What to read and to do next: step of the work-flow, guidance, ways to contact."""
    st.header("What to read and do next", anchor=False)
    guidance.style()
    mode = mode_of(chosen, about)
    found = answer(guidance_of_mode, mode)
    left, right = st.columns(2, gap="large")
    with left:
        links.linked_html(drawn(_next, chosen.topic), key="topic_next")
    with right:
        if len(found):
            card = guidance.card(found.iloc[0].to_dict(), has_source=True)
            links.linked_html(f"<div class=s3-guide>{card}</div>", key="topic_guidance")


def _next(topic: Topic) -> str:
    return f"<ol class=s3-next>{next_steps(answer(ask_about, topic))}</ol>"


def mode_of(chosen: Chosen, about: About) -> str:
    """Which guidance is behind the topic: for who shares it, implementation; else analysis."""
    modes = [*MODES]
    if chosen.mine and answer(standing, chosen.topic, chosen.mine).relation != OWN:
        return modes[0]
    return "implementation" if len(about.partnerships) else "design"


def next_steps(about: About) -> str:
    """HTML of the items: what to do, in order."""
    step = "connect" if len(about.partnerships) else "learn"
    names = {stage.stage_id: stage.name for stage in answer(stages)}
    items = [
        f"Step of the work-flow: {links.view_link('workflow', names.get(step, step), stage=step)}, "
        + (
            "since a partnership on it exists: see what it asks for."
            if len(about.partnerships)
            else "since no partnership on it is documented: find out who has what."
        )
    ]
    if contacts := _contacts(about):
        items.append(f"Ask those who work on it: {contacts}.")
    if sources := _sources(about):
        items.append(f"Read the strategies that share it: {sources}.")
    return "".join(f"<li>{item}</li>" for item in items)


def _in_explorer(chosen: Chosen) -> str:
    """The way to the priorities in the explorer, where it can be asked for them."""
    topic = of_topic(chosen.topic)
    facets = _facets(chosen.topic.domains)
    # The explorer asks for the domains of one taxonomy by one name.
    if not topic.keys() <= {"about", "platform", *facets}:
        return ""
    names = {"about": "text"} | facets
    explorer = {names.get(name, name): value for name, value in topic.items()}
    return links.view_link("priorities", "Search for it among all priorities", **explorer)


def _facets(domains: tuple[str, ...]) -> dict[str, str]:
    """What the explorer calls domains of one taxonomy in its link."""
    fields = {answer(code_labels)[code][0] for code in domains}
    params = {facet.field: facet.param for facet in FACETS}
    return {"domain": params[fields.pop()]} if len(fields) == 1 else {}


def _contacts(about: About) -> str:
    told = []
    for row in about.partnerships.head(3).to_dict("records"):
        url = row["source_url"] if is_missing(row["website"]) else row["website"]
        what = "source" if is_missing(row["website"]) else "website"
        told.append(f"{escape(row['name'])} ({cards.outside(str(url), what, of=row['name'])})")
    return "; ".join(told)


def _sources(about: About) -> str:
    return "; ".join(
        f"{escape(row['name'])} ({cards.outside(str(row['source_url']), of=row['name'])})"
        for row in about.shares.head(3).to_dict("records")
    )


def understood(about: About) -> None:
    """Say what else was looked for, and what was corrected."""
    for match in about.matches:
        if match.topic and match.topic.names:
            chrome.note(
                f"“{' '.join(match.topic.typed)}”: also looked for "
                + " or ".join(f"“{name}”" for name in match.topic.names)
                + "."
            )
        if match.corrected:
            chrome.note(
                f"No text or name has “{match.term.text}”; looked for instead: "
                + ", ".join(f"“{word}”" for word in match.corrected)
                + "."
            )
    if about.words and not about.topic.search.terms:
        told = ", ".join(f"“{word}”" for word in list(about.words)[:6])
        chrome.note(f"Looked for by its words, the rarest first: {told}.")
