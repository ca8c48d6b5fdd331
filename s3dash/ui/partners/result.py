"""The result of the partner finder: notices, list or table, map, guidance, downloads."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.guidance import guidance_of_mode
from s3dash.queries.partners.finder import PARTS, NoPartners, Wish
from s3dash.queries.partners.ranking import Ranking, ranking
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.queries.territories.territories import relatives, territory
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look import theme
from s3dash.ui.look.text import plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.partners import listing, weights
from s3dash.ui.partners.choices import MODE_NAMES, VIEWS, Chosen
from s3dash.ui.parts import guidance, tables
from s3dash.ui.parts.helping import helping
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn
from s3dash.web.static_files import style_url

PAGE_ROWS = 10
IN_FILES = {part: label.lower().replace(" ", "_") for part, label in PARTS.items()}
"""Parts of the score as files call them: like the screen does."""
MAP_ROWS = 50
SOURCES = (
    "derived from the tables priority, priority_domain, priority_platform, membership, neighbour, "
    "macro_region_territory and indicator_value of the data package; the rules are in "
    "docs/methods/partners.md"
)
_FILTERS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    # what it is called -> how the wish is without it, how the link is
    "countries": ("the countries", {"countries": ()}, {"country": ""}),
    "most_km": ("the distance", {"most_km": None}, {"km": ""}),
    "is_among_neighbours": ("neighbours", {"neighbours_only": False}, {"neighbours": "no"}),
    "is_abroad": ("abroad", {"abroad_only": False}, {"abroad": "no"}),
    "macro_region_only": ("same macro-region", {"macro_region_only": False}, {"macro_region": ""}),
    "unlinked_only": ("not yet linked", {"unlinked_only": False}, {"unlinked": ""}),
    "less_developed_only": (
        "less developed regions",
        {"less_developed_only": False},
        {"less_developed": ""},
    ),
}


def style() -> None:
    """The style of the list and of the guidance."""
    guidance.style()
    st.html(f"<style>@import url('{style_url('partners/partners.css')}');</style>")


def ranked(chosen: Chosen) -> tuple[Ranking | None, NoPartners | None]:
    """The ranking, or why there is none; neither where nobody is known to look."""
    if not chosen.is_known:
        return None, None
    try:
        return answer(ranking, chosen.wish), None
    except NoPartners as reason:
        return None, reason


def cannot(chosen: Chosen, reason: NoPartners) -> None:
    """Say why nothing can be ranked, and the way out."""
    st.warning(plain(str(reason)), icon=":material/group_off:")
    wish = chosen.wish
    if wish.weights:
        st.button(f"Weights of {MODE_NAMES[wish.mode]}", on_click=weights.reset, type="primary")
    if wish.platform_id or wish.priority_id:
        st.button(
            "All its priorities",
            on_click=Link().write,
            args=({"platform": "", "priority": ""},),
        )
    if not chosen.titles:
        related = answer(relatives, wish.territory_id)
        held = related[related["priorities"] > 0] if len(related) else related
        if len(held):
            named = "".join(
                f"<li>{links.view_link('partners', row.name, territory=row.territory_id)} "
                f"<span class=s3-muted>{row.territory_id}</span></li>"
                for row in held.itertuples()
            )
            st.markdown("Territories above or in it that have documented priorities:")
            links.linked_html(f"<ul>{named}</ul>", key="partners_relatives", page="partners")


def nothing(found: Ranking) -> None:
    """Say why no territory is found, and which one step back would find some."""
    wish = found.wish
    st.info(plain(found.nobody), icon=":material/search_off:")
    ways = st.container(horizontal=True)
    with ways:
        _widen(wish)
    for name, (label, without, link) in _FILTERS.items():
        if getattr(wish, name):
            count = len(answer(ranking, replace(wish, **without)).frame)
            if count:
                ways.button(
                    f"Without the filter “{label}”: {plural(count, 'territory')}",
                    key=f"without_{name}",
                    icon=":material/arrow_back:",
                    on_click=Link().write,
                    args=(link,),
                )


def _widen(wish: Wish) -> None:
    """Offer the macro-region to who looks across a border only: few borders have two strategies."""
    if not (wish.is_abroad and wish.is_among_neighbours) or wish.macro_region_only:
        return
    wider = replace(wish, neighbours_only=False, macro_region_only=True)
    if count := len(answer(ranking, wider).frame):
        st.button(
            f"The same macro-region instead of neighbours: {plural(count, 'territory')}",
            key="wider",
            icon=":material/zoom_out_map:",
            on_click=Link().write,
            args=({"neighbours": "no", "macro_region": "yes"},),
        )


def summary(chosen: Chosen, found: Ranking) -> None:
    """How many, what the score is made of, and what cannot be told."""
    if found.is_widened:
        st.info(
            f"No neighbour of {plain(chosen.name)} in another country has documented priorities. "
            "Listed instead: territories of the same macro-region in other countries.",
            icon=":material/zoom_out_map:",
        )
    if found.sample:
        st.info(found.sample, icon=":material/info:")
    chrome.count(
        f"**{plural(len(found.frame), 'territory')}** for **{plain(chosen.name)}**, the best "
        f"first. {plain(chosen.sentence())}."
    )
    words = f"Score: mean of {listing.score_words(found.weights)}."
    if found.untold:
        untold = ", ".join(PARTS[part].lower() for part in found.untold)
        words += f" Cannot be told for {chosen.name}: {untold}; left out for all."
    elif (
        found.frame[[part for part, weight in found.weights.items() if weight]]
        .isna()
        .any(axis=None)
    ):
        words += " A part that cannot be told counts as 0."
    if groups := listing.group_words(found):
        words += f" {groups}"
    chrome.note(words)
    _widen(chosen.wish)


def choose_view(chosen: Chosen) -> None:
    """List or table."""
    st.session_state["partners_view"] = chosen.view

    def follow() -> None:
        Link().choose("view", st.session_state["partners_view"])

    st.segmented_control(
        "Show as",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        key="partners_view",
        required=True,
        on_change=follow,
    )


def rows(chosen: Chosen, found: Ranking) -> None:
    """One page of the ranking, and all of it to take away."""
    page = st.container()
    pages = -(-len(found.frame) // PAGE_ROWS)
    place = filters.page_number(pages, f"{chosen.wish}")
    first = (place - 1) * PAGE_ROWS
    with page:
        if chosen.view == "table":
            _table(found, first)
        else:
            links.linked_html(
                drawn(listing.ranked, found, first, PAGE_ROWS, chosen.wish.territory_id),
                key="partners_list",
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        given = Link().without("page")
        st.html(
            links.plain_link(
                "partners", given | {"print": "yes"}, "Print on one page", new_tab=True
            ),
            width="content",
        )
        tables.take_away(
            lambda: taken(found).rename(columns=IN_FILES),
            title=f"Possible partners of {chosen.name}",
            filters=f"{chosen.sentence()}; weights: {listing.score_words(found.weights)}",
            file_name=f"{chosen.wish.territory_id}-partners-{chosen.wish.mode}",
            filtered=chosen.sentence(),
            key="partners_take",
            link_adds="",
            has_places=True,
            sources=SOURCES,
        )


def taken(found: Ranking) -> pd.DataFrame:
    """All rows as they are taken away, with rank, all parts and reasons."""
    frame = found.told()
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame["partnership_ids"] = ["; ".join(ids) or None for ids in frame["partnership_ids"]]
    return frame


def _table(found: Ranking, first: int) -> None:
    shown = taken(found)[first : first + PAGE_ROWS]
    # Middles say nothing of two that touch: that of Brandenburg lies in Berlin.
    shown = shown.assign(distance_km=shown["distance_km"].mask(shown["is_neighbour"]))
    score = {
        part: st.column_config.NumberColumn(label, format="%.2f") for part, label in PARTS.items()
    }
    tables.table(
        shown,
        {
            "rank": st.column_config.NumberColumn("Rank", width="small"),
            "name": "Territory",
            "territory_id": "Code",
            "country": "Country",
            "score": st.column_config.NumberColumn("Score", format="%.0f"),
            **({"lead_group": "Ahead?"} if found.groups else {}),
            **({"shares_subject": _shares_column(found)} if found.sharing else {}),
            **score,
            "structural_distance": st.column_config.NumberColumn(
                "Structural distance", format="%.2f"
            ),
            "is_neighbour": st.column_config.CheckboxColumn("Adjoins"),
            "distance_km": st.column_config.NumberColumn("km", format="%.0f"),
            "shared_partnerships": st.column_config.TextColumn("Together in", width="medium"),
            "macro_regions": "Macro-regions in common",
            "is_less_developed": st.column_config.CheckboxColumn("Less developed"),
            "has_partial_list": st.column_config.CheckboxColumn("Partial list"),
            "reasons": st.column_config.TextColumn("Reasons", width="large"),
        },
        key="partners_table",
        alt="Possible partners with score, its parts, distance and reasons; an empty cell of a "
        "part: it cannot be told",
        rows_shown=PAGE_ROWS,
    )


def _shares_column(found: Ranking) -> Any:
    return st.column_config.CheckboxColumn(f"Shares the {found.wish.subject}")


def where(chosen: Chosen, found: Ranking) -> None:
    """The best territories on the map, by score."""
    best = min(len(found.frame), MAP_ROWS)
    placed, classes = drawn(_placed, found, chosen.wish.territory_id)
    opened = territory_map.territory_map(
        placed,
        classes,
        "{0}\n{1}",
        key="partners_map",
        alt=f"Map of Europe: the {best} best partners for {chosen.name} by score. The list "
        "beside it names them.",
        can_open=True,
        outlined=[chosen.wish.territory_id],
        rest="not among them",
    )
    if opened:
        chrome.open_page("region", territory=opened)
    shown = f"The {best} best of {len(found.frame)}" if len(found.frame) > best else "All"
    chrome.note(f"{shown}. Classes: quantiles. Click a territory to open its profile.")


def _placed(found: Ranking, here: str) -> tuple[territory_map.Placed, list[territory_map.MapClass]]:
    """The best territories and who looks, as `territory_map.territory_map` takes them."""
    top = found.frame.head(MAP_ROWS)
    shares = len(top) if found.sharing is None else min(found.sharing[0], len(top))
    apart = f"does not share the {found.wish.subject}"
    codes, classes = territory_map.count_classes(
        [round(score) for score in top["score"][:shares]], "points of 100"
    )
    if shares < len(top):
        # Apart from those that share what was chosen, whatever their score.
        codes = [*codes, *[len(classes)] * (len(top) - shares)]
        classes = [*classes, territory_map.MapClass(apart, theme.pick(theme.TONES["empty"]))]
    own = answer(territory, here)
    placed = top[["territory_id", "name", "country", "nuts_level"]]
    told = [
        (
            str(row.country),
            f"rank {place}, {row.score:.0f} of 100{f', {apart}' if place > shares else ''}",
        )
        for place, row in enumerate(top.itertuples(), 1)
    ]
    if own:
        placed = pd.concat([placed, pd.DataFrame([{name: own[name] for name in placed.columns}])])
        codes = [*codes, len(classes)]
        classes = [
            *classes,
            territory_map.MapClass(
                f"{own['name']}, who looks", theme.pick(theme.ROLE_COLOURS["co-lead"])
            ),
        ]
        told.append((str(own["country"]), "looks for partners"))
    return territory_map.placed(placed, codes, told), classes


def behind(wish: Wish) -> None:
    """The guidance behind the mode, and the ways to the guide and the platforms."""
    st.header(f"{MODE_NAMES[wish.mode]}: the guidance behind", anchor=False)
    cards = drawn(_advice, wish.mode)
    platforms = " · ".join(
        links.platform_link(code, name)
        for code, name in answer(all_platforms).items()
        if wish.platform_id in ("", code)
    )
    links.linked_html(
        f"<div class=s3-advice>{cards or '<p>None documented.</p>'}</div>"
        f"<p>{links.page_link('guide', 'The whole guide')} · Platforms: {platforms}</p>",
        key="partners_guidance",
    )
    helping(wish.mode)


def _advice(mode: str) -> str:
    """HTML of the guidance behind a mode."""
    return "".join(guidance.card(row) for row in answer(guidance_of_mode, mode).to_dict("records"))


def definitions() -> None:
    """What the parts of the score mean."""
    box = st.expander(
        "How the score is made",
        icon=":material/calculate:",
        on_change="rerun",
        key="partners_score",
    )
    if box.open:
        box.markdown(chrome.text("partners-score"))
