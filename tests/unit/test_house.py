"""The house stands as docs/architecture.md says: rooms explain themselves, pages stay in theirs."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash import folders
from s3dash.ui.shell.registry import PAGES

CODE = folders.ROOT / "s3dash"
LONGEST_PAGE = 120


def imported(file: Path) -> Iterator[str]:
    """Dotted names of all modules and names that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def rooms_of_pages() -> set[str]:
    """The rooms that the contract of the ui holds apart: one a page."""
    with (folders.ROOT / "pyproject.toml").open("rb") as stream:
        contracts = tomllib.load(stream)["tool"]["importlinter"]["contracts"]
    [floors] = [one["layers"] for one in contracts if one.get("containers") == ["s3dash.ui"]]
    return set(next(floor for floor in floors if "|" in floor).split(" | "))


def test_every_room_says_what_lives_there_and_what_it_may_use() -> None:
    rooms = [file.parent for file in CODE.rglob("__init__.py") if file.parent != CODE]
    assert len(rooms) > 20
    for room in rooms:
        said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
        assert said, room
        assert len(said.splitlines()) >= 3, f"{room}: two or three lines"
    assert {file.parent for file in CODE.rglob("*.py")} == {CODE, *rooms}


def test_the_plan_of_the_house_names_every_room() -> None:
    plan = (folders.DOCS / "architecture.md").read_text(encoding="utf-8")
    drawing = plan.split("```")[1]
    for room in (file.parent for file in CODE.rglob("__init__.py")):
        name = room.name
        assert name in drawing, f"docs/architecture.md does not draw {name}"


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_a_page_is_thin_and_keeps_to_its_own_room(spec) -> None:  # type: ignore[no-untyped-def]
    rooms = rooms_of_pages()
    used = {
        name.split(".")[2]
        for name in imported(spec.file)
        if name.startswith("s3dash.ui.") and name.split(".")[2] in rooms
    }
    assert len(used) <= 1
    assert not any(
        name.startswith(("duckdb", "s3dash.store", "s3dash.package"))
        for name in imported(spec.file)
    )
    assert len(spec.file.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE


def test_tests_stand_in_rooms_that_there_are() -> None:
    for layer in ("unit", "property"):
        for file in (folders.ROOT / "tests" / layer).rglob("test_*.py"):
            room = file.parent.relative_to(folders.ROOT / "tests" / layer)
            known = (CODE / room, folders.ROOT / room)
            assert any(place.is_dir() for place in known), f"{file}: no room {room}"


def test_the_tests_of_a_file_run_on_one_worker(request: pytest.FixtureRequest) -> None:
    # pytest-xdist marks the name of a test that has a group; without one, what the tests of a
    # file share is made on every worker.
    if hasattr(request.config, "workerinput"):
        assert "@" in request.node.nodeid
