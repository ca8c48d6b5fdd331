"""Links and calls that are put together at random: each seed gives the same ones again."""

from __future__ import annotations

import http.client
import json
import random
import string
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from benchmarks.audit.links import HOSTILE, Group, pages
from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import HOST, Server
from s3dash.ui.address.parameters import PARAMETERS

COUNT = 500
"""How many links and how many calls, unless more are asked for."""
SEED = 1
"""The same seed gives the same links and calls."""
LONGEST_SECONDS = 30
AS_MARKUP = ("text/html", "image/svg+xml", "text/xml", "application/xhtml+xml")
MARK = "<img src=x onerror=fuzz>"
"""Markup that must not come back as such."""


def links(count: int, seed: int = SEED) -> Iterator[Group]:
    """Links of all pages with some of their parameters and values of every kind, in groups."""
    dice = random.Random(seed)
    served = pages()
    size = 20
    for start in range(0, count, size):
        page = dice.choice(served)
        some = tuple(_query(dice, page) for _ in range(min(size, count - start)))
        yield Group(page, "fuzz", some)


def _query(dice: random.Random, page: str) -> dict[str, list[str]]:
    known = PARAMETERS[page]
    chosen = dice.sample(known, dice.randint(0, min(5, len(known))))
    query = {one.name: [_value(dice, one.example) for _ in range(_few(dice))] for one in chosen}
    if dice.random() < 0.2:
        query[_text(dice)] = [_value(dice, "")]
    return query


def _few(dice: random.Random) -> int:
    return dice.choice((1, 1, 1, 2, 30))


def _value(dice: random.Random, example: str) -> str:
    return dice.choice((example, example, dice.choice(HOSTILE), _text(dice), MARK, example[::-1]))


def _text(dice: random.Random) -> str:
    letters = string.printable + "äЖ漢🌍\u202e\u0000"
    return "".join(dice.choice(letters) for _ in range(dice.randint(0, 40)))


def calls(server: Server, count: int, tell: Progress, seed: int = SEED) -> Tally:
    """Ask the interface for programs; an answer of the 5xx, markup or a hang is a failure."""
    dice = random.Random(seed)
    tally = Tally("fuzzed calls")
    paths = _paths(server)
    for _ in range(count):
        tally.tried += 1
        if tally.tried % 50 == 0:
            tell(f"fuzzed calls: {tally.tried:,} of {count:,}")
        address = _address(dice, paths)
        connection = http.client.HTTPConnection(HOST, server.port, timeout=LONGEST_SECONDS)
        try:
            connection.request(dice.choice(("GET", "GET", "GET", "HEAD", "POST")), address)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            tally.failures.append(f"{address[:200]}: {error!r}")
            continue
        finally:
            connection.close()
        is_page = (answer.getheader("Content-Type") or "").startswith(AS_MARKUP)
        if answer.status >= 500:
            tally.failures.append(f"{address[:200]}: {answer.status}")
        elif is_page and MARK.encode() in body:
            tally.failures.append(f"{address[:200]}: markup comes back")
        elif b"Traceback (most recent call last)" in body:
            tally.failures.append(f"{address[:200]}: a traceback")
    return tally


def _paths(server: Server) -> list[tuple[str, list[str]]]:
    """Addresses and the parameters of each, as the interface itself describes them."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=LONGEST_SECONDS)
    connection.request("GET", "/api/openapi.json")
    described = json.load(connection.getresponse())["paths"]
    connection.close()
    return [
        (path, [one["name"] for one in asked.get("get", {}).get("parameters", []) if "name" in one])
        for path, asked in sorted(described.items())
        # Whole files are no question: each would take seconds and say the same.
        if not path.endswith((".zip", ".duckdb", ".pdf", ".docx"))
    ]


def _address(dice: random.Random, paths: list[tuple[str, list[str]]]) -> str:
    path, names = dice.choice(paths)
    if dice.random() < 0.15:
        path = f"{path}/{quote(_text(dice), safe='')}"
    chosen = dice.sample(names, dice.randint(0, min(4, len(names)))) if names else []
    query = [(name, _value(dice, dice.choice(("IT", "1", "json", "energy")))) for name in chosen]
    if dice.random() < 0.2:
        query.append((_text(dice), _text(dice)))
    return f"{path}?{urlencode(query, errors='replace')}" if query else path
