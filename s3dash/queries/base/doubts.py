"""What is well-formed and hardly true: cells that a rule of plausibility doubts."""

from __future__ import annotations

import pandas as pd

from s3dash.queries.base.changes import described
from s3dash.store.connection import Store


def doubts(store: Store) -> pd.DataFrame:
    """Every doubted cell, those that somebody confirmed among them.

    Returns
    -------
    pandas.DataFrame
        ``rule`` (in words), ``table_name, row_key, column_name, value, reason`` (why it is right
        all the same; missing: nobody has confirmed it) and what `changes.described` adds of the
        row. By table and rule, open ones first.
    """
    return described(
        store,
        store.frame(
            """SELECT rule, table_name, row_key, column_name, value, reason FROM doubt
               ORDER BY table_name, rule, reason IS NOT NULL, rowid"""
        ),
    )
