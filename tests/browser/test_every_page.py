"""What every page and view promises in a real browser; each is opened once for all of it.

Most are seen in several of `SETTINGS` without being opened again: the window changes its theme and
its width, as a reader's does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from s3dash.ui.shell.registry import PAGES

RECORDS = {"partnership": "?partnership=high-tech-farming", "region": "?territory=ITI1"}
PAGE_ADDRESSES = [spec.url_path + RECORDS.get(spec.key, "") for spec in PAGES]
MORE_ADDRESSES = [
    "coverage?view=fields",
    "coverage?view=dates",
    "coverage?view=missing",
    "data?view=dictionary",
    "data?view=build",
    "priorities?priority=ITH5-2021-01",
    "priorities?country=ZZ&text=zzzzzz",
    "topic?about=xqzvwkj",
    "topic?about=hydrogen&for=AT21&print=yes",
    "priorities?text=hydrogan&territory=FR&territory=DE&without=platform:agri-food",
    "priorities?view=table&period=2021-2027",
    "priorities?view=territories&text=energy",
    "priorities?view=matrix",
    "priorities?view=matrix&level=divisions&territory=DE",
    "priorities?view=common&territory=IT",
    "partnership?partnership=nope",
    "agri-food?view=stages",
    "industrial-modernisation?view=network&territory=ITC4&least=2",
    "energy?view=facts",
    "industrial-modernisation?view=join",
    "platform?platform=sustainable-blue-economy",
    "region?territory=ITI1&view=change",
    "region?territory=ITI1&view=distinctive",
    "region?territory=ITI1&view=neighbours",
    "region?territory=ITI1&view=indicators",
    "region?territory=ITI1&print=yes",
    "region?territory=UK-england",
]
FIVE = "compare?" + "&".join(
    f"territory={code}" for code in ("ITC4", "DE1", "FI194", "ES61", "BE2")
)
BIG, EMPTY = "partnership?partnership=high-tech-farming", "partnership?partnership=smart-grids"
RICH = "traceability-and-big-data"
MANY_SETTINGS = [
    *PAGE_ADDRESSES,
    "topic?about=hydrogen&for=AT21",
    f"{FIVE}&view=indicators",
    f"{FIVE}&view=similar&part=map",
    f"{BIG}&view=organisations",
    f"{BIG}&view=capability",
    f"{BIG}&view=candidates",
    f"partnership?partnership={RICH}&asof=2022-06-30&event={RICH}-03",
    "partners?territory=ITC4&mode=analysis&w_complement=1&w_peer=1&w_links=1",
    "progress?asof=2018-06-30&territory=IT",
    "region?territory=ITI1&view=partnerships",
]
"""Every page, and the views that draw something which stands on none of them."""
MANY_WIDTHS = [
    "topic?platform=industrial-modernisation&for=ITI1",
    f"{FIVE}&view=indicators&form=table",
    f"{FIVE}&view=priorities&level=divisions",
    f"{FIVE}&view=partnerships",
    f"{FIVE}&view=strategies",
    f"{FIVE}&view=similar",
    f"{FIVE}&view=similar&part=profile",
    f"{BIG}&view=capability&level=divisions&whose=around",
    f"{BIG}&view=links",
    EMPTY,
    f"{EMPTY}&view=organisations",
    f"{EMPTY}&view=capability&level=divisions&whose=around",
    f"{EMPTY}&view=links",
    f"{EMPTY}&view=candidates",
    "partners?territory=DE1&mode=cross-border&view=table",
    "partners?territory=UK-england&km=100",
    "workflow?stage=connect",
]
"""Views of pieces that are looked at in the dark already; what is wide stands on them, too."""
ADDRESSES = MANY_SETTINGS + MANY_WIDTHS + MORE_ADDRESSES
WITH_MAP = ["", "priorities", "agri-food", "energy", "industrial-modernisation"] + [
    spec.url_path + RECORDS[spec.key] for spec in PAGES if spec.key in RECORDS
]
TITLES = {
    "": "Overview · s3dash",
    "energy": "Energy · s3dash",
    "compare": "Compare · s3dash",
    "region?territory=ITI1": "Toscana · Region · s3dash",
    "region?territory=ITI1&print=yes": "Toscana · Region · s3dash",
    "priorities": "Priorities · s3dash",
    "priorities?view=territories&text=energy": "with “energy” · Priorities · s3dash",
}
MOST_BYTES = 60_000
SETTINGS = {"wide": (1440, "light"), "dark": (1440, "dark"), "narrow": (390, "dark")}
"""In this order: the name of a setting, and its width and theme."""
SEEN_IN = {"wide": ADDRESSES, "dark": MANY_SETTINGS, "narrow": MANY_SETTINGS + MANY_WIDTHS}
PICTURES = """() => [...document.querySelectorAll(
  '[data-testid=stPlotlyChart], [data-testid=stDataFrame], [data-testid=stVegaLiteChart], .s3-map,'
  + '[data-testid=stDeckGlJsonChart]')].map(
  element => {
    const told = [element, ...element.querySelectorAll('[role=region], [role=figure], [role=img]')]
      .map(item => item.getAttribute('aria-label')).find(Boolean);
    return [element.dataset.testid || 'map', told || ''];
  })"""
TOO_WIDE_BY = """() => {
  const moves = element => element === document.scrollingElement
    || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const pages = [document.scrollingElement, document.querySelector('[data-testid=stMain]'),
                 document.querySelector('[data-testid=stAppViewContainer]')];
  return Math.max(...pages.filter(moves).map(page => page.scrollWidth - page.clientWidth));
}"""
TOUCHING = """() => {
  const all = [...document.querySelectorAll('[data-testid=stMain] .s3-button')];
  const boxes = all.map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom,
                                a.top - b.bottom) < 3)
    .map(([other]) => one.textContent + ' and ' + other.textContent));
}"""
BACKGROUND = """() =>
  getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"""
WIDEST = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
            && e.getBoundingClientRect().width > 0)
  .slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + (e.dataset?.testid ?? ''))"""


