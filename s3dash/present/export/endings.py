"""What a room decided, as scenes behind those of the deck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3dash.present.content import MOST_ROWS, Scene, Table
from s3dash.present.phrases import listed, shortened, spelled
from s3dash.present.results import Chain, Results

LONG = 160
"""Letters of a cell that a slide holds."""
MET, OPEN = "✓", "–"


def endings(results: Results) -> list[Scene]:
    """Actions, ideas, every value chain, ticks and notes; none where the room decided nothing."""
    return [
        *_pages(
            "actions",
            f"{spelled(len(results.actions)).capitalize()} "
            f"{'action' if len(results.actions) == 1 else 'actions'} agreed",
            ("What", "Organisation", "By when", "Step"),
            [(one.what, one.organisation, one.until, one.stage) for one in results.actions],
            (6, 3, 1.6, 2),
            results,
        ),
        *_pages(
            "ideas",
            f"{spelled(len(results.ideas)).capitalize()} project "
            f"{'idea' if len(results.ideas) == 1 else 'ideas'}",
            ("Idea", "Regions", "Step", "Next action", "Owner"),
            [
                (one.title, listed(one.regions, 6), one.stage, one.next_action, one.owner)
                for one in results.ideas
            ],
            (4, 3.4, 2, 3.4, 2.4),
            results,
        ),
        *(scene for chain in results.chains for scene in _chain(chain, results)),
        *_pages(
            "ticks",
            _ticked(results),
            ("", "Point", "Step", "Note"),
            [
                (MET if one.is_met else OPEN, one.text, one.stage, one.note)
                for one in results.ticks
            ],
            (0.6, 6, 2, 3.4),
            results,
        ),
        *_pages(
            "notes", "What was written down", ("At", "Note"),
            [(one.about, one.text) for one in results.notes], (3, 9), results,
        ),
    ]  # fmt: skip


def _ticked(results: Results) -> str:
    """How many points are met; of how many, where the room told of others, too."""
    met, told = sum(one.is_met for one in results.ticks), len(results.ticks)
    if met < told:
        return f"{met} of {told} points are met"
    return f"{spelled(met).capitalize()} {'point is' if met == 1 else 'points are'} met"


def _pages(
    kind: str,
    headline: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: tuple[float, ...],
    results: Results,
) -> Iterator[Scene]:
    """As many scenes as the rows need: what a room decided is never cut to the first rows."""
    for start in range(0, len(rows), MOST_ROWS):
        shown = tuple(
            tuple("\n".join(shortened(line, LONG) for line in cell.split("\n")) for cell in row)
            for row in rows[start : start + MOST_ROWS]
        )
        number = start // MOST_ROWS + 1
        more = f" ({number})" if len(rows) > MOST_ROWS else ""
        yield Scene(kind, headline + more, Table(headings, shown, widths), source=_from(results))


def _chain(chain: Chain, results: Results) -> Iterator[Scene]:
    links = chain.links
    gaps = [link.name for link in links if not link.cards]
    headline = f"{chain.title}: every link has a region"
    if gaps:
        headline = f"{chain.title}: nobody yet for {listed(gaps, 4)}"
    deepest = max((len(link.cards) for link in links), default=0)
    rows = [
        tuple(
            f"{link.cards[place].region}\n{link.cards[place].reason}".strip()
            if place < len(link.cards)
            else ""
            for link in links
        )
        for place in range(max(1, deepest))
    ]
    headings = tuple(link.name for link in links)
    yield from _pages("chain", headline, headings, rows, (1.0,) * len(links), results)


def _from(results: Results) -> str:
    return " · ".join(filter(None, ("Decided by the room", results.room, results.day)))
