"""What is said about a description of the data package that cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s3dash.package.description import load_package
from s3dash.package.problems import DataProblems
from tests.fixtures.packages import DATA_DIR


def faults(tmp_path: Path, edit: Callable[[dict], object]) -> list[str]:
    descriptor = json.loads((DATA_DIR / "datapackage.json").read_text())
    edit(descriptor)
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    with pytest.raises(DataProblems) as found:
        load_package(tmp_path)
    return [str(problem) for problem in found.value.problems]


def field(descriptor: dict, resource: str, name: str) -> dict:
    (found,) = (r for r in descriptor["resources"] if r["name"] == resource)
    return next(f for f in found["schema"]["fields"] if f["name"] == name)


UNUSABLE = [
    (lambda d: field(d, "priority", "title").update(type="text"), "priority.title: unknown type"),
    (
        lambda d: field(d, "priority", "title")["constraints"].update(maxWords=30),
        "priority.title: unknown constraint 'maxWords'",
    ),
    (
        lambda d: field(d, "priority", "title")["constraints"].update(minimum=3),
        "priority.title: the constraint minimum does not apply to the type string",
    ),
    (
        lambda d: field(d, "priority", "title")["constraints"].update(pattern="("),
        "priority.title: the constraint pattern has an unusable value",
    ),
    (
        lambda d: field(d, "priority", "title")["constraints"].update(pattern="(?=a)b"),
        "priority.title: the constraint pattern has an unusable value",
    ),
    (
        lambda d: field(d, "strategy", "stated_count")["constraints"].update(minimum="one"),
        "strategy.stated_count: the constraint minimum has an unusable value",
    ),
    (
        lambda d: field(d, "strategy", "stated_count").update(partialDate=True),
        "strategy.stated_count: partialDate must be",
    ),
    (
        lambda d: field(d, "country", "source_url").update(format="email"),
        "country.source_url: unknown format 'email'",
    ),
    (
        lambda d: d["resources"][0]["schema"].update(primaryKey=["code"]),
        "country.primaryKey: unknown field 'code'",
    ),
    (
        lambda d: d["resources"][1]["schema"]["foreignKeys"][1]["reference"].update(
            resource="land"
        ),
        "territory.foreignKeys 2: unknown resource 'land'",
    ),
    (
        lambda d: d["resources"][1]["schema"]["foreignKeys"][1]["reference"].update(fields=["x"]),
        "territory.foreignKeys 2: unknown field 'x'",
    ),
    (
        lambda d: d["resources"][0].update(path="../secret.csv"),
        "country.path: must name one file in the data folder",
    ),
    (lambda d: d["resources"][0].update(name="build_info"), "build_info: is the name of a table"),
    (lambda d: d["resources"][0].update(name="Territory"), "territory: resource is named twice"),
    (lambda d: d["resources"][0].update(dialect={"delimiter": ";"}), "country.dialect: is not"),
    (lambda d: d["resources"][0]["schema"].update(missingValues=["-"]), "country.missingValues: "),
    (lambda d: d.pop("version"), "version: is missing or not text"),
    (lambda d: d.pop("resources"), "resources: is missing or empty"),
]


@pytest.mark.parametrize(("edit", "message"), UNUSABLE)
def test_what_cannot_be_checked_is_a_problem(
    tmp_path: Path, edit: Callable[[dict], object], message: str
):
    found = faults(tmp_path, edit)
    assert any(text.startswith(f"datapackage.json {message}") for text in found), found
