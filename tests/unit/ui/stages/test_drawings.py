"""The strip, the timeline and the flow chart: what they draw of which facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import plotly.graph_objects as go
import pytest

from s3dash.queries.partnerships.progress import evidence_of, partnership_progress, stages
from s3dash.queries.partnerships.stage_flow import evidence_by_year
from s3dash.store.connection import Store
from s3dash.ui.parts.strip import strip
from s3dash.ui.platform.stages import flow_figure
from s3dash.ui.stages import as_of, timeline
from s3dash.ui.stages.as_of import AsOf, stops, year_on

SmallStore = Callable[..., Store]
DAY = AsOf(date(2022, 6, 30), 24)


@pytest.fixture
def odd(small_store: SmallStore) -> Store:
    """One partnership that goes on, back, and where the order is not known."""
    events = [
        ("learn", "2017"),
        ("connect", "2018-03"),
        ("demonstrate", "2018-09-01"),
        ("connect", "2019-02-02"),
        ("learn", "2019"),
        ("scale-up", "2030"),
    ]
    return small_store(
        partnership=[{"partnership_id": "a", "name": "A <b>"}],
        stage_evidence=[
            {
                "evidence_id": f"e{n}",
                "partnership_id": "a",
                "stage_id": stage,
                "date": stated,
                "title": "<b>Bold</b>",
            }
            for n, (stage, stated) in enumerate(events)
        ],
    )


def test_the_path_tells_steps_on_back_and_of_unknown_order(odd: Store) -> None:
    # Learn of "2019" may be before or after Connect of February 2019; its mark stands in the middle
    # of the year, so it comes second, and no line runs back in time.
    found = timeline.steps(evidence_of(odd, "a", DAY.day))
    assert [(a.stage_id, b.stage_id, kind) for a, b, kind in found] == [
        ("learn", "connect", "on"),
        ("connect", "demonstrate", "on"),
        ("demonstrate", "connect", "back"),
        ("connect", "learn", "unsure"),
    ]
    placed = timeline.figure(evidence_of(odd, "a", DAY.day), stages(odd), DAY, None)["data"]
    for trace in placed:
        if trace.get("line", {}).get("dash"):
            days = [day for day in trace["x"] if day]
            assert all(a <= b for a, b in zip(days[::2], days[1::2], strict=True))


def test_plotly_accepts_the_timeline(odd: Store) -> None:
    spec = timeline.figure(evidence_of(odd, "a", DAY.day), stages(odd), DAY, "e1")
    go.Figure(spec)
    marks = [trace for trace in spec["data"] if trace["mode"] == "markers"]
    assert [len(trace["x"]) for trace in marks] == [5, 1]
    assert [row[0] for trace in marks for row in trace["customdata"]] == [
        "e0",
        "e1",
        "e2",
        "e4",
        "e3",
        "e5",
    ]
    assert sum(size > 13 for size in marks[0]["marker"]["size"]) == 1
    *lanes, window, line = spec["layout"]["shapes"]
    assert [lane["y0"] for lane in lanes] == [0.5, 2.5, 4.5]
    assert (window["x0"], window["x1"]) == ("2020-06-30", "2022-06-30")
    assert line["x0"] == "2022-06-30"
    # One arrow for the step back, and the words on the as-of date.
    assert sum(note["showarrow"] for note in spec["layout"]["annotations"]) == 1
    assert spec["layout"]["yaxis"]["ticktext"] == [stage.name for stage in stages(odd)]


def test_events_of_one_day_do_not_hide_each_other(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        stage_evidence=[
            {
                "evidence_id": f"{n}",
                "partnership_id": "a",
                "stage_id": "learn",
                "date": "2020-01-01",
            }
            for n in range(5)
        ],
    )
    spec = timeline.figure(evidence_of(store, "a"), stages(store), DAY, None)
    [marks] = [trace for trace in spec["data"] if trace["mode"] == "markers"]
    assert len(set(marks["y"])) == 5
    assert all(0.5 < y < 1.5 for y in marks["y"])


def test_a_strip_tells_state_and_revisit_without_colour(odd: Store) -> None:
    [row] = partnership_progress(odd, DAY.day, 60).to_dict("records")
    html = strip(stages(odd), row)
    cells = re.findall(r"<li[^>]*>.*?</li>", html)
    told = [re.sub(r"<u .*?</u>|<[^>]+>", "", cell) for cell in cells]
    assert told == [
        "Learn: 2 dated events, latest 2019, active, revisited 2019",
        "Connect: 2 dated events, latest 2019-02, active, revisited 2019-02",
        "Demonstrate: 1 dated event, latest 2018-09, active",
        "Commercialise: not documented",
        "Scale-up: not documented",
    ]
    [row] = partnership_progress(odd, DAY.day, 6).to_dict("records")
    html = strip(stages(odd), row)
    assert html.count("class=s3-earlier") == 3
    assert html.count("class=s3-empty") == 2
    assert html.count("s3-back") == 2
    assert "<s>, earlier" in html


def test_plotly_accepts_the_flow(store: Store) -> None:
    by_year = evidence_by_year(store, "energy", DAY.day)
    spec = flow_figure(by_year, stages(store), DAY)
    go.Figure(spec)
    assert len(spec["data"]) == 5
    assert sum(sum(trace["y"]) for trace in spec["data"]) == by_year["partnerships"].sum()
    assert "not documented" in spec["layout"]["annotations"][3]["text"]


@pytest.mark.parametrize("platform_id", ["agri-food", "energy", "industrial-modernisation"])
def test_all_bars_of_the_flow_are_less_than_a_year_wide(store: Store, platform_id: str) -> None:
    by_year = evidence_by_year(store, platform_id, DAY.day)
    widths = {trace["width"] for trace in flow_figure(by_year, stages(store), DAY)["data"]}
    assert len(widths) == 1
    assert 0.5 <= widths.pop() < 1


# As-of date


def test_the_slider_stops_at_ends_of_months() -> None:
    first, last = date(2019, 11, 12), date(2020, 2, 10)
    assert stops(first, last, last) == [
        first,
        date(2019, 11, 30),
        date(2019, 12, 31),
        date(2020, 1, 31),
        last,
    ]
    # The date of a link is a stop too, also before everything.
    assert stops(first, date(1990, 1, 1), last)[0] == date(1990, 1, 1)
    assert date(2019, 12, 5) in stops(first, date(2019, 12, 5), last)


def test_without_evidence_there_is_nothing_to_slide() -> None:
    today = date(2020, 2, 10)
    assert stops(None, today, today) == [today]
    # Nor where all evidence is still to come.
    assert stops(date(2030, 1, 1), today, today) == [today]


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2019, 2, 28), 1, date(2020, 2, 29)),
        (date(2020, 2, 29), -1, date(2019, 2, 28)),
        (date(2019, 6, 15), 1, date(2020, 6, 15)),
        (date(2019, 12, 31), -1, date(2018, 12, 31)),
    ],
)
def test_a_year_on_and_back(day: date, years: int, expected: date) -> None:
    assert year_on(day, years) == expected


def test_a_link_names_only_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_of, "today", lambda: date(2026, 11, 24))
    assert AsOf(date(2026, 11, 24)).parameters == {}
    assert AsOf(date(2019, 1, 31), 12).parameters == {"asof": "2019-01-31", "window": "12"}
