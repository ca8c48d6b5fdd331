"""Figures as Streamlit takes them, without the checks of Plotly that a rerun need not pay for."""

from typing import Any

import plotly.graph_objects as go


class DrawnFigure(go.Figure):  # type: ignore[misc]
    """A figure given as a plain dict, handed on as it is.

    Streamlit has Plotly check a dict anew on every rerun, a third of the time a map takes; a
    figure it takes as checked. Ours are checked in the tests (`go.Figure(spec)`).
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        # Not the base class's, which would do just those checks.
        object.__setattr__(self, "_spec", spec)

    def to_dict(self) -> dict[str, Any]:
        """The dict it was made of."""
        return self._spec  # type: ignore[no-any-return]
