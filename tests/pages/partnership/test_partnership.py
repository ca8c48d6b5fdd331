"""The views of a partnership, and what each says when something is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.ui.look.text import long_date
from s3dash.ui.stages.as_of import today
from tests.fixtures.screen import html_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

VIEWS = ["overview", "organisations", "capability", "links", "candidates"]
HOLES = re.compile(r"\b(nan|NaN|NaT)\b|<NA>|&lt;NA&gt;|\bNone\b(?! documented)")
NO_MEMBER = "smart-grids"
NO_MEMBER_NO_EVIDENCE = "wireless-ict"
ONE_MEMBER_NO_EVIDENCE = "space"
UNPLACED_MEMBER = "marine-renewable-energy"


def read(said: str) -> str:
    """Text without tags, one space between words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", said)).split())


def candidates(said: str) -> list[str]:
    """Codes of the territories in the list of candidates; the leads stand above it."""
    return re.findall(r"region\?territory=([\w-]+)", said.partition("class=s3-candidates")[2])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "code",
    [
        *(
            "high-tech-farming",
            "water-smart-territories",
            "berry",
            "consumer-involvement-in-agri-food-innovation",
        ),
        *(NO_MEMBER, NO_MEMBER_NO_EVIDENCE, ONE_MEMBER_NO_EVIDENCE, UNPLACED_MEMBER),
    ],
)
def test_every_view_draws_for_any_partnership(
    visit: Visit, words: Words, code: str, view: str
) -> None:
    app = visit("partnership", partnership=code, view=view)
    assert not app.exception
    assert not app.warning
    assert len(app.title) == 1
    assert not HOLES.search(words(app))


def test_every_view_says_how_many_members_are_inferred(
    visit: Visit, words: Words, facts: Facts
) -> None:
    members = facts("membership").query("partnership_id == 'food-packaging'")
    inferred = (members["basis"] == "inferred").sum()
    told = f"Of the {len(members)} documented members, {inferred} are inferred by us"
    for view in VIEWS[1:]:
        assert told in words(visit("partnership", partnership="food-packaging", view=view)), view
        assert "inferred by us" not in words(visit("partnership", partnership="berry", view=view))


@pytest.mark.parametrize("view", VIEWS)
def test_an_unknown_partnership_has_a_notice_whatever_the_view(visit: Visit, view: str) -> None:
    app = visit("partnership", partnership="nope", view=view)
    assert not app.exception
    assert app.title[0].value == "Partnership"
    assert "partnership = nope" in app.code[0].value


def test_an_unknown_view_is_ignored_with_a_notice(visit: Visit) -> None:
    app = visit("partnership", partnership="berry", view="nope", level="nope")
    assert "view = nope\nlevel = nope" in app.code[0].value
    assert "Evidence by stage" in [header.value for header in app.header]


def test_inferred_memberships_are_named_in_words(visit: Visit, words: Words, facts: Facts) -> None:
    inferred = facts("membership").query("basis == 'inferred'")
    code = inferred["partnership_id"].iloc[0]
    names = facts("territory").set_index("territory_id")["name"]
    said = read(words(visit("partnership", partnership=code)))
    told = said.split("Inferred by us, not stated as a list of members by the source: ")[1]
    for territory in inferred.query("partnership_id == @code")["territory_id"]:
        assert names[territory] in told.split(". ")[0] + "."
    stated = set(facts("membership")["partnership_id"]) - set(inferred["partnership_id"])
    assert "Inferred by us" not in words(visit("partnership", partnership=min(stated)))


def test_ties_stand_under_their_kind(visit: Visit, words: Words) -> None:
    said = read(words(visit("partnership", partnership="smart-sensors-4-agri-food")))
    assert "I3 projects HIGHFIVE (I3 project)" in said
    assert re.search(r"Horizon 2020 and Horizon Europe .{0,200}S3FOOD", said)
    said = read(words(visit("partnership", partnership=ONE_MEMBER_NO_EVIDENCE)))
    assert "No tie to another initiative is documented" in said


def test_the_helix_counts_organisations_and_shows_its_gaps(
    visit: Visit, words: Words, facts: Facts
) -> None:
    rows = facts("actor").query("partnership_id == 'berry'")
    counts = rows["helix"].value_counts()
    said = read(words(visit("partnership", partnership="berry", view="organisations")))
    assert f"Quadruple helix: {rows['actor_name'].nunique()} organisations documented" in said
    for part in ("business", "research", "public"):
        assert f"{part.capitalize()} {counts[part]} " in said
    assert "Civil society not documented" in said
    members = set(facts("membership").query("partnership_id == 'berry'")["territory_id"])
    without = members - set(rows["territory_id"])
    assert f"{len(without)} of {len(members)} documented member territories have no" in said


