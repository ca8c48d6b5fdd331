"""The catalogues: hubs, projects and documents, each with the filters of its page."""

import pandas as pd

from s3dash.queries.catalogue import documents as library
from s3dash.queries.catalogue.documents import documents, topics_of
from s3dash.queries.catalogue.filters import Catalogue, Facet, has_one_of, is_one_of, searched
from s3dash.queries.catalogue.hubs import KINDS, STATUSES, hubs
from s3dash.queries.catalogue.projects import BASES, projects
from s3dash.store.connection import Store

HUBS_SEARCHED = (
    *("name", "acronym", "territory", "country", "specialisation", "technologies", "services"),
    *("coordinator", "kind", "status_note"),
)
PROJECTS_SEARCHED = (
    *("acronym", "title", "programme", "strand", "topic", "partnership", "partner_names"),
    *("countries", "note"),
)
DOCUMENTS_SEARCHED = ("title", "summary", "topics", "publisher", "kind")
LEAST_OF_TOPIC = 2
"""Projects, or documents, from which on a topic is offered as a filter."""
NO_TIE = "none"
"""Code of projects without a tie to a partnership."""
NO_YEAR = "unknown"
"""Code of documents whose year is not known."""


def hub_catalogue(store: Store) -> Catalogue:
    """The hubs; columns of `hubs.hubs`."""
    every = hubs(store)
    countries = dict(sorted(zip(every["country_code"], every["country"], strict=True)))
    kinds = {code: f"{code}: {words}" for code, words in KINDS.items()}
    technologies = {name: name for name in topics_of(every, "technologies")}
    return Catalogue(
        "Digital innovation hubs",
        "hubs",
        every,
        (
            Facet("country", "Country", countries, is_one_of("country_code")),
            Facet("kind", "Kind", kinds, is_one_of("kind")),
            Facet("status", "Status", STATUSES, is_one_of("status")),
            Facet("technology", "Technology", technologies, has_one_of("technologies")),
        ),
        searched(every, HUBS_SEARCHED),
        _is_of,
        ("within", "places"),
        "Hubs of a territory have their seat in it, serve it from elsewhere, or are of a larger "
        "territory.",
    )


def _is_of(rows: pd.DataFrame, territory_id: str) -> pd.Series:
    """Whether a territory is among the places of a hub or project."""
    return pd.Series([territory_id in places for places in rows["places"]], rows.index, dtype=bool)


def project_catalogue(store: Store) -> Catalogue:
    """The projects; columns of `projects.projects`."""
    every = store.once(projects)
    programmes = {name: name for name in sorted(every["programme"].unique())}
    held = set(every["partnership_basis"])
    ties = {code: label for code, label in BASES.items() if code in held}
    ties |= {NO_TIE: "no tie to a partnership known"}
    tied = every.dropna(subset="partnership_id").sort_values("partnership")
    partnerships = dict(zip(tied["partnership_id"], tied["partnership"], strict=True))
    topics = {name: name for name in topics_of(every, "topic", LEAST_OF_TOPIC)}
    return Catalogue(
        "Projects",
        "projects",
        every,
        (
            Facet("programme", "Programme", programmes, is_one_of("programme")),
            Facet("partnership", "Partnership", partnerships, is_one_of("partnership_id")),
            Facet("tie", "Tie to a partnership", ties, _tied),
            Facet("topic", "Topic", topics, has_one_of("topic")),
        ),
        searched(every, PROJECTS_SEARCHED),
        _is_of,
        ("places", "name", "partner_names"),
    )


def _tied(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.Series:
    return rows["partnership_basis"].fillna(NO_TIE).isin(codes)


def document_catalogue(store: Store) -> Catalogue:
    """The documents; columns of `documents.documents`."""
    every = documents(store)
    kinds = {code: name for code, name in library.KINDS.items() if code in set(every["kind"])}
    years = {str(year): str(year) for year in sorted(set(every["year"].dropna()), reverse=True)}
    topics = {name: name for name in topics_of(every, "topics", LEAST_OF_TOPIC)}
    return Catalogue(
        "Documents on method and policy",
        "documents",
        every,
        (
            Facet("kind", "Kind", kinds, is_one_of("kind")),
            Facet("year", "Year", years | {NO_YEAR: "not known"}, _of_year),
            Facet("topic", "Topic", topics, has_one_of("topics")),
            Facet("stage", "RIS3 stage", library.STAGES, _of_stage),
        ),
        searched(every, DOCUMENTS_SEARCHED),
    )


def _of_stage(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.Series:
    return pd.Series(
        [library.helps_at(cell, codes) for cell in rows["topics"]], rows.index, dtype=bool
    )


def _of_year(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.Series:
    return rows["year"].astype("string").fillna(NO_YEAR).isin(codes)
