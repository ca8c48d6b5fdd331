"""The tones of scenes: for screens in the light and in the dark; slides and pages have the light.

Those that the dashboard has too are the same (a test compares), and each text tone has 4.5:1 on its
ground.
"""

from __future__ import annotations

TONES = {
    "ground": ("#ffffff", "#0f1621"),
    "text": ("#16202e", "#edf2f9"),
    "muted": ("#4a5a70", "#b3c0d1"),
    "line": ("#d3dbe6", "#354256"),
    "filled": ("#1d4e9e", "#8ab4f8"),
    "on-filled": ("#ffffff", "#0f1621"),
    "empty": ("#6b7a8f", "#8494aa"),
    "land": ("#eceff3", "#263243"),
    "border": ("#b4bfcc", "#52627a"),
    "lead": ("#7a1f5c", "#ffb3e0"),
    "co-lead": ("#c0539b", "#d66fb4"),
    "participant": ("#e0b4d1", "#8a4a75"),
    "class-1": ("#d6e6f4", "#22405f"),
    "class-2": ("#abcfe6", "#2b5f92"),
    "class-3": ("#6aaed6", "#3c84c4"),
    "class-4": ("#3080bd", "#76b0e6"),
    "class-5": ("#0a4a90", "#c3e0ff"),
    "a": ("#1d4e9e", "#8ab4f8"),
    "b": ("#9a3412", "#ffb27a"),
    "c": ("#0b6e4f", "#6fd3a5"),
    "d": ("#7a1f5c", "#ffb3e0"),
    "e": ("#4a4a4a", "#d0d0d0"),
}
"""Name -> (light, dark). A class in ``scene.css`` has each."""
COMPARED = ("a", "b", "c", "d", "e")
CLASSES = ("class-1", "class-2", "class-3", "class-4", "class-5")


def light(tone: str) -> str:
    """The colour of a tone on paper."""
    return TONES[tone][0]
