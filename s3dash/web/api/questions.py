"""Questions beyond one table: ``/api/v1/explore.json``, ``progress``, ``similar``, ``partners``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import FACETS
from s3dash.queries.partnerships.progress import stages
from s3dash.takeaway.export import as_records
from s3dash.takeaway.objects import partner_objects, progress_objects, similar_objects
from s3dash.web.api import asking
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.parameters import LIMIT, OFFSET, Given, Parameter

EXPLORE_LIMIT = replace(LIMIT, default="25", most=10_000)
_HOW_SHOWN = tuple(
    Parameter(name, "How the page shows the result; without effect here.", many=True)
    for name in ("view", "show", "level", "sort", "priority", "page")
)
"""A link of the page may be asked as it is."""


@dataclass(frozen=True)
class Question:
    """A question: its address, what it answers, its parameters, and what answers it."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Asked, Given], tuple[Any, dict[str, str]]]
    is_dated: bool = False
    """Whether the answer changes with the day."""

    @property
    def make(self) -> Make:
        """What an endpoint asks."""

        def made(asked: Asked) -> Answer:
            value, headers = self.answer(asked, Given(asked.parameters, self.parameters))
            text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            return Answer([text.encode("utf-8", "replace")], "application/json", headers)

        return made


def _explore(asked: Asked, given: Given) -> tuple[Any, dict[str, str]]:
    chosen, labels = asking.explorer_filter(asked, given)
    limit, offset = given.whole(EXPLORE_LIMIT) or 0, given.whole(OFFSET) or 0
    found = explore(asked.store, chosen, limit, offset)
    facets = {
        item.param: [
            {"code": code, "label": label, "priorities": found.facets[item.field][code]}
            for code, label in labels[item.field].items()
            if code in found.facets[item.field]
        ]
        for item in FACETS
    }
    value = {
        "filter": chosen.sentence(labels),
        "priorities": found.priorities,
        "territories": found.territories,
        "countries": found.countries,
        "editorial": found.editorial,
        "partial_territories": found.partial_territories,
        "facets": facets,
        "by_territory": as_records(found.by_territory),
        "rows": as_records(found.rows),
    }
    return value, {"X-Total-Count": str(found.priorities)}


def _progress(asked: Asked, given: Given) -> tuple[Any, dict[str, str]]:
    found = asking.progress_asked(asked, given)
    value = progress_objects(found.frame, asked.store.once(stages))
    return value, {"X-Total-Count": str(len(value))}


def _similar(asked: Asked, given: Given) -> tuple[Any, dict[str, str]]:
    return similar_objects(*asking.similar_asked(asked, given)), {}


def _partners(asked: Asked, given: Given) -> tuple[Any, dict[str, str]]:
    found = asking.partners_asked(asked, given)
    limit = given.whole(asking.PARTNERS[-1])
    return partner_objects(found, limit), {"X-Total-Count": str(len(found.frame))}


QUESTIONS = (
    Question(
        "explore",
        "What the page Priorities shows: how many match, by every filter, where, and their rows.",
        (*asking.FILTER, EXPLORE_LIMIT, OFFSET, *_HOW_SHOWN),
        _explore,
    ),
    Question(
        "progress",
        "Partnerships with the evidence of each stage, as it was on record for a day.",
        asking.PROGRESS,
        _progress,
        is_dated=True,
    ),
    Question(
        "similar",
        "The territories nearest in structure to one.",
        asking.SIMILAR,
        _similar,
    ),
    Question(
        "partners",
        "The territories that fit one as partners, ranked, with the reasons.",
        asking.PARTNERS,
        _partners,
    ),
)
