"""What readers do: follow links, filter, share, download, use the keyboard; and what breaks."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import openpyxl
import pandas as pd
import pytest

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]

MOST_BYTES = 60_000
# The largest region on the map whose centre lies in it and in no smaller one drawn on top of it:
# its code and where to click. Plotly itself finds the region under the pointer the same way.
BIG_REGION = """(codes) => {
  const paths = [...document.querySelectorAll('.choroplethlayer path')];
  const holds = (path, x, y) => path.isPointInFill(
    new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()));
  const found = paths.map((path, index) => {
    const box = path.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return {path, index, x, y, code: path.__data__.loc, size: box.width * box.height};
  }).filter(p => codes.includes(p.code) && p.y > 0 && p.y < window.innerHeight
              && holds(p.path, p.x, p.y)
              && !paths.slice(p.index + 1).some(other => holds(other, p.x, p.y)))
    .sort((a, b) => b.size - a.size);
  return [found[0].code, found[0].x, found[0].y];
}"""


def italian(facts: Facts) -> pd.DataFrame:
    """Priorities of Italian territories, from the file alone."""
    rows = facts("priority")
    return rows[rows["territory_id"].str.startswith("IT")]


def choose(visitor: Any, key: str, text: str) -> None:
    """Choose a value in a filter with several values, by typing."""
    box = visitor.page.locator(f".st-key-{key} input").first
    box.click()
    box.type(text)
    visitor.page.get_by_role("option").first.wait_for()
    box.press("Enter")
    box.press("Escape")


def focus_by_tab(visitor: Any, selector: str, most: int = 80) -> bool:
    """Press Tab until something that matches has the focus."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("s => document.activeElement.matches(s)", selector):
            return True
    return False


