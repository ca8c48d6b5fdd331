"""Which hubs, projects or documents a reader chose: by words, by place, and by codes.

The pages, the files of their links and the pictures of them all choose here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from s3dash.queries.catalogue.documents import has_topic
from s3dash.queries.catalogue.words import Searched, search

Keeps = Callable[[pd.DataFrame, tuple[str, ...]], pd.Series]


@dataclass(frozen=True)
class Facet:
    """A filter: parameter of the link, title of its box, code -> label, and which rows it keeps."""

    name: str
    title: str
    labels: Mapping[str, str]
    keeps: Keeps


@dataclass(frozen=True)
class Catalogue:
    """A list to choose from.

    Attributes
    ----------
    title, file_name : str
        What its rows are, for a file and for the name of one.
    every : pandas.DataFrame
        All rows.
    facets : tuple of Facet
    texts : words.Searched
        What a search reads, a text for each row.
    in_territory : callable, optional
        Which rows belong to a territory, where that can be asked.
    inner : tuple of str
        Columns that only the choosing and the page need: not in files.
    of_territory : str
        What makes a row one of a territory, as a sentence, where that does not go without saying.
    """

    title: str
    file_name: str
    every: pd.DataFrame
    facets: tuple[Facet, ...]
    texts: Searched
    in_territory: Callable[[pd.DataFrame, str], pd.Series] | None = None
    inner: tuple[str, ...] = ()
    of_territory: str = ""


@dataclass(frozen=True)
class Choice:
    """What a link asks for: words, a territory with its name, facet -> codes."""

    text: str = ""
    territory: str = ""
    territory_name: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """The rows that meet a choice, and the choice in words.

    Attributes
    ----------
    rows : pandas.DataFrame
    words : str
        ``all`` where nothing was chosen.
    is_all : bool
    corrected : mapping of str to tuple of str
        Words that are nowhere -> those taken instead, as `words.Found` has them.
    inner : tuple of str
        Columns that files leave out.
    """

    rows: pd.DataFrame
    words: str
    is_all: bool
    corrected: Mapping[str, tuple[str, ...]]
    inner: tuple[str, ...] = ()

    @property
    def told(self) -> pd.DataFrame:
        """The rows as a file has them."""
        return self.rows.drop(columns=list(self.inner))

    @property
    def filtered(self) -> str:
        """Which rows, for the name of a file; empty: all."""
        return "" if self.is_all else self.words


def choose(catalogue: Catalogue, choice: Choice) -> Chosen:
    """The rows that have all words, belong to the territory, and meet each facet."""
    every = catalogue.every
    keep = pd.Series(True, index=every.index)
    said = []
    corrected: Mapping[str, tuple[str, ...]] = {}
    if choice.text:
        found = search(catalogue.texts, choice.text)
        keep &= every.index.isin(found.rows)
        said.append(f"text: {choice.text}")
        corrected = found.corrected
    if choice.territory and catalogue.in_territory:
        keep &= catalogue.in_territory(every, choice.territory)
        said.append(choice.territory_name or choice.territory)
    for facet in catalogue.facets:
        if codes := choice.codes.get(facet.name):
            keep &= facet.keeps(every, codes)
            said.append(" or ".join(facet.labels[code] for code in codes))
    rows = every[keep].reset_index(drop=True)
    return Chosen(rows, "; ".join(said) or "all", not said, corrected, catalogue.inner)


def is_one_of(column: str) -> Keeps:
    """Rows whose column is one of the codes."""
    return lambda rows, codes: rows[column].astype(str).isin(codes)


def has_one_of(column: str) -> Keeps:
    """Rows whose column, a list with semicolons, has one of the codes."""
    return lambda rows, codes: pd.Series(
        [has_topic(cell, codes) for cell in rows[column]], rows.index, dtype=bool
    )


def searched(every: pd.DataFrame, columns: Sequence[str]) -> Searched:
    """The text of each row that a search reads."""
    cells = every[list(columns)].fillna("").astype(str)
    return Searched([" ".join(row) for row in cells.itertuples(index=False)])
