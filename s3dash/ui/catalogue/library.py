"""The page Library: its filters."""

import pandas as pd

from s3dash.queries.catalogue.documents import KINDS, topics_of
from s3dash.ui.catalogue.controls import Facet, Shown, has_one_of, is_one_of, searched
from s3dash.ui.catalogue.controls import choose as choose_rows

SEARCHED = ("title", "summary", "topics", "publisher", "kind")
LEAST_OF_TOPIC = 2
"""Documents from which on a topic is offered as a filter."""
NO_YEAR = "unknown"


def choose(every: pd.DataFrame) -> Shown:
    """The documents that meet the link's filters."""
    kinds = {code: label for code, label in KINDS.items() if code in set(every["kind"])}
    years = {str(year): str(year) for year in sorted(set(every["year"].dropna()), reverse=True)}
    topics = {name: name for name in topics_of(every, "topics", LEAST_OF_TOPIC)}
    return choose_rows(
        every,
        [
            Facet("kind", "Kind", kinds, is_one_of("kind")),
            Facet("year", "Year", years | {NO_YEAR: "not known"}, _of_year),
            Facet("topic", "Topic", topics, has_one_of("topics")),
        ],
        searched(every, SEARCHED),
        hint="monitoring, governance, value chains ...",
    )


def _of_year(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.Series:
    return rows["year"].astype("string").fillna(NO_YEAR).isin(codes)