def test_a_click_on_the_map_opens_the_page_of_the_region(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("")
    codes = facts("territory").query("nuts_level in ['0', '1', '2']")["territory_id"]
    ours = sorted(set(facts("priority")["territory_id"]) & set(codes))
    page.locator("[data-testid=stPlotlyChart]").first.scroll_into_view_if_needed()
    code, x, y = page.evaluate(BIG_REGION, ours)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    page.wait_for_url(re.compile(rf"/region\?territory={code}$"))
    visitor.wait()
    name = facts("territory").set_index("territory_id").loc[code, "name"]
    page.get_by_role("heading", level=1, name=name).wait_for()


def test_links_of_our_own_move_without_a_reload_and_the_back_button_returns(
    reader: Reader, facts: Facts
) -> None:
    visitor = reader()
    page = visitor.open("progress")
    page.evaluate("window.marker = 'still here'")
    link = page.locator("a[href*='partnership=solar-energy']").first
    link.click()
    page.wait_for_url(re.compile(r"/partnership\?partnership=solar-energy$"))
    page.get_by_role("heading", level=1, name="Solar Energy").wait_for()
    visitor.wait()
    assert page.evaluate("window.marker") == "still here"
    page.go_back()
    page.get_by_role("heading", level=1, name="Progress").wait_for()
    visitor.wait()
    assert urlsplit(page.url).path == "/progress"
    assert page.evaluate("window.marker") == "still here"
    assert visitor.complaints == []


def test_a_link_of_our_own_opens_in_a_new_tab_as_well(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress")
    with visitor.context.expect_page() as opened:
        page.locator("a[href*='partnership=solar-energy']").first.click(modifiers=["Control"])
    tab = opened.value
    tab.wait_for_url(re.compile(r"/partnership\?partnership=solar-energy$"))
    tab.get_by_role("heading", level=1, name="Solar Energy").wait_for()


@pytest.mark.parametrize("address", ["priorities?country=IT", "?show=memberships"])
def test_a_link_with_a_bare_code_survives_the_back_button(reader: Reader, address: str) -> None:
    visitor = reader()
    page = visitor.open("progress")
    page.evaluate("address => history.pushState({}, '', '/' + address)", address)
    page.evaluate("() => history.pushState({}, '', '/progress')")
    page.go_back()
    page.wait_for_function("() => !document.querySelector('h1')?.innerText.includes('Progress')")
    visitor.wait()
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_bare_code_while_the_filter_is_on_screen_is_ignored_with_a_notice(
    reader: Reader, facts: Facts
) -> None:
    """The reader comes back to a link as it was written, in the same window."""
    visitor = reader()
    page = visitor.open("priorities?period=2021-2027")
    page.evaluate("() => history.pushState({}, '', '/priorities?country=IT')")
    page.evaluate("() => history.pushState({}, '', '/priorities?country=FR')")
    page.go_back()
    page.get_by_text("country = IT").wait_for()
    visitor.wait_for_priorities(len(facts("priority")))
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_filtered_view_is_a_link_that_shows_the_same_elsewhere(
    reader: Reader, facts: Facts
) -> None:
    visitor = reader()
    visitor.open("priorities")
    visitor.wait_for_priorities(len(facts("priority")))
    before = visitor.received_bytes
    choose(visitor, "country", "Italy")
    visitor.wait_for_priorities(len(italian(facts)))
    assert 0 < visitor.received_bytes - before <= MOST_BYTES
    search = visitor.page.locator(".st-key-text input")
    search.fill("food")
    search.press("Enter")
    found = italian(facts).merge(facts("territory"), on="territory_id")
    columns = ["title", "description", "name", "name_native", "name_latin"]
    count = int(found[columns].agg(" ".join, axis=1).str.lower().str.contains("food").sum())
    assert 0 < count < len(found)
    visitor.wait_for_priorities(count)
    visitor.page.wait_for_url(re.compile(r"[?&]text=food"))
    parts = urlsplit(visitor.page.url)
    assert set(parse_qs(parts.query)) == {"country", "text"}

    other = reader()
    other.open(f"{parts.path.lstrip('/')}?{parts.query}")
    assert other.priorities() == count


def test_a_bare_code_works_as_a_link(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    visitor.open("priorities?country=IT")
    assert visitor.priorities() == len(italian(facts))


def test_clearing_the_filters_clears_the_link(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("priorities?country=IT&text=zzzzzz")
    page.get_by_role("button", name=re.compile("clear.*filter", re.I)).click()
    visitor.wait_for_priorities(len(facts("priority")))
    assert urlsplit(page.url).query == ""


@pytest.mark.parametrize(
    ("address", "key", "text"),
    [("progress", "platform", "Energy"), ("priorities", "domain", "C10")],
)
def test_a_filter_change_stays_within_the_budget(
    reader: Reader, address: str, key: str, text: str
) -> None:
    visitor = reader()
    page = visitor.open(address)
    before = visitor.received_bytes
    choose(visitor, key, text)
    page.wait_for_url(re.compile(rf"[?&]{key}="))
    assert visitor.wait_for_bytes(before) <= MOST_BYTES


def test_the_switch_of_the_map_stays_within_the_budget(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("")
    before = visitor.received_bytes
    page.locator(".st-key-show").get_by_text("memberships").click()
    page.wait_for_url(re.compile(r"[?&]show="))
    assert visitor.wait_for_bytes(before) <= MOST_BYTES


def test_the_downloads_hold_exactly_the_filtered_rows(
    reader: Reader, facts: Facts, tmp_path: Path
) -> None:
    visitor = reader()
    page = visitor.open("priorities?country=IT&period=2021-2027")
    expected = italian(facts).query("period == '2021-2027'")
    ids = sorted(expected["priority_id"])

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
    titles = expected.set_index("priority_id")["title"]
    assert all(row["title"] == titles[row["priority_id"]] for row in rows)
    assert "Italy" in rows[0]["about_filters"]
    assert "2021-2027" in rows[0]["about_filters"]
    assert "country=" in rows[0]["about_link"]

    book = openpyxl.load_workbook(download("xlsx"))
    header, *body = book["data"].iter_rows(values_only=True)
    column = header.index("priority_id")
    assert sorted(str(row[column]) for row in body) == ids
    about = dict(book["about"].iter_rows(values_only=True))
    assert "Italy" in str(about["Filters"])


def test_a_row_opens_its_priority_and_closes_it_again(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("priorities?country=IT")
    box = {"x": 16, "y": 36 + 18}  # the box of the first row, under the header
    page.locator(".st-key-priorities_table_1 .dvn-scroller").click(position=box)
    page.wait_for_url(re.compile(r"[?&]priority="))
    visitor.wait()
    [identifier] = parse_qs(urlsplit(page.url).query)["priority"]
    record = facts("priority").set_index("priority_id").loc[identifier]
    page.get_by_role("heading", level=3, name=record["title"]).wait_for()
    source = page.get_by_role("link", name="Open the source")
    assert source.get_attribute("href") == record["source_url"]
    page.locator(".st-key-priorities_table_1 .dvn-scroller").click(position=box)
    source.wait_for(state="detached")
    assert "priority" not in parse_qs(urlsplit(page.url).query)


def test_another_filter_starts_at_the_first_page(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("priorities?page=3")
    assert page.locator(".st-key-priorities_table_3").count() == 1
    choose(visitor, "country", "Italy")
    visitor.wait_for_priorities(len(italian(facts)))
    assert page.locator(".st-key-priorities_table_1").count() == 1


def test_the_keyboard_reaches_the_first_filter_and_the_table(reader: Reader) -> None:
    visitor = reader()
    visitor.open("priorities")
    assert focus_by_tab(visitor, ".st-key-text input", most=25)
    assert focus_by_tab(visitor, "[data-testid=stDataFrame] *", most=60)
    assert focus_by_tab(visitor, ".st-key-priorities_take_csv button", most=60)


def test_the_keyboard_reaches_and_follows_a_link_of_the_list(reader: Reader) -> None:
    visitor = reader()
    visitor.open("progress")
    assert focus_by_tab(visitor, "a[href*='partnership=']")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/partnership\?partnership="))


def test_a_store_published_meanwhile_is_read_on_the_next_rerun(
    reader: Reader, dashboard: Any, store_path: Path, tmp_path: Path
) -> None:
    visitor = reader()
    visitor.open("progress")
    assert "77.7.7" not in visitor.said()
    newer = dashboard.store.with_name("newer.duckdb")
    shutil.copyfile(store_path, newer)
    with duckdb.connect(str(newer)) as con:
        con.execute("UPDATE build_info SET package_version = '77.7.7'")
    try:
        newer.replace(dashboard.store)
        choose(visitor, "platform", "Energy")
        visitor.page.get_by_text("77.7.7").wait_for()
    finally:
        shutil.copyfile(store_path, newer)
        newer.replace(dashboard.store)


def test_a_port_in_use_is_said_and_the_start_fails(
    dashboard: Any, start_dashboard: Callable[..., Any], store_path: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    process = start_dashboard(dashboard.port, store_path, log)
    try:
        assert process.wait(60) != 0
    finally:
        process.kill()
    assert re.search(
        rf"[Pp]ort {dashboard.port} is (not available|already in use)", log.read_text()
    )
