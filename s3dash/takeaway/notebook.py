"""The base from a notebook: the questions of the pages as typed functions that return frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from s3dash.queries.base.codes import country_codes
from s3dash.queries.base.tables import TableQuestion, public_tables, read_rows
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.explorer.reading import PARAMS, labels_of, read_filter
from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.ranking import ranking
from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    partnership_progress,
    stages,
    widened,
)
from s3dash.queries.territories.similarity import similar
from s3dash.queries.territories.structure import structure
from s3dash.store.connection import Store
from s3dash.takeaway.columns import as_told, with_country_codes

if TYPE_CHECKING:
    import pandas as pd


class Base:
    """An opened store; every answer is a frame with the rows of the files of the pages.

    >>> import s3dash
    >>> with s3dash.open() as base:  # doctest: +SKIP
    ...     base.priorities(territory=["IT"], domain=["C10"])
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the store at ``path``, by default the one that the dashboard reads."""
        return cls(Store.open(path))

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def tables(self) -> dict[str, str]:
        """Names of the tables of the data package in the plural, with their titles."""
        return {name: table.title for name, table in self.store.once(public_tables).items()}

    def table(self, name: str) -> pd.DataFrame:
        """All rows of a table, such as ``indicator_values``; KeyError if there is none."""
        import pandas as pd

        known = self.store.once(public_tables)[name]
        with self.store.session() as session:
            return pd.concat(
                read_rows(session, TableQuestion(known, known.columns)), ignore_index=True
            )

    def priorities(self, text: str = "", **filters: Sequence[str]) -> pd.DataFrame:
        """Priorities that match, as the page Priorities offers them.

        Parameters
        ----------
        text : str
            Words to search for.
        **filters : sequence of str
            Codes by the names that links have: ``territory, period, domain, science, objective,
            platform, list, source, classified, without, above, all``. A ValueError names a code or
            a filter that there is not.
        """
        names = {*PARAMS} - {"text"}
        if odd := filters.keys() - names:
            raise ValueError(
                f"There is no filter {min(odd)}; there are {', '.join(sorted(names))}."
            )
        labels = labels_of(self.store, filters.get("territory", ()))
        chosen, unknown = read_filter({"text": [text], **filters}, labels)
        if unknown:
            name, value = unknown[0]
            raise ValueError(f"The filter {name} has no value {value!r}.")
        return self._told(priorities(self.store, chosen))

    def progress(
        self, as_of: date | None = None, window_months: int = DEFAULT_WINDOW
    ) -> pd.DataFrame:
        """Partnerships with the evidence of each stage as of a day, by default today."""
        found = partnership_progress(self.store, as_of or date.today(), window_months)
        found = found.rename(columns={"later": "events_dated_later"})
        return self._told(widened(found, stages(self.store)))

    def similar(
        self, territory: str, limit: int | None = 20, year: int | None = None
    ) -> pd.DataFrame:
        """The NUTS 2 regions nearest in structure to a territory; as of a year, if one is given."""
        return similar(structure(self.store, year), territory, limit=limit)

    def partners(self, territory: str, mode: str = "implementation") -> pd.DataFrame:
        """The territories that fit one as partners, the best first, with the reasons."""
        return ranking(self.store, Wish(territory, mode=mode)).told()

    def _told(self, frame: pd.DataFrame) -> pd.DataFrame:
        return with_country_codes(as_told(frame), self.store.once(country_codes))
