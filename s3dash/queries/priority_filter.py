"""The filter of the explorer: one frozen object that can become SQL, a link and a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from s3dash.queries.search import Match, SearchText


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
    condition : str
        SQL on ``priority`` that keeps what has one of the values bound to ``$<field>``.
    """

    field: str
    param: str
    wording: str
    condition: str


_HAS_CODE = "(list_has_any(codes, ${0}) OR list_has_any(broader_codes, ${0}))"
FACETS = (
    Facet("periods", "period", "period {}", "period IN (SELECT unnest($periods))"),
    Facet(
        "territories",
        "territory",
        "in {}",
        """territory_id IN (
            SELECT territory_id FROM territory WHERE list_has_any(within, $territories))""",
    ),
    Facet("economic", "domain", "economic domain {}", _HAS_CODE.format("economic")),
    Facet("scientific", "science", "scientific domain {}", _HAS_CODE.format("scientific")),
    Facet("objectives", "objective", "policy objective {}", _HAS_CODE.format("objectives")),
    Facet("platforms", "platform", "theme of {}", _HAS_CODE.format("platforms")),
    Facet("completeness", "list", "{}", "completeness IN (SELECT unnest($completeness))"),
    Facet("sources", "source", "source: {}", "source_kind IN (SELECT unnest($sources))"),
    Facet("classified", "classified", "{}", "classified_by IN (SELECT unnest($classified))"),
)
CODE_FACETS = ("economic", "scientific", "objectives", "platforms")
"""Fields whose values stand in the column ``codes``."""
_WITH_ABOVE = """(territory_id IN (
    SELECT territory_id FROM territory WHERE list_has_any(within, $territories))
    OR territory_id IN (
    SELECT unnest(within) FROM territory WHERE territory_id IN (SELECT unnest($territories))))"""


def facet(param: str) -> Facet | None:
    """The facet of that name in a link; None when there is none."""
    return next((facet for facet in FACETS if facet.param == param), None)


@dataclass(frozen=True)
class PriorityFilter:
    """What to keep. Any of the values within a field, all of the fields together.

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

    @cached_property
    def search(self) -> SearchText:
        """The text, taken apart."""
        return SearchText(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether it keeps every priority."""
        return not (self.search.terms or any(self.chosen) or any(self._left_out))

    @property
    def chosen(self) -> Iterator[tuple[Facet, tuple[str, ...]]]:
        """Facets with the values chosen, those without any left out."""
        return ((facet, codes) for facet in FACETS if (codes := getattr(self, facet.field)))

    @property
    def _left_out(self) -> Iterator[tuple[Facet, tuple[str, ...]]]:
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
        if field == "territories" and not changes[field]:
            changes["with_above"] = False
        return replace(self, **changes)

    def hard_condition(self, matches: tuple[Match, ...]) -> tuple[str, dict[str, object]]:
        """SQL on ``priority`` for what is no facet (words, values left out), and its parameters.

        Only fixed text goes into the SQL; every value is a parameter.
        """
        parts = []
        parameters: dict[str, object] = {}
        for number, match in enumerate(matches):
            found, bound = match_condition(match, number)
            parts.append(f"NOT ({found})" if match.term.is_excluded else f"({found})")
            parameters |= bound
        for item, codes in self._left_out:
            name = f"without_{item.field}"
            parts.append(f"NOT ({item.condition.replace(f'${item.field}', f'${name}')})")
            parameters[name] = list(codes)
        return " AND ".join(parts) or "true", parameters

    def missed(self) -> tuple[str, dict[str, object]]:
        """SQL for a bit mask of the facets that a priority does not meet, and its parameters.

        The bit of a facet is `bit_of` its field; 0 says that the priority meets all of them.
        """
        parts = []
        parameters: dict[str, object] = {}
        for item, codes in self.chosen:
            condition = item.condition
            if item.field == "territories" and self.with_above:
                condition = _WITH_ABOVE
            parts.append(f"CASE WHEN {condition} THEN 0 ELSE {bit_of(item.field)} END")
            parameters[item.field] = list(codes)
        return " + ".join(parts) or "0", parameters

    def sentence(self, labels: Mapping[str, Mapping[str, str]]) -> str:
        """The filter in words, such as ``period 2021-2027; in Italy (IT)``.

        Parameters
        ----------
        labels : mapping of str to mapping of str to str
            Per field, the label of each code; an unknown code stands for itself.
        """
        pieces = []
        for item, codes in self.chosen:
            named = " or ".join(labels.get(item.field, {}).get(code, code) for code in codes)
            pieces.append(item.wording.format(named))
        if self.with_above and self.territories:
            pieces[-1] += " or set by the territories above"
        for item, codes in self._left_out:
            named = " or ".join(labels.get(item.field, {}).get(code, code) for code in codes)
            pieces.append(f"not {item.wording.format(named)}")
        for word, terms in (
            ("with", [term for term in self.search.terms if not term.is_excluded]),
            ("without the words", [term for term in self.search.terms if term.is_excluded]),
        ):
            if terms:
                pieces.append(f"{word} " + ", ".join(f"“{term.text}”" for term in terms))
        return "; ".join(pieces) or "all documented priorities"


def bit_of(field: str) -> int:
    """The bit of a facet in the mask of those that a priority does not meet."""
    return 1 << next(n for n, item in enumerate(FACETS) if item.field == field)


def match_condition(match: Match, number: int) -> tuple[str, dict[str, object]]:
    """SQL on ``priority`` for one term of a search, and its parameters, named by ``number``."""
    parts = []
    parameters: dict[str, object] = {}
    for place, pattern in enumerate(match.patterns):
        parts.append(f"contains(search_text, $pattern{number}_{place})")
        parameters[f"pattern{number}_{place}"] = pattern
    if match.territories:
        parts.append(f"territory_id IN (SELECT unnest($in{number}))")
        parameters[f"in{number}"] = list(match.territories)
    if match.domains:
        parts.append(_HAS_CODE.format(f"about{number}"))
        parameters[f"about{number}"] = list(match.domains)
    return " OR ".join(parts), parameters
