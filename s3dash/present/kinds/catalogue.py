"""Hubs, projects and documents: filtered as their pages filter them."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Scene, Table
from s3dash.present.kinds.maps import counted_figures, counted_map
from s3dash.present.kinds.partnership import rest
from s3dash.present.phrases import capital, listed, shortened, spelled
from s3dash.queries.catalogue import documents, hubs
from s3dash.queries.catalogue.catalogues import (
    document_catalogue,
    hub_catalogue,
    project_catalogue,
)
from s3dash.queries.catalogue.filters import Catalogue, Choice, choose
from s3dash.queries.territories.comparison import all_places
from s3dash.store.cells import is_missing


def _chosen(asked: Asked, catalogue: Catalogue) -> pd.DataFrame:
    """The rows that the link keeps, as the page of the catalogue keeps them."""
    codes = {facet.name: asked.many(facet.name, facet.labels) for facet in catalogue.facets}
    has_places = catalogue.in_territory is not None
    place = asked.one("territory", asked.store.once(all_places)) if has_places else ""
    words = asked.text("text") or asked.text("q") or asked.text("search")
    found = choose(catalogue, Choice(words.strip(), place, codes=codes)).rows
    if found.empty:
        raise Nothing("Nothing that is documented matches this choice.")
    return found


def _hubs(asked: Asked) -> pd.DataFrame:
    return _chosen(asked, asked.store.once(hub_catalogue))


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
    catalogue = asked.store.once(project_catalogue)
    opened = catalogue.every[catalogue.every["project_id"] == asked.text("project")]
    found = _chosen(asked, catalogue) if opened.empty else opened
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
    found = _chosen(asked, asked.store.once(document_catalogue))
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
