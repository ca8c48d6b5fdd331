"""The colours of `takeaway.pictures.tones` for the theme that the reader sees, as CSS."""

import streamlit as st

from s3dash.takeaway.pictures import tones
from s3dash.web.static_files import style_url

PLATFORM_COLOURS = tones.PLATFORM_COLOURS
ROLE_COLOURS = tones.ROLE_COLOURS
SEQUENTIAL = tones.SEQUENTIAL
BOTH = tones.BOTH
TONES = tones.TONES
COMPARED = tones.COMPARED
LAND, BORDER = tones.LAND, tones.BORDER
_TOLD = "theme_told_by_the_browser"


def mode() -> str:
    """``light`` or ``dark``: the theme the reader sees.

    When it changes on an open page Streamlit goes on naming the one before (streamlit issue 11920):
    what the browser told since counts more.
    """
    return str(st.session_state.get(_TOLD) or st.context.theme.type or "light")


def told(mode: str) -> None:
    """Take note of the mode that the browser has changed to."""
    st.session_state[_TOLD] = mode


def pick(pair: tuple[str, str]) -> str:
    """The colour of a (light, dark) pair for the theme the reader sees."""
    return pair[1] if mode() == "dark" else pair[0]


def tone(name: str) -> str:
    """One of `TONES` for the theme the reader sees."""
    return pick(TONES[name])


def css() -> str:
    """The style of our own HTML: a stylesheet that the browser keeps, with the tones of the theme.

    A rerun sends a link and a few colours, not the sheet.
    """
    variables = "".join(f"--s3-{name}:{tone(name)};" for name in TONES)
    variables += f"--s3-land:{LAND[mode()]};--s3-border:{BORDER[mode()]};"
    # Charts and tables are pictures in the tones of the screen: on paper dark ones are turned.
    variables += f"--s3-on-print:{pick(('none', 'invert(1) hue-rotate(180deg)'))};"
    return f"@import url('{style_url('look/style.css')}');:root{{{variables}}}"


def platform_colour(platform_id: str) -> str:
    """Colour of a platform; a platform without one of its own gets the last in the list."""
    return pick(PLATFORM_COLOURS.get(platform_id, PLATFORM_COLOURS["sustainable-blue-economy"]))
