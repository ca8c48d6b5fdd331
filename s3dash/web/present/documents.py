"""The documents of presenting: small, complete, with files of ours and no script within."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from s3dash.present.deck import KINDS, Entry
from s3dash.present.rooms.limits import KEPT_DAYS
from s3dash.present.rooms.rooms import Room
from s3dash.web.plain_page import plain_page
from s3dash.web.present.files import address_of
from s3dash.web.present.showing import Shown, about_of

HEADERS = {
    "Cache-Control": "no-store",
    # The address of a room is its key: no other site learns it, no search engine keeps it.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
KEYS = (
    (("→", "PageDown", "Space"), "next scene"),
    (("←", "PageUp"), "scene before"),
    (("Home", "End"), "first scene, last scene"),
    (("7", "Enter"), "scene 7"),
    (("O",), "all scenes"),
    (("B",), "black screen, and back"),
    (("F",), "full screen"),
    (("T",), "light or dark"),
    (("Shift →", "Space"), "in a replay: a year on; stop and go on"),
    (("W",), "what the room writes down: check-list, actions, ideas, value chain"),
    (("N",), "presenter's window: notes, clock, timer"),
    (("Q",), "code for the phones"),
    (("?",), "these keys"),
    (("Esc",), "back to where you came from"),
)
_BAR = (
    ("previous", "←", "Scene before"),
    ("next", "→", "Next scene"),
    ("overview", "Scenes", "O"),
    ("work", "Room’s work", "W"),
    ("presenter", "Presenter", "N"),
    ("code", "Phones", "Q"),
    ("full", "Full screen", "F"),
    ("help", "Keys", "?"),
    ("back", "Back", "Esc"),
)


@dataclass(frozen=True)
class Place:
    """Where a document of presenting stands.

    Attributes
    ----------
    root
        The way to the dashboard's base, relative to the document, such as ``../``.
    scenes
        Where its scenes are, below the base.
    query
        What an address of a scene needs besides: the deck.
    back
        Where Esc leads, below the base.
    room
        The room, if there is one.
    """

    root: str
    scenes: str
    query: Mapping[str, str] = field(default_factory=dict)
    back: str = "present"
    room: Room | None = None


def player(shown: Shown, place: Place) -> Response:
    """The screen in front of the room."""
    title = shown.deck.title
    bar = "".join(
        f"<button type=button data-does={does} title='{escape(key)}'"
        f"{_label(words, key)}>{escape(words)}</button>"
        for does, words, key in _BAR
    )
    keys = "".join(
        f"<dt>{' '.join(f'<kbd>{escape(key)}</kbd>' for key in keys)}</dt><dd>{escape(words)}</dd>"
        for keys, words in KEYS
    )
    body = f"""<main id=stage tabindex=-1 aria-live=polite></main>
<p id=told role=status></p>
<div id=progress></div><p id=place class=place></p>
<nav class=controls aria-label="Presenting">{bar}</nav>
<section id=overview class=over tabindex=-1 aria-label="All scenes" hidden><h2>{escape(title)}</h2>
<ol></ol></section>
<section id=help class=over tabindex=-1 aria-label="Keys" hidden><h2>Keys</h2><dl>{keys}</dl>
</section>
{_code_panel()}
{_work_panel()}
<div id=black hidden></div>"""
    return _document(title, "player", body, place, _config(shown, place), "player.js", scenes=True)


def _label(words: str, key: str) -> str:
    return f" aria-label='{escape(key)}'" if not words[0].isalpha() else ""


def presenter(shown: Shown, place: Place) -> Response:
    """What the facilitator sees and the room does not."""
    timers = "".join(
        f"<button type=button data-minutes={minutes}>{minutes} min</button>"
        for minutes in (5, 10, 15, 20)
    )
    room = place.room
    assert room is not None
    body = f"""<header><h1>{escape(shown.deck.title)}</h1>
