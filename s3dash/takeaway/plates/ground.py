"""What every plate stands on: look and form, the line of its source, how numbers are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store
from s3dash.takeaway.pictures.sheet import Look, Words

LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt"),
    *("lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
"""Languages that numbers are written in: the official ones of the EU."""


@dataclass(frozen=True)
class Ground:
    """Of what base, as of when, in which look, form and language of numbers."""

    store: Store
    look: Look = field(default_factory=Look)
    form: str = "png"
    language: str = "en"

    def say(self, value: float, decimals: int | None = None) -> str:
        """A number with the digits that a reader needs, as the language writes it.

        ``decimals``: so many of them, where numbers are to be told apart.
        """
        from babel.numbers import format_decimal

        if decimals is not None:
            form = f"#,##0.{'0' * decimals}"
            return format_decimal(float(value), locale=self.language, format=form)
        digits = 0 if abs(value) >= 1000 else max(0, 3 - len(str(int(abs(value)))) + 1)
        rounded = round(float(value), digits)
        return format_decimal(rounded, locale=self.language, format="#,##0.####")

    def words(self, title: str, subtitle: str = "", as_of: date | None = None) -> Words:
        """The words of a sheet: title, what is shown; which data, as of which day."""
        about = self.store.once(about_store)
        day = f", as of {as_of}" if as_of else ""
        source = f"Source: s3dash, data package {about.version}, {about.built_at:%Y-%m-%d}{day}"
        return Words(title, subtitle, source)


@cache
def ready() -> None:
    """Load what drawing needs before somebody waits for it."""
    import babel.numbers  # noqa: F401
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg  # noqa: F401

    from s3dash.takeaway.pictures.outlines import of_level

    for level in (0, 1, 2):
        of_level(level)
