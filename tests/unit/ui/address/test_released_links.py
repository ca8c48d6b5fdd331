"""Links of each released version go on meaning what they did: docs/link-policy.md."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

import s3dash
from s3dash import folders
from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.shell.registry import PAGES
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.views import PAGES as DATA

RELEASES = sorted((folders.ROOT / "tests" / "fixtures" / "released_links").glob("*.txt"))
LONGEST = 2000
KEYS = {spec.url_path: spec.key for spec in PAGES}


def links(release: str) -> list[str]:
    [file] = [one for one in RELEASES if one.stem == release]
    return file.read_text(encoding="utf-8").split()


def test_this_version_has_its_list() -> None:
    assert s3dash.__version__ in {file.stem for file in RELEASES}


@pytest.mark.parametrize("release", [file.stem for file in RELEASES])
def test_every_link_has_its_page_and_every_name_is_read(release: str) -> None:
    held = links(release)
    assert len(held) > 100
    for link in held:
        path, _, query = link.removeprefix("/").partition("?")
        assert path in KEYS, link
        known = {name for one in PARAMETERS[KEYS[path]] for name in one.names}
        for name, _value in parse_qsl(query):
            assert name in known, link
        assert len(link) <= LONGEST


@pytest.mark.parametrize("release", [file.stem for file in RELEASES])
def test_pages_that_had_rows_and_pictures_have_them(release: str) -> None:
    paths = {link.removeprefix("/").partition("?")[0] for link in links(release)}
    had_rows = {"priorities", "progress", "partners", "region", "partnership"}
    had_pictures = {"priorities", "progress", "region", "partnership", "compare", "atlas"}
    assert had_rows <= paths & {page.path for page in DATA}
    assert had_pictures <= paths & {page.path for page in PICTURED}
