"""What screens, presenters and phones are told."""

from __future__ import annotations

import base64
import io
import json
import re
import threading
import time
import zlib
from html import unescape
from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from s3dash.present.deck import MOST_BYTES, Deck, Entry, write_deck
from s3dash.present.ready import ready_decks
from s3dash.present.rooms.limits import KEPT_DAYS
from s3dash.store.connection import Store
from s3dash.web.present import exporting, lan, showing, watch
from s3dash.web.present.exporting import Busy, Job, Jobs
from s3dash.web.present.room_routes import RoomRoutes
from s3dash.web.present.showing import Drawn, packed, unpacked
from tests.fixtures.presenting import Service, next_event

LINK = "partnership?partnership=high-tech-farming"


def config_of(text: str) -> dict[str, object]:
    [written] = re.findall(r'data-config="([^"]*)"', text)
    found: dict[str, object] = json.loads(unescape(written))
    return found


def follow_key(service: Service, key: str) -> str:
    return service.rooms.find(key).follow_key


def test_a_view_leads_back_to_its_own_filters(service: Service) -> None:
    answer = service.ask("GET", "view?link=progress%3Fplatform%3Denergy%26asof%3D2021-06-30")
    assert answer.status == 200
    config = config_of(answer.text)
    assert config["back"] == "../progress?platform=energy&asof=2021-06-30"
    scene = service.ask("GET", f"view/scene/0?{config['query']}&theme=dark").json
    assert scene["kind"] == "board"
    assert 'class="scene dark' in scene["html"]


def test_no_document_has_a_script_within_or_asks_another_host(service: Service) -> None:
    key = service.room()
    for path in (
        f"view?link={LINK}",
        "deck?ready=platform-energy",
        f"room/{key}",
        f"room/{key}/presenter",
        f"follow/{follow_key(service, key)}",
    ):
        text = service.ask("GET", path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)", text) == [], path
        assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", text), path
        assert not re.findall(r"\son[a-z]+=", text), path


def test_files_of_documents_are_there(service: Service) -> None:
    text = service.ask("GET", "deck?ready=platform-energy").text
    files = re.findall(r'(?:src|href)="\.\./present/(files/[^"]+)"', text)
    assert len(files) == 4
    for file in files:
        answer = service.ask("GET", file)
        assert answer.status == 200, file
        if file.endswith(".js"):
            for name in re.findall(r'from "\./([\w.]+)"', answer.text):
                assert service.ask("GET", f"files/{name}").status == 200
    for file in ("files/../routes.py", "files/routes.py", "files/%2e%2e/routes.py"):
        assert service.ask("GET", file).status == 404


@pytest.mark.parametrize(
    "link", ["https://x.example/a b", "javascript:alert(1)", "\x00", "a" * 5000]
)
def test_what_is_no_view_is_told_calmly(service: Service, link: str) -> None:
    answer = service.ask("GET", f"view?link={quote(link)}")
    assert answer.status == 404
    assert "cannot be shown" in answer.text
    assert "<script" not in answer.text


def test_every_scene_of_a_ready_deck_comes_within_its_bytes(service: Service, store: Store) -> None:
    deck = store.once(ready_decks)["platform-energy"]
    for number in range(len(deck.entries)):
        answer = service.ask("GET", f"deck/scene/{number}?ready=platform-energy")
        assert answer.status == 200, (number, answer.body)
        # Not compressed here; on its way it is a fraction of that.
        assert len(answer.body) < 75_000, number
    assert service.ask("GET", "deck/scene/999?ready=platform-energy").status == 404


def test_a_link_holds_a_whole_deck(service: Service) -> None:
    deck = Deck(
        "Grüße <b>", (Entry(LINK, "board", note="secret note"), Entry(options={"text": "?"}))
    )
    made = packed(deck)
    answer = service.ask("GET", f"deck?deck={made}")
    assert config_of(answer.text)["titles"] == ["Five-stage board", "Question or quotation"]
    assert "Grüße &lt;b&gt;" in answer.text
    assert service.ask("GET", f"deck.json?deck={made}").text == write_deck(deck)
    for broken in (made[:-5], "!!!", "AAAA", ""):
        assert service.ask("GET", f"deck?deck={broken}").status == 404


def test_a_few_letters_do_not_become_a_huge_deck() -> None:
    squeezed = zlib.compress(b" " * (MOST_BYTES + 10), 9, wbits=-15)
    with pytest.raises(ValueError, match="too long"):
        unpacked(base64.urlsafe_b64encode(squeezed).decode())


