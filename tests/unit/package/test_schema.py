"""The schema as read from the data package, and what is said about an unusable one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s3dash.package.problems import DataProblems
from s3dash.package.schema import ForeignKey, load_package
from s3dash.store.derived import tables
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


def test_shipped_package():
    package = load_package(DATA_DIR)
    assert len(package.resources) == 25
    priority = package.resource("priority")
    assert priority.primary_key == ("priority_id",)
    assert priority.foreign_keys[1] == ForeignKey(
        ("territory_id", "period"), "strategy", ("territory_id", "period")
    )
    assert priority.field("as_of").is_partial_date
    assert package.resource("territory").foreign_keys[0].resource == "territory"
    assert package.resource("strategy").field("stated_count").unit == "priorities"


def test_unknown_names_are_key_errors():
    package = load_package(DATA_DIR)
    with pytest.raises(KeyError):
        package.resource("nothing")
    with pytest.raises(KeyError):
        package.resource("priority").field("nothing")


def test_tables_are_typed_commented_and_dated():
    strategy, priority = (
        next(t for t in tables(load_package(DATA_DIR)) if t.resource.name == name)
        for name in ("strategy", "priority")
    )
    create, comment, *_ = strategy.create("store")
    assert '"documented_count" BIGINT NOT NULL, "stated_count" BIGINT,' in create
    assert comment.startswith("""COMMENT ON TABLE store."strategy" IS 'A territory''s""")
    names = [c.name for c in priority.columns]
    assert names[names.index("as_of") + 1] == "as_of_start"


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "datapackage.json:1: is not JSON: "),
        (b"[]", "datapackage.json: is not a JSON object"),
        (b"\xff", "datapackage.json: is not UTF-8"),
        (b"[" * 200_000, "datapackage.json: is not JSON: nested too deeply"),
    ],
)
def test_not_a_description_at_all(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(DataProblems) as found:
        load_package(tmp_path)
    assert str(found.value).startswith(message)
