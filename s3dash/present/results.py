"""What a room decided: ticks, notes, actions, project ideas, a value chain. Plain values.

Whoever keeps the room fills it; the files that leave the room end with it. Nothing of it is ever
written into the published store.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tick:
    """A point of a check-list: of which step (its name), the point, whether it is met."""

    stage: str
    text: str
    is_met: bool
    note: str = ""


@dataclass(frozen=True)
class Action:
    """What was agreed: what, which organisation does it, until when (text: ``2027-03``)."""

    what: str
    organisation: str = ""
    until: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Idea:
    """A project idea: title, regions involved, step, next action, owner organisation."""

    title: str
    regions: tuple[str, ...] = ()
    stage: str = ""
    next_action: str = ""
    owner: str = ""


@dataclass(frozen=True)
class ChainCard:
    """A region in a link of the chain, and why it stands there."""

    region: str
    reason: str = ""


@dataclass(frozen=True)
class ChainLink:
    """A link of a value chain with its regions; none is a gap."""

    name: str
    cards: tuple[ChainCard, ...] = ()


@dataclass(frozen=True)
class Chain:
    """A value chain that the room worked on: its title, and its links in their order."""

    title: str
    links: tuple[ChainLink, ...]


@dataclass(frozen=True)
class Note:
    """What was written down at a step or scene: ``about`` names it."""

    about: str
    text: str


@dataclass(frozen=True)
class Results:
    """All of it. ``day``: of the session, as text; ``room``: its name, no person's."""

    room: str = ""
    day: str = ""
    ticks: tuple[Tick, ...] = ()
    notes: tuple[Note, ...] = ()
    actions: tuple[Action, ...] = ()
    ideas: tuple[Idea, ...] = ()
    chains: tuple[Chain, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the room decided nothing: files then have no results."""
        return not (self.ticks or self.notes or self.actions or self.ideas or self.chains)
