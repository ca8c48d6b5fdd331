"""Codes of domains and platforms, and the labels a reader sees in their place."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

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


def label_columns(codes: Iterable[Sequence[str]], known: Labels) -> dict[str, pd.Series]:
    """Columns that tell a reader what lists of codes mean.

    Parameters
    ----------
    codes : iterable of sequence of str
        Lists of codes, most relevant first; a sequence, it is read more than once.

    Returns
    -------
    dict of str to pandas.Series
        ``economic_domains, scientific_domains, policy_objectives, platform_themes``: labels
        separated by semicolons, missing where there are none; ``codes`` likewise.
    """
    columns = {
        column: _joined(
            [[known[code][1] for code in listed if known[code][0] == field] for listed in codes]
        )
        for column, field in LABEL_COLUMNS.items()
    }
    return columns | {"codes": _joined(codes)}


def _joined(lists: Iterable[Sequence[str]]) -> pd.Series:
    return pd.Series(["; ".join(texts) or None for texts in lists], dtype="str")
