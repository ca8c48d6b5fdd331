"""Territories, partnerships and listed values as people name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3dash.steward.base import Base
from s3dash.steward.names import Names
from s3dash.steward.places import Places, recoded_codes
from s3dash.steward.values import Question
from tests.fixtures.sendings import MEMBERS, SOURCE, member, reviewed, rules, shipped, text


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


@pytest.fixture(scope="module")
def places(base: Base) -> Places:
    return Places(base)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ITI1", "ITI1"),
        ("iti1", "ITI1"),
        ("Toscana", "ITI1"),
        ("TUSCANY", "ITI1"),
        ("Regione Toscana", "ITI1"),
        ("Tuscany (ITI1)", "ITI1"),
        ("ITI1 - Toscana", "ITI1"),
        ("ITE1", "ITI1"),
        ("GR30", "EL30"),
        ("GR12", "EL52"),
        ("EL12", "EL52"),
        ("GR", "EL"),
        ("GB", "UK"),
        ("Κεντρική Μακεδονία", "EL52"),
        ("FR71", "FRK2"),
        ("FR24", "FRB0"),
        ("Bavaria", "DE2"),
        ("Bayern", "DE2"),
        ("Brussels", "BE1"),
        ("PL31", "PL81"),
        ("Malta", "MT"),
        ("UK-england", "UK-england"),
        ("ES61 Andalucía", "ES61"),
        ("FR42 Alsace", "FRF1"),
        ("Bayern / Bavaria", "DE2"),
        ("Lombardia, Italy", "ITC4"),
    ],
)
def test_places(places: Places, written: str, meant: str) -> None:
    assert places.find(written)[0] == meant


def test_what_was_recoded_is_said(places: Places) -> None:
    assert "FR71 of NUTS 2013 is FRK2" in (places.find("FR71")[1] or "")
    assert "FR42 of NUTS 2013 is FRF1" in (places.find("FR42 Alsace")[1] or "")
    assert places.find("ITI1")[1] is None


@pytest.mark.parametrize(
    ("written", "proposals"),
    [
        ("es 61", ("ES61",)),
        ("ES61 Aragón", ("ES61", "ES24")),
        ("Toscana / Toskana", ("ITI1",)),
        ("Italy, Nowhereland", ("IT",)),
    ],
)
def test_parts_that_do_not_agree_are_asked(
    places: Places, written: str, proposals: tuple[str, ...]
) -> None:
    found, _ = places.find(written)
    assert isinstance(found, Question)
    assert found.proposals == proposals


@pytest.mark.parametrize("written", ["HR04", "PL12", "FR5", "NL35", "PT17 - Lisbon", "UKM2"])
def test_a_code_whose_land_is_elsewhere_is_not_taken(places: Places, written: str) -> None:
    found, _ = places.find(written)
    if written.startswith("PT17"):
        assert found == "PT17"
        return
    assert isinstance(found, Question)
    assert "without a region of the same extent" in found.rule


@pytest.mark.parametrize(
    ("written", "proposal"), [("Tuscanny", "ITI1"), ("Andalusai", "ES61"), ("Emilia Romagna", "")]
)
def test_a_slip_is_proposed_never_taken(places: Places, written: str, proposal: str) -> None:
    found, _ = places.find(written)
    if not proposal:
        assert found == "ITH5"
        return
    assert isinstance(found, Question)
    assert found.proposals[0] == proposal


def test_a_name_of_two_places_needs_its_country(places: Places) -> None:
    found, _ = places.find("Limburg")
    assert isinstance(found, Question)
    assert set(found.proposals) == {"BE22", "NL42"}
    assert places.find("Limburg", "NL")[0] == "NL42"
    assert places.find("Limburg", "BE")[0] == "BE22"
    assert isinstance(places.find("Toscana", "FR")[0], Question)


def test_recoded_codes_are_none_of_today(base: Base) -> None:
    today = {row["territory_id"] for row in base.rows("territory")}
    for code, recoded in recoded_codes().items():
        assert code not in today
        assert set(recoded.successors) <= today
        assert not recoded.is_same_extent or len(recoded.successors) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("high-tech-farming", "high-tech-farming"),
        ("High Tech Farming", "high-tech-farming"),
        ("HTF", "high-tech-farming"),
        ("High tech farming (HTF)", "high-tech-farming"),
        ("T&BD", "traceability-and-big-data"),
    ],
)
def test_partnerships(base: Base, written: str, meant: str) -> None:
    assert Names(base, "partnership").find(written) == meant


def test_a_partnership_with_a_slip(base: Base) -> None:
    found = Names(base, "partnership").find("High Tech Framing")
    assert isinstance(found, Question)
    assert found.proposals == ("high-tech-farming",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Lead", "lead"),
        ("COORDINATOR", "lead"),
        ("Co-leader", "co-lead"),
        ("partner", "participant"),
    ],
)
def test_roles(tmp_path: Path, written: str, meant: str) -> None:
    [item] = reviewed(text(tmp_path / "m.csv", MEMBERS, member("ITI2", written))).items
    assert item.row["role"] == meant


def test_a_role_with_a_slip(tmp_path: Path) -> None:
    [item] = reviewed(text(tmp_path / "m.csv", MEMBERS, member("ITI2", "participnt"))).items
    assert item.status == "rejected"
    assert item.troubles[0].proposals == ("participant",)


def test_what_is_proposed_for_a_value_of_a_list_keeps_the_others(tmp_path: Path) -> None:
    head = ("territory_id", "period", "title", "platforms", "source_url")
    row = ("ITI1", "2021-2027", "A new one", "energi; agri-food; enerjy", SOURCE)
    [item] = reviewed(text(tmp_path / "p.csv", head, row), table="priority").items
    first, second = item.troubles
    assert first.proposals == ("energy; agri-food; enerjy",)
    assert second.proposals == ("energi; agri-food; energy",)


def test_names_beside_codes(tmp_path: Path) -> None:
    head = ("Partnership", "Region", "Country", "Role", "Basis", "Source")
    rows = [
        ("Photonics", "Umbria", "Italy", "lead", "stated", SOURCE),
        ("Photonics", "Limburg", "The Netherlands", "lead", "stated", SOURCE),
        ("Photonics", "Limburg", "Belgium", "lead", "stated", SOURCE),
    ]
    items = reviewed(text(tmp_path / "membership.csv", head, *rows)).items
    assert [item.row.get("territory_id") for item in items][::2] == ["ITI2", "BE22"]
    assert items[0].row["territory_name"] == "Umbria"


def test_a_name_of_another_place_is_doubted(tmp_path: Path) -> None:
    row = member("ITI2")
    row[2] = "Lombardia"
    [item] = reviewed(text(tmp_path / "m.csv", MEMBERS, row)).items
    assert item.status == "new"
    assert "is the name of ITC4" in rules(item)
    assert [one.grade for one in item.troubles] == ["doubt"]


def test_what_is_hardly_true_is_doubted(tmp_path: Path) -> None:
    head = ("partnership_id", "stage_id", "date", "title", "detail", "source_url")
    row = ("photonics", "connect", "2190-01-01", "A meeting to come", "It will happen.", SOURCE)
    [item] = reviewed(text(tmp_path / "events.csv", head, row)).items
    assert item.status == "new"
    assert [(one.grade, one.rule, one.cell) for one in item.troubles] == [
        ("doubt", "lies in the future", "C2")
    ]
