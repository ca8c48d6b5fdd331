"""What readers do in the explorer: search, choose, click the map, open, share, take away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest

from s3dash.queries.explorer.filter import PriorityFilter
from tests.browser.steps import choose, focus_by_tab, go, region_on_map
from tests.fixtures import by_pandas

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]

MOST_BYTES = 60_000
ITALY = by_pandas.kept(PriorityFilter(territories=("IT",)))
EVERY = len(by_pandas.values("periods"))


def query(visitor: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visitor.page.url).query)


def clear(visitor: Any) -> None:
    visitor.page.locator(".st-key-clear_all button").click()
    visitor.wait_for_priorities(EVERY)


def test_the_search_follows_the_typing_and_marks_what_it_found(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    page.locator(".st-key-text input").click()
    before = visitor.received_bytes
    page.keyboard.type("fishing", delay=20)
    page.wait_for_url(re.compile(r"[?&]text=fishing"))
    page.locator(".st-key-priorities_list mark").first.wait_for()
    visitor.wait()
    assert 0 < visitor.received_bytes - before <= 2 * MOST_BYTES
    assert by_pandas.with_words("fishing")
    assert visitor.priorities() >= len(by_pandas.with_words("fishing"))
    marks = page.locator(".st-key-priorities_list mark").all_inner_texts()
    assert all(mark.lower().startswith("fish") for mark in marks)
    assert page.locator(".st-key-text input").evaluate("box => box === document.activeElement")
    clear(visitor)
    assert query(visitor) == {}
    assert page.locator(".st-key-text input").input_value() == ""
    assert page.locator("mark").count() == 0


def test_choosing_in_a_box_and_removing_its_chip(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?period=2021-2027")
    before = visitor.received_bytes
    choose(visitor, "territory", "Italy")
    chosen = PriorityFilter(territories=("IT",), periods=("2021-2027",))
    visitor.wait_for_priorities(len(by_pandas.kept(chosen)))
    assert 0 < visitor.received_bytes - before <= MOST_BYTES
    assert query(visitor) == {"period": ["2021-2027"], "territory": ["IT"]}
    page.locator(".st-key-chips").get_by_role("button", name="2021-2027").click()
    visitor.wait_for_priorities(len(ITALY))
    assert query(visitor) == {"territory": ["IT"]}
    clear(visitor)
    assert query(visitor) == {}


@pytest.mark.parametrize(
    ("key", "words", "way"), [("domain", "C10", "chip"), ("science", "NABS08", "all")]
)
def test_what_was_chosen_behind_a_button_and_taken_away_does_not_come_back(
    reader: Reader, key: str, words: str, way: str
) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    choose(visitor, key, words)
    page.wait_for_url(re.compile(f"{key}={words}"))
    visitor.wait()
    if way == "all":
        clear(visitor)
    else:
        page.locator(".st-key-chips button").first.click()
        visitor.wait_for_priorities(EVERY)
    choose(visitor, "period", "2014")
    page.wait_for_url(re.compile(r"period=2014-2020"))
    visitor.wait()
    assert query(visitor) == {"period": ["2014-2020"]}


def test_a_click_on_the_map_keeps_one_territory_and_another_releases_it(
    reader: Reader, facts: Facts
) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    counts = facts("priority")["territory_id"].value_counts()
    # Regions only: what lies in a country would count as well.
    regions = sorted(code for code in counts.index if len(code) == 4)
    code, x, y = region_on_map(visitor, regions)
    page.mouse.click(x, y)
    visitor.wait_for_priorities(len(by_pandas.kept(PriorityFilter(territories=(code,)))))
    assert query(visitor) == {"territory": [code]}
    _, x, y = region_on_map(visitor, [code])
    page.mouse.click(x, y)
    visitor.wait_for_priorities(EVERY)
    assert query(visitor) == {}
    other, x, y = region_on_map(visitor, [one for one in regions if one != code])
    page.mouse.click(x, y)
    visitor.wait_for_priorities(len(by_pandas.kept(PriorityFilter(territories=(other,)))))
    clear(visitor)
    assert query(visitor) == {}
    assert visitor.complaints == []


def test_a_priority_opens_in_a_drawer_that_leaves_the_list_as_it_was(
    reader: Reader, facts: Facts
) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=IT")
    page.locator(".st-key-priorities_list a[href*='priority=']").first.click()
    drawer = page.get_by_role("dialog")
    drawer.wait_for()
    visitor.wait()
    [identifier] = query(visitor)["priority"]
    record = facts("priority").set_index("priority_id").loc[identifier]
    drawer.get_by_role("heading", level=3, name=record["title"]).wait_for()
    source = drawer.get_by_role("link", name="Open the source")
    assert source.first.get_attribute("href") == record["source_url"]
    page.keyboard.press("Escape")
    drawer.wait_for(state="detached")
    # The link follows when the server has been told.
    page.wait_for_url(lambda url: "priority=" not in url)
    visitor.wait()
    assert query(visitor) == {"territory": ["IT"]}
    assert visitor.priorities() == len(ITALY)
    assert visitor.complaints == []


@pytest.mark.parametrize(
    ("address", "table", "stays"),
    [
        ("priorities?territory=IT&view=table", "priorities_table", {"territory", "view"}),
        ("region?territory=ITI1", "region_priorities", {"territory"}),
    ],
)
def test_a_row_of_a_table_opens_by_the_keyboard_and_again_after_its_drawer_was_closed(
    reader: Reader, address: str, table: str, stays: set[str]
) -> None:
    visitor = reader()
    page = visitor.open(address)
    opened = []
    for _ in range(2):
        row = page.locator(f".st-key-{table} tbody tr").first
        # Each source says of what it is the source.
        title = row.get_by_role("rowheader").inner_text()
        assert row.get_by_role("link", name=f"source of {title}", exact=True).is_visible()
        row.get_by_role("rowheader").locator("a[href*='priority=']").press("Enter")
        drawer = page.get_by_role("dialog")
        drawer.wait_for()
        visitor.wait()
        opened.append(query(visitor)["priority"])
        page.keyboard.press("Escape")
        drawer.wait_for(state="detached")
        page.wait_for_url(lambda url: "priority=" not in url)
        visitor.wait()
    assert opened[0] == opened[1]
    assert set(query(visitor)) == stays
    assert visitor.complaints == []


def test_a_filtered_view_is_a_link_that_shows_the_same_elsewhere(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=IT&without=domain:C10")
    choose(visitor, "period", "2014")
    page.wait_for_url(re.compile(r"period=2014-2020"))
    page.locator(".st-key-view").get_by_text("By territory").click()
    page.locator(".st-key-priorities_by_territory a").first.wait_for()
    visitor.wait()
    chosen = PriorityFilter(territories=("IT",), periods=("2014-2020",), without=("domain:C10",))
    assert visitor.priorities() == len(by_pandas.kept(chosen)) > 0
    parts = urlsplit(page.url)
    listed = page.locator(".st-key-priorities_by_territory").inner_text()

    other = reader()
    other.open(f"{parts.path.lstrip('/')}?{parts.query}")
    assert other.priorities() == visitor.priorities()
    assert other.page.locator(".st-key-priorities_by_territory").inner_text() == listed


def test_the_back_button_returns_to_the_filter_before(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?period=2021-2027")
    before = visitor.priorities()
    choose(visitor, "territory", "Italy")
    page.wait_for_url(re.compile(r"territory=IT"))
    visitor.wait()
    after = visitor.priorities()
    assert after != before
    page.go_back()
    visitor.wait_for_priorities(before)
    assert query(visitor) == {"period": ["2021-2027"]}
    page.go_forward()
    visitor.wait_for_priorities(after)
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_filter_is_there_when_a_reader_returns_from_another_page(reader: Reader) -> None:
    visitor = reader()
    visitor.open("priorities?territory=IT")
    go(visitor, "Partnerships", "Progress")
    visitor.wait()
    assert "territory" not in query(visitor)
    go(visitor, "", "Priorities")
    visitor.wait_for_priorities(len(ITALY))
    assert query(visitor) == {"territory": ["IT"]}


def test_the_downloads_hold_exactly_the_filtered_rows(
    reader: Reader, facts: Facts, tmp_path: Path
) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=IT&period=2021-2027")
    chosen = PriorityFilter(territories=("IT",), periods=("2021-2027",))
    ids = sorted(by_pandas.kept(chosen))

    def download(kind: str) -> Path:
        with page.expect_download() as started:
            page.locator(f".st-key-priorities_take_{kind} button").first.click()
        path = tmp_path / started.value.suggested_filename
        started.value.save_as(path)
        assert path.suffix == f".{kind}"
        return path

    text = download("csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row["priority_id"] for row in rows) == ids
    titles = facts("priority").set_index("priority_id")["title"]
    assert all(row["title"] == titles[row["priority_id"]] for row in rows)
    assert "Italy" in rows[0]["about_filters"]
    assert "2021-2027" in rows[0]["about_filters"]
    assert "territory=IT" in rows[0]["about_link"]

    book = openpyxl.load_workbook(download("xlsx"))
    header, *body = book["data"].iter_rows(values_only=True)
    column = header.index("priority_id")
    assert sorted(str(row[column]) for row in body) == ids
    about = dict(book["about"].iter_rows(values_only=True))
    assert "Italy" in str(about["Filters"])


@pytest.mark.parametrize("view", ["list", "table"])
def test_another_filter_starts_at_the_first_page(reader: Reader, view: str) -> None:
    visitor = reader()
    page = visitor.open(f"priorities?page=3&view={view}")
    choose(visitor, "territory", "Italy")
    visitor.wait_for_priorities(len(ITALY))
    assert page.locator(".st-key-page [aria-current]").inner_text() == "1"


def test_the_keyboard_reaches_the_boxes_the_list_and_the_downloads(reader: Reader) -> None:
    visitor = reader()
    visitor.open("priorities?territory=IT")
    assert focus_by_tab(visitor, ".st-key-text input", most=25)
    assert focus_by_tab(visitor, ".st-key-territory input", most=10)
    assert focus_by_tab(visitor, ".st-key-clear_all button", most=40)
    assert focus_by_tab(visitor, ".st-key-priorities_list a[href*='priority=']", most=60)
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("dialog").wait_for()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("dialog").wait_for(state="detached")
    assert focus_by_tab(visitor, ".st-key-priorities_take_csv button", most=150)


def test_on_a_small_screen_the_map_is_in_sight_and_a_table_has_the_width(reader: Reader) -> None:
    visitor = reader(width=1280, height=720)
    page = visitor.open("priorities")
    box = page.locator(".s3-map").first.bounding_box()
    assert box["y"] < 540
    switch = page.locator(".st-key-view").bounding_box()
    sentence = page.get_by_text("documented priorities of").bounding_box()
    assert switch["y"] < sentence["y"] + sentence["height"]
    page = visitor.open("priorities?view=table")
    table = page.locator(".s3-rows").first.bounding_box()
    assert table["width"] > 1000
    map_below = page.locator(".s3-map").first.bounding_box()
    assert map_below["y"] > table["y"] + table["height"]


def test_back_goes_through_the_filters_that_were_chosen_and_no_others(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?text=energy+wind&territory=IT&without=domain:C")
    first = query(visitor)
    page.locator(".st-key-chips").get_by_role("button", name="energy").click()
    page.wait_for_url(lambda url: "energy" not in url)
    visitor.wait()
    second = query(visitor)
    clear(visitor)
    page.go_back()
    page.wait_for_url(re.compile("territory=IT"))
    visitor.wait()
    assert query(visitor) == second
    page.go_back()
    page.wait_for_url(re.compile("energy"))
    visitor.wait()
    assert query(visitor) == first


def test_back_from_filters_found_again_leads_to_the_page_before(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=IT&text=energy&view=Table")
    asked = query(visitor)
    go(visitor, "Partnerships", "Progress")
    go(visitor, "", "Priorities")
    page.wait_for_url(re.compile("territory=IT"))
    visitor.wait()
    assert query(visitor) == asked
    page.go_back()
    page.wait_for_url(f"{visitor.url}/progress")
    page.go_back()
    page.wait_for_url(re.compile("territory=IT"))
    visitor.wait()
    assert query(visitor) == asked
    assert visitor.complaints == []


@pytest.mark.parametrize("filters", ["", "?domain=C10"])
def test_back_from_a_page_with_a_switch_of_that_name(reader: Reader, filters: str) -> None:
    visitor = reader()
    page = visitor.open(f"priorities{filters}")
    sign = "% of its"
    for key, choice in (("show", "Share of the territory's priorities"), ("view", "Table")):
        page.locator(f".st-key-{key}").get_by_role("radio", name=choice).click()
        page.wait_for_url(re.compile(f"{key}="))
        visitor.wait()
        asked = query(visitor)
        go(visitor, "Platforms", "Energy") if key == "view" else go_home(visitor)
        page.go_back()
        page.get_by_role("heading", level=1, name="Priorities").wait_for()
        visitor.wait()
        page.wait_for_timeout(500)
        assert query(visitor) == asked
        chosen = page.locator(f".st-key-{key}").get_by_role("radio", checked=True)
        assert chosen.inner_text() == choice
        assert sign in page.locator(".s3-legend").first.inner_text()


def go_home(visitor: Any) -> None:
    visitor.page.get_by_test_id("stTopNavLink").filter(has_text="Overview").click()
    visitor.page.get_by_role("heading", level=1, name="Smart specialisation").wait_for()
    visitor.wait()


def test_a_second_click_on_the_map_finds_the_same_region(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    _, x, y = region_on_map(visitor, ["DE2"])
    page.mouse.click(x, y)
    page.wait_for_url(re.compile("territory=DE2"))
    visitor.wait()
    page.mouse.click(x, y)
    page.wait_for_url(lambda url: "territory" not in url)
    visitor.wait_for_priorities(EVERY)
