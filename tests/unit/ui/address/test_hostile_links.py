"""Whatever a link says, what is read of it is something that the page knows, or nothing.

Each parameter of each page is read in every way that the pages have, without running them; a page
as a whole is tried by `tests/pages/address/test_links.py`, each link alone by `benchmarks/audit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest

from benchmarks.audit.links import Group, empty, hostile, pages
from s3dash.ui.address import link as link_module
from s3dash.ui.address.kinds import Unknown
from s3dash.ui.address.link import Link
from s3dash.ui.address.parameters import PARAMETERS, parameter

LAST = date(2026, 11, 1)
MOST = 3.0


class Address:
    """The parameters of a link, as Streamlit hands them out."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self.values = dict(values)

    def __iter__(self) -> Any:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def get(self, name: str, default: str | None = None) -> str | None:
        found = self.values.get(name)
        return found[-1] if found else default

    def get_all(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def update(self, changed: Mapping[str, str | Iterable[str]]) -> None:
        for name, value in changed.items():
            self.values[name] = [value] if isinstance(value, str) else list(value)


def read_in_every_way(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each link of a group."""
    monkeypatch.setattr(link_module.chrome, "key_shown", lambda: group.page)
    one = parameter(group.page, group.name)
    good = one.example or one.default or "x"
    known = {code: f"A label ({code})" for code in (*good.split(","), "other")}
    name = group.name if one.rest else one.name
    for query in group.links:
        values = {k: [v] if isinstance(v, str) else list(v) for k, v in query.items()}
        monkeypatch.setattr(link_module.st, "query_params", Address(values))
        monkeypatch.setattr(link_module.st, "session_state", {})
        monkeypatch.setattr(link_module.chrome, "is_entered", lambda: True)
        link = Link()
        assert set(link.many(name, known)) <= set(known)
        assert set(link.many(name, list(known))) <= set(known)
        assert link.one(name, known, "the default") in (*known, "the default")
        assert link.flag(name) in (True, False)
        number = link.number(name, MOST)
        assert number is None or 0 <= number <= MOST
        day = link.day(name, LAST)
        assert day is None or day <= LAST
        assert all(value for _, value in link.given(name))
        # What means nothing is told where the table says so, and only there.
        assert not link.unknown or one.unknown is Unknown.TOLD
        assert all(value for _, value in link.unknown)
        record = link.record(name, known)
        assert record is None or record in known or record == link.text(name)


@pytest.mark.parametrize("page", [page for page, those in PARAMETERS.items() if those])
def test_a_link_means_something_known_or_nothing(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for group in (*hostile(), *empty()):
        if group.page == page:
            read_in_every_way(group, monkeypatch)


def test_the_audit_tries_every_parameter_of_every_page() -> None:
    names = {(page, one.name) for page in pages() for one in PARAMETERS[page]}
    for groups in (list(hostile()), list(empty())):
        assert {(g.page, parameter(g.page, g.name).name) for g in groups} == names
    # As many as the audit of a stranger tried.
    assert sum(len(group.links) for group in hostile()) >= 4000
    assert sum(len(group.links) for group in empty()) >= 1700
