"""A link is a data set: the address of a page with an ending gives the rows of its view.

``/priorities.csv?territory=IT&domain=C10`` has the rows that the page of that link offers to take
away; ``/priorities.metadata.json?...`` says what they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd

from s3dash.present.views import labels_of
from s3dash.queries.base.codes import code_of, country_codes
from s3dash.queries.catalogue.catalogues import (
    document_catalogue,
    hub_catalogue,
    project_catalogue,
)
from s3dash.queries.catalogue.filters import Catalogue
from s3dash.queries.catalogue.projects import partners_of
from s3dash.queries.explorer.priorities import priorities, priorities_of
from s3dash.queries.explorer.views import LEVELS, common_and_rare, matrix
from s3dash.queries.partners.finder import PARTS
from s3dash.queries.partnerships.partnerships import (
    affiliations,
    members,
    partnership,
    partnership_names,
)
from s3dash.queries.partnerships.progress import evidence_of, stages, widened
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.indicators import indicators_of
from s3dash.queries.territories.territories import memberships_of, territory
from s3dash.store.connection import Store
from s3dash.takeaway.columns import as_told, with_country_codes
from s3dash.takeaway.export import COUNTED, Provenance
from s3dash.takeaway.file_names import file_name
from s3dash.takeaway.formats import FORMATS, Format, offered
from s3dash.takeaway.notes import notes
from s3dash.web.api import asking
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.parameters import Given, Parameter, fits, of_view
from s3dash.web.api.problems import Refusal
from s3dash.web.api.tables import disposition, provenance

METADATA = "metadata.json"


@dataclass(frozen=True)
class View:
    """Rows of a page, and what a file says of them."""

    rows: pd.DataFrame
    title: str
    filters: str
    name: str
    filtered: str = ""
    as_of: date | None = None
    sources: str = ""


Read = Callable[[Asked, Given], View]


@dataclass(frozen=True)
class Page:
    """A page whose link is a data set: its address, its parameters, and what reads them."""

    path: str
    parameters: tuple[Parameter, ...]
    read: Read
    views: Mapping[str, str] = field(default_factory=dict)
    is_dated: bool = False


def _view_of(views: Mapping[str, str]) -> Parameter:
    return Parameter("view", "View of the page.", default=next(iter(views)))


def shown(*names: str) -> tuple[Parameter, ...]:
    """Parameters that change how a page looks, and none of its rows."""
    return tuple(Parameter(name, "How the page looks.", many=True) for name in names)


EXPLORER_VIEWS = labels_of("priorities")
REGION_VIEWS = labels_of("region", "profile", "indicators")
PARTNERSHIP_VIEWS = labels_of("partnership", "overview")
"""Views that have an address: code -> label, as links of the page have it."""
ORDERS = {"country": "Country and name", "all": "Most priorities first"}
_LEVEL = Parameter("level", "Kind of domains.", default=next(iter(LEVELS)))
_SORT = Parameter("sort", "Order of the territories.", default="country")


def _priorities(asked: Asked, given: Given) -> View:
    chosen, labels = asking.explorer_filter(asked, given)
    said = chosen.sentence(labels)
    view = given.choice(_view_of(EXPLORER_VIEWS), EXPLORER_VIEWS)
    level = given.choice(_LEVEL, LEVELS)
    if view == "matrix":
        frame = matrix(asked.store, chosen, level)
        order = given.choice(_SORT, ORDERS | {code: code for code in frame.columns[5:]})
        if order != "country":
            by = [order, "country", "territory"]
            frame = frame.sort_values(by, ascending=[False, True, True])
        title = "Priorities by territory and domain"
        return View(frame, title, said, "territory-by-domain", said)
    if view == "common":
        filters = f"{said}; domains: {LEVELS[level]}"
        frame = common_and_rare(asked.store, chosen, level)
        return View(frame, "Common and rare domains", filters, "common-and-rare", said)
    frame = priorities(asked.store, chosen)
    return View(frame, "Documented smart specialisation priorities", said, "priorities", said)


def _progress(asked: Asked, given: Given) -> View:
    found = asking.progress_asked(asked, given)
    frame = found.frame.rename(columns={"later": "events_dated_later"})
    return View(
        widened(frame, asked.store.once(stages)),
        "Stage evidence by partnership",
        found.words,
        "progress",
        "; ".join(found.said),
        found.day,
        "counted from stage_evidence.csv; each of its events names its source",
    )


def _partners(asked: Asked, given: Given) -> View:
    found = asking.partners_asked(asked, given)
    frame = found.told()
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame["partnership_ids"] = ["; ".join(ids) or None for ids in frame["partnership_ids"]]
    frame = frame.rename(
        columns={part: label.lower().replace(" ", "_") for part, label in PARTS.items()}
    )
    wish = found.wish
    name = asked.store.once(all_territories)[wish.territory_id]
    return View(
        frame,
        f"Possible partners of {name}",
        asked.request.url.query,
        f"{wish.territory_id}-partners-{wish.mode}",
        sources="derived from the tables priority, priority_domain, priority_platform, membership, "
        "neighbour, macro_region_territory and indicator_value of the data package; the rules are "
        "in docs/methods/partners.md",
    )


_OF_REGION: dict[str, tuple[str, str, Callable[..., pd.DataFrame], str]] = {
    # table, or view that has one: title, name of the file, rows, sources
    "priorities": ("Documented priorities of {}", "priorities", priorities_of, ""),
    "partnerships": ("Documented partnerships of {}", "partnerships", memberships_of, ""),
    "indicators": (
        "Indicators of {}",
        "indicators",
        indicators_of,
        "see the column source_title of each row; median and range computed by s3dash",
    ),
}


_TABLE_OF_REGION = Parameter(
    "table", "Which table of the view `profile`.", default="priorities",
    allowed=("priorities", "partnerships"),
)  # fmt: skip


def _region(asked: Asked, given: Given) -> View:
    code = given.code(asking.TERRITORY, asked.store.once(all_territories))
    view = given.choice(_view_of(REGION_VIEWS), REGION_VIEWS)
    table = given.text(_TABLE_OF_REGION)
    title, name, ask, sources = _OF_REGION[table if view == "profile" else view]
    record = territory(asked.store, code)
    assert record is not None
    filters = f"territory {code}"
    if view == "indicators":
        filters += ", newest year of each indicator"
    return View(
        ask(asked.store, code),
        title.format(record["name"]),
        filters,
        f"{code}-{name}",
        sources=sources,
    )


_PARTNERSHIP = Parameter(
    "partnership", "The partnership.", example="high-tech-farming", is_required=True
)
_TABLE = Parameter(
    "table", "Which table of the page.", default="evidence",
    allowed=("evidence", "members", "affiliations"),
)  # fmt: skip


def _partnership(asked: Asked, given: Given) -> View:
    code = given.code(_PARTNERSHIP, asked.store.once(partnership_names))
    record = partnership(asked.store, code)
    assert record is not None
    table, name = given.text(_TABLE), record["name"]
    given.choice(_view_of(PARTNERSHIP_VIEWS), PARTNERSHIP_VIEWS)
    day, window = asking.day_of(given), given.whole(asking.WINDOW)
    if table == "members":
        frame = members(asked.store, code)
        filters = f"partnership {code}"
        return View(frame, f"Documented members of {name}", filters, f"{code}-members")
    if table == "affiliations":
        frame = affiliations(asked.store, code)
        title = f"Documented ties of {name} to other initiatives"
        return View(frame, title, f"partnership {code}", f"{code}-affiliations")
    words = f"as of {day}, active within {window} months"
    return View(
        evidence_of(asked.store, code, day)[::-1],
        f"Stage evidence of {name}",
        f"partnership {code}, all dates; is_later and is_revisit {words}",
        f"{code}-evidence",
        as_of=day,
    )


def _of_catalogue(make: Callable[[Store], Catalogue], known: Sequence[Parameter]) -> Read:
    def read(asked: Asked, given: Given) -> View:
        catalogue = asked.store.once(make)
        found = asking.catalogue_asked(asked, given, catalogue, known)
        return View(found.told, catalogue.title, found.words, catalogue.file_name, found.filtered)

    return read


def _projects(asked: Asked, given: Given) -> View:
    every = asked.store.once(project_catalogue).every.set_index("project_id")["name"]
    code = given.code(asking.PROJECT, every.index)
    if not code:
        return _of_catalogue(project_catalogue, asking.PROJECTS)(asked, given)
    return View(
        partners_of(asked.store, code),
        f"Documented partners of {every[code]}",
        f"project {code}",
        f"{code}-partners",
    )


PAGES = (
    Page(
        "priorities",
        (
            *asking.FILTER,
            _view_of(EXPLORER_VIEWS),
            _LEVEL,
            _SORT,
            *shown("show", "priority", "page"),
        ),
        _priorities,
        EXPLORER_VIEWS,
    ),
    Page("progress", (*asking.PROGRESS, *shown("page")), _progress, is_dated=True),
    Page("partners", (*asking.PARTNERS[:-1], *shown("view", "page", "print")), _partners),
    Page(
        "region",
        (
            asking.TERRITORY,
            _TABLE_OF_REGION,
            _view_of(REGION_VIEWS),
            *shown("taxonomy", "priority", "print"),
        ),
        _region,
        REGION_VIEWS,
    ),
    Page(
        "partnership",
        (
            _PARTNERSHIP,
            _TABLE,
            _view_of(PARTNERSHIP_VIEWS),
            asking.AS_OF,
            asking.WINDOW,
            *shown("event", "page"),
        ),
        _partnership,
        PARTNERSHIP_VIEWS,
        is_dated=True,
    ),
    Page("hubs", (*asking.HUBS, *shown("page")), _of_catalogue(hub_catalogue, asking.HUBS)),
    Page("projects", (*asking.PROJECTS, asking.PROJECT, *shown("page")), _projects),
    Page(
        "library",
        (*asking.DOCUMENTS, *shown("page")),
        _of_catalogue(document_catalogue, asking.DOCUMENTS),
    ),
)
"""The pages whose links are data sets."""
ENDINGS = (*FORMATS, METADATA)


def paths(pages: Iterable[Page] = PAGES) -> list[str]:
    """The addresses of all of them."""
    return [f"/{page.path}.{ending}" for page in pages for ending in ENDINGS]


def data_link(address: str) -> str:
    """The address of the rows of a page, as CSV; empty for a view whose rows have none.

    ``address``: that of the page, whole: ``http://localhost:8501/priorities?territory=IT``.
    """
    start, _, query = address.partition("?")
    path = start.rstrip("/").rpartition("/")[2]
    page = next((page for page in PAGES if page.path == path), None)
    if page is None:
        return ""
    pairs = parse_qsl(query)
    if not fits(page.parameters, {name for name, _ in pairs}):
        return ""
    for name, value in pairs:
        if name == "view" and page.views and not code_of(value, page.views):
            return ""
    return f"{start.rstrip('/')}.csv{'?' if query else ''}{query}"


def view_answer(page: Page, ending: str) -> Make:
    """What answers the address of a page with an ending."""

    def made(asked: Asked) -> Answer:
        view = page.read(asked, Given(of_view(asked.parameters), page.parameters))
        rows = with_country_codes(as_told(view.rows), asked.store.once(country_codes))
        about = _about(asked, view, rows, page)
        has_places = "territory_id" in rows
        total = {"X-Total-Count": str(len(rows))}
        if ending == METADATA:
            text = json.dumps(_metadata(asked, view, rows, about), ensure_ascii=False, indent=1)
            return Answer([text.encode()], "application/json", total)
        form = _format(ending, has_places)
        name = file_name(
            view.name, ending, version=asked.about.version, filtered=view.filtered, as_of=view.as_of
        )
        return Answer(form.pieces([rows], about), form.media_type, total | disposition(form, name))

    return made


def _format(ending: str, has_places: bool) -> Format:
    if ending in offered(has_places):
        return FORMATS[ending]
    detail = "The rows of this view have no places."
    raise Refusal(404, detail, given=ending, allowed=list(offered(has_places)))


def _about(asked: Asked, view: View, rows: pd.DataFrame, page: Page) -> Provenance:
    """What a file says of itself: its link is that of the page."""
    known = provenance(asked, view.title, view.filters)
    url = asked.request.url
    start = url.path.rpartition("/")[0]
    known = replace(
        known,
        link=str(url.replace(path=f"{start}/{page.path}")),
        notes=tuple(notes(asked.store, map(str, rows))),
    )
    if view.sources:
        return replace(known, sources=view.sources)
    return known if "source_url" in rows else replace(known, sources=COUNTED)


def _metadata(asked: Asked, view: View, rows: pd.DataFrame, about: Provenance) -> dict[str, Any]:
    """What the rows are, for who reads them without the page."""
    return {
        "title": view.title,
        "filters": view.filters,
        "as_of": view.as_of.isoformat() if view.as_of else None,
        "rows": len(rows),
        "columns": [
            {
                "name": note.name,
                "title": note.title,
                "unit": note.unit or None,
                "type": _type(rows[note.name]),
                "description": note.meaning,
            }
            for note in about.notes
        ],
        "data_version": about.data_version,
        "built_on": about.built_on,
        "sources": about.sources,
        "licence": about.licence,
        "link": about.link,
    }


def _type(values: pd.Series) -> str:
    kinds: Sequence[tuple[Callable[[Any], bool], str]] = (
        (pd.api.types.is_bool_dtype, "boolean"),
        (pd.api.types.is_integer_dtype, "integer"),
        (pd.api.types.is_numeric_dtype, "number"),
    )
    return next((name for fits, name in kinds if fits(values)), "string")
