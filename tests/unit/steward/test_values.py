"""Dates and numbers as Europe writes them."""

from __future__ import annotations

from datetime import date

import pytest

from s3dash.steward.values import Question, number, partial_date, yes_or_no


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021", "2021"),
        ("2021-05", "2021-05"),
        ("2021-05-14", "2021-05-14"),
        ("2021/5/14", "2021-05-14"),
        ("14.05.2021", "2021-05-14"),
        ("4.5.2021", "2021-05-04"),
        ("14/05/2021", "2021-05-14"),
        ("05/14/2021", "2021-05-14"),
        ("5/5/2021", "2021-05-05"),
        ("14-05-2021", "2021-05-14"),
        ("05/2021", "2021-05"),
        ("14 May 2021", "2021-05-14"),
        ("May 14, 2021", "2021-05-14"),
        ("14. Mai 2021", "2021-05-14"),
        ("14 mai 2021", "2021-05-14"),
        ("1er mars 2021", "2021-03-01"),
        ("14 maggio 2021", "2021-05-14"),
        ("14 de mayo de 2021", "2021-05-14"),
        ("14 Μαΐου 2021", "2021-05-14"),
        ("März 2021", "2021-03"),
        ("août 2021", "2021-08"),
        ("czerwiec 2021", "2021-06"),
        ("2021-05-14T10:00:00", "2021-05-14"),
        ("14.05.2021 10:30", "2021-05-14"),
        ("20210514", "2021-05-14"),
        (20210514, "2021-05-14"),
        ("14-May-2021", "2021-05-14"),
        ("14.V.2021", "2021-05-14"),
        ("VI.2021", "2021-06"),
        ("14. května 2021 r.", "2021-05-14"),
        ("14 май 2021 г.", "2021-05-14"),
        ("den 14 maj 2021", "2021-05-14"),
        ("1.º de maio de 2021", "2021-05-01"),
        ("2021. május 14.", "2021-05-14"),
        ("2021. szeptember", "2021-09"),
        ("2021 m. gegužės 14 d.", "2021-05-14"),
        ("2021. gada 14. maijs", "2021-05-14"),
        ("14 juuni 2021", "2021-06-14"),
        ("14 iulie 2021", "2021-07-14"),
        # The same beginning, another month: Czech June and July, Croatian June, July and August.
        ("14. června 2021", "2021-06-14"),
        ("14. července 2021", "2021-07-14"),
        ("14. lipnja 2021.", "2021-06-14"),
        ("14 lipca 2021", "2021-07-14"),
        ("14. srpnja 2021.", "2021-07-14"),
        ("14. srpna 2021", "2021-08-14"),
        ("14. listopadu 2021", "2021-11-14"),
        ("14 липня 2021", "2021-07-14"),
        ("14 Eylül 2021", "2021-09-14"),
        ("červenec 2021", "2021-07"),
        ("styczniu 2021", "2021-01"),
        ("Jänner 2021", "2021-01"),
        ("Sept. 2021", "2021-09"),
        ("2021. 05. 14.", "2021-05-14"),
        ("2021. 05. 14. 10:30", "2021-05-14"),
        ("2021. 05.", "2021-05"),
        ("2021.", "2021"),
        ("2010-11", "2010-11"),
        ("２０２１-０５-１４", "2021-05-14"),
        (2021, "2021"),
        (2021.0, "2021"),
        (date(2021, 5, 14), "2021-05-14"),
    ],
)
def test_dates_that_mean_one_thing(written: object, meant: str) -> None:
    assert partial_date(written) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "proposals"),
    [
        ("03/04/2021", ("2021-04-03", "2021-03-04")),
        ("3-4-2021", ("2021-04-03", "2021-03-04")),
        ("14.05.21", ("2021-05-14",)),
        ("14-mai-21", ("2021-05-14",)),
        ("May-21", ("2021-05",)),
        ("listopada 2021", ("2021-10", "2021-11")),
        ("Friday, 14 May 2021", ("2021-05-14",)),
        ("14–16 May 2021", ("2021-05-14",)),
        ("before 14.05.2021", ("2021-05-14",)),
        ("spring 2021", ("2021",)),
        ("Q2 2021", ("2021",)),
        ("2021?", ("2021",)),
        ("2021-2022", ("2021",)),
        # One year and the next; a day and month behind a year are no time of day.
        ("2010/11", ("2010-11", "2010")),
        ("2021/22", ("2021",)),
        ("2021-22", ("2021",)),
        ("2021 10.05", ("2021",)),
        # Words that only begin as a month does.
        ("project 2021", ("2021",)),
        ("decade 2021", ("2021",)),
        ("maintenance 2021", ("2021",)),
        ("14. marketing 2021", ("2021",)),
        (44330, ("2021-05-14",)),
    ],
)
def test_dates_that_are_asked(written: object, proposals: tuple[str, ...]) -> None:
    found = partial_date(written)  # type: ignore[arg-type]
    assert isinstance(found, Question)
    assert found.is_open
    assert found.proposals == proposals


@pytest.mark.parametrize("written", ["31.02.2021", "13/13/2021", "soon", "0001", "1492", "2021-13"])
def test_what_is_no_date(written: str) -> None:
    found = partial_date(written)
    assert isinstance(found, Question)
    assert not found.proposals


@pytest.mark.parametrize(
    ("written", "is_whole", "meant"),
    [
        ("12,5", False, "12.5"),
        ("1.234,5", False, "1234.5"),
        ("1,234.5", False, "1234.5"),
        ("1 234 567,8", False, "1234567.8"),
        ("1'234", True, "1234"),
        ("1.234.567", False, "1234567"),
        ("1.234", True, "1234"),
        ("12,00", True, "12"),
        ("€ 1.500.000", True, "1500000"),
        (12.0, True, "12"),
        (0.1, False, "0.1"),
        ("0.159", False, "0.159"),
        ("0,159", False, "0.159"),
        ("-3", True, "-3"),
        ("１２", True, "12"),
    ],
)
def test_numbers(written: object, is_whole: bool, meant: str) -> None:
    assert number(written, is_whole=is_whole) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["1,234", "1.234"])
def test_a_number_that_reads_two_ways_is_asked(written: str) -> None:
    found = number(written, is_whole=False)
    assert isinstance(found, Question)
    assert found.proposals == ("1234", "1.234")


@pytest.mark.parametrize(
    "written", ["many", "12 %", "1-4", "", "12..5", "12²", "1.234.5", "12\n345", True]
)
def test_what_is_no_number(written: object) -> None:
    assert isinstance(number(written, is_whole=False), Question)  # type: ignore[arg-type]


def test_yes_and_no() -> None:
    assert [yes_or_no(word) for word in ("Ja", "oui", "Sí", "nein", "Όχι", True, 0)] == [
        "true",
        "true",
        "true",
        "false",
        "false",
        "true",
        "false",
    ]
    assert isinstance(yes_or_no("perhaps"), Question)
