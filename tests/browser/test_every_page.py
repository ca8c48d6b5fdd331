"""What every page promises in a real browser; each page is opened once per theme and width."""

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
    "data?view=sources",
    "data?view=dictionary",
    "data?view=build",
    "priorities?priority=ITH5-2021-01",
    "priorities?country=ZZ&text=zzzzzz",
    "priorities?text=hidrogen&territory=FR&territory=DE&without=platform:agri-food",
    "priorities?view=table&period=2021-2027",
    "priorities?view=territories&text=energy",
    "priorities?view=matrix",
    "priorities?view=matrix&level=divisions&territory=DE",
    "priorities?view=common&territory=IT",
    "partnership?partnership=nope",
    "partnership?partnership=smart-grids",
    "agri-food?view=stages",
    "industrial-modernisation?view=network",
    "industrial-modernisation?view=network&territory=ITC4&least=2",
    "energy?view=facts",
    "industrial-modernisation?view=join",
    "agri-food?view=join&standing=linked",
    "platform?platform=sustainable-blue-economy",
    "platform?platform=sustainable-blue-economy&view=network",
    "region?territory=ITI1&view=change",
    "region?territory=ITI1&view=distinctive",
    "region?territory=ITI1&view=neighbours",
    "region?territory=ITI1&view=indicators",
    "region?territory=ITI1&print=yes",
    "region?territory=IT&view=indicators",
    "region?territory=UK-england",
]
ADDRESSES = PAGE_ADDRESSES + MORE_ADDRESSES
WITH_MAP = ["", "priorities", "agri-food", "energy", "industrial-modernisation"] + [
    spec.url_path + RECORDS[spec.key] for spec in PAGES if spec.key in RECORDS
]
MOST_BYTES = 60_000
SETTINGS = [(1440, "light"), (1440, "dark"), (390, "light")]
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
WIDEST = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
            && e.getBoundingClientRect().width > 0)
  .slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + (e.dataset?.testid ?? ''))"""


@dataclass(frozen=True)
class Seen:
    """What a browser saw of a page."""

    violations: list[str]
    hosts: set[str]
    complaints: list[str]
    received_bytes: int
    pictures: list[list[str]]
    text: str
    background: str
    too_wide_by: int
    too_wide: list[str]
    has_exception: bool


@pytest.fixture(scope="module")
def see(lasting_reader: Callable[..., Any]) -> Callable[..., Seen]:
    """Open a page once and remember all that the tests below ask about it."""
    visitors: dict[tuple[int, str], Any] = {}

    @cache
    def look(address: str, width: int = 1440, theme: str = "light") -> Seen:
        if (width, theme) not in visitors:
            visitors[width, theme] = lasting_reader(width=width, theme=theme)
        visitor = visitors[width, theme]
        visitor.requests.clear()
        visitor.complaints.clear()
        visitor.received_bytes = 0
        page = visitor.open(address)
        received = visitor.received_bytes
        violations = visitor.violations()
        addresses = [urlsplit(url.removeprefix("blob:")) for url in visitor.requests]
        return Seen(
            violations=violations,
            hosts={parts.netloc for parts in addresses if parts.scheme != "data"},
            complaints=list(visitor.complaints),
            received_bytes=received,
            pictures=page.evaluate(PICTURES),
            text=visitor.said(),
            background=page.evaluate(
                "() => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
                ".backgroundColor"
            ),
            too_wide_by=page.evaluate(TOO_WIDE_BY),
            too_wide=page.evaluate(WIDEST),
            has_exception=page.locator("[data-testid=stException]").count() > 0,
        )

    return look


@pytest.mark.parametrize(("width", "theme"), SETTINGS)
@pytest.mark.parametrize("address", PAGE_ADDRESSES)
def test_axe_finds_no_serious_violation(
    see: Callable[..., Seen], address: str, width: int, theme: str
) -> None:
    assert see(address, width, theme).violations == []


@pytest.mark.parametrize("address", MORE_ADDRESSES)
def test_axe_finds_no_serious_violation_in_other_views(
    see: Callable[..., Seen], address: str
) -> None:
    assert see(address).violations == []


def test_the_theme_follows_the_reader(see: Callable[..., Seen]) -> None:
    def lightness(colour: str) -> int:
        return sum(int(part) for part in colour.strip("rgba()").split(",")[:3])

    light, dark = see("", 1440, "light").background, see("", 1440, "dark").background
    assert lightness(light) > 600
    assert lightness(dark) < 150


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_request_goes_to_another_host(
    see: Callable[..., Seen], dashboard: Any, address: str
) -> None:
    assert see(address).hosts == {urlsplit(dashboard.url).netloc}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_console_has_no_error(see: Callable[..., Seen], address: str) -> None:
    assert see(address).complaints == []
    assert not see(address).has_exception


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_load_stays_within_the_budget(see: Callable[..., Seen], address: str) -> None:
    assert 0 < see(address).received_bytes <= MOST_BYTES


@pytest.mark.parametrize("address", PAGE_ADDRESSES)
def test_a_phone_scrolls_down_and_never_sideways(see: Callable[..., Seen], address: str) -> None:
    seen = see(address, 390)
    assert seen.too_wide_by <= 0, seen.too_wide


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_map_chart_and_table_has_a_text_alternative(
    see: Callable[..., Seen], address: str
) -> None:
    for kind, told in see(address).pictures:
        assert len(told) > 15, kind


@pytest.mark.parametrize("address", WITH_MAP)
def test_every_map_has_the_boundary_copyright_under_it(
    see: Callable[..., Seen], address: str
) -> None:
    seen = see(address)
    maps = [told for kind, told in seen.pictures if kind == "map"]
    assert maps
    assert seen.text.count("© EuroGeographics for the administrative boundaries") == len(maps)
