"""The tables of the page Coverage, as HTML of our own: shaded cells, bars, rows with links.

A shade or a bar repeats the figure that stands in the cell; nothing is told by colour alone.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.coverage import Headline
from s3dash.takeaway import corrections
from s3dash.ui.address import filters
from s3dash.ui.look.text import escape_text, is_missing, number, plural
from s3dash.ui.parts import cards, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.report import lines_to_send

PERIODS = ("2014-2020", "2021-2027")
STATUSES = {
    "member": "European Union",
    "efta": "European Free Trade Association",
    "candidate": "Candidate countries",
    "former-member": "Former member",
}
TABLES = {
    # table: its name for a reader
    "strategy": "Strategies",
    "priority": "Priorities",
    "partnership": "Partnerships",
    "membership": "Memberships",
    "stage_evidence": "Stage evidence",
    "actor": "Organisations",
    "affiliation": "Affiliations",
    "platform_fact": "Platform facts",
}
KINDS = {
    # kind of source, the closest to the strategy first: its name for a reader
    "authority": "Authority",
    "eu": "EU",
    "network": "Network",
    "research": "Research",
    "business": "Business",
    "press": "Press",
    "copy": "Copy",
    "unclear": "Unclear",
}
NOTHING = "<td class=s3-none>–</td>"
SHADES = (0.25, 0.5, 0.75)
"""Bounds of the shades where a cell is a part of what could be."""
SPREAD = (0.05, 0.15, 0.35)
"""Bounds of the shades where many cells share a row."""


def figures(base: Headline) -> None:
    """The base in figures, each with what it is of."""
    names: dict[int | None, str] = {None: "without a code"}
    names |= {level: f"of level {level}" for level in range(4)}
    cards.figures(
        [
            ("Strategies", base.strategies, _parts(base.periods, "of {}".format)),
            (
                "Territories with a strategy",
                sum(base.territories.values()),
                _parts(base.territories, lambda level: names[level]),
            ),
            ("Priorities", base.priorities, "documented, in all strategies"),
            (
                "Partial lists",
                base.partial_lists,
                f"of {plural(base.strategies, 'strategy')}, known to be incomplete",
            ),
            (
                "Priorities of those stated",
                base.found_priorities,
                f"of {number(base.stated_priorities)} documented, in the "
                f"{plural(base.stating_strategies, 'strategy')} whose number a source states",
            ),
            (
                "Members of those stated",
                base.found_members,
                f"of {number(base.stated_members)} documented, in the "
                f"{plural(base.stating_partnerships, 'partnership')} whose number a source states",
            ),
        ]
    )
    chrome.note(
        "A number is noted above all where a list is known to be incomplete: the last two figures "
        "are not the completeness of the whole base."
    )


def _parts(counts: Mapping[Any, int], name: Callable[[Any], str]) -> str:
    return ", ".join(f"{number(count)} {name(key)}" for key, count in counts.items())


def section(
    title: str, explanation: str, html: str, rows: pd.DataFrame, *, about: str, key: str
) -> None:
    """A heading, what the table says and does not say, the table, and its rows to take away."""
    st.header(title, anchor=False)
    st.markdown(explanation)
    links.linked_html(html, key=f"coverage_{key}")
    tables.take_away(
        lambda: rows,
        title=title,
        filters=about,
        file_name=f"coverage-{key}",
        key=f"coverage_{key}_take",
    )


def levels(frame: pd.DataFrame) -> str:
    """Countries by period and NUTS level; ``frame`` as `queries.coverage.strategies_by_level`."""
    names = ("Country", "Level 1", "Level 2", "Level 3", "Area")
    periods = "".join(f"<th scope=colgroup colspan={len(names)}>{p}</th>" for p in PERIODS)
    inner = "".join(
        f"<th scope=col{' class=s3-first' if name == names[0] else ''}>{name}</th>"
        for _ in PERIODS
        for name in names
    )
    body = ""
    for status, title in STATUSES.items():
        group = frame[frame["status"] == status].to_dict("records")
        by_country = groupby(group, key=itemgetter("country"))
        rows = "".join(_country(list(periods)) for _, periods in by_country)
        if rows:
            width = 1 + len(names) * len(PERIODS)
            body += f"<tbody><tr><th scope=rowgroup colspan={width}>{title}</th></tr>{rows}</tbody>"
    head = f"<tr><th scope=col rowspan=2>Country</th>{periods}</tr><tr>{inner}</tr>"
    return _table("Territories with a documented strategy by country, period and level", head, body)


def _country(rows: list[dict[Hashable, Any]]) -> str:
    cells = ""
    for row in rows:
        has_one = "<td class='s3-first s3-q4'>yes</td>"
        cells += has_one if row["level_0"] else NOTHING.replace("s3-none", "'s3-none s3-first'")
        for level in (1, 2, 3):
            held, all_of_them = row[f"level_{level}"], row[f"has_{level}"]
            cells += (
                f"<td class={_shade(held / all_of_them)}>{held} of {all_of_them}</td>"
                if held
                else NOTHING
            )
        area = row["regional_area"]
        cells += (
            NOTHING
            if is_missing(area) or not area
            else f"<td class='{_shade(area / 100)} s3-right'>{_percent(area)}</td>"
        )
    first = rows[0]
    name = _record("territory", first["territory_id"], first["country"])
    return f"<tr><th scope=row>{name}</th>{cells}</tr>"


def without_code(frame: pd.DataFrame) -> str:
    """What the table of levels leaves out, in words."""
    left = frame[frame["no_code"] > 0]
    named = "; ".join(
        f"{row.country} {row.period}: {row.no_code}" for row in left.itertuples(index=False)
    )
    return (
        f"Strategies of territories without a NUTS code are in no column: {named or 'none'}. "
        "– not documented."
    )


def matrix(frame: pd.DataFrame, column: str, names: Mapping[Any, str], *, title: str) -> str:
    """Rows per table and ``column``, shaded by the part of the table's rows in a cell.

    ``frame`` has ``table_name``, the column and ``row_count``; ``names`` are the columns in order.
    """
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in names.values())
    body = ""
    for table, rows in frame.groupby("table_name", sort=False):
        counts = {
            # Where a row states nothing, the column is named None.
            None if is_missing(key) else key: count
            for key, count in zip(rows[column], rows["row_count"], strict=True)
        }
        total = sum(counts.values())
        cells = "".join(
            f"<td class='{_shade(counts[key] / total, SPREAD)} s3-right'>{number(counts[key])}</td>"
            if key in counts
            else NOTHING
            for key in names
        )
        body += (
            f"<tr><th scope=row>{table_link(str(table))}</th>{cells}"
            f"<td class=s3-right>{number(total)}</td></tr>"
        )
    head = f"<tr><th scope=col>Table</th>{head}<th scope=col>Rows</th></tr>"
    return _table(title, head, f"<tbody>{body}</tbody>")


def fields(frame: pd.DataFrame) -> str:
    """Facts per table with the part of the rows that state them, as a figure and a bar."""
    body = ""
    for table, rows in frame.groupby("table_name", sort=False):
        lines = ""
        for position, row in enumerate(rows.to_dict("records")):
            label = f"<th scope=rowgroup rowspan={len(rows)}>{table_link(str(table))}</th>"
            share = 0 if is_missing(row["share"]) else row["share"]
            lines += (
                f"<tr>{'' if position else label}<td class=s3-words>{escape(row['fact'])}</td>"
                f"<td class=s3-right>{number(row['filled'])} of {number(row['row_count'])}</td>"
                f"<td class=s3-right>{_percent(share)}</td>"
                f"<td class=s3-barred><i style='width:{share}%'></i></td></tr>"
            )
        body += f"<tbody>{lines}</tbody>"
    head = (
        "<tr><th scope=col>Table</th><th scope=col>Fact</th><th scope=col>Rows that state it</th>"
        "<th scope=col colspan=2>Share</th></tr>"
    )
    return _table("Rows of a table that state a fact", head, body)


def dates(frame: pd.DataFrame) -> str:
    """Per table the rows with a date and the earliest and latest of the dates."""
    body = "".join(
        f"<tr><th scope=row>{table_link(row['table_name'])}</th>"
        f"<td>{number(row['dated'])} of {number(row['row_count'])}</td>"
        f"<td>{escape_text(row['earliest'])}</td><td>{escape_text(row['latest'])}</td></tr>"
        for row in frame.to_dict("records")
    )
    names = ("Table", "Rows with a date", "Earliest", "Latest")
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    return _table("Dates of the facts by table", f"<tr>{head}</tr>", f"<tbody>{body}</tbody>")


MISSING = {
    # gap: table of the data package and column that would fill it
    "no-strategy": ("strategy", "documented_count"),
    "no-strategy-2021": ("strategy", "documented_count"),
    "partial-list": ("strategy", "completeness_note"),
    "members": ("partnership", "stated_count"),
    "no-evidence": ("stage_evidence", "date"),
    "no-code": ("territory", "note"),
    "no-successor": ("nuts_correspondence", "territory_id"),
    "no-kind": ("site", "kind"),
}


def gap_rows(gaps: pd.DataFrame, row: str) -> list[tuple[str, str, dict[str, object]]]:
    """The rows of `queries.gaps.known_gaps` that a link names, as a correction takes them."""
    found = gaps[(gaps["gap"] + "." + gaps["identifier"].fillna("")) == row]
    return [
        (
            MISSING[one["gap"]][0],
            " ".join(filter(None, (one["identifier"], one["name"], one["context"]))),
            {MISSING[one["gap"]][1]: _missing_value(one)},
        )
        for one in found.astype(object).where(found.notna(), None).to_dict("records")
    ]


def _missing_value(row: dict[Hashable, Any]) -> object:
    column = MISSING[row["gap"]][1]
    if column in ("note", "completeness_note"):
        return row["reason"]
    return row["stated_count"] if column == "stated_count" else None


def report_gap(gaps: pd.DataFrame) -> None:
    """Open the correction of the gap that the link names; closing it leaves the page as it was."""
    row = st.query_params.get("row", "")
    found = gap_rows(gaps, row)
    if not found:
        if row:
            filters.notice_unknown([("row", row)])
        return

    def close() -> None:
        st.query_params.pop("row", None)

    def lines() -> None:
        table, identifier, _ = found[0]
        lines_to_send(table, identifier, corrections.correction_of_rows(found, links.here()))

    st.dialog("Report or correct this", on_dismiss=close)(lines)()


def show_gap(rows: pd.DataFrame, title: str, key: str) -> None:
    """The records of one gap, each with a link that opens its correction."""

    def follow(parameters: dict[str, str]) -> None:
        st.query_params["row"] = parameters["row"]

    links.linked_html(gap(rows, title), key=key, page="coverage", follow=follow)


def gap(rows: pd.DataFrame, title: str) -> str:
    """The records of one gap; ``rows`` as `queries.gaps.known_gaps` gives them."""
    columns = _filled(rows)
    names = {"context": "Where", "counts": "Documented", "reason": "Reason"}
    head = "<th scope=col>Record</th>" + "".join(
        f"<th scope=col>{names[column]}</th>" for column in columns
    )
    head += "<th scope=col>Correct</th>"
    body = "".join(
        f"<tr><th scope=row>{_record(row['table_name'], row['identifier'], row['name'])}</th>"
        + "".join(f"<td{_GAP_CLASSES[column]}>{_gap_cell(row, column)}</td>" for column in columns)
        + f"<td>{_report_link(row)}</td></tr>"
        for row in rows.to_dict("records")
    )
    return _table(title, f"<tr>{head}</tr>", f"<tbody>{body}</tbody>", "s3-table s3-records")


def _report_link(row: dict[Hashable, Any]) -> str:
    code = f"{row['gap']}.{'' if is_missing(row['identifier']) else row['identifier']}"
    return links.view_link("coverage", "report", view="missing", row=code)


def _filled(rows: pd.DataFrame) -> list[str]:
    """Columns of which at least one row says something."""
    says = {
        "context": rows["context"],
        "counts": rows["documented_count"],
        "reason": rows["reason"],
    }
    return [name for name, column in says.items() if column.notna().any()]


_GAP_CLASSES = {
    "context": " class=s3-words",
    "counts": " class=s3-counts",
    "reason": " class=s3-words",
}


def _gap_cell(row: dict[str, Any], column: str) -> str:
    if column == "counts":
        held, stated = int(row["documented_count"]), row["stated_count"]
        return str(held) if is_missing(stated) else f"{held} of {int(stated)}"
    return escape_text(row[column], "")


def table_link(table: str) -> str:
    """HTML of a link to a table in the dictionary."""
    return links.view_link("data", TABLES.get(table, table), view="dictionary", table=table)


def years(found: Iterable[Any]) -> dict[int | None, str]:
    """All years from the first to the last that occur, and None for rows without a date."""
    known = [int(year) for year in found if not is_missing(year)]
    span: Sequence[int] = range(min(known), max(known) + 1) if known else ()
    return {**{year: str(year) for year in span}, None: "No date"}


def _record(table: str, identifier: Any, name: str) -> str:
    if is_missing(identifier):
        return escape(name)
    if table == "territory":
        return links.link("region", "territory", identifier, name)
    if table == "partnership":
        return links.link("partnership", "partnership", identifier, name)
    shown = name if name == identifier else f"{identifier} {name}"
    return escape(shown)


def _shade(share: float, bounds: Sequence[float] = SHADES) -> str:
    return f"s3-q{1 + sum(share > bound for bound in bounds)}"


def _percent(share: float) -> str:
    """A share with as many digits as it needs to be neither 0 nor 100 by rounding alone."""
    rounded = round(share)
    is_misleading = rounded in (0, 100) and share != rounded
    return f"{share:.1f} %" if is_misleading else f"{rounded} %"


def _table(caption: str, head: str, body: str, classes: str = "s3-table") -> str:
    # The table moves sideways in a box of its own on a narrow screen, also by keyboard.
    return (
        f"<div class=s3-scroll tabindex=0 role=region aria-label='{escape(caption)}'>"
        f"<table class='{classes}'><thead>{head}</thead>{body}</table></div>"
    )
