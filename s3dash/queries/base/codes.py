"""Codes of domains and platforms, and the labels a reader sees in their place."""

import re
from collections.abc import Mapping, Sequence

from s3dash.store.connection import Store

LABEL_COLUMNS = {
    # column of labels -> field of the filter
    "economic_domains": "economic",
    "scientific_domains": "scientific",
    "policy_objectives": "objectives",
    "platform_themes": "platforms",
}

CODE_AT_END = re.compile(r" \(([^()]+)\)$")
Labels = Mapping[str, tuple[str, str]]
"""Code -> field of the filter that it belongs to, and label."""


def country_codes(store: Store) -> dict[str, str]:
    """Country of every territory: ``territory_id -> country_code``."""
    return dict(store.rows("SELECT territory_id, country_code FROM territory"))


def code_labels(store: Store) -> dict[str, tuple[str, str]]:
    """Every domain and platform: code -> field of the filter, and label."""
    rows = store.rows("""
        SELECT domain_code, CASE taxonomy WHEN 'policy' THEN 'objectives' ELSE taxonomy END, label
        FROM domain
        UNION ALL SELECT platform_id, 'platforms', name FROM platform
    """)
    return {code: (field, label) for code, field, label in rows}


def code_of(value: str, known: Mapping[str, str]) -> str | None:
    """The code that a value of a link stands for; None: it stands for none.

    A value is a code, with small or capital letters, or a label, as older links have it: the name
    in it may have changed, the code in brackets at its end has not. ``known``: code -> label.
    """
    if value in known:
        return value
    small = value.casefold()
    found = next(
        (code for code, label in known.items() if label == value or code.casefold() == small), None
    )
    named = CODE_AT_END.search(value)
    return found or (named[1] if named and named[1] in known else None)


def joined_labels(codes: Sequence[str], known: Labels) -> tuple[str | None, ...]:
    """What codes mean to a reader, by `LABEL_COLUMNS`, and the codes themselves.

    Parameters
    ----------
    codes : sequence of str
        Most relevant first.

    Returns
    -------
    tuple of str or None
        ``economic_domains, scientific_domains, policy_objectives, platform_themes, codes``, each
        separated by semicolons; None where there are none.
    """
    labels = (
        "; ".join(known[code][1] for code in codes if known[code][0] == field)
        for field in LABEL_COLUMNS.values()
    )
    return tuple(joined or None for joined in (*labels, "; ".join(codes)))
