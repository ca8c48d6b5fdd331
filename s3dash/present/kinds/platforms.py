"""Scenes of a platform: figures, who leads, countries, who could join; and of the whole base."""

from __future__ import annotations

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Chart, Figure, Figures, Scene, Series, Table
from s3dash.present.kinds import stages
from s3dash.present.kinds.partnership import rest
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.present.views import PLATFORM_PAGES
from s3dash.queries.base.overview import key_figures
from s3dash.queries.partners.joining import theme_territories
from s3dash.queries.partnerships import platforms as ask
from s3dash.queries.partnerships.progress import ProgressFilter, partnership_progress


def record_of(asked: Asked) -> ask.Platform:
    """The platform of the page, or the one that the link names; raises `Nothing` without one."""
    given = PLATFORM_PAGES.get(asked.page, "") or asked.text("platform").casefold()
    known = asked.store.once(ask.all_platforms)
    if not given:
        raise Nothing(f"The link names no platform; there are {listed(list(known), 9)}.")
    found = ask.platform(asked.store, given)
    if found is None:
        raise Nothing(f"The base holds no platform “{shortened(given, 60)}”.")
    return found


def figures(asked: Asked) -> Scene:
    """Partnerships, regions, countries and dated events of a platform."""
    record = record_of(asked)
    numbers = asked.numbers
    found = partnership_progress(
        asked.store, asked.day, asked.window, ProgressFilter(platforms=(record.platform_id,))
    )
    events = int(sum(sum(counts) for counts in found["evidence"]))
    active = sum("active" in states for states in found["states"])
    items: tuple[Figure, ...] = (
        Figure(numbers.whole(record.partnerships), "partnerships",
               f"{record.named_partnerships} with members known by name"),
        Figure(numbers.whole(record.territories), "member regions",
               f"{record.leading} lead or co-lead"),
        Figure(numbers.whole(record.countries), "countries"),
        Figure(numbers.whole(events), "dated events", f"{numbers.counted(active, 'partnership')} "
               f"active in the last {asked.window} months"),
        Figure(numbers.whole(record.facts), "dated facts on the platform"),
        Figure(record.launched, "launched"),
    )  # fmt: skip
    if not record.partnerships:
        items = (items[4], items[5])
        headline = f"{record.name}: no partnership is documented"
    else:
        headline = (
            f"{record.name} joins {numbers.counted(record.territories, 'region')} of "
            f"{numbers.counted(record.countries, 'country')} in "
            f"{numbers.counted(record.partnerships, 'partnership')}"
        )
    return asked.scene(headline, Figures(items), urls=[record.source_url])


def board(asked: Asked) -> Scene:
    """Its partnerships by stage."""
    return stages.of_platform(asked, record_of(asked).platform_id)


def table(asked: Asked) -> Scene:
    """Who leads its partnerships; where the link has that view, who could join."""
    record = record_of(asked)
    if asked.view == "join":
        return _joining(asked, record)
    found = ask.platform_partnerships(asked.store, record.platform_id)
    rows = []
    groups = found.groupby("partnership_id", sort=False)
    for _, group in groups:
        first = group.iloc[0]
        leads = group["territory"].dropna().tolist()
        rows.append(
            (
                shortened(first["partnership"], 46),
                shortened(listed(leads, 3), 60) if leads else "not documented",
                asked.numbers.whole(int(first["documented_count"])),
            )
        )
    led = sum(row[1] != "not documented" for row in rows)
    more = len(rows) - MOST_ROWS
    rows.sort(key=lambda row: row[1] == "not documented")
    return asked.scene(
        f"{capital(spelled(led))} of {spelled(len(rows))} {record.name} partnerships have a lead "
        "on record",
        Table(
            ("Partnership", "Lead and co-leads", "Members"), tuple(rows[:MOST_ROWS]), (5, 5, 1.6),
            (2,), f"and {asked.numbers.counted(more, 'more partnership')}" if more > 0 else "",
        ),
        urls=[record.source_url],
        is_dated=False,
    )  # fmt: skip


def _joining(asked: Asked, record: ask.Platform) -> Scene:
    found = theme_territories(asked.store, record.platform_id)
    found = found[(found["standing"] == "outside") & (found["matching"] > 0)]
    rows = tuple(
        (shortened(row["name"], 40), row["country"], asked.numbers.whole(int(row["matching"])),
         shortened(str(row["titles"]).split("; ")[0], 70))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    headings = ("Region", "Country", "Priorities on it", "The newest")
    return asked.scene(
        f"{capital(spelled(len(found)))} regions outside {record.name} have priorities on its "
        "theme",
        Table(headings, rows, (3.4, 2.2, 1.6, 5), (2,), rest(asked, found, "region")),
        is_dated=False,
    )


def countries(asked: Asked) -> Scene:
    """Member regions by country, as bars."""
    record = record_of(asked)
    found = ask.platform_countries(asked.store, record.platform_id)
    if found.empty:
        raise Nothing(f"No member region of {record.name} is documented.")
    top = found.head(MOST_ROWS)
    first = found.iloc[0]
    more = len(found) - len(top)
    body = Chart(
        tuple(top["country"]),
        (Series("Member regions", "filled", tuple(map(float, top["territories"]))),),
        "member regions",
        f"and {asked.numbers.counted(more, 'more country')}" if more > 0 else "",
    )
    headline = (
        f"{first['country']} has most regions in {record.name}: {first['territories']} of "
        f"{record.territories}"
    )
    return asked.scene(headline, body, urls=[record.source_url], is_dated=False)


def base(asked: Asked) -> Scene:
    """What the base holds as a whole."""
    known = key_figures(asked.store)
    numbers = asked.numbers
    items = (
        Figure(numbers.whole(known.priorities), "priorities", "documented, both periods"),
        Figure(numbers.whole(known.strategy_territories), "territories with a strategy",
               f"in {numbers.counted(known.strategy_countries, 'country')}"),
        Figure(numbers.whole(known.partnerships), "partnerships",
               f"of {numbers.counted(known.platforms, 'platform')}"),
        Figure(numbers.whole(known.member_territories), "member regions",
               f"of {numbers.counted(known.member_countries, 'country')}"),
        Figure(numbers.whole(known.evidence), "dated events"),
    )  # fmt: skip
    headline = (
        f"{numbers.whole(known.strategy_territories)} territories chose "
        f"{numbers.whole(known.priorities)} priorities that this base documents"
    )
    return asked.scene(headline, Figures(items), is_dated=False)
