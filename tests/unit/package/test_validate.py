"""Every way in which a data package can be wrong, with the message it must get."""

from pathlib import Path

import pytest
from frictionless import Package

from s3dash.package.problems import LONGEST_SHOWN, Problem
from s3dash.package.validate import validate
from tests.fixtures.packages import DATA_DIR, PackageCopy


@pytest.fixture
def whole_package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


@pytest.fixture(scope="module")
def few_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = PackageCopy(tmp_path_factory.mktemp("few") / "data")
    return package.keep_few("affiliation", "guidance", "platform_fact").path


@pytest.fixture
def package(few_tables: Path, tmp_path: Path) -> PackageCopy:
    """A package without the tables that no test with it breaks: each file is read alike."""
    return PackageCopy(tmp_path / "data", few_tables)


def messages(package: PackageCopy) -> list[str]:
    return [str(problem) for problem in validate(package.path)]


def test_the_shipped_package_has_no_problems():
    assert validate(DATA_DIR) == []


def test_frictionless_agrees_that_the_shipped_package_is_valid(whole_package: PackageCopy):
    # Of the indicators, to which nothing refers, every tenth row: each cell takes its time.
    values = whole_package.path / "indicator_value.csv"
    header, *rows = values.read_bytes().splitlines(keepends=True)
    values.write_bytes(b"".join([header, *rows[::10]]))
    report = Package(str(whole_package.path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


# --- files ---------------------------------------------------------------------------------


def test_missing_folder(tmp_path: Path):
    assert [str(p) for p in validate(tmp_path / "none")] == ["datapackage.json: file is missing"]


def test_missing_file(package: PackageCopy):
    (package.path / "stage_evidence.csv").unlink()
    assert messages(package) == ["stage_evidence.csv: file is missing"]


def test_missing_file_that_others_refer_to_is_one_problem(whole_package: PackageCopy):
    (whole_package.path / "territory.csv").unlink()
    assert messages(whole_package) == ["territory.csv: file is missing"]


def test_missing_boundaries(package: PackageCopy):
    (package.path / "boundaries/nuts-2021.parquet").unlink()
    assert messages(package) == ["boundaries/nuts-2021.parquet: file is missing"]


def test_boundaries_that_are_not_parquet(package: PackageCopy):
    package.write("boundaries/nuts-2021.parquet", b"nothing of the kind")
    (message,) = messages(package)
    assert message.startswith("boundaries/nuts-2021.parquet: cannot be read: ")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf"])
def test_empty_file(package: PackageCopy, content: bytes):
    package.write("platform.csv", content)
    assert messages(package) == ["platform.csv: file is empty"]


@pytest.mark.parametrize("ending", ["", "\n"])
def test_header_only(package: PackageCopy, ending: str):
    package.write("platform.csv", (package.line("platform.csv", 1) + ending).encode())
    assert messages(package) == ["platform.csv: has a header but no rows"]


def test_folder_in_place_of_a_file(package: PackageCopy):
    (package.path / "platform.csv").unlink()
    (package.path / "platform.csv").mkdir()
    assert messages(package) == ["platform.csv: is a folder"]


def test_files_that_the_package_does_not_name_are_ignored(package: PackageCopy):
    package.write("notes.csv", b"\xff\xfe not ours")
    assert messages(package) == []


@pytest.mark.parametrize("folder", ["data [2021]*", "o'brien $1"])
def test_any_name_of_the_folder_will_do(tmp_path: Path, folder: str):
    assert messages(PackageCopy(tmp_path / folder)) == []


# --- encodings and lines -------------------------------------------------------------------


def test_invalid_utf8_names_line_and_byte(package: PackageCopy):
    lines = package.bytes_of("partnership.csv").split(b"\n")
    lines[4] = lines[4] + b"\xe9"
    lines[6] = lines[6] + b"\xff"
    package.write("partnership.csv", b"\n".join(lines))
    assert messages(package) == [
        f"partnership.csv:5 '0xe9': byte {len(lines[4])} of the line is not UTF-8",
        f"partnership.csv:7 '0xff': byte {len(lines[6])} of the line is not UTF-8",
    ]


def test_utf16_is_one_problem(package: PackageCopy):
    package.write("stage.csv", package.bytes_of("stage.csv").decode().encode("utf-16"))
    assert messages(package) == ["stage.csv: is UTF-16; it must be UTF-8"]


@pytest.mark.parametrize("file", ["priority.csv", "stage.csv"])
def test_byte_order_mark_windows_lines_and_an_open_last_line_are_tolerated(
    package: PackageCopy, file: str
):
    data = package.bytes_of(file).rstrip(b"\n").replace(b"\n", b"\r\n")
    package.write(file, b"\xef\xbb\xbf" + data)
    assert messages(package) == []


def test_quotes_everywhere_are_tolerated(package: PackageCopy):
    for number in range(1, 7):
        package.set_cell(
            "stage.csv", number, *next(iter(package.cells("stage.csv", number).items()))
        )
    assert messages(package) == []


def test_empty_line(package: PackageCopy):
    number = package.add_line("priority.csv", "")
    assert messages(package) == [f"priority.csv:{number}: line is empty"]


def test_line_break_inside_a_value(package: PackageCopy):
    title = package.cells("stage_evidence.csv", 3)["title"]
    package.set_cell("stage_evidence.csv", 3, "title", f"{title}\nand more")
    found = validate(package.path)
    assert [(p.line, p.rule) for p in found] == [
        (3, "a quoted value does not end on its line"),
        (4, "5 cells, 9 expected"),
    ]


def test_lines_stay_right_after_a_line_that_is_no_row(package: PackageCopy):
    package.set_line("membership.csv", 10, "high-tech-farming,ITI1")
    package.set_cell("membership.csv", 200, "role", "boss")
    assert messages(package) == [
        "membership.csv:10 'high-tech-farming,ITI1': 2 cells, 7 expected",
        "membership.csv:200 role 'boss': not one of lead, co-lead, participant",
    ]


def test_an_open_quote_does_not_hide_the_rest_of_the_file(package: PackageCopy):
    package.set_line("stage.csv", 2, '"' + package.line("stage.csv", 2))
    package.set_cell("stage.csv", 6, "is_jrc_supported", "maybe")
    found = validate(package.path)
    assert [(p.line, p.column) for p in found if p.file == "stage.csv"] == [
        (2, None),
        (6, "is_jrc_supported"),
    ]


def test_short_and_long_rows(package: PackageCopy):
    short = package.line("affiliation.csv", 4).rpartition(",")[0]
    long = package.line("affiliation.csv", 6) + ",one more"
    package.set_line("affiliation.csv", 4, short)
    package.set_line("affiliation.csv", 6, long)
    assert [(p.line, p.value, p.rule) for p in validate(package.path)] == [
        (4, short, "3 cells, 4 expected"),
        (6, long, "5 cells, 4 expected"),
    ]


def test_what_refers_to_a_broken_row_is_not_reported_too(whole_package: PackageCopy):
    line = whole_package.line("territory.csv", 2)
    whole_package.set_line("territory.csv", 2, f"{line},one more")
    assert [p.file for p in validate(whole_package.path)] == ["territory.csv"]


@pytest.mark.parametrize("character", ["\0", "\r", "\x1b"])
def test_control_characters(package: PackageCopy, character: str):
    package.set_cell("country.csv", 3, "name", f"Au{character}stria")
    (problem,) = validate(package.path)
    assert (problem.line, problem.rule) == (3, "line has a control character")
    assert str(problem).isprintable()


@pytest.mark.parametrize("number", [2, 40])
def test_white_space_that_a_reader_would_trim_around_quotes(package: PackageCopy, number: int):
    code, rest = package.line("country.csv", number).split(",", 1)
    package.set_line("country.csv", number, f' "{code}",{rest}')
    found = [p for p in validate(package.path) if p.file == "country.csv"]
    assert [(p.line, p.column) for p in found] == [(number, "country_code")]


# --- headers -------------------------------------------------------------------------------


def test_wrong_column(package: PackageCopy):
    header = package.line("priority.csv", 1)
    package.set_line("priority.csv", 1, header.replace("title", "titel"))
    assert messages(package) == [
        "priority.csv:1 titel: column is not in the schema",
        "priority.csv:1 title: column is missing",
    ]


def test_reordered_and_repeated_columns(package: PackageCopy):
    package.set_line(
        "stage.csv", 1, package.line("stage.csv", 1).replace("name,position", "position,name")
    )
    package.set_line("country.csv", 1, "country_code,name,status,source_url,name")
    rules = {p.file: p.rule for p in validate(package.path) if p.line == 1}
    assert rules == {
        "stage.csv": "columns are in another order; expected "
        "stage_id,name,position,definition,is_jrc_supported,source_url",
        "country.csv": "column stands 2 times",
    }


def test_the_other_columns_of_a_file_with_a_wrong_header_are_checked(package: PackageCopy):
    package.set_line(
        "membership.csv", 1, package.line("membership.csv", 1).replace("basis", "base")
    )
    package.set_cell("membership.csv", 5, "role", "boss")
    found = validate(package.path)
    assert [(p.line, p.column) for p in found] == [(1, "base"), (1, "basis"), (5, "role")]


# --- cells ---------------------------------------------------------------------------------

TWICE = "was encoded twice: UTF-8 was read as another encoding"
CELLS = [
    ("membership.csv", "role", "boss", "not one of lead, co-lead, participant"),
    ("stage_evidence.csv", "stage_id", "dream", "not a stage_id of stage.csv"),
    ("stage_evidence.csv", "partnership_id", "no-such", "not a partnership_id of partnership.csv"),
    ("membership.csv", "partnership_id", "no-such", "not a partnership_id of partnership.csv"),
    ("membership.csv", "territory_id", "ZZ99", "not a territory_id of territory.csv"),
    ("domain.csv", "parent_code", "Ω", "not a domain_code of domain.csv"),
    ("stage_evidence.csv", "date", "2021-02-30", "no such day in the calendar"),
    ("stage_evidence.csv", "date", "2021-13", "no such day in the calendar"),
    ("stage_evidence.csv", "date", "2021-00-10", "no such day in the calendar"),
    ("stage_evidence.csv", "date", "0000", "no such day in the calendar"),
    *(
        ("stage_evidence.csv", "date", text, "not a date (YYYY, YYYY-MM or YYYY-MM-DD)")
        for text in ("21", "2021-1", "2021/01/01", "01.02.2021", "2021-01-01T00:00", "٢٠٢١")
    ),
    ("stage_evidence.csv", "title", "", "value is required"),
    ("stage_evidence.csv", "title", " Pilot", "white space at the start or the end"),
    ("stage_evidence.csv", "title", "Pilot\u00a0", "white space at the start or the end"),
    ("stage_evidence.csv", "title", "R\ufffdgion", "a character was lost: U+FFFD stands for it"),
    ("stage_evidence.csv", "title", "Ã‰nergie", TWICE),
    ("stage_evidence.csv", "title", "coÃ»t", TWICE),
    ("stage_evidence.csv", "title", "Ä\u008desko", TWICE),
    ("stage_evidence.csv", "title", "Regionâ€™s", TWICE),
    ("stage_evidence.csv", "title", "#NAME?", "is an error of a spreadsheet"),
    ("stage_evidence.csv", "detail", "#REF!", "is an error of a spreadsheet"),
    ("partnership.csv", "name", "P\u0430ris Region", "has a word with letters of two scripts"),
    (
        "country.csv",
        "source_url",
        "ftp://example.org",
        r"does not match the pattern ^https?://\S+$",
    ),
    ("country.csv", "source_url", "https://exa mple.org", "not a URI"),
    ("country.csv", "source_url", "example", "not a URI"),
    ("stage.csv", "is_jrc_supported", "yes", "not true or false"),
    ("platform_fact.csv", "figure", "4.5", "not an integer"),
    ("platform_fact.csv", "figure", "1_000", "not an integer"),
    ("platform_fact.csv", "figure", "9" * 30, "integer is out of range"),
    ("partnership.csv", "stated_count", "0", "less than 1"),
    ("indicator_value.csv", "value", "many", "not a number"),
    ("indicator_value.csv", "value", "nan", "not a number"),
    ("indicator_value.csv", "value", "1,5", "not a number"),
    ("indicator_value.csv", "value", "1e999", "number is out of range"),
    ("indicator_value.csv", "year", "17", "not a year (YYYY)"),
    ("indicator_value.csv", "nuts_vintage", "2013", "not one of 2016, 2021"),
    ("territory.csv", "nuts_level", "4", "more than 3"),
]


@pytest.fixture(scope="module")
def problems_of_broken_cells(tmp_path_factory: pytest.TempPathFactory) -> list[list[Problem]]:
    """What is found, per entry of CELLS, when the first file line still sound is broken each."""
    package = PackageCopy(tmp_path_factory.mktemp("cells") / "data")
    next_line = dict.fromkeys((file for file, *_ in CELLS), 2)
    places = []
    for file, column, value, _ in CELLS:
        package.set_cell(file, next_line[file], column, value)
        places.append((file, next_line[file], column))
        next_line[file] += 1
    found = validate(package.path)
    return [[p for p in found if (p.file, p.line, p.column) == place] for place in places]


@pytest.mark.parametrize("number", range(len(CELLS)), ids=[f"{c[1]}={c[2]}" for c in CELLS])
def test_broken_cell(problems_of_broken_cells: list[list[Problem]], number: int):
    file, column, value, rule = CELLS[number]
    (problem,) = problems_of_broken_cells[number]
    assert (problem.file, problem.column) == (file, column)
    assert (problem.value, problem.rule) == (value or None, rule)


def test_values_are_reported_and_never_run(package: PackageCopy):
    values = [
        "'; DROP TABLE priority; --",
        '" OR 1=1 --',
        "{rule}",
        "%s $1 ?",
        "=1+1",
        "x" * 3_000_000,
    ]
    for line, value in enumerate(values, 3):
        package.set_cell("priority.csv", line, "territory_id", value)
        package.set_cell("priority.csv", line, "period", value)
    found = [p for p in validate(package.path) if p.file == "priority.csv"]
    for column in ("territory_id", "period"):
        assert [p.value for p in found if p.column == column] == values
    assert all(len(str(p)) < LONGEST_SHOWN * 4 for p in found)


# --- between rows --------------------------------------------------------------------------


def test_duplicate_key_names_the_first_line(package: PackageCopy):
    number = package.add_line("membership.csv", package.line("membership.csv", 7))
    cells = package.cells("membership.csv", 7)
    assert messages(package) == [
        f"membership.csv:{number} partnership_id+territory_id "
        f"'{cells['partnership_id']}, {cells['territory_id']}': "
        "the same partnership_id and territory_id is on line 7"
    ]


def test_unique_value(package: PackageCopy):
    package.set_cell("platform.csv", 3, "name", package.cells("platform.csv", 2)["name"])
    assert messages(package) == ["platform.csv:3 name 'Agri-Food': the same value is on line 2"]


def test_composite_reference(package: PackageCopy):
    cells = package.cells("strategy.csv", 2)
    package.set_cell("strategy.csv", 2, "period", "2014-2020")
    found = [p for p in validate(package.path) if p.file == "priority.csv"]
    assert len(found) == int(cells["documented_count"])
    assert {str(p).split(" ", 1)[1] for p in found} == {
        "territory_id+period 'AL, 2021-2027': not a territory_id and period of strategy.csv"
    }


DOMAIN = [
    ("strategy.csv", 2, "documented_count", "99", "priority.csv has 6 priorities of AL in "),
    ("strategy.csv", 3, "stated_count", "1", "less than the documented_count 3"),
    ("strategy.csv", 4, "completeness", "partial", "a partial strategy must say why"),
    ("territory.csv", 2, "nuts_level", "2", "the code AL is of level 0"),
    ("territory.csv", 3, "country_code", "AT", "does not start with its country code AT"),
    ("territory.csv", 4, "parent_id", "AL", "AL01 must have the parent one NUTS level up, AL0"),
    ("priority_domain.csv", 2, "position", "7", "expected "),
    ("priority_platform.csv", 2, "position", "3", "expected 1: positions of "),
    ("nuts_correspondence.csv", 2, "change", "discontinued", "a discontinued code has no "),
    ("nuts_correspondence.csv", 3, "territory_id", "AT11", "must be AL02: the code lives on"),
    ("neighbour.csv", 2, "neighbour_id", "ITI1", "is not of the NUTS level of AL"),
    ("neighbour.csv", 3, "neighbour_id", "AL", "must be the larger of the two codes"),
    ("hub.csv", 2, "also_serves", "ITI1; XX99", "XX99 is not a territory_id"),
    ("project.csv", 2, "partnership_basis", "direct", "there is no partnership that it could be"),
    ("indicator.csv", 2, "value_count", "7", "indicator_value.csv has 338 regions with"),
]


@pytest.fixture(scope="module")
def problems_of_the_domain(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    package = PackageCopy(tmp_path_factory.mktemp("domain") / "data")
    for file, line, column, value, _ in DOMAIN:
        package.set_cell(file, line, column, value)
    return validate(package.path)


@pytest.mark.parametrize("broken", DOMAIN, ids=[f"{d[0]}-{d[2]}" for d in DOMAIN])
def test_rule_of_the_domain(
    problems_of_the_domain: list[Problem], broken: tuple[str, int, str, str, str]
):
    file, _, _, _, rule = broken
    assert any(p.file == file and p.rule.startswith(rule) for p in problems_of_the_domain)


def test_parent_in_another_taxonomy(package: PackageCopy):
    other = next(
        number
        for number in range(2, 208)
        if package.cells("domain.csv", number)["taxonomy"] == "scientific"
    )
    code = package.cells("domain.csv", other)["domain_code"]
    package.set_cell("domain.csv", 3, "parent_code", code)
    assert messages(package) == [
        f"domain.csv:3 parent_code '{code}': is of the taxonomy scientific, not economic"
    ]


def test_all_problems_are_reported_at_once_and_in_order(package: PackageCopy):
    (package.path / "guidance.csv").unlink()
    package.set_cell("stage_evidence.csv", 9, "date", "2021-02-30")
    package.set_cell("stage_evidence.csv", 9, "detail", "")
    package.set_cell("stage_evidence.csv", 3, "stage_id", "dream")
    package.set_cell("priority.csv", 1000, "classified_by", "guess")
    package.set_line("platform_fact.csv", 5, "short")
    assert [(p.file, p.line, p.column) for p in validate(package.path)] == [
        ("guidance.csv", None, None),
        ("platform_fact.csv", 5, None),
        ("priority.csv", 1000, "classified_by"),
        ("stage_evidence.csv", 3, "stage_id"),
        ("stage_evidence.csv", 9, "date"),
        ("stage_evidence.csv", 9, "detail"),
    ]


def test_message_leaves_out_what_does_not_apply():
    assert str(Problem("a.csv", None, None, None, "file is missing")) == "a.csv: file is missing"
    assert str(Problem("a.csv", 3, "b", None, "is required")) == "a.csv:3 b: is required"
    assert str(Problem("a.csv", 3, "b", "\x1b[2J", "bad")) == r"a.csv:3 b '\x1b[2J': bad"
