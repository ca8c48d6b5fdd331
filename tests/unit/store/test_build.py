"""Publishing: whole or not at all."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from s3dash.package.description import load_package
from s3dash.package.problems import DataProblems
from s3dash.store.build import BuildSummary, build
from s3dash.store.connection import Store
from s3dash.store.content import content_digest
from s3dash.store.versions import folder_of
from tests.fixtures.packages import DATA_DIR, PackageCopy


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildSummary:
    return build(DATA_DIR, tmp_path_factory.mktemp("store") / "new" / "s3.duckdb")


def test_summary(built: BuildSummary):
    assert built.store_bytes == built.store_path.stat().st_size
    assert built.row_counts["priority"] == (DATA_DIR / "priority.csv").read_bytes().count(b"\n") - 1
    assert built.discontinued_codes == ("HR04", "NO01", "NO03", "NO04", "NO05")
    assert built.discontinued_values == 94
    assert built.unclassified_hosts == ()


def test_tables_hold_what_the_files_hold(built: BuildSummary, store: Store):
    for name, count in built.row_counts.items():
        assert store.rows(f'SELECT count(*) FROM "{name}"') == [(count,)]


def test_columns_follow_the_package(store: Store):
    for resource in load_package(DATA_DIR).resources:
        stored = store.rows(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?",
            [resource.name],
        )
        names = [name for name, _ in stored]
        assert [name for name in names if name in resource.columns] == list(resource.columns)
        assert all(comment for _, comment in stored), names
        assert {n: c for n, c in stored if n in resource.columns} == {
            f.name: f.description for f in resource.fields
        }


def test_partial_dates_start_on_their_first_day(store: Store):
    found = dict(
        store.rows("SELECT length(date), any_value(date_start) FROM stage_evidence GROUP BY ALL")
    )
    assert set(found) <= {4, 7, 10}
    assert store.rows(
        """SELECT count(*) FROM stage_evidence
           WHERE left(date_start::VARCHAR, length(date)) <> date OR date_start IS NULL"""
    ) == [(0,)]
    assert store.rows("SELECT launched_start FROM platform WHERE launched = '2016'")[0] == (
        date(2016, 1, 1),
    )


def test_indicator_values_know_their_territory(store: Store):
    assert store.rows(
        """SELECT count(*) - count(territory_id), count(*) FILTER (nuts_code <> territory_id)
           FROM indicator_value"""
    ) == [(94, 0)]


def test_priorities_have_a_classification_and_the_kind_of_their_source(store: Store):
    [(codes, broader, kind)] = store.rows(
        """SELECT codes, broader_codes, source_kind
           FROM priority_key JOIN classification USING (class_no)
           JOIN priority ON priority.rowid = row_no WHERE priority_id = 'ITH5-2021-01'"""
    )
    assert sorted(codes) == ["A", "C10", "NABS08", "PO10", "agri-food"]
    assert codes.index("A") < codes.index("C10")
    assert (broader, kind) == (["C"], "authority")


def test_the_index_names_the_priorities_that_have_a_word(store: Store):
    [(titles, descriptions)] = store.rows(
        """SELECT in_titles, in_descriptions FROM search_word WHERE word = 'hydrogen'"""
    )
    for column, found in (("title", titles), ("description", descriptions)):
        expected = store.rows(
            f"SELECT rowid FROM priority WHERE regexp_matches({column}, '(?i)\\bhydrogen\\b')"
        )
        assert sorted(found) == sorted(row for (row,) in expected) != []


def test_a_territory_lies_in_its_parents_and_its_country(store: Store):
    found = dict(store.rows("SELECT territory_id, within FROM territory"))
    assert found["ITI14"] == ["IT", "ITI", "ITI1", "ITI14"]
    assert found["IT"] == ["IT"]
    assert set(found["UK-england"]) == {"UK", "UK-england"}


def test_territories_with_a_code_have_a_place_for_their_name(store: Store):
    assert store.rows(
        """SELECT count(*) FROM territory
           WHERE (nuts_level IS NULL) <> (label_x IS NULL OR label_y IS NULL OR area_km2 IS NULL)"""
    ) == [(0,)]


def test_the_middle_of_a_territory_is_that_of_its_largest_part_on_earth(store: Store):
    found = {
        code: (longitude, latitude)
        for code, longitude, latitude in store.rows(
            "SELECT territory_id, longitude, latitude FROM territory WHERE nuts_level IS NOT NULL"
        )
    }
    assert all(None not in place for place in found.values())
    # Islands that the map draws elsewhere, and countries that have some.
    expected = {"FRY2": (-61.0, 14.6), "ES70": (-16.6, 28.3), "PT20": (-25.5, 37.8)}
    expected |= {"FR": (2.5, 46.5), "ES": (-3.6, 40.3), "PT": (-8.0, 39.6), "MT": (14.4, 35.9)}
    for code, place in expected.items():
        assert found[code] == pytest.approx(place, abs=0.15), code
    assert store.rows(
        "SELECT count(*) FROM territory WHERE nuts_level IS NULL AND latitude IS NOT NULL"
    ) == [(0,)]


def test_sources(store: Store):
    everything, urls, hosts = store.rows(
        """SELECT sum(row_count), count(DISTINCT url), count(*) FILTER (host = '')
           FROM source"""
    )[0]
    assert hosts == 0
    assert urls == store.rows("SELECT count(*) FROM source")[0][0]
    assert everything > 0
    assert store.rows("SELECT tables FROM source WHERE host = 'fesr.regione.emilia-romagna.it'")
    ids = [source_id for (source_id,) in store.rows("SELECT source_id FROM source ORDER BY url")]
    assert ids == list(range(1, len(ids) + 1))


def test_a_site_that_nobody_classified_counts_as_unclear_and_is_named(tmp_path: Path):
    package = PackageCopy(tmp_path / "data").keep_few("site")
    package.set_cell("priority.csv", 2, "source_url", "https://New.example.org:8443/s3?a=b")
    summary = build(package.path, tmp_path / "s3.duckdb")
    assert summary.unclassified_hosts == ("new.example.org",)
    with Store.open(tmp_path / "s3.duckdb") as store:
        assert store.rows(
            "SELECT host, kind FROM source WHERE url LIKE 'https://New.example.org%'"
        ) == [("new.example.org", "unclear")]


def test_kinds_of_sources_need_no_table_of_sites(tmp_path: Path):
    package = PackageCopy(tmp_path / "data")
    package.edit_schema(
        lambda d: d.update(resources=[r for r in d["resources"] if r["name"] != "site"])
    )
    summary = build(package.path, tmp_path / "s3.duckdb")
    assert len(summary.unclassified_hosts) > 200
    with Store.open(tmp_path / "s3.duckdb") as store:
        assert store.rows("SELECT DISTINCT kind FROM source") == [("unclear",)]


def test_build_info_is_one_row_with_the_whole_description(store: Store):
    rows = store.rows("SELECT package_name, package_json, data_digest FROM build_info")
    assert len(rows) == 1
    assert rows[0][0] == "s3dash"
    assert json.loads(rows[0][1]) == json.loads((DATA_DIR / "datapackage.json").read_text())
    assert len(rows[0][2]) == 64


def test_two_builds_of_the_same_data_have_the_same_content(
    built: BuildSummary, store_path: Path, tmp_path: Path
):
    digest = content_digest(store_path)
    assert content_digest(built.store_path) == digest
    changed = tmp_path / "changed.duckdb"
    for statement in (
        "UPDATE stage SET name = 'Learned' WHERE stage_id = 'learn'",
        "COMMENT ON COLUMN stage.name IS 'Something else'",
        "DELETE FROM neighbour WHERE rowid = 0",
    ):
        shutil.copyfile(store_path, changed)
        with duckdb.connect(str(changed)) as con:
            con.execute(statement)
        assert content_digest(changed) != digest, statement


def test_digest_changes_with_the_data(store: Store, tmp_path: Path):
    package = PackageCopy(tmp_path / "data")
    package.set_cell("platform.csv", 2, "description", "Another description")
    build(package.path, tmp_path / "s3.duckdb")
    query = "SELECT data_digest FROM build_info"
    with Store.open(tmp_path / "s3.duckdb") as other:
        assert other.rows(query) != store.rows(query)


def test_a_failing_build_leaves_the_old_store_and_nothing_else(tmp_path: Path):
    target = tmp_path / "store" / "s3.duckdb"
    package = PackageCopy(tmp_path / "data").keep_few()
    build(package.path, target)
    before, stat = target.read_bytes(), target.stat()
    package.set_cell("membership.csv", 3, "role", "boss")
    with pytest.raises(DataProblems) as found:
        build(package.path, target)
    assert [p.line for p in found.value.problems] == [3]
    assert target.read_bytes() == before
    assert target.stat().st_ino == stat.st_ino
    assert {file.name for file in target.parent.iterdir()} == {"s3.duckdb", "s3.duckdb.versions"}
    assert len(list(folder_of(target).iterdir())) == 1


def test_readers_keep_the_old_store_and_new_ones_get_the_new(tmp_path: Path):
    target = tmp_path / "s3.duckdb"
    package = PackageCopy(tmp_path / "data").keep_few()
    build(package.path, target)
    package.set_cell("platform.csv", 2, "description", "Another description")
    query = "SELECT description FROM platform WHERE platform_id = 'agri-food'"
    with Store.open(target) as old:
        before = old.rows(query)
        build(package.path, target)
        with Store.open(target) as new:
            assert new.rows(query) == [("Another description",)]
            assert old.rows(query) == before
            assert new.fingerprint != old.fingerprint


def test_progress_is_told(tmp_path: Path):
    told: list[str] = []
    package = PackageCopy(tmp_path / "data").keep_few()
    build(package.path, tmp_path / "s3.duckdb", told.append)
    assert told == ["Checking the data package", "Writing the store", "Publishing the store"]


def test_the_published_file_can_be_read_by_others(built: BuildSummary):
    assert built.store_path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
