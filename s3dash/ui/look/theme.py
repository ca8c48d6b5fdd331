"""Colours, defined once. Every text colour has a contrast of at least 4.5:1 on its ground."""

import streamlit as st

from s3dash.web.static_files import style_url

PLATFORM_COLOURS = {
    # platform_id: (on a light ground, on a dark ground)
    "agri-food": ("#2e7d32", "#81c995"),
    "energy": ("#b04a00", "#ffb65c"),
    "industrial-modernisation": ("#1d4e9e", "#8ab4f8"),
    "sustainable-blue-economy": ("#0b6e7f", "#6fd3e3"),
}
ROLE_COLOURS = {
    # role: the same order of lightness in print: lead darkest on light, brightest on dark
    "lead": ("#7a1f5c", "#ffb3e0"),
    "co-lead": ("#c0539b", "#d66fb4"),
    "participant": ("#e0b4d1", "#8a4a75"),
}
SEQUENTIAL = {
    # five classes, few to many; from ColorBrewer-like single-hue ramps, colour-blind safe
    "light": ("#d6e6f4", "#abcfe6", "#6aaed6", "#3080bd", "#0a4a90"),
    "dark": ("#22405f", "#2b5f92", "#3c84c4", "#76b0e6", "#c3e0ff"),
}
TONES = {
    # CSS variable: (light, dark)
    "ground": ("#ffffff", "#0f1621"),
    "text": ("#16202e", "#edf2f9"),
    "muted": ("#4a5a70", "#b3c0d1"),
    "link": ("#1a4f9c", "#9cc2ff"),
    "line": ("#d3dbe6", "#354256"),
    "filled": ("#1d4e9e", "#8ab4f8"),
    "on-filled": ("#ffffff", "#0f1621"),
    "empty": ("#6b7a8f", "#8494aa"),
    "mark": ("#ffe9a8", "#6b5300"),
    "on-mark": ("#16202e", "#ffffff"),
}
COMPARED = {
    # letter of a territory that is compared: (light, dark); text of the tone on-filled stands on it
    "a": ("#1d4e9e", "#8ab4f8"),
    "b": ("#9a3412", "#ffb27a"),
    "c": ("#0b6e4f", "#6fd3a5"),
    "d": ("#7a1f5c", "#ffb3e0"),
    "e": ("#4a4a4a", "#d0d0d0"),
}
_TOLD = "theme_told_by_the_browser"
LAND = {"light": "#eceff3", "dark": "#263243"}
BORDER = {"light": "#b4bfcc", "dark": "#52627a"}


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
