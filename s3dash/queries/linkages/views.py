"""What is made of links once they are found: kept, counted by territory, laid out as a matrix."""

from collections.abc import Collection

import numpy as np
import pandas as pd

MATRIX_TERRITORIES = 40
"""So many territories fit a matrix that can be read."""
READABLE_LINKS = 500
"""Where nobody names a lowest strength, it is the lowest that leaves no more than these."""


def kept(links: pd.DataFrame, countries: Collection[str], least: float) -> pd.DataFrame:
    """The links that are strong enough and touch one of the countries; all where none is named.

    Parameters
    ----------
    links : pandas.DataFrame
        As `queries.linkages` gives them.
    countries : collection of str
        Names of countries.
    least : float
        Lowest strength.
    """
    is_kept = links["strength"] >= least
    if countries:
        is_kept &= links["country"].isin(countries) | links["partner_country"].isin(countries)
    return links[is_kept].reset_index(drop=True)


def readable_least(strengths: pd.Series, steps: Collection[int], most: int) -> int:
    """The lowest of the steps that leaves at most so many links; the highest when none does."""
    return next((step for step in sorted(steps) if (strengths >= step).sum() <= most), max(steps))


def both_ways(flows: pd.DataFrame) -> pd.DataFrame:
    """Flows as links without direction: what goes there and back together.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the smaller identifier first: the names, ``strength`` (the sum), ``out``
        (from the first to the second), ``back``; the strongest first.
    """
    is_turned = flows["territory_id"] > flows["partner_id"]
    ends = ["territory_id", "name", "country"], ["partner_id", "partner", "partner_country"]
    first, second = (
        np.where(is_turned.to_numpy()[:, None], flows[theirs], flows[own])
        for own, theirs in (ends, ends[::-1])
    )
    laid = pd.DataFrame(np.hstack([first, second]), columns=[*ends[0], *ends[1]])
    values = flows["strength"].to_numpy(float)
    laid["out"] = np.where(is_turned, 0, values)
    laid["back"] = np.where(is_turned, values, 0)
    summed = laid.groupby([*ends[0], *ends[1]], as_index=False, sort=False)[["out", "back"]].sum()
    summed["strength"] = summed["out"] + summed["back"]
    return summed.sort_values("strength", ascending=False, kind="stable", ignore_index=True)


def linked_territories(links: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Territories with a link, and with how many others.

    Parameters
    ----------
    links : pandas.DataFrame
        Links without direction.
    places : pandas.DataFrame
        As `queries.linkages.places`.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, label_x, label_y, partners`` (number of territories it is
        linked with), ``strength`` (sum over its links), ``strongest`` (highest of its links); most
        partners first, then the sum, then by name.
    """
    ends = pd.concat(
        [
            links[["territory_id", "strength"]],
            links[["partner_id", "strength"]].rename(columns={"partner_id": "territory_id"}),
        ]
    )
    counted = ends.groupby("territory_id")["strength"].agg(["size", "sum", "max"])
    counted.columns = pd.Index(["partners", "strength", "strongest"])
    found = counted.join(places).reset_index()
    order = ["partners", "strength", "name", "territory_id"]
    columns = ["territory_id", "name", "country", "label_x", "label_y"]
    return found.sort_values(order, ascending=[False, False, True, True], ignore_index=True)[
        [*columns, "partners", "strength", "strongest"]
    ]


def around(nodes: pd.DataFrame, links: pd.DataFrame, territory_id: str) -> pd.DataFrame:
    """Of the linked territories one and those it is linked with, its strongest links first."""
    partners = links_of(links, territory_id)["partner_id"]
    return nodes.set_index("territory_id").loc[[territory_id, *partners]].reset_index()


def by_country(links: pd.DataFrame, codes: dict[str, str], *, is_directed: bool) -> pd.DataFrame:
    """Links between the territories of countries.

    Parameters
    ----------
    codes : dict of str to str
        Name of a country -> code.
    is_directed : bool
        Flows: rows send, columns receive, cells are sums of values. Else cells count links, and
        row and column may be changed for one another.

    Returns
    -------
    pandas.DataFrame
        ``territory_id`` (code of the country), ``territory`` (its name), then a column for each
        country, named by its code: 0 where there is none. By name. The diagonal is what stays
        between the territories of one country.
    """
    rows = links[["country", "partner_country"]].assign(
        value=links["strength"] if is_directed else 1
    )
    if not is_directed:
        turned = rows.rename(columns={"country": "partner_country", "partner_country": "country"})
        rows = pd.concat([rows, turned[turned["country"] != turned["partner_country"]]])
    names = sorted({*rows["country"], *rows["partner_country"]})
    cells = rows.pivot_table(
        index="country", columns="partner_country", values="value", aggfunc="sum", fill_value=0
    ).reindex(index=names, columns=names, fill_value=0)
    return _matrix(cells, [codes[name] for name in names], names)


def by_territory(links: pd.DataFrame, shown: pd.DataFrame, *, is_directed: bool) -> pd.DataFrame:
    """Strength of the links between some territories, as `by_country` lays it out.

    ``shown``: the territories, in their order, as `linked_territories` gives them.
    """
    ids = list(shown["territory_id"])
    rows = links.loc[
        links["territory_id"].isin(ids) & links["partner_id"].isin(ids),
        ["territory_id", "partner_id", "strength"],
    ]
    if not is_directed:
        turned = rows.rename(columns={"territory_id": "partner_id", "partner_id": "territory_id"})
        rows = pd.concat([rows, turned])
    cells = rows.pivot_table(
        index="territory_id", columns="partner_id", values="strength", aggfunc="sum", fill_value=0
    ).reindex(index=ids, columns=ids, fill_value=0)
    return _matrix(cells, ids, list(shown["name"]))


def _matrix(cells: pd.DataFrame, ids: list[str], names: list[str]) -> pd.DataFrame:
    values = pd.DataFrame(cells.to_numpy(), columns=ids)
    return pd.concat([pd.DataFrame({"territory_id": ids, "territory": names}), values], axis=1)


def links_of(links: pd.DataFrame, territory_id: str) -> pd.DataFrame:
    """Links of one territory, the other one always as the partner; `out` and `back` turn too."""
    first = links[links["territory_id"] == territory_id]
    second = links[links["partner_id"] == territory_id]
    swap = {
        "territory_id": "partner_id",
        "name": "partner",
        "country": "partner_country",
        "domains": "partner_domains",
        "out": "back",
    }
    turned = second.rename(columns=swap | {other: one for one, other in swap.items()})
    both = pd.concat([first, turned[list(links.columns)]])
    return both.sort_values(["strength", "partner"], ascending=[False, True], ignore_index=True)
