"""Hubs, projects and documents: filtered as their pages filter them."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Scene, Table
from s3dash.present.kinds.maps import counted_figures, counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.catalogue import documents, hubs, projects
from s3dash.queries.catalogue.words import Searched, search
from s3dash.queries.territories.comparison import all_places
from s3dash.store.cells import is_missing

Columns = dict[str, str]
"""Parameter of a link -> column that it filters by one of its codes."""


def _kept(
    asked: Asked, found: pd.DataFrame, texts: tuple[str, ...], exact: Columns, listed_in: Columns,
    place: str,
) -> pd.DataFrame:  # fmt: skip
    """The rows that the link keeps; ``place``: the column of territories that a row lies in."""
    words = asked.text("text") or asked.text("q") or asked.text("search")
    if words:
        cells = found[list(texts)].fillna("").astype(str)
        lines = [" ".join(row) for row in cells.itertuples(index=False)]
        found = found.iloc[list(search(Searched(lines), words).rows)]
    for name, column in exact.items():
        wanted = set(asked.given.get(name, []))
        if wanted:
            found = found[found[column].astype(str).isin(wanted)]
    for name, column in listed_in.items():
        wanted = set(asked.given.get(name, []))
        if wanted:
            keeps = [documents.has_topic(cell, tuple(wanted)) for cell in found[column]]
            found = found[pd.Series(keeps, found.index, dtype=bool)]
    if place and (code := asked.one("territory", asked.store.once(all_places))):
        keeps = [code in places for places in found[place]]
        found = found[pd.Series(keeps, found.index, dtype=bool)]
    if found.empty:
        raise Nothing("Nothing that is documented matches this choice.")
    return found.reset_index(drop=True)


def _hubs(asked: Asked) -> pd.DataFrame:
    return _kept(
        asked, hubs.hubs(asked.store),
        ("name", "acronym", "specialisation", "technologies", "services", "coordinator"),
        {"country": "country_code", "kind": "kind", "status": "status"},
        {"technology": "technologies"}, "within",
    )  # fmt: skip


def hubs_map(asked: Asked) -> Scene:
    """Where hubs have their seat."""
    found = _hubs(asked)
    by = hubs.hubs_by_territory(found)
    first = by.sort_values(["hubs", "name"], ascending=[False, True]).iloc[0]
    headline = (
        f"{asked.numbers.counted(len(found), 'digital innovation hub')} in "
        f"{asked.numbers.counted(len(by), 'territory')}; most in {first['name']}: {first['hubs']}"
    )
    return counted_map(asked, by, "hubs", "hub", "hubs", headline, urls=found["source_url"])


def hubs_table(asked: Asked) -> Scene:
    """The first hubs of the list."""
    found = _hubs(asked)
    rows = tuple(
        (shortened(row["name"], 60), shortened(row["territory"], 30), row["country"],
         hubs.STATUSES.get(row["status"], row["status"]))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    return asked.scene(
        f"{asked.numbers.counted(len(found), 'digital innovation hub')} in "
        f"{asked.numbers.counted(found['country'].nunique(), 'country')}",
        Table(("Hub", "Territory", "Country", "Status"), rows, (5, 3, 2, 4), (),
              rest(asked, found, "hub")),
        urls=found["source_url"], is_dated=False,
    )  # fmt: skip


def hubs_figures(asked: Asked) -> Scene:
    """How many hubs, of which kind."""
    found = _hubs(asked)
    items = [
        (asked.numbers.whole(int((found["kind"] == kind).sum())), capital(words), "")
        for kind, words in hubs.KINDS.items()
        if (found["kind"] == kind).any()
    ]
    headline = f"{asked.numbers.counted(len(found), 'digital innovation hub')} on record"
    return counted_figures(asked, headline, items)


def projects_table(asked: Asked) -> Scene:
    """The latest projects."""
    found = projects.projects(asked.store)
    wanted = asked.text("project")
    if wanted and (found["project_id"] == wanted).any():
        found = found[found["project_id"] == wanted]
    found = _kept(
        asked, found.assign(tie=found["partnership_basis"].fillna("none")),
        ("name", "title", "programme", "topic", "partnership", "partner_names"),
        {"programme": "programme", "partnership": "partnership_id", "tie": "tie"},
        {"topic": "topic"}, "places",
    )  # fmt: skip
    rows = tuple(
        (
            shortened(row["name"], 34),
            shortened(row["programme"], 34),
            "–" if is_missing(row["start_date"]) else str(row["start_date"])[:4],
            asked.numbers.whole(row["partner_count"]) if row["partner_count"] else "–",
            "–" if is_missing(row["partnership"]) else shortened(row["partnership"], 44),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    tied = int(found["partnership_id"].notna().sum())
    headline = (
        f"{asked.numbers.counted(len(found), 'project')} on record, {spelled(tied)} tied to a "
        "partnership"
    )
    body = Table(
        ("Project", "Programme", "Start", "Partners", "Partnership"), rows, (3, 3, 1.2, 2, 3.8),
        (3,), rest(asked, found, "project"),
    )  # fmt: skip
    return asked.scene(headline, body, urls=found["source_url"], is_dated=False)


def library(asked: Asked) -> Scene:
    """The first documents: guides, then the newest."""
    found = documents.documents(asked.store)
    if stages := tuple(one for one in asked.given.get("stage", []) if one in documents.STAGES):
        found = found[[documents.helps_at(topics, stages) for topics in found["topics"]]]
    found = _kept(
        asked, found.assign(of=found["year"].astype("string").fillna("unknown")),
        ("title", "publisher", "summary", "topics"), {"kind": "kind", "year": "of"},
        {"topic": "topics"}, "",
    )  # fmt: skip
    rows = tuple(
        (
            shortened(row["title"], 90),
            documents.KINDS.get(row["kind"], row["kind"]),
            "–" if is_missing(row["year"]) else str(row["year"]),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    kinds = found["kind"].map(documents.KINDS).fillna(found["kind"]).value_counts()
    told = [f"{asked.numbers.whole(int(n))} {kind.lower()}{'' if n == 1 else 's'}"
            for kind, n in kinds.items()]  # fmt: skip
    headline = f"{asked.numbers.counted(len(found), 'document')}: {listed(told, 2)}"
    body = Table(("Title", "Kind", "Year"), rows, (8, 2.4, 1.2), (), rest(asked, found, "document"))
    return asked.scene(headline, body, urls=found["source_url"], is_dated=False)
