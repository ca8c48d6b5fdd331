"""Links of pages as pictures: every page and picture, what is in it, and what is refused."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.partnership.shared import VIEWS as PARTNERSHIP
from s3dash.ui.region.shared import VIEWS as REGION
from s3dash.ui.shell.registry import PAGES
from s3dash.web.api.picture_pages import NO_PICTURE, PicturePage
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.pictures import picture_link
from s3dash.web.api.routes import PATHS
from s3dash.web.api.views import data_link

Get = Callable[..., Any]
MORE = {"topic": [("about", "hydrogen")], "region": [("indicator", "unemployment_rate")]}
EVERY = [(page, which) for page in PICTURED for which in page.pictures]
TEXT = "{http://www.w3.org/2000/svg}text"


def needed(page: PicturePage) -> list[tuple[str, str]]:
    return [
        *((one.name, one.example) for one in page.parameters if one.is_required),
        *MORE.get(page.path, []),
    ]


def texts(svg: bytes) -> str:
    return " ".join(one.text or "" for one in ElementTree.fromstring(svg).iter(TEXT))


@pytest.mark.parametrize(("page", "which"), EVERY, ids=lambda x: getattr(x, "path", x))
def test_every_picture_says_its_source_and_date(get: Get, page: PicturePage, which: str) -> None:
    given = [*needed(page), ("picture", which), ("theme", "dark")]
    answer = get(f"/{page.path}.svg", given)
    assert answer.status == 200, answer.body
    assert "data package" in texts(answer.body)
    assert "#0f1621" in answer.body.decode()
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "'unsafe-inline'" in answer.headers["content-security-policy"]
    assert f"/{page.path}.png" in PATHS


def test_a_picture_shows_the_rows_of_its_view(get: Get) -> None:
    given = "territory=IT&domain=C10"
    rows = get("/priorities.csv", given)
    svg = get("/priorities.svg", given).body
    assert rows.status == 200
    assert "in Italy" in texts(svg)
    titles = " ".join(t.text or "" for t in ElementTree.fromstring(svg).iter() if "title" in t.tag)
    assert "documented priorities" in titles
    steps = " ".join(re.findall(r' d="([^"]*)"', svg.decode()))
    assert max(len(part) for part in re.findall(r"\.(\d+)", steps)) == 2
    png = get("/priorities.png", f"{given}&width=400&height=300&dpi=96").body
    assert struct.unpack(">II", png[16:24]) == (400, 300)


def test_catalogues_are_drawn_with_their_filters(get: Get) -> None:
    for path, given, said in (
        ("hubs", "status=co-funded&country=IT", "Italy; co-funded by the EU"),
        ("hubs", "q=robotics&territory=ES", "text: robotics; Spain (ES)"),
        ("projects", "tie=none", "no tie to a partnership known"),
        ("projects", "text=qqqqqqqq", "0 territories"),
        ("projects", "project=i3-regiogreentex", "documented partners"),
    ):
        assert said in texts(get(f"/{path}.svg", given).body), path
    # No more than the rows of the view are on the map.
    seats = {row["territory_id"] for row in json.loads(get("/hubs.json", "country=IT").body)}
    svg = get("/hubs.svg", "country=IT").body.decode()
    assert set(re.findall(r"region\?territory=([\w-]+)", svg)) == seats


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("compare", "territory=ITI1&territory=AT21&view=Priorities&period=2021-2027", "C Manufact"),
        ("compare", "territory=ITI1&territory=AT21&form=Over+the+years&indicator=unemployment_rate",
         "EU-27 median"),
        ("compare", "territory=ITI1&territory=AT21&form=years&indicator=unemployment_rate"
         "&scale=index", "= 100"),
        ("compare", "territory=ITI1&territory=DE1&form=years&indicator=unemployment_rate",
         "No value: Baden-W"),
        ("energy", "view=Who+could+join", "matching priority, not a member"),
        ("partnership", "partnership=high-tech-farming&view=Capability+matrix&theme=platform",
         "on the platform's theme"),
        ("partnership", "partnership=high-tech-farming&view=organisations", "Civil society"),
    ],
)  # fmt: skip
def test_the_picture_is_that_of_the_view(get: Get, path: str, query: str, said: str) -> None:
    assert said in texts(get(f"/{path}.svg", query).body)


def test_a_view_without_a_picture_says_so(get: Get) -> None:
    start = "http://localhost:8501/"
    held = {"partnership": PARTNERSHIP, "region": REGION}
    for page in PICTURED:
        for code, label in page.bare.items():
            assert held.get(page.path, page.bare)[code] == label
            given = [*needed(page), ("view", label)]
            answer = get(f"/{page.path}.png", given)
            assert answer.status == 404
            assert json.loads(answer.body)["detail"] == NO_PICTURE
            assert picture_link(f"{start}{page.path}?{urlencode(given)}", "png") == ""
        if page.bare:
            # Where it is said which, the view is not looked at.
            which = next(iter(page.pictures))
            assert get(f"/{page.path}.svg", [*given, ("picture", which)]).status == 200


def test_numbers_are_written_as_a_language_does(get: Get) -> None:
    known = {code: texts(get("/atlas.svg", f"numbers={code}").body) for code in ("en", "de", "fr")}
    assert "28,983" in known["en"]
    assert "28.983" in known["de"]
    assert "28\u202f983" in known["fr"] or "28 983" in known["fr"]


def test_a_map_of_two_figures_has_the_classes_of_both(get: Get) -> None:
    given = "indicator=unemployment_rate&year=2019&against=tertiary_education_25_64&colours=both"
    words = texts(get("/atlas.svg", given).body)
    assert "Unemployment" in words
    assert words.count(" · ") >= 9
    assert "not both on record" in words


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/priorities.png", "territory=Atlantis", "territory"),
        ("/priorities.png", "width=9", "width"),
        ("/priorities.png", "dpi=9999", "dpi"),
        ("/priorities.png", "size=nan", "size"),
        ("/priorities.png", "theme=pink", "theme"),
        ("/priorities.png", "numbers=xx", "numbers"),
        ("/priorities.png", "picture=cube", "picture"),
        ("/region.svg", "", "territory"),
        ("/region.svg", "territory=ITI1&picture=course&indicator=x", "indicator"),
        ("/atlas.svg", "year=1066", "year"),
        ("/progress.svg", "asof=2999-01-01", "as_of"),
        ("/topic.svg", "", "about"),
        ("/hubs.svg", "country=XX", "country"),
        ("/projects.svg", "project=nothing", "project"),
        ("/partnership.svg", "partnership=high-tech-farming&theme=pink", "theme"),
    ],
)
def test_what_means_nothing_is_refused(get: Get, path: str, query: str, parameter: str) -> None:
    answer = get(path, query)
    assert answer.status == 400
    assert f'"{parameter}"' in answer.body.decode()


def test_a_page_takes_every_parameter_of_its_links_or_has_no_picture() -> None:
    paths = {spec.key: spec.url_path or "overview" for spec in PAGES}
    pages = {page.path: page for page in PICTURED}
    for key, known in PARAMETERS.items():
        page = pages.get(paths.get(key))  # the desk of a steward is not always there
        if page is None:
            continue
        names = {name for one in page.known for name in (one.name, *one.aliases)}
        # Open names are of weights that a map shows for the usual ones only.
        assert {one.name for one in known if not one.rest} <= names, key


def test_links_of_views_lead_to_pictures() -> None:
    start = "http://localhost:8501/"
    assert picture_link(f"{start}priorities?territory=IT", "png") == (
        f"{start}priorities.png?territory=IT"
    )
    assert picture_link(start, "svg") == f"{start}overview.svg"
    assert picture_link(f"{start}methods", "png") == ""
    assert picture_link(f"{start}hubs?text=x", "png") == f"{start}hubs.png?text=x"
    # None is offered that would be refused; one of a permanent link is as good as any.
    assert picture_link(f"{start}region", "png") == picture_link(f"{start}region?territory=", "png")
    assert picture_link(f"{start}region", "png") == data_link(f"{start}region") == ""
    assert data_link(f"{start}region?territory=ITI1").endswith("/region.csv?territory=ITI1")
    assert picture_link(f"{start}region?territory=ITI1&data_version=1", "png")
    assert picture_link(f"{start}topic", "png") == ""
    assert picture_link(f"{start}topic?for=AT21&about=", "png") == ""
    assert picture_link(f"{start}topic?about=wind", "png")


def test_a_picture_of_other_countries_has_none_of_its_own(get: Get) -> None:
    given = "territory=ITI1&territory=DE1&picture=distances"
    own, abroad = (get("/compare.svg", given + more).body.decode()
                   for more in ("", "&abroad=true"))  # fmt: skip
    assert "<title>Veneto" in own
    assert "<title>Veneto" not in abroad


def test_a_picture_of_distances_is_as_of_the_year_of_its_page(get: Get) -> None:
    page = "https://s3.example.org/compare?territory=AT21&territory=DE1&view=Similar&year=2016"
    assert "year=2016" in picture_link(page, "svg")
    given = "territory=AT21&territory=DE1&view=Similar"
    newest, earlier = (get("/compare.svg", given + more).body.decode()
                       for more in ("", "&year=2016"))  # fmt: skip
    assert "by distance, as of 2016" in earlier
    assert "as of" not in newest
    assert get("/compare.svg", f"{given}&year=1999").status == 400
