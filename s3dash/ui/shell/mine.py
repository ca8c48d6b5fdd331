"""The region of one's own: chosen once, known for the visit. No account, nothing is stored."""

import streamlit as st

_KEY = "my_region"


def my_region() -> str:
    """Code of the territory chosen as one's own; empty: none was."""
    return str(st.session_state.get(_KEY, ""))


def choose(territory_id: str) -> None:
    """Make a territory one's own for this visit; empty: none is any more."""
    st.session_state[_KEY] = territory_id
