"""What partners are looked for: read from the link as bare codes, chosen in boxes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

import streamlit as st

from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import ACROSS_BORDERS, MODES, PARTS, Wish
from s3dash.queries.partners.subjects import own_priorities, own_themes
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.territories import territory, territory_names
from s3dash.ui.address import filters, link_state
from s3dash.ui.address.link_state import Unknown
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

MODE_NAMES = {mode: mode.capitalize() for mode in MODES}
ASKED = {
    "analysis": "good practice of regions that do better and differ",
    "design": "peers with a similar structure",
    "implementation": "better performers to link into, with what is missing here",
    "cross-border": "regions to work with across a border",
}
"""What each mode looks for, in words."""
VIEWS = {"list": "List", "table": "Table"}
KILOMETRES = (100, 250, 500, 1000, 2000)
ONLY = {
    "neighbours": "Neighbours",
    "abroad": "Abroad",
    "macro_region": "Same macro-region",
    "unlinked": "Not yet linked",
    "less_developed": "Less developed regions",
}
MOST_WEIGHT, WEIGHT_STEP = 3.0, 0.5
WEIGHTS = {part: f"w_{part}" for part in PARTS}
PARAMS = (
    *("territory", "mode", "platform", "priority", "country", "km"),
    *(*ONLY, *WEIGHTS.values(), "view"),
)
BY_MODE = ("neighbours", "abroad")
"""Filters that a mode may have switched on: the link says only where it is otherwise."""
RESET_BY_MODE: dict[str, str] = dict.fromkeys((*WEIGHTS.values(), *BY_MODE), "")
_PAGE = "partners"


@dataclass(frozen=True)
class Chosen:
    """What the link asks for.

    ``given``: the territory as the link names it, known or not; None: none. ``titles``: its
    priorities, id -> title and period. ``themes``: platforms that one of them matches.
    """

    wish: Wish
    view: str
    given: str | None
    name: str
    titles: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether the link names a territory that is known."""
        return bool(self.name)

    def sentence(self) -> str:
        """What is asked, in words: for downloads and paper."""
        wish = self.wish
        said = [f"{MODE_NAMES[wish.mode]}: {ASKED[wish.mode]}"]
        if wish.platform_id:
            said.append(f"on the theme {answer(all_platforms).get(wish.platform_id)}")
        if wish.priority_id:
            said.append(f"for the priority “{self.titles.get(wish.priority_id)}”")
        if wish.countries:
            names = answer(countries)
            said.append(f"in {', '.join(names[code] for code in wish.countries)}")
        if wish.most_km is not None:
            said.append(f"at most {wish.most_km:.0f} km away")
        only = [label.lower() for name, label in ONLY.items() if name in _switched(wish)]
        if only:
            said.append(f"only {', '.join(only)}")
        return "; ".join(said)


def read() -> tuple[Chosen, Unknown]:
    """What the link asks for, and which of its parameters mean nothing."""
    is_named = "territory" in st.query_params
    link_state.restore(_PAGE, PARAMS)
    if chrome.is_entered() and not is_named:
        # Not that of the last visit, but the one looked at last, on whatever page.
        link_state.write({"territory": "", "priority": ""})
    unknown: Unknown = []
    names = answer(territory_names)
    given = filters.record_in_url("territory", names)
    name = _named(given)
    if given and not name:
        unknown.append(("territory", given))
    titles = answer(own_priorities, given) if name else {}
    themes = answer(own_themes, given) if name else {}
    mode = _one("mode", MODE_NAMES, unknown) or "implementation"
    by_mode = {name: _one(name, {"yes": "yes", "no": "no"}, unknown) for name in BY_MODE}
    switches = {
        name: bool(_one(name, {"yes": "yes"}, unknown)) for name in ONLY if name not in BY_MODE
    }
    kilometres = _one("km", {str(km): str(km) for km in KILOMETRES}, unknown)
    wish = Wish(
        territory_id=given or "",
        platform_id=_one("platform", answer(all_platforms), unknown),
        priority_id=_one("priority", titles, unknown) if name else "",
        mode=mode,
        weights=_weights(unknown),
        countries=link_state.read_any("country", answer(countries), unknown),
        most_km=float(kilometres) if kilometres else None,
        neighbours_only=_said(by_mode["neighbours"]),
        abroad_only=_said(by_mode["abroad"]),
        macro_region_only=switches["macro_region"],
        unlinked_only=switches["unlinked"],
        less_developed_only=switches["less_developed"],
    )
    view = _one("view", VIEWS, unknown) or "list"
    return Chosen(wish, view, given, name, titles, themes), unknown


def _named(given: str | None) -> str:
    """Name and code of a territory, also of one that the box does not offer; empty: none."""
    known = answer(territory, given) if given else None
    return f"{known['name']} ({given})" if known else ""


def _one(name: str, known: Mapping[str, str], unknown: Unknown) -> str:
    """The value of a parameter as its code; empty: none that is known."""
    given = st.query_params.get(name, "")
    code = filters.code_of(given, known) if given else None
    if given and not code:
        unknown.append((name, given))
    return code or ""


def _said(answer_in_link: str) -> bool | None:
    return answer_in_link == "yes" if answer_in_link else None


def _weights(unknown: Unknown) -> dict[str, float]:
    found = {}
    for part, name in WEIGHTS.items():
        given = st.query_params.get(name, "")
        try:
            weight = float(given) if given else None
        except ValueError:
            weight = float("nan")
        if weight is None:
            continue
        if isfinite(weight) and 0 <= weight <= MOST_WEIGHT:
            found[part] = weight
        else:
            unknown.append((name, given))
    return found


