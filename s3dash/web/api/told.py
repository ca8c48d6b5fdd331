"""What a view is called and what it shows, in words, from its address: for previews and citations.

Nothing is drawn and no row is read that a count does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from s3dash.queries.base.codes import code_labels
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.priorities import priority
from s3dash.queries.linkages import linkages as links
from s3dash.queries.partners.finder import MODES
from s3dash.queries.partnerships.partnerships import partnership, partnership_names
from s3dash.queries.partnerships.platforms import all_platforms, platform
from s3dash.queries.territories.atlas import atlas_indicators
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.territories import memberships_of, strategies_of, territory
from s3dash.store.connection import Store
from s3dash.takeaway.reports.shared import counted
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.problems import Refusal

LONGEST_TITLE, LONGEST_DESCRIPTION = 90, 200


@dataclass(frozen=True)
class Told:
    """The title of a view, and what it shows in a sentence or two."""

    title: str
    description: str


Values = Mapping[str, list[str]]
Tell = Callable[[Store, Values], Told | None]


def _first(values: Values, *names: str) -> str:
    return next((values[name][0] for name in names if values.get(name)), "")


def _code(value: str, known: Mapping[str, str]) -> str:
    small = value.casefold()
    return next((one for one in known if one.casefold() == small), "")


def _asked(store: Store, values: Values) -> Asked:
    query = urlencode(values, doseq=True).encode()
    scope = {"type": "http", "path": "/", "query_string": query, "headers": []}
    return Asked(Request(scope), store)


def _of(values: Values, names: set[str]) -> dict[str, list[str]]:
    return {name: found for name, found in values.items() if name in names}


def _priorities(store: Store, values: Values) -> Told | None:
    names = {name for one in asking.FILTER for name in (one.name, *one.aliases)}
    asked = _asked(store, _of(values, names))
    chosen, labels = asking.explorer_filter(asked, Given(asked.parameters, asking.FILTER))
    if chosen.is_empty:
        return None
    found = explore(store, chosen, 1)
    said = chosen.sentence(labels)
    return Told(
        f"Priorities: {said}",
        f"{counted(found.priorities, 'documented priority', 'documented priorities')} of "
        f"{counted(found.territories, 'territory', 'territories')} in "
        f"{counted(found.countries, 'country', 'countries')}: {said}.",
    )


def _region(store: Store, values: Values) -> Told | None:
    code = _code(_first(values, "territory"), store.once(all_territories))
    record = territory(store, code) if code else None
    if record is None:
        return None
    held = int(strategies_of(store, code)["documented_count"].sum())
    members = len(memberships_of(store, code))
    return Told(
        f"{record['name']} ({code})",
        f"{record['name']}, {record['country']}: "
        f"{counted(held, 'documented priority', 'documented priorities')}, member of "
        f"{counted(members, 'documented partnership')}.",
    )


def _partnership(store: Store, values: Values) -> Told | None:
    code = _code(_first(values, "partnership"), store.once(partnership_names))
    record = partnership(store, code) if code else None
    if record is None:
        return None
    scope = record["scope"]
    return Told(str(record["name"]), scope if isinstance(scope, str) else "")


def _platform(code: str) -> Tell:
    def told(store: Store, values: Values) -> Told | None:
        known = store.once(all_platforms)
        found = platform(store, code or _code(_first(values, "platform"), known))
        if found is None:
            return None
        return Told(
            f"{found.name} platform",
            f"{counted(found.partnerships, 'documented partnership')} of "
            f"{counted(found.territories, 'territory', 'territories')} in "
            f"{counted(found.countries, 'country', 'countries')}.",
        )

    return told


def _compare(store: Store, values: Values) -> Told | None:
    known = store.once(all_territories)
    parts = [part for value in values.get("territory", ()) for part in value.split(",")]
    names = [known[code].rpartition(" (")[0] for part in parts if (code := _code(part, known))]
    if not names:
        return None
    return Told(
        f"Compared: {', '.join(names[:5])}",
        "Strategies, priorities, partnerships and indicators side by side.",
    )


def _partners(store: Store, values: Values) -> Told | None:
    known = store.once(all_territories)
    code = _code(_first(values, "territory"), known)
    if not code:
        return None
    mode = _first(values, "mode")
    words = f" Mode: {mode}." if mode in MODES else ""
    return Told(
        f"Partners for {known[code]}",
        f"Territories that fit {known[code]} as partners, ranked, with the reasons.{words}",
    )


def _topic(store: Store, values: Values) -> Told | None:
    known = store.once(code_labels)
    like = _first(values, "priority")
    record = priority(store, like) if like else None
    said = [
        _first(values, "about"),
        *(known[one][1] for one in values.get("domain", ()) if one in known),
        store.once(all_platforms).get(_first(values, "platform"), ""),
        store.once(partnership_names).get(_first(values, "partnership"), ""),
        str(record["title"]) if record else "",
    ]
    label = ", ".join(filter(None, said))
    if not label:
        return None
    return Told(
        f"Topic: {label}", f"Who shares {label}, who works on it together, how far, who fits."
    )


def _progress(store: Store, values: Values) -> Told | None:
    names = {name for one in asking.PROGRESS for name in (one.name, *one.aliases)}
    asked = _asked(store, _of(values, names))
    if not asked.parameters:
        return None
    found = asking.progress_asked(asked, Given(asked.parameters, asking.PROGRESS))
    return Told(
        f"Progress: {found.words}",
        f"{len(found.frame)} partnerships by stage, with dated evidence: {found.words}.",
    )


def _atlas(store: Store, values: Values) -> Told | None:
    code = _first(values, "indicator")
    records: list[dict[str, Any]] = atlas_indicators(store).to_dict("records")
    record = next((one for one in records if one["indicator_id"] == code), None)
    if record is None:
        return None
    given, years = _first(values, "year"), [str(year) for year in record["years"]]
    year = given if given in years else years[-1]
    return Told(
        f"{record['label']}, {year}",
        f"{record['label']} ({record['unit']}) of Europe's regions on the map, {year}. "
        f"Source: {record['source_title']}.",
    )


def _linkages(store: Store, values: Values) -> Told | None:
    kinds = {
        links.PARTNERSHIPS: "Shared partnerships",
        links.PRIORITIES: "Alike priorities",
        links.PROJECTS: "Joint projects",
    } | {code: kind.title for code, kind in store.once(links.flow_kinds).items()}
    kind = _first(values, "kind")
    if kind not in kinds:
        return None
    return Told(f"Linkages: {kinds[kind]}", f"{kinds[kind]} between Europe's territories.")


TELL: dict[str, Tell] = {
    "priorities": _priorities,
    "region": _region,
    "partnership": _partnership,
    "platform": _platform(""),
    "agri-food": _platform("agri-food"),
    "energy": _platform("energy"),
    "industrial-modernisation": _platform("industrial-modernisation"),
    "compare": _compare,
    "partners": _partners,
    "topic": _topic,
    "progress": _progress,
    "atlas": _atlas,
    "linkages": _linkages,
}
"""Address of a page -> what tells its views; other pages are told by their title."""


def told_of(store: Store, path: str, values: Values, otherwise: Told) -> Told:
    """What a view is called and shows; ``otherwise``: of the page as such, where it says no more.

    ``values``: parameter -> its values, as they stand in the address; what means nothing is left
    aside, as on the page.
    """
    tell = TELL.get(path)
    try:
        found = tell(store, values) if tell else None
    except Refusal:
        found = None
    if found is None:
        return otherwise
    return Told(
        _cut(found.title, LONGEST_TITLE),
        _cut(found.description or otherwise.description, LONGEST_DESCRIPTION),
    )


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,;.") + "…"
