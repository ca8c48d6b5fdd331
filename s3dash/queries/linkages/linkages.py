"""Links between territories of whatever kind: shared partnerships, alike priorities, flows."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from s3dash.queries.partnerships import network
from s3dash.store.connection import Store

PARTNERSHIPS, PRIORITIES, PROJECTS = "partnerships", "priorities", "projects"
LEAST_IN_COMMON = 3
"""Economic domains that two territories must both have for their priorities to be called alike."""
LEAST_LIKENESS = 25
"""Likeness, in percent, below which pairs are not told."""
NAMES = ["territory_id", "name", "country", "partner_id", "partner", "partner_country"]


@dataclass(frozen=True)
class FlowKind:
    """A table of flows in the data package.

    Attributes
    ----------
    code, title, description, unit
        Name of its resource, what flows, and the unit of its values.
    years
        Years that it has values of, the newest first; empty when it has no years.
    """

    code: str
    title: str
    description: str
    unit: str
    years: tuple[int, ...]


def flow_kinds(store: Store) -> dict[str, FlowKind]:
    """The tables of flows in the data package, by name of their resource."""
    found = store.rows(
        """
        SELECT flow_kind, title, description, unit,
               list(DISTINCT year ORDER BY year DESC) FILTER (year IS NOT NULL)
        FROM flow_kind LEFT JOIN flow USING (flow_kind)
        GROUP BY ALL ORDER BY title, flow_kind
        """
    )
    return {
        code: FlowKind(code, title, description, unit, tuple(years or ()))
        for code, title, description, unit, years in found
    }


def places(store: Store) -> pd.DataFrame:
    """Every territory and where it stands on the map.

    Returns
    -------
    pandas.DataFrame
        Index ``territory_id``; ``name, country, country_code, label_x, label_y`` (in units of
        100 km; NaN: not drawn).
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country, country_code,
               label_x, label_y
        FROM territory JOIN country USING (country_code) ORDER BY territory_id
        """
    ).set_index("territory_id")


def countries(store: Store) -> dict[str, str]:
    """Code -> name of every country, by name."""
    return dict(store.rows("SELECT country_code, name FROM country ORDER BY name"))


def shared_partnerships(store: Store, platform_id: str | None) -> pd.DataFrame:
    """Pairs of territories by the number of partnerships that both are documented members of.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, partner_id, partner, partner_country, strength`` (number of
        shared partnerships), ``partnerships`` (their names), ``inferred`` (in how many of them a
        membership is inferred by us); the strongest first.
    """
    return network.links(store, platform_id).rename(columns={"shared": "strength"})


def joint_projects(store: Store) -> pd.DataFrame:
    """Pairs of territories by the number of projects in which both have a documented partner.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, partner_id, partner, partner_country, strength`` (number of
        projects), ``projects`` (their names, separated by semicolons), ``eu_contribution_eur`` (to
        all partners of those whose it is known; NA: of none), ``contributions`` (of how many it is
        known); the strongest first, then by names. The territory is that of the row: a partner
        placed at a country does not count for its regions.
    """
    return store.frame(
        """
        WITH placed AS (
            SELECT DISTINCT project_id, coalesce(acronym, title, project_id) AS project,
                   eu_contribution_eur, territory_id, territory.name, country.name AS country
            FROM project_partner JOIN project USING (project_id)
            JOIN territory USING (territory_id) JOIN country USING (country_code)
        )
        SELECT one.territory_id, one.name, one.country, other.territory_id AS partner_id,
               other.name AS partner, other.country AS partner_country,
               count(*)::INTEGER AS strength,
               string_agg(one.project, '; ' ORDER BY one.project) AS projects,
               sum(one.eu_contribution_eur)::BIGINT AS eu_contribution_eur,
               count(one.eu_contribution_eur)::INTEGER AS contributions
        FROM placed AS one JOIN placed AS other
          ON one.project_id = other.project_id AND one.territory_id < other.territory_id
        GROUP BY ALL ORDER BY strength DESC, one.name, other.name, one.territory_id, partner_id
        """
    )


def alike_priorities(store: Store) -> pd.DataFrame:
    """Pairs of territories by the likeness of the economic domains of their priorities.

    Likeness is the share, in percent, of the domains of either that both have. Domains are the
    codes that documented priorities of whatever period were classified with; a section and one of
    its divisions are two. Pairs with fewer than `LEAST_IN_COMMON` domains in common or a likeness
    below `LEAST_LIKENESS` have no row.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, partner_id, partner, partner_country, strength`` (likeness
        in percent), ``in_common, domains, partner_domains`` (number of domains: of both, of the
        one, of the other), ``codes`` (of those in common); the strongest first, then by names.
    """
    held = store.frame(
        """
        SELECT DISTINCT territory_id, domain_code
        FROM priority JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
        WHERE taxonomy = 'economic' ORDER BY ALL
        """
    )
    rows, territories = pd.factorize(held["territory_id"])
    columns, codes = pd.factorize(held["domain_code"], sort=True)
    # Counting in memory takes a tenth of the time that joining the rows with themselves takes.
    has = np.zeros((len(territories), len(codes)), dtype=np.float32)
    has[rows, columns] = 1
    domains = has.sum(axis=1)
    in_common = (has @ has.T).astype(float)
    either = domains[:, None] + domains - in_common
    is_alike = (in_common >= LEAST_IN_COMMON) & (100 * in_common >= LEAST_LIKENESS * either)
    first, second = np.nonzero(np.triu(is_alike, 1))
    both = (has[first] * has[second]).astype(bool)
    labels = codes.to_numpy()
    found = pd.DataFrame(
        {
            "territory_id": territories[first],
            "partner_id": territories[second],
            "strength": 100.0 * in_common[first, second] / either[first, second],
            "in_common": in_common[first, second].astype(int),
            "domains": domains[first].astype(int),
            "partner_domains": domains[second].astype(int),
            "codes": [" ".join(labels[row]) for row in both],
        }
    )
    return _named(store, found)


def flows(store: Store, kind: str, year: int | None) -> pd.DataFrame:
    """Flows of a table between different territories, above 0.

    Parameters
    ----------
    kind : str
        A code of `flow_kinds`.
    year : int or None
        Year of the values; None for a table without years.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country`` (where it comes from), ``partner_id, partner,
        partner_country`` (where it goes to), ``strength`` (in the unit of the table), ``year`` (NA
        without years), ``source_url``; the largest first, then by names.
    """
    found = store.frame(
        """
        SELECT from_id AS territory_id, to_id AS partner_id, value AS strength, year, source_url
        FROM flow
        WHERE flow_kind = $kind AND year IS NOT DISTINCT FROM $year::SMALLINT
          AND from_id <> to_id AND value > 0
        """,
        {"kind": kind, "year": year},
    )
    return _named(store, found)


def left_out(store: Store, kind: str, year: int | None) -> tuple[int, int]:
    """How many rows of a table of flows `flows` leaves out: within one territory; of value 0."""
    [found] = store.rows(
        """
        SELECT count(*) FILTER (from_id = to_id), count(*) FILTER (from_id <> to_id AND value = 0)
        FROM flow WHERE flow_kind = $kind AND year IS NOT DISTINCT FROM $year::SMALLINT
        """,
        {"kind": kind, "year": year},
    )
    return found[0], found[1]


def _named(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    known = store.once(places)
    named = found.assign(
        name=found["territory_id"].map(known["name"]),
        country=found["territory_id"].map(known["country"]),
        partner=found["partner_id"].map(known["name"]),
        partner_country=found["partner_id"].map(known["country"]),
    )
    order = ["strength", "name", "partner", "territory_id", "partner_id"]
    rest = [name for name in found.columns if name not in NAMES]
    return named.sort_values(order, ascending=[False, True, True, True, True], ignore_index=True)[
        [*NAMES, *rest]
    ]
