"""A scene for an entry of a deck, drawn from the data as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import Block, Run, Scene, Words
from s3dash.present.deck import KINDS, Entry
from s3dash.present.kinds import (
    base,
    catalogue,
    compare,
    maps,
    method,
    network,
    over_time,
    partnership,
    platforms,
    priorities,
    region,
    stages,
    today,
    written,
)
from s3dash.present.phrases import Numbers
from s3dash.present.views import PLATFORM_PAGES, kind_of
from s3dash.store.connection import Store

Make = Callable[[Asked], Scene]
_OF_PLATFORM: Mapping[str, Make] = {
    "figures": platforms.figures,
    "map": maps.of_platform,
    "board": platforms.board,
    "replay": over_time.replay_of_platform,
    "network": network.of_platform,
    "timeline": over_time.facts,
    "table": platforms.table,
    "chart": platforms.countries,
}
_PAGES: dict[str, Mapping[str, Make]] = {
    "": {"map": maps.base, "figures": platforms.base},
    "priorities": {
        "map": priorities.where,
        "table": priorities.table,
        "chart": priorities.domains,
        "figures": priorities.figures,
    },
    "topic": {
        "map": priorities.topic_map,
        "table": priorities.topic_table,
        "figures": priorities.topic_figures,
    },
    **dict.fromkeys(PLATFORM_PAGES, _OF_PLATFORM),
    "progress": {"board": stages.of_all, "replay": over_time.replay_of_all},
    "workflow": {"checklist": method.step_of_method},
    "partnership": {
        "figures": partnership.figures,
        "map": maps.of_partnership,
        "board": stages.of_partnership,
        "replay": over_time.replay_of_partnership,
        "timeline": over_time.timeline,
        "checklist": method.step_of_partnership,
        "capability": partnership.matrix,
        "table": partnership.table,
        "chart": partnership.helix,
    },
    "region": {
        "figures": region.figures,
        "map": region.partners_map,
        "chart": region.chart,
        "table": region.table,
    },
    "compare": {"comparison": compare.beside, "map": compare.where, "table": compare.table},
    "linkages": {"network": network.of_link, "table": network.of_link},
    "partners": {
        "ranking": region.partners,
        "table": region.ranked_table,
        "map": region.ranked_map,
    },
    "atlas": {"map": maps.atlas, "table": maps.atlas},
    "hubs": {
        "map": catalogue.hubs_map,
        "table": catalogue.hubs_table,
        "figures": catalogue.hubs_figures,
    },
    "projects": {"table": catalogue.projects_table},
    "library": {"table": catalogue.library},
    "guide": {"text": method.advice},
    "coverage": {"figures": base.coverage, "table": base.coverage_table},
    "methods": {"text": method.methods},
    "data": {"figures": base.contents, "table": base.contents_table},
    "new": {"table": today.changed},
    "ict": {"map": today.digital},
    "review": {"table": today.due},
    "faq": {"text": today.question},
}
"""Address of a page -> kinds that it can be shown as."""


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
    # Read by every kind, so that one that means nothing is told by each.
    _ = asked.view
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
