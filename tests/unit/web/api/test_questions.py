"""Questions of pages and commands for programs: the same answers, by the same code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from s3dash.__main__ import main
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.partnerships.progress import ProgressFilter, partnership_progress
from s3dash.store.connection import Store
from s3dash.web.api import asking
from s3dash.web.api.problems import MEDIA_TYPE
from s3dash.web.api.questions import QUESTIONS

Get = Callable[..., Any]
Rows = Callable[..., Any]


@pytest.mark.parametrize(
    ("path", "query", "command"),
    [
        ("similar.json", "territory=AT21&limit=5", ["similar", "AT21", "--limit", "5"]),
        (
            "similar.json",
            "territory=at21&level=0&abroad=yes",
            ["similar", "AT21", "--level", "0", "--abroad"],
        ),
        ("similar.json", "territory=AT21&year=2016", ["similar", "AT21", "--year", "2016"]),
        ("partners.json", "territory=ITC4", ["partners", "ITC4"]),
        (
            "partners.json",
            "territory=ITI1&mode=design&country=ES&country=FR&w_lead=2&km=2000&limit=7",
            [
                *("partners", "ITI1", "--mode", "design", "--country", "ES", "--country", "FR"),
                *("--weight", "lead=2", "--km", "2000", "--limit", "7"),
            ],
        ),
    ],
)
def test_it_says_what_the_command_says(
    rows: Rows,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    path: str,
    query: str,
    command: list[str],
) -> None:
    assert main([*command, "--json", "--store", store.fingerprint.path]) == 0
    assert rows(path, query) == json.loads(capsys.readouterr().out)


def test_the_explorer_answers_as_its_page_does(
    rows: Rows, store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    found = rows("explore.json", "territory=IT&domain=C10&view=table&limit=1000")
    expected = priorities(store, PriorityFilter(territories=("IT",), economic=("C10",)))
    assert [row["priority_id"] for row in found["rows"]] == [*expected["priority_id"]]
    assert found["priorities"] == len(expected) > 5
    assert found["filter"] == "in Italy (IT); economic domain C10 Manufacture of food products"
    every = rows("explore.json")
    counted = facts("priority")["period"].value_counts()
    told = {one["code"]: one["priorities"] for one in every["facets"]["period"]}
    assert told == dict(counted)
    assert len(every["rows"]) == 25
    assert rows("explore.json", "q=wind&country=IT") == rows(
        "explore.json", "text=wind&territory=IT"
    )


def test_progress_is_told_as_of_a_day(rows: Rows, store: Store) -> None:
    found = rows("progress.json", "as_of=2019-06-30&window=12&platform=energy&sort=name")
    expected = partnership_progress(store, date(2019, 6, 30), 12)
    expected = expected[expected["platform_id"] == "energy"]
    assert {one["partnership_id"] for one in found} == {*expected["partnership_id"]}
    names = [one["name"].casefold() for one in found]
    assert names == sorted(names)
    by_id = expected.set_index("partnership_id")
    for one in found:
        expected_row = by_id.loc[one["partnership_id"]]
        assert [s["evidence"] for s in one["stages"]] == [*expected_row["evidence"]]
        assert [s["state"] for s in one["stages"]] == [*expected_row["states"]]
    direct = partnership_progress(
        store, date(2019, 6, 30), chosen=ProgressFilter(bases=("direct",))
    )
    told = {
        one["partnership_id"]: one["stages"]
        for one in rows("progress.json", "as_of=2019-06-30&basis=direct")
    }
    for row in direct.itertuples():
        assert [s["evidence"] for s in told[row.partnership_id]] == [*row.evidence]
    assert rows("progress.json", "asof=2019-06-30") == rows("progress.json", "as_of=2019-06-30")
    assert rows("progress.json") == rows("progress.json", {"as_of": date.today()})


def test_what_is_told_as_of_today_is_asked_anew_tomorrow(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The map of a topic has those that shared it in an ended period.
    dated = ("progress.json", "/topic.svg?about=wind")
    marks = {get(*path.split("?")).headers["etag"] for path in dated for _ in range(2)}
    assert len(marks) == len(dated)
    monkeypatch.setattr(asking, "date", type("Later", (date,), {}))
    tomorrow = date.today() + timedelta(days=1)
    monkeypatch.setattr(asking.date, "today", classmethod(lambda _: tomorrow))
    for path in dated:
        assert get(*path.split("?")).headers["etag"] not in marks


@pytest.mark.parametrize(
    ("path", "query", "parameter", "value"),
    [
        ("explore.json", "territory=Atlantis", "territory", "Atlantis"),
        ("explore.json", "domain=C999", "domain", "C999"),
        ("explore.json", "list=whole", "list", "whole"),
        ("explore.json", "without=x:1", "without", "x:1"),
        ("explore.json", "above=maybe", "above", "maybe"),
        ("explore.json", "limit=10001", "limit", "10001"),
        ("explore.json", "nothing=1", "nothing", None),
        ("progress.json", "as_of=2999-01-01", "as_of", "2999-01-01"),
        ("progress.json", "as_of=yesterday", "as_of", "yesterday"),
        ("progress.json", "window=7", "window", "7"),
        ("progress.json", "platform=none", "platform", "none"),
        ("progress.json", "sort=size", "sort", "size"),
        ("progress.json", "life=long&life=stale", "life", "long"),
        ("similar.json", "", "territory", ""),
        ("similar.json", "territory=AT21&territory=AT22", "territory", "AT21"),
        ("similar.json", "territory=XX99", "territory", "XX99"),
        ("similar.json", "territory=UK-england", "territory", "UK-england"),
        ("similar.json", "territory=AT21&limit=0", "limit", "0"),
        ("similar.json", "territory=AT21&level=3", "level", "3"),
        ("similar.json", "territory=AT21&year=1999", "year", "1999"),
        ("similar.json", "territory=AT21&year=2016.0", "year", "2016.0"),
        ("similar.json", "territory=AT21&weight=beauty:1", "weight", "beauty:1"),
        ("partners.json", "", "territory", ""),
        ("partners.json", "territory=ITC4&mode=love", "mode", "love"),
        ("partners.json", "territory=ITC4&country=XX", "country", "XX"),
        ("partners.json", "territory=ITC4&priority=DE1-2021-01", "priority", "DE1-2021-01"),
        ("partners.json", "territory=ITC4&km=far", "km", "far"),
        ("partners.json", "territory=ITC4&w_lead=-1", "w_lead", "-1"),
        ("partners.json", "territory=ITC4&abroad=perhaps", "abroad", "perhaps"),
    ],
)
def test_what_means_nothing_is_refused_by_name(
    get: Get, path: str, query: str, parameter: str, value: str | None
) -> None:
    answer = get(path, query)
    assert (answer.status, answer.headers["content-type"]) == (400, MEDIA_TYPE)
    told = json.loads(answer.body)
    assert told["parameter"] == parameter
    if value is not None and path != "similar.json?territory":
        assert told["given"] in (value, "AT22")
    assert told["detail"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_the_examples_of_all_parameters_have_an_answer(get: Get, question: Any) -> None:
    for one in question.parameters:
        if not one.example or one.name in ("weight", "priority"):
            continue
        needed = [(p.name, "ES61") for p in question.parameters if p.is_required and p != one]
        answer = get(f"{question.name}.json", [*needed, (one.name, one.example)])
        assert answer.status == 200, (one.name, answer.body)
