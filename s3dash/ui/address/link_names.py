"""The names that parameters of links have, on whichever page: what else a link names is ignored."""

import re
from collections.abc import Sequence

NAMES = frozenset(
    (
        *("territory", "country", "period", "domain", "science", "objective", "platform", "list"),
        *("source", "classified", "text", "q", "search", "without", "above", "priority"),
        *("view", "show", "level", "sort", "page", "print", "table"),
        *(
            "partnership",
            "event",
            "theme",
            "whose",
            "stage",
            "reached",
            "life",
            "role",
            "asof",
            "window",
        ),
        *("kind", "year", "least", "by", "mode", "km", "neighbours", "abroad", "macro_region"),
        *(
            "unlinked",
            "less_developed",
            "standing",
            "taxonomy",
            "form",
            "of",
            "part",
            "chapter",
            "row",
        ),
    )
)
PATTERN = re.compile(r"weight-.+|w_[a-z_]+|embed|embed_options|utm_.+")
"""Weights of themes and parts, what Streamlit reads itself, and what a mailing adds."""


def unknown(names: Sequence[str]) -> list[str]:
    """Names that no page reads."""
    return [name for name in names if name not in NAMES and not PATTERN.fullmatch(name)]
