"""Possible partners as a list: score, its parts as bars, the reasons in words."""

from collections.abc import Mapping
from html import escape
from typing import Any

from s3dash.queries.partners.finder import PARTS
from s3dash.queries.partners.hubs import hubs_placed_on
from s3dash.queries.partners.lead import AHEAD, NOT_AHEAD, UNTOLD
from s3dash.queries.partners.ranking import Ranking
from s3dash.queries.partners.subjects import SHARED
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import country_of, number, plural
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer

MOST_LINKS = 3


def ranked(found: Ranking, first: int, rows: int, here: str) -> str:
    """HTML of some rows of a ranking; ``here``: who looks."""
    records = found.frame.iloc[first : first + rows].to_dict("records")
    items = "".join(
        _heading(found.heading(place))
        + _row(place, {str(key): value for key, value in record.items()}, found, here)
        for place, record in enumerate(records, first)
    )
    return f"<ol class=s3-partners start={first + 1}>{items}</ol>"


def _heading(words: str) -> str:
    return f"<li class=s3-group>{escape(words)}</li>" if words else ""


def _row(place: int, row: dict[str, Any], found: Ranking, here: str) -> str:
    name = links.link("region", "territory", row["territory_id"], row["name"])
    reasons = found.reasons(place)
    words = {part: escape(said) for part, said in reasons.items()}
    if row["partnership_ids"]:
        words["links"] = _partnerships(row)
    told = "".join(f"<li><b>{PARTS[part]}:</b> {said}</li>" for part, said in words.items())
    told += "".join(
        f"<li><b>Hub on {escape(', '.join(hub.subjects))}:</b> {escape(hub.name)}</li>"
        for hub in answer(hubs_placed_on, str(row["territory_id"]), here)
    )
    compare = links.view_link("compare", "Compare", territory=[here, row["territory_id"]])
    return (
        f"<li><span class=s3-rank>{place + 1}</span><div>{name} "
        f"<span class=s3-muted>{escape(', '.join(about(row)))}</span> {compare}"
        f"<ul>{told}</ul></div>{bars(row, found.weights)}</li>"
    )


def about(row: Mapping[str, Any]) -> list[str]:
    """Code, country, distance and marks of a territory."""
    said = [str(row["territory_id"])]
    if country := country_of(str(row["country"]), str(row["name"])):
        said.append(country)
    # Middles say nothing of two that touch: that of Brandenburg lies in Berlin.
    if not is_missing(row["distance_km"]) and not row["is_neighbour"]:
        said.append(f"{number(int(row['distance_km']))} km")
    if row["is_neighbour"]:
        said.append("neighbour")
    if not is_missing(row["macro_regions"]):
        said.append(f"both in the {str(row['macro_regions']).replace('; ', ' and the ')}")
    if row["is_less_developed"] is True:
        said.append("less developed region")
    if row["has_partial_list"]:
        said.append("list of priorities known to be partial")
    return said


def _partnerships(row: Mapping[str, Any]) -> str:
    names = str(row["shared_partnerships"]).split("; ")
    # A name may have a semicolon of its own: then they stand as text.
    if len(names) != len(row["partnership_ids"]):
        return f"together in {escape(str(row['shared_partnerships']))}"
    linked = [
        links.link("partnership", "partnership", key, name)
        for key, name in zip(row["partnership_ids"], names, strict=True)
    ]
    more = len(linked) - MOST_LINKS
    return f"together in {'; '.join(linked[:MOST_LINKS])}" + (
        f" and {more} more" if more > 0 else ""
    )


def bars(row: Mapping[str, Any], weights: Mapping[str, float]) -> str:
    """The score and the parts that count, each 0 to 1, as bars with their figures."""
    parts = "".join(
        f"<dt>{PARTS[part]}</dt>{_bar(row[part])}" for part, weight in weights.items() if weight
    )
    return f"<div><b>{row['score']:.0f}</b> of 100<dl>{parts}</dl></div>"


def _bar(value: Any) -> str:
    if is_missing(value):
        return "<dd>cannot be told</dd>"
    return f"<dd><i style=--v:{100 * value:.0f}%></i>{value:.2f}</dd>"


def group_words(found: Ranking) -> str:
    """How a ranking with groups is made: who comes first; empty where it has none."""
    if found.sharing:
        return _sharing_words(found.wish.subject, *found.sharing)
    groups = found.groups
    if not groups:
        return ""
    if not groups.get(AHEAD):
        said = "None is ahead in R&D and patents."
        return said + (
            f" Those whose lead cannot be told ({groups[UNTOLD]}) stand last."
            if len(groups) > 1
            else ""
        )
    named = [f"{plural(groups[AHEAD], 'territory')} ahead in R&D and patents first"]
    if count := groups.get(NOT_AHEAD):
        named.append(f"then {count} not ahead")
    if count := groups.get(UNTOLD):
        named.append(f"last {count} whose lead cannot be told")
    return f"{', '.join(named)}; by score within each."


def _sharing_words(subject: str, sharing: int, others: int) -> str:
    shared = SHARED[subject]
    if not sharing:
        return f"None has {shared}; all by score."
    if not others:
        return f"All have {shared}."
    return (
        f"{plural(sharing, 'territory')} with {shared} first, then {others} without; "
        "by score within each."
    )


def score_words(weights: Mapping[str, float]) -> str:
    """What the score is made of: ``similar structure (weight 3), thematic match (1)``."""
    counted = sorted(
        ((part, weight) for part, weight in weights.items() if weight), key=lambda item: -item[1]
    )
    return ", ".join(
        f"{PARTS[part].lower()} ({'weight ' if not place else ''}{weight:g})"
        for place, (part, weight) in enumerate(counted)
    )