<span class=time>Clock<b id=clock></b></span><span class=time>Since opened<b id=elapsed></b></span>
<span class=time>Timer<b id=timer role=timer>–</b></span></header>
<figure><figcaption><span>On screen</span><span id=place></span></figcaption>
<div class=screen><iframe id=now title="The scene on screen" tabindex=-1></iframe>
<p id=dark-words hidden>The screen is black</p></div></figure>
<figure class=next><figcaption><span id=next-words>Next</span></figcaption>
<div class=screen><iframe id=next title="The next scene" tabindex=-1></iframe></div></figure>
<div class=steps><button type=button data-does=previous>← Before</button>
<button type=button class=main data-does=next>Next →</button>
<button type=button id=black-button data-does=black>Black</button>
<button type=button data-does=work>Room’s work</button>{timers}
<button type=button data-minutes=0>Stop timer</button></div>
<section class=says aria-label="Note"><h2 id=headline></h2><p id=problems role=status></p>
<p id=note></p>
<label>Your own headline for this scene
<input id=reword maxlength=200 autocomplete=off></label></section>
<section aria-label="All scenes"><ol id=list></ol></section>
<p id=status role=status></p>
<details><summary>Phones, files, end of the room</summary>
<p>Whoever has this link follows on a phone, and can change nothing:
<code>{escape(f"present/follow/{room.follow_key}")}</code> (key Q on the screen shows its code).
Whoever has the link of this window may change the room: keep it among those who lead it.</p>
<p><button type=button data-export=pptx>PowerPoint</button>
<button type=button data-export=pdf>PDF with the results</button>
<a href="deck.json" download="deck.json">Deck as a file</a>
<a href="results.json" download="results.json">Results as a file</a>
<span id=export-told role=status></span></p>
<p>The room is removed after {KEPT_DAYS} days without use.
<button type=button id=delete>Delete this room now</button></p></details>
{_work_panel(has_button=True)}"""
    return _document(
        f"Presenter · {shown.deck.title}",
        "presenter",
        body,
        place,
        _config(shown, place),
        "presenter.js",
    )


def follower(shown: Shown, place: Place) -> Response:
    """A phone in the room."""
    body = f"""<header><b>{escape(shown.deck.title)}</b><span id=place></span></header>
<main id=stage aria-live=polite></main>
<section id=agreed hidden><h2>Agreed so far</h2><ul></ul></section>
<p id=told role=status></p>
<p id=black hidden>The screen is dark for a moment.</p>"""
    return _document(
        shown.deck.title, "follow", body, place, _config(shown, place), "follow.js", scenes=True
    )


def sorry(title: str, words: str, root: str, status: int) -> Response:
    """A calm page where something cannot be shown: why, and the way on."""
    body = (
        f"<p>{escape(words)}</p><p><a href='{escape(root)}present'>Decks and rooms</a> · "
        f"<a href='{escape(root) or './'}'>Start page</a></p>"
    )
    return plain_page(title, body, status, **HEADERS)


def _code_panel() -> str:
    return """<section id=code class=over tabindex=-1 aria-label="Code for the phones" hidden>
<h2>Follow on your phone</h2><div class=code-body></div><p class=code-address></p>
<p class=code-warning role=status></p></section>"""


def _work_panel(*, has_button: bool = False) -> str:
    close = "<button type=button class=close data-does=work>Close</button>" if has_button else ""
    return (
        "<section id=work class='over has-work' tabindex=-1 aria-label='What the room writes "
        f"down' hidden><div class=s3-work></div>{close}</section>"
    )


def _config(shown: Shown, place: Place) -> dict[str, Any]:
    room = place.room
    base = place.scenes.removesuffix("/scene")
    is_following = "present/follow/" in place.scenes
    return {
        "root": place.root,
        "title": shown.deck.title,
        "count": len(shown.deck.entries),
        "titles": [_title(entry) for entry in shown.deck.entries],
        "abouts": [about_of(entry) for entry in shown.deck.entries],
        "stages": [str(entry.options.get("stage", "")) for entry in shown.deck.entries],
        "scenes": f"{place.root}{place.scenes}",
        "query": urlencode(place.query),
        "back": f"{place.root}{place.back}" or "./",
        "rooms": f"{place.root}present/rooms",
        "room": f"{place.root}{base}" if room else None,
        "id": (room.follow_key if is_following else room.key) if room else None,
        "left_out": list(shown.left_out),
    }


def _title(entry: Entry) -> str:
    return entry.title or KINDS.get(entry.kind, entry.kind)


def _document(
    title: str,
    kind: str,
    body: str,
    place: Place,
    config: Mapping[str, Any],
    script: str,
    *,
    scenes: bool = False,
) -> Response:
    root = place.root
    styles: Sequence[str] = ("scene.css", "present.css") if scenes else ("present.css",)
    links = "".join(
        f'<link rel=stylesheet href="{escape(root + address_of(name))}">' for name in styles
    )
    written = escape(json.dumps(config, ensure_ascii=False), quote=True)
    left_out = _left_out(config["left_out"]) if kind == "player" else ""
    return HTMLResponse(
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        f'<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · s3dash</title>"
        f'<link rel=icon href="{escape(root)}present/files/favicon.svg">{links}'
        f'<script type=module src="{escape(root + address_of(script))}"></script></head>'
        f'<body class={kind} data-config="{written}">{body}{left_out}'
        "<noscript><p>Presenting needs JavaScript.</p></noscript></body></html>",
        headers=HEADERS,
    )


def _left_out(words: Sequence[str]) -> str:
    """What of a deck could not be read, told once before it begins."""
    if not words:
        return ""
    points = "".join(f"<li>{escape(one)}</li>" for one in words)
    return (
        "<dialog id=left-out open aria-label='Left out'><form method=dialog>"
        f"<h2>Not all of this deck can be shown</h2><ul>{points}</ul>"
        "<button>Go on</button></form></dialog>"
    )
