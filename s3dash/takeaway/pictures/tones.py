"""Colours, defined once for screen, paper and pictures: on a light ground and on a dark one.

Every text colour has a contrast of at least 4.5:1 on its ground.
"""

from __future__ import annotations

from collections.abc import Sequence

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
BOTH = {
    # two values of three classes each: the first grows along a row to blue, the second from row to
    # row to red; both high is the one far from the ground,
    # both low differs from the land, which has no value
    "light": (
        *("#d3cfc8", "#ace4e4", "#5ac8c8"),
        *("#dfb0d6", "#a5add3", "#5698b9"),
        *("#be64ac", "#8c62aa", "#3b4994"),
    ),
    "dark": (
        *("#4a4a4a", "#2c6070", "#2496a8"),
        *("#6e3f68", "#6a6c9c", "#5fa6cc"),
        *("#b3509c", "#b888cc", "#e6e9ff"),
    ),
}
TONES = {
    # name: (light, dark)
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
LAND = {"light": "#eceff3", "dark": "#263243"}
BORDER = {"light": "#b4bfcc", "dark": "#52627a"}
THEMES = ("light", "dark")


def of(pair: tuple[str, str], theme: str) -> str:
    """The colour of a (light, dark) pair."""
    return pair[1] if theme == "dark" else pair[0]


def tone(name: str, theme: str) -> str:
    """One of `TONES`."""
    return of(TONES[name], theme)


def role(name: str, theme: str) -> str:
    """The colour of a role."""
    return of(ROLE_COLOURS[name], theme)


def ramp(steps: int, theme: str) -> list[str]:
    """So many colours of the ramp, few to many; one alone stands out from the land."""
    known: Sequence[str] = SEQUENTIAL[theme]
    if steps == 1:
        return [known[3]]
    return [known[round(n * (len(known) - 1) / (steps - 1))] for n in range(steps)]


def on(ground: str) -> str:
    """Ink that can be read on a colour: the dark or the light one, by its luminance (WCAG 2.1)."""
    parts = [int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return TONES["ground"][0] if light < 0.18 else TONES["text"][0]
