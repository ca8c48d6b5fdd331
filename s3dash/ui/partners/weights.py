"""Weights of the parts of the score: those that a reader sets in place of the mode's."""

import streamlit as st

from s3dash.queries.partners.finder import MODES, PARTS, Wish
from s3dash.ui.address.link import Link
from s3dash.ui.partners.choices import MODE_NAMES
from s3dash.ui.shell import chrome

MOST, STEP = 3.0, 0.5
PARAMS = {part: f"w_{part}" for part in PARTS}
"""Part of the score -> its parameter in the link."""


def read(link: Link) -> dict[str, float]:
    """The weights in the link, by part."""
    asked = {part: link.number(name, MOST) for part, name in PARAMS.items()}
    return {part: weight for part, weight in asked.items() if weight is not None}


def reset() -> None:
    """Weights as the mode has them; before the page runs again."""
    Link().write(dict.fromkeys(PARAMS.values(), ""))


def sliders(wish: Wish) -> None:
    """A slider for each part, behind a fold."""
    weights = MODES[wish.mode] | dict(wish.weights)
    own = " (your own)" if wish.weights else ""
    # Six sliders are not sent to who does not open them.
    box = st.expander(
        f"Weights of the parts of the score{own}",
        icon=":material/tune:",
        on_change="rerun",
        key="partners_weights",
    )
    if not box.open:
        return
    with box:
        columns = st.columns(3)
        for place, (part, label) in enumerate(PARTS.items()):
            with columns[place % 3]:
                _slider(wish, part, label, float(weights.get(part, 0)))
        if wish.weights:
            st.button(f"Weights of {MODE_NAMES[wish.mode]}", on_click=reset)
        chrome.note("0: the part does not count. Formulas: docs/methods/partners.md.")


def _slider(wish: Wish, part: str, label: str, weight: float) -> None:
    key = f"partners_{PARAMS[part]}"
    st.session_state[key] = weight

    def follow() -> None:
        now = st.session_state[key]
        is_mode = now == float(MODES[wish.mode].get(part, 0))
        Link().write({PARAMS[part]: "" if is_mode else f"{now:g}"})

    st.slider(label, 0.0, MOST, step=STEP, key=key, on_change=follow, format="%.1f")
