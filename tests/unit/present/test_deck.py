"""The file of a deck: read as far as possible, written always alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3dash.present import deck as subject
from s3dash.present.deck import KINDS, Deck, DeckError, Entry, entry_of, read_deck, write_deck
from s3dash.present.ready import ready_decks
from s3dash.store.connection import Store

SCHEMA = json.loads(
    (Path(subject.__file__).parent / "deck.schema.json").read_text(encoding="utf-8")
)


def text(*scenes: Any, **more: Any) -> str:
    return json.dumps({"format": "s3dash-deck", "version": 1, "scenes": list(scenes)} | more)


def test_ready_decks_follow_the_schema_and_come_back_whole(store: Store) -> None:
    decks = ready_decks(store)
    assert len(decks) == 5
    for made in decks.values():
        written = write_deck(made)
        jsonschema.validate(json.loads(written), SCHEMA)
        read, left_out = read_deck(written)
        assert left_out == []
        assert write_deck(read) == written
        assert [entry.link for entry in read.entries] == [entry.link for entry in made.entries]


def test_the_schema_names_the_kinds_and_limits_of_the_reader() -> None:
    scene = SCHEMA["$defs"]["scene"]["properties"]
    assert scene["kind"]["enum"] == list(KINDS)
    assert SCHEMA["properties"]["scenes"]["maxItems"] == subject.MOST_SCENES
    assert scene["note"]["maxLength"] == subject.MOST_NOTE
    options = {name for known in subject.OPTIONS.values() for name in known}
    assert set(SCHEMA["$defs"]["options"]["properties"]) == options


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("", "not JSON in line 1"),
        ('{"format": "s3dash-deck",\n "scenes": [', "not JSON in line 2"),
        ("[]", "does not say"),
        ('{"format": "other", "scenes": []}', "does not say"),
        ("[" * 100_000, "not JSON"),
        ("{" + " " * subject.MOST_BYTES, "at most 512 KB"),
    ],
)
def test_what_is_no_deck_is_refused_with_the_reason(broken: str, words: str) -> None:
    with pytest.raises(DeckError, match=words):
        read_deck(broken)


def test_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    found, left_out = read_deck(
        text({"kind": "map", "link": "energy", "sound": "on"}, {"kind": "hologram"}, version=2)
    )
    assert [entry.kind for entry in found.entries] == ["map"]
    assert "newer version 2" in left_out[0]
    assert any("“sound”" in line and "scene 1" in line for line in left_out)
    assert any(line.startswith("Scene 2 is left out") and "hologram" in line for line in left_out)


def test_of_500_scenes_the_first_are_kept_and_the_others_named() -> None:
    found, left_out = read_deck(text(*[{"kind": "map", "link": "energy"}] * 500))
    assert len(found.entries) == subject.MOST_SCENES
    assert left_out == ["Scenes 201 to 500 are left out: a deck has at most 200."]


def test_single_values_that_mean_nothing_cost_only_themselves() -> None:
    found, left_out = read_deck(
        text(
            {"kind": "map", "link": "energy", "as_of": "2021-13-40", "title": 5, "note": "a\x00b"},
            {"kind": "map", "link": "javascript:alert(1)"},
            {"kind": "agenda", "options": {"points": [{"what": "A", "minutes": -3}, 7]}},
            "text",
            language="<b>",
            numbers="roman",
        )
    )
    first, agenda = found.entries
    assert (first.as_of, first.title, first.note) == (None, None, "ab")
    assert agenda.options["points"] == ({"what": "A"},)
    assert (found.language, found.numbers) == ("en", "plain")
    told = "\n".join(left_out)
    for words in ("2021-13-40", "title of scene 1", "javascript", "roman", "Scene 4", "Point 2"):
        assert words in told


@pytest.mark.parametrize(
    ("address", "link", "kind"),
    [
        ("http://localhost:8501/priorities?territory=IT", "priorities?territory=IT", "map"),
        ("/base/partners?territory=ITI1", "partners?territory=ITI1", "ranking"),
        ("partnership?partnership=x&view=Capability+matrix", None, "capability"),
        ("partnership?partnership=x&view=capability", None, "capability"),
        ("/", "", "map"),
        ("energy?view=network", "energy?view=network", "network"),
    ],
)
def test_any_view_becomes_an_entry(address: str, link: str | None, kind: str) -> None:
    found = entry_of(address)
    assert found.kind == kind
    assert link is None or found.link == link


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "a\\b", "a\x00"])
def test_what_is_no_address_of_a_page_is_no_entry(address: str) -> None:
    with pytest.raises(DeckError, match="no address"):
        entry_of(address)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3),
    max_leaves=8,
)
_scene = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*KINDS, "other"]) | _json,
        "link": st.text(max_size=30) | _json,
        "title": _json, "note": _json, "as_of": _json,
        "options": st.dictionaries(
            st.sampled_from(["points", "text", "stage", "seconds", "x"]), _json, max_size=3
        ) | _json,
    },
)  # fmt: skip


@given(st.lists(_scene | _json, max_size=4), _json, _json)
def test_whatever_stands_in_a_deck_is_read_and_is_then_in_order(
    scenes: list[Any], title: Any, version: Any
) -> None:
    found, _ = read_deck(text(*scenes, title=title, version=version))
    again, left_out = read_deck(write_deck(found))
    assert (again, left_out) == (found, [])
    jsonschema.validate(json.loads(write_deck(found)), SCHEMA)


def test_equal_decks_are_equal_texts() -> None:
    one = Entry("energy", "replay", options={"seconds": 3})
    assert write_deck(Deck("A", (one,))) == write_deck(Deck("A", (one,)))
    assert write_deck(Deck("Ä", (one,))).count("Ä") == 1
