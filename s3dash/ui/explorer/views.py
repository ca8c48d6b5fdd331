"""The views of the explorer: one result as a list, a table, by territory, a matrix, ranked."""

from collections.abc import Mapping
from html import escape
from itertools import chain

import pandas as pd
import streamlit as st

from s3dash.present.views import labels_of
from s3dash.queries.base.codes import code_of
from s3dash.queries.explorer import views as ask
from s3dash.queries.explorer.explore import Exploration, everything, explore
from s3dash.queries.explorer.filter import PriorityFilter, territories_above
from s3dash.queries.explorer.nearby import widest
from s3dash.queries.explorer.priorities import filter_labels, priorities
from s3dash.queries.explorer.typed import LONGEST_TEXT
from s3dash.queries.territories.comparison import all_places
from s3dash.queries.topic.working import named_by as partnerships_named
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.explorer.controls import TITLES, within
from s3dash.ui.explorer.link import choose, pick
from s3dash.ui.explorer.nearby import near_places
from s3dash.ui.look.text import ended_words, number, period_words, plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import (
    charts,
    heat_map,
    my_region,
    priority_card,
    priority_list,
    record_table,
    tables,
)
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, lately, store

VIEWS = labels_of("priorities")
COLUMNS = {
    "country": "Country",
    "period": "Period",
    "economic_domains": "Economic domains",
    "scientific_domains": "Scientific domains",
    "policy_objectives": "Policy objectives",
    "platform_themes": "Platform themes",
    "completeness": "List",
    "classified_by": "Classified by",
    "source_kind": "Kind of source",
    "as_of": "As of",
}
"""Columns of the table between the names and the source."""
WORDY = ("economic_domains", "scientific_domains", "policy_objectives")
MEASURES = {"count": "Number of priorities", "share": "Share of the territory's priorities"}
PAGE_ROWS = 10
PAGE_TERRITORIES = 12
MATRIX_ROWS = 60
MOST_PLACES = 4
MOST_PARTNERSHIPS = 4
TITLE = "Documented smart specialisation priorities"


def found(chosen: PriorityFilter) -> Exploration:
    """What meets the filter, with the first page of its rows."""
    if chosen.is_empty:
        return answer(everything, PAGE_ROWS, 0)
    return lately(_explored, chosen)


def _explored(chosen: PriorityFilter) -> Exploration:
    return explore(store(), chosen, PAGE_ROWS)


def _further(chosen: PriorityFilter, first: int) -> Exploration:
    return explore(store(), chosen, PAGE_ROWS, first)


def _listed(result: Exploration) -> str:
    return priority_list.priority_list(result.records, result.matches)


def care(chosen: PriorityFilter, result: Exploration) -> None:
    """How many have ended, who classified what is shown, how many lists behind it are partial."""
    counts = result.facets["periods"].items()
    ended = ended_words({p: n for p, n in counts if p in (chosen.periods or [p])})
    chrome.note(
        f"{ended} {priority_list.assigned_words(result.editorial, result.priorities)} "
        f"{priority_list.partial_words(result.partial_territories, result.territories)}".strip()
    )


def map_of(chosen: PriorityFilter, result: Exploration, measure: str) -> None:
    """The map of the result by one of `MEASURES`; a click on it chooses a territory."""
    where = result.by_territory
    placed, classes, shown, partial = drawn(_placed, where, measure)
    territory_map.territory_map(
        placed,
        classes,
        "{0}\n{1} of {2} documented priorities{3}",
        key="priorities_map",
        alt=f"Map of Europe: {plural(shown, 'territory')} by {MEASURES[measure].lower()} "
        "that match the filters, whatever territory is chosen. The view By territory, with no "
        "territory chosen, lists the same.",
        on_pick=pick,
        outlined=[*within(chosen.territories, where), *priority_card.place_in_link()],
        rest="not documented" if chosen.is_empty else "no match",
    )
    chrome.note(
        f"{number(partial)} of the {plural(shown, 'territory')} coloured "
        f"{'has a partial list' if partial == 1 else 'have partial lists'}. "
        "Classes: quantiles, about as many territories in each. Outlined: chosen, or opened."
    )
    chrome.note(
        "Click a territory to see only its priorities, click it again to see all; with Ctrl, ⌘ or "
        "Shift add it to the choice.",
        is_for_screen=True,
    )