def test_a_deck_file_is_read_and_what_was_left_out_is_named(service: Service) -> None:
    text = json.dumps(
        {
            "format": "s3dash-deck",
            "version": 9,
            "title": "Newer",
            "scenes": [{"kind": "hologram", "link": LINK}, {"kind": "board", "link": LINK}],
        }
    )
    found = service.ask("POST", "decks", {"text": text}).json
    assert len(json.loads(found["text"])["scenes"]) == 1
    assert any("hologram" in words for words in found["left_out"])
    assert service.ask("POST", "decks", {"text": "no deck"}).status == 400
    assert service.ask("POST", "decks", {"text": "x" * (MOST_BYTES + 1)}).status == 400
    assert service.ask("POST", "decks", {"text": "x" * (3 * MOST_BYTES)}).status == 400


def test_a_room_begins_where_the_deck_was(service: Service) -> None:
    made = service.ask("POST", "rooms", {"query": "ready=platform-energy", "position": 4}).json
    state = service.ask("GET", f"room/{made['key']}/state").json["state"]
    assert state["position"] == 4


def test_changes_need_json_so_that_no_other_site_sends_them(service: Service) -> None:
    key = service.room()
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = service.ask("POST", f"room/{key}/show", b'{"position": 3}', kind)
        assert answer.status == 400
    for body in (b"[]", b"{", b'{"position": "3"}', b'{"position": true}', b"[" * 50_000):
        assert service.ask("POST", f"room/{key}/show", body).status == 400
    assert service.rooms.find(key).position == 0


def test_who_follows_sees_the_change_within_a_moment_and_changes_nothing(service: Service) -> None:
    key = service.room()
    follow = follow_key(service, key)
    with service.events(f"follow/{follow}/events") as events:
        assert next_event(events)[1]["position"] == 0
        begun = time.perf_counter()
        service.ask("POST", f"room/{key}/show", {"position": 3})
        name, state = next_event(events)
        assert (name, state["position"]) == ("state", 3)
        assert time.perf_counter() - begun < 1
        assert key not in json.dumps(state)
        assert follow not in json.dumps(state)
        # Changed behind the back of this server, as another one would.
        service.rooms.show(key, is_black=True)
        assert next_event(events)[1]["black"] is True
        service.ask("POST", f"room/{key}/delete", {})
        assert next_event(events)[0] == "gone"
    for method, path in (("POST", "show"), ("PUT", "items/n1"), ("POST", "delete")):
        assert service.ask(method, f"follow/{follow}/{path}", {}).status in (404, 405)
        assert service.ask(method, f"room/{follow}/{path}", {}).status == 404 or path == "items/n1"


def test_phones_see_no_notes(service: Service) -> None:
    key = service.room()
    item = {"kind": "note", "content": {"text": "between us"}, "version": 0}
    assert service.ask("PUT", f"room/{key}/items/n1", item).status == 200
    action = {"kind": "action", "content": {"what": "Meet again"}, "version": 0}
    assert service.ask("PUT", f"room/{key}/items/a1", action).status == 200
    follow = follow_key(service, key)
    assert [one["kind"] for one in service.ask("GET", f"follow/{follow}/state").json["items"]] == [
        "action"
    ]
    scene = service.ask("GET", f"follow/{follow}/scene/1").json
    assert "note" not in scene
    assert service.ask("GET", f"room/{key}/scene/1").json["note"]
    assert key not in service.ask("GET", f"follow/{follow}").text


def test_a_conflict_brings_what_the_other_wrote(service: Service) -> None:
    key = service.room()
    path = f"room/{key}/items/a1"
    first = service.ask("PUT", path, {"kind": "action", "content": {"what": "One"}, "version": 0})
    assert first.json["version"] == 1
    service.ask("PUT", path, {"kind": "action", "content": {"what": "Two"}, "version": 1})
    late = service.ask("PUT", path, {"kind": "action", "content": {"what": "Three"}, "version": 1})
    assert late.status == 409
    assert (late.json["content"]["what"], late.json["version"]) == ("Two", 2)
    refused = service.ask("PUT", path, {"kind": "action", "content": {"who": "x" * 999}})
    assert refused.status == 400
    assert "who" in refused.json["problem"]


def test_a_reworded_headline_is_on_every_screen(service: Service) -> None:
    key = service.room()
    written = {"kind": "headline", "content": {"scene": 1, "text": "We <lead>"}, "version": 0}
    service.ask("PUT", f"room/{key}/items/headline.1", written)
    for start in (f"room/{key}", f"follow/{follow_key(service, key)}"):
        scene = service.ask("GET", f"{start}/scene/1").json
        assert scene["headline"] == "We <lead>"
        assert "We &lt;lead&gt;" in scene["html"]
    # The deck as a file has it as well.
    assert service.ask("GET", f"room/{key}/deck.json").json["scenes"][1]["title"] == "We <lead>"


