"""Links of all kinds against counts of the CSV files that no code of the project had a hand in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pandas as pd
import pytest

from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages import views
from s3dash.store.connection import Store
from tests.fixtures.flows import ROWS

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]


def domains_by_hand(facts: Facts) -> dict[str, set[str]]:
    """Territory -> codes of the economic domains of its priorities."""
    rows = facts("priority_domain").merge(facts("domain"), on="domain_code")
    rows = rows[rows["taxonomy"] == "economic"].merge(
        facts("priority")[["priority_id", "territory_id"]], on="priority_id"
    )
    return {code: set(own["domain_code"]) for code, own in rows.groupby("territory_id")}


@pytest.fixture(scope="module")
def flow_store(lasting_small_store: SmallStore) -> Store:
    return lasting_small_store(
        flow_kind=[{"flow_kind": "flow_goods", "title": "Goods", "description": "D", "unit": "t"}],
        flow=[
            {"flow_kind": "flow_goods", "from_id": one, "to_id": other, "year": year, "value": v}
            for one, other, year, v in ROWS
        ],
    )


def test_alike_priorities_are_those_of_the_files(store: Store, facts: Facts) -> None:
    held = domains_by_hand(facts)
    by_hand = {}
    for one, other in combinations(sorted(held), 2):
        both, either = held[one] & held[other], held[one] | held[other]
        if len(both) >= 3 and 4 * len(both) >= len(either):
            by_hand[one, other] = (100 * len(both) / len(either), " ".join(sorted(both)))
    found = ask.alike_priorities(store)
    pairs = list(zip(found["territory_id"], found["partner_id"], strict=True))
    assert len(pairs) == len(set(pairs)) > 1000
    assert {tuple(sorted(pair)) for pair in pairs} == set(by_hand)
    for pair, row in zip(pairs, found.itertuples(index=False), strict=True):
        strength, codes = by_hand[tuple(sorted(pair))]
        assert row.strength == pytest.approx(strength)
        assert row.codes == codes
        assert row.in_common == len(codes.split())
        assert (row.domains, row.partner_domains) == (len(held[pair[0]]), len(held[pair[1]]))
    assert found["strength"].is_monotonic_decreasing


def test_joint_projects_are_named_with_semicolons_between(store: Store, facts: Facts) -> None:
    partners = facts("project_partner").query("territory_id != ''")
    names = facts("project").set_index("project_id")[["acronym", "title"]]
    named = {code: row["acronym"] or row["title"] or code for code, row in names.iterrows()}
    of = partners.groupby("territory_id")["project_id"].agg(set).to_dict()
    for row in ask.joint_projects(store).itertuples():
        both = of[row.territory_id] & of[row.partner_id]
        assert sorted(row.projects.split("; ")) == sorted(named[one] for one in both)


def test_no_priorities_no_links(small_store: SmallStore) -> None:
    found = ask.alike_priorities(small_store())
    assert found.empty
    assert {"name", "strength", "codes"} <= set(found.columns)


def test_flows_are_the_rows_of_a_year_between_two_territories(flow_store: Store) -> None:
    kinds = ask.flow_kinds(flow_store)
    assert kinds == {"flow_goods": ask.FlowKind("flow_goods", "Goods", "D", "t", (2020, 2018))}
    found = ask.flows(flow_store, "flow_goods", 2020)
    expected = [
        (one, other, float(value))
        for one, other, year, value in ROWS
        if year == "2020" and one != other and float(value) > 0
    ]
    rows = list(zip(found["territory_id"], found["partner_id"], found["strength"], strict=True))
    assert sorted(rows) == sorted(expected)
    assert rows[0] == ("ITC4", "FRK", 300)
    assert list(found.loc[0, ["name", "partner", "partner_country"]]) == [
        "Lombardia",
        "Auvergne-Rhône-Alpes",
        "France",
    ]
    assert ask.left_out(flow_store, "flow_goods", 2020) == (1, 1)
    assert ask.flows(flow_store, "flow_goods", 1999).empty


def test_both_ways_adds_what_goes_there_and_back(flow_store: Store) -> None:
    found = views.both_ways(ask.flows(flow_store, "flow_goods", 2020))
    [pair] = found.query("territory_id == 'DE1'").to_dict("records")
    assert (pair["partner_id"], pair["out"], pair["back"], pair["strength"]) == (
        "ITC4",
        80,
        120.5,
        200.5,
    )
    assert (pair["name"], pair["partner_country"]) == ("Baden-Württemberg", "Italy")
    assert (found["territory_id"] < found["partner_id"]).all()
    mine = views.links_of(found, "ITC4").set_index("partner_id")
    assert tuple(mine.loc["DE1", ["out", "back"]]) == (120.5, 80)
    assert tuple(mine.loc["FRK", ["out", "back"]]) == (300, 0)
    assert views.both_ways(ask.flows(flow_store, "flow_goods", 1999)).empty


def test_a_filter_by_country_keeps_links_with_one_end_there(store: Store) -> None:
    every = ask.shared_partnerships(store, None)
    found = views.kept(every, ["Malta", "Slovenia"], 2)
    by_hand = [
        row
        for row in every.itertuples(index=False)
        if row.strength >= 2 and {row.country, row.partner_country} & {"Malta", "Slovenia"}
    ]
    assert len(found) == len(by_hand) > 0
    assert views.kept(every, [], 1).equals(every)


def test_linked_territories_count_their_partners(store: Store) -> None:
    links = views.kept(ask.shared_partnerships(store, None), [], 2)
    found = views.linked_territories(links, ask.places(store)).set_index("territory_id")
    for code in found.index:
        own = links[(links["territory_id"] == code) | (links["partner_id"] == code)]
        assert found.loc[code, "partners"] == len(own)
        assert found.loc[code, "strength"] == own["strength"].sum()
        assert found.loc[code, "strongest"] == own["strength"].max()
    assert set(found.index) == {*links["territory_id"], *links["partner_id"]}
    assert found["partners"].is_monotonic_decreasing


def test_the_matrix_of_countries_counts_each_link_once(store: Store) -> None:
    links = views.kept(ask.shared_partnerships(store, "energy"), [], 1)
    codes = {name: code for code, name in ask.countries(store).items()}
    found = views.by_country(links, codes, is_directed=False).set_index("territory_id")
    cells = found.drop(columns="territory")
    assert list(cells.index) == list(cells.columns)
    assert (cells.to_numpy() == cells.to_numpy().T).all()
    pairs = [
        tuple(sorted((codes[row.country], codes[row.partner_country])))
        for row in links.itertuples(index=False)
    ]
    for one in cells.index:
        for other in cells.index:
            assert cells.loc[one, other] == pairs.count(tuple(sorted((one, other))))


def test_the_matrix_of_flows_has_senders_in_rows(flow_store: Store) -> None:
    links = ask.flows(flow_store, "flow_goods", 2020)
    codes = {name: code for code, name in ask.countries(flow_store).items()}
    countries = views.by_country(links, codes, is_directed=True).set_index("territory_id")
    assert (countries.loc["IT", "DE"], countries.loc["DE", "IT"]) == (120.5, 80)
    assert countries.loc["IT", "IT"] == 0
    shown = views.linked_territories(views.both_ways(links), ask.places(flow_store))
    cells = views.by_territory(links, shown, is_directed=True).set_index("territory_id")
    assert (cells.loc["ITC4", "FRK"], cells.loc["FRK", "ITC4"]) == (300, 0)
    assert cells.index[0] == "ITC4"


def test_the_matrix_of_territories_is_symmetric(store: Store) -> None:
    links = ask.alike_priorities(store)
    shown = views.linked_territories(links, ask.places(store)).head(40)
    cells = views.by_territory(links, shown, is_directed=False).set_index("territory_id")
    values = cells.drop(columns="territory").to_numpy()
    assert values.shape == (40, 40)
    assert (values == values.T).all()
    row = links[links[["territory_id", "partner_id"]].isin(list(shown["territory_id"])).all(axis=1)]
    first = row.iloc[0]
    assert cells.loc[first["territory_id"], first["partner_id"]] == first["strength"]
    assert (values > 0).sum() == 2 * len(row)


def test_the_usual_strength_leaves_a_readable_number_of_links() -> None:
    strengths = pd.Series([1] * 10 + [2] * 5 + [3])
    assert views.readable_least(strengths, (1, 2, 3), 20) == 1
    assert views.readable_least(strengths, (1, 2, 3), 6) == 2
    assert views.readable_least(strengths, (1, 2), 0) == 2


def test_around_a_territory_stand_its_partners_the_strongest_first(store: Store) -> None:
    links = ask.alike_priorities(store)
    nodes = views.linked_territories(links, ask.places(store))
    found = list(views.around(nodes, links, "ITC4")["territory_id"])
    mine = views.links_of(links, "ITC4")
    assert found == ["ITC4", *mine["partner_id"]]
    assert mine["strength"].is_monotonic_decreasing
