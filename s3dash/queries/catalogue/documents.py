"""The library: documents, tools and pages on method and policy."""

import pandas as pd

from s3dash.store.connection import Store

KINDS = {
    "guide": "Guide",
    "report": "Report",
    "policy-brief": "Policy brief",
    "working-paper": "Working paper",
    "official-document": "Official document",
    "article": "Article",
    "web-page": "Web page",
    "good-practice": "Good practice",
    "faq": "FAQ",
    "tool": "Tool",
    "newsletter": "Newsletter",
    "brochure": "Brochure",
    "presentation": "Presentation",
    "call": "Call",
}


STAGES = {
    "analysis": "Analysis of the region",
    "governance": "Governance",
    "discovery": "Entrepreneurial discovery",
    "priorities": "Choice of priorities",
    "implementation": "Policy mix and implementation",
    "monitoring": "Monitoring and evaluation",
}
"""Steps of a strategy, after the guide to RIS3 of 2012; its shared vision is part of governance."""
TOPICS_OF_STAGES = {
    "analysis": ("assessment", "scoreboard", "survey", "industrial transition", "digital growth"),
    "governance": ("governance", "peer learning", "S3 CoP", "trans-regional alignment"),
    "discovery": ("EDP", "entrepreneurial discovery", "PRI"),
    "priorities": ("priorities", "prioritisation", "RIS3 design", "Eye@RIS3"),
    "implementation": (
        *("implementation", "policy", "synergies", "ESIF", "ERDF", "funding", "value chains"),
        *("pilots", "intervention logic", "I3", "interregional investment"),
    ),
    "monitoring": ("monitoring", "evaluation", "impact", "reviews", "peer review"),
}
"""Topics by which a document helps at a step; chosen by us, see `docs/methods/catalogue.md`."""


def helps_at(topics: object, stages: tuple[str, ...]) -> bool:
    """Whether a document with these topics helps at one of the steps."""
    return has_topic(topics, tuple(topic for one in stages for topic in TOPICS_OF_STAGES[one]))


def documents(store: Store) -> pd.DataFrame:
    """Every document: guides first, then the newest, those without a year last.

    Returns
    -------
    pandas.DataFrame
        ``document_id, title, kind, year`` (NA: not known), ``publisher, language, summary, topics``
        (separated by semicolons), ``url, source_url, note``.
    """
    return store.frame(
        """
        SELECT document_id, title, kind, year::INTEGER AS year, publisher, language, summary,
               topics, url, source_url, note
        FROM document ORDER BY kind <> 'guide', year DESC NULLS LAST, title, document_id
        """
    ).astype({"year": "Int64"})


def topics_of(found: pd.DataFrame, column: str, least: int = 1) -> dict[str, int]:
    """What stands in a column of lists, with its number of rows: the most frequent first.

    What differs in capital letters alone is one; ``least``: rows from which on it is told.
    """
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for cell in found[column].dropna():
        for topic in dict.fromkeys(part.strip() for part in cell.split(";")):
            if topic:
                name = names.setdefault(topic.casefold(), topic)
                counts[name] = counts.get(name, 0) + 1
    told = {name: count for name, count in counts.items() if count >= least}
    return dict(sorted(told.items(), key=lambda item: (-item[1], item[0].casefold())))


def has_topic(cell: object, topics: tuple[str, ...]) -> bool:
    """Whether a cell with a list has one of the topics."""
    if not isinstance(cell, str):
        return False
    held = {part.strip().casefold() for part in cell.split(";")}
    return any(topic.casefold() in held for topic in topics)
