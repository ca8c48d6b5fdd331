"""The explorer's question answered with pandas, as an analyst would who has the CSV files.

All frames are joined, exploded and sorted, and all texts made comparable, before anything is
measured. Words are looked for as they stand (``str.contains``): no typo is forgiven.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from s3dash.queries.explorer.filter import PriorityFilter

COLUMN_FACETS = {
    "periods": "period",
    "completeness": "completeness",
    "classified": "classified_by",
}
TAXONOMIES = {"economic": "economic", "scientific": "scientific", "objectives": "policy"}
FACETS = (*COLUMN_FACETS, "territories", *TAXONOMIES, "platforms")
PAGE_ROWS = 25


@dataclass(frozen=True)
class Answer:
    """What the explorer shows, with the names that it has there."""

    priorities: int
    facets: Mapping[str, Mapping[str, int]]
    by_territory: pd.DataFrame
    rows: pd.DataFrame


class PandasReference:
    """The data package in frames.

    ``priority`` has a row a priority, in the order of the list; ``codes`` has, per facet with
    several codes a priority, a series of codes whose index is that of ``priority``.
    """

    def __init__(self, package: Path) -> None:
        territory = _read(package, "territory").set_index("territory_id")
        names = territory[["name", "name_native", "name_latin", "nuts_level", "country_code"]]
        country = _read(package, "country").set_index("country_code")["name"].rename("country")
        strategy = _read(package, "strategy").astype({"documented_count": int})
        self.priority = (
            _read(package, "priority")
            .merge(strategy, on=["territory_id", "period"])
            .join(names, on="territory_id")
            .join(country, on="country_code")
            .sort_values(
                ["country", "name", "period", "priority_id"], ascending=[True, True, False, True]
            )
            .reset_index(drop=True)
        )
        self.priority["title_text"] = _comparable(self.priority["title"])
        texts = ["title", "description", "name", "name_native", "name_latin"]
        self.priority["text"] = _comparable(_joined(self.priority, texts))
        self.ancestors = _ancestors(territory)
        held = strategy.groupby("territory_id").agg(
            documented=("documented_count", "sum"),
            has_partial_list=("completeness", lambda values: (values == "partial").any()),
        )
        self.territory = names.join(country, on="country_code").join(held, how="inner")
        self.codes = self._codes(package)

    def _codes(self, package: Path) -> dict[str, pd.Series]:
        row = pd.Series(self.priority.index, index=self.priority["priority_id"], name="row")
        domain = _read(package, "domain")
        named = _read(package, "priority_domain").merge(domain, on="domain_code")
        broader = named.assign(domain_code=named["parent_code"]).dropna(subset="domain_code")
        every = pd.concat([named, broader]).drop_duplicates(["priority_id", "domain_code"])
        every = every.join(row, on="priority_id").set_index("row").sort_index()
        themed = _read(package, "priority_platform").join(row, on="priority_id").set_index("row")
        return {
            facet: every.loc[every["taxonomy"] == taxonomy, "domain_code"]
            for facet, taxonomy in TAXONOMIES.items()
        } | {"platforms": themed["platform_id"]}

    def explore(self, chosen: PriorityFilter) -> Answer:
        """Answer the question: number, facets, territories, and the first page."""
        masks = {
            facet: self._chosen(facet, getattr(chosen, facet))
            for facet in FACETS
            if getattr(chosen, facet)
        }
        words = _comparable(pd.Series([chosen.text], dtype="str")).iloc[0].split()
        if words:
            masks["text"] = self._all(
                self.priority["text"].str.contains(w, regex=False) for w in words
            )
        found = self._all(masks.values())
        own = {facet: self._all(m for f, m in masks.items() if f != facet) for facet in masks}
        return Answer(
            priorities=int(found.sum()),
            facets={facet: self._counts(facet, own.get(facet, found)) for facet in FACETS},
            by_territory=self._by_territory(own.get("territories", found)),
            rows=self._first_rows(found, words),
        )

    def _all(self, masks: Iterable[pd.Series]) -> pd.Series:
        found = pd.Series(True, index=self.priority.index)
        for mask in masks:
            found &= mask
        return found

    def _chosen(self, facet: str, codes: tuple[str, ...]) -> pd.Series:
        if facet == "territories":
            codes = tuple(self.ancestors.index[self.ancestors.isin(codes)])
            return self.priority["territory_id"].isin(codes)
        if facet in COLUMN_FACETS:
            return self.priority[COLUMN_FACETS[facet]].isin(codes)
        series = self.codes[facet]
        return pd.Series(self.priority.index.isin(series.index[series.isin(codes)]))

    def _counts(self, facet: str, mask: pd.Series) -> dict[str, int]:
        if facet == "territories":
            counts = self.priority.loc[mask, "territory_id"].value_counts()
            belong = self.ancestors[self.ancestors.index.isin(counts.index)]
            return counts.reindex(belong.index).groupby(belong.to_numpy()).sum().to_dict()
        if facet in COLUMN_FACETS:
            return self.priority.loc[mask, COLUMN_FACETS[facet]].value_counts().to_dict()
        series = self.codes[facet]
        return series[mask.to_numpy()[series.index]].value_counts().to_dict()

    def _by_territory(self, mask: pd.Series) -> pd.DataFrame:
        counts = self.priority.loc[mask, "territory_id"].value_counts().rename("priorities")
        return self.territory.join(counts, how="inner").reset_index()

    def _first_rows(self, mask: pd.Series, words: list[str]) -> pd.DataFrame:
        """Without words in the order of the list; else most words in the title first."""
        rows = self.priority.index[mask]
        if not words:
            return self.priority.iloc[rows[:PAGE_ROWS]]
        titles = self.priority.loc[mask, "title_text"]
        score = pd.concat([titles.str.contains(word, regex=False) for word in words], axis=1)
        best = score.sum(axis=1).sort_values(ascending=False, kind="stable")
        return self.priority.loc[best.index[:PAGE_ROWS]]


def _read(package: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(package / f"{name}.csv", dtype=str, keep_default_na=False, na_values=[""])


def _joined(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    text = frame[columns[0]].fillna("")
    for column in columns[1:]:
        text = text + " " + frame[column].fillna("")
    return text


def _comparable(text: pd.Series) -> pd.Series:
    """Lower case without accents."""
    return text.str.lower().str.normalize("NFKD").str.replace(r"[\u0300-\u036f]", "", regex=True)


def _ancestors(territory: pd.DataFrame) -> pd.Series:
    """Per territory its own code, its country's, and that of every territory above it."""
    codes = [pd.Series(territory.index, index=territory.index), territory["country_code"]]
    above = territory["parent_id"].dropna()
    while not above.empty:
        codes.append(above)
        above = above.map(territory["parent_id"]).dropna()
    every = pd.concat(codes).rename("code").reset_index().drop_duplicates()
    return every.set_index("territory_id")["code"]
