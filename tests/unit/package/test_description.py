"""The description of the data package, read from its file."""

from pathlib import Path

import pytest

from s3dash.package.description import load_package
from s3dash.package.problems import DataProblems
from s3dash.package.schema import ForeignKey
from tests.fixtures.packages import DATA_DIR, PackageCopy


def test_shipped_package():
    package = load_package(DATA_DIR)
    assert {one.path for one in package.resources} == {one.name for one in DATA_DIR.glob("*.csv")}
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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "datapackage.json:1: is not JSON: "),
        (b"[]", "datapackage.json:1: is not a JSON object"),
        (b"\xff", "datapackage.json: is not UTF-8"),
        (b"[" * 200_000, "datapackage.json: is not JSON: nested too deeply"),
    ],
)
def test_not_a_description_at_all(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(DataProblems) as found:
        load_package(tmp_path)
    assert str(found.value).startswith(message)


def test_a_description_that_changed_is_read_again(tmp_path: Path):
    package = PackageCopy(tmp_path / "data")
    before = load_package(package.path)
    package.edit_schema(lambda described: described.update(version="another"))
    after = load_package(package.path)
    assert (before.version, after.version) == (load_package(DATA_DIR).version, "another")
    # One that cannot be used is named every time.
    package.edit_schema(lambda described: described.pop("name"))
    for _ in range(2):
        with pytest.raises(DataProblems, match="name"):
            load_package(package.path)
