"""Whatever is typed in the search box: it never fails, and it finds what it should."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from s3dash.package.letters import fold
from s3dash.package.sql import folded
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.explorer.search import Match, resolve
from s3dash.queries.explorer.typed import FILLER, MOST_WORDS, SearchText, Term, phrase
from s3dash.queries.explorer.vocabulary import vocabulary
from s3dash.store.connection import Store
from s3dash.ui.look.marks import marked
from tests.fixtures.by_pandas import table, with_words

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SYNTAX = "'\"%_;-\\()[]{}*.?$:\0\n\t |"
wild = st.text(max_size=60) | st.text(alphabet=SYNTAX + "ab", max_size=60)
TITLES = sorted(set(table("priority")["title"]))
WORDS = sorted(
    {word.lower() for title in TITLES for word in re.findall(r"[^\W_]+", title)} - FILLER
)
ENGLISH = {phrase(word) for word in table("topic_word").query("language == 'en'")["word"]}
TOPIC_WORDS = sorted(w for w in set(table("topic_word")["word"]) if phrase(w) not in ENGLISH)


def found(store: Store, text: str) -> set[str]:
    return set(priorities(store, PriorityFilter(text))["priority_id"])


@pytest.fixture(scope="module")
def digest(store_path: Path) -> Callable[[], str]:
    return lambda: hashlib.sha256(store_path.read_bytes()).hexdigest()


@quick
@given(wild)
@example("'; DROP TABLE priority; --")
@example("\"; ATTACH 'x'; --")
@example("x" * 10_000)
@example("x " * 5_000)
@example('"' * 5_000)
@example("אנרגיה מתחדשת \u202e طاقة")
@example("Ενέργεια енергия 能源 エネルギー หมุนเวียน")
@example("🌍🏭 🇪🇺")
@example("?!…—«»")
@example("%'_\";--")
@example("\0")
@example("\ud800 energy \udfff")
@example("İıſẞ ǅ ﬀ ½ ² Ⅷ")
@example("$word0 $pattern0_0 ? :name {}")
def test_no_text_raises_or_changes_the_store(
    store: Store, digest: Callable[[], str], text: str
) -> None:
    before = digest()
    chosen = PriorityFilter(text)
    result = explore(store, chosen)
    assert result.priorities == len(priorities(store, chosen))
    assert [match.term for match in result.matches] == list(chosen.search.terms)
    assert chosen.sentence({})
    assert digest() == before


@quick
@given(wild)
@example('-"smart grid" energy "blue')
@example("--a -b \"d\"e -'f'")
def test_terms_are_at_most_so_many_and_say_themselves_what_they_ask_for(text: str) -> None:
    terms = SearchText(text).terms
    assert len(terms) <= MOST_WORDS
    assert len(terms) == len(set(terms))
    for term in terms:
        # What a chip writes back into the box is understood as the same term.
        assert SearchText(str(term)).terms == (term,)


@quick
@given(wild, st.data())
@example("energy -energy", None)
def test_a_term_that_is_removed_is_gone_and_the_others_stay(
    text: str, data: st.DataObject | None
) -> None:
    chosen = PriorityFilter(text)
    terms = chosen.search.terms
    assume(terms)
    gone = data.draw(st.sampled_from(terms)) if data else terms[0]
    rest = chosen.removed("text", str(gone)).search.terms
    assert rest == tuple(term for term in terms if term != gone)


@quick
@given(st.sampled_from(TITLES), st.randoms(use_true_random=False))
def test_a_priority_is_found_by_the_words_of_its_title_in_any_order_and_case(
    store: Store, title: str, shuffle: random.Random
) -> None:
    words = [term.text for term in SearchText(title).terms]
    shuffle.shuffle(words)
    expected = set(table("priority").query("title == @title")["priority_id"])
    assert expected <= found(store, " ".join(words).upper())


@quick
@given(st.sampled_from(TITLES))
def test_a_title_in_quotes_finds_the_texts_that_have_it_and_no_others(
    store: Store, title: str
) -> None:
    assume(len(title) < 150 and '"' not in title)
    assert found(store, f'"{title}"') == with_words(title)


@quick
@given(st.sampled_from(WORDS), st.integers(3, 12))
def test_the_start_of_a_word_finds_at_least_what_the_word_finds(
    store: Store, word: str, length: int
) -> None:
    assume(len(word) >= length)
    exact = with_words(word)
    assert exact <= found(store, word)
    start = word[:length]
    # Three letters that are a word find that word, not those that begin with it.
    assert exact <= found(store, start) or (length == 3 and vocabulary(store).has(fold(start)))


@quick
@given(st.sampled_from(TOPIC_WORDS))
def test_the_name_of_a_topic_finds_at_least_what_its_english_names_find(
    store: Store, word: str
) -> None:
    matches = resolve(store, SearchText(word))
    topic = matches[0].topic
    assert topic
    assert len(topic.typed) == len(matches)
    assert set().union(*(found(store, name) for name in topic.names)) <= found(store, word)


@quick
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from(WORDS))
def test_a_word_left_out_is_the_rest_of_what_has_it(
    store: Store, words: list[str], other: str
) -> None:
    text = " ".join(words)
    with_it, without = found(store, f'{text} "{other}"'), found(store, f'{text} -"{other}"')
    assert with_it | without == found(store, text)
    assert not with_it & without


@quick
@given(wild, wild)
@example("<b>Wind</b> & 'sun'", "wind b")
@example("<img src=x onerror=alert(1)>", "img src onerror alert")
@example("&amp; &lt;", "amp lt")
def test_marking_escapes_and_changes_no_letter(store: Store, cell: str, asked: str) -> None:
    html = marked(cell, resolve(store, SearchText(asked)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert unescape(bare) == cell
    assert html.count("<mark>") == html.count("</mark>")


@quick
@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=["L", "N"]), min_size=1))
@example("Straße Łódź Ærø Œuvre Þór Đakovo ıİ Ħ ŧ")
def test_a_word_is_folded_on_screen_as_in_the_store(store: Store, word: str) -> None:
    [(there,)] = store.rows(f"SELECT {folded('$word')}", {"word": word})
    assert "".join(map(fold, word.split())) == there.replace(" ", "")


def test_an_excluded_term_marks_nothing() -> None:
    match = Match(Term("wind", is_excluded=True), "wind", (" wind",))
    assert marked("Wind", [match]) == "Wind"
