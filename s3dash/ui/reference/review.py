"""The page Review calendar: its boxes, the list, countries, and the request to send."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from s3dash.queries.base import review as ask
from s3dash.steward.base import Base
from s3dash.steward.template import write_template
from s3dash.store.cells import is_missing
from s3dash.takeaway.calendar import address, title
from s3dash.takeaway.request import TEMPLATES, request_text
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import escape_text, number, plain, plural
from s3dash.ui.parts import cards, record_table, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, default_data_dir, drawn, rows_of, store

PAGE_ROWS = 25
FILTERS = ("kind", "state", "country")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Calendar:
    """The rows that the link asks for, all of the cycle, and the choice in words."""

    rows: pd.DataFrame
    every: pd.DataFrame
    cycle: int
    words: str


def choose() -> Calendar:
    """Read the link, draw the boxes, and ask."""
    link = Link()
    link.restore()
    cycles = {str(months): plural(months, "month") for months in ask.CYCLES}
    countries = answer(ask.review_countries)
    cycle = int(link.one("cycle", cycles))
    kind = link.one("kind", ask.KINDS, "")
    states = link.many("state", ask.STATES)
    chosen = link.many("country", countries)
    link.notice()
    with st.container(border=True, key="filters"):
        first, second, third, fourth = st.columns([1, 1, 2, 2], gap="small")
        with first:
            _one("Cycle", "cycle", str(cycle), cycles)
        with second:
            _one("Kind", "kind", kind, ask.KINDS, "Both")
        with third:
            _many("State", "state", states, ask.STATES)
        with fourth:
            _many("Country", "country", chosen, countries)
    every = answer(ask.review_calendar, date.today(), cycle)
    rows = drawn(_rows, every, kind, states, chosen)
    said = [
        *([ask.KINDS[kind]] if kind else []),
        *([" or ".join(ask.STATES[one] for one in states)] if states else []),
        *([" or ".join(countries[one] for one in chosen)] if chosen else []),
    ]
    words = "; ".join([f"cycle of {cycles[str(cycle)]}", *said])
    return Calendar(rows, every, cycle, words)


def _rows(
    every: pd.DataFrame, kind: str, states: tuple[str, ...], countries: tuple[str, ...]
) -> pd.DataFrame:
    rows = every
    if kind:
        rows = rows[rows["kind"] == kind]
    if states:
        rows = rows[rows["state"].isin(states)]
    if countries:
        rows = ask.of_countries(rows, countries)
    return rows.reset_index(drop=True)


def _one(label: str, name: str, code: str, options: Mapping[str, str], empty: str = "") -> None:
    key = f"box_{name}"
    st.session_state[key] = code or None

    def follow() -> None:
        Link().choose(name, st.session_state[key] or "")

    st.selectbox(
        label,
        list(options),
        format_func=lambda one: options[one],
        key=key,
        placeholder=empty,
        on_change=follow,
    )


def _many(label: str, name: str, codes: tuple[str, ...], options: Mapping[str, str]) -> None:
    key = f"box_{name}"
    st.session_state[key] = list(codes)

    def follow() -> None:
        Link().write({name: st.session_state[key]})

    st.multiselect(
        label,
        list(options),
        format_func=lambda one: options[one],
        key=key,
        placeholder="Any",
        on_change=follow,
        select_all=False,
    )


def figures(calendar: Calendar) -> None:
    """How many records there are of each state, of all of the choice."""
    counts = Counter(row["state"] for row in rows_of(calendar.rows))
    cards.figures(
        [
            (label.partition(":")[0].capitalize(), counts[state], _of(state))
            for state, label in ask.STATES.items()
        ]
    )


def _of(state: str) -> str:
    return {
        "undated": "never dated, so due",
        "overdue": "the cycle is over for sure",
        "perhaps": "year or month known only",
        "soon": "in the coming months",
        "later": "nothing to do now",
    }[state]


def calendar_link(calendar: Calendar) -> None:
    """The file for calendars, of the same choice."""
    link = Link()
    given = {name: [value for _, value in link.given(name)] for name in FILTERS}
    chosen = {name: values for name, values in given.items() if values}
    query = urlencode({"cycle": calendar.cycle, **chosen}, doseq=True)
    dated = sum(not is_missing(row["due_last"]) for row in rows_of(calendar.rows))
    st.html(
        f"<p class=s3><a class=s3-button href='{escape(f'review.ics?{query}')}' download>"
        f"As a calendar (.ics)</a> <span class=s3-muted>{escape(plural(dated, 'day'))}, each the "
        "latest on which a review is due; to subscribe, copy the address</span></p>"
    )


def show(calendar: Calendar) -> None:
    """The list, a page at a time, and its rows to take away."""
    rows = calendar.rows
    page = filters.page_number(max(1, -(-len(rows) // PAGE_ROWS)), calendar.words)

    def follow(parameters: dict[str, str]) -> None:
        Link().write({"request": parameters["request"]})

    links.linked_html(drawn(_listed, rows, page), "review_list", page="review", follow=follow)
    tables.take_away(
        lambda: rows.drop(columns="record").assign(
            country_codes=[";".join(codes) for codes in rows["country_codes"]]
        ),
        title="Review calendar",
        filters=calendar.words,
        file_name="review",
        key="review_take",
        sources="counted from stage_evidence.csv, priority.csv and strategy.csv",
        as_of=date.today(),
    )


def _listed(rows: pd.DataFrame, page: int) -> str:
    return record_table.record_table(
        rows.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS].to_dict("records"),
        [
            record_table.Column("What", _named, "s3-words"),
            record_table.text("Country", "countries"),
            record_table.Column("Newest evidence", lambda row: escape_text(row["newest"], "none")),
            record_table.Column("Due", _due),
            record_table.Column("State", lambda row: escape(ask.STATES[row["state"]])),
            record_table.Column("Request", _request),
        ],
        "Partnerships and strategies by the day on which a review is due, the most urgent first",
    )


def _named(row: record_table.Row) -> str:
    if row["kind"] == "strategy":
        told = links.link("region", "territory", row["territory_id"], str(row["name"]))
        return f"{told} <span class=s3-muted>strategy {escape(str(row['period']))}</span>"
    told = links.link("partnership", "partnership", row["partnership_id"], str(row["name"]))
    return f"{told} <span class=s3-muted>partnership</span>"


def _due(row: record_table.Row) -> str:
    if is_missing(row["due_last"]):
        return "<span class=s3-muted>not known</span>"
    first, last = row["due_first"].date(), row["due_last"].date()
    if first == last:
        return escape(last.isoformat())
    return f"{first.isoformat()} to {last.isoformat()}"


def _request(row: record_table.Row) -> str:
    return links.view_link("review", "ask", request=str(row["record"]))


def countries(calendar: Calendar) -> None:
    """How many records are due, by country."""
    st.header("By country", anchor=False)
    rows = drawn(ask.by_country, calendar.rows)
    links.linked_html(drawn(_of_countries, rows), "review_countries", page="review")
    chrome.note("A partnership led from two countries counts in both.")
    tables.take_away(
        lambda: rows,
        title="Reviews due by country",
        filters=calendar.words,
        file_name="review-by-country",
        key="review_countries_take",
        as_of=date.today(),
    )


def _of_countries(rows: pd.DataFrame) -> str:
    names = answer(ask.review_countries)

    def country(row: record_table.Row) -> str:
        code = str(row["country_code"])
        if not code:
            return "No lead documented"
        return links.view_link("review", names[code], country=code)

    states = {"overdue": "Overdue", "perhaps": "Perhaps", "soon": "Soon", "undated": "Undated"}
    return record_table.record_table(
        rows.to_dict("records"),
        [
            record_table.Column("Country", country),
            *(
                record_table.Column(label, _number(state), "s3-right")
                for state, label in {**states, "later": "Later", "records": "All"}.items()
            ),
        ],
        "Records by country and how they stand",
    )


def _number(name: str) -> Any:
    return lambda row: number(int(row[name])) if row[name] else ""


def request(calendar: Calendar) -> None:
    """Open the request that the link names; closing it leaves the page as it was."""
    link = Link()
    asked = link.text("request")
    if not asked:
        return
    found = next((row for row in rows_of(calendar.every) if row["record"] == asked), None)
    if found is None:
        link.tell("request", asked)
        link.notice()
        return

    def close() -> None:
        Link().write({"request": ""})

    st.dialog("Ask for what is new", on_dismiss=close, width="large")(_request_text)(found)


def _request_text(row: Mapping[Any, Any]) -> None:
    root = (st.context.url or "").rpartition("/")[0]
    told = {name: None if is_missing(row[name]) else row[name] for name in ("newest", "led_by")}
    text = request_text(
        {**row, **told}, ask.held_of(store(), row["record"]), f"{root}/{address(row)}"
    )
    st.markdown(f"**{plain(title(row))}**: copy the text, attach the workbooks, and send it.")
    st.code(text, language=None, wrap_lines=True)
    data = default_data_dir()
    if not (data / "datapackage.json").is_file():
        chrome.note("The workbooks: python -m s3dash template TABLE, where the data package is.")
        return
    with st.container(horizontal=True):
        for table in TEMPLATES[row["kind"]]:
            st.download_button(
                f"{table}.xlsx",
                data=partial(_workbook, data, table),
                file_name=f"{table}.xlsx",
                mime=XLSX,
                key=f"template_{table}",
                on_click="ignore",
                icon=":material/download:",
            )


def _workbook(data: Path, table: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{table}.xlsx"
        write_template(Base.open(data), table, file)
        return file.read_bytes()
