"""A query that takes too long is cut, the page says so, and it is counted; so is an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.territories import territories
from s3dash.store.connection import Store
from s3dash.ui.shell import library
from s3dash.web.monitoring.metrics import REGISTRY

Visit = Callable[..., AppTest]


def counted(name: str) -> float:
    return REGISTRY.get_sample_value(f"s3dash_{name}", {"page": "region"}) or 0


def test_the_page_says_that_a_query_was_cut_and_stands_otherwise(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, cut, errors = (
        counted(name) for name in ("run_seconds_count", "queries_cut_total", "page_errors_total")
    )
    monkeypatch.setattr(library.store(), "most_seconds", 0.05)

    def slow(store: Store, _code: str) -> NoReturn:
        store.rows("SELECT count(*) FROM range(1000000000) a, range(1000000) b")
        raise AssertionError("it was not cut")

    monkeypatch.setattr(territories, "strategies_of", slow)
    app = visit("region", territory="ITI1")
    assert not app.exception
    [told] = [one.value for one in app.error]
    assert "more than 0.05 seconds and was stopped" in told
    # The foot, with the ways on, is there as on every page.
    assert any("store built" in one.proto.body for one in app.get("html"))
    assert counted("run_seconds_count") == runs + 1
    assert counted("queries_cut_total") == cut + 1
    assert counted("page_errors_total") == errors


def test_an_error_of_a_page_is_counted(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = counted("page_errors_total")

    def broken(*_: object) -> NoReturn:
        raise ValueError("broken")

    monkeypatch.setattr(territories, "strategies_of", broken)
    assert visit("region", territory="ITI1").exception
    assert counted("page_errors_total") == errors + 1
    # A page that ends where it wants to is none.
    assert not visit("region").exception
    assert counted("page_errors_total") == errors + 1
