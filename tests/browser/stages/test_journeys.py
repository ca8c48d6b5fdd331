"""What readers do with the stages: replay the past, read an event, print a checklist."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from tests.browser.steps import choose, focus_by_tab, go

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]

MOST_BYTES = 60_000
RICH = "traceability-and-big-data"
MARKS = "[data-testid=stPlotlyChart] .scatterlayer .trace .points path.point"


def query(visitor: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visitor.page.url).query)


def test_the_slider_replays_with_the_keys_within_the_budget(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress")
    assert 0 < visitor.received_bytes <= MOST_BYTES
    assert focus_by_tab(visitor, ".st-key-as_of_day input[type=range]")
    for _ in range(2):
        before = visitor.received_bytes
        page.keyboard.press("ArrowLeft")
        assert 0 < visitor.wait_for_bytes(before) <= MOST_BYTES
    page.wait_for_url(re.compile(r"[?&]asof=\d{4}-\d{2}-\d{2}"))
    assert page.evaluate("document.activeElement.type") == "range"
    for _ in range(8):
        asked = query(visitor)["asof"]
        page.locator(".st-key-as_of_back button").click()
        page.wait_for_url(lambda url, asked=asked: parse_qs(urlsplit(url).query)["asof"] != asked)
        visitor.wait()
    assert re.search(r"\d+ events dated later", visitor.said())
    day = query(visitor)["asof"]
    page.locator("a[href*='partnership=solar-energy']").first.click()
    page.get_by_role("heading", level=1, name="Solar Energy").wait_for()
    visitor.wait()
    assert query(visitor) == {"partnership": ["solar-energy"], "asof": day}
    assert visitor.complaints == []


def test_a_filter_stays_when_the_reader_comes_back(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress?asof=2019-06-30")
    before = visitor.received_bytes
    choose(visitor, "territory", "Italy")
    page.wait_for_url(re.compile(r"[?&]territory=IT(&|$)"))
    assert visitor.wait_for_bytes(before) <= MOST_BYTES
    go(visitor, "Regions", "Region")
    visitor.wait()
    go(visitor, "Partnerships", "Progress")
    page.wait_for_url(re.compile(r"territory=IT"))
    visitor.wait()
    assert query(visitor) == {"asof": ["2019-06-30"], "territory": ["IT"]}
    page.locator(".st-key-clear_board button").click()
    page.wait_for_url(lambda url: "territory" not in url)


def test_a_click_on_a_mark_opens_its_event(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open(f"partnership?partnership={RICH}")
    events = facts("stage_evidence").query("partnership_id == @RICH").set_index("evidence_id")
    opened = set()
    was = (1440, "light")
    # On a wide screen, then on a phone.
    for place, width in ((0, 1440), (-1, 390)):
        visitor.change_to(width, "light", was)
        was = (width, "light")
        before = visitor.received_bytes
        marks = page.locator(MARKS)
        mark = marks.nth(place % marks.count())
        mark.scroll_into_view_if_needed()
        # Plotly listens above the marks: the place counts, not the element.
        box = mark.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        # The event that was open before still stands there until the answer has come.
        page.wait_for_url(
            lambda url: "event=" in url and not any(f"event={one}" in url for one in opened)
        )
        page.locator(".st-key-event_open").wait_for()
        assert visitor.wait_for_bytes(before) <= MOST_BYTES
        [event] = query(visitor)["event"]
        opened.add(event)
        told = page.locator(".st-key-event_open")
        assert events.loc[event, "detail"] in told.inner_text()
        assert (
            told.get_by_role("link", name="source").get_attribute("href")
            == (events.loc[event, "source_url"])
        )
    assert len(opened) == 2
    # The list beneath stays, those before its newest behind a click.
    newest = events.sort_values("date")["title"].iloc[-1]
    assert page.get_by_text(newest, exact=True).last.is_visible()
    page.locator(".st-key-older_events summary").click()
    for title in events["title"]:
        page.get_by_text(title, exact=True).last.wait_for()
    page.locator(".st-key-event_close button").click()
    page.locator(".st-key-event_open").wait_for(state="detached")
    page.wait_for_url(lambda url: "event=" not in url)
    assert visitor.complaints == []


def test_the_board_is_one_screen_and_told_as_a_table(
    reader: Reader, facts: Callable[[str], pd.DataFrame]
) -> None:
    visitor = reader()
    page = visitor.open("progress?asof=2026-11-01")
    row = page.get_by_role("row").filter(has=page.locator(f"a[href*='{RICH}']"))
    cells = [" ".join(cell.split()) for cell in row.get_by_role("cell").all_text_contents()]
    assert re.match(r"\d+ 2024-09, earlier, revisited 2024-09", cells[1])
    assert cells[5] == "not documented"
    rows = page.locator(".s3-board tbody th[scope=row]")
    assert rows.count() == len(facts("partnership"))
    first = rows.first.bounding_box()
    assert first is not None
    assert first["y"] < 650
    # The heads of the columns stay while the rows move.
    rows.last.scroll_into_view_if_needed()
    assert page.get_by_role("columnheader", name="Commercialise").is_visible()
    head = page.locator(".s3-board thead th").first.bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 120
    # What the marks mean is one click away.
    page.get_by_text("What active, earlier, revisited and quiet mean").click()
    page.get_by_text("certainly came after one of a later stage").wait_for()
    visitor.wait()
    # By key: while the box still opens, what the pointer goes down on is not where it comes up.
    page.get_by_role("link", name="The work-flow step by step").press("Enter")
    page.get_by_role("heading", level=1, name="Work-flow").wait_for()


def test_a_strip_is_told_to_a_screen_reader(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open(f"partnership?partnership={RICH}&asof=2026-11-01")
    strip = page.locator(".s3-strip").first
    told = [" ".join(item.split()) for item in strip.locator("li").all_text_contents()]
    assert re.match(r"Learn: \d+ dated events?, latest 2024-09", told[0])
    assert "revisited 2024-09" in told[0]
    assert told[4].endswith(": not documented")


def test_names_keep_their_width_on_a_small_screen(reader: Reader) -> None:
    visitor = reader(width=1024, height=768)
    page = visitor.open("progress")
    for width in (1024, 1180):
        page.set_viewport_size({"width": width, "height": 768})
        name = page.locator(".s3-board tbody th[scope=row]").first.bounding_box()
        assert name["width"] > 160, width
        table = page.locator(".s3-board").bounding_box()
        assert table["x"] + table["width"] <= width - 60, width


def test_the_board_on_paper_says_what_was_chosen(reader: Reader) -> None:
    page = reader().open("progress?platform=agri-food&asof=2022-01-31")
    page.emulate_media(media="print")
    caption = page.locator(".s3-board caption")
    caption.wait_for()
    assert "Agri-Food; as of 2022-01-31, active within 24 months" in caption.inner_text()


@pytest.mark.parametrize(("step", "sheets"), [("connect", 1), ("every", 1), ("all", 6)])
def test_paper_shows_the_checklist_and_little_else(reader: Reader, step: str, sheets: int) -> None:
    visitor = reader(theme="dark")
    page = visitor.open(f"workflow?stage={step}")
    page.emulate_media(media="print")
    guides = page.locator(".s3-guide").all()
    assert len(guides) == sheets
    assert all(guide.is_visible() for guide in guides)
    assert page.get_by_role("heading", level=1, name="Work-flow").is_visible()
    for key in ("workflow_step", "guide_files", "guide_date", "guide_partnerships"):
        assert page.locator(f".st-key-{key}:visible").count() == 0, key
    colours = guides[0].evaluate("""guide => [...new Set(
        [...guide.querySelectorAll('li')].map(part => getComputedStyle(part).color))]""")
    assert colours == ["rgb(0, 0, 0)"], "black on white, whatever the screen"
    last = page.locator(".s3-guide li").last
    bottom = last.evaluate("item => item.getBoundingClientRect().bottom + scrollY")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert bottom <= height, "the end of the list is cut off on paper"
    assert pages_of(page.pdf(format="A4")) == sheets


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("guide", 4),
        ("region?territory=ITH5&view=partnerships", 3),
        ("energy", 3),
        ("progress", 3),
        # Nine priorities.
        ("priorities?territory=PL81", 1),
        ("priorities?territory=PL81&view=Table", 1),
    ],
)
def test_controls_stay_off_the_paper(reader: Reader, address: str, most: int) -> None:
    page = reader().open(address)
    page.emulate_media(media="print")
    for kind in ("button", "combobox", "slider", "textbox", "radiogroup", "navigation"):
        assert page.get_by_role(kind).locator("visible=true").count() == 0, kind
    told = page.locator(".s3-on-paper").inner_text()
    # What is told for a day names it on paper, also where that is today.
    assert re.sub(r"[?&]asof=\d{4}-\d\d-\d\d$", "", told) == page.url
    assert ("asof=" in told) == (address == "progress")
    assert pages_of(page.pdf(format="A4")) <= most


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