def test_the_results_leave_the_room_as_a_file_with_every_board(service: Service) -> None:
    key = service.room()
    for number, about in enumerate(("high-tech-farming", "hydrogen-valleys")):
        card = {"territory": "", "name": f"Region {number}", "column": "use", "about": about}
        put = {"kind": "card", "content": card, "version": 0}
        assert service.ask("PUT", f"room/{key}/items/card.{number}", put).status == 200
    found = service.ask("GET", f"room/{key}/results.json")
    assert "attachment" in found.headers["content-disposition"]
    named = [
        [card["region"] for link in chain["links"] for card in link["cards"]]
        for chain in found.json["chains"]
    ]
    assert len(named) == 2
    for number, regions in enumerate(named):
        assert f"Region {number}" in regions
    assert service.ask("GET", f"room/{follow_key(service, key)}/results.json").status == 404


def test_who_finds_no_place_to_be_told_is_told_to_ask(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = follow_key(service, service.room())
    monkeypatch.setattr(watch, "MOST_STREAMS", 1)
    with service.events(f"room/{service.room()}/events") as first:
        assert next_event(first)[0] == "state"
        refused = service.ask("GET", f"follow/{follow}/events")
        assert (refused.status, refused.headers["retry-after"]) == (503, "3")
        assert "asks every 3 seconds" in refused.json["problem"]
        assert service.ask("GET", f"follow/{follow}/state").status == 200
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with service.events(f"follow/{follow}/events") as again:
            if again.status == 200:
                break
        time.sleep(0.05)
    assert again.status == 200


def test_scenes_are_kept_by_their_bytes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = store.once(ready_decks)["platform-energy"]
    drawn = Drawn()
    drawn.written(store, deck, 2, "light", has_note=True)
    most = 2 * drawn.held
    monkeypatch.setattr(showing, "MOST_KEPT", most)
    for number in range(len(deck.entries)):
        for theme in ("light", "dark"):
            plain, _ = drawn.written(store, deck, number, theme, has_note=True)
            assert json.loads(plain)["number"] == number
            assert 0 < drawn.held <= most
    # One that alone is too large is given all the same, and not kept.
    monkeypatch.setattr(showing, "MOST_KEPT", 10)
    assert drawn.scene(store, deck, 3, "light")["html"]
    assert drawn.held <= 10


def test_wrong_and_deleted_keys_get_a_calm_page(service: Service) -> None:
    key = service.room()
    service.ask("POST", f"room/{key}/delete", {})
    for path in (f"room/{key}", f"room/{key}/presenter", "room/wrong", "follow/wrong"):
        answer = service.ask("GET", path)
        assert answer.status == 404
        assert "There is no such room" in answer.text
        assert str(KEPT_DAYS) in answer.text
        [way] = re.findall(r"href='([^']*)present'", answer.text)
        assert way == "../" * (path.count("/") + 1)
    for path in (f"room/{key}/state", f"room/{key}/events", f"room/{key}/scene/0"):
        assert service.ask("GET", path).status == 404
    assert service.ask("GET", "nothing/of/this/kind").status == 404


def test_a_database_that_is_away_is_told_and_decks_still_show(away: Service) -> None:
    answer = away.ask("GET", "room/abc")
    assert answer.status == 503
    assert "Nothing that was typed is lost" in answer.text
    put = {"kind": "note", "content": {"text": "kept in the browser"}, "version": 0}
    assert away.ask("PUT", "room/abc/items/n1", put).status == 503
    assert away.ask("POST", "rooms", {"query": "ready=platform-energy"}).status == 503
    assert away.ask("GET", "deck/scene/0?ready=platform-energy").status == 200


def test_the_code_leads_to_the_address_that_the_browser_sees(service: Service) -> None:
    key = service.room()
    host = f"127.0.0.1:{service.port}"
    found = service.ask("GET", f"room/{key}/code?origin=http://{host}").json
    assert found["address"] == f"http://{host}/s3/present/follow/{follow_key(service, key)}"
    assert found["warning"]
    assert found["svg"].startswith("<svg")
    secure = service.ask("GET", f"room/{key}/code?origin=https://{host}").json
    assert secure["address"].startswith(f"https://{host}/s3/")
    for foreign in ("https://evil.example", f"javascript://{host}", f"evil://{host}"):
        other = service.ask("GET", f"room/{key}/code?origin={foreign}").json
        assert other["address"] == found["address"]


def test_hostile_values_are_refused_and_no_error(service: Service) -> None:
    key = service.room()
    for since in (10**30, -(10**30)):
        assert service.ask("GET", f"room/{key}/state?since={since}").status == 200
    odd = {"kind": "tick", "content": {"\ud800": 1}, "version": 0}
    assert service.ask("PUT", f"room/{key}/items/t1", odd).status == 400
    connection = HTTPConnection("127.0.0.1", service.port, timeout=20)
    for host in ("[", "localhost:99999", "a" * 4000):
        connection.request("GET", f"/s3/present/room/{key}/code", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 400), host
    connection.close()


def test_an_address_that_phones_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "own_address", lambda: "192.168.43.1")
    assert lan.reachable("http://localhost:8501", True) == ("http://192.168.43.1:8501", "")
    assert lan.reachable("http://localhost:8501", False)[1] == lan.ONLY_HERE
    assert lan.reachable("https://s3.example.eu", False) == ("https://s3.example.eu", "")


