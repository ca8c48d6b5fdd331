"""The views of the page Linkages: links as a network on the map, as a matrix, as a table."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from s3dash.queries.base.codes import code_labels
from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages import views
from s3dash.queries.linkages.linkages import PARTNERSHIPS, PRIORITIES, PROJECTS
from s3dash.ui.address import filters
from s3dash.ui.linkages.boxes import light, switch
from s3dash.ui.linkages.choice import SIDES, Choice
from s3dash.ui.look import theme
from s3dash.ui.look.text import country_of, figure, number, plain, plural
from s3dash.ui.maps.network_drawing import NARROW_NAMES, WIDE_NAMES
from s3dash.ui.maps.network_map import network_map
from s3dash.ui.maps.strengths import Strengths, shared_partnerships
from s3dash.ui.parts import heat_map, record_table, tables
from s3dash.ui.shell import chrome, screen
from s3dash.ui.shell import links as links_to
from s3dash.ui.shell.library import answer, drawn, lately

MOST_DRAWN = 2000
"""Links on the map: more are a blot, and too much to send."""
ROWS_SENT = 30
PAGE_ROWS = 40
FEW_NAMES = 3
"""Domains or projects named beside the map, where there is less room."""
MOST_NAMES = 6
"""Joint projects named in the table: two regions may have hundreds. Files name them all."""
SOURCES = {
    PARTNERSHIPS: "counted from the tables membership and partnership of the data package",
    PRIORITIES: "counted from the tables priority and priority_domain of the data package",
    PROJECTS: "counted from the tables project and project_partner of the data package",
}
QUANTILES = (0.5, 0.8, 0.95)
"""Where the wider lines start, as shares of the links shown."""


def network(chosen: Choice) -> None:
    """The links on the map, and beside it those of a territory or the most linked territories."""
    links = drawn(undirected, chosen.filters)
    nodes, shown, strong = drawn(_on_map, chosen.filters)
    everywhere = answer(ask.places)
    lit = chosen.territory_id if chosen.territory_id in set(nodes["territory_id"]) else None
    name = everywhere["name"].get(chosen.territory_id) if chosen.territory_id else None
    is_narrow = screen.is_narrow()
    left, right = st.columns([13, 11], gap="small")
    with left:
        network_map(
            nodes,
            shown,
            strong,
            key="linkages_map",
            alt=f"Map of Europe: {plural(len(shown), 'link')} between "
            f"{plural(len(nodes), 'territory')} ({chosen.words})"
            + (f"; those of {name} are lit. " if lit else ". ")
            + "The tables have the same links.",
            accent=theme.platform_colour(chosen.platform_id)
            if chosen.platform_id
            else theme.tone("filled"),
            told=("told", "Strongest link"),
            chosen=lit,
            on_pick=light,
            names=NARROW_NAMES if is_narrow else WIDE_NAMES,
        )
        if len(links) > len(shown):
            chrome.note(
                f"The map has the strongest {number(MOST_DRAWN)} of {plural(len(links), 'link')}."
            )
    with right:
        if chosen.territory_id:
            _links_of(chosen, links, chosen.territory_id, str(name))
        else:
            _territories(chosen, drawn(territories, chosen.filters), 200 if is_narrow else None)


def _on_map(chosen: Choice) -> tuple[pd.DataFrame, pd.DataFrame, Strengths]:
    """Territories, links and widths as `network_map.network_map` takes them."""
    nodes = drawn(territories, chosen.filters)
    shown = drawn(undirected, chosen.filters).head(MOST_DRAWN)
    if chosen.flow:
        shown = shown.assign(
            towards=np.select(
                [shown["out"] > shown["back"], shown["back"] > shown["out"]],
                [shown["partner_id"], shown["territory_id"]],
                default="",
            )
        )
    told = [chosen.told(value) for value in nodes["strongest"]]
    return nodes.assign(told=told), shown, strengths(chosen, shown["strength"])


def undirected(chosen: Choice) -> pd.DataFrame:
    """The links that meet the filters, each pair once."""
    return views.both_ways(chosen.links) if chosen.flow else chosen.links


def territories(chosen: Choice) -> pd.DataFrame:
    """The territories that these links join, as `queries.linkage_views.linked_territories`."""
    return views.linked_territories(drawn(undirected, chosen.filters), answer(ask.places))


def strengths(chosen: Choice, shown: pd.Series) -> Strengths:
    """Widths of the lines: numbers of partnerships as they are, else classes by quantiles."""
    if chosen.kind == PARTNERSHIPS:
        return shared_partnerships(shown)
    starts = sorted({float(f"{value:.2g}") for value in shown.quantile(list(QUANTILES))})
    starts = [start for start in starts if shown.min() < start <= shown.max()]
    classes = (np.searchsorted(starts, shown, side="right") + 1).tolist()
    labels = tuple(f"from {figure(start)}" for start in (float(shown.min()), *starts))
    return Strengths(chosen.strength, tuple(classes), labels)


def _links_of(chosen: Choice, links: pd.DataFrame, territory_id: str, name: str) -> None:
    found = lately(views.links_of, links, territory_id)
    st.header(f"{plural(len(found), 'link')} of {plain(name)}", anchor=False)
    if found.empty:
        st.info(
            f"{plain(name)} has no such link: none is documented, or the filters leave none.",
            icon=":material/info:",
        )
        chrome.note("The map has the links of the others. The territories on it, as a file:")
        _take_territories(chosen, drawn(territories, chosen.filters))
        return
    links_to.linked_html(lately(_rows_of, chosen.filters, found, name), key="linkages_of")
    _shortened(len(found), "link")
    tables.take_away(
        lambda: _told(chosen, found),
        title=f"Territories linked with {name}",
        filters=f"{chosen.words}, territory {territory_id}",
        file_name=f"links-of-{territory_id}",
        filtered=chosen.words,
        key="linkages_of_take",
        sources=_sources(chosen),
    )


def _rows_of(chosen: Choice, found: pd.DataFrame, name: str) -> str:
    """HTML of the first links of a territory."""
    columns = [
        record_table.Column(
            "Linked with",
            lambda row: (
                links_to.link("region", "territory", row["partner_id"], row["partner"])
                + f"<br><span class=s3-muted>"
                f"{escape(country_of(row['partner_country'], row['partner']))}</span>"
            ),
        )
    ]
    if chosen.flow:
        columns += [
            _amount(f"Sent ({chosen.flow.unit})", "out"),
            _amount(f"Received ({chosen.flow.unit})", "back"),
        ]
    else:
        columns += _strength_columns(chosen, FEW_NAMES)
    return record_table.record_table(
        found.head(ROWS_SENT).to_dict("records"),
        columns,
        f"Territories linked with {name}, the strongest link first",
    )


def _territories(chosen: Choice, nodes: pd.DataFrame, width: int | None) -> None:
    """A choice of those with most links; ``width`` of their names, None: as they need."""
    st.header("Most linked territories", anchor=False)

    def choose(row: int | None) -> None:
        light(None if row is None else str(nodes["territory_id"].iloc[row]))

    tables.table(
        drawn(_sent, nodes),
        {
            # The figures are beside the name, in sight on a phone too.
            "name": st.column_config.TextColumn("Territory", width=width),
            "partners": "Linked with",
            "strongest": _number(chosen, "Strongest"),
            "country": "Country",
        },
        key="linkages_territories",
        alt="Territories by number of territories they are linked with; choose a row to light it",
        on_choose=choose,
        rows_shown=13,
    )
    _shortened(len(nodes), "territory")
    _take_territories(chosen, nodes)


def _take_territories(chosen: Choice, nodes: pd.DataFrame) -> None:
    tables.take_away(
        lambda: _told(chosen, nodes.drop(columns=["label_x", "label_y"])),
        title=f"Linked territories: {chosen.title}",
        filters=chosen.words,
        file_name="linked-territories",
        filtered=chosen.words,
        key="linkages_territories_take",
        has_places=True,
        sources=_sources(chosen),
    )


def _sent(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.head(ROWS_SENT)


def matrix(chosen: Choice) -> None:
    """The links between countries, or between the most linked territories, as a heat map."""
    switch("by", "Between", SIDES, chosen.side)
    cells, said, html = lately(_matrix, chosen)
    if not html:
        # Only where the most linked territories have no link with one another.
        st.info("None of these links is between the territories shown.", icon=":material/info:")
        return
    links_to.linked_html(html, key="linkages_matrix")
    is_whole = len(chosen.links) == len(chosen.every)
    chrome.note(f"{said}An empty cell: none {'documented' if is_whole else 'meets the filters'}.")
    tables.take_away(
        lambda: _told(chosen, cells),
        title=f"Matrix: {chosen.title}",
        filters=f"{chosen.words}; {SIDES[chosen.side].lower()}",
        file_name=f"linkages-by-{chosen.side}",
        filtered=chosen.words,
        key="linkages_matrix_take",
        sources=_sources(chosen),
    )


def _matrix(chosen: Choice) -> tuple[pd.DataFrame, str, str]:
    """The cells, what a reader must know of them, and HTML of the heat map; empty: all are 0."""
    is_directed = chosen.flow is not None
    cells, said = (_of_countries if chosen.side == "country" else _of_territories)(chosen)
    columns = dict(zip(cells["territory_id"], cells["territory"], strict=True))
    if not cells[list(columns)].to_numpy(float).any():
        return cells, said, ""
    html = heat_map.table(
        # Many columns have room for their codes only, so the rows name them.
        cells.assign(territory=cells["territory"] + "  " + cells["territory_id"]),
        columns,
        "From" if is_directed else SIDES[chosen.side],
        f"Heat map of {len(cells)} by {len(cells)} {SIDES[chosen.side].lower()}: "
        f"{chosen.words}. The file below has the same figures.",
        figure if is_directed else "{:.0f}".format,
    )
    return cells, said + ("From the row to the column. " if is_directed else ""), html


def _of_countries(chosen: Choice) -> tuple[pd.DataFrame, str]:
    """The cells of the matrix of countries, and what a reader must know of them."""
    is_directed = chosen.flow is not None
    codes = {name: code for code, name in answer(ask.countries).items()}
    cells = views.by_country(chosen.links, codes, is_directed=is_directed)
    what = chosen.strength if is_directed else "Number of links between territories"
    said = f"{what}. On the diagonal: between territories of one country. "
    if not is_directed:
        said += "A country with more territories can have more links. "
    return cells, said


def _of_territories(chosen: Choice) -> tuple[pd.DataFrame, str]:
    """The same of the most linked territories, or of those that the chosen one is linked with."""
    nodes = drawn(territories, chosen.filters)
    if chosen.territory_id in set(nodes["territory_id"]):
        nodes = views.around(nodes, drawn(undirected, chosen.filters), str(chosen.territory_id))
    shown = nodes.head(views.MATRIX_TERRITORIES)
    cells = views.by_territory(chosen.links, shown, is_directed=chosen.flow is not None)
    said = f"{chosen.strength} of each pair. "
    if len(nodes) > len(shown):
        said += f"The {len(shown)} most linked of {len(nodes)} territories. "
    return cells, said


def table(chosen: Choice) -> None:
    """All links that meet the filters, a page at a time."""
    found = chosen.links
    if chosen.territory_id:
        is_theirs = found[["territory_id", "partner_id"]].eq(chosen.territory_id).any(axis=1)
        found = found[is_theirs]
        if found.empty:
            name = answer(ask.places)["name"][chosen.territory_id]
            st.info(f"{plain(name)} has no such link.", icon=":material/info:")
            return
    pages = -(-len(found) // PAGE_ROWS)
    page = filters.page_number(pages, f"{chosen.words} {chosen.territory_id}")
    first, second = ("From", "To") if chosen.flow else ("Territory", "Linked with")
    record_table.show(
        found.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
        [
            record_table.territory(first, "territory_id", "name"),
            record_table.text("Country", "country"),
            record_table.territory(second, "partner_id", "partner"),
            record_table.text("Its country", "partner_country"),
            *_strength_columns(chosen),
        ],
        key="linkages_table",
        alt=f"Links between territories, the strongest first: {chosen.words}",
    )
    tables.take_away(
        lambda: _told(chosen, found),
        title=f"Links between territories: {chosen.title}",
        filters=chosen.words
        + (f", territory {chosen.territory_id}" if chosen.territory_id else ""),
        file_name="linkages",
        filtered=chosen.words,
        key="linkages_take",
        sources=_sources(chosen),
    )


def _strength_columns(chosen: Choice, names: int | None = None) -> list[record_table.Column]:
    """How strong a link is, and what it is made of; ``names``: of so many domains, None: of all."""
    if chosen.flow:
        return [
            _amount(f"Value ({chosen.flow.unit})", "strength"),
            record_table.source(lambda row: f"{row['name']} to {row['partner']}"),
        ]
    if chosen.kind == PRIORITIES:
        return [
            record_table.Column("Likeness", lambda row: f"{row['strength']:.0f} %", "s3-right"),
            record_table.text("In common", "in_common", "s3-right"),
            record_table.Column(
                "Economic domains in common", lambda row: _domains(row["codes"], names), "s3-words"
            ),
        ]
    if chosen.kind == PROJECTS:
        return [
            record_table.Column("Joint", lambda row: f"{row['strength']:.0f}", "s3-right"),
            record_table.Column("EU contribution", _contribution, "s3-right"),
            record_table.Column(
                "Joint projects",
                lambda row: _some(row["projects"].split("; "), names or MOST_NAMES, "; "),
                "s3-words",
            ),
        ]
    columns = [
        record_table.Column("Shared", lambda row: f"{row['strength']:.0f}", "s3-right"),
        record_table.text("Shared partnerships", "partnerships", "s3-words"),
    ]
    if chosen.links["inferred"].any():
        columns.append(
            record_table.Column(
                "Inferred by us", lambda row: str(row["inferred"] or ""), "s3-right"
            )
        )
    return columns


def _domains(codes: str, most: int | None) -> str:
    """HTML that names the economic domains of these codes, and says how many are not named."""
    known = answer(code_labels)
    return _some([known[code][1] for code in codes.split()], most, "; ")


def _some(names: Sequence[str], most: int | None, between: str) -> str:
    """HTML of the first names, and how many are not named."""
    more = len(names) - (most or len(names))
    told = between.join(names[:most])
    return escape(told) + (f"{between}and {more} more" if more > 0 else "")


def _contribution(row: Mapping[str, Any]) -> str:
    """What the EU gives to the joint projects, in euro; of how many, where not of all."""
    if not row["contributions"]:
        return "not known"
    of = f" ({row['contributions']} of {row['strength']})"
    euro = f"{number(int(row['eu_contribution_eur']))} euro"
    return euro + (of if row["contributions"] < row["strength"] else "")


def _amount(head: str, name: str) -> record_table.Column:
    """A column of amounts in the unit of a table of flows."""
    return record_table.Column(head, lambda row: figure(row[name]), "s3-right")


def _number(chosen: Choice, label: str) -> Any:
    shape = "%.0f %%" if chosen.kind == PRIORITIES else None
    return st.column_config.NumberColumn(label, format=shape)


def _told(chosen: Choice, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as a file has them: likeness is a percentage, a flow what its source states."""
    return frame if chosen.flow else frame.round(2)


def _sources(chosen: Choice) -> str | None:
    """What the figures were counted from; flows name their sources row by row, as far as stated."""
    return SOURCES.get(chosen.kind) or f"table {chosen.kind} of the data package"


def _shortened(count: int, noun: str) -> None:
    """Say that a table is cut and where the rest is."""
    if count > ROWS_SENT:
        chrome.note(
            f"The first {ROWS_SENT} of {plural(count, noun)}; the files below have them all."
        )
