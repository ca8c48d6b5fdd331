"""Hubs, Projects, Library, and their sections on Region and Partnership."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.catalogue.catalogues import (
    document_catalogue,
    hub_catalogue,
    project_catalogue,
)
from s3dash.queries.catalogue.filters import Catalogue, Choice, choose
from s3dash.store.connection import Store
from tests.fixtures.screen import maps_of, table_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]


def test_hubs_are_listed_and_filtered(visit: Visit, words: Words, facts: Facts) -> None:
    file = facts("hub")
    said = words(visit("hubs"))
    assert f"{len(file)} hubs on record" in said
    funded = file[(file["status"] == "co-funded") & file["territory_id"].str.startswith("IT")]
    said = words(visit("hubs", status="co-funded", country="IT"))
    assert f"{len(funded)} hubs on record (Italy" in said
    for name in funded["name"].head(3):
        assert name.replace("&", "&amp;") in said
    assert "A part of what there is" in said


def test_hubs_that_serve_a_territory_from_elsewhere(visit: Visit, words: Words) -> None:
    said = words(visit("hubs", territory="ITC2"))
    assert "EXPAND" in said
    assert "serve it from elsewhere" in said
    assert "serve it from elsewhere" not in words(visit("hubs"))
    region = words(visit("region", territory="ITC2", view="around"))
    assert "EXPAND" in region
    assert "serves it from elsewhere" in region


@pytest.mark.parametrize(
    ("page", "catalogue"),
    [("hubs", hub_catalogue), ("projects", project_catalogue), ("library", document_catalogue)],
)
def test_what_a_search_box_proposes_finds_something(
    visit: Visit, store: Store, page: str, catalogue: Callable[[Store], Catalogue]
) -> None:
    proposed = visit(page).text_input(key="search_words").placeholder.removesuffix(" ...")
    for text in proposed.split(", "):
        assert len(choose(store.once(catalogue), Choice(text)).rows), text


def test_what_is_misspelt_is_told(visit: Visit, words: Words) -> None:
    said = words(visit("library", text="monitorng"))
    assert "Nothing has “monitorng”: shown is" in said
    nothing = visit("library", text="qqqqqqqq")
    assert "Nothing on record meets these filters" in nothing.info[0].value


def test_projects_with_their_tie_and_their_partners(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("projects", tie="related"))
    count = (facts("project")["partnership_basis"] == "related").sum()
    assert f"{count} projects on record (tie judged by us)" in said
    assert "(tie judged by us)" in said
    app = visit("projects", project="i3-regiogreentex")
    said = words(app)
    partners = facts("project_partner").query("project_id == 'i3-regiogreentex'")
    assert f"{len(partners)} documented partners" in app.subheader[0].value
    assert "EURATEX" in said
    # Its name is the heading, not the first words below it once more.
    assert app.header[0].value == "RegioGreenTex"
    assert ">RegioGreenTex</a>" not in said
    assert "Regions for green textiles" in said
    assert "European, or place not documented" in said
    # Events that name it, each the way back to itself.
    assert "RegioGreenTex I3 project starts" in said
    events = facts("stage_evidence")
    start = events[events["title"].str.startswith("RegioGreenTex I3 project starts")].iloc[0]
    assert (
        f"partnership?partnership={start['partnership_id']}&amp;event={start['evidence_id']}"
        in (said)
    )


def test_a_partnership_has_its_projects(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("partnership", partnership="traceability-and-big-data")
    count = (facts("project")["partnership_id"] == "traceability-and-big-data").sum()
    assert f"Projects: {count} on record" in [header.value for header in app.header]
    assert "projects?project=" in words(app)


def test_a_partnership_without_projects_says_that_little_is_known(
    visit: Visit, words: Words, facts: Facts
) -> None:
    with_one = set(facts("project")["partnership_id"])
    code = next(one for one in facts("partnership")["partnership_id"] if one not in with_one)
    app = visit("partnership", partnership=code)
    assert "Projects: 0 on record" in [header.value for header in app.header]
    assert "does not mean that there is none" in words(app)
    assert "class=s3-go href='projects'" in words(app)


def test_few_of_many_projects_are_listed_with_the_way_to_all(
    visit: Visit, words: Words, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s3dash.ui.parts.records.MOST_LISTED", 2)
    # Another test may have had the list drawn already, which is then known.
    monkeypatch.setattr(
        "s3dash.ui.partnership.overview.drawn", lambda make, *arguments: make(*arguments)
    )
    tied = facts("project").query("partnership_id == 'traceability-and-big-data'")
    said = words(visit("partnership", partnership="traceability-and-big-data"))
    assert said.count("projects?project=") == 2 < len(tied)
    assert f"projects?partnership=traceability-and-big-data'>all {len(tied)} projects" in said
    here = words(visit("region", territory="ES", view="around"))
    assert here.count("projects?project=") == 2
    assert "projects?territory=ES'>all " in here


def test_the_money_of_projects_is_of_those_that_state_it(
    visit: Visit, words: Words, facts: Facts
) -> None:
    money = facts("project").query("eu_contribution_eur != '' and partnership_id != ''")
    code = money["partnership_id"].value_counts().index[0]
    of_it = facts("project").query("partnership_id == @code")
    known = of_it["eu_contribution_eur"][of_it["eu_contribution_eur"] != ""].astype(int)
    assert f"({len(known)} of {len(of_it)} project" in words(visit("partnership", partnership=code))


def test_a_region_without_hubs_says_that_little_is_known(visit: Visit, words: Words) -> None:
    said = words(visit("region", territory="AL01", view="around"))
    assert "No hub of" in said
    assert "that no hub and no project of " in said
    assert "does not mean that there is none" in said
    # A hub that serves it is on record, a project is not.
    assert "that no project of Valle d" in words(visit("region", territory="ITC2", view="around"))
    # Where some are on record, nothing is said of none.
    known = words(visit("region", territory="ES51", view="around"))
    assert "there may be more than is on record" in known
    assert "that there is none" not in known


def test_documents_without_a_year_can_be_found(visit: Visit, words: Words, facts: Facts) -> None:
    said = words(visit("library", year="unknown"))
    count = (facts("document")["year"] == "").sum()
    assert f"{count} documents on record (not known)" in said
    assert "year not known" in said
    guides = (facts("document")["kind"] == "guide").sum()
    assert f"{guides} documents on record (Guide)" in words(visit("library", kind="guide"))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("hubs", {"country": "<b>x</b>", "kind": "nope", "status": "' OR 1=1"}),
        ("hubs", {"text": "<script>alert(1)</script>", "territory": "XX99"}),
        ("projects", {"project": "../../etc", "tie": "nope", "page": "-3"}),
        ("library", {"year": "99999", "topic": "\x00", "page": "abc"}),
        ("library", {"stage": "' OR 1=1"}),
        ("library", {"stage": "Monitoring"}),
    ],
)
def test_odd_links_are_told_and_do_no_harm(
    visit: Visit, words: Words, page: str, query: dict[str, str]
) -> None:
    app = visit(page, **query)
    assert not app.exception
    assert "<script>" not in words(app)


def test_joint_projects_are_a_kind_of_link(visit: Visit, words: Words, facts: Facts) -> None:
    partners = facts("project_partner").query("territory_id != ''")
    pairs = partners.merge(partners, on="project_id")
    pairs = pairs[pairs["territory_id_x"] < pairs["territory_id_y"]]
    counts = pairs.groupby(["territory_id_x", "territory_id_y"])["project_id"].nunique()
    app = visit("linkages", kind="projects", view="table", least="1")
    assert not app.exception
    heads, first, *_ = table_of(app, "s3-rows")
    assert int(first[heads.index("Joint")]) == counts.max()
    assert f"{len(counts)} links of this kind, none left out" in words(app).replace("\u202f", "")
    assert "EU contribution" in heads
    assert "in the same project" in words(app)


def test_the_map_of_partners_says_what_it_leaves_out(
    visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s3dash.ui.catalogue.projects.MOST_ON_MAP", 5)
    app = visit("projects")
    [drawn] = maps_of(app)
    assert sum(len(layer["territories"]) for layer in drawn["layers"]) <= 5
    assert "The map has the 5 of " in words(app)
