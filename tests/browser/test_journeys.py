"""What readers do: follow links, filter, share, download, use the keyboard; and what breaks."""

from __future__ import annotations

import json
import re
import shutil
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pandas as pd
import pytest

from s3dash.ui.shell.preparing import MOST_SECONDS
from tests.browser.steps import choose, focus_by_tab, go, region_on_map

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]

MOST_BYTES = 60_000


def test_a_click_on_the_map_opens_the_page_of_the_region(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("")
    codes = facts("territory").query("nuts_level in ['0', '1', '2']")["territory_id"]
    ours = sorted(set(facts("priority")["territory_id"]) & set(codes))
    code, x, y = region_on_map(visitor, ours)
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


def test_back_returns_to_the_filters_and_a_view_stays_with_its_page(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress?platform=agri-food&life=stale")
    shown = page.locator(".s3-board th[scope=row]").count()
    page.locator("a[href*='partnership=high-tech-farming']").first.click()
    page.get_by_role("heading", level=1, name="High Tech Farming").wait_for()
    visitor.wait()
    page.go_back()
    page.get_by_role("heading", level=1, name="Progress").wait_for()
    visitor.wait()
    assert urlsplit(page.url).query == "platform=agri-food&life=stale"
    assert page.locator(".s3-board th[scope=row]").count() == shown < 40

    page = visitor.open("region?territory=ITH5&view=partnerships")
    page.locator("a.s3-go[href*='partnership?']").first.click()
    page.wait_for_url(re.compile(r"/partnership\?partnership=[a-z0-9-]+$"))
    visitor.wait()
    assert "view" not in page.url
    page.go_back()
    page.wait_for_url(re.compile(r"/region\?territory=ITH5"))
    assert visitor.complaints == []


def test_the_territory_looked_at_goes_along_to_the_partner_finder(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("")
    page.get_by_label("Which region?").click()
    page.keyboard.type("emilia")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/region\?territory=ITH5$"))
    visitor.wait()
    go(visitor, "Regions", "Partner finder")
    page.locator(".s3-partners li").first.wait_for()
    assert urlsplit(page.url).query == "territory=ITH5"
    assert visitor.complaints == []


def test_a_link_of_our_own_opens_in_a_new_tab_as_well(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress")
    with visitor.context.expect_page() as opened:
        page.locator("a[href*='partnership=solar-energy']").first.click(modifiers=["Control"])
    tab = opened.value
    tab.wait_for_url(re.compile(r"/partnership\?partnership=solar-energy$"))
    tab.get_by_role("heading", level=1, name="Solar Energy").wait_for()


@pytest.mark.parametrize("address", ["priorities?territory=IT", "?show=memberships"])
def test_a_link_with_a_bare_code_survives_the_back_button(reader: Reader, address: str) -> None:
    visitor = reader()
    page = visitor.open("progress")
    # Only what a reader does is a step of the history, see history.js.
    for step in (address, "progress"):
        page.evaluate("dispatchEvent(new Event('keydown'))")
        page.evaluate("step => history.pushState({}, '', '/' + step)", step)
    page.go_back()
    page.wait_for_function("() => !document.querySelector('h1')?.innerText.includes('Progress')")
    visitor.wait()
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize(
    ("address", "key", "text"),
    [("progress", "platform", "Energy"), ("priorities", "domain", "C10 ")],
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


def test_the_keyboard_reaches_and_follows_a_link_of_the_list(reader: Reader) -> None:
    visitor = reader()
    visitor.open("progress")
    assert focus_by_tab(visitor, "a[href*='partnership=']")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/partnership\?partnership="))


def wait_until_served(url: str, version: str) -> None:
    """Wait until the dashboard serves the store of a version."""
    until = time.monotonic() + MOST_SECONDS + 5
    while True:
        with urllib.request.urlopen(f"{url}/healthz") as answer:
            if json.load(answer)["data_version"] == version:
                return
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_store_published_meanwhile_is_read_on_the_next_rerun_once_it_is_ready(
    reader: Reader, dashboard: Any, store_path: Path
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
        wait_until_served(dashboard.url, "77.7.7")
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


def test_the_title_of_the_tab_follows_to_another_page_and_back(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region?territory=ITI1")
    go(visitor, "Data", "Coverage")
    assert page.title() == "Coverage · s3dash"
    page.go_back()
    page.get_by_role("heading", level=1, name="Toscana").wait_for()
    visitor.wait()
    assert page.title() == "Toscana · Region · s3dash"
