"""What the page Linkages shows, read from the link as bare codes."""

from dataclasses import dataclass, replace

import pandas as pd

from s3dash.present.views import labels_of
from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages.linkages import PARTNERSHIPS, PRIORITIES, PROJECTS, FlowKind
from s3dash.queries.linkages.views import READABLE_LINKS, kept, readable_least
from s3dash.queries.partnerships.progress import platform_names
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import figure
from s3dash.ui.shell.library import answer, drawn

KINDS = {
    PARTNERSHIPS: "Shared partnerships",
    PRIORITIES: "Alike priorities",
    PROJECTS: "Joint projects",
}
VIEWS = labels_of("linkages")
SIDES = {"country": "Countries", "territory": "Most linked territories"}
LIKENESS_STEP = 5
MOST_STRENGTH = 1e15


@dataclass(frozen=True)
class Choice:
    """One kind of link with its filters.

    Attributes
    ----------
    kind, flow
        Code of the kind; the table of flows that it is, if it is one.
    platform_id, year
        Of partnerships; of flows with years.
    countries
        Codes of countries that one end of a link must lie in; empty: any.
    least, steps
        Lowest strength shown, and what a slider offers; no steps: any amount.
    territory_id
        Territory whose links are lit.
    view, side
        Codes of `VIEWS` and `SIDES`.
    """

    kind: str
    flow: FlowKind | None
    platform_id: str | None
    year: int | None
    countries: tuple[str, ...]
    least: float
    steps: tuple[int, ...]
    territory_id: str | None
    view: str
    side: str

    @property
    def every(self) -> pd.DataFrame:
        """All links of the kind."""
        return links_of_kind(self.kind, self.platform_id, self.year)

    @property
    def links(self) -> pd.DataFrame:
        """Those that meet the filters."""
        return drawn(_met, self.filters)

    @property
    def filters(self) -> "Choice":
        """What says which links there are, without how they are shown: one for many choices."""
        return replace(self, territory_id=None, view="", side="")

    @property
    def strength(self) -> str:
        """What strength is, with its unit."""
        if self.flow:
            return f"{self.flow.title} ({self.flow.unit})"
        return "Likeness (%)" if self.kind == PRIORITIES else KINDS[self.kind]

    def told(self, value: float) -> str:
        """A strength in words: ``3 shared partnerships``, ``57% alike``, ``1 200 Meur``."""
        if self.flow:
            return f"{figure(value)} {self.flow.unit}"
        if self.kind == PRIORITIES:
            return f"{value:.0f}% alike"
        noun = "joint project" if self.kind == PROJECTS else "shared partnership"
        return f"{value:.0f} {noun}{'' if value == 1 else 's'}"

    @property
    def title(self) -> str:
        """The kind in words."""
        return self.flow.title if self.flow else KINDS[self.kind]

    @property
    def words(self) -> str:
        """What a file says of the choice."""
        said = [self.title]
        if self.platform_id:
            said.append(f"platform {answer(platform_names)[self.platform_id]}")
        if self.year:
            said.append(f"year {self.year}")
        if self.countries:
            known = answer(ask.countries)
            said.append("one end in " + " or ".join(known[code] for code in self.countries))
        if self.least:
            said.append(f"at least {self.told(self.least)}")
        return ", ".join(said)


def read() -> Choice:
    """What the link asks for; says what in it means nothing."""
    link = Link()
    link.restore()
    flows = answer(ask.flow_kinds)
    kind = link.one("kind", [*KINDS, *flows])
    flow = flows.get(kind)
    # A filter that the kind does not have is ignored, and the reader told.
    platforms = answer(platform_names) if kind == PARTNERSHIPS else {}
    platform_id = link.one("platform", platforms) or None
    years = [str(year) for year in flow.years] if flow else []
    year = link.one("year", years, next(iter(years), ""))
    every = links_of_kind(kind, platform_id, int(year) if year else None)
    steps = drawn(_steps, kind, every)
    least = _least(steps, every, link)
    countries = link.many("country", answer(ask.countries))
    territory_id = link.one("territory", answer(ask.places).index) or None
    view = link.one("view", VIEWS)
    side = link.one("by", SIDES)
    link.notice()
    return Choice(
        kind=kind,
        flow=flow,
        platform_id=platform_id,
        year=int(year) if year else None,
        countries=countries,
        least=least,
        steps=steps,
        territory_id=territory_id,
        view=view,
        side=side,
    )


def _met(chosen: Choice) -> pd.DataFrame:
    known = answer(ask.countries)
    return kept(chosen.every, [known[code] for code in chosen.countries], chosen.least)


def links_of_kind(kind: str, platform_id: str | None, year: int | None) -> pd.DataFrame:
    """All links of a kind, as `queries.linkages` gives them."""
    if kind == PARTNERSHIPS:
        return answer(ask.shared_partnerships, platform_id)
    if kind == PRIORITIES:
        return answer(ask.alike_priorities)
    if kind == PROJECTS:
        return answer(ask.joint_projects)
    return answer(ask.flows, kind, year)


def _steps(kind: str, every: pd.DataFrame) -> tuple[int, ...]:
    if kind in (PARTNERSHIPS, PROJECTS):
        return tuple(range(1, int(every["strength"].max()) + 1)) if len(every) else (1,)
    if kind == PRIORITIES:
        return tuple(range(ask.LEAST_LIKENESS, 101, LIKENESS_STEP))
    return ()


def _usual_least(every: pd.DataFrame, steps: tuple[int, ...]) -> int:
    return readable_least(every["strength"], steps, READABLE_LINKS)


def _least(steps: tuple[int, ...], every: pd.DataFrame, link: Link) -> float:
    if steps:
        usual = drawn(_usual_least, every, steps)
        return int(link.one("least", [str(step) for step in steps], str(usual)))
    return link.number("least", MOST_STRENGTH) or 0
