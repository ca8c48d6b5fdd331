"""A box to choose territories in: all of them, found by code and by any of their names.

As options of a box of Streamlit's they would be sent with every page. ``chooser.js`` fetches the
list (`web.lists`) once, when the box is first used, and ``finding.js`` finds in it.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from s3dash.queries.territories.comparison import all_territories
from s3dash.ui.shell.library import answer
from s3dash.web.lists import territory_list
from s3dash.web.static_files import script_module, script_url, style_url

PLACEHOLDER = "Type a name or NUTS code"
_box = st.components.v2.component(
    "s3dash_chooser",
    html="<div class=s3-choose></div>",
    # As high as it will be, so that nothing below it moves. A text of one line were a file's name.
    css=f"@import url('{style_url('parts/chooser.css')}');\n.s3-choose{{min-height:4.25rem}}",
    js=script_module("parts/chooser.js"),
    isolate_styles=False,
)


def choose_territory(
    label: str,
    chosen: str | None,
    *,
    key: str,
    on_pick: Callable[[str], None] = lambda _: None,
    placeholder: str = PLACEHOLDER,
    can_be_empty: bool = False,
    is_disabled: bool = False,
) -> str | None:
    """A box for one territory.

    Parameters
    ----------
    chosen : str or None
        What stands in it; what is no territory does not.
    on_pick : callable
        Told the territory picked before the page runs again; empty when the box is emptied.

    Returns
    -------
    str or None
        What was picked before this run, if anything.
    """
    picked = _draw(
        label,
        [chosen] if chosen else [],
        key,
        1,
        lambda codes: on_pick(codes[0] if codes else ""),
        placeholder,
        can_be_empty=can_be_empty,
        is_disabled=is_disabled,
    )
    return picked[0] if picked else None


def choose_territories(
    label: str,
    chosen: Sequence[str],
    *,
    key: str,
    on_pick: Callable[[list[str]], None],
    most: int,
) -> None:
    """A box for several territories, at most ``most``; ``on_pick`` is told all that are chosen."""
    _draw(label, chosen, key, most, on_pick, PLACEHOLDER)


def _draw(
    label: str,
    chosen: Sequence[str],
    key: str,
    most: int,
    on_pick: Callable[[list[str]], None],
    placeholder: str,
    *,
    can_be_empty: bool = False,
    is_disabled: bool = False,
) -> list[str] | None:
    known = answer(all_territories)

    def picked() -> None:
        codes = _known(st.session_state[key]["pick"], most)
        if codes is not None:
            on_pick(codes)

    return _known(
        _box(
            data={
                "key": key,
                "label": label,
                "placeholder": placeholder,
                "chosen": [[code, known[code]] for code in chosen if code in known],
                "most": most,
                "empties": can_be_empty,
                "disabled": is_disabled,
                "list": answer(territory_list).address,
                "finding": script_url("parts/finding.js"),
            },
            key=key,
            on_pick_change=picked,
        ).pick,
        most,
    )


def _known(told: object, most: int) -> list[str] | None:
    """The territories that the browser tells; None: it tells nothing that is understood."""
    known = answer(all_territories)
    if not isinstance(told, list) or len(told) > most:
        return None
    codes = [code for code in dict.fromkeys(map(str, told)) if code in known]
    return codes if len(codes) == len(told) else None
