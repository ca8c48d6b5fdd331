"""A line of JSON for everything, with its request; nothing of a reader."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from s3dash.web import quiet_log
from s3dash.web.api.routes import PATHS
from s3dash.web.monitoring import log, metrics, requests
from s3dash.web.monitoring.requests import HEADER, Requests

TYPED = "jane.doe@example.org"
Ask = Callable[..., Any]
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What is written to the log for programs."""
    written = io.StringIO()
    handler = log.handler()
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    access = logging.getLogger(log.ACCESS)
    monkeypatch.setattr(access, "handlers", [handler])
    monkeypatch.setattr(access, "level", logging.INFO)
    access.manager._clear_cache()  # type: ignore[attr-defined]
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    access.manager._clear_cache()  # type: ignore[attr-defined]


@pytest.fixture
def app(inner: Any) -> Requests:
    return Requests(
        inner,
        pages=("", "priorities"),
        programs=PATHS,
        parts=("/maps/", "/_stcore/stream"),
        base="/s3",
        is_written=True,
    )


@pytest.mark.parametrize(
    ("path", "kind", "told"),
    [
        ("/s3/", "page", "/"),
        ("/s3/priorities", "page", "/priorities"),
        ("/s3/api/v1/stages.json", "program", "/api/"),
        ("/s3/priorities.csv", "program", "/priorities.csv"),
        ("/s3/maps/nuts-2.json", "file", "/maps/"),
        ("/s3/jane.doe@example.org", "other", ""),
        ("/elsewhere", "other", ""),
    ],
)
def test_a_request_is_told_without_what_a_reader_asked(
    ask: Ask, app: Requests, lines: Lines, path: str, kind: str, told: str
) -> None:
    before = _answers(kind)
    answer = ask(app, path, query="text=secret", client="192.0.2.7")
    [line] = lines()
    assert {name: line[name] for name in ("kind", "path", "status", "method", "level")} == {
        "kind": kind,
        "path": told,
        "status": 200,
        "method": "GET",
        "level": "INFO",
    }
    assert line["request"] == answer.headers[HEADER]
    assert line["ms"] >= 0
    assert re.match(r"20\d\d-\d\d-\d\dT", line["time"])
    assert not re.search(r"secret|192\.0\.2|jane", json.dumps(line))
    assert _answers(kind) == before + 1


def _answers(kind: str) -> float:
    labels = {"kind": kind, "status": "200"}
    return metrics.REGISTRY.get_sample_value("s3dash_answer_seconds_count", labels) or 0


def test_the_id_of_a_proxy_is_kept_where_it_is_one(ask: Ask, app: Requests, lines: Lines) -> None:
    ask(app, "/s3/", {HEADER: "abc-1.2"})
    ask(app, "/s3/", {HEADER: 'x"\n{"forged": 1}'})
    ask(app, "/s3/", {HEADER: "x" * 65})
    first, *others = [line["request"] for line in lines()]
    assert first == "abc-1.2"
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in others)


def test_a_session_is_told_when_it_opens_and_ends(ask: Ask, app: Requests, lines: Lines) -> None:
    ask(app, "/s3/_stcore/stream", websocket=True)
    assert [line["message"] for line in lines()] == ["session opens", "session ends"]


def test_health_is_not_told_each_second(ask: Ask, app: Requests, lines: Lines) -> None:
    ask(app, "/s3/readyz")
    assert lines() == []


def test_an_error_is_one_line_with_page_and_traceback(lines: Lines) -> None:
    token = log.PAGE.set("priorities")
    try:
        try:
            float(TYPED)
        except ValueError as error:
            error.add_note(TYPED)
            raise ExceptionGroup(TYPED, [KeyError(TYPED), SyntaxError(TYPED)]) from error
    except ExceptionGroup:
        requests.LOG.exception("A page ended in an error.")
    finally:
        log.PAGE.reset(token)
    [line] = lines()
    assert line["page"] == "priorities"
    for kind in ("ValueError", "ExceptionGroup", "KeyError", "SyntaxError"):
        assert kind in line["error"]
    assert "in test_an_error_is_one_line" in line["error"]
    # The words of an error may be those of a reader.
    assert TYPED not in line["error"]


def test_lines_of_requests_are_never_counted_away(monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[str] = []
    monkeypatch.setattr(logging.Logger, "addFilter", lambda self, _: added.append(self.name))
    quiet_log.quieten()
    assert log.ACCESS not in added
    assert "root" in added


def test_a_phone_that_listens_is_no_slow_answer(ask: Ask) -> None:
    def count() -> float:
        of = {"kind": "file", "status": "200"}
        return metrics.REGISTRY.get_sample_value("s3dash_answer_seconds_count", of) or 0

    async def inner(_scope: Any, _receive: Any, send: Any) -> None:
        kind = (b"content-type", kinds.pop(0))
        await send({"type": "http.response.start", "status": 200, "headers": [kind]})
        await send({"type": "http.response.body", "body": b""})

    kinds = [b"text/event-stream; charset=utf-8", b"application/json"]
    app = Requests(inner, (), (), ("/present/",), "", is_written=False)
    before = count()
    for expected in (0, 1):
        assert ask(app, "/present/follow/abc/events").status == 200
        assert count() - before == expected
