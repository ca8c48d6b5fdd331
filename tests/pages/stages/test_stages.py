"""Progress, Work-flow and the stages of one partnership or platform, as of any date."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from html import escape, unescape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.board import multiply_partnerships
from s3dash.queries.partnerships.progress import LIFE
from s3dash.store.connection import Store
from s3dash.ui.stages import as_of, board
from tests.fixtures import progress_by_hand as by_hand
from tests.fixtures.frames import STAGES
from tests.fixtures.screen import html_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

FIGURES = re.compile(r"<th scope=col>([^<]+)<small><b>(\d+)</b> active, <b>(\d+)</b> earlier")
NEXT_YEAR = (date.today() + timedelta(days=400)).isoformat()


def listed(said: str) -> list[str]:
    """Partnerships with a link on the page, in their order."""
    return re.findall(r"partnership\?partnership=([\w-]+)", said)


def states(facts: Facts, day: date, window: int) -> dict[str, dict[str, object]]:
    evidence = facts("stage_evidence")
    found = {}
    for identifier in facts("partnership")["partnership_id"]:
        mine = evidence[evidence["partnership_id"] == identifier]
        found[identifier] = by_hand.progress(
            zip(mine["stage_id"], mine["date"], mine["basis"], strict=True), day, window
        )
    return found


@pytest.mark.parametrize(("day", "window"), [("2018-06-30", 24), ("2021-12-31", 6)])
def test_key_figures_count_active_and_earlier(
    visit: Visit, words: Words, facts: Facts, day: str, window: int
) -> None:
    app = visit("progress", asof=day, window=str(window))
    assert not app.exception
    assert not app.warning
    expected = states(facts, date.fromisoformat(day), window).values()
    told = FIGURES.findall(words(app))
    assert [(int(active), int(earlier)) for _, active, earlier in told] == [
        tuple(
            sum(row["states"][place] == state for row in expected)  # type: ignore[index]
            for state in ("active", "earlier")
        )
        for place in range(5)
    ]
    stale = sum(row["life"] == "stale" for row in expected)
    assert f"{stale} quiet for 12 months" in words(app)
    later = sum(int(str(row["later"])) for row in expected)
    assert f"{later} events dated later" in words(app)


def test_the_slider_replays_and_stands_in_the_link(visit: Visit, words: Words) -> None:
    app = visit("progress")
    before = words(app)
    app.select_slider(key="as_of_day").set_value(date(2018, 6, 30)).run()
    assert not app.exception
    assert app.query_params["asof"] == "2018-06-30"
    assert words(app) != before
    # A link to a partnership takes the date along.
    assert "partnership=solar-energy&amp;asof=2018-06-30" in words(app)
    app.button(key="as_of_on").click().run()
    assert app.query_params["asof"] == "2019-06-30"
    app.button(key="as_of_back").click().run().button(key="as_of_back").click().run()
    assert app.query_params["asof"] == "2017-06-30"
    app.selectbox(key="as_of_window").set_value(12).run()
    assert app.query_params["window"] == "12"
    assert app.query_params["asof"] == "2017-06-30"
    app.button(key="as_of_today").click().run()
    assert "asof" not in app.query_params
    assert app.select_slider(key="as_of_day").value == as_of.today()
    assert app.button(key="as_of_on").disabled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("asof", "yesterday"),
        ("asof", "2019-02-30"),
        ("asof", "20190331"),
        ("asof", "2019"),
        ("asof", NEXT_YEAR),
        ("window", "7"),
        ("window", "-24"),
        ("sort", "nope"),
        ("platform", "nope"),
        ("territory", "ZZ"),
        ("role", "chair"),
        ("reached", "finished"),
        ("life", "dead"),
    ],
)
def test_what_a_link_asks_in_vain_is_told_and_the_rest_holds(
    visit: Visit, words: Words, facts: Facts, name: str, value: str
) -> None:
    other = {"platform": "energy"} if name != "platform" else {"reached": "learn"}
    app = visit("progress", **other, **{name: value})
    assert not app.exception
    assert app.warning
    assert f"{name} = {value}" in app.code[0].value
    shown = listed(words(app))
    assert 0 < len(shown) < len(facts("partnership"))


def test_before_everything_is_a_picture_too(visit: Visit, words: Words, facts: Facts) -> None:
    for key, record in (
        ("progress", {}),
        ("workflow", {}),
        ("partnership", {"partnership": "3d-printing"}),
    ):
        app = visit(key, **record, asof="1990-01-01")
        assert not app.exception, key
        assert not app.warning, key
        assert app.select_slider(key="as_of_day").value == date(1990, 1, 1)
    said = words(visit("progress", asof="1990-01-01"))
    assert "No event is dated so early" in said
    assert f"all {len(facts('stage_evidence'))} are dated later" in said


def test_filters_are_bare_codes_in_the_link_and_can_be_cleared(
    visit: Visit, words: Words, facts: Facts
) -> None:
    app = visit("progress", asof="2020-12-31")
    app.multiselect(key="territory").set_value(["IT"]).run()
    app.multiselect(key="role").set_value(["lead"]).run()
    app.multiselect(key="reached").set_value(["demonstrate"]).run()
    app.selectbox(key="board_order").set_value("members").run()
    assert dict(app.query_params) == {
        "asof": "2020-12-31",
        "territory": "IT",
        "role": "lead",
        "reached": "demonstrate",
        "sort": "members",
    }
    members = facts("membership")
    leads = set(
        members[members["territory_id"].str.startswith("IT") & (members["role"] == "lead")][
            "partnership_id"
        ]
    )
    known = states(facts, date(2020, 12, 31), 24)
    shown = listed(words(app))
    assert set(shown) == {code for code in leads if known[code]["reached"] == "demonstrate"}
    counts = [int((members["partnership_id"] == code).sum()) for code in shown]
    assert counts == sorted(counts, reverse=True)
    app.button(key="clear_board").click().run()
    assert dict(app.query_params) == {"asof": "2020-12-31", "sort": "members"}


def test_nothing_found_has_a_way_out(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("progress", platform="energy", reached="scale-up")
    assert app.info
    assert not listed(words(app))
    app.button(key="clear_board").click().run()
    assert len(listed(words(app))) == len(facts("partnership"))


def test_quiet_and_not_documented_can_be_asked_for(
    visit: Visit, words: Words, facts: Facts
) -> None:
    known = states(facts, date(2020, 1, 1), 24)
    for life in LIFE:
        shown = listed(words(visit("progress", asof="2020-01-01", life=life)))
        expected = {code for code, row in known.items() if row["life"] == life}
        assert sorted(shown) == sorted(expected)


def test_a_reader_who_comes_back_finds_the_last_choice(
    visit: Visit, come_back: Callable[..., AppTest]
) -> None:
    app = visit("progress", asof="2019-06-30", window="36", platform="energy", sort="name")
    come_back(app, "progress", "workflow")
    assert not app.exception
    assert dict(app.query_params) == {
        "asof": "2019-06-30",
        "window": "36",
        "platform": "energy",
        "sort": "name",
    }


# One partnership


def test_an_event_of_the_link_is_open(visit: Visit, words: Words, facts: Facts) -> None:
    events = facts("stage_evidence").query("partnership_id == '3d-printing'")
    # The newest stand in the list as well, those before are folded.
    event = events.sort_values("date").iloc[-1]
    app = visit("partnership", partnership="3d-printing", event=event["evidence_id"])
    assert not app.exception
    assert unescape(words(app)).count(event["detail"]) == 2
    assert unescape(words(app)).count(event["source_url"]) > 1
    app.button(key="event_close").click().run()
    assert "event" not in app.query_params
    assert unescape(words(app)).count(event["detail"]) == 1


def test_an_unknown_event_is_told(visit: Visit) -> None:
    app = visit("partnership", partnership="3d-printing", event="nope")
    assert not app.exception
    assert app.warning


def test_the_event_of_another_partnership_is_let_go(visit: Visit) -> None:
    app = visit("partnership", partnership="3d-printing", event="3d-printing-01")
    app.selectbox(key="choose_partnership").set_value("solar-energy").run()
    assert not app.exception
    assert not app.warning
    assert "event" not in app.query_params


def test_a_partnership_without_evidence_has_nothing_to_move(visit: Visit, facts: Facts) -> None:
    dated = set(facts("stage_evidence")["partnership_id"])
    code = next(c for c in facts("partnership")["partnership_id"] if c not in dated)
    app = visit("partnership", partnership=code)
    assert not app.exception
    assert not app.select_slider
    assert any("no stage has evidence" in message.value for message in app.info)


def test_odd_dates_draw(
    visit: Visit, words: Words, small_store: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def event(number: int, partnership: str, stage: str, stated: str) -> dict[str, str]:
        return {
            "evidence_id": f"e{number}",
            "partnership_id": partnership,
            "stage_id": stage,
            "date": stated,
        }

    store = small_store(
        partnership=[
            {"partnership_id": code, "name": code.title()}
            for code in ("years", "future", "nobody", "one-day")
        ],
        stage_evidence=[
            event(1, "years", "learn", "2018"),
            event(2, "years", "connect", "2018"),
            event(3, "years", "learn", "2020"),
            event(4, "future", "learn", "2098"),
            event(5, "future", "scale-up", "2099-12-31"),
            *(event(10 + n, "one-day", stage, "2020-01-01") for n, stage in enumerate(STAGES * 3)),
        ],
    )
    monkeypatch.setenv("S3DASH_STORE", store.fingerprint.path)
    for code, told in (
        ("years", "last sign of life: 2020"),
        ("future", "2 events dated later"),
        ("nobody", "last sign of life: not documented"),
        ("one-day", "last sign of life: 2020-01-01"),
    ):
        app = visit("partnership", partnership=code)
        assert not app.exception, code
        assert told in words(app), code
    alts = {
        code: visit("partnership", partnership=code).get("plotly_chart")[-1].proto.alt
        for code in ("years", "future", "one-day")
    }
    # 2020 is certainly after Connect of 2018; within one year or day no order is known.
    assert "1 step back" in alts["years"]
    assert "0 steps back" in alts["future"]
    assert "0 steps back" in alts["one-day"]
    for key in ("progress", "workflow", "overview"):
        assert not visit(key).exception, key


# The work-flow guide


@pytest.mark.parametrize("stage", [*STAGES, "every", "all"])
def test_the_guide_holds_every_item_of_a_step(
    visit: Visit, words: Words, facts: Facts, stage: str
) -> None:
    app = visit("workflow", stage=stage)
    assert not app.exception
    assert not app.warning
    said = unescape(words(app))
    items = facts("workflow_item")
    for row in items.itertuples():
        if stage == "all" or row.stage_id == ("" if stage == "every" else stage):
            assert row.item in said
            assert (row.source_url or row.source_title) in said
    if stage in ("every", "all"):
        return
    step = facts("stage").set_index("stage_id").loc[stage]
    assert ("Supported by the JRC" in said) == (step["is_jrc_supported"] == "true")
    assert ("Not among the steps that the JRC" in said) == (step["is_jrc_supported"] != "true")
    evidence = facts("stage_evidence")
    dated = evidence[(evidence["stage_id"] == stage) & (evidence["date"] <= f"{as_of.today()}")]
    assert f"{dated['partnership_id'].nunique()} partnership" in said
    assert set(listed(said)) <= set(dated["partnership_id"])


def test_the_guide_follows_date_and_step(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("workflow")
    app.get("button_group")[0].set_value("connect").run()
    assert app.query_params["stage"] == "connect"
    app.select_slider(key="as_of_day").set_value(date(2017, 12, 31)).run()
    known = states(facts, date(2017, 12, 31), 24)
    expected = {code for code, row in known.items() if row["evidence"][1]}  # type: ignore[index]
    assert set(listed(words(app))) == expected
    assert app.query_params["stage"] == "connect"


def test_one_click_has_all_steps_for_paper(visit: Visit, facts: Facts) -> None:
    app = visit("workflow", stage="connect")
    app.button(key="all_steps").click().run()
    assert app.query_params["stage"] == "all"
    items = " ".join(html_of(app))
    assert all(escape(item) in items for item in facts("workflow_item")["item"])
    assert "all_steps" not in [button.key for button in app.button]


def test_an_unknown_step_is_told(visit: Visit) -> None:
    app = visit("workflow", stage="dream")
    assert app.warning
    assert not app.exception


# Platforms


@pytest.mark.parametrize("code", ["energy", "industrial-modernisation"])
def test_a_platform_shows_strips_and_flow(
    visit: Visit, words: Words, facts: Facts, code: str
) -> None:
    app = visit(code.replace("-", "_"), view="stages", asof="2018-12-31")
    assert not app.exception
    groups = facts("partnership").query("platform_id == @code")["partnership_id"]
    assert set(listed(words(app))) <= set(groups)
    alt = app.get("plotly_chart")[0].proto.alt
    evidence = facts("stage_evidence")
    learn = evidence[
        evidence["partnership_id"].isin(groups)
        & (evidence["stage_id"] == "learn")
        & (evidence["date"].str[:4] == "2018")
    ]
    assert f"{learn['partnership_id'].nunique()} in 2018" in alt
    assert "in 2019" not in alt


def test_a_platform_without_partnerships_or_before_everything(visit: Visit) -> None:
    empty = visit("platform", platform="sustainable-blue-economy", view="stages")
    assert not empty.exception
    assert empty.info
    app = visit("energy", view="stages", asof="1990-01-01")
    assert not app.exception
    assert not app.get("plotly_chart")
    assert any("1990-01-01 or earlier" in message.value for message in app.info)


def test_what_is_known_but_has_nothing_here_is_told_apart(visit: Visit) -> None:
    for name, value, said in (
        ("territory", "ITC2", "Nothing is documented here for Valle d'Aosta"),
        ("platform", "sustainable-blue-economy", "Nothing is documented here for Sustainable Blue"),
        ("territory", "XX99", "does not know"),
        ("asof", "2099-01-01", "is not after today"),
    ):
        app = visit("progress", **{name: value})
        assert len(app.warning) == 1, value
        assert said in app.warning[0].value


def test_five_hundred_partnerships_come_a_page_at_a_time(
    visit: Visit,
    words: Words,
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = tmp_path / "many.duckdb"
    shutil.copyfile(store_path, many)
    multiply_partnerships(many, 500)
    monkeypatch.setenv("S3DASH_STORE", str(many))
    app = visit("progress")
    assert not app.exception
    said = words(app)
    assert "**500 partnerships**" in said
    assert len(listed(said)) == board.PAGE_ROWS
    assert f"Partnerships 1 to {board.PAGE_ROWS} of 500" in said
    totals = [int(active) + int(earlier) for _, active, earlier in FIGURES.findall(said)]
    with Store.open(many) as store:
        # Each partnership counts once in a stage in which it has any evidence.
        expected = store.rows(
            "SELECT count(DISTINCT partnership_id) FROM stage_evidence JOIN stage USING (stage_id)"
            " WHERE basis <> 'related' GROUP BY position ORDER BY position"
        )
    assert totals == [count for (count,) in expected]
    second = listed(words(visit("progress", page="2")))
    assert len(second) == board.PAGE_ROWS
    assert not set(second) & set(listed(said))
    odd = visit("progress", page="99999")
    assert not odd.exception
    assert listed(words(odd)) == listed(said)


def test_a_date_known_by_year_is_perhaps_recent_and_says_so(
    visit: Visit, words: Words, facts: Facts
) -> None:
    known = states(facts, date(2026, 11, 25), 24)
    unsure = {code for code, row in known.items() if row["life"] == "unsure"}
    assert unsure
    said = words(visit("progress", asof="2026-11-25", life="unsure"))
    assert set(listed(said)) == unsure
    assert said.count("exact date not known") == len(unsure)
    assert f"0 active within 12 months, {len(unsure)} perhaps" in said
    newest = listed(words(visit("progress", asof="2026-11-25", sort="latest")))
    assert set(newest[: len(unsure)]) == unsure


def test_a_partnership_that_was_not_there_yet_says_when_it_began(
    visit: Visit, words: Words, facts: Facts
) -> None:
    launched = facts("partnership")["launched"].fillna("")
    later = launched[launched > "2013-01-01"]
    said = words(visit("progress", asof="2013-01-01"))
    assert len(later)
    for date_of_launch in later:
        assert f"launched {date_of_launch}" in said
    assert "launched 20" not in words(visit("progress"))