def test_a_helix_without_organisations_is_four_gaps(
    visit: Visit, words: Words, facts: Facts
) -> None:
    app = visit("partnership", partnership=NO_MEMBER, view="organisations")
    assert read(words(app)).count("not documented") >= 4
    assert "Neither a member territory nor an organisation" in app.info[0].value
    sizes = facts("membership")["partnership_id"].value_counts()
    bare = next(name for name in sizes.index if name not in set(facts("actor")["partnership_id"]))
    said = read(words(visit("partnership", partnership=bare, view="organisations")))
    count = sizes[bare]
    assert f"{count} of {count} documented member territories have no organisation" in said


def test_the_matrix_names_members_without_documented_priorities(
    visit: Visit, words: Words, facts: Facts
) -> None:
    members = facts("membership").query("partnership_id == 'food-packaging'")["territory_id"]
    silent = sorted(set(members) - set(facts("priority")["territory_id"]))
    names = facts("territory").set_index("territory_id")["name"]
    app = visit("partnership", partnership="food-packaging", view="capability")
    told = read(words(app)).split("No such priority documented: ")[1]
    assert all(names[code] in told for code in silent)
    assert f"of {len(members) - len(silent)} members with documented priorities" in read(words(app))
    app = visit("partnership", partnership="food-packaging", view="capability", whose="around")
    said = read(words(app))
    assert said.split("No such priority documented: ")[1].startswith("Slovenia.")
    assert re.search(r"\(\d+\)", said)


@pytest.mark.parametrize("period", ["2014-2020", "2021-2027"])
def test_the_matrix_says_which_priorities_it_counts(
    visit: Visit, words: Words, period: str
) -> None:
    link = {"view": "capability", "period": period, "theme": "platform", "level": "divisions"}
    said = read(words(visit("partnership", partnership="high-tech-farming", **link)))
    assert f"documented priorities of {period} on the theme of the partnership's platform" in said
    assert "C10" in said


def test_without_members_the_matrix_shows_what_is_missing(visit: Visit, words: Words) -> None:
    app = visit("partnership", partnership=NO_MEMBER, view="capability")
    assert "No member territory is documented" in app.info[0].value
    said = read(words(app))
    assert "Missing: " in said
    assert "Shared: " not in said


def test_links_lead_to_the_partnerships_that_share_members(
    visit: Visit, words: Words, facts: Facts
) -> None:
    sets = facts("membership").groupby("partnership_id")["territory_id"].agg(set)
    others = {c for c in sets.index if c != "berry" and sets[c] & sets["berry"]}
    said = words(visit("partnership", partnership="berry", view="links"))
    assert set(re.findall(r"partnership\?partnership=([\w-]+)", said)) == others
    assert f"{len(others)} other partnerships" in read(said)
    app = visit("partnership", partnership=NO_MEMBER, view="links")
    assert "No member territory of this partnership is documented" in app.info[0].value


def test_candidates_come_with_a_reason_and_never_from_the_members(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("partnership", partnership="hydrogen-valleys", view="candidates"))
    shown = candidates(said)
    members = facts("membership").query("partnership_id == 'hydrogen-valleys'")["territory_id"]
    assert len(shown) == 15
    assert not set(shown) & set(members)
    assert "documented priorities on the Industrial Modernisation theme" in read(said)
    assert "economic domains shared with members" in read(said)
    assert "Closest text: “Production and uses of renewable hydrogen” (2021-2027)" in read(said)


def test_candidates_can_be_kept_to_a_country(visit: Visit, words: Words) -> None:
    app = visit("partnership", partnership="berry", view="candidates", country="IT")
    shown = candidates(words(app))
    assert shown
    assert all(code.startswith("IT") for code in shown)
    app = visit("partnership", partnership="berry", view="candidates", country=["ZZ", "IT"])
    assert "country = ZZ" in app.code[0].value


def test_a_part_that_cannot_be_told_says_so(visit: Visit, words: Words) -> None:
    said = read(words(visit("partnership", partnership=NO_MEMBER, view="candidates")))
    assert "Domains cannot be told" in said
    said = read(words(visit("partnership", partnership="smes-industry-40", view="candidates")))
    assert "Words cannot be told" in said
    assert "none of them stands in a priority" in said


