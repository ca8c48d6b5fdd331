"""Other views of what a filter keeps: by territory, territory by domain, common and rare."""

import numpy as np
import pandas as pd

from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.index import Numbers, PriorityIndex
from s3dash.queries.explorer.selection import select
from s3dash.store.connection import Store

LEVELS = {
    "sections": "Economic sections (NACE)",
    "divisions": "Economic divisions (NACE)",
    "scientific": "Scientific domains (NABS)",
    "policy": "Policy objectives",
    "platforms": "Platform themes",
}
"""What domains may be counted by."""

_DOMAINS = """
    SELECT domain_code AS code, label, domain_code AS place FROM domain
    WHERE $level = 'sections' AND taxonomy = 'economic' AND parent_code IS NULL
    UNION ALL
    SELECT domain_code, label, domain_code FROM domain
    WHERE $level = 'divisions' AND taxonomy = 'economic' AND parent_code IS NOT NULL
    UNION ALL
    SELECT domain_code, label, domain_code FROM domain
    WHERE taxonomy = $level AND parent_code IS NULL
    UNION ALL
    SELECT platform_id, name, format('{:03d}', position) FROM platform WHERE $level = 'platforms'
"""


def by_territory(store: Store, chosen: PriorityFilter, limit: int, offset: int) -> pd.DataFrame:
    """Priorities of one page of territories.

    Parameters
    ----------
    limit, offset : int
        Territories on the page, and territories before it; by country and name.

    Returns
    -------
    pandas.DataFrame
        As `queries.priorities.priorities`, all rows of these territories, newest period first.
    """
    found = select(store, chosen)
    index, places = found.index, found.places()
    territories = index.territory_of[index.strategy[places]]
    on_page = pd.unique(territories)[offset : offset + limit]
    return rows_at(store, index, places[np.isin(territories, on_page)])


def matrix(store: Store, chosen: PriorityFilter, level: str) -> pd.DataFrame:
    """Number of matching priorities by territory and domain.

    Parameters
    ----------
    level : str
        One of `LEVELS`. A priority counts once for each of its domains, in a section once.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, territory, country, has_partial_list, all`` (the territory's matching
        priorities), then a column for each domain that occurs, named by its code, in the order
        of the codes: counts, 0 where there is none.
    """
    found = select(store, chosen)
    index, places = found.index, found.places()
    per_class = _by_territory_and_class(index, places)
    columns = _columns(store, index, level)
    domains = pd.DataFrame(
        per_class @ index.has_code[:, list(columns.values())], columns=list(columns)
    )
    strategies = np.bincount(index.strategy[places], minlength=len(index.strategies))
    is_partial = (index.strategies["completeness"] == "partial").to_numpy() & (strategies > 0)
    rows = pd.DataFrame(
        {
            "territory_id": index.territories["territory_id"],
            "territory": index.territories["name"],
            "country": index.territories["country"],
            "has_partial_list": np.bincount(index.territory_of, weights=is_partial) > 0,
            "all": per_class.sum(axis=1),
        }
    )
    frame = pd.concat([rows, domains.loc[:, domains.any()]], axis="columns")
    frame = frame[frame["all"] > 0].sort_values(["country", "territory", "territory_id"])
    return frame.reset_index(drop=True)


def domain_labels(store: Store, level: str) -> dict[str, str]:
    """Code -> label of the domains of a level, see `LEVELS`."""
    rows = store.rows(f"SELECT code, label FROM ({_DOMAINS}) ORDER BY place", {"level": level})
    return dict(rows)


def common_and_rare(store: Store, chosen: PriorityFilter, level: str) -> pd.DataFrame:
    """How common each domain is in what a filter keeps, against all of Europe.

    The index is that of a location quotient: the domain's share of the priorities kept, divided by
    its share of all documented priorities of the same periods. 1: as common as everywhere.

    Parameters
    ----------
    level : str
        One of `LEVELS`.

    Returns
    -------
    pandas.DataFrame
        ``code, label, priorities, share`` (of the priorities kept, 0 to 1), ``europe_priorities,
        europe_share`` (of all of the same periods), ``index``, ``territories`` (that have such a
        priority among those kept); most common first. Every domain that occurs in Europe in these
        periods has a row. Shares and index are NaN where nothing is kept.
    """
    found = select(store, chosen)
    index = found.index
    columns = _columns(store, index, level)
    has_code = index.has_code[:, list(columns.values())]
    here = _by_territory_and_class(index, found.places())
    is_asked = index.strategies["period"].isin(chosen.periods).to_numpy() | (not chosen.periods)
    all_places = np.flatnonzero(is_asked[index.strategy])
    everywhere = np.bincount(index.classification[all_places], minlength=len(has_code))
    labels = domain_labels(store, level)
    frame = pd.DataFrame(
        {
            "code": list(columns),
            "label": [labels[code] for code in columns],
            "priorities": here.sum(axis=0) @ has_code,
            "europe_priorities": everywhere @ has_code,
            "territories": ((here @ has_code) > 0).sum(axis=0),
        }
    )
    frame = frame[frame["europe_priorities"] > 0]
    kept = int(here.sum())
    share = frame["priorities"] / (kept or np.nan)
    europe_share = frame["europe_priorities"] / len(all_places)
    frame = frame.assign(share=share, europe_share=europe_share, index=share / europe_share)
    order = ["code", "label", "priorities", "share", "europe_priorities", "europe_share"]
    return frame.sort_values(
        ["priorities", "index", "code"], ascending=[False, False, True], ignore_index=True
    )[[*order, "index", "territories"]]


def _columns(store: Store, index: PriorityIndex, level: str) -> dict[str, int]:
    """Codes of a level that occur -> their columns in ``has_code``, in the order of the level."""
    column = {code: n for n, code in enumerate(index.codes)}
    return {code: column[code] for code in domain_labels(store, level) if code in column}


def _by_territory_and_class(index: PriorityIndex, places: Numbers) -> Numbers:
    """Priorities per territory (row) and classification (column)."""
    territories, classes = len(index.territories), len(index.own_codes)
    cells = index.territory_of[index.strategy[places]] * classes + index.classification[places]
    counts = np.bincount(cells, minlength=territories * classes)
    return counts.reshape(territories, classes)