@dataclass(frozen=True)
class Seen:
    """What a browser saw of a page; by setting: ``violations``, ``background``, ``too_wide`` and
    ``touching``, buttons with no room between them.
    """

    violations: dict[str, list[str]]
    hosts: set[str]
    complaints: list[str]
    received_bytes: int
    pictures: list[list[str]]
    text: str
    title: str
    background: dict[str, str]
    too_wide: dict[str, list[str]]
    touching: dict[str, list[str]]
    has_exception: bool


@pytest.fixture(scope="module")
def see(lasting_reader: Callable[..., Any]) -> Callable[[str], Seen]:
    """Open a page once and remember all that the tests below ask about it."""
    visitor = lasting_reader()

    @cache
    def look(address: str) -> Seen:
        page = visitor.page
        # Left first: as its window changes, the last page runs again, and what it gets would count.
        page.goto("about:blank")
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light")
        visitor.complaints.clear()
        visitor.received_bytes = 0
        visitor.open(address)
        received, text, pictures = visitor.received_bytes, visitor.said(), page.evaluate(PICTURES)
        title = page.title()
        violations: dict[str, list[str]] = {}
        background: dict[str, str] = {}
        too_wide: dict[str, list[str]] = {}
        touching: dict[str, list[str]] = {}
        was = SETTINGS["wide"]
        for name, (width, theme) in SETTINGS.items():
            if address not in SEEN_IN[name]:
                continue
            # A new theme runs the page again; where no colour is looked at, its width alone counts.
            now = width, theme if address in MANY_SETTINGS else "light"
            visitor.change_to(*now, was)
            was = now
            if name == "wide" or address in MANY_SETTINGS:
                # Structure is the same in the dark, colours are the same on a narrow screen.
                of_colours = {"dark": True, "narrow": False}.get(name)
                violations[name] = visitor.violations(of_colours=of_colours)
            background[name] = page.evaluate(BACKGROUND)
            too_wide[name] = page.evaluate(WIDEST) if page.evaluate(TOO_WIDE_BY) > 0 else []
            touching[name] = page.evaluate(TOUCHING)
        addresses = [urlsplit(url.removeprefix("blob:")) for url in visitor.asked()]
        return Seen(
            violations=violations,
            hosts={parts.netloc for parts in addresses if parts.scheme != "data"},
            complaints=list(visitor.complaints),
            received_bytes=received,
            pictures=pictures,
            text=text,
            title=title,
            background=background,
            too_wide=too_wide,
            touching=touching,
            has_exception=page.locator("[data-testid=stException]").count() > 0,
        )

    return look


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_serious_violation(see: Callable[[str], Seen], address: str) -> None:
    settings = [*SETTINGS] if address in MANY_SETTINGS else ["wide"]
    assert see(address).violations == {setting: [] for setting in settings}


def test_the_theme_follows_the_reader(see: Callable[[str], Seen]) -> None:
    def lightness(colour: str) -> int:
        return sum(int(part) for part in colour.strip("rgba()").split(",")[:3])

    background = see("").background
    assert lightness(background["wide"]) > 600
    assert lightness(background["dark"]) < 150


@pytest.mark.parametrize("address", SEEN_IN["narrow"])
def test_a_page_scrolls_down_and_never_sideways(see: Callable[[str], Seen], address: str) -> None:
    settings = [setting for setting, seen in SEEN_IN.items() if address in seen]
    assert see(address).too_wide == {setting: [] for setting in settings}


@pytest.mark.parametrize("address", SEEN_IN["narrow"])
def test_buttons_do_not_touch_one_another(see: Callable[[str], Seen], address: str) -> None:
    assert not any(see(address).touching.values()), see(address).touching


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_request_goes_to_another_host(
    see: Callable[[str], Seen], dashboard: Any, address: str
) -> None:
    assert see(address).hosts == {urlsplit(dashboard.url).netloc}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_console_has_no_error(see: Callable[[str], Seen], address: str) -> None:
    assert see(address).complaints == []
    assert not see(address).has_exception


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_load_stays_within_the_budget(see: Callable[[str], Seen], address: str) -> None:
    assert 0 < see(address).received_bytes <= MOST_BYTES


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_map_chart_and_table_has_a_text_alternative(
    see: Callable[[str], Seen], address: str
) -> None:
    for kind, told in see(address).pictures:
        assert len(told) > 15, kind


@pytest.mark.parametrize("address", WITH_MAP)
def test_every_map_has_the_boundary_copyright_under_it(
    see: Callable[[str], Seen], address: str
) -> None:
    seen = see(address)
    maps = [told for kind, told in seen.pictures if kind == "map"]
    assert maps
    assert seen.text.count("© EuroGeographics for the administrative boundaries") == len(maps)


@pytest.mark.parametrize("address", TITLES)
def test_the_title_of_the_tab_names_the_page_and_what_it_is_about(
    see: Callable[[str], Seen], address: str
) -> None:
    assert see(address).title == TITLES[address]
