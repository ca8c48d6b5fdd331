"""A scene for an entry of a deck, drawn from the data as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import Block, Run, Scene, Words
from s3dash.present.deck import KINDS, Entry
from s3dash.present.kinds import partnership, platforms, stages, written
from s3dash.present.phrases import Numbers
from s3dash.present.views import PLATFORM_PAGES, kind_of
from s3dash.store.connection import Store

Make = Callable[[Asked], Scene]
_OF_PLATFORM: Mapping[str, Make] = {
    "figures": platforms.figures,
    "board": platforms.board,
    "table": platforms.table,
    "chart": platforms.countries,
}
_PAGES: dict[str, Mapping[str, Make]] = {
    "": {"figures": platforms.base},
    **dict.fromkeys(PLATFORM_PAGES, _OF_PLATFORM),
    "progress": {"board": stages.of_all},
    "partnership": {
        "figures": partnership.figures,
        "board": stages.of_partnership,
        "capability": partnership.matrix,
        "table": partnership.table,
        "chart": partnership.helix,
    },
}


def scene(store: Store, entry: Entry, numbers: str = "plain") -> Scene:
    """The scene of one entry.

    What cannot be shown is a scene too: it says why, and its ``problems`` are not empty.
    ``numbers`` is that of the deck.
    """
    asked = Asked(store, entry, Numbers(numbers))
    try:
        return _made(asked)
    except Nothing as reason:
        asked.problems.append(str(reason))
        body = Words((Block("paragraph", (Run("There is nothing to show for this scene."),)),))
        return asked.scene(str(reason), body, is_dated=False)


def _made(asked: Asked) -> Scene:
    kind = asked.entry.kind
    if kind == "agenda":
        return written.agenda(asked)
    if kind == "text" and ("text" in asked.entry.options or not asked.entry.link):
        return written.text(asked)
    known = _PAGES.get(asked.page)
    if known is None:
        raise Nothing(f"There is no page “{asked.page}” to make a scene of.")
    if kind not in known:
        other = kind_of(asked.entry.link)
        other = other if other in known else next(iter(known))
        asked.problems.append(
            f"This view has no scene “{KINDS.get(kind, kind)}”; it is shown as “{KINDS[other]}”."
        )
        asked.entry = replace(asked.entry, kind=other)
    return known[asked.entry.kind](asked)


def kinds_of(link: str) -> tuple[str, ...]:
    """The kinds that a view can be shown as, the usual one first; none for an unknown page."""
    usual = kind_of(link)
    known = _PAGES.get(link.partition("?")[0], {})
    return tuple(sorted(known, key=lambda kind: kind != usual))
