"""What a cell of the store holds, whichever library has read it."""

from typing import Any

import pandas as pd


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: None, NA or NaN, or a text without a letter; a list never is."""
    if isinstance(value, str):
        return not value
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
