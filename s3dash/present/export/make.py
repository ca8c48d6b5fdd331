"""A deck as a file: scenes drawn from the data, then written as slides or pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from s3dash.present.content import Scene
from s3dash.present.deck import Deck
from s3dash.present.export.endings import endings
from s3dash.present.export.problems import ExportError
from s3dash.present.results import Results
from s3dash.present.scenes import scene
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store

FORMS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
"""Ending -> media type."""
Tell = Callable[[int, int], None]
"""Told how many scenes are done, of how many."""
Warn = Callable[[str], None]
"""Told what could not be shown as asked."""


def deck_file(
    store: Store,
    deck: Deck,
    form: str,
    *,
    results: Results | None = None,
    template: Path | None = None,
    tell: Tell | None = None,
    warn: Warn | None = None,
) -> bytes:
    """The deck as ``pptx`` or ``pdf``.

    Parameters
    ----------
    results : Results, optional
        What the room decided: behind the scenes of the deck.
    template : Path, optional
        A .pptx whose masters and layouts the slides take, in place of ours; slides alone.

    Raises
    ------
    ExportError
        Another form; a template that cannot be opened or has no layout with a title.
    """
    if form not in FORMS:
        raise ExportError(f"There is no form {form}; there are {', '.join(FORMS)}.")
    if template is not None and form != "pptx":
        raise ExportError("A template is for pptx alone.")
    decided = endings(results) if results else []
    whole = len(deck.entries) + len(decided)
    built = store.once(about_store).built_at

    def drawn() -> Iterable[Scene]:
        for done, entry in enumerate(deck.entries):
            one = scene(store, entry, deck.numbers)
            if warn:
                for problem in one.problems:
                    warn(f"Scene {done + 1}: {problem}")
            yield one
            if tell:
                tell(done + 1, whole)
        for done, one in enumerate(decided, len(deck.entries)):
            yield one
            if tell:
                tell(done + 1, whole)

    if form == "pptx":
        from s3dash.present.export.slides import to_slides

        return to_slides(drawn(), deck.title, deck.language, built, template)
    from s3dash.present.export.pages import to_pages

    return to_pages(drawn(), deck.title, deck.language)
