"""What was checked before and found sound: it is not checked again as long as it is the same.

One program often checks nearly the same package several times: an import for each draft and before
it writes, the build after it, and the next import. Most files are the same each time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from s3dash.package.schema import Resource

MOST_KEPT = 10_000
"""So many findings are kept; then all are forgotten, which costs one check of everything."""

_sound: set[Hashable] = set()
T = TypeVar("T")


def unless_sound(
    problems: Iterable[T], *tables: tuple[Resource, str], what: Hashable
) -> Iterator[T]:
    """Yield the problems, which are looked for only where the tables are not known to have none.

    Parameters
    ----------
    problems
        Problems or doubts, made lazily: where it is not needed, nothing is looked at.
    tables
        All that the answer depends on: tables, each with the digest of its file. An empty digest
        is that of a table that is not as it is on file: of it nothing is known.
    what
        What is looked for.
    """
    about = (what, tables)
    is_on_file = all(digest for _, digest in tables)
    if is_on_file and about in _sound:
        return
    has_some = False
    for problem in problems:
        has_some = True
        yield problem
    if is_on_file and not has_some:
        if len(_sound) >= MOST_KEPT:
            _sound.clear()
        _sound.add(about)
