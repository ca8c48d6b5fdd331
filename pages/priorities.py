"""Priorities: search and filter them, see them on the map and in five views, take them away."""

import streamlit as st

from s3dash.queries.explore import everything, explore
from s3dash.queries.priorities import filter_labels
from s3dash.queries.views import LEVELS
from s3dash.ui import (
    chrome,
    filters,
    maps,
    priority_card,
    priority_controls,
    priority_link,
    priority_views,
)
from s3dash.ui.library import answer, store
from s3dash.ui.text import number, plain, plural

MEASURES = {"count": "Number of priorities", "share": "Share of the territory's priorities"}

chrome.heading("Priorities", "What territories chose to specialise in, as documented from sources.")

labels = answer(filter_labels)
chosen, unknown = priority_link.read(labels)
filters.canonical_url(
    "priorities",
    {"view": priority_views.VIEWS, "show": MEASURES, "level": LEVELS},
    [*unknown, *priority_card.unknown_in_link()],
)
rows = priority_views.PAGE_ROWS
result = answer(everything, rows, 0) if chosen.is_empty else explore(store(), chosen, rows)
said = chosen.sentence(labels)
if not chosen.is_empty:
    chrome.entitle(said)

priority_controls.draw(chosen, labels, result)
priority_controls.chips(chosen, labels)
with st.container():
    priority_views.corrections(result)
st.markdown(
    f"**{plural(result.priorities, 'documented priority')}** of "
    f"{plural(result.territories, 'territory')} in {plural(result.countries, 'country')}: "
    f"{plain(said)}"
)
if not result.priorities:
    priority_views.nothing(chosen, result)
    priority_card.open_from_link()
    chrome.stop()

view = filters.switch("Show as", "view", priority_views.VIEWS)
if view == "matrix":
    priority_views.care(result)
    priority_views.matrix(chosen, said)
elif view == "common":
    priority_views.care(result)
    priority_views.common(chosen, said)
else:
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="explorer_map"):
        measure = filters.switch("The map shows", "show", MEASURES)
        where = result.by_territory
        share = where["priorities"] / where["documented"]
        if measure == "share":
            codes, classes = maps.share_classes(share.tolist(), "% of its priorities")
        else:
            codes, classes = maps.count_classes(where["priorities"].tolist(), "priorities")
        maps.territory_map(
            where,
            codes,
            classes,
            "%{customdata[0]}<br>%{customdata[1]} of %{customdata[2]} documented priorities"
            "%{customdata[3]}",
            zip(
                where["country"],
                where["priorities"],
                where["documented"],
                maps.partial_marks(where),
                strict=True,
            ),
            key="priorities_map",
            alt=f"Map of Europe: {len(where)} territories by {MEASURES[measure].lower()} that "
            "match. The list beside it has the priorities.",
            on_pick=priority_link.pick,
            outlined=priority_controls.within(chosen.territories, where),
            rest="not documented" if chosen.is_empty else "no match documented",
        )
        partial = int(where["has_partial_list"].sum())
        chrome.note(
            f"{number(partial)} of the {plural(len(where), 'territory')} coloured "
            f"{'has a partial list' if partial == 1 else 'have partial lists'}. "
            "Classes: quantiles, about as many territories in each. Click a territory to see only "
            "its priorities, click it again to see all. Outlined: chosen."
        )
    with right:
        priority_views.rows_of_page(chosen, result, view, said)
priority_card.open_from_link()
