"""The views of Compare with partnerships in common and with strategies by period."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.explorer.priorities import LISTS
from s3dash.queries.territories.comparison import compared_partnerships, compared_strategies
from s3dash.store.cells import is_missing
from s3dash.ui.compare.choice import Compared, file_name, filters_words, mark, scrolled
from s3dash.ui.look.text import NOT_DOCUMENTED, documented_of_stated, plural
from s3dash.ui.parts import tables
from s3dash.ui.parts.around import priorities_around
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer


def show_partnerships(chosen: tuple[Compared, ...]) -> None:
    """Partnerships that two or more of them are in, with roles; then each one's own."""
    found = answer(compared_partnerships, *(one.territory_id for one in chosen))
    st.html(_counts(found, chosen))
    if found.empty:
        st.info(
            "No membership in a partnership is documented for any of them.", icon=":material/info:"
        )
        return
    links.linked_html(_table(found, chosen), key="compare_partnerships")
    chrome.note(
        "Documented memberships only: where members are known in part, more may be in common. "
        "“Inferred” marks a membership that no source states outright."
    )
    tables.take_away(
        lambda: found,
        title="Documented partnerships of " + ", ".join(one.label for one in chosen),
        filters=filters_words(chosen),
        file_name=file_name(chosen, "partnerships"),
        key="compare_partnerships_take",
    )


def _counts(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> str:
    items = []
    for one in chosen:
        rows = found[found["territory_id"] == one.territory_id]
        shared = int((rows["holders"] > 1).sum())
        items.append(
            f"<li>{mark(one)} {escape(one.name)} <span class=s3-muted>"
            f"{plural(len(rows), 'documented partnership')}, {shared} in common with another "
            "here</span></li>"
        )
    return f"<ul class='s3 s3-abc'>{''.join(items)}</ul>"


def _table(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> str:
    head = "".join(
        f"<th scope=col>{mark(one)}<br>{escape(one.territory_id)}</th>" for one in chosen
    )
    body = ""
    for heading, rows in _groups(found, chosen):
        body += (
            f"<tbody><tr><th scope=rowgroup colspan={len(chosen) + 1}><span>{escape(heading)}: "
            f"{rows['partnership_id'].nunique() or 'none documented'}</span></th></tr>"
        )
        for _, of in rows.groupby("partnership_id", sort=False):
            held = {row["territory_id"]: row for row in of.to_dict("records")}
            first = next(iter(held.values()))
            cells = "".join(f"<td>{_role(held.get(one.territory_id))}</td>" for one in chosen)
            name = links.link(
                "partnership", "partnership", first["partnership_id"], first["partnership"]
            )
            body += (
                f"<tr><th scope=row>{name}<br><span class=s3-muted>{escape(first['platform'])}"
                f"</span></th>{cells}</tr>"
            )
        body += "</tbody>"
    return scrolled(
        "<table class='s3-table s3-domains'><caption><span>Role in each partnership; – stands for "
        "no documented membership</span></caption><thead><tr><th scope=col>Partnership</th>"
        f"{head}</tr></thead>{body}</table>",
        "Partnerships",
    )


def _groups(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> list[tuple[str, pd.DataFrame]]:
    listed = [("In common", found[found["holders"] > 1])]
    for one in chosen:
        is_own = (found["holders"] == 1) & (found["territory_id"] == one.territory_id)
        listed.append((f"Only {one.name}", found[is_own]))
    return listed


def _role(row: dict[str, Any] | None) -> str:
    if row is None:
        return "<span class=s3-muted>–</span>"
    role = escape(row["role"])
    if row["role"] != "participant":
        role = f"<b>{role}</b>"
    return role + (" <span class=s3-muted>inferred</span>" if row["basis"] == "inferred" else "")


def show_strategies(chosen: tuple[Compared, ...]) -> None:
    """Strategies by period: documented priorities, and what is known of their completeness."""
    found = answer(compared_strategies, *(one.territory_id for one in chosen))
    if found.empty:
        st.info("No strategy is documented for any of them.", icon=":material/info:")
        _around(found, chosen)
        return
    periods = list(dict.fromkeys(found["period"]))
    head = "".join(f"<th scope=col>{mark(one)} {escape(one.name)}</th>" for one in chosen)
    body = "".join(
        f"<tr><th scope=row>{escape(period)}</th>"
        + "".join(f"<td class=s3-words>{_strategy(found, period, one)}</td>" for one in chosen)
        + "</tr>"
        for period in periods
    )
    st.html(
        scrolled(
            "<table class='s3-table'><thead><tr><th scope=col>Period</th>"
            f"{head}</tr></thead><tbody>{body}</tbody></table>",
            "Strategies",
        )
    )
    _around(found, chosen)
    chrome.note(
        "A strategy counts at the NUTS level it was made for. Where none is documented, one of the "
        "country or of a region within may hold."
    )
    tables.take_away(
        lambda: found,
        title="Strategies of " + ", ".join(one.label for one in chosen),
        filters=filters_words(chosen),
        file_name=file_name(chosen, "strategies"),
        key="compare_strategies_take",
        sources="counted from the tables strategy and priority of the data package",
    )


def _around(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> None:
    """Of those without any priority: which territories above and below have some."""
    held = set(found.loc[found["documented_count"] > 0, "territory_id"])
    without = [one for one in chosen if one.territory_id not in held]
    lines = [
        f"<li>{mark(one)} {escape(one.name)} <span class=s3-muted>none of its own; documented "
        f"{around}</span></li>"
        for one in without
        if (around := priorities_around(one.territory_id))
    ]
    if lines:
        links.linked_html(
            f"<ul class='s3 s3-abc'>{''.join(lines)}</ul>", key="compare_priorities_around"
        )


def _strategy(found: pd.DataFrame, period: str, one: Compared) -> str:
    rows = found[(found["period"] == period) & (found["territory_id"] == one.territory_id)]
    if rows.empty:
        return f"<span class=s3-muted>{NOT_DOCUMENTED}</span>"
    row = rows.to_dict("records")[0]
    counted = documented_of_stated(row["documented_count"], row["stated_count"])
    how = LISTS[row["completeness"]]
    notes = [row[name] for name in ("completeness_note", "evidence_note")]
    told = "; ".join(escape(note) for note in notes if not is_missing(note))
    more = f"<br><span class=s3-muted>{told}</span>" if told else ""
    return f"<b>Priorities: {counted}</b><br>{how}{more}"
