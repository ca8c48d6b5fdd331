"""What the pictures of several pages read and say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from s3dash.queries.catalogue.filters import Chosen
from s3dash.queries.territories.similarity import NotComparable, similar
from s3dash.queries.territories.structure import Structure
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.parameters import Parameter
from s3dash.web.api.problems import Refusal

MAP = {"map": "map of territories"}
DATED = (asking.AS_OF, asking.WINDOW)
LIT = Parameter("territory", "Territory whose links are lit.", example="ES61")
INDICATOR = Parameter("indicator", "An indicator.", example="unemployment_rate")


def plain_name(label: str) -> str:
    """A name without the code behind it."""
    return label.rpartition(" (")[0] or label


def distances(
    known: Structure, ground: Ground, code: str, name: str, *, is_abroad: bool = False
) -> bytes:
    """The map of regions that are alike in structure to one; ``name``: what it is called."""
    try:
        found = similar(known, code, is_abroad=is_abroad)
    except NotComparable as reason:
        raise Refusal(400, str(reason), parameter="territory", given=code) from None
    return maps.of_distances(ground, found, code, name, known.as_of)


def bare(views: Mapping[str, str], *codes: str) -> dict[str, str]:
    """Those of a page's views that have no picture, with their labels."""
    return {code: views[code] for code in codes}


def found_in_words(found: Chosen, frame: pd.DataFrame) -> str:
    """What was chosen in a catalogue, and of how many territories; a row of ``frame`` each."""
    return "; ".join(filter(None, (found.filtered, f"{len(frame)} territories")))


def rest_of(found: Chosen) -> str:
    """What the map says of all other territories."""
    return "none on record" if found.is_all else "no match"
