"""Codes of domains and platforms, and the labels a reader sees in their place."""

from collections.abc import Sequence

import pandas as pd

from s3dash.queries.search import Rows

LABEL_COLUMNS = {
    # column of labels -> field of the filter
    "economic_domains": "economic",
    "scientific_domains": "scientific",
    "policy_objectives": "objectives",
    "platform_themes": "platforms",
}

Code = tuple[str, str, str]
"""A code, the field of the filter that it belongs to, its label."""


def codes(store: Rows) -> list[Code]:
    """Every domain and platform, as a code with its field and label."""
    rows = store.rows("""
        SELECT domain_code, CASE taxonomy WHEN 'policy' THEN 'objectives' ELSE taxonomy END, label
        FROM domain
        UNION ALL SELECT platform_id, 'platforms', name FROM platform
    """)
    return [(code, field, label) for code, field, label in rows]


def code_labels(store: Rows) -> dict[str, tuple[str, str]]:
    """Code -> field of the filter and label."""
    return {code: (field, label) for code, field, label in codes(store)}


def with_labels(frame: pd.DataFrame, known: Sequence[Code]) -> pd.DataFrame:
    """Put columns of labels beside ``codes``.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``codes``: lists of codes, most relevant first.

    Returns
    -------
    pandas.DataFrame
        With ``economic_domains, scientific_domains, policy_objectives, platform_themes`` before
        them: labels separated by semicolons, missing where there are none; ``codes`` likewise.
    """
    place = frame.columns.get_loc("codes")
    joined = ["; ".join(listed) or None for listed in frame["codes"]]
    result = frame.assign(codes=pd.Series(joined, index=frame.index, dtype="str"))
    for column, field in reversed(LABEL_COLUMNS.items()):
        labels = {code: label for code, of, label in known if of == field}
        texts = [
            "; ".join(labels[code] for code in listed if code in labels) or None
            for listed in frame["codes"]
        ]
        result.insert(place, column, pd.Series(texts, index=frame.index, dtype="str"))
    return result
