"""What the page Linkages shows: read from the link as bare codes, and the boxes that change it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages.linkages import PARTNERSHIPS, PRIORITIES, FlowKind
from s3dash.queries.linkages.views import READABLE_LINKS, kept, readable_least
from s3dash.queries.partnerships.progress import platform_names
from s3dash.ui.address import link_state
from s3dash.ui.address.link_state import Unknown
from s3dash.ui.look.text import figure
from s3dash.ui.shell.library import answer, drawn

PARAMS = ("kind", "platform", "year", "country", "least", "territory", "view", "by")
KINDS = {PARTNERSHIPS: "Shared partnerships", PRIORITIES: "Alike priorities"}
VIEWS = {"network": "Network", "matrix": "Matrix", "table": "Table"}
SIDES = {"country": "Countries", "territory": "Most linked territories"}
LIKENESS_STEP = 5
AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
ANY = ""


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
        return drawn(_met, self)

    @property
    def strength(self) -> str:
        """What strength is, with its unit."""
        if self.flow:
            return f"{self.flow.title} ({self.flow.unit})"
        return "Likeness (%)" if self.kind == PRIORITIES else "Shared partnerships"

    def told(self, value: float) -> str:
        """A strength in words: ``3 shared partnerships``, ``57% alike``, ``1 200 Meur``."""
        if self.flow:
            return f"{figure(value)} {self.flow.unit}"
        if self.kind == PRIORITIES:
            return f"{value:.0f}% alike"
        return f"{value:.0f} shared partnership{'' if value == 1 else 's'}"

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
    link_state.restore("linkages", PARAMS)
    unknown: Unknown = []
    flows = answer(ask.flow_kinds)
    kind = link_state.read_one("kind", [*KINDS, *flows], PARTNERSHIPS, unknown)
    flow = flows.get(kind)
    # A filter that the kind does not have is ignored, and the reader told.
    platforms = answer(platform_names) if kind == PARTNERSHIPS else {}
    platform_id = link_state.read_one("platform", platforms, "", unknown) or None
    years = [str(year) for year in flow.years] if flow else []
    year = link_state.read_one("year", years, next(iter(years), ""), unknown)
    every = links_of_kind(kind, platform_id, int(year) if year else None)
    steps = _steps(kind, every)
    least = _least(steps, every, unknown)
    countries = link_state.read_any("country", answer(ask.countries), unknown)
    territory_id = link_state.read_one("territory", answer(ask.places).index, "", unknown) or None
    view = link_state.read_one("view", VIEWS, next(iter(VIEWS)), unknown)
    side = link_state.read_one("by", SIDES, next(iter(SIDES)), unknown)
    link_state.notice(unknown)
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
    return answer(ask.flows, kind, year)


def _steps(kind: str, every: pd.DataFrame) -> tuple[int, ...]:
    if kind == PARTNERSHIPS:
        return tuple(range(1, int(every["strength"].max()) + 1)) if len(every) else (1,)
    if kind == PRIORITIES:
        return tuple(range(ask.LEAST_LIKENESS, 101, LIKENESS_STEP))
    return ()


def _least(steps: tuple[int, ...], every: pd.DataFrame, unknown: Unknown) -> float:
    given = st.query_params.get("least", "")
    if steps:
        usual = readable_least(every["strength"], steps, READABLE_LINKS)
        return int(link_state.read_one("least", [str(s) for s in steps], str(usual), unknown))
    if given and not AMOUNT.fullmatch(given):
        unknown.append(("least", given))
        return 0
    return float(given or 0)


def draw(chosen: Choice) -> None:
    """The boxes of the choice; each writes to the link."""
    flows = answer(ask.flow_kinds)
    kinds = KINDS | {code: flow.title for code, flow in flows.items()}
    with st.container(border=True, key="filters"):
        first, second, third = st.columns([3, 3, 2])
        with first:
            # Strengths of two kinds have nothing in common, and so their other filters.
            _one("kind", "Kind of link", kinds, chosen.kind, PARTNERSHIPS, drop=PARAMS[1:3])
        with second:
            if chosen.kind == PARTNERSHIPS:
                names = {ANY: "All platforms"} | answer(platform_names)
                _one("platform", "Platform", names, chosen.platform_id or ANY, ANY)
            elif chosen.year:
                assert chosen.flow
                years = {str(year): str(year) for year in chosen.flow.years}
                _one("year", "Year", years, str(chosen.year), str(chosen.flow.years[0]))
            else:
                _countries(chosen)
        with third:
            _strength(chosen)
        first, second = st.columns([3, 5])
        with first:
            _territory(chosen)
        with second:
            if chosen.kind == PARTNERSHIPS or chosen.year:
                _countries(chosen)


def switch(name: str, label: str, options: Mapping[str, str], current: str) -> None:
    """A choice of one of a few that stands in the link as a bare code; the first leaves it."""

    def follow() -> None:
        _write(name, st.session_state[f"linkages_{name}"], next(iter(options)))

    st.session_state[f"linkages_{name}"] = current
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        required=True,
        key=f"linkages_{name}",
        on_change=follow,
    )


def light(territory_id: str | None) -> None:
    """Light the links of a territory, or none; before the page runs again."""
    link_state.write({"territory": territory_id or ""})


def clear() -> None:
    """Show all links of the kind again; before the page runs again."""
    link_state.write(dict.fromkeys(("platform", "country", "least"), ""))


def _write(name: str, value: str, usual: str) -> None:
    link_state.write({name: "" if value == usual else value})


def _one(
    name: str,
    label: str,
    options: Mapping[str, str],
    current: str,
    usual: str,
    drop: tuple[str, ...] = (),
) -> None:
    def follow() -> None:
        _write(name, st.session_state[f"linkages_{name}"], usual)
        link_state.write(dict.fromkeys((*drop, "least"), ""))

    st.session_state[f"linkages_{name}"] = current
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=f"linkages_{name}",
        on_change=follow,
    )


def _countries(chosen: Choice) -> None:
    names = answer(ask.countries)

    def follow() -> None:
        link_state.write({"country": st.session_state["linkages_country"]})

    st.session_state["linkages_country"] = list(chosen.countries)
    st.multiselect(
        "Country of one end",
        list(names),
        format_func=lambda code: names[code],
        key="linkages_country",
        on_change=follow,
        placeholder="All countries",
    )


def _strength(chosen: Choice) -> None:
    key, label = "linkages_least", f"{chosen.strength}, at least"

    def follow() -> None:
        value = st.session_state[key]
        link_state.write({"least": "" if value in (None, 0) else f"{value:g}"})

    if not chosen.steps:
        st.session_state[key] = float(chosen.least)
        st.number_input(label, min_value=0.0, key=key, on_change=follow, format="%g")
    elif len(chosen.steps) > 1:
        st.session_state[key] = int(chosen.least)
        st.select_slider(label, chosen.steps, key=key, on_change=follow)


def _territory(chosen: Choice) -> None:
    ends = pd.concat([chosen.every["territory_id"], chosen.every["partner_id"]]).unique()
    known = answer(ask.places)["name"]
    names = known.loc[sorted({*ends, *filter(None, [chosen.territory_id])}, key=known.get)]
    key = "linkages_territory"
    st.session_state[key] = chosen.territory_id
    st.selectbox(
        "Light the links of a territory" if chosen.view == "network" else "Links of a territory",
        list(names.index),
        # Else the box could not be emptied again.
        index=None,
        format_func=lambda code: f"{names[code]} ({code})",
        key=key,
        disabled=chosen.view == "matrix" and chosen.side == "country",
        on_change=lambda: light(st.session_state[key]),
        placeholder="Type to search, or click on the map"
        if chosen.view == "network"
        else "All territories",
    )
