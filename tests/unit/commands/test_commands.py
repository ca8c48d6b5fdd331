"""The command line: what it prints, and what it returns."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from s3dash.__main__ import main
from tests.fixtures.packages import DATA_DIR, PackageCopy


def test_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target = tmp_path / "s3.duckdb"
    assert main(["build", "--store", str(target)]) == 0
    printed = capsys.readouterr()
    assert f"Published {target}" in printed.out
    assert "94 indicator values belong to no NUTS 2021 territory: HR04" in printed.out
    assert target.is_file()


def test_check_of_sound_data(capsys: pytest.CaptureFixture[str]):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "0 problems\n"


def test_check_names_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    package = PackageCopy(tmp_path / "data")
    package.set_cell("membership.csv", 3, "role", "boss")
    package.set_cell("membership.csv", 9, "role", "boss")
    assert main(["check", "--data", str(package.path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "membership.csv:3 role 'boss': not one of lead, co-lead, participant",
        "membership.csv:9 role 'boss': not one of lead, co-lead, participant",
        "2 problems",
    ]


def test_build_of_broken_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    package = PackageCopy(tmp_path / "data")
    (package.path / "stage.csv").unlink()
    target = tmp_path / "s3.duckdb"
    assert main(["build", "--data", str(package.path), "--store", str(target)]) == 1
    printed = capsys.readouterr()
    assert printed.out == "stage.csv: file is missing\n1 problem\n"
    assert "Nothing was published" in printed.err
    assert not target.exists()


def test_info(store_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["info", "--store", str(store_path)]) == 0
    printed = capsys.readouterr().out
    assert str(store_path) in printed
    assert "Known gaps" in printed


def test_info_for_a_program(store_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["info", "--json", "--store", str(store_path)]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert list(facts) == [
        "path",
        "size_bytes",
        "store_format",
        "built_at",
        "package_name",
        "package_version",
        "data_digest",
        "duckdb_version",
        "s3dash_version",
        "row_counts",
        "gaps",
    ]
    assert facts["row_counts"]["stage"] == 5
    assert facts["gaps"]["discontinued_codes"] == ["HR04", "NO01", "NO03", "NO04", "NO05"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--data", "/nowhere"], "There is no data folder /nowhere."),
        (["build", "--data", "/nowhere"], "There is no data folder /nowhere."),
        (["info", "--store", "/nowhere/s3.duckdb"], 'build --store "/nowhere/s3.duckdb"`.'),
    ],
)
def test_one_clear_line_for_what_is_not_there(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
):
    assert main(arguments) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith(message)


@pytest.mark.parametrize("arguments", [[], ["publish"], ["info", "--yaml"], ["check", "--store"]])
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: python -m s3dash" in capsys.readouterr().err


def test_help_waits_for_nothing():
    code = (
        "import sys, s3dash.__main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: print('duckdb' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=DATA_DIR.parent
    )
    assert done.stdout.endswith("False\n")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path):
    package = PackageCopy(tmp_path / "data")
    data = package.bytes_of("indicator_value.csv").replace(b",2016,", b",1999,")
    package.write("indicator_value.csv", data)
    with subprocess.Popen(
        [sys.executable, "-m", "s3dash", "check", "--data", str(package.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=DATA_DIR.parent,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch):
    from s3dash.package import validate

    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(validate, "validate", interrupted)
    assert main(["check"]) == 128 + signal.SIGINT

    def interrupted_query(_: Path) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(validate, "validate", interrupted_query)
    assert main(["check"]) == 128 + signal.SIGINT


def test_a_store_that_cannot_be_written(capsys: pytest.CaptureFixture[str]):
    assert main(["build", "--store", "/dev/null/s3.duckdb"]) == 1
    *_, why, nothing = capsys.readouterr().err.splitlines()
    assert why.endswith("/dev/null/s3.duckdb cannot be written: File exists.")
    assert nothing == "Nothing was published: /dev/null/s3.duckdb is as it was."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full disk to try")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["report", "region", "ITI1", "-o"], "report.pdf"),
        (["template", "stage_evidence", "-o"], "template.xlsx"),
        (["info"], ""),
    ],
)
def test_a_full_disk_is_one_line_that_says_what_to_do(
    command: list[str],
    name: str,
    tmp_path: Path,
    store_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("S3DASH_STORE", str(store_path))
    if name:
        place = tmp_path / name
        place.symlink_to("/dev/full")
        status = main([*command, str(place)])
    else:
        place = "The output"
        with Path("/dev/full").open("w", encoding="utf-8") as full, monkeypatch.context() as on:
            on.setattr(sys, "stdout", full)
            status = main(command)
    assert status == 1
    [line] = capsys.readouterr().err.splitlines()
    why = "No space left on device; make room on that disk, then try again."
    assert line == f"{place} cannot be written: {why}"


def test_the_unforeseen_is_one_line_and_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    from s3dash.package import validate

    def fail(_: Path) -> None:
        raise ZeroDivisionError("by\nnothing" + 1000 * "!")

    monkeypatch.setattr(validate, "validate", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert line.startswith("An error that s3dash does not know: ZeroDivisionError: by nothing!!")
    [log] = tmp_path.iterdir()
    assert line.endswith(f"(more in {log})")
    assert len(line) < 300 + len(str(log))
    assert "Traceback" in log.read_text(encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    assert main(["check"]) == 1
    assert "more could not be written" in capsys.readouterr().err
