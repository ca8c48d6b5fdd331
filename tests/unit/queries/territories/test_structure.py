"""Indicator values at all NUTS levels, against a count of our own from the CSV files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from s3dash.queries.territories.courses import Courses
from s3dash.queries.territories.structure import (
    AGGREGATED,
    INHERITED,
    LEAST_COVERED,
    MEASURED,
    NONE,
    SUM,
    Structure,
    _aggregated,
    standardised,
    structure,
    years_of_structure,
)
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def known(store: Store) -> Structure:
    return structure(store)


@pytest.fixture(scope="module")
def values(facts: Facts) -> pd.DataFrame:
    """All values of the file itself, those of former regions that others followed left out."""
    frame = facts("indicator_value").astype({"year": int, "value": float})
    frame["country"] = frame["nuts_code"].str[:2]
    codes = facts("nuts_correspondence")
    former = codes.loc[codes["territory_id"] == "", "nuts_code"]
    newer = set(codes["nuts_code"]) - set(codes.loc[codes["nuts_vintage"] == "2016", "nuts_code"])
    # By hand: Croatia was cut anew into HR02, HR05 and HR06, Norway into four of which the
    # islands NO0B are on record nowhere.
    has_newer = set(frame.loc[frame["nuts_code"] == "HR02", "indicator_id"])
    is_hr = frame["country"] == "HR"
    is_in = frame["indicator_id"].isin(has_newer)
    gone = is_hr & is_in & frame["nuts_code"].isin(former)
    gone |= is_hr & ~is_in & frame["nuts_code"].isin(newer)
    return frame[~gone & (frame["country"] != "NO")]


@pytest.fixture(scope="module")
def newest(values: pd.DataFrame) -> pd.DataFrame:
    """Newest values, NUTS code x indicator, of the file itself."""
    frame = values.sort_values("year").drop_duplicates(["indicator_id", "nuts_code"], keep="last")
    return frame.pivot(index="nuts_code", columns="indicator_id", values="value")


def value(known: Structure, code: str, indicator: str) -> float:
    column = list(known.indicators["indicator_id"]).index(indicator)
    return float(known.values[known.row_of[code], column])


def basis(known: Structure, code: str) -> str:
    return str(known.territories["basis"].iat[known.row_of[code]])


def test_a_nuts_2_region_has_its_own_values(known: Structure, newest: pd.DataFrame) -> None:
    assert basis(known, "AT21") == MEASURED
    columns = list(known.indicators["indicator_id"])
    own = newest.loc["AT21"].reindex(columns)
    np.testing.assert_array_equal(known.values[known.row_of["AT21"]], own)


def test_every_territory_has_a_row_and_every_region_its_basis(
    known: Structure, facts: Facts, newest: pd.DataFrame
) -> None:
    territories = facts("territory")
    coded = territories[territories["nuts_level"] != ""]
    assert known.codes == sorted(coded["territory_id"])
    regions = coded.loc[coded["nuts_level"] == "2", "territory_id"]
    measured = [code for code in known.codes if basis(known, code) == MEASURED]
    measured = [code for code in measured if not code.startswith("NO")]
    assert measured == sorted(set(regions) & set(newest.index))


def test_a_population_is_the_sum_of_all_regions(known: Structure, newest: pd.DataFrame) -> None:
    for code in ("DE1", "IT", "BE2", "AT"):
        regions = newest[newest.index.str.startswith(code)]
        assert value(known, code, "population") == regions["population"].sum()
        assert basis(known, code) == AGGREGATED


def test_a_rate_is_a_mean_weighted_by_population(known: Structure, newest: pd.DataFrame) -> None:
    regions = newest[newest.index.str.startswith("DE1")]
    expected = (regions["unemployment_rate"] * regions["population"]).sum() / regions[
        "population"
    ].sum()
    assert value(known, "DE1", "unemployment_rate") == pytest.approx(expected)


def test_a_density_is_all_people_by_all_land(known: Structure, newest: pd.DataFrame) -> None:
    regions = newest[newest.index.str.startswith("DE1")]
    people, land = regions["population"], regions["population"] / regions["population_density"]
    assert value(known, "DE1", "population_density") == pytest.approx(people.sum() / land.sum())


def test_research_is_a_mean_weighted_by_gdp(known: Structure, newest: pd.DataFrame) -> None:
    regions = newest[newest.index.str.startswith("AT")]
    gdp = regions["population"] * regions["gdp_eur_per_inhabitant"]
    expected = (regions["gerd_pct_gdp"] * gdp).sum() / gdp.sum()
    assert value(known, "AT", "gerd_pct_gdp") == pytest.approx(expected)


def test_a_mean_needs_regions_with_most_of_the_weight(
    known: Structure, newest: pd.DataFrame
) -> None:
    column = "high_medium_hightech_manufacturing_employment"
    checked = {True: 0, False: 0}
    for code in [code for code in known.codes if len(code) == 3]:
        regions = newest[newest.index.str.startswith(code)]
        if len(regions) < 2 or regions["population"].isna().any():
            continue
        held = regions[column].notna()
        is_enough = (
            regions.loc[held, "population"].sum() >= LEAST_COVERED * regions["population"].sum()
        )
        assert np.isnan(value(known, code, column)) == (not is_enough), code
        checked[is_enough] += 1
    assert min(checked.values()) > 0


def test_a_sum_of_no_region_is_none() -> None:
    values = np.array([[5.0, 5.0], [7.0, 7.0]])
    counts = np.array([[True, False], [True, False]])
    told = _aggregated({SUM: np.array([0, 1])}, values, counts, {}, [0, 1])
    assert told[0] == 12
    assert np.isnan(told[1])


def test_a_composite_is_not_averaged(known: Structure) -> None:
    assert np.isnan(value(known, "DE1", "regional_competitiveness_index"))
    assert not np.isnan(value(known, "DE11", "regional_competitiveness_index"))


def test_discontinued_codes_count_above_and_not_beside(
    known: Structure, newest: pd.DataFrame
) -> None:
    assert "HR04" in newest.index
    assert "HR04" not in known.row_of
    columns = {name: n for n, name in enumerate(known.indicators["indicator_id"])}
    regions = newest.loc[["HR03", "HR04"], "air_passengers"]
    assert value(known, "HR", "air_passengers") == regions.sum()
    assert known.regions("HR", columns["air_passengers"]) == ["HR03", "HR04"]
    assert known.origin("HR", columns["air_passengers"]) == "sum of 2 regions"


def test_regions_that_others_followed_do_not_count_twice(
    known: Structure, newest: pd.DataFrame
) -> None:
    columns = {name: n for n, name in enumerate(known.indicators["indicator_id"])}
    regions = newest.loc[["HR02", "HR03", "HR05", "HR06"], "population"]
    assert value(known, "HR", "population") == regions.sum()
    assert known.origin("HR", columns["population"]) == "sum of 4 regions"
    # Of the four that Norway has now one is not on record: those of before are whole.
    assert "NO01" in known.regions("NO", columns["population"])
    assert "NO08" not in known.regions("NO", columns["population"])


def test_several_regions_are_seen_in_the_newest_year_that_most_of_them_have(
    known: Structure, values: pd.DataFrame
) -> None:
    people = values[values["indicator_id"] == "population"]
    people = people[people["nuts_code"].str.startswith("NL")]
    counts = people.groupby("year")["value"].agg(["size", "sum"])
    year = counts.index[counts["size"] == 12].max()
    assert year < counts.index.max()
    assert value(known, "NL", "population") == counts["sum"][year]
    column = list(known.indicators["indicator_id"]).index("population")
    assert known.years[known.row_of["NL"], column] == year


def test_distances_compare_the_newest_year_that_nearly_all_have(
    known: Structure, values: pd.DataFrame
) -> None:
    checked = 0
    for column, name in enumerate(known.indicators["indicator_id"]):
        if name not in ("tertiary_education_25_64", "unemployment_rate", "gdp_eur_per_inhabitant"):
            continue
        of_it = values[values["indicator_id"] == name]
        counts = of_it.groupby("year").size()
        year = counts.index[counts >= 0.9 * counts.max()].max()
        assert known.common_years[column] == year
        told = of_it[of_it["year"] == year].set_index("nuts_code")["value"]
        for code in ("AT21", "ITC4", "UKI3", "HR05", "BG31"):
            if code in told.index:
                assert known.common[known.row_of[code], column] == told[code]
                checked += 1
    assert checked > 8


def test_the_nearest_year_by_hand() -> None:
    values = np.array([[[1.0, np.nan, 3.0, np.nan]], [[np.nan, 7.0, np.nan, np.nan]]])
    years = np.array([2010, 2015, 2017, 2020])
    codes = ["AA01", "AA02"]
    kept = np.array([True, True])
    known = Courses(codes, ["i"], years, values, kept, frozenset(), frozenset())
    found, told = known.nearest([0, 1], np.array([2016]))
    assert (found.tolist(), told.tolist()) == ([[3.0], [7.0]], [[2017], [2015]])
    # Of two that are as near, the newer; none that is further away than it may be.
    assert known.nearest([0], np.array([2013]), 5)[1].tolist() == [[2010]]
    assert known.nearest([1], np.array([2020]), 5)[1].tolist() == [[2015]]
    assert known.nearest([1], np.array([2021]), 5)[1].tolist() == [[0]]
    assert known.newest()[1].tolist() == [[2017], [2015]]
    assert known.fullest([0, 1]).tolist() == [2017]


def test_common_years_as_of_a_year_by_hand() -> None:
    nan = np.nan
    years = np.array([2010, 2015, 2017, 2020])
    values = np.array(
        [
            # In 2017 one of three has a value of the first: that is no common year.
            [[1.0, 1.0, 1.0, 1.0], [nan, nan, nan, 5.0]],
            [[2.0, 2.0, nan, 2.0], [nan, nan, nan, 6.0]],
            [[3.0, 3.0, nan, 3.0], [nan, nan, nan, 7.0]],
        ]
    )
    kept = np.ones(3, dtype=bool)
    known = Courses(
        ["AA01", "AA02", "AA03"], ["i", "j"], years, values, kept, frozenset(), frozenset()
    )
    assert known.common_years().tolist() == [2020, 2020]
    # The newest up to the year; else the first after it, five years later at most; else none.
    assert known.common_years(2025).tolist() == known.common_years(2020).tolist() == [2020, 2020]
    assert known.common_years(2019).tolist() == known.common_years(2015).tolist() == [2015, 2020]
    assert known.common_years(2014).tolist() == [2010, 0]
    assert known.common_years(2004).tolist() == [0, 0]


def test_as_of_a_year_by_the_files(store: Store, known: Structure, values: pd.DataFrame) -> None:
    name = "tertiary_education_25_64"
    column = list(known.indicators["indicator_id"]).index(name)
    of_it = values[(values["indicator_id"] == name) & (values["year"] == 2015)]
    told = of_it.set_index("nuts_code")["value"]
    earlier = structure(store, 2015)
    assert (earlier.as_of, earlier.common_years[column]) == (2015, 2015)
    for code in ("AT21", "ITC4", "BG31"):
        assert earlier.comparable[earlier.row_of[code], column] == told[code]
    # Only what is compared is of that year; what is shown stays the newest.
    np.testing.assert_array_equal(earlier.values, known.values)
    assert structure(store, 2015) is earlier


def test_as_of_the_newest_of_its_years_all_is_as_without_one(
    store: Store, known: Structure
) -> None:
    asked = years_of_structure(store)
    assert asked == sorted(asked, reverse=True)
    structural = known.indicators["is_structural"].to_numpy(dtype=bool)
    assert asked[0] == known.common_years[structural].max()
    last = structure(store, asked[0])
    for theme in known.themes.values():
        np.testing.assert_array_equal(last.scores[:, theme], known.scores[:, theme])


def test_nothing_at_all_has_no_year(small_store: Callable[..., Store]) -> None:
    known_store = small_store()
    known = structure(known_store)
    assert np.isnan(known.values).all()
    assert (known.common_years == 0).all()
    assert years_of_structure(known_store) == []


def test_a_part_inherits_rates_and_not_sizes(known: Structure, newest: pd.DataFrame) -> None:
    assert basis(known, "FI194") == INHERITED
    assert value(known, "FI194", "unemployment_rate") == newest.at["FI19", "unemployment_rate"]
    assert np.isnan(value(known, "FI194", "population"))


def test_the_only_part_is_the_whole(known: Structure, newest: pd.DataFrame) -> None:
    for code in ("LU000", "LU0", "LU"):
        assert value(known, code, "population") == newest.at["LU00", "population"]
        assert (
            value(known, code, "regional_competitiveness_index")
            == newest.at["LU00", "regional_competitiveness_index"]
        )


def test_where_a_value_comes_from_in_words(known: Structure) -> None:
    columns = {name: n for n, name in enumerate(known.indicators["indicator_id"])}
    told = [
        ("AT21", "population", ""),
        ("DE1", "population", "sum of 4 regions"),
        ("DE1", "unemployment_rate", "population-weighted mean of 4 regions"),
        ("DE1", "regional_competitiveness_index", NONE),
        ("FI194", "unemployment_rate", "inherited from FI19"),
        ("FI194", "population", NONE),
        ("LU", "population", "that of LU00"),
        ("UK-england", "population", NONE),
    ]
    for code, indicator, words in told:
        assert known.origin(code, columns[indicator]) == words


def test_the_regions_of_the_eu_as_published(
    known: Structure, facts: Facts, newest: pd.DataFrame
) -> None:
    countries = facts("country")
    members = set(countries.loc[countries["status"] == "member", "country_code"])
    regions = newest[newest.index.str[:2].isin(members)]
    assert {"HR04", "HR05"} < set(regions.index)
    assert "UKI3" not in regions.index
    expected = regions[list(known.indicators["indicator_id"])].to_numpy()
    np.testing.assert_array_equal(known.eu_values, expected)


def test_the_year_is_the_newest_that_went_in(known: Structure, facts: Facts) -> None:
    frame = facts("indicator_value").astype({"year": int})
    frame = frame[frame["indicator_id"] == "berd_pct_gdp"]
    column = list(known.indicators["indicator_id"]).index("berd_pct_gdp")
    years = frame.loc[frame["nuts_code"].str.startswith("AT"), "year"]
    assert known.years[known.row_of["AT"], column] == years.max()
    assert known.years[known.row_of["NO08"], column] == 0


def test_scores_have_mean_0_and_deviation_1_over_the_regions(known: Structure) -> None:
    scores = known.scores[known.is_measured]
    np.testing.assert_allclose(np.nanmean(scores, axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(np.nanstd(scores, axis=0), 1)


def test_transformations_by_hand() -> None:
    values = np.array([[1.0, 0.0, 5.0], [np.e**2, 4.0, 5.0], [0.0, 16.0, np.nan]])
    scores = standardised(values, ["log", "square-root", None], np.array([True, True, False]))
    # log: 0 and 2, mean 1; a log of nothing is missing. Root: 0, 2, 4 with the mean of the first
    # two, 1. A column that is the same everywhere is 0.
    np.testing.assert_allclose(scores[:, 0], [-1, 1, np.nan])
    np.testing.assert_allclose(scores[:, 1], [-1, 1, 3])
    np.testing.assert_allclose(scores[:, 2], [0, 0, np.nan])
