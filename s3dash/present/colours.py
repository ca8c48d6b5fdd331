"""The tones of scenes: those of the dashboard, by the names that `content` gives them.

``scene.css`` has a class for each; a test compares.
"""

from __future__ import annotations

from s3dash.takeaway.pictures import tones

COMPARED = tuple(tones.COMPARED)
CLASSES = tuple(f"class-{place}" for place in range(1, len(tones.SEQUENTIAL["light"]) + 1))
BOTH = tuple(f"both-{place}" for place in range(1, len(tones.BOTH["light"]) + 1))
"""Of two values, as `queries.territories.atlas.places_of_both` numbers them."""
TONES = {
    **{name: tones.TONES[name]
       for name in ("ground", "text", "muted", "line", "filled", "on-filled", "empty")},
    "land": (tones.LAND["light"], tones.LAND["dark"]),
    "border": (tones.BORDER["light"], tones.BORDER["dark"]),
    **tones.ROLE_COLOURS,
    **dict(
        zip(CLASSES, zip(tones.SEQUENTIAL["light"], tones.SEQUENTIAL["dark"], strict=True),
            strict=True)
    ),
    **dict(zip(BOTH, zip(tones.BOTH["light"], tones.BOTH["dark"], strict=True), strict=True)),
    **tones.COMPARED,
}  # fmt: skip
"""Name -> (on a light ground, on a dark one)."""


def light(tone: str) -> str:
    """The colour of a tone on paper and slides."""
    return TONES[tone][0]
