"""Why a territory stands in a ranking where it does, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.partners.lead import Lead
from s3dash.queries.partners.themes import CommonGround


@dataclass(frozen=True, eq=False)
class Reasons:
    """The reasons for each row of a ranking.

    Attributes
    ----------
    frame : pandas.DataFrame
        That of the ranking.
    weights : mapping of str to float
        The weight of every part; one without a weight has no reason.
    common, lead
        What the territories have in common with the one that looks, and their lead on it.
    places : array of int
        The place of each row's territory in ``common`` and ``lead``.
    here : str
        The name of the one that looks.
    """

    frame: pd.DataFrame
    weights: Mapping[str, float]
    common: CommonGround
    lead: Lead
    places: Numbers
    here: str

    def of(self, row: int) -> dict[str, str]:
        """Why the territory of a row stands there: part -> words."""
        told = self._records[row]
        found = {}
        if self.weights["match"]:
            found["match"] = self.common.matches(self.places[row])
        if self.weights["complement"]:
            found["complement"] = self.common.complements(self.places[row])
        if self.weights["peer"] or self.weights["difference"]:
            part = "peer" if self.weights["peer"] >= self.weights["difference"] else "difference"
            found[part] = _distance_words(told["structural_distance"])
        if self.weights["lead"]:
            found["lead"] = self.lead.words(self.places[row], self.here, str(told["name"]))
        if told["partnership_ids"]:
            found["links"] = f"together in {told['shared_partnerships']}"
        elif self.weights["links"]:
            found["links"] = "no shared partnership documented"
        return found

    @cached_property
    def _records(self) -> list[dict[str, object]]:
        columns = ["name", "structural_distance", "shared_partnerships", "partnership_ids"]
        return [
            {str(name): value for name, value in record.items()}
            for record in self.frame[columns].to_dict("records")
        ]


def _distance_words(distance: object) -> str:
    if distance is None or pd.isna(distance):
        return "structural distance not available"
    return f"structural distance {float(str(distance)):.2f}"
