"""Structural distance between territories, after the idea of regional benchmarking.

Each theme counts the same unless weights say otherwise; `docs/methods/compare.md` has the formula,
what it follows in the published method and what we decide ourselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from s3dash.queries.territories.structure import NONE, Structure

LEAST_OF_THEME = 0.5
"""Share of a theme's indicators that both territories must have for the theme to count."""
LEAST_OF_WEIGHT = 0.5
"""Share of the weight of all themes that must count for a distance to be given."""


class NotComparable(ValueError):
    """There is no structural distance for what was asked; the text says why."""


@dataclass(frozen=True)
class Distances:
    """Distances of one territory to all others.

    Attributes
    ----------
    distance : numpy.ndarray
        One per territory of the structure, 0: the same; NaN: not comparable.
    by_theme : numpy.ndarray
        Territories x themes: root of the mean squared difference of the theme's standardised
        indicators; NaN: too few that both have.
    contribution : numpy.ndarray
        Territories x themes: share of the theme in the squared distance, 0 to 1; sums to 1 where
        the distance is above 0.
    missing : numpy.ndarray
        Themes with a weight that the one has and each territory is not compared on: a distance
        on fewer says less, as what is missing may be where they differ.
    """

    distance: np.ndarray
    by_theme: np.ndarray
    contribution: np.ndarray
    missing: np.ndarray

    @property
    def is_full(self) -> np.ndarray:
        """Which territories are compared on every theme with a weight that the one has."""
        full: np.ndarray = self.missing == 0
        return full


def distances(
    known: Structure, territory_id: str, weights: Mapping[str, float] | None = None
) -> Distances:
    """Structural distance of a territory to every other one.

    ``weights``: theme -> weight of 0 or more; a theme not named counts 1.

    Raises
    ------
    NotComparable
        The territory is unknown or has no values; a theme is unknown; no theme has a weight.
    """
    here, weight = _comparable_row(known, territory_id), _weight(known, weights or {})
    by_theme = _by_theme(known, here)
    counts = ~np.isnan(by_theme)
    weighted = np.where(counts, by_theme, 0) * weight
    used = (counts * weight).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = np.where(
            used >= LEAST_OF_WEIGHT * weight.sum(), weighted.sum(axis=1) / used, np.nan
        )
        contribution = weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-300)
    missing = (~counts[:, counts[here] & (weight > 0)]).sum(axis=1)
    return Distances(np.sqrt(squared), np.sqrt(by_theme), contribution, missing)


def _comparable_row(known: Structure, territory_id: str) -> int:
    """Its row in the structure; raises `NotComparable` where it has no values there."""
    if territory_id not in known.row_of:
        raise NotComparable(
            f"{territory_id} is not the code of a NUTS 2021 territory: no indicators."
        )
    here = known.row_of[territory_id]
    if known.territories["basis"].iloc[here] == NONE:
        raise NotComparable(f"No indicator is documented for {territory_id}.")
    return here


def _weight(known: Structure, weights: Mapping[str, float]) -> np.ndarray:
    """The weight of every theme; raises `NotComparable` when they cannot weigh anything."""
    unknown = [theme for theme in weights if theme not in known.themes]
    if unknown:
        raise NotComparable(f"There is no theme {unknown[0]}. Themes: {', '.join(known.themes)}.")
    weight = np.array([float(weights.get(theme, 1)) for theme in known.themes])
    if not np.isfinite(weight).all() or (weight < 0).any() or not weight.sum() > 0:
        raise NotComparable("At least one theme needs a weight above 0, and none below.")
    return weight


def _by_theme(known: Structure, here: int) -> np.ndarray:
    """Territories x themes: mean squared difference of the indicators that both have."""
    squares = (known.scores - known.scores[here]) ** 2
    by_theme = np.full((len(squares), len(known.themes)), np.nan)
    for place, columns in enumerate(known.themes.values()):
        part = squares[:, columns]
        held = ~np.isnan(part)
        count = held.sum(axis=1)
        total = np.where(held, part, 0).sum(axis=1)
        enough = count >= LEAST_OF_THEME * len(columns)
        by_theme[enough, place] = total[enough] / count[enough]
    return by_theme


