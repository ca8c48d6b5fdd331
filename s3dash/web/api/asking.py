"""The questions of pages and commands, read from an address and asked.

A link of a page is read as the page does, with one difference: what means nothing is refused by
name, where a page ignores it with a notice. A file has no room for a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from s3dash.queries.catalogue.filters import Catalogue, Choice, Chosen, choose
from s3dash.queries.explorer.filter import FACETS, PriorityFilter
from s3dash.queries.explorer.priorities import Labels
from s3dash.queries.explorer.reading import ALIASES, PARAMS, labels_of, read_filter
from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import MODES, PARTS, NoPartners, Wish
from s3dash.queries.partners.ranking import Ranking, ranking
from s3dash.queries.partners.subjects import own_priorities
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.partnerships.progress import (
    BASES,
    DEFAULT_WINDOW,
    LIFE,
    NO_STAGE,
    ORDERS,
    ROLES,
    WINDOWS,
    ProgressFilter,
    member_places,
    ordered,
    partnership_progress,
    platform_names,
    stages,
)
from s3dash.queries.territories.comparison import all_places, all_territories
from s3dash.queries.territories.similarity import NotComparable, similar
from s3dash.queries.territories.structure import Structure, structure, years_of_structure
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter, number
from s3dash.web.api.problems import Refusal, wrong

TERRITORY = Parameter("territory", "Code of the territory.", example="AT21", is_required=True)
AS_OF = Parameter(
    "as_of", "As of which day stages are told; today, if not named.", "date", "2021-06-30",
    aliases=("asof",),
)  # fmt: skip
WINDOW = Parameter(
    "window", "Months before that day that count as active.", "integer", "12",
    str(DEFAULT_WINDOW), allowed=tuple(map(str, WINDOWS)),
)  # fmt: skip
_MEANINGS = {
    "text": ("Words to search for, as the page Priorities takes them.", "wind"),
    "period": ("Programming period.", "2021-2027"),
    "territory": ("Country or territory, with what lies in it.", "IT"),
    "domain": ("Economic domain: a section of NACE or a division of it.", "D"),
    "science": ("Scientific domain of NABS.", "NABS01"),
    "objective": ("Policy objective.", "PO01"),
    "platform": ("Theme of a platform.", "energy"),
    "list": ("How complete the list of the strategy is.", "as-listed"),
    "source": ("Kind of source.", "authority"),
    "classified": ("Who assigned the domains.", "editorial"),
    "without": ("What is left out, after the name of its filter.", "domain:C"),
    "above": ("`yes`: also what the territories above the chosen ones chose.", "yes"),
    "all": ("Filters of which all values are meant, not any.", "domain"),
}
FILTER = tuple(
    Parameter(
        name,
        _MEANINGS[name][0],
        example=_MEANINGS[name][1],
        many=name not in ("text", "above"),
        aliases=ALIASES.get(name, ()),
    )
    for name in PARAMS
)
"""The parameters of the page Priorities."""
PROGRESS = (
    AS_OF,
    WINDOW,
    Parameter("platform", "Platform.", example="energy", many=True),
    Parameter("territory", "Where a member is.", example="IT", many=True),
    Parameter("role", "Role of that member.", example="lead", allowed=ROLES, many=True),
    Parameter(
        "reached", "Furthest stage with evidence; `none`: none.", example="connect", many=True
    ),
    Parameter("life", "Last sign of life.", example="stale", allowed=tuple(LIFE), many=True),
    Parameter(
        "basis", "How near the events are that count.", example="direct", allowed=tuple(BASES),
        many=True,
    ),
    Parameter(
        "sort", "Order of the partnerships.", example="members", default="platform",
        allowed=tuple(ORDERS),
    ),
)  # fmt: skip
YEAR_OF_STRUCTURE = Parameter(
    "year", "As of which year structure is compared; the newest, if not named.", "integer", "2016",
    least=1900, most=2100,
)  # fmt: skip
SIMILAR = (
    TERRITORY,
    Parameter("limit", "How many at most.", "integer", "20", "20", least=1, most=10_000),
    Parameter(
        "level", "NUTS level of those listed.", "integer", "2", "2", allowed=("0", "1", "2")
    ),
    Parameter("abroad", "Only other countries.", "boolean", "yes", "no"),
    YEAR_OF_STRUCTURE,
    Parameter(
        "weight", "Weight of a theme, 1 if not named; 0 leaves it out.", example="innovation:2",
        many=True,
    ),
)  # fmt: skip
_YES_NO = "`yes` or `no`; as the mode has it, if not named."
PARTNERS = (
    TERRITORY,
    Parameter(
        "mode", "Stage of the strategy, which decides the weights.", example="design",
        default="implementation", allowed=tuple(MODES),
    ),
    Parameter("platform", "Only this theme.", example="energy"),
    Parameter("priority", "Only this priority.", example="ITI1-2021-01"),
    Parameter("country", "Only these countries.", example="ES", many=True),
    Parameter("km", "At most so far away.", "number", "500", least=0, most=100_000),
    Parameter("neighbours", f"Only neighbours: {_YES_NO}", "boolean", "no"),
    Parameter("abroad", f"Only other countries: {_YES_NO}", "boolean", "no"),
    Parameter("macro_region", "Only of a macro-region in common.", "boolean", "yes", "no"),
    Parameter("unlinked", "Only without a shared partnership.", "boolean", "yes", "no"),
    Parameter("less_developed", "Only less developed regions.", "boolean", "yes", "no"),
    *(
        Parameter(
            f"w_{part}", f"Weight of the part “{label}”.", "number", "2", least=0, most=1000
        )
        for part, label in PARTS.items()
    ),
    Parameter("limit", "How many at most.", "integer", "20", "20", least=1, most=10_000),
)  # fmt: skip
_TEXT = Parameter("text", "Words to search for.", example="robotics", aliases=("q", "search"))
_PLACE = Parameter("territory", "Country or territory, with what lies in it.", example="IT")


def _facet(name: str, meaning: str, example: str) -> Parameter:
    return Parameter(name, meaning, example=example, many=True)


HUBS = (
    _TEXT,
    Parameter(
        "territory",
        "Country or territory: hubs with their seat in it or in a part of it, hubs that serve it, "
        "and those of what contains it.",
        example="IT",
    ),
    _facet("country", "Country of the seat.", "IT"),
    _facet("kind", "Kind of hub.", "EDIH"),
    _facet("status", "Where the hub stands.", "co-funded"),
    _facet("technology", "Technology that it works with.", "AI"),
)
PROJECTS = (
    _TEXT,
    _PLACE,
    _facet("programme", "Programme that pays.", "I3"),
    _facet("partnership", "Partnership that the project is tied to.", "high-tech-farming"),
    _facet("tie", "What the tie to a partnership is based on; `none`: no tie.", "direct"),
    _facet("topic", "Topic.", "AI"),
)
PROJECT = Parameter("project", "One project: its partners.", example="i3-rise")
DOCUMENTS = (
    _TEXT,
    _facet("kind", "Kind of document.", "guide"),
    _facet("year", "Year; `unknown`: not known.", "2020"),
    _facet("topic", "Topic.", "EDP"),
    _facet("stage", "RIS3 stage that it helps at.", "monitoring"),
)
"""The parameters of the pages Hubs, Projects and Library."""


def _of(known: Iterable[Parameter], name: str) -> Parameter:
    return next(one for one in known if one.name == name)


@dataclass(frozen=True)
class Progress:
    """Partnerships as of a day, and what was chosen, in words."""

    frame: pd.DataFrame
    day: date
    said: tuple[str, ...]
    words: str


def today() -> str:
    """The day of the server: what is told as of today changes with it."""
    return date.today().isoformat()


def day_of(given: Given) -> date:
    """The day that stages are told for; today, if none is named. One that has yet to come is
    refused.
    """
    day = given.day(AS_OF) or date.today()
    if day > date.today():
        raise wrong(AS_OF.name, day.isoformat(), "a day that is not after today")
    return day


def explorer_filter(asked: Asked, given: Given) -> tuple[PriorityFilter, Labels]:
    """The filter of the page Priorities, and the labels of its values."""
    values = {one.name: given.many(one) for one in FILTER}
    labels = labels_of(asked.store, values["territory"])
    chosen, unknown = read_filter(values, labels)
    for name, value in unknown:
        field = next((item.field for item in FACETS if item.param == name), None)
        codes = list(labels[field]) if field else []
        few = (
            codes
            if 0 < len(codes) <= 60
            else f"a code of the page Priorities, such as {_of(FILTER, name).example}"
        )
        raise wrong(name, value, few)
    return chosen, labels


def catalogue_asked(
    asked: Asked, given: Given, catalogue: Catalogue, known: Sequence[Parameter]
) -> Chosen:
    """The rows of the pages Hubs, Projects and Library; ``known``: the parameters of the page."""
    codes = {
        facet.name: given.codes(_of(known, facet.name), facet.labels) for facet in catalogue.facets
    }
    places = asked.store.once(all_places)
    territory = given.code(_PLACE, places) if catalogue.in_territory else ""
    choice = Choice(given.text(_TEXT).strip(), territory, places.get(territory, ""), codes)
    return choose(catalogue, choice)


def progress_asked(asked: Asked, given: Given) -> Progress:
    """The answer of the page Progress."""
    store = asked.store
    labels = {
        "platform": store.once(platform_names),
        "territory": store.once(member_places),
        "role": {role: role for role in ROLES},
        "reached": {stage.stage_id: stage.name for stage in store.once(stages)}
        | {NO_STAGE: "none documented"},
        "life": LIFE,
        "basis": BASES,
    }
    fields = {
        "platform": "platforms",
        "territory": "places",
        "role": "roles",
        "reached": "reached",
        "life": "life",
        "basis": "bases",
    }
    codes = {name: given.codes(_of(PROGRESS, name), labels[name]) for name in fields}
    day = day_of(given)
    window = given.whole(WINDOW) or DEFAULT_WINDOW
    chosen = ProgressFilter(**{field: codes[name] for name, field in fields.items()})
    found = partnership_progress(store, day, window, chosen)
    said = tuple(
        " or ".join(labels[name].get(code, code) for code in codes[name])
        for name in fields
        if codes[name]
    )
    when = f"as of {day}, active within {window} months"
    words = "; ".join([*(said or ("all partnerships",)), when])
    return Progress(ordered(found, given.text(_of(PROGRESS, "sort"))), day, said, words)


def similar_asked(asked: Asked, given: Given) -> tuple[Structure, pd.DataFrame]:
    """The territories nearest in structure to one."""
    known = structure_asked(asked, given)
    weights = {}
    for text in given.many(_of(SIMILAR, "weight")):
        theme, separator, weight = text.rpartition(":")
        name = next((t for t in known.themes if _key(t) == _key(theme)), None)
        if not separator or name is None:
            raise wrong("weight", text, [f"{_key(theme)}:1" for theme in known.themes])
        weights[name] = _weight(text, weight)
    code = given.code(TERRITORY, asked.store.once(all_territories))
    try:
        found = similar(
            known,
            code,
            weights,
            given.whole(_of(SIMILAR, "limit")),
            nuts_level=given.whole(_of(SIMILAR, "level")) or 0,
            is_abroad=bool(given.flag(_of(SIMILAR, "abroad"))),
        )
    except NotComparable as reason:
        raise Refusal(400, str(reason), parameter=TERRITORY.name, given=code) from None
    return known, found


def structure_asked(asked: Asked, given: Given) -> Structure:
    """The structure of territories as of the year that is asked for."""
    year = given.whole(YEAR_OF_STRUCTURE)
    years = years_of_structure(asked.store) if year else []
    if year and year not in years:
        raise wrong(YEAR_OF_STRUCTURE.name, str(year), list(map(str, years)))
    return structure(asked.store, year)


def _weight(text: str, weight: str) -> float:
    try:
        return number("weight", weight, 0, 1000)
    except Refusal:
        raise wrong("weight", text, "a theme, a colon and a number from 0 to 1000") from None


def _key(theme: str) -> str:
    return theme.strip().casefold().replace(" ", "-")


def partners_asked(asked: Asked, given: Given) -> Ranking:
    """The territories that fit one as partners, ranked."""
    store = asked.store

    def one(name: str) -> Parameter:
        return _of(PARTNERS, name)

    code = given.code(TERRITORY, store.once(all_territories))
    wish = Wish(
        territory_id=code,
        platform_id=given.code(one("platform"), store.once(all_platforms)),
        priority_id=given.code(one("priority"), own_priorities(store, code)),
        mode=given.text(one("mode")),
        weights={
            part: weight for part in PARTS if (weight := given.number(one(f"w_{part}"))) is not None
        },
        countries=given.codes(one("country"), store.once(countries)),
        most_km=given.number(one("km")),
        neighbours_only=given.flag(one("neighbours")),
        abroad_only=given.flag(one("abroad")),
        macro_region_only=bool(given.flag(one("macro_region"))),
        unlinked_only=bool(given.flag(one("unlinked"))),
        less_developed_only=bool(given.flag(one("less_developed"))),
    )
    try:
        return ranking(store, wish)
    except NoPartners as reason:
        raise Refusal(400, str(reason), parameter=TERRITORY.name, given=code) from None
