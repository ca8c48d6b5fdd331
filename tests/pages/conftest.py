"""Opening a page of the dashboard without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_cache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from s3dash.folders import PAGES
from s3dash.ui import ROUTER
from tests.fixtures.screen import html_of

Query = str | list[str]


@cache
def registered_pages() -> dict[str, Any]:
    """The pages as Streamlit knows them once any of them has run."""
    return AppTest.from_file(str(ROUTER), default_timeout=30).run()._registered_pages


@cache
def _page_hash(key: str) -> str:
    """By what Streamlit knows a page: to find it, it resolves the paths of all pages each time."""
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    app._registered_pages = registered_pages()
    return app.switch_page(str(Path("../..") / PAGES.name / f"{key}.py"))._page_hash


def open_page(key: str, opened: Iterable[str] = (), **query: Query) -> AppTest:
    """Open a page of the registry as a link with these query parameters does.

    ``opened``: keys of folded boxes that stand open.
    """
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    for box in opened:
        app.session_state[box] = True
    if key != "overview":
        # Else each visit would have to run the start page first, to learn the addresses.
        app._registered_pages = registered_pages()
        app._page_hash = _page_hash(key)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def all_words(app: AppTest) -> str:
    """All text that a page sends: Markdown, HTML of our own, messages, titles."""
    pieces = [
        str(element.value)
        for kind in ("title", "header", "subheader", "markdown", "caption", "code")
        for element in app.get(kind)
    ]
    pieces += [
        str(element.value)
        for kind in ("info", "warning", "error", "success")
        for element in app.get(kind)
    ]
    pieces += html_of(app)
    return "\n".join(pieces)


def leave_and_return(app: AppTest, key: str, other: str) -> AppTest:
    """Go from one page to another and back, as the menu does: the link starts empty each time."""
    for page in (other, key):
        app.query_params.clear()
        app.switch_page(str(Path("../..") / PAGES.name / f"{page}.py")).run()
    return app


def count_of(app: AppTest) -> int:
    """Number of priorities that the page says it shows."""
    found = re.search(r"([\d\u202f]+)\W*(?:documented\W+)?priorit(?:y|ies)", all_words(app))
    assert found, "the page does not say how many priorities it shows"
    return int(found[1].replace("\u202f", ""))


@pytest.fixture(autouse=True)
def _read_the_test_store(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the pages keep of a store is kept between tests, too: it belongs to that file alone.
    monkeypatch.setenv("S3DASH_STORE", str(store_path))


@pytest.fixture(scope="session", autouse=True)
def _look_for_components_once() -> Iterator[None]:
    """For each run Streamlit's AppTest reads what every installed package says of itself.

    That is more than half of the time that a visit takes, and the answer is always the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        found = manifest_scanner.scan_component_manifests()
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda *_, **__: found)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compile_pages_once() -> Iterator[None]:
    """A server compiles a page once for all its visitors; an AppTest would at every visit."""
    with pytest.MonkeyPatch.context() as patch:
        compiled = script_cache.ScriptCache()
        patch.setattr(app_test, "ScriptCache", lambda: compiled)
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def _wait_without_asking() -> Iterator[None]:
    """An AppTest asks each millisecond whether the page is done, and takes its time from it."""

    def joined(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        thread = runner._script_thread
        assert thread is not None
        thread.join(timeout)
        if thread.is_alive():
            runner.request_stop()
            runner.join()
            raise RuntimeError(f"AppTest script run timed out after {timeout}(s)")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", joined)
        yield


@pytest.fixture(scope="session", autouse=True)
def _close_the_stores() -> Iterator[None]:
    yield
    st.cache_resource.clear()


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Open a page: ``visit("priorities", territory="IT")``."""
    return open_page


@pytest.fixture
def words() -> Callable[[AppTest], str]:
    """All text of a page."""
    return all_words


@pytest.fixture
def count() -> Callable[[AppTest], int]:
    """Number of priorities that a page says it shows."""
    return count_of


@pytest.fixture
def come_back() -> Callable[[AppTest, str, str], AppTest]:
    """Leave a page for another and return: ``come_back(app, "priorities", "progress")``."""
    return leave_and_return