def _switched(wish: Wish) -> list[str]:
    on = {
        "neighbours": wish.is_among_neighbours,
        "abroad": wish.is_abroad,
        "macro_region": wish.macro_region_only,
        "unlinked": wish.unlinked_only,
        "less_developed": wish.less_developed_only,
    }
    return [name for name, is_on in on.items() if is_on]


def draw(chosen: Chosen) -> None:
    """The boxes: who looks, for what, in which mode, with which filters and weights."""
    left, right = st.columns(2)
    with left:
        _territory(chosen)
    with right:
        if chosen.is_known:
            _subject(chosen)
    _mode(chosen.wish)
    if not chosen.is_known:
        return
    first, second, third = st.columns([3, 2, 5])
    with first:
        _countries(chosen.wish)
    with second:
        _kilometres(chosen.wish)
    with third:
        _only(chosen.wish)
    _sliders(chosen.wish)


def _territory(chosen: Chosen) -> None:
    names = answer(territory_names)
    st.session_state["partners_territory"] = chosen.given if chosen.given in names else None

    def follow() -> None:
        picked = st.session_state["partners_territory"] or ""
        link_state.write({"territory": picked, "priority": ""})

    st.selectbox(
        "Who looks for partners",
        list(names),
        format_func=lambda code: names[code],
        key="partners_territory",
        on_change=follow,
        placeholder="Type a name or NUTS code",
    )


def _subject(chosen: Chosen) -> None:
    """A theme or one priority: one box, two parameters."""
    options = {"": "All its priorities"}
    platforms = answer(all_platforms)
    options |= {f"platform:{code}": f"Theme {label}" for code, label in chosen.themes.items()}
    options |= {f"priority:{code}": title for code, title in chosen.titles.items()}
    wish = chosen.wish
    now = f"priority:{wish.priority_id}" if wish.priority_id else ""
    if wish.platform_id and not now:
        now = f"platform:{wish.platform_id}"
        options.setdefault(now, f"Theme {platforms[wish.platform_id]}: none matching")
    st.session_state["partners_subject"] = now

    def follow() -> None:
        kind, _, code = st.session_state["partners_subject"].partition(":")
        link_state.write({"platform": "", "priority": ""} | ({kind: code} if kind else {}))

    st.selectbox(
        "For a theme or one priority",
        list(options),
        format_func=lambda code: options[code],
        key="partners_subject",
        on_change=follow,
    )


def _mode(wish: Wish) -> None:
    st.session_state["partners_mode"] = wish.mode

    def follow() -> None:
        link_state.write(RESET_BY_MODE | {"mode": st.session_state["partners_mode"]})

    st.segmented_control(
        "Which partners? The stage of the strategy decides",
        list(MODES),
        format_func=lambda mode: MODE_NAMES[mode],
        key="partners_mode",
        required=True,
        on_change=follow,
    )


def _countries(wish: Wish) -> None:
    names = answer(countries)
    st.session_state["partners_country"] = list(wish.countries)

    def follow() -> None:
        link_state.write({"country": st.session_state["partners_country"]})

    st.multiselect(
        "Country",
        list(names),
        format_func=lambda code: names[code],
        key="partners_country",
        on_change=follow,
        placeholder="All countries",
    )


def _kilometres(wish: Wish) -> None:
    options = ["", *map(str, KILOMETRES)]
    st.session_state["partners_km"] = "" if wish.most_km is None else f"{wish.most_km:.0f}"

    def follow() -> None:
        link_state.write({"km": st.session_state["partners_km"]})

    st.selectbox(
        "Distance",
        options,
        format_func=lambda km: f"At most {km} km" if km else "Any",
        key="partners_km",
        on_change=follow,
    )


def _only(wish: Wish) -> None:
    st.session_state["partners_only"] = _switched(wish)

    def follow() -> None:
        on = st.session_state["partners_only"]
        link_state.write(
            {name: "yes" if name in on else "" for name in ONLY}
            | {name: _in_link(wish.mode, name in on) for name in BY_MODE}
        )

    st.pills(
        "Only",
        list(ONLY),
        selection_mode="multi",
        format_func=lambda name: ONLY[name],
        key="partners_only",
        on_change=follow,
    )


def _in_link(mode: str, is_on: bool) -> str:
    """What the link says of a filter of the mode: nothing where it is as the mode has it."""
    if is_on == (mode == ACROSS_BORDERS):
        return ""
    return "yes" if is_on else "no"


def reset_weights() -> None:
    """Weights as the mode has them; before the page runs again."""
    link_state.write(dict.fromkeys(WEIGHTS.values(), ""))


def _sliders(wish: Wish) -> None:
    weights = MODES[wish.mode] | dict(wish.weights)
    own = " (your own)" if wish.weights else ""
    # Six sliders are not sent to who does not open them.
    box = st.expander(
        f"Weights of the parts of the score{own}",
        icon=":material/tune:",
        on_change="rerun",
        key="partners_weights",
    )
    if not box.open:
        return
    with box:
        columns = st.columns(3)
        for place, (part, label) in enumerate(PARTS.items()):
            with columns[place % 3]:
                _slider(wish, part, label, float(weights.get(part, 0)))
        if wish.weights:
            st.button(f"Weights of {MODE_NAMES[wish.mode]}", on_click=reset_weights)
        chrome.note("0: the part does not count. Formulas: docs/methods/partners.md.")


def _slider(wish: Wish, part: str, label: str, weight: float) -> None:
    key = f"partners_{WEIGHTS[part]}"
    st.session_state[key] = weight

    def follow() -> None:
        now = st.session_state[key]
        is_mode = now == float(MODES[wish.mode].get(part, 0))
        link_state.write({WEIGHTS[part]: "" if is_mode else f"{now:g}"})

    st.slider(label, 0.0, MOST_WEIGHT, step=WEIGHT_STEP, key=key, on_change=follow, format="%.1f")
