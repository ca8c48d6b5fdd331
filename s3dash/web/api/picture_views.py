"""What the picture of each page is made of: its address read, its question asked and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from s3dash.queries.base.codes import code_labels, code_of
from s3dash.queries.base.overview import territory_counts
from s3dash.queries.catalogue.catalogues import hub_catalogue, project_catalogue
from s3dash.queries.catalogue.filters import Chosen
from s3dash.queries.catalogue.hubs import hubs_by_territory
from s3dash.queries.catalogue.projects import partners_by_territory
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.priorities import priority
from s3dash.queries.explorer.views import LEVELS, common_and_rare, domain_labels, matrix
from s3dash.queries.linkages import linkages as links
from s3dash.queries.linkages import views as linked
from s3dash.queries.partnerships import capability as ability
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.platforms import all_platforms, platform
from s3dash.queries.partnerships.progress import ProgressFilter, partnership_progress, stages
from s3dash.queries.partnerships.stage_flow import evidence_by_year
from s3dash.queries.territories.atlas import METHODS, PRIORITIES, atlas_indicators
from s3dash.queries.territories.comparison import LEVELS as COMPARED_LEVELS
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.indicators import course_of
from s3dash.queries.territories.period_change import PERIODS
from s3dash.queries.territories.similarity import NotComparable, similar
from s3dash.queries.territories.structure import Structure, structure
from s3dash.queries.topic.question import about
from s3dash.queries.topic.subject import Topic
from s3dash.store.connection import Store
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates import stages as strips
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Draw, Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.problems import Refusal, wrong
from s3dash.web.api.views import EXPLORER_VIEWS, ORDERS, shown

MEASURES = {"priorities": "Priorities", "memberships": "Partnership memberships"}
_SHOW = Parameter("show", "What the map counts.", default="priorities")


def _overview(asked: Asked, given: Given, ground: Ground) -> Drawn:
    measure = given.choice(_SHOW, MEASURES)
    frame = territory_counts(asked.store).query(f"{measure} > 0").reset_index(drop=True)
    noun = MEASURES[measure].lower()
    told = [
        f"{row.country}\ndocumented: {ground.say(row.priorities)} priorities, "
        f"{ground.say(row.memberships)} memberships"
        for row in frame.itertuples()
    ]
    title = f"Documented {noun} by territory"
    content = maps.counts(
        ground, frame, frame[measure].tolist(), told, title, f"{len(frame)} territories", noun=noun
    )
    return Drawn(content, title, f"map-{measure}")


SHARES = {"count": "Number of priorities", "share": "Share of the territory's priorities"}
_SHARE = Parameter("show", "What the map shows.", default="count")
_LEVEL = Parameter("level", "Kind of domains.", default=next(iter(LEVELS)))
_SORT = Parameter("sort", "Order of the territories.", default="country")
OF_PRIORITIES = {
    "map": "map of territories",
    "matrix": "territories by domains",
    "bars": "domains here and in Europe",
}
_OF_VIEW = {"matrix": "matrix", "common": "bars"}


def _priorities(asked: Asked, given: Given, ground: Ground) -> Drawn:
    chosen, labels = asking.explorer_filter(asked, given)
    said = chosen.sentence(labels)
    view = given.choice(view_of(EXPLORER_VIEWS), EXPLORER_VIEWS)
    which = which_of(given, OF_PRIORITIES, _OF_VIEW.get(view, "map"))
    level = given.choice(_LEVEL, LEVELS)
    if which == "bars":
        frame = common_and_rare(asked.store, chosen, level)
        content = charts.shares(ground, frame, said)
        return Drawn(content, "Common and rare domains", "common-and-rare", said)
    if which == "matrix":
        frame = matrix(asked.store, chosen, level)
        codes = list(frame.columns[5:])
        order = given.choice(_SORT, ORDERS | {code: code for code in codes})
        if order != "country":
            by = [order, "country", "territory"]
            frame = frame.sort_values(by, ascending=[False, True, True])
        every = domain_labels(asked.store, level)
        title = "Priorities by territory and domain"
        content = charts.matrix(
            ground, frame, {code: f"{code} {every[code]}" for code in codes}, title, said,
            "priorities",
        )  # fmt: skip
        return Drawn(content, title, "territory-by-domain", said)
    frame = explore(asked.store, chosen, 1).by_territory
    values, noun = frame["priorities"].tolist(), "priorities"
    if given.choice(_SHARE, SHARES) == "share":
        share = 100 * frame["priorities"] / frame["documented"]
        values, noun = [max(round(one), 1) for one in share], "% of its priorities"
    told = [
        f"{row.country}\n{row.priorities} of {row.documented} documented priorities"
        + ("\nlist known to be partial" if row.has_partial_list else "")
        for row in frame.itertuples()
    ]
    title = "Documented smart specialisation priorities"
    content = maps.counts(
        ground, frame, values, told, title, said, noun=noun, outlined=chosen.territories,
        rest="not documented" if chosen.is_empty else "no match",
    )  # fmt: skip
    return Drawn(content, title, "priorities", said)


_TOPIC = (
    Parameter("about", "The topic in words.", example="hydrogen"),
    Parameter("domain", "Domains: any of them.", example="D35", many=True),
    Parameter("platform", "Theme of a platform.", example="energy"),
    Parameter("partnership", "Scope of a partnership.", example="hydrogen-valleys"),
    Parameter("priority", "What a priority is about.", example="DE8-2021-01"),
    Parameter("for", "The region of one's own.", example="AT21"),
)


def _topic(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    words, domain, theme, partnership, like, mine = _TOPIC
    domains = {
        c: name for c, (kind, name) in store.once(code_labels).items() if kind != "platforms"
    }
    code = given.text(like)
    record = priority(store, code) if code else None
    if code and record is None:
        raise wrong(like.name, code, "an identifier of the table priorities")
    topic = Topic(
        about=given.text(words),
        domains=given.codes(domain, domains),
        platform_id=given.code(theme, store.once(all_platforms)),
        partnership_id=given.code(partnership, store.once(partnership_names)),
        priority_id=code,
    )
    if topic.is_empty:
        raise Refusal(400, "No topic is named.", parameter=words.name, allowed=words.meaning)
    label = ", ".join(
        filter(
            None,
            (
                topic.about,
                " or ".join(domains[one] for one in topic.domains),
                store.once(all_platforms).get(topic.platform_id, ""),
                store.once(partnership_names).get(topic.partnership_id, ""),
                str(record["title"]) if record else "",
            ),
        )
    )
    own = given.code(mine, store.once(all_territories))
    content = maps.of_topic(ground, about(store, topic), label, own)
    return Drawn(content, f"Topic: {label}", "topic", label)


def _progress(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.progress_asked(asked, given)
    window = given.whole(asking.WINDOW) or 0
    title = "Stage evidence by partnership"
    content = strips.strips(ground, found.frame, title, found.words, found.day, window)
    return Drawn(content, title, "progress", "; ".join(found.said), found.day)


PLATFORM_VIEWS = {
    "overview": "Overview",
    "stages": "Stages",
    "network": "Network",
    "facts": "Timeline",
    "join": "Who could join",
}
OF_PLATFORM = {
    "map": "territories by role",
    "strips": "partnerships by stage",
    "flow": "partnerships with evidence by year and stage",
    "network": "territories that its partnerships link",
    "join": "who has a priority on its theme, and who is a member",
}
_PLATFORM = Parameter("platform", "The platform.", example="energy", is_required=True)
_LEAST = Parameter("least", "Lowest strength of a link.", "number", "2", least=0)
_LIT = Parameter("territory", "Territory whose links are lit.", example="ES61")


def _of_platform(fixed: str) -> Draw:
    def drawn(asked: Asked, given: Given, ground: Ground) -> Drawn:
        store = asked.store
        code = fixed or given.code(_PLATFORM, store.once(all_platforms))
        record = platform(store, code)
        if record is None:
            raise Refusal(404, f"There is no platform {code}.")
        view = given.choice(view_of(PLATFORM_VIEWS), PLATFORM_VIEWS)
        of_view = {"stages": "strips", "network": "network", "join": "join"}.get(view, "map")
        which = which_of(given, OF_PLATFORM, of_view)
        name = f"platform-{code}-{which}"
        day, window = _day(given), given.whole(asking.WINDOW) or 0
        if which == "network":
            return Drawn(
                _platform_network(asked, given, ground, code, record.name), record.name, name
            )
        if which == "map":
            return Drawn(maps.of_platform(ground, record), record.name, name)
        if which == "join":
            return Drawn(maps.of_joining(ground, record), record.name, name)
        if which == "flow":
            names = {stage.stage_id: stage.name for stage in store.once(stages)}
            frame = evidence_by_year(store, code, day)
            title = f"{record.name}: evidence by year"
            said = f"Partnerships with dated evidence in a stage, up to {day}"
            content = charts.flow(ground, frame, names, title, said)
            return Drawn(content, title, name, as_of=day)
        frame = partnership_progress(store, day, window, ProgressFilter(platforms=(code,)))
        title = f"{record.name}: stage evidence by partnership"
        said = f"As of {day}, active within {window} months"
        content = strips.strips(ground, frame, title, said, day, window)
        return Drawn(content, title, name, as_of=day)

    return drawn


def _platform_network(asked: Asked, given: Given, ground: Ground, code: str, name: str) -> bytes:
    least = given.whole(_LEAST_WHOLE)
    if least is None:
        strengths = links.shared_partnerships(asked.store, code)["strength"]
        steps = range(1, int(strengths.max()) + 1) if len(strengths) else [1]
        least = linked.readable_least(strengths, steps, linked.READABLE_LINKS)
    lit = given.code(_LIT, asked.store.once(all_territories))
    return maps.network_of_platform(ground, code, name, least, lit)


_LEAST_WHOLE = Parameter(
    "least", "Fewest shared partnerships of a link.", "integer", "2", least=1, most=1000
)


def _day(given: Given) -> date:
    day = given.day(asking.AS_OF) or date.today()
    if day > date.today():
        raise wrong(asking.AS_OF.name, day.isoformat(), "a day that is not after today")
    return day


PARTNERSHIP_VIEWS = {
    "overview": "Overview",
    "organisations": "Organisations",
    "capability": "Capability matrix",
    "chain": "Value chain",
    "links": "Links",
    "candidates": "Candidates to invite",
}
OF_PARTNERSHIP = {
    "timeline": "dated events by stage",
    "strip": "the five stages",
    "map": "members by role",
    "network": "other partnerships that members share",
    "capability": "economic domains by member",
    "helix": "organisations by territory and part of the quadruple helix",
}
_OF_VIEW_OF_PARTNERSHIP = {
    "links": "network", "capability": "capability", "organisations": "helix",
}  # fmt: skip
_CAPABILITY_LEVEL = Parameter(
    "level", "Kind of economic domains.", default=next(iter(ability.LEVELS))
)
_CAPABILITY_PERIOD = Parameter("period", "Programming period.", default=next(iter(ability.PERIODS)))
_WHOSE = Parameter("whose", "Whose priorities count.", default=next(iter(ability.WHOSE)))
_CAPABILITY = (_CAPABILITY_LEVEL, _CAPABILITY_PERIOD, _WHOSE)
_ITS_THEMES = (*ability.THEMES, *ability.THEMES.values())
_ITS_THEME = Parameter("theme", "Which priorities count.", many=True)
_PARTNERSHIP = Parameter(
    "partnership", "The partnership.", example="high-tech-farming", is_required=True
)


def _partnership(asked: Asked, given: Given, ground: Ground) -> Drawn:
    names = asked.store.once(partnership_names)
    code = given.code(_PARTNERSHIP, names)
    name = names[code].rpartition(" (")[0]
    view = given.choice(view_of(PARTNERSHIP_VIEWS), PARTNERSHIP_VIEWS)
    which = which_of(given, OF_PARTNERSHIP, _OF_VIEW_OF_PARTNERSHIP.get(view, "timeline"))
    day, window = _day(given), given.whole(asking.WINDOW) or 0
    file = f"{code}-{which}"
    if which == "map":
        return Drawn(maps.of_members(ground, code, name), name, file)
    if which == "network":
        return Drawn(maps.network_of_members(ground, code, name), name, file)
    if which == "helix":
        return Drawn(charts.helix(ground, code, name), name, file)
    if which == "capability":
        own = [one for one in given.many(_ITS_THEME) if one in _ITS_THEMES]
        theme = code_of(own[-1], ability.THEMES) if own else None
        choice = (
            given.choice(_CAPABILITY_LEVEL, ability.LEVELS),
            given.choice(_CAPABILITY_PERIOD, ability.PERIODS),
            theme or next(iter(ability.THEMES)),
            given.choice(_WHOSE, ability.WHOSE),
        )
        return Drawn(charts.capability(ground, code, name, choice), name, file)
    draw = strips.timeline_of if which == "timeline" else strips.strip_of
    return Drawn(draw(ground, code, name, day, window), name, file, as_of=day)


REGION_VIEWS = {
    "profile": "Profile",
    "partnerships": "Partnerships",
    "change": "Change",
    "distinctive": "Distinctive",
    "neighbours": "Neighbours",
    "indicators": "Indicators",
    "around": "Hubs and projects",
}
OF_REGION = {
    "partners": "territories it shares partnerships with",
    "indicators": "its place among the regions of the EU",
    "course": "an indicator over the years",
    "distances": "regions that are alike in structure",
}
_INDICATOR = Parameter("indicator", "An indicator.", example="unemployment_rate")


def _region(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    names = store.once(all_territories)
    code = given.code(asking.TERRITORY, names)
    name = _plain_name(names[code])
    indicator = given.text(_INDICATOR)
    view = given.choice(view_of(REGION_VIEWS), REGION_VIEWS)
    of_view = "indicators" if view == "indicators" else "partners"
    which = which_of(given, OF_REGION, "course" if indicator and view == "indicators" else of_view)
    file = f"{code}-{which}"
    if which == "indicators":
        return Drawn(charts.places(ground, {code: name}), name, file)
    if which == "course":
        held = course_of(store, code)["indicator_id"].unique().tolist()
        if indicator not in held:
            raise wrong(_INDICATOR.name, indicator, held)
        return Drawn(charts.course_over_years(ground, code, name, indicator), name, file)
    if which == "distances":
        return Drawn(_distances(structure(store), ground, code, name), name, file)
    return Drawn(maps.of_partners(ground, code, name), name, file)


def _plain_name(label: str) -> str:
    """A name without the code behind it."""
    return label.rpartition(" (")[0] or label


def _distances(
    known: Structure, ground: Ground, code: str, name: str, *, is_abroad: bool = False
) -> bytes:
    try:
        found = similar(known, code, is_abroad=is_abroad)
    except NotComparable as reason:
        raise Refusal(400, str(reason), parameter="territory", given=code) from None
    return maps.of_distances(ground, found, code, name, known.as_of)


COMPARE_VIEWS = {
    "indicators": "Indicators",
    "priorities": "Priorities",
    "partnerships": "Partnerships",
    "strategies": "Strategies",
    "similar": "Similar",
}
OF_COMPARISON = {
    "indicators": "places among the regions of the EU",
    "map": "where they are",
    "distances": "regions that are alike in structure",
    "priorities": "documented priorities by economic domain",
}
_ALL_PERIODS = {"all": "All periods", **{period: period for period in PERIODS}}
_COMPARED_PERIOD = Parameter("period", "Programming period.", default="all")
_COMPARED_LEVEL = Parameter(
    "level", "Kind of economic domains.", default=next(iter(COMPARED_LEVELS))
)
_COMPARED = Parameter(
    "territory", "Two to five territories.", example="ITI1", many=True, is_required=True
)
MOST_COMPARED = 5


def _compare(asked: Asked, given: Given, ground: Ground) -> Drawn:
    names = asked.store.once(all_territories)
    pairs = [part for value in given.many(_COMPARED) for part in value.split(",") if part]
    codes = Given([("territory", part) for part in pairs], [_COMPARED]).codes(_COMPARED, names)
    if not 1 <= len(codes) <= MOST_COMPARED:
        raise wrong(_COMPARED.name, ", ".join(codes), _COMPARED.meaning)
    chosen = {code: _plain_name(names[code]) for code in codes}
    title = " · ".join(chosen.values())
    view = given.choice(view_of(COMPARE_VIEWS), COMPARE_VIEWS)
    of_view = {"similar": "distances", "priorities": "priorities"}.get(view, "indicators")
    which = which_of(given, OF_COMPARISON, of_view)
    file = f"comparison-{'-'.join(codes)}-{which}"
    if which == "map":
        return Drawn(maps.of_compared(ground, chosen), title, file)
    if which == "priorities":
        level = given.choice(_COMPARED_LEVEL, COMPARED_LEVELS)
        period = given.choice(_COMPARED_PERIOD, _ALL_PERIODS)
        said = f"{COMPARED_LEVELS[level]}; {_ALL_PERIODS[period].lower()}"
        chart = charts.compared(ground, chosen, level, period if period in PERIODS else "", said)
        return Drawn(chart, title, file, said)
    if which == "distances":
        of = given.code(_OF, codes) or codes[0]
        is_abroad = bool(given.flag(_ABROAD))
        known = asking.structure_asked(asked, given)
        said = f"as of {known.as_of}" if known.as_of else ""
        content = _distances(known, ground, of, chosen[of], is_abroad=is_abroad)
        return Drawn(content, chosen[of], file, said)
    return Drawn(charts.places(ground, chosen), title, file)


_OF = Parameter("of", "To which territory others are near; the first, if not named.")
_ABROAD = Parameter(
    "abroad", "Only regions of other countries are compared.", "boolean", "true", "false"
)
LINK_VIEWS = {"network": "Network", "matrix": "Matrix", "table": "Table"}
OF_LINKAGES = {"network": "links on the map", "matrix": "links as a matrix"}
_KIND = Parameter("kind", "Kind of link.", default=links.PARTNERSHIPS)
_YEAR = Parameter("year", "Year of flows.")
_COUNTRY = Parameter("country", "Countries that one end lies in.", example="IT", many=True)
_BY = Parameter("by", "Sides of the matrix.", default="country", allowed=("country", "territory"))
_LINKS_OF = Parameter("platform", "Platform of shared partnerships.", example="energy")


def _linkages(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    flow_kinds = store.once(links.flow_kinds)
    kinds = {
        links.PARTNERSHIPS: "Shared partnerships",
        links.PRIORITIES: "Alike priorities",
        links.PROJECTS: "Joint projects",
    } | {code: kind.title for code, kind in flow_kinds.items()}
    kind = given.code(_KIND, kinds)
    flow = flow_kinds.get(kind)
    code = given.code(_LINKS_OF, store.once(all_platforms))
    years = [str(year) for year in flow.years] if flow else []
    year = given.code(_YEAR, years) or next(iter(years), "")
    every = {
        links.PARTNERSHIPS: lambda: links.shared_partnerships(store, code or None),
        links.PRIORITIES: lambda: links.alike_priorities(store),
        links.PROJECTS: lambda: links.joint_projects(store),
    }.get(kind, lambda: links.flows(store, kind, int(year) if year else None))()
    countries = store.once(links.countries)
    chosen = given.codes(_COUNTRY, countries)
    least = given.number(_LEAST)
    if least is None:
        least = _usual_least(kind, every["strength"])
    met = linked.kept(every, [countries[one] for one in chosen], least)
    lit = given.code(_LIT, store.once(links.places).index)
    view = given.choice(view_of(LINK_VIEWS), LINK_VIEWS)
    which = which_of(given, OF_LINKAGES, "matrix" if view == "matrix" else "network")
    said = ", ".join(
        filter(
            None,
            (
                f"platform {store.once(all_platforms)[code]}" if code else "",
                f"year {year}" if year else "",
                "one end in " + " or ".join(countries[one] for one in chosen) if chosen else "",
                f"at least {ground.say(least)}" if least else "",
                f"{ground.say(len(met))} of {ground.say(len(every))} links",
            ),
        )
    )
    file = f"linkages-{kind}-{which}"
    undirected = linked.both_ways(met) if flow else met
    found = linked.linked_territories(undirected, store.once(links.places))
    if which == "network":
        told = [ground.say(value) for value in undirected["strength"]]
        content = maps.network(ground, found, undirected, told, kinds[kind], said, lit=lit)
        return Drawn(content, kinds[kind], file, said)
    if given.text(_BY) == "country":
        codes = {name: one for one, name in countries.items()}
        cells = linked.by_country(met, codes, is_directed=flow is not None)
    else:
        few = found.head(linked.MATRIX_TERRITORIES)
        cells = linked.by_territory(met, few, is_directed=flow is not None)
    labels = dict(zip(cells["territory_id"], cells["territory"], strict=True))
    noun = flow.unit if flow else "links"
    content = charts.matrix(ground, cells, labels, f"{kinds[kind]}: matrix", said, noun)
    return Drawn(content, kinds[kind], file, said)


def _usual_least(kind: str, strengths: object) -> float:
    """The lowest strength that leaves as many links as can be read, as on the page."""
    values = pd.Series(strengths)
    if not len(values) or kind not in (links.PARTNERSHIPS, links.PRIORITIES, links.PROJECTS):
        return 0
    steps: Iterable[int] = range(1, int(values.max()) + 1)
    if kind == links.PRIORITIES:
        steps = range(links.LEAST_LIKENESS, 101, 5)
    return linked.readable_least(values, list(steps), linked.READABLE_LINKS)


def _partners(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.partners_asked(asked, given)
    code = found.wish.territory_id
    name = _plain_name(asked.store.once(all_territories)[code])
    said = f"Mode: {found.wish.mode}; {len(found.frame)} territories"
    content = maps.of_ranking(ground, found, name, said)
    return Drawn(content, f"Possible partners of {name}", f"{code}-partners-{found.wish.mode}")


_METHOD = Parameter("method", "How classes are made.", default=next(iter(METHODS)))
_OF_YEAR = Parameter("year", "Year; the newest, if not named.", "integer", "2019")
_SINCE = Parameter("since", "Year that the change is counted from.", "integer", "2015")
_AGAINST = Parameter("against", "Another indicator, or `priorities`; drawn with `colours=both`.")
_COLOURS = Parameter("colours", "`both`: three classes each of the indicator and of `against`.")


def _atlas(asked: Asked, given: Given, ground: Ground) -> Drawn:
    records = {row["indicator_id"]: row for row in asked.store.once(_records)}
    if not records:
        raise Refusal(404, "No indicator value is documented.")
    code = given.code(_INDICATOR, records) or next(iter(records))
    record = records[code]
    years = [int(year) for year in record["years"]]
    year = given.whole(_OF_YEAR) or years[-1]
    if year not in years:
        raise wrong(_OF_YEAR.name, str(year), list(map(str, years)))
    since = given.whole(_SINCE)
    earlier = [one for one in years if one < year]
    if since is not None and since not in earlier:
        raise wrong(_SINCE.name, str(since), list(map(str, earlier)))
    method = given.code(_METHOD, METHODS)
    title = f"{record['label']}, {year}"
    others = {one: f"{row['label']} ({row['unit']})" for one, row in records.items()}
    others = {PRIORITIES: "Documented priorities"} | others
    against = given.code(_AGAINST, others)
    if given.code(_COLOURS, {"both": "both"}) and against and against != code:
        content = maps.of_both(ground, record, year, since, method, against, others[against])
        return Drawn(content, title, "atlas", f"{code} {since or ''} {year} {against}")
    content = maps.of_indicator(ground, record, year, since, method)
    return Drawn(content, title, "atlas", f"{code} {since or ''} {year}")


def _records(store: Store) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = atlas_indicators(store).to_dict("records")
    return records


def _hubs(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.catalogue_asked(asked, given, asked.store.once(hub_catalogue), asking.HUBS)
    frame = hubs_by_territory(found.rows)
    told = [f"{row.country}\nhubs on record: {row.hubs}" for row in frame.itertuples()]
    title = "Digital innovation hubs on record, by seat"
    content = maps.counts(
        ground, frame, frame["hubs"].tolist(), told, title, _said(found, frame),
        noun="hubs", rest=_rest(found),
    )  # fmt: skip
    return Drawn(content, title, "hubs", found.filtered)


def _said(found: Chosen, frame: pd.DataFrame) -> str:
    return "; ".join(filter(None, (found.filtered, f"{len(frame)} territories")))


def _rest(found: Chosen) -> str:
    return "none on record" if found.is_all else "no match"


def _projects(asked: Asked, given: Given, ground: Ground) -> Drawn:
    catalogue = asked.store.once(project_catalogue)
    names = dict(zip(catalogue.every["project_id"], catalogue.every["name"], strict=True))
    if code := given.code(asking.PROJECT, names):
        frame = partners_by_territory(asked.store, (code,))
        told = [f"{row.country}\npartners: {row.partners}" for row in frame.itertuples()]
        title = f"{names[code]}: documented partners"
        content = maps.counts(
            ground, frame, frame["partners"].tolist(), told, title, f"{len(frame)} territories",
            noun="partners", rest="none on record",
        )  # fmt: skip
        return Drawn(content, title, f"{code}-partners")
    found = asking.catalogue_asked(asked, given, catalogue, asking.PROJECTS)
    frame = partners_by_territory(asked.store, tuple(found.rows["project_id"]))
    told = [
        f"{row.country}\nprojects on record: {row.projects}, partners: {row.partners}"
        for row in frame.itertuples()
    ]
    title = "Projects by territory of their partners"
    content = maps.counts(
        ground, frame, frame["projects"].tolist(), told, title, _said(found, frame),
        noun="projects", rest=_rest(found),
    )  # fmt: skip
    return Drawn(content, title, "projects", found.filtered)


def _bare(views: Mapping[str, str], *codes: str) -> dict[str, str]:
    return {code: views[code] for code in codes}


_MAP = {"map": "map of territories"}
_DATED = (asking.AS_OF, asking.WINDOW)
_PLATFORM_PAGE = (view_of(PLATFORM_VIEWS), *_DATED, _LEAST_WHOLE, _LIT, *shown("standing", "page"))
PICTURED = (
    PicturePage("overview", (_SHOW,), _overview, _MAP),
    PicturePage(
        "priorities",
        (
            *asking.FILTER,
            view_of(EXPLORER_VIEWS),
            *(_LEVEL, _SORT, _SHARE),
            *shown("priority", "page"),
        ),
        _priorities,
        OF_PRIORITIES,
    ),
    PicturePage("topic", (*_TOPIC, *shown("print")), _topic, _MAP),
    PicturePage("progress", (*asking.PROGRESS, *shown("page")), _progress,
                {"strips": "partnerships by stage"}, is_dated=True),
    *(
        PicturePage(code, _PLATFORM_PAGE, _of_platform(code), OF_PLATFORM, is_dated=True,
                    bare=_bare(PLATFORM_VIEWS, "facts"))
        for code in ("agri-food", "energy", "industrial-modernisation")
    ),
    PicturePage(
        "platform", (_PLATFORM, *_PLATFORM_PAGE), _of_platform(""), OF_PLATFORM, is_dated=True,
        bare=_bare(PLATFORM_VIEWS, "facts"),
    ),
    PicturePage(
        "partnership",
        (_PARTNERSHIP, view_of(PARTNERSHIP_VIEWS), *_DATED, *_CAPABILITY,
         *shown("event", "country", "page")),
        _partnership,
        OF_PARTNERSHIP,
        is_dated=True,
        own_themes=_ITS_THEMES,
        bare=_bare(PARTNERSHIP_VIEWS, "chain", "candidates"),
    ),
    PicturePage(
        "region",
        (asking.TERRITORY, _INDICATOR, view_of(REGION_VIEWS),
         *shown("taxonomy", "priority", "scale", "print")),
        _region,
        OF_REGION,
        bare=_bare(REGION_VIEWS, "change", "distinctive", "neighbours", "around"),
    ),
    PicturePage(
        "compare",
        (_COMPARED, _OF, _ABROAD, asking.YEAR_OF_STRUCTURE, view_of(COMPARE_VIEWS),
         _COMPARED_PERIOD, _COMPARED_LEVEL,
         *shown("form", "indicator", "scale", "domain", "part", "print")),
        _compare,
        OF_COMPARISON,
        bare=_bare(COMPARE_VIEWS, "partnerships", "strategies"),
    ),
    PicturePage(
        "linkages",
        (_KIND, _LINKS_OF, _YEAR, _COUNTRY, _LEAST, _LIT, view_of(LINK_VIEWS), _BY, *shown("page")),
        _linkages,
        OF_LINKAGES,
    ),
    PicturePage("partners", (*asking.PARTNERS[:-1], *shown("view", "page", "print")), _partners,
                _MAP),
    PicturePage("atlas", (_INDICATOR, _OF_YEAR, _SINCE, _METHOD, _AGAINST, _COLOURS), _atlas, _MAP),
    PicturePage("hubs", (*asking.HUBS, *shown("page")), _hubs, _MAP),
    PicturePage("projects", (*asking.PROJECTS, asking.PROJECT, *shown("page")), _projects, _MAP),
)  # fmt: skip
"""The pages whose links are pictures."""
