"""Maps as a reader meets them: pointing, clicking, lists that light their place, failures."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from shapely.geometry import shape

from s3dash.folders import MAPS
from s3dash.ui.maps.territory_map import inset_layout
from tests.browser.steps import region_on_map

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]


@pytest.fixture
def touching(reader: Reader) -> Any:
    """A reader with a phone that is touched."""
    visitor = reader(width=390, has_touch=True)
    return visitor


POINTED = "document.querySelector('.s3-pointed').getAttribute('d') || ''"
SHAPE = "code => document.querySelector(`[data-territory='${code}']`).getAttribute('d')"


def bounds(code: str) -> tuple[float, float, float, float]:
    """West, south, east and north end of a region of level 2 in its file, in map units."""
    regions = json.loads((MAPS / "nuts-2.json").read_text(encoding="utf-8"))["features"]
    [found] = [shape(one["geometry"]).bounds for one in regions if one["id"] == code]
    return found


def chosen(visitor: Any) -> list[str]:
    return parse_qs(urlsplit(visitor.page.url).query).get("territory", [])


def click_region(visitor: Any, code: str, *held: str) -> None:
    _, x, y = region_on_map(visitor, [code])
    for key in held:
        visitor.page.keyboard.down(key)
    before = visitor.received_bytes
    visitor.page.mouse.click(x, y)
    for key in held:
        visitor.page.keyboard.up(key)
    visitor.wait_for_bytes(before)


def test_pointing_at_a_region_tells_its_figures(reader: Reader, facts: Facts) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    assert page.locator(".s3-tip").is_hidden()
    region_on_map(visitor, ["ES24"])
    count = (facts("priority")["territory_id"] == "ES24").sum()
    told = page.locator(".s3-tip").inner_text().splitlines()
    assert told == ["Aragón", "Spain", f"{count} of {count} documented priorities"]
    assert page.evaluate(POINTED) == page.evaluate(SHAPE, "ES24")
    page.mouse.move(3, 3)
    page.locator(".s3-tip").wait_for(state="hidden")
    assert page.evaluate(POINTED) == ""
    assert visitor.complaints == []


def test_a_tooltip_stays_on_a_narrow_screen(reader: Reader) -> None:
    visitor = reader(width=390)
    page = visitor.open("priorities")
    for code in ("ES11", "CY", "ES24"):
        region_on_map(visitor, [code])
        box = page.locator(".s3-tip").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_with_a_key_held_a_click_adds_a_territory_or_takes_it_away(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    click_region(visitor, "ES24")
    assert chosen(visitor) == ["ES24"]
    click_region(visitor, "PL41", "Control")
    assert chosen(visitor) == ["ES24", "PL41"]
    both = page.evaluate(SHAPE, "ES24") + page.evaluate(SHAPE, "PL41")
    assert page.locator(".s3-outlines").get_attribute("d") == both
    click_region(visitor, "ES24", "Shift")
    assert chosen(visitor) == ["PL41"]
    click_region(visitor, "PL41")
    assert chosen(visitor) == []
    assert page.locator(".s3-outlines").get_attribute("d") == ""
    assert visitor.complaints == []


def test_a_row_of_a_list_lights_its_place_on_the_map(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=PL41&view=territories")
    row = page.locator(".s3-group").first
    for way in ("pointer", "key"):
        if way == "pointer":
            row.locator("li").first.hover()
        else:
            row.locator("li a").first.focus()
        page.wait_for_function(f"({POINTED}) !== ''")
        assert page.evaluate(POINTED) == page.evaluate(SHAPE, "PL41")
        if way == "pointer":
            page.mouse.move(3, 3)
        else:
            page.locator("h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
        page.wait_for_function(f"({POINTED}) === ''")


def test_shapes_stand_where_the_projection_has_them(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    (left, right), (bottom, top) = inset_layout()["x_range"], inset_layout()["y_range"]
    box = page.locator(".s3-map svg").bounding_box()
    assert box["width"] / box["height"] == pytest.approx((right - left) / (top - bottom), rel=0.01)
    for code in ("ES24", "PL41", "ITI1"):
        west, south, east, north = bounds(code)
        found = page.locator(f"[data-territory='{code}']").bounding_box()
        across = box["width"] / (right - left)
        assert found["x"] == pytest.approx(box["x"] + (west - left) * across, abs=2)
        assert found["y"] == pytest.approx(box["y"] + (top - north) * across, abs=2)
        assert found["width"] == pytest.approx((east - west) * across, abs=3)
        assert found["height"] == pytest.approx((north - south) * across, abs=3)


def test_maps_that_cannot_be_loaded_say_so_until_they_can(reader: Reader) -> None:
    visitor = reader()
    page = visitor.page
    page.route("**/maps/nuts-2.json*", lambda route: route.abort())
    page.goto(f"{visitor.url}/priorities")
    failed = page.locator(".s3-failed")
    page.get_by_text("The map could not be drawn").wait_for()
    assert "Load the page again" in failed.inner_text()
    assert page.locator(".s3-list > li").count() > 5
    assert page.locator(".s3-map svg").get_attribute("aria-label")
    page.unroute("**/maps/nuts-2.json*")
    page.get_by_text("Share of the territory's priorities").click()
    page.locator(".s3-map.s3-drawn").wait_for()
    visitor.wait()
    assert failed.inner_text() == ""
    assert page.locator(".s3-areas path").count() > 100


def test_a_map_that_cannot_be_drawn_anew_does_not_show_the_one_before(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?text=shipbuilding")
    assert 0 < page.locator(".s3-areas path").count() < 20
    page.route("**/maps/nuts-3.json*", lambda route: route.abort())
    page.locator(".st-key-clear_all button").click()
    page.get_by_text("The map could not be drawn").wait_for()
    assert page.locator(".s3-areas path").count() == 0


def test_what_the_pointer_rests_on_is_told_anew_or_not_at_all(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    region_on_map(visitor, ["ES24"])
    assert page.locator(".s3-tip").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".s3-tip").is_hidden()
    page.mouse.move(3, 3)
    region_on_map(visitor, ["ES24"])
    page.locator(".st-key-text input").focus()
    page.keyboard.type("hydrogen")
    page.wait_for_url(lambda url: "hydrogen" in url)
    visitor.wait()
    assert page.locator(".s3-tip").is_hidden() or "1 of" in page.locator(".s3-tip").inner_text()


def test_tooltips_stay_in_the_window_when_part_of_the_map_does(reader: Reader) -> None:
    visitor = reader(width=1366, height=650)
    page = visitor.open("priorities")
    for code in ("SE33", "FI1D7"):
        shown = page.evaluate(
            "code => document.querySelector(`[data-territory='${code}']`)?.getBoundingClientRect()",
            code,
        )
        if not shown or shown["top"] + shown["height"] / 2 > 640:
            continue
        page.mouse.move(shown["left"] + shown["width"] / 2, shown["top"] + shown["height"] / 2)
        box = page.locator(".s3-tip").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 650


def test_a_finger_asks_first_and_acts_then(touching: Any) -> None:
    page = touching.open("")
    page.locator(".s3-map").first.scroll_into_view_if_needed()
    code, x, y = region_on_map(touching, ["ES24", "PL41", "FR"])
    page.touchscreen.tap(x, y)
    page.locator(".s3-tip").wait_for()
    assert "region" not in page.url
    page.touchscreen.tap(x, y)
    page.wait_for_url(lambda url: f"territory={code}" in url)


def test_with_a_key_held_a_map_opens_the_region_in_a_tab_of_its_own(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("")
    code, x, y = region_on_map(visitor, ["ES24", "PL41"])
    page.keyboard.down("Control")
    with visitor.context.expect_page() as opened:
        page.mouse.click(x, y)
    page.keyboard.up("Control")
    opened.value.wait_for_url(lambda url: url.endswith(f"/region?territory={code}"))
    assert page.url == f"{visitor.url}/"


def test_a_page_follows_its_theme(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")

    def land() -> str:
        return str(page.locator(".s3-land").evaluate("land => getComputedStyle(land).fill"))

    light = land()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "was => getComputedStyle(document.querySelector('.s3-land')).fill !== was", arg=light
    )
    visitor.wait()
    assert page.locator(".s3-title").first.evaluate("one => getComputedStyle(one).color") != light
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "was => getComputedStyle(document.querySelector('.s3-land')).fill === was", arg=light
    )


def test_pages_of_maps_do_without_the_library_of_charts(reader: Reader) -> None:
    visitor = reader()
    visitor.open("priorities")
    visitor.page.wait_for_timeout(500)
    assert not [address for address in visitor.asked() if "Plotly" in address]
    visitor.open("priorities?view=common")
    assert [address for address in visitor.asked() if "Plotly" in address]


def test_on_paper_the_legend_has_the_colours_of_the_map(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities")
    look_at_paper(page, "light")
    page.emulate_media(media="screen")
    visitor.change_to(1440, "dark", (1440, "light"))
    look_at_paper(page, "dark")


def look_at_paper(page: Any, theme: str) -> None:
    page.emulate_media(media="print", color_scheme=theme)
    seen = page.evaluate("""() => {
      const style = chosen => getComputedStyle(document.querySelector(chosen));
      return {
        land: [style('.s3-land').fill, style('.s3-is-land').backgroundColor],
        classes: [style('.s3-areas').filter, style('.s3-legend i[style]').filter],
        names: style('.s3-names span').color,
        fills: [...new Set([...document.querySelectorAll('.s3-areas path')].map(
          area => getComputedStyle(area).fill))].sort(),
        legend: [...document.querySelectorAll('.s3-legend i[style]')].map(
          item => getComputedStyle(item).backgroundColor).sort(),
      };
    }""")
    assert seen["land"] == ["rgb(236, 239, 243)"] * 2
    assert seen["classes"][0] == seen["classes"][1]
    assert (seen["classes"][0] == "none") == (theme == "light")
    assert seen["names"] == "rgb(22, 32, 46)"
    assert seen["fills"] == seen["legend"]


def in_view(visitor: Any) -> list[float]:
    """Left, top, width and height of the part of Europe that is drawn, in map units."""
    box = visitor.page.locator(".s3-map svg").get_attribute("viewBox")
    return [float(part) for part in box.split()]


def test_zoom_goes_to_what_is_chosen_and_a_drag_is_no_click(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=ITC3")
    closer = page.get_by_role("button", name="Zoom in")
    wider = page.get_by_role("button", name="Zoom out")
    assert wider.is_disabled()
    whole = in_view(visitor)
    closer.click()
    closer.click()
    left, top, width, height = in_view(visitor)
    assert (width, height) == pytest.approx((whole[2] / 4, whole[3] / 4))
    west, south, east, north = bounds("ITC3")
    assert left + width / 2 == pytest.approx((west + east) / 2, abs=0.1)
    assert top + height / 2 == pytest.approx(-(south + north) / 2, abs=0.1)
    assert not page.locator(".s3-names").is_visible()

    box = page.locator(".s3-map svg").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 20, steps=5)
    page.mouse.up()
    moved = in_view(visitor)
    assert moved[0] == pytest.approx(left - 60 * width / box["width"], abs=0.1)
    assert moved[1] == pytest.approx(top + 20 * height / box["height"], abs=0.1)
    page.wait_for_timeout(300)
    assert chosen(visitor) == ["ITC3"]

    # A change of the filter leaves the part that is in view.
    click_region(visitor, "ITC1", "Control")
    assert chosen(visitor) == ["ITC3", "ITC1"]
    assert in_view(visitor) == moved
    for _ in range(4):
        if not wider.is_disabled():
            wider.click()
    assert in_view(visitor) == whole
    assert visitor.complaints == []


def test_zoom_ends_where_nothing_more_is_seen(reader: Reader) -> None:
    visitor = reader(width=390)
    page = visitor.open("")
    closer = page.get_by_role("button", name="Zoom in")
    closer.focus()
    for _ in range(10):
        if not closer.is_disabled():
            page.keyboard.press("Enter")
    assert closer.is_disabled()
    assert in_view(visitor)[2] > 2
