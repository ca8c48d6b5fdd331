"""Search: how what is typed is taken apart, which words are meant, what comes first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.explorer.search import resolve
from s3dash.queries.explorer.typed import LONGEST_TEXT, MOST_WORDS, SearchText, Term
from s3dash.store.connection import Store
from tests.fixtures.by_pandas import with_words
from tests.fixtures.frames import with_list

Found = Callable[[str], list[str]]
Facts = Callable[[str], pd.DataFrame]
PRIORITIES = {
    # identifier, which says what is in it: territory, title, description
    "agri": ("ITI1", "Agri-food 4.0", "100% traceable_food"),
    "sante": ("FRK", "Santé & bien-être", ""),
    "hydrogen": ("FRK", "Hydrogen", "Storage of energy"),
    "wind": ("EL30", "Wind energy", "Άνεμος, 'offshore'; STRASSE / Straße"),
    "lodz": ("PL71", "Zdrowie", "Łódź, Ærø; Зелёная энергия; אנרגיה"),
    "grid": ("ES11", "Smart grids", "A grid that is smart: a smart grid"),
    "capture": ("PT11", "CO₂ capture, H₂ valleys", "Eﬃcient ﬁbres, ｆｕｌｌ bio\u00admass"),
}


@pytest.fixture(scope="module")
def found(lasting_small_store: Callable[..., Store]) -> Found:
    """Identifiers that a search finds, best first."""
    store = lasting_small_store(
        strategy=[
            {"territory_id": code, "period": "2021-2027"}
            for code in sorted({territory for territory, _, _ in PRIORITIES.values()})
        ],
        priority=[
            {
                "priority_id": identifier,
                "territory_id": territory,
                "period": "2021-2027",
                "title": title,
                "description": description or None,
            }
            for identifier, (territory, title, description) in PRIORITIES.items()
        ],
        priority_domain=[
            {"priority_id": "sante", "domain_code": "Q86"},
            {"priority_id": "grid", "domain_code": "D"},
        ],
    )
    return lambda text: priorities(store, PriorityFilter(text))["priority_id"].tolist()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        (" \t\n", []),
        ("?!-- '%;", []),
        ("🌍", []),
        ('""', []),
        ('-""', []),
        ("\0 \ud800", []),
        ("agri-food, 4.0", [Term("agri"), Term("food"), Term("4"), Term("0")]),
        ("wind wind", [Term("wind")]),
        ("Ενέργεια طاقة", [Term("Ενέργεια"), Term("طاقة")]),
        ('"smart grid"', [Term("smart grid", is_exact=True)]),
        ('"smart grid', [Term("smart grid", is_exact=True)]),
        ('-"smart  grid"', [Term("smart grid", is_exact=True, is_excluded=True)]),
        ("tourism -wine", [Term("tourism"), Term("wine", is_excluded=True)]),
        (
            "food -agri-food",
            [Term("food"), Term("agri food", is_exact=True, is_excluded=True)],
        ),
        ("e\u0301nergie", [Term("énergie")]),
        ("the industry of the sea", [Term("industry"), Term("sea")]),
        ("the of", [Term("the"), Term("of")]),
        ("-the wind", [Term("the", is_excluded=True), Term("wind")]),
    ],
)
def test_words_quotes_and_minus(typed: str, terms: list[Term]) -> None:
    assert list(SearchText(typed).terms) == terms
    assert not SearchText(typed).is_cut


@pytest.mark.parametrize(
    "typed", ["x" * (LONGEST_TEXT + 1), " ".join(str(n) for n in range(10, 11 + MOST_WORDS))]
)
def test_too_much_text_is_cut_and_says_so(typed: str) -> None:
    text = SearchText(typed)
    assert text.is_cut
    assert 0 < len(text.terms) <= MOST_WORDS
    assert sum(len(term.text) for term in text.terms) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Case, accents, letters that are written in two ways, scripts.
        ("sante", {"sante"}),
        ("SANTÉ", {"sante"}),
        ("ανεμος", {"wind"}),
        ("ΆΝΕΜΟΣ", {"wind"}),
        ("strasse", {"wind"}),
        ("Straße", {"wind"}),
        ("lodz", {"lodz"}),
        ("ÆRØ", {"lodz"}),
        ("aero", {"lodz"}),
        ("зеленая", {"lodz"}),
        ("אנרגיה", {"lodz"}),
        # Letters that only look otherwise.
        ("co2", {"capture"}),
        ("CO₂", {"capture"}),
        ("H2 valleys", {"capture"}),
        ("efficient fibres", {"capture"}),
        ("ﬁbre", {"capture"}),
        ("full biomass", {"capture"}),
        ("ｈｙｄｒｏｇｅｎ", {"hydrogen"}),
        ('"CO2 capture"', {"capture"}),
        # All words, in any order; the start of a word; numbers.
        ("food agri", {"agri"}),
        ("hydro", {"hydrogen"}),
        ("energy storage", {"hydrogen"}),
        ("energy offshore", {"wind"}),
        ("hydrogen wind", set()),
        ("4.0", {"agri"}),
        ("100", {"agri"}),
        ("10", {"agri"}),
        # Other forms of a word.
        ("energies", {"hydrogen", "wind"}),
        ("énergie", {"hydrogen", "wind"}),
        ("winds", {"wind"}),
        ("storages", {"hydrogen"}),
        # Quotes: exactly these words, one after the other.
        ('"smart grid"', {"grid"}),
        ('"grid smart"', set()),
        ('"smart gri"', set()),
        ('"energies"', set()),
        ('"hydrogen storage"', set()),  # the last of the title and the first of the description
        # Left out.
        ("energy -wind", {"hydrogen"}),
        ("energy -off", {"hydrogen"}),
        ('energy -"storage of energy"', {"wind"}),
        ("-energy -food -sante -grid -co2", {"lodz"}),
        ("-agri-food energy", {"hydrogen", "wind"}),
        ("-nothingofthekind energy", {"hydrogen", "wind"}),
        # Names of the territory, of what it lies in, of its country, of the domain.
        ("toscana", {"agri"}),
        ("tuscany", {"agri"}),
        ("attica", {"wind"}),
        ("italy food", {"agri"}),
        ("galicia", {"grid"}),
        ("human health", {"sante"}),
        ("electricity", {"grid"}),
        # Misspelt, but not what is to be left out or in quotes.
        ("hydrogan", {"hydrogen"}),
        ("toscanna", {"agri"}),
        ("energy -wimd", {"hydrogen", "wind"}),
        ('"hydrogan"', set()),
        ("zzzzzzzz", set()),
        # Signs are no wildcards and no code.
        ("traceable_food", {"agri"}),
        ("tr_ceable", set()),
        ("trac%ble", set()),
        ("' OR 1=1 --", set()),
        ("a\0b", set()),
        ("100%", {"agri"}),
        ("%", set(PRIORITIES)),
        ("-", set(PRIORITIES)),
    ],
)
def test_what_is_found(found: Found, text: str, expected: set[str]) -> None:
    assert set(found(text)) == expected


@pytest.mark.parametrize(
    ("name", "territory_id"),
    [
        ("Sardinia", "ITG2"),
        ("Basque Country", "ES21"),
        ("Andalusia", "ES61"),
        ("Castile and Leon", "ES41"),
        ("Silesia", "PL22"),
        ("Prague", "CZ010"),
        ("Czech Republic", "CZ"),
        ("Apulia", "ITF4"),
        ("Lombardy", "ITC4"),
    ],
)
def test_a_territory_is_found_by_its_english_name(
    store: Store, name: str, territory_id: str
) -> None:
    matches = resolve(store, SearchText(name))
    assert all(territory_id in match.territories for match in matches)
    assert not any(match.corrected for match in matches)
    assert territory_id in set(priorities(store, PriorityFilter(name))["territory_id"])


def test_the_best_matches_come_first(small_store: Callable[..., Store]) -> None:
    places = {"domain": "ITI2", "described": "ITI3", "territory": "EL30"}
    store = small_store(
        strategy=[
            {"territory_id": code, "period": "2021-2027"}
            for code in ("ITI2", "ITI3", "ITI4", "EL30")
        ],
        priority=[
            {
                "priority_id": name,
                "territory_id": places.get(name, "ITI4"),
                "period": "2021-2027",
                "title": {"title": "Attica", "start": "Atticas"}.get(name, "Other"),
                "description": "Attica" if name == "described" else None,
            }
            for name in ("domain", "described", "territory", "start", "title")
        ],
    )
    ranked = priorities(store, PriorityFilter("attica"))["priority_id"].tolist()
    assert ranked == ["title", "start", "territory", "described"]
    assert explore(store, PriorityFilter("attica"), 2).rows["priority_id"].tolist() == ranked[:2]


def test_a_word_in_the_name_of_a_domain_only_comes_last(small_store: Callable[..., Store]) -> None:
    store = small_store(
        strategy=[{"territory_id": "ITI1", "period": "2021-2027"}],
        priority=[
            {
                "priority_id": name,
                "territory_id": "ITI1",
                "period": "2021-2027",
                "description": "Fishing" if name == "described" else None,
            }
            for name in ("classified", "above", "described", "neither")
        ],
        priority_domain=[
            {"priority_id": "classified", "domain_code": "A03"},
            {"priority_id": "above", "domain_code": "A01"},
        ],
    )
    found = priorities(store, PriorityFilter("fishing"))["priority_id"].tolist()
    # The section above crop production is called agriculture, forestry and fishing.
    assert found == ["described", "classified", "above"]


# On the data that are shipped


def test_a_word_in_the_title_comes_before_one_elsewhere(store: Store) -> None:
    rows = priorities(store, PriorityFilter("energy"))
    in_title = rows["title"].str.contains(r"\benerg(?:y|ies)", case=False)
    assert 0 < in_title.sum() < len(rows)
    assert in_title.iloc[: in_title.sum()].all()
    described = rows["description"].fillna("").str.contains(r"\benerg(?:y|ies)", case=False)
    rest = described[~in_title]
    assert rest.iloc[: rest.sum()].all()


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("énergie", "energy"),
        ("ENERGIES", "energy"),
        ("hydrogan", "hydrogen"),
        ("Toskana", "Toscana"),
        ("smart  ,specialisation", "specialisation smart"),
        ("the food and agriculture", "agriculture food"),
    ],
)
def test_two_ways_to_say_the_same_find_the_same(store: Store, typed: str, same: str) -> None:
    found, expected = (
        set(priorities(store, PriorityFilter(text))["priority_id"]) for text in (typed, same)
    )
    assert found == expected != set()


def test_a_word_finds_all_texts_and_names_that_have_it(store: Store) -> None:
    for word in ("biotechnology", "4", "andalucia", "fishing", "portugal"):
        found = set(priorities(store, PriorityFilter(f'"{word}"'))["priority_id"])
        assert found == with_words(word) != set(), word


def test_a_correction_is_told_and_a_word_that_is_known_needs_none(store: Store) -> None:
    wrong, right, unknown = resolve(store, SearchText("hydrogan energy qqqqqqqq"))
    assert wrong.corrected == ("hydrogen",)
    assert right.corrected == ()
    assert unknown.corrected == ()
    for exactly in ('"hydrogan"', "-hydrogan", '-"hydrogan"'):
        assert [match.corrected for match in resolve(store, SearchText(exactly))] == [()]


@pytest.mark.parametrize("text", ["Zealand", "Holland", "Malta"])
def test_a_name_that_is_known_is_not_replaced_by_one_spelt_like_it(store: Store, text: str) -> None:
    (match,) = resolve(store, SearchText(text))
    assert match.corrected == ()
    assert match.places
    assert not match.territories


@pytest.mark.parametrize("text", ["Republica wind", "xpublik"])
def test_a_long_word_is_not_replaced_by_a_short_one(store: Store, text: str) -> None:
    for match in resolve(store, SearchText(text)):
        assert all(len(word) >= len(match.word) - 1 for word in match.corrected)


@pytest.mark.parametrize(
    ("code", "territories", "domains"),
    [
        ("ITC4", {"ITC4"}, set()),
        ("itc4", {"ITC4"}, set()),
        ("C10", set(), {"C10"}),
        ("c10", set(), {"C10"}),
        ("UK", {"UK-england", "UKL", "UKM", "UKN"}, set()),
    ],
)
def test_a_code_finds_its_territory_or_domain(
    store: Store, code: str, territories: set[str], domains: set[str]
) -> None:
    (match,) = resolve(store, SearchText(code))
    assert set(match.exact_territories) == territories
    assert set(match.exact_domains) == domains
    assert match.corrected == ()


@pytest.mark.parametrize("code", ["IT", "EL", "AT", "DE", "NO"])
def test_a_country_code_in_capitals_finds_what_lies_in_the_country(
    store: Store, facts: Facts, code: str
) -> None:
    (match,) = resolve(store, SearchText(code))
    inside = {own for own in with_list(facts("strategy"))["territory_id"] if own.startswith(code)}
    assert set(match.exact_territories) == inside
    assert [m.term.text for m in resolve(store, SearchText(f"energy {code}"))] == ["energy", code]
    (small,) = resolve(store, SearchText(code.lower()))
    assert set(small.exact_territories) != inside


def test_a_filler_in_a_loud_search_is_a_filler() -> None:
    assert [t.text for t in SearchText("ENERGY AT HOME").terms] == ["ENERGY", "HOME"]


def test_short_words_are_whole_words_where_there_is_one(small_store: Callable[..., Store]) -> None:
    titles = {"sea": "Sea", "season": "Season", "aim": "Aims", "ai": "Artificial intelligence"}
    store = small_store(
        strategy=[{"territory_id": "ITI1", "period": "2021-2027"}],
        priority=[
            {"priority_id": name, "territory_id": "ITI1", "period": "2021-2027", "title": title}
            for name, title in titles.items()
        ],
    )

    def ids(text: str) -> set[str]:
        return set(priorities(store, PriorityFilter(text))["priority_id"])

    assert ids("sea") == {"sea"}
    assert ids("seas") == {"sea", "season"}
    assert ids("se") == {"sea", "season"}
    assert ids('"AI"') == set()
    assert ids("AI") >= {"ai"}
    assert ids("artificial") == {"ai"}


def test_a_whole_word_in_a_name_comes_before_its_beginning(
    small_store: Callable[..., Store],
) -> None:
    store = small_store(
        strategy=[{"territory_id": c, "period": "2021-2027"} for c in ("EL30", "ES23", "PT11")],
        priority=[
            {"priority_id": c, "territory_id": c, "period": "2021-2027"}
            for c in ("EL30", "ES23", "PT11")
        ],
    )
    (match,) = resolve(store, SearchText("nort"))
    assert match.territories == ("PT11",)
    assert match.exact_territories == ()
    assert resolve(store, SearchText("norte"))[0].exact_territories == ("PT11",)


COMPOUNDS = [
    ("agrifood", "agri-food", "agri food"),
    ("biobased", "bio-based", "bio based"),
    ("healthcare", "health-care", "health care"),
    ("smartgrid", "smart-grid", "smart grid"),
    ("lowcarbon", "low-carbon", "low carbon"),
    ("ehealth", "e-health", "e health"),
]


@pytest.fixture(scope="module")
def compounds(lasting_small_store: Callable[..., Store]) -> Store:
    """A store with each compound written in all three ways."""
    titles = {"neither": "Wind"}
    for one, other, apart in COMPOUNDS:
        titles |= {other: f"New {other}", apart: f"The {apart} chain", one: f"Better {one}"}
    return lasting_small_store(
        strategy=[{"territory_id": "ITI1", "period": "2021-2027"}],
        priority=[
            {"priority_id": name, "territory_id": "ITI1", "period": "2021-2027", "title": title}
            for name, title in titles.items()
        ],
    )


@pytest.mark.parametrize(("one", "other", "apart"), COMPOUNDS)
def test_compounds_written_in_one_or_two_words_find_each_other(
    compounds: Store, one: str, other: str, apart: str
) -> None:
    for typed in (one, one.title(), other, apart):
        found = set(priorities(compounds, PriorityFilter(typed))["priority_id"])
        assert found == {one, other, apart}, typed
    assert set(priorities(compounds, PriorityFilter(f'"{one}"'))["priority_id"]) == {one}


def test_two_parts_find_a_word_that_no_text_writes_as_one(store: Store) -> None:
    (match,) = resolve(store, SearchText("smartgrid"))
    assert match.corrected == ()
    assert " smart grid " in match.patterns
    assert explore(store, PriorityFilter("smartgrid"), 0).priorities


@pytest.mark.parametrize(
    ("text", "is_missing"),
    [
        ("-zzzz", True),
        ('-"zzzz energy"', True),
        ("-energy", False),
        ("-tuscany", False),
        ("-UK", False),
        ('-"smart grid"', False),
        ("zzzz", False),
    ],
)
def test_an_exclusion_that_leaves_out_nothing_is_known(
    store: Store, text: str, is_missing: bool
) -> None:
    (match,) = resolve(store, SearchText(text))
    assert match.is_missing == is_missing
    if is_missing:
        everything = explore(store, PriorityFilter(), 0).priorities
        assert explore(store, PriorityFilter(text), 0).priorities == everything


def test_a_word_that_the_limit_cuts_in_two_does_not_count() -> None:
    text = "wind " * 39 + "hydrogen"
    assert len(text) > LONGEST_TEXT
    assert [term.text for term in SearchText(text).terms] == ["wind"]
    assert SearchText(text).is_cut
    # One word alone counts as far as it goes: there would be nothing left of it.
    assert [len(term.text) for term in SearchText("x" * 300).terms] == [LONGEST_TEXT]
