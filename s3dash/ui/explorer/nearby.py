"""What there is near a place in which a search finds nothing, one click away."""

from html import escape
from itertools import groupby

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.nearby import Nearby, Step, nearby
from s3dash.queries.explorer.search import Match
from s3dash.queries.territories.comparison import all_places
from s3dash.ui.explorer.link import follow, to_params
from s3dash.ui.look.text import number
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, store

RELATIONS = {"in": "In it", "above": "Above it", "around": "Around it"}


def near_places(chosen: PriorityFilter, matches: tuple[Match, ...]) -> None:
    """Say what is documented above, in and around the places that a filter or its words name."""
    names = answer(all_places)
    told = "".join(_told(one, names) for one in nearby(store(), chosen, matches) if one.steps)
    if told:
        links.linked_html(told, key="priorities_nearby", page="priorities", follow=follow)


def _told(place: Nearby, names: dict[str, str]) -> str:
    items = "".join(
        f"<li>{RELATIONS[relation]}: {', '.join(_step(step, names) for step in steps)}</li>"
        for relation, steps in groupby(place.steps, key=lambda step: step.relation)
    )
    heading = f"Documented priorities near {escape(names[place.territory_id])}"
    return f"<p><b>{heading}</b></p><ul class=s3-list>{items}</ul>"


def _step(step: Step, names: dict[str, str]) -> str:
    label = names[step.territory_id]
    told = f"{number(step.priorities)} {'in all' if step.is_all else 'with the rest of the search'}"
    return f"{links.view_link('priorities', label, **to_params(step.filter))} ({told})"
