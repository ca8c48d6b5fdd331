"""Drawings of deck.gl as Streamlit takes them; imported where one is drawn: pydeck loads slowly."""

import json
from typing import Any

import pydeck


class DrawnDeck(pydeck.Deck):  # type: ignore[misc]
    """A drawing given as a plain specification of deck.gl, handed on as it is.

    pydeck writes its JSON with indentation, five times the size of this, and looks for Jupyter
    first. Nothing in it names a base map, so that nothing is asked of another host.
    """

    def __init__(self, spec: dict[str, Any], tooltip: dict[str, Any]) -> None:
        # Not the base class's, which would look for Jupyter and for keys of base maps.
        self.layers: list[object] = []
        self._spec = spec
        self._tooltip = tooltip

    def to_json(self) -> str:
        """The specification, as short as JSON gets."""
        return json.dumps(self._spec, separators=(",", ":"), ensure_ascii=False)
