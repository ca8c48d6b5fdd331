"""What is imported is declared, and what is declared is locked with all that it needs."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from s3dash.folders import ROOT

LOCKS = ["requirements", "requirements-dev"]
OURS = {"s3dash", "pages", "scripts", "tests", "benchmarks", "app"}
SYSTEMS = [
    {"sys_platform": system, "platform_system": name, "os_name": kind}
    | {"python_version": version, "python_full_version": f"{version}.0"}
    for system, name, kind in (
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    )
    for version in ("3.11", "3.12", "3.13", "3.14")
]


def declared(name: str) -> dict[str, str]:
    """Library -> version, as the requirements state them."""
    lines = (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and line[0].isalpha()]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


@cache
def locked(name: str) -> dict[str, list[tuple[str, str, int]]]:
    """Library -> version, condition and number of digests of each of its pins in the lock."""
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str, int]]] = {}
    for entry in re.split(r"\n(?=[a-z])", text)[1:]:
        head = re.match(r"([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; (.*?))? \\\n", entry)
        assert head, entry[:100]
        digests = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
        found.setdefault(head[1], []).append((head[2], head[3] or "", len(digests)))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_has_every_requirement_in_its_version(name: str) -> None:
    stated = declared("requirements") | (declared(name) if name != "requirements" else {})
    pins = locked(name)
    assert stated
    assert {one: [pin[:2] for pin in pins[one]] for one in stated} == {
        one: [(version, "")] for one, version in stated.items()
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_digests_and_no_place_it_comes_from(name: str) -> None:
    pins = locked(name)
    assert [one for one in pins for _, _, digests in pins[one] if not digests] == []
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(-i|-f|--(?!hash)\S+)|://| @ ", text, re.MULTILINE)


def test_what_runs_is_tested_in_the_same_versions() -> None:
    assert locked("requirements").items() <= locked("requirements-dev").items()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_its_libraries_need_on_every_system(name: str) -> None:
    pins = locked(name)
    missing = set()
    for one in pins:
        here = [system for system in SYSTEMS if _holds(pins, one, system)]
        if not any(_is_this(system) for system in here):
            continue  # not installed on this system
        for text in requires(one) or ():
            need = Requirement(text)
            needed = canonicalize_name(need.name)
            for system in here:
                wanted = not need.marker or need.marker.evaluate(system | {"extra": ""})
                if wanted and not _holds(pins, needed, system):
                    missing.add(f"{needed} of {one} on {system['sys_platform']}")
    assert missing == set()


def _is_this(system: dict[str, str]) -> bool:
    version = ".".join(map(str, sys.version_info[:2]))
    return (system["sys_platform"], system["python_version"]) == (sys.platform, version)


def _holds(
    pins: dict[str, list[tuple[str, str, int]]], library: str, system: dict[str, str]
) -> bool:
    return any(
        not condition or Marker(condition).evaluate(system)
        for _, condition, _ in pins.get(library, ())
    )


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        ("requirements", ("app.py", "s3dash", "pages")),
        ("requirements-dev", ("tests", "benchmarks", "scripts")),
    ],
)
def test_what_is_imported_is_declared(name: str, folders: tuple[str, ...]) -> None:
    distributions = packages_distributions()
    known = {*declared("requirements"), *declared(name)}
    undeclared = set()
    for file in (
        one for folder in folders for one in [ROOT / folder, *(ROOT / folder).rglob("*.py")]
    ):
        if file.is_dir():
            continue
        for module in _imports(file.read_text(encoding="utf-8")):
            if module in sys.stdlib_module_names | OURS:
                continue
            libraries = {canonicalize_name(one) for one in distributions.get(module, [module])}
            if not libraries & known:
                undeclared.add(f"{module} in {file.relative_to(ROOT)}")
    assert undeclared == set()


def _imports(source: str) -> set[str]:
    """The modules that a file imports, by their first name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}
