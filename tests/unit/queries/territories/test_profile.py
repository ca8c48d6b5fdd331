"""The questions of a region profile, counted again from the data files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.views import common_and_rare
from s3dash.queries.territories.atlas import values_of_year, values_of_years
from s3dash.queries.territories.distinctiveness import clearly_distinctive, domain_index
from s3dash.queries.territories.ict import use_over_time
from s3dash.queries.territories.indicators import (
    course_of,
    courses_of_regions,
    flag_in_words,
    given_up,
    given_up_in_words,
    indicators_of,
    is_break,
    regions_with_indicators,
)
from s3dash.queries.territories.neighbours import neighbours
from s3dash.queries.territories.period_change import period_change, sections
from s3dash.store.connection import Store
from tests.fixtures.frames import with_list

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

TAXONOMIES = ["economic", "scientific", "policy"]
TERRITORIES = ["ITI1", "ITC4", "UK-england", "FI194", "ES61", "PT"]
NEW, OLD = "2021-2027", "2014-2020"


def classified(facts: Facts) -> pd.DataFrame:
    """One row a priority and domain, with title, territory, period, taxonomy."""
    domains = facts("domain")[["domain_code", "taxonomy", "label"]]
    return facts("priority_domain").merge(facts("priority"), on="priority_id").merge(domains)


def priority(number: int, territory: str, period: str = NEW) -> dict[str, object]:
    return {"priority_id": f"p{number}", "territory_id": territory, "period": period}


def of(number: int, *codes: str) -> list[dict[str, object]]:
    return [{"priority_id": f"p{number}", "domain_code": code} for code in codes]


# Distinctiveness


@pytest.mark.parametrize("taxonomy", TAXONOMIES)
@pytest.mark.parametrize("code", TERRITORIES)
def test_the_index_is_a_ratio_of_shares(
    store: Store, facts: Facts, every_domain: pd.DataFrame, code: str, taxonomy: str
) -> None:
    found = domain_index(store, code, taxonomy).set_index("domain_code")
    priorities = facts("priority")
    periods = set(priorities.loc[priorities.territory_id == code, "period"])
    europe = priorities[priorities.period.isin(periods)]
    own = europe[europe.territory_id == code]
    rows = every_domain[(every_domain.taxonomy == taxonomy) & every_domain.period.isin(periods)]
    here = rows[rows.territory_id == code].groupby("domain_code").size()
    assert set(found.index) == set(here.index) - left_out(facts, here)
    assert found["cautious_index"].is_monotonic_decreasing
    of_domain = dict([*rows.groupby("domain_code")])
    for domain, row in found.iterrows():
        with_it = of_domain[domain]
        assert row.priorities == here[domain]
        assert row.europe_priorities == len(with_it)
        assert row.territories == len(set(with_it.territory_id) - {code})
        assert row.share == pytest.approx(here[domain] / len(own))
        assert row.europe_share == pytest.approx(len(with_it) / len(europe))
        assert row["index"] == pytest.approx(row.share / row.europe_share)
        cautious = (here[domain] + 5 * row.europe_share) / (len(own) + 5) / row.europe_share
        assert row.cautious_index == pytest.approx(cautious)
        assert row.label == with_it.label.iloc[0]


@pytest.fixture(scope="module")
def every_domain(facts: Facts) -> pd.DataFrame:
    """One row a priority and domain or the section above it, as `classified`."""
    rows = classified(facts)
    parents = facts("domain").set_index("domain_code")["parent_code"]
    labels = facts("domain").set_index("domain_code")["label"]
    above = rows.assign(domain_code=rows.domain_code.map(parents)).query("domain_code != ''")
    above = above.assign(label=above.domain_code.map(labels))
    return pd.concat([rows, above]).drop_duplicates(["priority_id", "domain_code"])


def left_out(facts: Facts, here: pd.Series) -> set[str]:
    """Of the domains of a territory those that say the same as another, section by section."""
    parents = facts("domain").set_index("domain_code")["parent_code"]
    dropped = set()
    for section in here.index:
        divisions = [code for code in here.index if parents[code] == section]
        if len(divisions) == 1:
            same = here[divisions[0]] == here[section]
            dropped.add(section if same else divisions[0])
    return dropped


@pytest.mark.parametrize("code", ["ITI1", "ITC4", "UK-england", "FI194", "ES61"])
def test_the_explorer_gives_the_same_index(store: Store, facts: Facts, code: str) -> None:
    periods = facts("priority").query("territory_id == @code")["period"].unique()
    chosen = PriorityFilter(territories=(code,), periods=tuple(periods))
    compared = 0
    for taxonomy, levels in {
        "economic": ("sections", "divisions"),
        "scientific": ("scientific",),
        "policy": ("policy",),
    }.items():
        ours = domain_index(store, code, taxonomy).set_index("domain_code")
        for level in levels:
            theirs = common_and_rare(store, chosen, level).set_index("code")
            for domain in ours.index.intersection(theirs.index):
                compared += 1
                for column in ("priorities", "europe_priorities", "share", "index"):
                    assert ours[column][domain] == pytest.approx(theirs[column][domain])
    assert compared > 5


def test_a_section_has_the_priorities_of_its_divisions_once(small_store: SmallStore) -> None:
    store = small_store(
        priority=[priority(number, "ITI1") for number in range(1, 5)],
        priority_domain=[*of(1, "C10", "C26"), *of(2, "C"), *of(3, "J62"), *of(4, "D35", "D")],
    )
    found = domain_index(store, "ITI1", "economic").set_index("domain_code")["priorities"]
    # J and D say no more than their only division.
    assert found.to_dict() == {"C": 2, "C10": 1, "C26": 1, "D35": 1, "J62": 1}


def test_of_a_section_and_a_smaller_only_division_the_section_stays(
    small_store: SmallStore,
) -> None:
    store = small_store(
        priority=[priority(1, "ITI1"), priority(2, "ITI1")],
        priority_domain=[*of(1, "J62"), *of(2, "J")],
    )
    assert domain_index(store, "ITI1", "economic")["domain_code"].tolist() == ["J"]


def test_a_headline_names_no_domain_of_a_single_priority(small_store: SmallStore) -> None:
    store = small_store(
        priority=[*(priority(n, "ITI1") for n in (1, 2, 3)), priority(4, "ITC4")],
        priority_domain=[*of(1, "A", "M72"), *of(2, "A"), *of(4, "Q")],
    )
    ranked = domain_index(store, "ITI1", "economic")
    assert clearly_distinctive(ranked)["domain_code"].tolist() == ["A"]
    assert clearly_distinctive(domain_index(store, "ITC4", "economic")).empty


def test_europe_is_of_the_periods_of_the_territory_and_includes_it(small_store: SmallStore) -> None:
    store = small_store(
        priority=[
            priority(1, "ITI1"),
            priority(2, "ITI1"),
            priority(3, "ITC4"),
            priority(4, "ITC4"),
            priority(5, "FI194", OLD),
        ],
        priority_domain=[*of(1, "C10"), *of(3, "C10", "C"), *of(5, "C10")],
    )
    [row] = domain_index(store, "ITI1", "economic").to_dict("records")
    assert row["domain_code"] == "C10"
    assert (row["priorities"], row["europe_priorities"], row["territories"]) == (1, 2, 1)
    assert (row["share"], row["europe_share"], row["index"]) == (0.5, 0.5, 1)


@pytest.mark.parametrize(("code", "taxonomy"), [("MT", "economic"), ("nope", "economic")])
def test_without_priorities_nothing_is_distinctive(store: Store, code: str, taxonomy: str) -> None:
    assert domain_index(store, code, taxonomy).empty


def test_an_unknown_taxonomy_has_no_domains(store: Store) -> None:
    assert domain_index(store, "ITI1", "nope").empty


# Change between periods


@pytest.mark.parametrize("code", ["ITI1", "ITC4", "ES61", "PT"])
def test_a_domain_is_kept_new_or_gone(
    store: Store, facts: Facts, every_domain: pd.DataFrame, code: str
) -> None:
    found = period_change(store, code).set_index(["taxonomy", "domain_code"])
    rows = every_domain[every_domain["territory_id"] == code]
    parents = facts("domain").set_index("domain_code")["parent_code"]
    expected = rows.groupby(["taxonomy", "domain_code"])
    assert set(found.index) == set(expected.groups)
    for key, group in expected:
        titles = {
            period: sorted(group.loc[group.period == period, "title"]) for period in (OLD, NEW)
        }
        row = found.loc[key]
        assert (row.priorities_2014, row.priorities_2021) == (len(titles[OLD]), len(titles[NEW]))
        state = "kept" if titles[OLD] and titles[NEW] else "new" if titles[NEW] else "gone"
        below = {"kept": {"kept"}, "new": {"new", "narrower"}, "gone": {"gone", "wider"}}
        assert row.change in (below[state] if parents[key[1]] else {state})
        assert row.section_code == (parents[key[1]] or key[1])
        for column, period in (("titles_2014", OLD), ("titles_2021", NEW)):
            said = "" if pd.isna(row[column]) else row[column]
            assert sorted(said.split("; ")) == (titles[period] or [""])


def test_change_needs_both_periods(store: Store, facts: Facts) -> None:
    periods = facts("priority").groupby("territory_id")["period"].nunique()
    one = periods[periods == 1].index[0]
    assert period_change(store, one).empty
    assert period_change(store, "MT").empty
    assert not period_change(store, periods[periods == 2].index[0]).empty


CHANGES: list[tuple[str, list[str], list[str], dict[str, str]]] = [
    ("ITI1", ["C10"], ["C"], {"C": "kept", "C10": "wider"}),
    ("ITI2", ["C"], ["C10"], {"C": "kept", "C10": "narrower"}),
    ("ITI3", ["C10"], ["C26"], {"C": "kept", "C26": "new", "C10": "gone"}),
    ("ITI4", ["C10", "C26"], ["C26"], {"C": "kept", "C26": "kept", "C10": "gone"}),
    ("ITC4", ["C10"], ["J62"], {"J": "new", "J62": "new", "C": "gone", "C10": "gone"}),
]


@pytest.fixture(scope="module")
def changed(lasting_small_store: SmallStore) -> Store:
    """A store in which each territory of `CHANGES` has a priority in either period."""
    numbered = [*enumerate(CHANGES)]
    return lasting_small_store(
        priority=[
            priority(2 * n + is_new, code, NEW if is_new else OLD)
            for n, (code, *_) in numbered
            for is_new in (False, True)
        ],
        priority_domain=[
            row
            for n, (_, before, after, _) in numbered
            for row in (*of(2 * n, *before), *of(2 * n + 1, *after))
        ],
    )


@pytest.mark.parametrize(("code", "expected"), [(code, told) for code, _, _, told in CHANGES])
def test_a_section_is_kept_with_any_of_its_divisions(
    changed: Store, code: str, expected: dict[str, str]
) -> None:
    found = period_change(changed, code)
    changes = found.set_index("domain_code")["change"].to_dict()
    assert changes == expected
    assert found["section_code"].str.len().eq(1).all()
    assert set(sections(found)["domain_code"]) == {code[0] for code in expected}
    # A section stands above its divisions.
    assert list(changes) == list(expected)


# Neighbours


def touching(facts: Facts, code: str, others: set[str]) -> set[str]:
    """Which of the territories of any level border one, pair by pair."""
    table = facts("neighbour")
    pairs = list(zip(table.territory_id, table.neighbour_id, strict=True))
    # What lies just outside, each pair seen from either side.
    outside = {
        two
        for pair in pairs
        for one, two in (pair, pair[::-1])
        if one.startswith(code) and not two.startswith(code)
    }
    return {
        other
        for other in others
        if not code.startswith(other)
        and any(two.startswith(other) and len(two) == max(len(code), len(other)) for two in outside)
    }


@pytest.mark.parametrize("code", ["ITI1", "ITC4", "IT", "FI194", "DE1", "FI"])
def test_neighbours_of_any_level_that_are_documented(store: Store, facts: Facts, code: str) -> None:
    known = set(with_list(facts("strategy")).territory_id) | set(facts("membership").territory_id)
    expected = touching(facts, code, {other for other in known if "-" not in other})
    found = neighbours(store, code, "economic")
    assert expected
    assert set(found.territory_id) == expected
    assert found.territory_id.is_unique


@pytest.mark.parametrize("taxonomy", TAXONOMIES)
def test_neighbours_are_ordered_by_domains_in_common(
    store: Store, facts: Facts, taxonomy: str
) -> None:
    found = neighbours(store, "ITI1", taxonomy)
    rows = classified(facts).query("taxonomy == @taxonomy")
    domains = rows.groupby("territory_id")["domain_code"].agg(set)
    labels = facts("domain").set_index("domain_code")["label"]
    counts = facts("priority").groupby("territory_id").size()
    members = facts("membership").groupby("territory_id").size()
    partial = set(facts("strategy").query("completeness == 'partial'").territory_id)
    assert found["shared"].dropna().is_monotonic_decreasing
    for row in found.itertuples():
        common = domains["ITI1"] & domains.get(row.territory_id, set())
        assert row.shared == len(common)
        said = "" if pd.isna(row.shared_domains) else row.shared_domains
        assert sorted(said.split("; ")) == (sorted(labels[list(common)]) or [""])
        assert row.priorities == counts.get(row.territory_id, 0)
        assert row.memberships == members.get(row.territory_id, 0)
        assert row.has_partial_list == (row.territory_id in partial)


def test_nothing_in_common_is_not_the_same_as_not_documented(store: Store) -> None:
    found = neighbours(store, "IT", "economic").set_index("territory_id")
    assert found.loc["FRK", "priorities"] == 0
    assert pd.isna(found.loc["FRK", "shared"])
    assert neighbours(store, "FR", "economic")["shared"].isna().all()
    assert neighbours(store, "FI194", "economic").set_index("territory_id").shared["FI197"] == 0


def test_without_an_outline_no_neighbour(store: Store) -> None:
    assert neighbours(store, "UK-england", "economic").empty
    assert neighbours(store, "nope", "economic").empty


# Indicators


def nearest_values(values: pd.DataFrame, year: int) -> pd.Series:
    """Of each code the value nearest to a year, at most five away; of two the newer."""
    near = values.assign(far=2 * (values.year - year).abs() + (values.year < year))
    near = near[(near.year - year).abs() <= 5].sort_values("far")
    return near.drop_duplicates("nuts_code").set_index("nuts_code")["value"]


@pytest.mark.parametrize("code", ["ITI1", "FI19", "HR03", "CY00", "UKI3"])
def test_indicators_stand_beside_the_eu_and_the_country(
    store: Store, facts: Facts, code: str
) -> None:
    values = facts("indicator_value").astype({"year": int, "value": float})
    members = set(facts("country").query("status == 'member'").country_code)
    assert len(members) == 27
    own = values[values.nuts_code == code].sort_values("year")
    own = own.drop_duplicates("indicator_id", keep="last").set_index("indicator_id")
    found = indicators_of(store, code)
    shipped = facts("indicator").set_index("indicator_id")
    editions = facts("indicator_source").set_index("source_id")
    assert found.indicator_id.tolist() == [i for i in shipped.index if i in own.index]
    newer = {"HR02", "HR05", "HR06"}
    for row in found.itertuples():
        of_it = values[values.indicator_id == row.indicator_id]
        # Croatia was cut anew: what stands for the same ground does not count twice.
        has_newer = bool(newer & set(of_it.nuts_code))
        of_it = of_it[~of_it.nuts_code.isin({"HR04"} if has_newer else newer)]
        told = nearest_values(of_it, row.year)
        eu = told[told.index.str[:2].isin(members)]
        home = told[told.index.str[:2] == code[:2]]
        assert (row.value, row.year) == (own.value[row.indicator_id], own.year[row.indicator_id])
        assert row.eu_median == pytest.approx(eu.median())
        assert row.eu_regions == len(eu)
        assert (row.country_min, row.country_max) == (home.min(), home.max())
        assert row.country_regions == len(home)
        assert row.licence == editions.licence[own.source_id[row.indicator_id]]


@pytest.mark.parametrize("code", ["ITI1", "HR03"])
def test_the_course_is_every_value_beside_those_of_the_same_year(
    store: Store, facts: Facts, code: str
) -> None:
    values = facts("indicator_value").astype({"year": int, "value": float})
    members = set(facts("country").query("status == 'member'").country_code)
    own = values[values.nuts_code == code]
    found = course_of(store, code)
    assert len(found) == len(own)
    assert found.groupby("indicator_id")["year"].is_monotonic_increasing.all()
    for row in found[found["indicator_id"] == "unemployment_rate"].itertuples():
        of_year = values[(values.indicator_id == row.indicator_id) & (values.year == row.year)]
        if "HR05" in set(of_year.nuts_code):
            of_year = of_year[of_year.nuts_code != "HR04"]
        eu = of_year[of_year.nuts_code.str[:2].isin(members)]
        home = of_year[of_year.nuts_code.str[:2] == code[:2]]
        assert (row.eu_median, row.eu_regions) == (pytest.approx(eu.value.median()), len(eu))
        assert (row.country_min, row.country_max) == (home.value.min(), home.value.max())
        assert row.country_regions == len(home)


@pytest.mark.parametrize(
    ("flag", "words", "has_break"),
    [
        ("", "", False),
        (None, "", False),
        ("b", "break in the series", True),
        ("bdu", "break in the series, definition differs, low reliability", True),
        ("p", "provisional", False),
        ("z", "flag z", False),
        ("bz", "break in the series, flag z", True),
        ("recoded:FR24", "published under the older code FR24", False),
        ("recoded:", "published under an older code", False),
        ("derived", "computed from published figures", False),
        ("something odd", "flag something odd", False),
    ],
)
def test_flags_in_words(flag: str | None, words: str, has_break: bool) -> None:
    assert flag_in_words(flag) == words
    assert is_break(flag) == has_break


def value(
    code: str, year: int, size: float, flag: str | None = None, *, is_kept: bool = True
) -> dict[str, object]:
    return {
        "indicator_id": "population",
        "nuts_code": code,
        "nuts_vintage": 2016,
        "territory_id": code if is_kept else None,
        "year": year,
        "value": size,
        "flag": flag,
        "source_id": "s01",
    }


def test_a_region_that_was_cut_anew_has_its_own_values_alone(small_store: SmallStore) -> None:
    """HR04 became HR02, HR05 and HR06: no value is joined across, and none is lost unsaid."""
    store = small_store(
        indicator_value=[
            value("HR04", 2017, 100, is_kept=False),
            value("HR04", 2018, 110, is_kept=False),
            value("HR05", 2020, 40),
            value("HR05", 2021, 44),
        ]
    )
    own = course_of(store, "HR05")
    assert own[["year", "value"]].to_numpy().tolist() == [[2020, 40], [2021, 44]]
    assert courses_of_regions(store, "HR05")["year"].tolist() == [2020, 2021]
    assert values_of_years(store, "population")["territory_id"].unique().tolist() == ["HR05"]
    assert values_of_year(store, "population", 2018, None).empty
    assert values_of_year(store, "population", 2021, 2018).empty
    assert use_over_time(store, "population")["since"].tolist() == [2020]
    assert given_up(store, "population", 2018) == given_up(store, "population") == ["HR04"]
    assert "HR04" in given_up_in_words(given_up(store, "population", 2018))
    assert given_up(store, "population", 2021) == []
    assert given_up_in_words([]) == ""


def test_a_region_that_only_got_another_code_keeps_its_course(small_store: SmallStore) -> None:
    store = small_store(
        indicator_value=[value("FRB0", 2013, 3, "recoded:FR24"), value("FRB0", 2014, 4)]
    )
    own = course_of(store, "FRB0")
    assert own["value"].tolist() == [3, 4]
    assert flag_in_words(own["flag"].iloc[0]) == "published under the older code FR24"
    assert not is_break(own["flag"].iloc[0])


def test_the_newest_year_counts_once(small_store: SmallStore) -> None:
    store = small_store(
        indicator_value=[
            value("ITI1", 2017, 1),
            value("ITI1", 2018, 5),
            value("NO02", 2018, 9),
            value("ITI2", 2017, 3),
            value("ITI3", 2010, 7),
        ]
    )
    [row] = indicators_of(store, "ITI1").to_dict("records")
    assert (row["year"], row["value"], row["years"]) == (2018, 5, 2)
    # Norway is no Member State, and what is eight years old does not stand for 2018.
    assert (row["eu_median"], row["eu_regions"]) == (4, 2)
    assert (row["country_min"], row["country_max"], row["country_regions"]) == (3, 5, 2)
    assert row["years_compared"] == "2017-2018"
    assert course_of(store, "ITI1")["eu_regions"].tolist() == [2, 1]


@pytest.mark.parametrize("code", ["IT", "ITI", "FI194", "UK-england", "ITI1"])
def test_other_levels_are_led_to_regions_with_values(store: Store, facts: Facts, code: str) -> None:
    now = facts("nuts_correspondence").query("territory_id != ''")
    values = facts("indicator_value").merge(now, on=["nuts_code", "nuts_vintage"])
    counts = values.groupby("territory_id")["indicator_id"].nunique()
    expected = {
        other: number
        for other, number in counts.items()
        if other != code and (other.startswith(code) or code.startswith(other))
    }
    found = regions_with_indicators(store, code)
    assert dict(zip(found.territory_id, found.indicators, strict=True)) == expected
    assert set(found.relation) <= {"contains" if len(code) == 5 else "within"}
    if code in ("IT", "FI194"):
        assert expected
