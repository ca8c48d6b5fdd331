"""The parameters that links have: what each page reads, stated once.

Readers and boxes refuse a name that is not stated here for their page. The documentation of links
and the tests that try odd links take their names from here.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from s3dash.queries.linkages.linkages import PARTNERSHIPS
from s3dash.queries.partnerships.progress import DEFAULT_WINDOW
from s3dash.ui.address.kinds import Kind, Parameter, Spelling, Unknown
from s3dash.web.api.parameters import DATA_VERSION


def _one(name: str, meaning: str, default: str, example: str, *views: str) -> Parameter:
    """A choice of one of a few: a switch, or a box bound by its label."""
    return Parameter(name, Kind.ONE, meaning, default, example, Spelling.LABEL, views=views)


def _filter(
    name: str, meaning: str, example: str, kind: Kind = Kind.MANY, default: str = ""
) -> Parameter:
    """A filter written as a bare code, there again for who comes back."""
    return Parameter(name, kind, meaning, default, example, is_restored=True)


def _exact(
    name: str, meaning: str, example: str, kind: Kind = Kind.MANY, default: str = ""
) -> Parameter:
    """A filter that takes its codes only as they are written."""
    return replace(_filter(name, meaning, example, kind, default), spelling=Spelling.EXACT)


def _words(example: str) -> Parameter:
    return Parameter(
        "text",
        Kind.TEXT,
        "Words to search for.",
        example=example,
        unknown=Unknown.NONE,
        aliases=("q", "search"),
        is_restored=True,
    )


def _place() -> Parameter:
    return _filter("territory", "Country or territory, with what lies in it.", "IT", Kind.ONE)


def _page(*views: str) -> Parameter:
    meaning = "Page of a table that is too long for one."
    return Parameter("page", Kind.NUMBER, meaning, "1", "1", views=views)


def _as_of(
    *views: str, window_views: tuple[str, ...] = (), is_restored: bool = True
) -> tuple[Parameter, ...]:
    day = "As of which day stages are told; today, if not named."
    window = "Months before that day that count as active."
    return (
        Parameter("asof", Kind.DAY, day, "", "2019-06-30", views=views, is_restored=is_restored),
        Parameter(
            "window",
            Kind.ONE,
            window,
            str(DEFAULT_WINDOW),
            "12",
            Spelling.EXACT,
            views=window_views or views,
            is_restored=is_restored,
        ),
    )


_PRINT = Parameter(
    "print",
    Kind.FLAG,
    "The version for one sheet of paper.",
    example="yes",
    unknown=Unknown.QUIET,
)
_OPEN_PRIORITY = Parameter(
    "priority",
    Kind.ONE,
    "The priority that is open.",
    example="ITI1-2021-01",
    spelling=Spelling.EXACT,
)
_PLATFORM = (
    _one("view", "What is shown.", "overview", "stages"),
    *_as_of("stages", "facts", window_views=("stages",)),
    Parameter(
        "territory",
        Kind.ONE,
        "Territory whose links are lit.",
        example="ES61",
        spelling=Spelling.EXACT,
        views=("network",),
    ),
    Parameter(
        "least",
        Kind.NUMBER,
        "Fewest shared partnerships of a link that is shown; as many as can be read, if not named.",
        example="1",
        views=("network",),
    ),
    _one("standing", "Which territories are listed.", "outside", "linked", "join"),
    _page("stages", "join"),
)
_WEIGHT = "Weight of a theme in structural distance, from 0 to 3: `weight-human-resources`."

PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "overview": (_one("show", "What the map counts.", "priorities", "memberships"),),
    "priorities": (
        Parameter(
            "text",
            Kind.TEXT,
            "Words to search for.",
            example="wind",
            unknown=Unknown.NONE,
            aliases=("q", "search"),
            is_restored=True,
        ),
        _filter("period", "Programming period.", "2021-2027"),
        replace(
            _filter("territory", "Country or territory, with what lies in it.", "IT"),
            aliases=("country",),
        ),
        _filter("domain", "Economic domain: a section of NACE or a division of it.", "D"),
        _filter("science", "Scientific domain of NABS.", "NABS01"),
        _filter("objective", "Policy objective.", "PO01"),
        _filter("platform", "Theme of a platform.", "energy"),
        _filter("list", "How complete the list of the strategy is.", "as-listed"),
        _filter("source", "Kind of source.", "authority"),
        _filter("classified", "Who assigned the domains.", "editorial"),
        _filter("without", "What is left out, after the name of its filter.", "domain:C"),
        Parameter(
            "all",
            Kind.MANY,
            "Filters of which all values are meant, not any: `all=domain`.",
            example="domain",
            is_restored=True,
        ),
        Parameter(
            "above",
            Kind.FLAG,
            "Also what the territories above the chosen ones chose themselves.",
            example="yes",
            is_restored=True,
        ),
        _one("view", "How the result is shown.", "list", "table"),
        _one("show", "What the map shows.", "count", "share"),
        _one("level", "Kind of domains.", "sections", "divisions", "matrix", "common"),
        _one(
            "sort", "Order of the territories: also most in a domain.", "country", "all", "matrix"
        ),
        _OPEN_PRIORITY,
        _page("list", "table", "territories", "matrix"),
    ),
    "topic": (
        Parameter(
            "about",
            Kind.TEXT,
            "The topic in words.",
            example="hydrogen",
            unknown=Unknown.NONE,
            is_subject=True,
        ),
        Parameter("domain", Kind.MANY, "Domains: any of them.", example="D35"),
        Parameter("platform", Kind.ONE, "Theme of a platform.", example="energy"),
        Parameter("partnership", Kind.ONE, "Scope of a partnership.", example="hydrogen-valleys"),
        Parameter(
            "priority",
            Kind.ONE,
            "What a priority is about.",
            example="DE8-2021-01",
            spelling=Spelling.EXACT,
        ),
        Parameter("for", Kind.ONE, "The region of one's own; kept for the visit.", example="AT21"),
        _PRINT,
    ),
    "agri_food": _PLATFORM,
    "energy": _PLATFORM,
    "industrial_modernisation": _PLATFORM,
    "platform": (
        Parameter(
            "platform",
            Kind.ONE,
            "The platform; none: all of them.",
            example="energy",
            is_subject=True,
        ),
        *_PLATFORM,
    ),
    "progress": (
        *_as_of(),
        _exact("platform", "Platform.", "energy"),
        _exact("territory", "Where a member is: a country or territory.", "IT"),
        _exact("role", "Role of that member.", "lead"),
        _exact("reached", "Furthest stage with evidence; `none`: none.", "connect"),
        _exact("life", "Last sign of life.", "stale"),
        _exact("basis", "Which events: how near to the partnership.", "direct"),
        _exact("sort", "Order of the partnerships.", "members", Kind.ONE, "platform"),
        _page(),
    ),
    "workflow": (
        _exact(
            "stage", "Step; `every`: at every step; `all`: all steps.", "connect", Kind.ONE, "learn"
        ),
        *_as_of(),
        _page(),
    ),
    "partnership": (
        Parameter(
            "partnership",
            Kind.ONE,
            "The partnership.",
            example="high-tech-farming",
            is_subject=True,
        ),
        _one("view", "What is shown.", "overview", "organisations"),
        *_as_of(is_restored=False),
        Parameter(
            "event",
            Kind.ONE,
            "The event that is open.",
            example="high-tech-farming-02",
            spelling=Spelling.EXACT,
            views=("overview",),
        ),
        _one("level", "Kind of economic domains.", "sections", "divisions", "capability"),
        _one("period", "Programming period.", "both", "2021-2027", "capability", "chain"),
        _one("theme", "Which priorities count.", "all", "platform", "capability"),
        _one("whose", "Whose priorities count.", "own", "around", "capability"),
        Parameter(
            "country",
            Kind.MANY,
            "Countries of candidates.",
            example="IT",
            spelling=Spelling.LABEL,
            views=("candidates",),
        ),
        _page("candidates"),
    ),
    "region": (
        Parameter("territory", Kind.ONE, "The territory.", example="ITI1", is_subject=True),
        _one("view", "What is shown.", "profile", "partnerships"),
        _one(
            "taxonomy",
            "What the view compares by.",
            "economic",
            "policy",
            *("change", "distinctive", "neighbours"),
        ),
        _OPEN_PRIORITY,
        Parameter(
            "indicator",
            Kind.ONE,
            "Indicator whose course over the years is drawn.",
            example="unemployment_rate",
            spelling=Spelling.EXACT,
            views=("indicators",),
        ),
        _one("scale", "Scale of that course.", "value", "index", "indicators"),
        _PRINT,
    ),
    "compare": (
        Parameter(
            "territory",
            Kind.MANY,
            "Two to five territories; a link written by hand may part them by commas.",
            example="ITI1,DE1",
            is_subject=True,
        ),
        _one("view", "What is shown.", "indicators", "strategies"),
        _one("form", "How indicators are shown.", "chart", "table", "indicators"),
        Parameter(
            "indicator",
            Kind.ONE,
            "Indicator shown over the years; the first, if not named.",
            example="unemployment_rate",
            spelling=Spelling.EXACT,
            unknown=Unknown.QUIET,
            views=("indicators",),
        ),
        Parameter(
            "scale",
            Kind.ONE,
            "Scale of that course.",
            "value",
            "index",
            Spelling.LABEL,
            unknown=Unknown.QUIET,
            views=("indicators",),
        ),
        _one("period", "Programming period.", "all", "2021-2027", "priorities"),
        _one("level", "Kind of economic domains.", "sections", "divisions", "priorities"),
        _one(
            "domain",
            "Domain whose titles are shown; the first, if not named.",
            "",
            "C",
            "priorities",
        ),
        _one(
            "of",
            "To which territory others are near; the first, if not named.",
            "",
            "DE1",
            "similar",
        ),
        _one("part", "How the nearest are shown.", "nearest", "profile", "similar"),
        Parameter(
            "abroad",
            Kind.SWITCH,
            "Only territories of other countries are listed.",
            "false",
            "true",
            unknown=Unknown.QUIET,
            views=("similar",),
        ),
        Parameter(
            "year",
            Kind.ONE,
            "As of which year structure is compared; the newest, if not named.",
            example="2016",
            spelling=Spelling.EXACT,
            views=("similar",),
        ),
        Parameter("weight-*", Kind.NUMBER, _WEIGHT, "1", "2", views=("similar",), rest=".+"),
        _PRINT,
    ),
    "linkages": (
        _exact(
            "kind",
            "Kind of link; a table of flows by its name.",
            "priorities",
            Kind.ONE,
            PARTNERSHIPS,
        ),
        _exact("platform", "Platform of shared partnerships.", "energy", Kind.ONE),
        _exact("year", "Year of flows; the latest, if not named.", "", Kind.ONE),
        _exact("country", "Countries that one end lies in.", "IT"),
        Parameter(
            "least",
            Kind.NUMBER,
            "Lowest strength shown; as many links as can be read, if not named.",
            example="1",
            is_restored=True,
        ),
        _exact("territory", "Territory whose links are lit.", "ITC4", Kind.ONE),
        _exact("view", "How links are shown.", "table", Kind.ONE, "network"),
        _exact("by", "What the matrix sets side by side.", "territory", Kind.ONE, "country"),
        _page("table"),
    ),
    "partners": (
        replace(_filter("territory", "Who looks for partners.", "ITI1", Kind.ONE), is_subject=True),
        _filter(
            "mode",
            "Which partners: the stage of the strategy decides.",
            "design",
            Kind.ONE,
            "implementation",
        ),
        _filter("platform", "Theme that partners are looked for on.", "energy", Kind.ONE),
        _filter("priority", "Priority that they are looked for.", "ITI1-2021-01", Kind.ONE),
        _exact("country", "Only territories of these countries.", "ES"),
        _filter("km", "Only territories at most so many kilometres away.", "2000", Kind.ONE),
        _filter("neighbours", "Neighbours only: `yes`, `no`, else as the mode.", "no", Kind.ONE),
        _filter("abroad", "Other countries only: `yes`, `no`, else as the mode.", "no", Kind.ONE),
        _filter("macro_region", "Only territories of the same macro-region.", "yes", Kind.FLAG),
        _filter("unlinked", "Only territories without a partnership in common.", "yes", Kind.FLAG),
        _filter("less_developed", "Only less developed regions.", "yes", Kind.FLAG),
        Parameter(
            "w_*",
            Kind.NUMBER,
            "Weight of a part of the score, from 0 to 3: `w_match`; else as the mode has it.",
            example="2",
            is_restored=True,
            rest="[a-z_]+",
        ),
        Parameter("view", Kind.ONE, "How the ranking is shown.", "list", "table", is_restored=True),
        _page(),
        _PRINT,
    ),
    "atlas": (
        _exact("indicator", "Indicator; the first, if not named.", "unemployment_rate", Kind.ONE),
        _exact("year", "Year; the newest, if not named.", "2019", Kind.ONE),
        _exact("since", "Year that the change is counted from.", "2015", Kind.ONE),
        _exact("method", "How classes are made.", "natural", Kind.ONE, "quantiles"),
        _exact(
            "against",
            "What regions are seen against: another indicator, or `priorities`.",
            "priorities",
            Kind.ONE,
        ),
        _exact("colours", "`both`: the map has colours of both figures.", "both", Kind.ONE),
    ),
    "ict": (
        _one("view", "What is shown.", "strategies", "use"),
        _one("period", "Programming period.", "both", "2021-2027", "strategies", "behind"),
        _one(
            "indicator",
            "Digital indicator; the first, if not named.",
            "",
            "households_broadband",
            "use",
        ),
        _one("shows", "What the map shows.", "value", "change", "use"),
    ),
    "hubs": (
        _words("robotics"),
        _filter(
            "territory",
            "Country or territory: hubs with their seat in it or in a part of it, hubs that serve "
            "it, and those of what contains it.",
            "IT",
            Kind.ONE,
        ),
        _exact("country", "Country of the seat.", "IT"),
        _exact("kind", "Kind of hub.", "EDIH"),
        _exact("status", "Where the hub stands.", "co-funded"),
        _exact("technology", "Technology that it works with.", "AI"),
        _page(),
    ),
    "projects": (
        _words("textile"),
        _place(),
        _exact("programme", "Programme that pays.", "I3"),
        _exact("partnership", "Partnership that the project is tied to.", "high-tech-farming"),
        _exact("tie", "What the tie to a partnership is based on; `none`: no tie.", "direct"),
        _exact("topic", "Topic.", "AI"),
        Parameter(
            "project",
            Kind.ONE,
            "The project that is open.",
            example="i3-rise",
            spelling=Spelling.EXACT,
        ),
        _page(),
    ),
    "library": (
        _words("monitoring"),
        _exact("kind", "Kind of document.", "guide"),
        _exact("year", "Year; `unknown`: not known.", "2020"),
        _exact("topic", "Topic.", "EDP"),
        _exact("stage", "RIS3 stage that it helps at.", "monitoring"),
        _page(),
    ),
    "guide": (),
    "present": (),
    "steward": (
        Parameter(
            "case",
            Kind.ONE,
            "What was sent, by the key that the page gave it.",
            example="0123456789abcdef",
            spelling=Spelling.EXACT,
            unknown=Unknown.QUIET,
        ),
        _one("view", "What is shown of it.", "problems", "rows"),
        _one("desk", "What is shown without one.", "bring", "rules"),
        Parameter(
            "kind",
            Kind.TEXT,
            "Kind of problem.",
            example="unknown territory",
            unknown=Unknown.NONE,
            views=("problems",),
        ),
        _one("status", "Rows of which status.", "new", "changed", "rows"),
        _page("problems", "rows"),
    ),
    "faq": (
        Parameter(
            "question",
            Kind.ONE,
            "The question that is answered first.",
            example="how-is-a-stage-decided",
            spelling=Spelling.EXACT,
        ),
        Parameter(
            "of",
            Kind.ONE,
            "Page whose questions come first, by its key.",
            example="region",
            spelling=Spelling.EXACT,
        ),
    ),
    "accessibility": (),
    "coverage": (
        _one("view", "What is shown.", "countries", "fields"),
        Parameter(
            "row",
            Kind.ONE,
            "Record whose correction is open, after the code of its gap.",
            example="no-strategy.MT",
            spelling=Spelling.EXACT,
            views=("missing",),
        ),
    ),
    "new": (
        _exact(
            "since",
            "Version after which changes are told; `start`: all. The one before the newest, if not "
            "named.",
            "start",
            Kind.ONE,
        ),
        _exact("until", "Version up to which; the newest, if not named.", "2026.11.1", Kind.ONE),
        _filter("territory", "Only what is of this territory.", "AT21", Kind.ONE),
        _filter("partnership", "Only what is of this partnership.", "high-tech-farming", Kind.ONE),
        _exact("table", "Only rows of this table.", "membership", Kind.ONE),
        _one("view", "What is shown.", "tables", "rows"),
        _page("territories", "partnerships", "rows"),
    ),
    "review": (
        _exact("cycle", "Months after which a record is reviewed again.", "24", Kind.ONE, "12"),
        _exact("kind", "Kind of record.", "partnership", Kind.ONE),
        _exact("state", "How a record stands.", "overdue"),
        _exact("country", "Country of a strategy, or of who leads a partnership.", "IT"),
        Parameter(
            "request",
            Kind.ONE,
            "Record whose request is open, after its kind.",
            example="partnership.high-tech-farming",
            spelling=Spelling.EXACT,
        ),
        _page(),
    ),
    "methods": (_one("chapter", "Chapter.", "explorer", "stages"),),
    "data": (
        _one("view", "What is shown.", "sources", "build"),
        _one(
            "table",
            "Table of the dictionary; the first, if not named.",
            "",
            "membership",
            "dictionary",
        ),
        Parameter(
            "older",
            Kind.ONE,
            "Version that is compared; the one before the newest, if not named.",
            spelling=Spelling.EXACT,
            views=("versions",),
        ),
        Parameter(
            "newer",
            Kind.ONE,
            "Version that it is compared with; the newest, if not named.",
            spelling=Spelling.EXACT,
            views=("versions",),
        ),
        _page("versions"),
    ),
}
"""Key of a page of the registry -> its parameters."""

FOREIGN = re.compile(rf"embed|embed_options|{DATA_VERSION}")
"""What Streamlit reads itself; and the version that a permanent link names, see `link.tidy`."""
TRACKING = re.compile(
    r"""
    .*cl(?:ic)?k?_?id|[gw]braid|gclsrc|gad_.+|srsltid|li_fat_id|rdt_cid|sccid  # advertisements
    |(?:utm|mtm|pk|piwik|matomo|itm|stm|hsa|sc|at|ga)_.+|_ga|_gl  # campaigns that are counted
    |(?:mc|ml|oly|vero|bm|ck|_?hs|__h)_?(?:[ce]id|id|enc|enc_id|anon_id|conv|mi|s?sc|s?tc|fp|src
        |subscriber(?:_hash)?)  # who a mailing was sent to
    |mkt_tok|igsh(?:id)?|epik|spm|share_id|ref_(?:src|url)|_openstat|s_kwcid|ef_id|trk(?:_.+)?
    |_branch_match_id|cjevent|_kx|dm_i
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What mailings, advertisements and social networks add to a link, to follow its reader."""


class NotDeclared(LookupError):
    """A page reads or writes a parameter that the table does not have for it."""


def parameter(page: str, name: str) -> Parameter:
    """What the table says of a parameter of a page."""
    for one in PARAMETERS.get(page, ()):
        if one.is_named(name):
            return one
    raise NotDeclared(f"The page “{page}” has no parameter “{name}” in {__name__}.")


def restored(page: str) -> list[Parameter]:
    """The parameters that a reader finds again who comes back to a page by a bare link."""
    return [one for one in PARAMETERS[page] if one.is_restored]


def unread(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that no page reads and nobody adds by habit: a reader is told of them."""
    return [
        name
        for name in names
        if not FOREIGN.fullmatch(name)
        and not TRACKING.fullmatch(name)
        and not any(_reads(page, name) for page in PARAMETERS)
    ]


def strayed(page: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that follow the reader or belong to another page: no link keeps them."""
    return [
        name
        for name in names
        if not _reads(page, name)
        and (TRACKING.fullmatch(name) or any(_reads(other, name) for other in PARAMETERS))
    ]


def _reads(page: str, name: str) -> bool:
    return any(one.is_named(name) for one in PARAMETERS.get(page, ()))
