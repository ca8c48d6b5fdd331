"""The explorer's filter as a link writes it: names of parameters with codes, or older labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from s3dash.queries.base.codes import code_of
from s3dash.queries.explorer.filter import ALL_OF, FACETS, PriorityFilter, facet
from s3dash.queries.explorer.priorities import Labels, filter_labels
from s3dash.queries.territories.comparison import all_territories
from s3dash.store.connection import Store

PARAMS = ("text", *(item.param for item in FACETS), "without", "above", "all")
"""Parameters of the filter."""
ALIASES = {"text": ("q", "search"), "territory": ("country",)}
"""Names that links of earlier versions use for a parameter, or that people guess."""


def read_filter(
    given: Mapping[str, Sequence[str]], labels: Labels
) -> tuple[PriorityFilter, list[tuple[str, str]]]:
    """The filter that values of `PARAMS` ask for, and those that mean nothing: name and value.

    ``labels`` as `labels_of` gives them.
    """
    unknown: list[tuple[str, str]] = []
    found: dict[str, tuple[str, ...]] = {}
    for item in FACETS:
        codes = []
        for value in filter(None, given.get(item.param, ())):
            code = code_of(value, labels[item.field])
            if code is None:
                unknown.append((item.param, value))
            else:
                codes.append(code)
        found[item.field] = tuple(dict.fromkeys(codes))
    without = []
    for value in filter(None, given.get("without", ())):
        param, _, code = value.partition(":")
        left = facet(param)
        known_code = code_of(code, labels[left.field]) if left else None
        if known_code:
            without.append(f"{param}:{known_code}")
        else:
            unknown.append(("without", value))
    above = [value for value in given.get("above", ()) if value]
    unknown += [("above", value) for value in above if value.casefold() != "yes"]
    wanted = [value for value in given.get("all", ()) if value]
    all_of = [code_of(value, dict.fromkeys(ALL_OF, "")) for value in wanted]
    unknown += [("all", value) for value, name in zip(wanted, all_of, strict=True) if name is None]
    chosen = PriorityFilter(
        text=" ".join(next((t for t in reversed(given.get("text", ())) if t), "").split()),
        **found,
        without=tuple(dict.fromkeys(without)),
        with_above="yes" in [value.casefold() for value in above] and bool(found["territories"]),
        with_all=tuple(
            item.param
            for item in FACETS
            # Of one value all is any.
            if item.param in all_of and len(found[item.field]) > 1
        ),
    )
    return chosen, unknown


def labels_of(store: Store, territories: Sequence[str]) -> Labels:
    """Values of the filter with their labels, also those of ``territories`` without a priority.

    Who asks for Malta is told that nothing is documented for it; all of Europe would be no answer.
    """
    labels = store.once(filter_labels)
    every = store.once(all_territories)
    codes = {code for value in territories if (code := code_of(value, every))}
    others = {code: every[code] for code in sorted(codes - set(labels["territories"]))}
    return {**labels, "territories": labels["territories"] | others}
