"""The filter of the explorer: one frozen object that can become a link and a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from s3dash.queries.explorer.typed import SearchText


@dataclass(frozen=True)
class Facet:
    """A field of the filter that offers values to choose.

    Attributes
    ----------
    field : str
        Attribute of `PriorityFilter`.
    param : str
        Its name in a link.
    wording : str
        How a sentence says it, with a place for the values.
    kind : str
        What a priority has the value from: its ``strategy``, ``classification`` or ``origin``.
    column : str
        Column of the strategies or origins that has the value, where one column has it.
    """

    field: str
    param: str
    wording: str
    kind: str
    column: str = ""


ALL_OF = ("domain", "science", "objective", "platform")
"""Facets of which all values may be asked for: those of which a priority can have several."""
FACETS = (
    Facet("periods", "period", "period {}", "strategy", "period"),
    Facet("territories", "territory", "in {}", "strategy"),
    Facet("economic", "domain", "economic domain {}", "classification"),
    Facet("scientific", "science", "scientific domain {}", "classification"),
    Facet("objectives", "objective", "policy objective {}", "classification"),
    Facet("platforms", "platform", "theme of {}", "classification"),
    Facet("completeness", "list", "{}", "strategy", "completeness"),
    Facet("sources", "source", "source: {}", "origin", "source_kind"),
    Facet("classified", "classified", "{}", "origin", "classified_by"),
)


def facet(param: str) -> Facet | None:
    """The facet of that name in a link; None when there is none."""
    return next((facet for facet in FACETS if facet.param == param), None)


@dataclass(frozen=True)
class PriorityFilter:
    """What to keep. Any of the values within a field (all: ``with_all``), all fields together.

    Attributes
    ----------
    text : str
        What is typed in the search box, see `queries.search`.
    periods, territories, economic, scientific, objectives, platforms, completeness, sources,
    classified : tuple of str
        Codes. A territory or country includes what lies in it, an economic section (``C``) its
        divisions (``C10``).
    without : tuple of str
        Values to leave out, each with the name of its facet in a link: ``domain:C``.
    with_above : bool
        Whether a territory also brings what the territories above it chose themselves.
    with_all : tuple of str
        Facets of classification, by their names in a link, of which a priority has all values and
        not just any: wood and construction.
    """

    text: str = ""
    periods: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    economic: tuple[str, ...] = ()
    scientific: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    completeness: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    classified: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    with_above: bool = False
    with_all: tuple[str, ...] = ()

    @cached_property
    def search(self) -> SearchText:
        """The text, taken apart."""
        return SearchText(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether it keeps every priority."""
        return not (self.search.terms or any(self.chosen) or any(self.left_out))

    @property
    def chosen(self) -> Iterator[tuple[Facet, tuple[str, ...]]]:
        """Facets with the values chosen, those without any left out."""
        return ((facet, codes) for facet in FACETS if (codes := getattr(self, facet.field)))

    @property
    def left_out(self) -> Iterator[tuple[Facet, tuple[str, ...]]]:
        """Facets with the values to leave out."""
        for item in FACETS:
            start = f"{item.param}:"
            codes = tuple(c.removeprefix(start) for c in self.without if c.startswith(start))
            if codes:
                yield item, codes

    def removed(self, param: str, code: str) -> "PriorityFilter":
        """The same filter without one value of a facet, of ``without`` or of ``text``."""
        if param == "without":
            return replace(self, without=tuple(c for c in self.without if c != code))
        if param == "text":
            rest = [str(term) for term in self.search.terms if str(term) != code]
            return replace(self, text=" ".join(rest))
        item = facet(param)
        if item is None:
            return self
        return self.with_values(item.field, (c for c in getattr(self, item.field) if c != code))

    def with_values(self, field: str, codes: Iterable[str]) -> "PriorityFilter":
        """The same filter with these values in a field, and no others."""
        changes: dict[str, Any] = {field: tuple(codes)}
        if len(changes[field]) < 2:
            # Of one value all is any.
            own = next(item.param for item in FACETS if item.field == field)
            changes["with_all"] = tuple(param for param in self.with_all if param != own)
        if field == "territories" and not changes[field]:
            changes["with_above"] = False
        return replace(self, **changes)

    def sentence(self, labels: Mapping[str, Mapping[str, str]]) -> str:
        """The filter in words, such as ``period 2021-2027; in Italy (IT)``.

        Parameters
        ----------
        labels : mapping of str to mapping of str to str
            Per field, the label of each code; an unknown code stands for itself.
        """
        pieces = []
        for item, codes in self.chosen:
            both = " and " if item.param in self.with_all else " or "
            named = both.join(labels.get(item.field, {}).get(code, code) for code in codes)
            above = item.field == "territories" and self.with_above
            pieces.append(
                item.wording.format(named) + (" or set by the territories above" if above else "")
            )
        for item, codes in self.left_out:
            named = " or ".join(labels.get(item.field, {}).get(code, code) for code in codes)
            pieces.append(f"not {item.wording.format(named)}")
        for word, terms in (
            ("with", [term for term in self.search.terms if not term.is_excluded]),
            ("without", [term for term in self.search.terms if term.is_excluded]),
        ):
            if terms:
                pieces.append(f"{word} " + ", ".join(f"“{term.text}”" for term in terms))
        return "; ".join(pieces) or "all documented priorities"


def bit_of(field: str) -> int:
    """The bit of a facet in the mask of those that a priority does not meet."""
    return 1 << next(n for n, item in enumerate(FACETS) if item.field == field)


def territories_above(code: str) -> list[str]:
    """Codes of the territories above one, the country first: NUTS codes nest by their beginning.

    A territory without a NUTS code (``UK-england``) begins with the code of its country.
    """
    return [code[:2]] if "-" in code else [code[:length] for length in range(2, len(code))]
