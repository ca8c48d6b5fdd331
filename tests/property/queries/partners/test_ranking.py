"""Whatever partners are looked for: parts lie between 0 and 1, filters only take away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from s3dash.queries.partners.finder import MODES, PARTS, NoPartners, Wish
from s3dash.queries.partners.lead import LEAD_GROUPS
from s3dash.queries.partners.ranking import partners
from s3dash.store.connection import Store

CODES = ["ITC4", "DE1", "ES51", "PT11", "FI194", "PL", "RO31", "UK-england", "AL", "MT"]
wishes = st.builds(
    Wish,
    territory_id=st.sampled_from(CODES),
    mode=st.sampled_from([*MODES]),
    weights=st.dictionaries(st.sampled_from([*PARTS]), st.sampled_from([0, 0.5, 1, 3])),
    most_km=st.none() | st.floats(0, 3000),
    neighbours_only=st.none() | st.booleans(),
    abroad_only=st.none() | st.booleans(),
    unlinked_only=st.booleans(),
    less_developed_only=st.booleans(),
)


@given(wish=wishes)
def test_every_ranking_is_in_order_and_within_bounds(store: Store, wish: Wish) -> None:
    try:
        found = partners(store, wish)
        everyone = partners(
            store,
            # A mode filters by default (cross-border: neighbours abroad); this one filters nothing.
            Wish(
                wish.territory_id,
                mode=wish.mode,
                weights=wish.weights,
                neighbours_only=False,
                abroad_only=False,
            ),
        )
    except NoPartners:
        # Refusals have tests of their own.
        return
    assert found[[*PARTS]].stack().dropna().between(0, 1).all()
    assert found["score"].between(0, 100).all()
    groups = [LEAD_GROUPS.index(group) if group else 0 for group in found["lead_group"]]
    order = list(zip(groups, -found["score"], found["territory_id"], strict=True))
    assert order == sorted(order)
    assert found["territory_id"].is_unique
    assert wish.territory_id not in set(found["territory_id"])
    scores = everyone.set_index("territory_id")["score"]
    assert (scores[found["territory_id"]].to_numpy() == found["score"].to_numpy()).all()
