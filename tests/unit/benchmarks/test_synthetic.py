"""The package that the benchmarks measure with: sound, repeatable, and not the real one."""

import csv
from pathlib import Path

import pytest

from benchmarks.synthetic import DATA, REPLACED, VOCABULARY, make_package
from s3dash.package.validate import validate

ROWS = 2_000


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "package"
    make_package(folder, ROWS)
    return folder


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in REPLACED}


def test_the_build_accepts_it_whole(package: Path):
    assert validate(package) == []
    assert len(rows_of(package, "priority")) == ROWS


def test_a_seed_gives_the_same_bytes_again_and_another_seed_others(package: Path, tmp_path: Path):
    make_package(tmp_path / "same", ROWS)
    make_package(tmp_path / "other", ROWS, seed=2)
    assert bytes_of(tmp_path / "same") == bytes_of(package)
    other = bytes_of(tmp_path / "other")
    assert all(other[name] != data for name, data in bytes_of(package).items())
    assert validate(tmp_path / "other") == []


def test_all_but_the_priorities_is_the_real_package(package: Path):
    replaced = {f"{name}.csv" for name in REPLACED} | {"datapackage.json"}
    for file in DATA.rglob("*"):
        if file.is_file() and file.name not in replaced:
            assert (package / file.relative_to(DATA)).read_bytes() == file.read_bytes()


def test_texts_are_as_long_and_as_skewed_as_real_ones(package: Path):
    found = rows_of(package, "priority")
    titles = [row["title"].lower().split() for row in found]
    descriptions = [row["description"].split() for row in found if row["description"]]
    assert {len(words) for words in titles} == set(range(2, 9))
    assert {len(words) for words in descriptions} == set(range(5, 21))
    assert 0.70 < len(descriptions) / ROWS < 0.80
    assert 0.07 < sum(row["classified_by"] == "source" for row in found) / ROWS < 0.13
    words = [word for title in titles for word in title]
    # In the real texts, too, every twelfth word or so is the most frequent one.
    assert 0.05 < words.count("and") / len(words) < 0.10
    assert 1_000 < len(set(words)) < VOCABULARY


def test_strategies_sources_and_classes_are_those_of_real_priorities(package: Path):
    made, real = rows_of(package, "priority"), rows_of(DATA, "priority")
    columns = ("territory_id", "period", "source_url", "as_of")
    assert {tuple(row[c] for c in columns) for row in made} <= {
        tuple(row[c] for c in columns) for row in real
    }
    assert classes_of(package) <= classes_of(DATA)


def classes_of(folder: Path) -> set[frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for name, code in (("priority_domain", "domain_code"), ("priority_platform", "platform_id")):
        for row in rows_of(folder, name):
            found.setdefault(row["priority_id"], set()).add((row[code], row["position"]))
    return {frozenset(classes) for classes in found.values()}


def test_it_never_lands_in_the_real_package(tmp_path: Path):
    with pytest.raises(ValueError, match="real data package"):
        make_package(DATA / "synthetic", ROWS)
    with pytest.raises(FileExistsError):
        make_package(tmp_path, ROWS)
    assert not (DATA / "synthetic").exists()
