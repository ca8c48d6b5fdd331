"""The view of a partnership with its capability matrix: economic domains by member territory."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships import capability as ask
from s3dash.ui.address import filters
from s3dash.ui.look.text import plural
from s3dash.ui.partnership.shared import note_inferred
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

KINDS = {
    "shared": ("Shared", "documented for two members or more"),
    "complementary": ("Complementary", "documented for one member only"),
    "missing": ("Missing", "documented for no member, but for others on the platform's theme"),
}
NAMED = 5
"""Domains named above the matrix; the matrix has all of them."""
STEPS = (1, 2, 3, 5)
"""From so many priorities on a cell is a step darker."""


def show(record: dict[str, Any]) -> None:
    """Domains that members share, that complement them and that they lack."""
    identifier = str(record["partnership_id"])
    st.header("What members can bring", anchor=False)
    note_inferred(identifier)
    level, period, theme, whose = _choices()
    members = answer(ask.members_with_priorities, identifier, period, theme)
    held = answer(ask.member_domains, identifier, period, theme, level)
    elsewhere = answer(ask.domains_elsewhere, identifier, period, level)
    found = ask.capabilities(held, elsewhere, whose)
    counted = members["own"] + (members["around"] if whose == "around" else 0)
    shown, silent = members[counted > 0], members[counted == 0]
    if members.empty:
        st.info(
            "No member territory is documented, so nothing is known of what members bring. Below: "
            "domains that other territories have on the platform's theme.",
            icon=":material/info:",
        )
    elif shown.empty:
        st.info("No documented priority of a member meets these choices.", icon=":material/info:")
    else:
        st.html(f"<div class='s3 s3-summary'>{_summary(found, held, shown, whose)}</div>")
    if len(found):
        links.linked_html(_matrix(found, held, shown, whose), key="capability_matrix")
    _notes(shown, silent, period, theme, whose)
    choices = f"{ask.LEVELS[level]}; {ask.PERIODS[period]}; {ask.THEMES[theme]}; {ask.WHOSE[whose]}"
    tables.take_away(
        lambda: _flat(found, held, shown, whose),
        title=f"Capability matrix of {record['name']}",
        filters=f"partnership {identifier}; {choices}",
        file_name=f"{identifier}-capabilities",
        key="capability_take",
        sources="counted from the tables membership, priority, priority_domain and "
        "priority_platform of the data package",
    )


def _choices() -> tuple[str, str, str, str]:
    with st.container(key="filters"):
        columns = st.columns(4)
        with columns[0]:
            level = filters.choose_one("Domains", "level", ask.LEVELS)
        with columns[1]:
            period = filters.choose_one("Period", "period", ask.PERIODS)
        with columns[2]:
            theme = filters.choose_one("Priorities", "theme", ask.THEMES)
        with columns[3]:
            whose = filters.choose_one("Whose", "whose", ask.WHOSE)
    return level, period, theme, whose


def _summary(found: pd.DataFrame, held: pd.DataFrame, shown: pd.DataFrame, whose: str) -> str:
    """How many domains are of each kind, and which are not shared."""
    counts = found["kind"].value_counts()
    told = ", ".join(
        f"<b>{counts.get(kind, 0)}</b> {name.lower()}" for kind, (name, _) in KINDS.items()
    )
    cells = held if whose == "around" else held[held["own"] > 0]
    names = shown.set_index("territory_id")["name"]
    # Of a domain that one member has there is one cell.
    only = cells.drop_duplicates("domain_code").set_index("domain_code")["territory_id"].map(names)
    lines = [
        f"{told} economic domains of {plural(len(shown), 'member')} with documented priorities."
    ]
    for kind, words in (
        ("complementary", "Documented for one member only"),
        ("missing", "Documented for no member"),
    ):
        rows = found[found["kind"] == kind].to_dict("records")
        if rows:
            named = [
                escape(row["label"])
                + (f" ({escape(only[row['domain_code']])})" if kind == "complementary" else "")
                for row in rows[:NAMED]
            ]
            more = f"; and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
            lines.append(f"<b>{words}</b>: {'; '.join(named)}{more}.")
    return "".join(f"<p>{line}</p>" for line in lines)


def _matrix(found: pd.DataFrame, held: pd.DataFrame, shown: pd.DataFrame, whose: str) -> str:
    """Domains as rows in groups, members as columns; end tags that HTML lets out are left out."""
    cells = {
        (code, territory): (own, around)
        for code, territory, own, around in zip(
            held["domain_code"], held["territory_id"], held["own"], held["around"], strict=True
        )
    }
    heads = "".join(
        "<th scope=col><div>"
        + links.link("region", "territory", row["territory_id"], str(row["name"]))
        + ("*" if row["has_partial_list"] else "")
        + "</div>"
        for row in shown.to_dict("records")
    )
    bodies = ""
    for kind, (name, meaning) in KINDS.items():
        rows = found[found["kind"] == kind]
        if rows.empty:
            continue
        lines = "".join(
            _line(
                row,
                [cells.get((row["domain_code"], code)) for code in shown["territory_id"]],
                whose,
            )
            for row in rows.to_dict("records")
        )
        bodies += (
            f"<tbody><tr><th colspan={2 + len(shown)} scope=rowgroup><span>{name}: {len(rows)} "
            f"<span class=s3-muted>{escape(meaning)}</span></span>{lines}"
        )
    return (
        "<div class='s3-scroll s3-capable' tabindex=0 role=region aria-label='Capability matrix: "
        f"{len(found)} economic domains by {len(shown)} members, number of documented priorities'>"
        "<table class=s3-table><thead><tr><th scope=col>Economic domain<th scope=col "
        f"class=s3-right>Members{heads}</thead>{bodies}</table></div>"
    )


def _line(row: dict[str, Any], held: list[tuple[int, int] | None], whose: str) -> str:
    name = f"{escape(row['label'])} <span class=s3-muted>{escape(row['domain_code'])}</span>"
    if row["kind"] == "missing":
        others = plural(row["elsewhere"], "other territory")
        told = f"<td colspan={len(held)} class=s3-words>" if held else "<td class=s3-words>"
        return f"<tr><th scope=row>{name}<td class=s3-right>–{told}{others} on the theme"
    cells = "".join(_cell(pair, whose) for pair in held)
    return f"<tr><th scope=row>{name}<td class=s3-right>{row['members']}{cells}"


def _cell(pair: tuple[int, int] | None, whose: str) -> str:
    own, around = pair or (0, 0)
    if own:
        return f"<td class=s3-q{sum(own >= step for step in STEPS)}>{own}"
    return f"<td class=s3-around>({around})" if around and whose == "around" else "<td>"


def _notes(shown: pd.DataFrame, silent: pd.DataFrame, period: str, theme: str, whose: str) -> None:
    of = "both periods" if period == "both" else period
    on = " on the theme of the partnership's platform" if theme == "platform" else ""
    words = (
        f"A cell counts the documented priorities of {of}{on} that the member set itself. "
        "An empty cell: none documented. Missing: no member, but at least "
        f"{ask.FEWEST_ELSEWHERE} other territories with a priority on the platform's theme."
    )
    if whose == "around":
        words += " In brackets: set only by territories above the member or in it."
    if shown["has_partial_list"].any():
        words += " * list known to be partial."
    chrome.note(words)
    if len(silent):
        chrome.note("No such priority documented: " + ", ".join(_silent(silent, whose)) + ".")


def _silent(silent: pd.DataFrame, whose: str) -> list[str]:
    return [
        row["name"]
        + (f" ({row['around']} above or in it)" if row["around"] and whose == "own" else "")
        for row in silent.to_dict("records")
    ]


def _flat(found: pd.DataFrame, held: pd.DataFrame, shown: pd.DataFrame, whose: str) -> pd.DataFrame:
    """One row a domain and member that has it; a missing domain has one row without a member."""
    names = shown[["territory_id", "name", "country"]].rename(columns={"name": "territory"})
    cells = held.drop(columns="label").merge(names, on="territory_id")
    if whose == "own":
        cells = cells[cells["own"] > 0].drop(columns="around")
    columns = {"own": "priorities_own", "around": "priorities_above_or_in_it"}
    flat = found.merge(cells, on="domain_code", how="left").rename(columns=columns)
    return flat[[*flat.columns.drop("territory_id"), "territory_id"]]
