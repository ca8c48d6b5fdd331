"""Sentences of the page Topic and of its sheet, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.topic.question import About
from s3dash.queries.topic.sharing import ABOVE, OWN, WITHIN, Standing
from s3dash.ui.look.text import (
    NOT_DOCUMENTED,
    documented_of_stated,
    is_ended,
    period_words,
    plural,
)
from s3dash.ui.parts.my_region import named
from s3dash.ui.shell import links

MOST_LEADS = 4


def is_current(periods: Iterable[str]) -> bool:
    """Whether one of these periods is not over."""
    return any(not is_ended(period) for period in periods)


def counts(about: About) -> tuple[int, int]:
    """How many share the topic in a period that goes on, and how many in an ended one only."""
    now = sum(map(is_current, about.shares["periods"]))
    return now, len(about.shares) - now


def who_shares(about: About) -> str:
    """How many territories share the topic, in how many priorities, and which are ended."""
    if about.shares.empty:
        return "<b>No territory</b> has a documented priority on it."
    now, ended = counts(about)
    if len(about.parts) > 1 and not about.whole:
        come = "comes" if len(about.shares) == 1 else "come"
        return (
            "<b>No territory</b> has all of it in one priority; "
            f"{plural(len(about.shares), 'territory')} in {_countries(about)} {come} near: "
            f"{now or 'none'} in the current period, "
            f"{ended or 'none'} in an ended one only."
        )
    told = f"<b>{plural(len(about.shares), 'territory')}</b> in {_countries(about)} "
    told += "shares it" if len(about.shares) == 1 else "share it"
    told += f", in {plural(about.priorities, 'priority')}: "
    return told + f"{now or 'none'} in the current period, {ended or 'none'} in an ended one only."


def _countries(about: About) -> str:
    return plural(about.shares["country"].nunique(), "country")


def of_all_words(about: About) -> str:
    """How many have all of several words, where others have a part of them; else empty."""
    if len(about.parts) < 2 or about.whole == about.priorities:
        return ""
    if not about.whole:
        found = "; ".join(
            f"{links.view_link('topic', part.typed, about=part.typed)}: "
            f"{plural(part.found, 'priority')}"
            for part in about.parts
            if part.found
        )
        return f"Each of the words alone: {found}."
    has = "has" if about.whole == 1 else "have"
    return (
        f"{about.whole} of the priorities {has} all of the words; the others have those that say "
        "most, or stand in the same domains."
    )


def my_standing(code: str, standing: Standing) -> str:
    """Whether the region of one's own shares the topic: itself, through its country, or not."""
    name = named(code)
    told = ", ".join(map(named, standing.territories[:3]))
    rest = len(standing.territories) - 3
    told += f" and {rest} more" if rest > 0 else ""
    if standing.relation == OWN:
        return f"{name} <b>shares it itself</b>."
    if standing.relation == ABOVE:
        return f"{name} does not name it itself, but <b>shares it through {told}</b> above it."
    if standing.relation == WITHIN:
        return f"{name} does not name it itself; <b>in it, {told} does</b>."
    if not standing.has_priorities:
        return (
            f"For {name} <b>no priority of its own is documented</b>, nor one on this topic above "
            "it or in it: that is no evidence that it has none."
        )
    nearest = ""
    if standing.nearest:
        near = standing.nearest
        title = links.link("priorities", "priority", str(near["priority_id"]), str(near["title"]))
        nearest = f" Nearest of its own: {title} ({escape(period_words(str(near['period'])))})."
    return f"{name} <b>does not share it</b>, as far as documented.{nearest}"


def shared_item(row: dict[str, Any], *, is_mine: bool) -> str:
    """A territory that shares the topic, with the priority that fits best."""
    place = links.link("region", "territory", row["territory_id"], row["name"])
    title = links.link("priorities", "priority", row["priority_id"], row["title"])
    country = "" if row["country"] == row["name"] else f", {escape(row['country'])}"
    more = f" · {row['priorities'] - 1} more on it" if row["priorities"] > 1 else ""
    partial = " · list known to be partial" if row["has_partial_list"] else ""
    mark = " <b class=s3-mine>my region</b>" if is_mine else ""
    return (
        f"<b>{place}</b><span class=s3-muted>{country}</span>{mark}"
        f"<span class=s3-fit title='How alike its best priority is'>{row['likeness']:.0%}</span>"
        f"<br>{title} <span class=s3-muted>{escape(period_words(row['period']))}{more}{partial}"
        "</span>"
    )


def lead_words(members: pd.DataFrame) -> str:
    """Who leads a partnership, in words; ``members``: its rows of `members_of`."""
    leads = members[members["role"].isin(["lead", "co-lead"])]
    if leads.empty:
        return f"lead {NOT_DOCUMENTED}"
    told = [
        links.link("region", "territory", row.territory_id, row.name_)
        + (" (co-lead)" if row.role == "co-lead" else "")
        + (" (inferred by us)" if row.basis == "inferred" else "")
        for row in leads.rename(columns={"name": "name_"}).head(MOST_LEADS).itertuples()
    ]
    rest = len(leads) - MOST_LEADS
    return "led by " + _joined(told) + (f" and {rest} more" if rest > 0 else "")


def _joined(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def who_works(about: About) -> str:
    """How many partnerships work on the topic, and how the two sets cross."""
    if about.partnerships.empty:
        return "<b>No partnership</b> on it is documented."
    both = int((about.crossed["shares"] & about.crossed["is_member"]).sum())
    works = "works" if len(about.partnerships) == 1 else "work"
    told = f"<b>{plural(len(about.partnerships), 'partnership')}</b> {works} on it"
    members = about.members["territory_id"].nunique()
    if not members:
        return f"{told}; no member is documented by name."
    told += f", with {plural(members, 'documented member territory')}. "
    if about.shares.empty:
        return told
    of = f"Of the {plural(len(about.shares), 'territory')} that share it, "
    return told + of + f"<b>{both or 'none'}</b> {'is a member' if both == 1 else 'are members'}."


def how_far(about: About) -> str:
    """How many dated events there are on the topic, and the newest."""
    if about.events.empty:
        return "<b>No dated event</b> on it is documented: not documented is not the same as none."
    newest = str(about.events["date"].iloc[0])
    counted = plural(len(about.events), "dated event")
    return f"<b>{counted}</b> on it, the newest of {escape(newest)}."


def member_count(progress: dict[str, Any]) -> str:
    """``members: 3 of 45 documented``, of a row of `progress.partnership_progress`."""
    told = documented_of_stated(progress["documented_count"], progress["stated_count"])
    return f"members: {told}"