def test_the_filters_of_the_explorer_do_not_disturb_the_matrix(
    visit: Visit, come_back: Callable[[AppTest, str, str], AppTest]
) -> None:
    app = visit("priorities", period="2014-2020", level="policy", view="matrix")
    app.query_params.clear()
    app = come_back(app, "partnership", "priorities")
    app.query_params["partnership"] = "berry"
    app.query_params["view"] = "capability"
    app.run()
    assert not app.exception


def test_a_region_shows_its_roles_its_partners_and_what_it_might_join(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("region", territory="ITI1", view="partnerships"))
    ours = set(facts("membership").query("territory_id == 'ITI1'")["partnership_id"])
    named = re.findall(r"partnership\?partnership=([\w-]+)", said)
    assert ours <= set(named)
    assert f"Partnerships: {len(ours)} documented" in read(said)
    assert len(set(named) - ours) == 8
    assert "2 partnerships" in read(said)
    assert "what it might join" in read(words(visit("region", territory="ITI1")))


def test_a_region_without_priorities_or_memberships_says_so(visit: Visit, words: Words) -> None:
    app = visit("region", territory="MT", view="partnerships")
    assert "No priority of its own is documented" in app.info[0].value
    app = visit("region", territory="DE3", view="partnerships")
    assert "No membership is documented" in words(app)
    assert "No territory in the same partnership is documented" in words(app)


@pytest.mark.parametrize("view", VIEWS)
def test_leads_and_stages_stand_above_every_view(
    visit: Visit, words: Words, facts: Facts, view: str
) -> None:
    names = facts("territory").set_index("territory_id")["name"]
    rows = facts("membership").query("partnership_id == 'water-smart-territories'")
    top = top_of(visit("partnership", partnership="water-smart-territories", view=view))
    leads = rows.query("role == 'lead'")["territory_id"]
    assert len(leads) > 1
    for code in leads:
        assert f"<a class=s3-go href='region?territory={code}'>{names[code]}</a>" in top
    assert top.count("<li") == 5
    assert f"As of {long_date(today())};" in read(top)


def test_the_strip_above_is_of_the_day_in_the_link(visit: Visit, words: Words) -> None:
    past = visit("partnership", partnership="berry", view="links", asof="2019-06-30")
    assert "As of 30 June 2019;" in read(top_of(past))
    assert "asof=2019-06-30" in words(past)
    odd = visit("partnership", partnership="berry", view="links", asof="soon")
    assert "asof = soon" in odd.code[0].value
    # The slider of the overview says it there, once.
    assert len(visit("partnership", partnership="berry", asof="soon").code) == 1


def test_roles_are_said_in_words_also_where_nobody_leads(visit: Visit, facts: Facts) -> None:
    rows = facts("membership")
    led = set(rows.query("role == 'lead'")["partnership_id"])
    co_led = rows.query("role == 'co-lead'")["partnership_id"]
    assert "Co-led by" in top_of(visit("partnership", partnership=min(co_led)))
    without = min(set(facts("partnership")["partnership_id"]) - led)
    assert "Lead not documented" in read(top_of(visit("partnership", partnership=without)))


def test_members_are_links_with_role_and_source(visit: Visit, words: Words, facts: Facts) -> None:
    said = words(visit("partnership", partnership="high-tech-farming"))
    table = said.partition("s3-rows")[2].partition("</table>")[0]
    names = facts("territory").set_index("territory_id")["name"]
    rows = facts("membership").query("partnership_id == 'high-tech-farming'")
    for code, role in zip(rows["territory_id"], rows["role"], strict=True):
        assert f"href='region?territory={code}'>{names[code]}</a>" in table
        assert re.search(rf">{re.escape(names[code])}</a><td>[^<]*<td>{role}\b", table)
    assert table.count(f"href='{rows['source_url'].iloc[0]}'") > 1
    # Without a date there is no empty column of dates.
    assert "As of" not in table


def top_of(app: AppTest) -> str:
    """HTML above the views."""
    return next(html for html in html_of(app) if "class='s3-line s3-led'" in html)


def test_without_a_partnership_every_one_stands_under_its_platform(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = read(words(visit("partnership")))
    held, platforms = facts("partnership"), facts("platform").set_index("platform_id")["name"]
    for platform_id, listed in held.groupby("platform_id"):
        assert f"{platforms[platform_id]} {len(listed)}" in said
    assert all(" ".join(name.split()) in said for name in held["name"])
