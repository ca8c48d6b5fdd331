"""Scenes of what territories chose: the page Priorities, and one topic."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Chart, Matrix, MatrixRow, Scene, Series, Table
from s3dash.present.kinds.maps import counted_figures, counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.base.codes import code_labels
from s3dash.queries.explorer.explore import Exploration, explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.reading import ALIASES, PARAMS, labels_of, read_filter
from s3dash.queries.explorer.views import LEVELS, common_and_rare, domain_labels, matrix
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.topic.question import About, about
from s3dash.queries.topic.subject import Topic

LONGEST_FILTER = 80
MOST_DOMAINS = 5
MOST_SOURCES = 20_000
"""Priorities whose sources are counted for the line below a scene."""
SHOWN = {"count": "Number of priorities", "share": "Share of the territory's priorities"}
"""What the map of the page shows."""
SHARE = "% of its priorities"


def _asked(asked: Asked) -> tuple[Exploration, PriorityFilter, str]:
    """The answer of the filter in the link, and the filter in words."""
    given = {
        name: [v for each in (name, *ALIASES.get(name, ())) for v in asked.given.get(each, [])]
        for name in PARAMS
    }
    labels = labels_of(asked.store, given["territory"])
    chosen, unknown = read_filter(given, labels)
    for name, value in unknown:
        asked.problems.append(
            f"“{name}={shortened(value, 40)}” means nothing here; it is left out."
        )
    # Codes of classifications are for files; a room reads the names.
    plain = {
        field: {
            code: (label.rpartition(" (")[0] or label).removeprefix(f"{code} ")
            for code, label in known.items()
        }
        for field, known in labels.items()
    }
    words = "" if chosen.is_empty else shortened(chosen.sentence(plain), LONGEST_FILTER)
    found = explore(asked.store, chosen, MOST_ROWS)
    if not found.priorities:
        raise Nothing(f"No documented priority matches: {words or 'all'}.")
    return found, chosen, words


def _sentence(asked: Asked, found: Exploration, words: str) -> str:
    territories = asked.numbers.counted(found.territories, "territory")
    priorities = asked.numbers.counted(found.priorities, "priority")
    countries = asked.numbers.counted(found.countries, "country")
    start = f"{territories} in {countries} chose {priorities}"
    return f"{start}: {words}" if words else f"{start} that are documented"


def _sources(asked: Asked, found: Exploration, chosen: PriorityFilter) -> pd.Series:
    """The pages that all that matches is from, not only the first rows."""
    if found.priorities > MOST_SOURCES:
        return pd.Series(dtype=str)
    return explore(asked.store, chosen, found.priorities).rows["source_url"]


def where(asked: Asked) -> Scene:
    """Territories by the number of priorities that match."""
    found, chosen, words = _asked(asked)
    frame = found.by_territory
    if chosen.territories:
        # Beside a box of territories the map of the page shows all; a room sees what is spoken of.
        rows = explore(asked.store, chosen, found.priorities).rows
        frame = frame[frame["territory_id"].isin(rows["territory_id"])]
    headline = _sentence(asked, found, words)
    column, noun, nouns = "priorities", "priority", "priorities"
    if asked.one("show", SHOWN) == "share":
        share = (100 * frame["priorities"] / frame["documented"]).round().clip(lower=1)
        frame = frame.assign(share=share.astype(int))
        column, noun, nouns = "share", SHARE, SHARE
    return counted_map(
        asked, frame, column, noun, nouns, headline, urls=_sources(asked, found, chosen),
    )  # fmt: skip


def table(asked: Asked) -> Scene:
    """The first of the priorities that match; territories by domain where that is the view."""
    found, chosen, words = _asked(asked)
    if asked.view == "matrix":
        return _matrix(asked, found, chosen, words)
    rows = tuple(
        (
            shortened(row["title"], 80),
            shortened(row["territory"], 30),
            row["country"],
            row["period"],
        )
        for row in found.rows.to_dict("records")
    )
    more = found.priorities - len(rows)
    body = Table(
        ("Priority", "Territory", "Country", "Period"), rows, (6, 3, 2, 1.8), (),
        f"and {asked.numbers.counted(more, 'more priority')}" if more else "",
    )  # fmt: skip
    headline = _sentence(asked, found, words)
    return asked.scene(headline, body, urls=found.rows["source_url"], is_dated=False)


def _matrix(asked: Asked, found: Exploration, chosen: PriorityFilter, words: str) -> Scene:
    """The territories with most of what matches, by the domains that occur most."""
    level = asked.one("level", LEVELS, "sections")
    cells = matrix(asked.store, chosen, level)
    domains = cells.columns[list(cells.columns).index("all") + 1 :]
    top = cells[domains].sum().sort_values(ascending=False, kind="stable").index[:MOST_DOMAINS]
    if not len(top):
        raise Nothing(f"No domain is documented for what matches: {words or 'all'}.")
    labels = domain_labels(asked.store, level)
    shown = cells.sort_values(["all", "territory"], ascending=[False, True]).head(MOST_ROWS)
    rows = tuple(
        MatrixRow(shortened(row["territory"], 40), "shared", tuple(int(row[code]) for code in top))
        for row in shown.to_dict("records")
    )
    left = [
        asked.numbers.counted(count, noun)
        for count, noun in (
            (len(cells) - len(shown), "more territory"),
            (len(domains) - len(top), "more domain"),
        )
        if count > 0
    ]
    place, row = max(enumerate(rows), key=lambda pair: max(pair[1].counts))
    most = max(row.counts)
    label = shortened(labels[top[row.counts.index(most)]], 44)
    headline = (
        f"{shortened(str(shown['territory'].iloc[place]), 40)} has "
        f"{asked.numbers.counted(most, 'priority')} on {label}, the most"
        + (f": {words}" if words else " of all")
    )
    body = Matrix(tuple(shortened(labels[code], 30) for code in top), rows,
                  f"and {listed(left)}" if left else "")  # fmt: skip
    return asked.scene(headline, body, urls=_sources(asked, found, chosen), is_dated=False)


def figures(asked: Asked) -> Scene:
    """How much matches."""
    found, _, words = _asked(asked)
    whole = asked.numbers.whole
    return counted_figures(
        asked,
        _sentence(asked, found, words),
        [
            (whole(found.priorities), "priorities", ""),
            (whole(found.territories), "territories",
             f"{found.partial_territories} with a partial list" * (found.partial_territories > 0)),
            (whole(found.countries), "countries", ""),
        ],
    )  # fmt: skip


def domains(asked: Asked) -> Scene:
    """Domains of what matches, or territories with most of it, as bars."""
    found, chosen, words = _asked(asked)
    if asked.view == "territories":
        frame = found.by_territory.sort_values(["priorities", "name"], ascending=[False, True])
        top = frame.head(MOST_ROWS)
        body = Chart(tuple(shortened(name, 34) for name in top["name"]),
            (Series("Priorities", "filled", tuple(map(float, top["priorities"]))),), "priorities",
            rest(asked, frame, "territory"),
        )  # fmt: skip
        return asked.scene(
            _sentence(asked, found, words), body, urls=_sources(asked, found, chosen),
            is_dated=False,
        )  # fmt: skip
    level = asked.one("level", LEVELS, "sections")
    known = common_and_rare(asked.store, chosen, level)
    known = known[known["priorities"] > 0]
    if known.empty:
        raise Nothing(f"No domain is documented for what matches: {words or 'all'}.")
    top = known.head(MOST_ROWS)
    series = [Series("Priorities", "filled", tuple(map(float, top["priorities"])))]
    first = top.iloc[0]
    headline = (
        f"{first['label']} leads: {asked.numbers.whole(int(first['priorities']))} of "
        f"{asked.numbers.counted(found.priorities, 'priority')}" + (f" {words}" if words else "")
    )
    body = Chart(tuple(shortened(label, 46) for label in top["label"]), tuple(series), "priorities",
        rest(asked, known, "domain"),
    )  # fmt: skip
    return asked.scene(headline, body, urls=_sources(asked, found, chosen), is_dated=False)


def _topic(asked: Asked) -> tuple[About, str]:
    codes = {code: name for code, (kind, name) in asked.store.once(code_labels).items()
             if kind != "platforms"}  # fmt: skip
    topic = Topic(
        about=" ".join(asked.text("about").split()),
        domains=asked.many("domain", codes),
        platform_id=asked.one("platform", asked.store.once(all_platforms)),
        partnership_id=asked.one("partnership", asked.store.once(partnership_names)),
        priority_id=_known_priority(asked),
    )
    if topic.is_empty:
        raise Nothing("The link names no topic.")
    named = [
        f"“{shortened(topic.about, 40)}”" if topic.about else "",
        listed([codes[code] for code in topic.domains]),
        asked.store.once(all_platforms).get(topic.platform_id, ""),
        asked.store.once(partnership_names).get(topic.partnership_id, "").rpartition(" (")[0],
        f"priority {topic.priority_id}" if topic.priority_id else "",
    ]
    words = shortened(", ".join(filter(None, named)), LONGEST_FILTER)
    found = about(asked.store, topic)
    if found.is_nothing:
        raise Nothing(f"Nothing on {words} is documented.")
    return found, words


def _known_priority(asked: Asked) -> str:
    given = asked.text("priority")
    if not given:
        return ""
    rows = asked.store.rows(
        "SELECT priority_id FROM priority WHERE priority_id = $id", {"id": given}
    )
    return str(rows[0][0]) if rows else asked.one("priority", {})


def _shared(asked: Asked, found: About, words: str) -> str:
    count = len(found.shares)
    who = f"{capital(spelled(count))} {'territory shares' if count == 1 else 'territories share'}"
    works = len(found.partnerships)
    noun = "partnership works" if works == 1 else "partnerships work"
    return f"{who} {words}, and {spelled(works)} {noun} on it"


def topic_map(asked: Asked) -> Scene:
    """Who shares a topic."""
    found, words = _topic(asked)
    if found.shares.empty:
        return topic_table(asked)
    return counted_map(
        asked, found.shares, "priorities", "priority on it", "priorities on it",
        _shared(asked, found, words), urls=found.shares["source_url"],
    )  # fmt: skip


def topic_table(asked: Asked) -> Scene:
    """The territories that share a topic most, or the partnerships where no territory does."""
    found, words = _topic(asked)
    headline = _shared(asked, found, words)
    if found.shares.empty:
        frame: pd.DataFrame = found.partnerships
        lines = tuple(
            (shortened(row["name"], 60), str(row["platform"]))
            for row in frame.head(MOST_ROWS).to_dict("records")
        )
        body = Table(
            ("Partnership", "Platform"), lines, (6, 3), (), rest(asked, frame, "partnership")
        )
        return asked.scene(headline, body, is_dated=False)
    rows = tuple(
        (shortened(row["name"], 34), row["country"], shortened(row["title"], 80))
        for row in found.shares.head(MOST_ROWS).to_dict("records")
    )
    body = Table(
        ("Territory", "Country", "The priority that fits best"), rows, (3, 2, 6), (),
        rest(asked, found.shares, "territory"),
    )  # fmt: skip
    return asked.scene(headline, body, urls=found.shares["source_url"], is_dated=False)


def topic_figures(asked: Asked) -> Scene:
    """A topic in figures."""
    found, words = _topic(asked)
    whole = asked.numbers.whole
    return counted_figures(
        asked,
        _shared(asked, found, words),
        [
            (whole(len(found.shares)), "territories share it", ""),
            (whole(found.priorities), "priorities on it", ""),
            (whole(len(found.partnerships)), "partnerships work on it", ""),
            (whole(len(found.events)), "dated events on it", ""),
        ],
    )
