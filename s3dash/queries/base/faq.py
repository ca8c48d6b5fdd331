"""Questions that newcomers ask, with their answers: our words, figures from the base.

They stand in ``s3dash/text/faq.md``: ``## topic``, ``### identifier: question``, ``On:`` and the
keys of the pages where the question arises, then the answer. What stands in braces there is a
figure of `figures`; what looks like a link of Markdown leads to a page of the dashboard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from s3dash import folders
from s3dash.queries.base.about import about_store
from s3dash.queries.base.overview import key_figures
from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

LINK = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<page>\w+)(?:\?(?P<query>[^)]*))?\)")
"""A link in an answer: label, key of a page, parameters."""
_ENTRY = re.compile(
    r"^### (?P<code>[a-z0-9-]+): (?P<question>.+)\nOn: (?P<pages>.+)\n(?P<answer>.+)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Question:
    """A question with its answer.

    Attributes
    ----------
    code : str
        What a link names it by.
    topic, question : str
    answer : str
        With ``*emphasis*`` and links as in `LINK`.
    pages : tuple of str
        Keys of the pages on which it arises.
    """

    code: str
    topic: str
    question: str
    answer: str
    pages: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The answer without signs of emphasis and targets of links."""
        return LINK.sub(lambda link: link["label"], self.answer).replace("*", "")


@cache
def written() -> tuple[Question, ...]:
    """The questions as they are written, figures still in braces, in their order."""
    text = (folders.TEXT / "faq.md").read_text(encoding="utf-8")
    found = []
    for section in text.split("\n## "):
        topic, _, body = section.removeprefix("## ").partition("\n")
        found += [
            Question(
                one["code"],
                topic.strip(),
                one["question"],
                one["answer"],
                tuple(one["pages"].split(", ")),
            )
            for one in _ENTRY.finditer(body)
        ]
    return tuple(found)


def faq(store: Store) -> tuple[Question, ...]:
    """All questions, answered from this base."""
    known = figures(store)
    return tuple(
        Question(
            one.code,
            one.topic,
            one.question.format_map(known),
            one.answer.format_map(known),
            one.pages,
        )
        for one in written()
    )


def figures(store: Store) -> Mapping[str, str]:
    """What the base holds, by the names that answers use; numbers and lists in words."""
    key, about = key_figures(store), about_store(store)
    [counts] = store.frame(
        f"""
        SELECT (SELECT count(*) FROM priority WHERE classified_by = 'editorial') AS editorial,
               (SELECT count(*) FROM territory WHERE nuts_level IS NULL) AS without_nuts,
               (SELECT count(*) FROM strategy WHERE completeness = 'no-list') AS no_list,
               (SELECT count(*) FROM {DOCUMENTED} WHERE completeness = 'partial') AS partial,
               (SELECT count(*) FROM source) AS source_pages,
               (SELECT count(DISTINCT host) FROM source) AS source_hosts,
               (SELECT count(*) FROM change_log) AS changes,
               (SELECT count(*) FROM membership) AS memberships,
               (SELECT count(*) FROM membership WHERE basis = 'inferred') AS inferred,
               (SELECT count(*) FROM stage_evidence WHERE basis = 'related') AS related,
               (SELECT count(*) FROM indicator WHERE is_structural) AS structural,
               (SELECT count(DISTINCT topic_id) FROM topic_word) AS topic_words,
               (SELECT count(DISTINCT language) FROM topic_word) AS languages,
               (SELECT count(DISTINCT indicator_id) FROM indicator_value) AS indicators,
               (SELECT count(*) FROM hub) AS hubs, (SELECT count(*) FROM project) AS projects,
               (SELECT count(*) FROM project
                WHERE coalesce(eu_contribution_eur, total_cost_eur) IS NOT NULL) AS with_budget
        """
    ).to_dict("records")
    [said] = store.frame(
        f"""
        SELECT (SELECT max(date) FROM stage_evidence) AS latest_event,
               (SELECT min(year) FROM indicator_value)::VARCHAR AS first_year,
               (SELECT max(year) FROM indicator_value)::VARCHAR AS last_year,
               (SELECT string_agg(DISTINCT period, ' and ' ORDER BY period)
                FROM {DOCUMENTED}) AS periods,
               (SELECT string_agg(name, ', ' ORDER BY position) FROM platform) AS platforms,
               (SELECT string_agg(name, ', ' ORDER BY position) FROM stage) AS stages,
               (SELECT string_agg(lower(name), ', ' ORDER BY position) FROM chain_link) AS chain
        """
    ).to_dict("records")
    return {
        **{str(name): _number(count) for name, count in counts.items()},
        **{str(name): str(words) if words else "none" for name, words in said.items()},
        "priorities": _number(key.priorities),
        "strategies": _number(key.strategies),
        "strategy_territories": _number(key.strategy_territories),
        "strategy_countries": _number(key.strategy_countries),
        "partnerships": _number(key.partnerships),
        "events": _number(key.evidence),
        "version": about.version,
        "built": f"{about.built_at:%Y-%m-%d}",
    }


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
