"""The filter of the priorities page: one frozen object that can become SQL and a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_SEARCH_WORDS = 12
"""Words of a search that count; more make it slow without making it sharper."""


@dataclass(frozen=True)
class PriorityFilter:
    """What to keep. Any of the values within a field, all of the fields together.

    Attributes
    ----------
    text : str
        Words that title, description or territory name must all contain, in any order;
        case and accents do not matter.
    countries, periods, economic, objectives, platforms, territories : tuple of str
        Codes. An economic section (``C``) includes its divisions (``C10``).
    """

    text: str = ""
    countries: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    economic: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words searched for: letters and digits of any script, no punctuation."""
        return re.findall(r"\w+", self.text)[:MAX_SEARCH_WORDS]

    @property
    def is_empty(self) -> bool:
        """Whether it keeps every priority."""
        return not (self.words or self._choices)

    @property
    def _choices(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(field, getattr(self, field)) for field in _CONDITIONS if getattr(self, field)]

    def condition(self) -> tuple[str, dict[str, object]]:
        """SQL condition on ``priority`` joined with ``territory``, and its parameters.

        Only fixed text goes into the SQL; every value is a parameter.
        """
        parts: list[str] = []
        parameters: dict[str, object] = {}
        for number, word in enumerate(self.words):
            parts.append(
                "contains(strip_accents(lower(concat_ws(' ', priority.title,"
                " priority.description, territory.name, territory.name_native,"
                f" territory.name_latin))), strip_accents(lower($word{number})))"
            )
            parameters[f"word{number}"] = word
        for field, codes in self._choices:
            parts.append(_CONDITIONS[field])
            parameters[field] = list(codes)
        return " AND ".join(parts) or "true", parameters

    def sentence(self, labels: Mapping[str, Mapping[str, str]]) -> str:
        """The filter in words, such as ``2021-2027, in Italy (IT), about Energy``.

        Parameters
        ----------
        labels : mapping of str to mapping of str to str
            Per field, the label of each code; an unknown code stands for itself.
        """
        pieces = []
        for field, codes in self._choices:
            named = " or ".join(labels.get(field, {}).get(code, code) for code in codes)
            pieces.append(_WORDING[field].format(named))
        if self.words:
            pieces.append("with " + ", ".join(f"“{word}”" for word in self.words))
        return "; ".join(pieces) or "all documented priorities"


_CONDITIONS = {
    "countries": "territory.country_code IN (SELECT unnest($countries))",
    "periods": "priority.period IN (SELECT unnest($periods))",
    "economic": """priority_id IN (
        SELECT priority_id FROM priority_domain JOIN domain USING (domain_code)
        WHERE domain_code IN (SELECT unnest($economic))
           OR parent_code IN (SELECT unnest($economic)))""",
    "objectives": """priority_id IN (
        SELECT priority_id FROM priority_domain WHERE domain_code IN (SELECT unnest($objectives)))
    """,
    "platforms": """priority_id IN (
        SELECT priority_id FROM priority_platform WHERE platform_id IN (SELECT unnest($platforms)))
    """,
    "territories": "priority.territory_id IN (SELECT unnest($territories))",
}
_WORDING = {
    "countries": "in {}",
    "periods": "period {}",
    "economic": "economic domain {}",
    "objectives": "policy objective {}",
    "platforms": "theme of {}",
    "territories": "of {}",
}
