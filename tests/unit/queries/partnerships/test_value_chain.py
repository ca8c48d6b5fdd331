"""Where members stand along a value chain, counted again from the data files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partnerships.value_chain import GAP, MOST_OTHERS, value_chain
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def on_theme(facts: Facts, partnership_id: str) -> pd.DataFrame:
    """Priorities on the platform's theme with the links of their domains, by pandas alone."""
    platforms = facts("partnership").set_index("partnership_id")["platform_id"]
    themed = facts("priority_platform").query(f"platform_id == '{platforms[partnership_id]}'")
    rows = facts("priority")[["priority_id", "territory_id"]].merge(themed[["priority_id"]])
    return rows.merge(facts("priority_domain")).merge(
        facts("domain_link")[["domain_code", "link_id"]]
    )


@pytest.mark.parametrize("code", ["solar-energy", "high-tech-farming", "space"])
def test_a_member_stands_where_the_domains_of_its_priorities_do(
    store: Store, facts: Facts, code: str
) -> None:
    chain = value_chain(store, code)
    members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
    rows = on_theme(facts, code)
    own = rows[rows["territory_id"].isin(members)]
    expected = own.groupby(["territory_id", "link_id"])["priority_id"].nunique().to_dict()
    shown = chain.cards[chain.cards["is_own"].astype(bool)]
    assert {(r.territory_id, r.link_id): r.priorities for r in shown.itertuples()} == expected
    # What is set above or in a member counts only where it set nothing itself.
    borrowed = chain.cards[~chain.cards["is_own"].astype(bool)]
    assert not set(borrowed["territory_id"]) & set(own["territory_id"])
    assert set(chain.cards["territory_id"]) | set(chain.unplaced["territory_id"]) == members
    assert not set(chain.cards["territory_id"]) & set(chain.unplaced["territory_id"])
    elsewhere = (
        rows[~rows["territory_id"].isin(members)].groupby("link_id")["territory_id"].nunique()
    )
    for link in chain.links.itertuples():
        assert link.members == (chain.cards["link_id"] == link.link_id).sum()
        assert (link.standing == GAP) == (link.members == 0) == (link.name in chain.gaps)
        assert link.elsewhere == elsewhere.get(link.link_id, 0)
        assert len(link.others) == min(MOST_OTHERS, link.elsewhere)
        assert not {other["territory_id"] for other in link.others} & members
    for card in chain.cards.itertuples():
        assert card.titles
        assert all(title in card.reason for title in card.titles)


def test_an_unknown_partnership_has_only_gaps(store: Store, facts: Facts) -> None:
    chain = value_chain(store, "'; DROP TABLE priority; --")
    assert len(chain.gaps) == len(facts("chain_link"))
    assert chain.cards.empty
    assert chain.unplaced.empty


def test_a_domain_without_a_link_places_nobody(small_store: Callable[..., Store]) -> None:
    store = small_store(
        partnership=[{"partnership_id": "one", "name": "One"}],
        membership=[
            {"partnership_id": "one", "territory_id": "MT", "role": "lead"},
            {"partnership_id": "one", "territory_id": "ITI1"},
        ],
        priority=[
            {"priority_id": "a", "territory_id": "MT", "period": "2021-2027"},
            {"priority_id": "b", "territory_id": "ITI", "period": "2021-2027", "title": "Above"},
        ],
        priority_platform=[
            {"priority_id": "a", "platform_id": "energy"},
            {"priority_id": "b", "platform_id": "energy"},
        ],
        priority_domain=[
            {"priority_id": "a", "domain_code": "C"},
            {"priority_id": "b", "domain_code": "B"},
        ],
    )
    chain = value_chain(store, "one")
    assert chain.unplaced["territory_id"].tolist() == ["MT"]
    assert chain.unplaced["priorities"].tolist() == [1]
    # The other member has no priority of its own: that of the territory above it, and it says so.
    (card,) = chain.cards.to_dict("records")
    assert (card["territory_id"], card["link_id"], card["is_own"]) == (
        "ITI1",
        "raw-materials",
        False,
    )
    assert "not by itself" in card["reason"]


@pytest.mark.parametrize("link", ["services", "use"])
def test_a_member_moves_with_the_table_of_domains(
    small_store: Callable[..., Store], link: str
) -> None:
    store = small_store(
        partnership=[{"partnership_id": "one", "name": "One"}],
        membership=[{"partnership_id": "one", "territory_id": "MT"}],
        priority=[{"priority_id": "a", "territory_id": "MT", "period": "2021-2027"}],
        priority_platform=[{"priority_id": "a", "platform_id": "energy"}],
        priority_domain=[{"priority_id": "a", "domain_code": "C"}],
        # Without this row nobody would stand there.
        domain_link=[{"domain_code": "C", "link_id": link, "basis": "editorial"}],
    )
    assert value_chain(store, "one").cards["link_id"].tolist() == [link]
