"""Documents of the library that help at a step, for a mode of the partner finder, on a platform."""

from __future__ import annotations

import pandas as pd

from s3dash.queries.catalogue.documents import documents
from s3dash.store.connection import Store

HELPS = {
    # what is done -> words of topics and titles, the most telling first
    "learn": ("work-flow", "method", "entrepreneurial discovery", "EDP", "thematic platforms"),
    "connect": ("value chains", "mapping", "clusters", "peer learning", "thematic platforms"),
    "demonstrate": ("pilots", "good practice", "case studies"),
    "commercialise": ("interregional investment", "I3", "value chains", "synergies"),
    "scale-up": ("interregional investment", "synergies", "I3", "industrial transition"),
    "analysis": ("monitoring", "evaluation", "assessment", "peer learning"),
    "design": ("RIS3 design", "prioritisation", "governance", "entrepreneurial discovery"),
    "implementation": ("implementation", "policy mix", "services", "funding"),
    "cross-border": ("Interreg", "cross-border", "macro-region", "Western Balkans"),
    "agri-food": ("agri-food", "interregional partnerships", "value chains"),
    "energy": ("energy",),
    "industrial-modernisation": ("industrial modernisation", "industrial transition"),
    "sustainable-blue-economy": ("blue economy",),
}
"""Our choice of words; a document that has none of them is not offered."""
MOST = 3


def documents_for(store: Store, what: str) -> pd.DataFrame:
    """The documents that help most with something of `HELPS`, `MOST` at most; others: none.

    Those with the more telling words come first, then guides, then the newest. Columns as
    `documents` gives them.
    """
    found = documents(store)
    wanted = [word.casefold() for word in HELPS.get(what, ())]
    said = (found["topics"].fillna("") + ";" + found["title"]).str.casefold()
    # The first word is worth more than all that come behind it.
    worth = sum(
        (said.str.contains(word, regex=False).astype(int) * 2 ** (len(wanted) - place))
        for place, word in enumerate(wanted)
    )
    if not wanted:
        return found.head(0)
    ranked = found.assign(worth=worth)
    ranked = ranked[ranked["worth"] > 0].sort_values("worth", ascending=False, kind="stable")
    return ranked.head(MOST).drop(columns="worth").reset_index(drop=True)