def similar(
    known: Structure,
    territory_id: str,
    weights: Mapping[str, float] | None = None,
    limit: int | None = None,
    *,
    nuts_level: int = 2,
    is_abroad: bool = False,
) -> pd.DataFrame:
    """The territories of a NUTS level by structural distance, the nearest first.

    Those compared on every theme that the one asked for has come first, then those that miss one,
    and so on: a theme that is unknown never brings a territory nearer.
    Territories that contain the one asked for, or lie in it, are left out: they share its values.
    ``is_abroad`` leaves out those of its own country as well.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, country_code, basis, distance`` (0: the same structure),
        ``themes`` (number that count), ``missing_themes`` (those that do not, in words),
        ``is_full`` (compared on every theme that the one asked for has), and per theme
        its distance ``<theme>`` and its share ``<theme>_share`` (0 to 1) of the squared distance.
        Equal distances come in the order of the codes.

    Raises
    ------
    NotComparable
        As `distances`.
    """
    found = distances(known, territory_id, weights)
    country = territory_id[:2]
    is_offered = np.array(
        [
            not (territory_id.startswith(code) or code.startswith(territory_id))
            and not (is_abroad and code.startswith(country))
            for code in known.codes
        ]
    )
    is_offered &= (known.levels == nuts_level) & ~np.isnan(found.distance)
    rows = np.flatnonzero(is_offered)
    # Rows stand in the order of the codes, and a stable sort keeps it for equal distances.
    rows = rows[np.lexsort((found.distance[rows], found.missing[rows]))][:limit]
    return _described(known, found, rows)


def _described(known: Structure, found: Distances, rows: np.ndarray) -> pd.DataFrame:
    """Rows of the structure with their distances, in the columns of `similar`."""
    held = ~np.isnan(found.by_theme[rows])
    themes = list(known.themes)
    columns: dict[str, object] = {
        name: known.territories[name].array.take(rows)
        for name in ("territory_id", "name", "country", "country_code", "basis")
    }
    columns["distance"] = found.distance[rows]
    columns["themes"] = held.sum(axis=1)
    columns["missing_themes"] = [
        ", ".join(theme for theme, has in zip(themes, row, strict=True) if not has) for row in held
    ]
    columns["is_full"] = found.is_full[rows]
    for place, theme in enumerate(themes):
        columns[theme] = found.by_theme[rows, place]
        columns[f"{theme}_share"] = found.contribution[rows, place]
    return pd.DataFrame(columns)


def compared_years(known: Structure) -> dict[str, int]:
    """The year that each indicator of the distance is compared in: label -> year, oldest first.

    An indicator without one is left out: no distance counts it.
    """
    columns = [column for theme in known.themes.values() for column in theme]
    years = {
        str(known.indicators["label"].iat[column]): int(known.common_years[column])
        for column in columns
        if known.common_years[column]
    }
    return dict(sorted(years.items(), key=lambda pair: pair[1]))


def years_in_words(known: Structure) -> str:
    """``2012: Patents; 2019: Population, Tertiary education``, and what has no year."""
    by_year: dict[int, list[str]] = {}
    for label, year in compared_years(known).items():
        by_year.setdefault(year, []).append(label)
    return "; ".join(f"{year}: {', '.join(labels)}" for year, labels in by_year.items())


def peer_profile(known: Structure, territory_id: str, peers: list[str]) -> pd.DataFrame:
    """A territory beside the average of its peers, by structural indicator.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, theme, unit, value, score`` (standardised after its transformation:
        0 the mean of the NUTS 2 regions, 1 one standard deviation above), ``peers_score,
        peers_lowest, peers_highest`` (mean and range of the peers' scores), ``peers`` (how many
        have a value); NaN where there is none. In the order of the data package.
    """
    columns = np.concatenate([*known.themes.values()]) if known.themes else np.array([], dtype=int)
    here = known.row_of[territory_id]
    scores = known.scores[[known.row_of[peer] for peer in peers]][:, columns]
    held = ~np.isnan(scores)
    count = held.sum(axis=0)
    total = np.where(held, scores, 0).sum(axis=0)
    frame = known.indicators.iloc[columns][["indicator_id", "label", "theme", "unit"]]
    return frame.reset_index(drop=True).assign(
        value=known.comparable[here, columns],
        score=known.scores[here, columns],
        peers_score=np.where(count > 0, total / np.maximum(count, 1), np.nan),
        peers_lowest=_where(count, np.where(held, scores, np.inf).min(axis=0, initial=np.inf)),
        peers_highest=_where(count, np.where(held, scores, -np.inf).max(axis=0, initial=-np.inf)),
        peers=count,
    )


def _where(count: np.ndarray, values: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.where(count > 0, values, np.nan)
    return result
