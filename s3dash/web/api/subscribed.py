"""What other programs subscribe to: ``/new.atom``, ``/review.ics``."""

from __future__ import annotations

from datetime import date

from s3dash.queries.base.changes import (
    BEGINNING,
    logged_changes,
    logged_versions,
    table_titles,
)
from s3dash.queries.base.review import (
    CYCLES,
    DEFAULT_CYCLE,
    KINDS,
    STATES,
    of_countries,
    review_calendar,
    review_countries,
)
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.territories.comparison import all_territories
from s3dash.takeaway import calendar, feed
from s3dash.web.api.answers import Answer, Asked
from s3dash.web.api.parameters import Given, Parameter

TERRITORY = Parameter("territory", "Only what is of this territory.", example="AT21")
PARTNERSHIP = Parameter(
    "partnership", "Only what is of this partnership.", example="high-tech-farming"
)
TABLE = Parameter("table", "Only rows of this table.", example="membership")
CYCLE = Parameter(
    "cycle", "Months after which a record is reviewed again.", "integer", "24",
    str(DEFAULT_CYCLE), allowed=tuple(map(str, CYCLES)),
)  # fmt: skip
KIND = Parameter("kind", "Kind of record.", example="partnership", allowed=tuple(KINDS))
STATE = Parameter("state", "How a record stands.", example="soon", allowed=tuple(STATES), many=True)
COUNTRY = Parameter(
    "country", "Country of a strategy, or of who leads a partnership.", example="IT", many=True
)
REQUEST = Parameter("request", "How the page looks.")
PATHS = ("/new.atom", "/review.ics")


def feed_answer(asked: Asked) -> Answer:
    """The feed of what is new."""
    given = Given(asked.parameters, (TERRITORY, PARTNERSHIP, TABLE))
    store = asked.store
    titles = store.once(table_titles)
    known = {
        TERRITORY: store.once(all_territories),
        PARTNERSHIP: store.once(partnership_names),
        TABLE: titles,
    }
    chosen = {one.name: code for one, codes in known.items() if (code := given.code(one, codes))}
    words = "; ".join(known[one][chosen[one.name]] for one in known if one.name in chosen)
    versions = store.once(logged_versions)
    newest = versions["version"].iloc[0] if len(versions) else ""
    changes = logged_changes(store, BEGINNING, newest)
    for name, code in chosen.items():
        changes = changes[changes["table_name" if name == "table" else f"{name}_id"] == code]
    made = feed.Feed(asked.about.package["name"], chosen, words, root(asked))
    return Answer([feed.to_atom(made, versions, changes, titles)], feed.MEDIA_TYPE)


def calendar_answer(asked: Asked) -> Answer:
    """The review calendar."""
    given = Given(asked.parameters, (CYCLE, KIND, STATE, COUNTRY, REQUEST))
    cycle = given.whole(CYCLE)
    assert cycle is not None
    frame = review_calendar(asked.store, date.today(), cycle)
    kind, states = given.text(KIND), given.many(STATE)
    countries = given.codes(COUNTRY, asked.store.once(review_countries))
    if kind:
        frame = frame[frame["kind"] == kind]
    if states:
        frame = frame[frame["state"].isin(states)]
    if countries:
        frame = of_countries(frame, countries)
    name = "s3dash-review.ics"
    return Answer(
        [calendar.to_ics(frame, asked.about, root(asked))],
        calendar.MEDIA_TYPE,
        {"Content-Disposition": f'attachment; filename="{name}"'},
    )


def root(asked: Asked) -> str:
    """Address of the dashboard as this request knows it, with a stroke at its end."""
    url = asked.request.url
    return str(url.replace(path=f"{url.path.rpartition('/')[0]}/", query=""))