def test_the_room_leaves_as_a_file_with_what_it_decided(service: Service) -> None:
    made = service.ask(
        "POST", "rooms", {"text": write_deck(Deck("Small", (Entry(LINK, "board"),)))}
    )
    key = made.json["key"]
    item = {"kind": "action", "content": {"what": "Visit Ghent", "who": "Agency"}, "version": 0}
    service.ask("PUT", f"room/{key}/items/a1", item)
    job = service.ask("POST", f"room/{key}/export", {"format": "pdf"}).json["job"]
    end = time.monotonic() + 30
    while "address" not in (state := service.ask("GET", f"room/{key}/export/{job}").json):
        assert "problem" not in state
        assert time.monotonic() < end
        time.sleep(0.05)
    file = service.ask("GET", state["address"].removeprefix("present/"))
    assert file.headers["content-type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.body)).pages)
    assert "Visit Ghent" in text
    assert "Agency" in text
    # Another room does not find it.
    assert service.ask("GET", f"room/{service.room()}/export/{job}").status == 400
    assert service.ask("POST", f"room/{key}/export", {"format": "exe"}).status == 400
    # A room is deleted with all its content: its files as well.
    service.ask("POST", f"room/{key}/delete", {})
    assert service.ask("GET", state["address"].removeprefix("present/")).status == 400


def test_nobody_holds_up_the_files_of_others_and_none_is_kept_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs, free = Jobs(), threading.Event()

    def start(room: str) -> str:
        return jobs.start(
            Job(room, "a.pdf", "application/pdf"), lambda _: str(free.wait(5)).encode()
        )

    try:
        name = start("one")
        start("one")
        with pytest.raises(Busy):
            start("one")
        for other in range(exporting.MOST_WAITING - 2):
            start(f"room {other}")
        with pytest.raises(Busy):
            start("the next")
    finally:
        free.set()
    end = time.monotonic() + 5
    while (job := jobs.find("one", name)) and job.is_open and time.monotonic() < end:
        time.sleep(0.01)
    assert job
    assert job.content == b"True"
    monkeypatch.setattr(exporting, "KEPT_SECONDS", -1.0)
    assert jobs.find("one", name) is None


def test_where_facilitators_lead_a_key_alone_leads_nothing_and_phones_follow(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = service.room()
    phone = follow_key(service, key)
    rooms = RoomRoutes(*[None] * 3, "", None, None, None).routes()  # type: ignore[arg-type]
    parts = {"key": key, "number": "0", "item": "n1", "job": "x", "name": "deck.pptx"}
    asked = {
        (method, re.sub(r"{(\w+)(:\w+)?}", lambda found: parts[found[1]], route.path))
        for route in rooms
        for method in (route.methods or set()) - {"HEAD"}
    }
    led = {(method, path) for method, path in asked if path.startswith("/present/room/")}
    assert len(led) > 10
    monkeypatch.setattr(service, "may_lead", lambda sent: "ada" in sent.get("cookie", ""))
    before = service.rooms.find(key)
    for method, path in led:
        body = {} if method != "GET" else None
        answer = service.ask(method, path.removeprefix("/present/"), body)
        assert answer.status == 403, path
        assert "Sign in at the foot of any page" in answer.text
        assert key not in answer.text
    assert service.rooms.find(key) == before
    assert service.ask("POST", "rooms", {"query": "ready=platform-energy"}).status == 403
    for path in (f"follow/{phone}", f"follow/{phone}/scene/0", f"follow/{phone}/state"):
        assert service.ask("GET", path).status == 200
    # Views and decks without a room are open as ever.
    assert service.ask("GET", f"view?link={LINK}").status == 200