def _placed(
    where: pd.DataFrame, measure: str
) -> tuple[territory_map.Placed, list[territory_map.MapClass], int, int]:
    """Territories on the map with its classes; how many have an outline, and a partial list."""
    counts, documented = where["priorities"].tolist(), where["documented"].tolist()
    if measure == "share":
        shares = [count / of for count, of in zip(counts, documented, strict=True)]
        codes, classes = territory_map.share_classes(shares, "% of its priorities")
    else:
        codes, classes = territory_map.count_classes(counts, "priorities")
    is_partial = where["has_partial_list"].tolist()
    marks = territory_map.partial_marks(is_partial)
    told = zip(where["country"].tolist(), counts, documented, marks, strict=True)
    on_map = territory_map.placed(where, codes, told)
    # What is said of the map is of what it can show.
    shown = [
        partial
        for partial, is_in in zip(is_partial, territory_map.has_outline(where), strict=True)
        if is_in
    ]
    return on_map, classes, len(shown), sum(shown)


def rows_of_page(chosen: PriorityFilter, result: Exploration, view: str, said: str) -> None:
    """One page of the result as a list, a table or by territory, and the rows to take away."""
    care(chosen, result)
    if view == "territories":
        pages = -(-result.territories // PAGE_TERRITORIES)
        page = filters.page_number(pages, f"{view} {said}")
        first = (page - 1) * PAGE_TERRITORIES
        rows = ask.by_territory(store(), chosen, PAGE_TERRITORIES, first)
        links.linked_html(
            priority_list.grouped_list(rows, result.matches),
            key="priorities_by_territory",
            page="priorities",
        )
    else:
        pages = -(-result.priorities // PAGE_ROWS)
        page = filters.page_number(pages, f"{view} {said}")
        if page > 1:
            result = lately(_further, chosen, (page - 1) * PAGE_ROWS)
        if view == "list":
            links.linked_html(
                drawn(_listed, result),
                key="priorities_list",
                page="priorities",
            )
        else:
            _table(result.rows)
    tables.take_away(
        lambda: priorities(store(), chosen),
        title=TITLE,
        filters=said,
        file_name="priorities",
        filtered=said,
        key="priorities_take",
        link_adds="",
        has_places=True,
    )


def _table(rows: pd.DataFrame) -> None:
    record_table.show(
        rows.assign(period=rows["period"].map(period_words)),
        [
            record_table.Column(
                "Priority",
                lambda row: links.link("priorities", "priority", row["priority_id"], row["title"]),
                "s3-words",
            ),
            record_table.territory("Territory", "territory_id", "territory"),
            *(
                record_table.text(head, name, "s3-words" if name in WORDY else "")
                for name, head in COLUMNS.items()
            ),
            record_table.source(),
        ],
        key="priorities_table",
        alt="Priorities that match the filters; the title of one opens it",
        is_wide=True,
        page="priorities",
    )


def _orders(labels: Mapping[str, str]) -> dict[str, str]:
    """Orders of the matrix with these domains, as the box and the link have them."""
    return {"country": "Country and name", "all": "Most priorities first"} | {
        code: f"Most in {label} ({code})" for code, label in labels.items()
    }


def orders_in_link() -> dict[str, str]:
    """Orders that a link may ask for: those of all domains of the level it names."""
    level = code_of(Link().text("level"), ask.LEVELS)
    return _orders(answer(ask.domain_labels, level or next(iter(ask.LEVELS))))


def matrix(chosen: PriorityFilter, said: str) -> None:
    """Territories by domains as a heat map that can be sorted, with its figures as a table."""
    by, order = st.columns(2)
    with by:
        level = filters.choose_one("Domains", "level", ask.LEVELS)
    frame = ask.matrix(store(), chosen, level)
    labels = answer(ask.domain_labels, level)
    codes = list(frame.columns[5:])
    if not codes:
        st.info("None of these priorities has such a domain.", icon=":material/info:")
        return
    orders = _orders({code: labels[code] for code in codes})
    asked = Link().text("sort")
    if code_of(asked, orders_in_link()) and not code_of(asked, orders):
        chrome.note(
            f"The order “{asked}” of the link has no domain of this result: it was ignored."
        )
    with order:
        first = filters.choose_one("Territories sorted by", "sort", orders)
    if first != "country":
        frame = frame.sort_values([first, "country", "territory"], ascending=[False, True, True])
    pages = -(-len(frame) // MATRIX_ROWS)
    page = filters.page_number(pages, f"matrix {level} {first} {said}")
    shown = frame.iloc[(page - 1) * MATRIX_ROWS : page * MATRIX_ROWS]
    heat_map.heat_map(
        shown,
        {code: labels[code] for code in codes},
        head="Territory",
        key="priorities_matrix",
        alt=f"Heat map of {len(shown)} territories by {len(codes)} domains: number of matching "
        "priorities. The table below has the same figures.",
    )
    chrome.note(
        "Number of documented priorities that match; a priority counts once for each of its "
        "domains. * list known to be partial. An empty cell: none documented."
    )
    _figures(frame, said, "territory-by-domain", "Priorities by territory and domain")


def common(chosen: PriorityFilter, said: str) -> None:
    """Domains by how common they are in the result against all of Europe."""
    level = filters.choose_one("Domains", "level", ask.LEVELS)
    frame = ask.common_and_rare(store(), chosen, level)
    if not frame["priorities"].any():
        st.info("None of these priorities has such a domain.", icon=":material/info:")
        return
    charts.shares(
        frame[frame["priorities"] > 0].head(30),
        key="priorities_shares",
        alt="Share of each domain in the priorities that match, beside its share in all of "
        "Europe. The table below has the same figures.",
    )
    periods = " and ".join(chosen.periods) if chosen.periods else "both periods"
    chrome.note(
        f"Europe: all documented priorities of {periods}. Index: the domain's share here divided "
        "by its share in Europe; 1 is as common as everywhere, 2 twice as common. With few "
        "priorities one more or less changes it much. Domains were assigned by us from the "
        "wording unless the row says otherwise."
    )
    tables.table(
        frame,
        {
            "label": st.column_config.TextColumn("Domain", width="large"),
            "code": "Code",
            "priorities": "Priorities here",
            "share": st.column_config.NumberColumn("Share here", format="percent"),
            "europe_priorities": "Priorities in Europe",
            "europe_share": st.column_config.NumberColumn("Share in Europe", format="percent"),
            "index": st.column_config.NumberColumn("Index", format="%.2f"),
            "territories": "Territories here",
        },
        key="priorities_common",
        alt="Domains with their number and share of priorities here and in Europe",
        rows_shown=20,
    )
    tables.take_away(
        lambda: frame,
        title="Common and rare domains",
        filters=f"{said}; domains: {ask.LEVELS[level]}",
        file_name="common-and-rare",
        filtered=said,
        key="common_take",
        link_adds="",
    )


def _figures(frame: pd.DataFrame, said: str, file_name: str, title: str) -> None:
    table = st.expander("The figures as a table", on_change="rerun", key="matrix_figures")
    if table.open:
        with table:
            tables.table(
                frame,
                {
                    "territory": "Territory",
                    "territory_id": "Code",
                    "country": "Country",
                    "all": "All",
                    **{code: code for code in frame.columns[5:]},
                },
                key="matrix_table",
                alt="Number of matching priorities by territory and domain",
            )
    tables.take_away(
        lambda: frame,
        title=title,
        filters=said,
        file_name=file_name,
        filtered=said,
        key="matrix_take",
        link_adds="",
    )


def corrections(result: Exploration) -> None:
    """Say what else was searched for, which words were replaced, and which left out nothing."""
    for match in result.matches:
        if match.topic:
            chrome.note(
                f"“{plain(' '.join(match.topic.typed))}”: also searched for "
                + " or ".join(f"“{plain(name)}”" for name in match.topic.names)
                + "."
            )
        if match.is_missing:
            chrome.note(f"No text or name has “{match.term.text}”: nothing was left out.")
        if match.corrected:
            chrome.note(
                f"No text or name has “{match.term.text}”; found instead: "
                + ", ".join(f"“{word}”" for word in match.corrected)
                + f'. Put it in quotes to search for exactly "{match.term.text}".'
            )


def as_topic(chosen: PriorityFilter) -> None:
    """The partnerships that the words of a search find, and the way to the topic on one page."""
    domains = [codes for codes in (chosen.economic, chosen.scientific, chosen.objectives) if codes]
    topic: dict[str, str | list[str]] = {
        "about": chosen.text[:LONGEST_TEXT] if chosen.search.terms else "",
        # A topic is any of its domains, of one taxonomy.
        "domain": [] if chosen.with_all or len(domains) > 1 else [*chain.from_iterable(domains)],
        "platform": chosen.platforms[0] if len(chosen.platforms) == 1 else "",
    }
    topic = {name: value for name, value in topic.items() if value}
    if not topic:
        return
    found = answer(partnerships_named, chosen.search)
    told = [
        links.link("partnership", "partnership", row["partnership_id"], row["name"])
        + (f" ({escape(row['members'])})" if row["members"] else "")
        for row in found.head(MOST_PARTNERSHIPS).to_dict("records")
    ]
    rest = len(found) - len(told)
    more = f" and {rest} more" if rest > 0 else ""
    named = f"<b>{plural(len(found), 'partnership')}</b>: {', '.join(told)}{more} · "
    way = my_region.link_to_topic("This topic on one page: who shares it, who fits", **topic)
    links.linked_html(f"<p>{named if told else ''}{way}</p>", key="priorities_topic")


def _places_without(chosen: PriorityFilter, result: Exploration) -> None:
    """Say which territories that were chosen or named have no documented priority."""
    documented = {*answer(filter_labels)["territories"]}
    # A word that names a country names places in it too: South Estonia.
    codes = {
        code
        for match in result.matches
        for code in match.places
        if not {*match.territories} & {*territories_above(code)}
    }
    codes |= {*chosen.territories} - documented
    places = widest(codes)
    if not places:
        return
    names = answer(all_places)
    told = ", ".join(names[code] for code in places[:MOST_PLACES])
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    chrome.note(f"No priority is documented for {told}{more}.")


def nothing(chosen: PriorityFilter, result: Exploration) -> None:
    """Say that nothing matches, and which one step back would find something."""
    st.info("No documented priority matches all of this.", icon=":material/search_off:")
    steps = [
        (f"Without the filter “{TITLES[field][0]}”", count, chosen.with_values(field, ()))
        for field, count in result.relaxed.items()
    ]
    _places_without(chosen, result)
    near_places(chosen, result.matches)
    terms = chosen.search.terms
    for term in terms if len(terms) > 1 else ():
        fewer = chosen.removed("text", str(term))
        steps.append((f"Without “{term.text}”", explore(store(), fewer, 0).priorities, fewer))
    if terms:
        chrome.note(
            "Titles and descriptions are in English; names of the field are found in the languages "
            "of the EU, names of territories in their own language and in Latin letters."
        )
    ways = st.container(horizontal=True)
    for place, (label, count, wider) in enumerate(steps):
        if count:
            ways.button(
                f"{plain(label)}: {plural(count, 'priority')}",
                key=f"step_{place}",
                icon=":material/arrow_back:",
                on_click=choose,
                args=(wider,),
            )
