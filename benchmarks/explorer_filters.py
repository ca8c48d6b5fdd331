"""The explorer's query set: some forty filters as a reader would set them."""

import csv
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from s3dash.queries.explorer.filter import PriorityFilter

SEED = 1
TITLES = 50_000
"""Titles of the package that words are drawn from."""

TEXTS = {
    "one word": ("energy", "tourism", "health"),
    "two words": ("smart energy", "digital health", "food innovation"),
    "three words": ("renewable energy technologies",),
    "beginning of a word": ("tech", "agri", "sust"),
    "typo": ("enrgy", "turism", "agricultre", "inovation"),
    "territory in the text": ("Toscana", "energy Bavaria", "Cataluna food"),
    "no such word": ("xqzvwkj",),
}
ONE_FACET = (
    *("periods", "territories", "economic", "scientific"),
    *("objectives", "platforms", "completeness", "classified"),
)
SEVERAL_CODES = ("territories", "economic", "scientific", "objectives")
SEVERAL_FACETS = (
    ("periods", "economic"),
    ("territories", "platforms"),
    ("periods", "objectives", "platforms"),
    ("economic", "scientific", "completeness"),
    ("territories", "periods", "economic", "objectives", "classified"),
)
FACETS_WITH_TEXT = (
    ("energy", ("territories",)),
    ("smart", ("periods", "economic")),
    ("health tech", ("scientific",)),
    ("inovation", ("objectives", "platforms")),
    ("sustainable tourism", ("periods", "territories", "economic")),
)


def query_set(package: Path, seed: int = SEED) -> dict[str, PriorityFilter]:
    """Filters by name: words, beginnings, typos, one facet, several, both, all and nothing.

    Codes are those of priorities drawn from the package, so each occurs; some are the section, the
    field or the country that they belong to. The same package and seed give the same filters.
    """
    return {f"{n:02d} {name}": chosen for n, (name, chosen) in enumerate(_filters(package, seed))}


def _filters(package: Path, seed: int) -> Iterator[tuple[str, PriorityFilter]]:
    chance = random.Random(seed)
    words, codes = _words(package), _codes(package)

    def some(field: str, count: int) -> tuple[str, ...]:
        return tuple(sorted(set(chance.choices(codes[field], k=count))))

    yield "everything", PriorityFilter()
    for name, texts in TEXTS.items():
        for text in texts:
            yield name, PriorityFilter(text=text)
    for count in (1, 1, 2, 2):
        yield f"{count} drawn", PriorityFilter(text=" ".join(chance.choices(words, k=count)))
    for field in ONE_FACET:
        yield field, PriorityFilter(**{field: some(field, 1)})
    for field in SEVERAL_CODES:
        yield f"several {field}", PriorityFilter(**{field: some(field, 4)})
    for fields in SEVERAL_FACETS:
        yield ", ".join(fields), PriorityFilter(**{field: some(field, 2) for field in fields})
    for text, fields in FACETS_WITH_TEXT:
        chosen = PriorityFilter(text=text, **{field: some(field, 2) for field in fields})
        yield f"{', '.join(fields)} with text", chosen
    # A territory has no strategy of this name: a link from another base.
    yield "no such territory", PriorityFilter(territories=("XX9",), periods=("2021-2027",))


def _words(package: Path) -> list[str]:
    """Words of titles, each as often as it stands there: frequent ones are searched for more."""
    titles = (row["title"] for row in islice(_rows(package, "priority"), TITLES))
    return [word for title in titles for word in re.findall(r"\w+", title.lower())]


def _codes(package: Path) -> dict[str, list[str]]:
    """Per facet its codes, each as often as strategies, domains or platforms name it."""
    domains = {row["domain_code"]: row for row in _rows(package, "domain")}
    codes: dict[str, list[str]] = {
        "periods": [row["period"] for row in _rows(package, "strategy")],
        "completeness": [row["completeness"] for row in _rows(package, "strategy")],
        "classified": ["editorial", "source"],
        "territories": [],
        "platforms": [
            row["platform_id"] for row in islice(_rows(package, "priority_platform"), TITLES)
        ],
        "economic": [],
        "scientific": [],
        "objectives": [],
    }
    for row in _rows(package, "strategy"):
        codes["territories"] += [row["territory_id"], row["territory_id"][:2]]
    fields = {"economic": "economic", "scientific": "scientific", "policy": "objectives"}
    for row in islice(_rows(package, "priority_domain"), TITLES):
        domain = domains[row["domain_code"]]
        named = [domain["domain_code"], domain["parent_code"]]
        codes[fields[domain["taxonomy"]]] += [code for code in named if code]
    return codes


def _rows(package: Path, name: str) -> Iterator[dict[str, str]]:
    with (package / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
