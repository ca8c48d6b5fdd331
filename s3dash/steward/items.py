"""Items: a row of an import in the review, with what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from s3dash.steward.base import KEY_MARK, Key, Row
from s3dash.steward.problems import Trouble
from s3dash.steward.understanding import Understood

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
DUPLICATE, REJECTED, IGNORED = "duplicate", "rejected", "ignored"
STATUSES = (NEW, CHANGED, UNCHANGED, DUPLICATE, REJECTED, IGNORED)


@dataclass(slots=True)
class Item:
    """A row of an import in the review.

    ``key`` is the row's key in the base; ``row`` the whole row as it would be; ``changes`` the
    columns that differ, with old and new text.
    """

    understood: Understood
    table: str
    status: str
    key: Key = ()
    row: Row = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    why: str | None = None

    @property
    def shown_key(self) -> str:
        """The key as one text."""
        return KEY_MARK.join(self.key)

    @property
    def is_taken(self) -> bool:
        """Whether the row would change the base."""
        return self.status in (NEW, CHANGED)

    def reject(self, trouble: Trouble) -> None:
        """Leave the row out, and say why."""
        self.status = REJECTED
        if trouble not in self.troubles:
            self.troubles.append(trouble)
