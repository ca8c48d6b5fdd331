"""The views of a platform: what each says, from the files, and what odd data and links do."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.store.build import build
from s3dash.ui.look.text import number
from s3dash.ui.platform import page
from tests.fixtures.screen import maps_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]
SOURCE = "https://example.org/source"
HOSTILE = "<img src=x onerror=alert(1)> *bold*"


def deck(app: AppTest) -> dict[str, Any]:
    """Layers of the network map by their names, without the turn at the end."""
    [chart] = app.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(chart.proto.json)["layers"]}


def links_drawn(app: AppTest) -> int:
    return sum(
        len(row) // 2 - 1
        for name, layer in deck(app).items()
        if name.startswith(("links-", "lit-"))
        for row in layer["data"]
    )


def members_of(facts: Facts, platform_id: str) -> pd.DataFrame:
    rows = facts("membership").merge(
        facts("partnership")[["partnership_id", "platform_id"]], on="partnership_id"
    )
    return rows[rows["platform_id"] == platform_id]


def test_the_overview_has_the_figures_of_the_files(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("energy"))
    members = members_of(facts, "energy")
    partnerships = (facts("partnership")["platform_id"] == "energy").sum()
    lead = members.query("role == 'lead'")["territory_id"].nunique()
    co_lead = members.query("role == 'co-lead'")["territory_id"].nunique()
    assert f"<dt>Partnerships</dt><dd>{partnerships}</dd>" in said
    assert f"{members['partnership_id'].nunique()} with members by name" in said
    assert f"<dt>Territories</dt><dd>{members['territory_id'].nunique()}</dd>" in said
    assert f"{lead} lead, {co_lead} co-lead" in said


def test_members_by_inference_only_are_counted_named_and_marked(
    visit: Visit, words: Words, facts: Facts
) -> None:
    members = members_of(facts, "agri-food")
    everyone = set(members["territory_id"])
    inferred = everyone - set(members.query("basis == 'stated'")["territory_id"])
    names = facts("territory").set_index("territory_id")["name"]
    assert len(inferred) > 1
    app = visit("agri_food")
    said = words(app)
    assert f"{len(inferred)} of them by our inference only" in said
    assert ", ".join(sorted(names[list(inferred)])) in said
    table = app.dataframe[0].value
    is_marked = table["role"].str.endswith(", inferred by us")
    assert set(table.loc[is_marked, "name"]) == set(names[list(inferred)])
    said = words(visit("agri_food", view="join", standing="member"))
    assert f"{len(inferred)} of the {len(everyone)} members are members by our inference" in said
    assert "inferred by us</span>" in said
    assert "(inferred by us)" in words(visit("agri_food", view="join", standing="linked"))
    stated = visit("energy")
    assert "inference" not in words(stated) + words(visit("energy", view="join"))
    assert set(stated.dataframe[0].value["role"]) <= {"lead", "co-lead", "participant"}


def test_every_partnership_names_its_leads_and_what_we_infer(
    visit: Visit, words: Words, facts: Facts
) -> None:
    partnerships = facts("partnership").query("platform_id == 'agri-food'")
    members = members_of(facts, "agri-food")
    said = words(visit("agri_food"))
    for identifier in partnerships["partnership_id"]:
        assert f"partnership?partnership={identifier}" in said
    leads = members.query("role != 'participant'")
    led = set(leads["partnership_id"])
    assert said.count("lead not documented") == len(set(partnerships["partnership_id"]) - led)
    # The lead of Food Packaging is our conclusion; the other partnerships that Flanders leads are
    # not, so its strongest role is stated.
    assert "led by Flanders (inferred by us)" in said
    assert said.count("led by Flanders") == len(
        leads.query("territory_id == 'BE2' and role == 'lead'")
    )


def test_only_one_view_is_drawn_at_a_time(visit: Visit) -> None:
    for view in page.VIEWS:
        app = visit("agri_food", view=view)
        assert len(app.get("deck_gl_json_chart")) == (view == "network")
        assert len(maps_of(app)) == (view in ("overview", "join"))
        assert len(app.get("plotly_chart")) == (view == "stages")


def test_the_stages_name_every_partnership(visit: Visit, words: Words, facts: Facts) -> None:
    said = words(visit("agri_food", view="stages"))
    for code in facts("partnership").query("platform_id == 'agri-food'")["partnership_id"]:
        assert f"partnership?partnership={code}'" in said


def test_the_network_names_who_is_not_on_the_map(visit: Visit, words: Words) -> None:
    said = words(visit("agri_food", view="network"))
    assert "not on the map: Regio Foodvalley, Republika Srpska." in said
    assert "© EuroGeographics for the administrative boundaries" in said


def test_a_territory_in_the_link_lights_its_links(visit: Visit, facts: Facts) -> None:
    app = visit("industrial_modernisation", view="network", territory="ITC4", least="1")
    assert [row[-1] for row in deck(app)["chosen-0"]["data"]] == ["ITC4"]
    assert app.selectbox(key="lit_territory").value == "ITC4"
    members = members_of(facts, "industrial-modernisation")
    own = members.loc[members["territory_id"] == "ITC4", "partnership_id"]
    partners = set(members.loc[members["partnership_id"].isin(own), "territory_id"]) - {"ITC4"}
    assert any(f"{len(partners)} links of Lombardia" in header.value for header in app.header)
    table = app.dataframe[0].value
    assert len(table) == len(partners)
    assert table["partnerships"].str.len().min() > 0


def test_the_box_lights_a_territory_and_empties_again(visit: Visit) -> None:
    app = visit("energy", view="network")
    before = links_drawn(app)
    app.selectbox(key="lit_territory").select("ES61").run()
    assert app.query_params["territory"] == "ES61"
    assert "chosen-0" in deck(app)
    assert links_drawn(app) == before
    app.selectbox(key="lit_territory").set_value(None).run()
    assert "territory" not in app.query_params
    assert "chosen-0" not in deck(app)


def test_weak_links_go_when_more_shared_partnerships_are_asked_for(visit: Visit) -> None:
    app = visit("agri_food", view="network")
    everything = links_drawn(app)
    app.slider(key="least").set_value(2).run()
    assert 0 < links_drawn(app) < everything
    assert app.dataframe[-1].value["shared"].min() == 2
    assert links_drawn(visit("agri_food", view="network", least="2")) == links_drawn(app)


def test_a_network_too_dense_to_read_opens_without_its_weakest_links(
    visit: Visit, words: Words, facts: Facts
) -> None:
    members = members_of(facts, "industrial-modernisation")
    pairs = members.merge(members, on="partnership_id").query("territory_id_x < territory_id_y")
    shared = pairs.groupby(["territory_id_x", "territory_id_y"]).size()
    app = visit("industrial_modernisation", view="network")
    assert app.slider(key="least").value == 2
    assert f"{(shared >= 2).sum()} of {number(len(shared))} links shown." in words(app)
    everything = visit("industrial_modernisation", view="network", least="1")
    assert links_drawn(everything) > links_drawn(app)
    assert "links shown." not in words(everything)
    # Where one step is all there is, another is named and ignored.
    odd = visit("energy", view="network", least="9")
    assert any("least = 9" in code.value for code in odd.code)


@pytest.mark.parametrize("least", ["99", "0", "-1", "x"])
def test_a_bad_number_in_the_link_is_named_and_ignored(visit: Visit, least: str) -> None:
    app = visit("agri_food", view="network", least=least)
    assert not app.exception
    assert any(f"least = {least}" in code.value for code in app.code)
    assert links_drawn(app) == links_drawn(visit("agri_food", view="network"))


def test_an_unknown_territory_in_the_link_is_named(visit: Visit) -> None:
    app = visit("energy", view="network", territory="<b>XX</b>")
    assert not app.exception
    assert app.warning
    assert any("territory = <b>XX</b>" in code.value for code in app.code)
    assert "chosen-0" not in deck(app)


def test_a_platform_where_nobody_shares_two_partnerships_has_no_slider(
    visit: Visit, words: Words
) -> None:
    app = visit("energy", view="network")
    assert not app.slider
    assert "No pair shares more than one documented partnership." in words(app)


def test_the_time_line_has_every_fact_with_its_source(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("energy", view="facts"))
    rows = facts("platform_fact").query("platform_id in ['energy', '']")
    assert said.count("<div class=s3-figure>") == len(rows)
    assert said.count("All platforms together") == (rows["platform_id"] == "").sum()
    for row in rows.itertuples():
        assert row.fact in said
        if row.figure:
            assert f"<b>{row.figure}</b>" in said
    years = re.findall(r"<h3>(.*?)</h3>", said)
    assert years == [*sorted({date[:4] for date in rows["date"] if date}), "Year not stated"]


def test_who_could_join_says_what_a_match_is_and_links_each_territory(
    visit: Visit, words: Words, facts: Facts
) -> None:
    app = visit("agri_food", view="join")
    said = words(app)
    themes = facts("priority_platform").query("platform_id == 'agri-food'")
    assert f"<dt>Matching priorities</dt><dd>{len(themes)}</dd>" in said
    assert "A priority **matches**" in said
    members = set(members_of(facts, "agri-food")["territory_id"])
    listed = set(re.findall(r"region\?territory=([\w-]+)'", said))
    assert listed
    assert not listed & members
    said = words(visit("agri_food", view="join", standing="member"))
    assert set(re.findall(r"region\?territory=([\w-]+)'", said)) <= members
    assert "Linked through" in words(visit("agri_food", view="join", standing="linked"))


def test_a_platform_without_partnerships_has_a_picture_in_every_view(
    visit: Visit, words: Words, facts: Facts
) -> None:
    own = facts("platform_fact").query("platform_id == 'sustainable-blue-economy'")
    for view in page.VIEWS:
        app = visit("platform", platform="sustainable-blue-economy", view=view)
        assert not app.exception, view
        assert not app.warning, view
        assert [title.value for title in app.title] == ["Sustainable Blue Economy"]
        said = words(app)
        assert "documented" in said or view == "facts"
        assert not app.select_slider, "there is nothing to replay"
        if view in ("overview", "facts"):
            assert all(fact in said for fact in own["fact"])


def test_a_platform_without_a_page_of_its_own_is_reached_from_the_overview(
    visit: Visit, words: Words
) -> None:
    assert "platform?platform=sustainable-blue-economy'" in words(visit("overview"))


def test_all_platforms_stand_on_one_page(visit: Visit, words: Words, facts: Facts) -> None:
    said = words(visit("platform"))
    for row in facts("platform").itertuples():
        assert row.name in said
        assert row.description in said


def test_an_unknown_platform_is_named(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("platform", platform="nope")
    assert not app.exception
    assert any("platform = nope" in code.value for code in app.code)
    assert all(name in words(app) for name in facts("platform")["name"])


@pytest.fixture
def _odd_store(
    edited_package: Callable[[Mapping[str, pd.DataFrame]], Path],
    facts: Facts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A new platform whose partnerships have one member, none, or members without a NUTS code."""

    def extended(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
        frame = facts(name)
        added = pd.DataFrame([dict.fromkeys(frame.columns, "") | row for row in rows])
        return pd.concat([frame, added[frame.columns]], ignore_index=True)

    partnership = {"platform_id": "odd", "scope": "A scope.", "source_url": SOURCE}
    member = {"territory_name": "x", "role": "lead", "basis": "stated", "source_url": SOURCE}
    package = edited_package(
        {
            "platform": extended(
                "platform",
                [
                    {
                        "platform_id": "odd",
                        "name": "Odd & new",
                        "position": "9",
                        "description": HOSTILE,
                        "source_url": SOURCE,
                    }
                ],
            ),
            "partnership": extended(
                "partnership",
                [
                    {"partnership_id": f"odd-{name}", "name": f"Odd {name}"} | partnership
                    for name in ("none", "one", "two")
                ],
            ),
            "membership": extended(
                "membership",
                [
                    {"partnership_id": f"odd-{name}", "territory_id": code} | member
                    for name, code in [
                        ("one", "ITC4"),
                        ("two", "UK-england"),
                        ("two", "NO-sogn-og-fjordane"),
                    ]
                ],
            ),
            "platform_fact": extended(
                "platform_fact",
                [
                    {
                        "fact_id": "F99",
                        "platform_id": "odd",
                        "date": "2031-05",
                        "fact": HOSTILE,
                        "source_url": SOURCE,
                    }
                ],
            ),
        }
    )
    with (package / "platform.csv").open() as file:
        assert len(list(csv.reader(file))) > len(facts("platform"))
    build(package, tmp_path / "odd.duckdb")
    monkeypatch.setenv("S3DASH_STORE", str(tmp_path / "odd.duckdb"))


@pytest.mark.usefixtures("_odd_store")
def test_an_odd_platform_draws_in_every_view(visit: Visit, words: Words) -> None:
    for view in page.VIEWS:
        app = visit("platform", platform="odd", view=view)
        assert not app.exception, view
        assert [title.value for title in app.title] == ["Odd \\& new"]
        assert "<img" not in words(app).replace("\\<img", "")
    app = visit("platform", platform="odd", view="network")
    layers = deck(app)
    assert not any(name.startswith("links-") for name in layers)
    assert [row[-1] for row in layers["point-0"]["data"]] == ["ITC4"]
    assert "not on the map: England, Sogn og Fjordane." in words(app)
    assert app.dataframe[-1].value["shared"].tolist() == [1]


def test_the_timeline_ends_at_the_as_of_date(visit: Visit, words: Words, facts: Facts) -> None:
    known = facts("platform_fact")
    known = known[known["platform_id"].isin(["energy", ""]) | known["platform_id"].isna()]
    dated = known.dropna(subset="date")
    app = visit("energy", view="facts", asof="2018-06-30")
    said = words(app)
    later = dated[dated["date"] > "2018-06-30"]
    assert len(later)
    assert f"{len(later)} facts dated later left out" in said
    for text in later["fact"]:
        assert text not in unescape(said)
    for text in dated.loc[dated["date"] <= "2018-06-30", "fact"]:
        assert text in unescape(said)
    assert "left out" not in words(visit("energy", view="facts"))


@pytest.mark.parametrize("view", ["overview", "network", "join"])
def test_a_view_that_no_date_replays_says_so(visit: Visit, words: Words, view: str) -> None:
    said = words(visit("energy", view=view, asof="2018-06-30"))
    assert "The link is as of 30 June 2018." in said
    assert "The link is as of" not in words(visit("energy", view=view))


def test_the_newest_figures_of_sources_stand_beside_ours(
    visit: Visit, words: Words, facts: Facts
) -> None:
    known = facts("platform_fact").query("platform_id == 'energy'")
    known = known[known["figure"].fillna("").ne("") & known["date"].fillna("").ne("")]
    first_days = (known["date"] + "-01-01").str[:10]
    newest = known[first_days == first_days.max()]
    said = unescape(words(visit("energy")))
    assert len(newest)
    assert any(text.rstrip(".") in said for text in newest["fact"])
    older = known[~known.index.isin(newest.index)]
    assert not any(text.rstrip(".") in said for text in older["fact"])
