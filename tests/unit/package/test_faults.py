"""What is said about a description of the data package that cannot be used."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from s3dash.package.description import load_package
from s3dash.package.problems import DataProblems
from s3dash.package.validate import validate
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
    (lambda d: d["resources"][0].update(dialect={"delimiter": ";"}), "country.dialect: this prop"),
    (lambda d: d["resources"][0].update(encoding=8), "country.encoding: must be utf-8"),
    (lambda d: d["resources"][0].update(format=None), "country.format: must be csv"),
    (lambda d: d["resources"][0].update(profile="data-resource"), "country.profile: must be "),
    (lambda d: d["resources"][0].update(hash="0"), "country.hash: this property is not supported"),
    (lambda d: d["resources"][0].update(path=".."), "country.path: must name one file"),
    (lambda d: d["resources"][0].update(path="a\0.csv"), "country.path: has the character U+0000"),
    (lambda d: d["resources"][0].update(name="a b"), "a b: must have small letters, digits"),
    (lambda d: d["resources"][0].update(title="\ud800"), "country.title: has the character U+D800"),
    (lambda d: d["resources"][0]["schema"].update(uniqueKeys=[]), "country.uniqueKeys: this prop"),
    (
        lambda d: field(d, "indicator_value", "value").update(groupChar=".", decimalChar=","),
        "indicator_value.value.groupChar: this property is not supported",
    ),
    (lambda d: field(d, "country", "name").update(name="rowid"), "country.rowid: column is named"),
    (
        lambda d: field(d, "country", "name").update(format=None),
        "country.name: unknown format None",
    ),
    (
        lambda d: field(d, "priority", "title")["constraints"].update(pattern="a{1001}"),
        "priority.title: the constraint pattern has an unusable value",
    ),
    (
        lambda d: field(d, "strategy", "stated_count")["constraints"].update(minimum=10**30),
        "strategy.stated_count.constraints.minimum: is a number out of range",
    ),
    (
        lambda d: d["resources"][1]["schema"]["foreignKeys"][0].update(
            fields=["name", "parent_id"]
        ),
        "territory.foreignKeys 1: has not as many fields as its reference",
    ),
    (
        lambda d: d["resources"][1]["schema"]["foreignKeys"][0].update(fields="nuts_level"),
        "territory.foreignKeys 1: nuts_level and ",
    ),
    (lambda d: d["resources"][0]["schema"].update(missingValues=["-"]), "country.missingValues: "),
    (lambda d: d.pop("version"), "version: is missing or not text"),
    (lambda d: d.pop("resources"), "resources: is missing or empty"),
]


@pytest.mark.parametrize(("edit", "message"), UNUSABLE)
def test_what_cannot_be_checked_is_a_problem(
    tmp_path: Path, edit: Callable[[dict], object], message: str
):
    found = faults(tmp_path, edit)
    assert any(re.match(rf"datapackage\.json:1 {re.escape(message)}", t) for t in found), found


def test_faults_have_the_line_of_what_they_are_in(tmp_path: Path):
    text = (DATA_DIR / "datapackage.json").read_text(encoding="utf-8")
    before, after = text.split('"name": "stated_count"', 1)
    after = after.replace('"type": "integer"', '"type": "whole"', 1)
    text = before + '"name": "stated_count"' + after
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(DataProblems) as found:
        load_package(tmp_path)
    lines = text.split("\n")
    for problem in found.value.problems:
        assert problem.line is not None
        # The object's bracket, then its name.
        assert '"name": "stated_count"' in "".join(lines[problem.line - 1 : problem.line + 1])


def test_a_property_that_stands_twice_is_named(tmp_path: Path):
    (tmp_path / "datapackage.json").write_text('{"name": "a", "name": "b"}', encoding="utf-8")
    with pytest.raises(DataProblems, match="the property 'name' stands twice"):
        load_package(tmp_path)


def small() -> dict[str, Any]:
    """A sound description with everything that a description may say."""
    licence = [{"name": "CC-BY-4.0", "title": "CC BY", "path": "https://example.org"}]
    return {
        "profile": "tabular-data-package",
        "name": "small",
        "version": "1",
        "title": "Small",
        "licenses": licence,
        "resources": [
            {
                "name": "place",
                "path": "place.csv",
                "profile": "tabular-data-resource",
                "title": "Places",
                "format": "csv",
                "encoding": "utf-8",
                "sources": [{"title": "A page"}],
                "schema": {
                    "fields": [
                        {
                            "name": "code",
                            "type": "string",
                            "constraints": {"required": True, "pattern": "[A-Z]+"},
                        },
                        {"name": "above", "type": "string", "description": "Above."},
                        {
                            "name": "size",
                            "type": "number",
                            "unit": "km",
                            "constraints": {"minimum": 0, "maximum": 9},
                        },
                        {"name": "date", "type": "string", "partialDate": True},
                        {
                            "name": "kind",
                            "type": "string",
                            "format": "default",
                            "constraints": {"enum": ["a", "b"], "minLength": 1},
                        },
                    ],
                    "primaryKey": ["code"],
                    "missingValues": [""],
                    "foreignKeys": [
                        {
                            "fields": ["above"],
                            "reference": {"resource": "", "fields": ["code"]},
                        }
                    ],
                },
            }
        ],
    }


ODD: list[object] = [
    *(None, True, 0, -1, 10**400, 1e308, "", " ", "x", "x" * 5000, "\ud800", "\0", "\n", '";--'),
    *("#line", "rowid", "{0}", "../x", "a/b", "C:", "[", "a{1001}", "2020-13-01"),
    *([], {}, [[]], ["a", "a"], [None], [1], {"a": None}, {"name": 1}, "code"),
]


def spots(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every place of a description that can be damaged."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in inner:
        yield (*path, key)
        yield from spots(item, (*path, key))


def test_no_damage_to_a_description_is_more_than_a_problem(tmp_path: Path):
    """Every value gives way to every odd one, or to nothing; of those that do, some are read."""
    (tmp_path / "place.csv").write_text(
        "code,above,size,date,kind\nA,,1,2020,a\nB,A,2,2020-05,b\n", encoding="utf-8", newline=""
    )
    (tmp_path / "datapackage.json").write_text(json.dumps(small()), encoding="utf-8")
    # Nothing is wrong but that it is small.
    assert {problem.rule.partition(" is ")[2] for problem in validate(tmp_path)} == {
        "missing: the pages read it"
    }
    accepted = 0
    for path in spots(small()):
        for value in (*ODD, "gone"):
            damaged: Any = small()
            *outer, last = path
            owner = damaged
            for key in outer:
                owner = owner[key]
            if value == "gone":
                del owner[last]
            else:
                owner[last] = value
            (tmp_path / "datapackage.json").write_text(json.dumps(damaged), encoding="utf-8")
            try:
                load_package(tmp_path)
            except DataProblems as found:
                for problem in found.problems:
                    assert problem.line is not None, (path, value)
                    assert str(problem).isprintable(), (path, value)
            else:
                accepted += 1
                if accepted % 25 == 0:
                    assert all(str(problem).isprintable() for problem in validate(tmp_path))
