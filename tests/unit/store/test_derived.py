"""The tables of the store, as they follow from the schema."""

from s3dash.package.description import load_package
from s3dash.store.derived import tables
from tests.fixtures.packages import DATA_DIR


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
