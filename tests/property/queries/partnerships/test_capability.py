"""Whatever members hold: every domain has one kind, and the numbers say why."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from s3dash.queries.partnerships.capability import FEWEST_ELSEWHERE, capabilities

CODES = ["A", "C", "C10", "D", "J"]
cells = st.dictionaries(
    st.tuples(st.sampled_from(["ITI1", "ES51", "MT", "FI19"]), st.sampled_from(CODES)),
    st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any),
)
others = st.dictionaries(st.sampled_from(CODES), st.integers(1, 6))


@given(cells, others, st.sampled_from(["own", "around"]))
def test_every_domain_has_one_kind(
    held: dict[tuple[str, str], tuple[int, int]], elsewhere: dict[str, int], whose: str
) -> None:
    found = capabilities(
        pd.DataFrame(
            [(member, code, code.lower(), *counts) for (member, code), counts in held.items()],
            columns=["territory_id", "domain_code", "label", "own", "around"],
        ),
        pd.DataFrame(
            [(code, code.lower(), count) for code, count in elsewhere.items()],
            columns=["domain_code", "label", "territories"],
        ),
        whose,
    )
    assert found["domain_code"].is_unique
    assert (found["label"] == found["domain_code"].str.lower()).all()
    kinds = dict(zip(found["domain_code"], found["kind"], strict=True))
    for code in CODES:
        members = sum(
            bool(own or (whose == "around" and around))
            for (_, of), (own, around) in held.items()
            if of == code
        )
        if members:
            assert kinds[code] == ("shared" if members > 1 else "complementary")
        else:
            assert kinds.get(code) == (
                "missing" if elsewhere.get(code, 0) >= FEWEST_ELSEWHERE else None
            )


@given(cells, others)
def test_what_is_set_around_never_makes_more_domains_missing(
    held: dict[tuple[str, str], tuple[int, int]], elsewhere: dict[str, int]
) -> None:
    frame = pd.DataFrame(
        [(member, code, code, *counts) for (member, code), counts in held.items()],
        columns=["territory_id", "domain_code", "label", "own", "around"],
    )
    rest = pd.DataFrame(
        [(code, code, count) for code, count in elsewhere.items()],
        columns=["domain_code", "label", "territories"],
    )
    own, around = (
        set(found.loc[found["kind"] == "missing", "domain_code"])
        for found in (capabilities(frame, rest, whose) for whose in ("own", "around"))
    )
    assert around <= own
