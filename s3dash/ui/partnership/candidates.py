"""The view of a partnership with territories it might invite, each with the reason."""

from html import escape
from typing import Any

import streamlit as st

from s3dash.queries.partners import candidates as ask
from s3dash.ui.address import filters
from s3dash.ui.look.text import country_of, plural
from s3dash.ui.partnership.shared import note_inferred
from s3dash.ui.parts import tables
from s3dash.ui.parts.reasons import bars, reason, style
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

ROWS = 15


def show(record: dict[str, Any]) -> None:
    """Territories that are not members, the closest first."""
    style()
    identifier = str(record["partnership_id"])
    found = answer(ask.candidates, identifier)
    st.header("Territories to invite", anchor=False)
    st.markdown(chrome.text("candidates"))
    note_inferred(identifier)
    names = answer(ask.countries)
    chosen = filters.choose_any("Country", "country", names, "All countries")
    if chosen:
        found = found[found["country_code"].isin(chosen)].reset_index(drop=True)
    if found.empty:
        st.info(
            "No territory that is not a member has a documented priority that matches.",
            icon=":material/info:",
        )
        return
    st.html(
        f"<p class=s3><b>{plural(len(found), 'territory')}</b> with matching priorities, the "
        "closest first.</p>"
    )
    pages = -(-len(found) // ROWS)
    place = filters.page_number(pages, f"candidates {identifier} {chosen}")
    first = (place - 1) * ROWS
    rows = "".join(
        _candidate(number, row, str(record["platform"]))
        for number, row in enumerate(found.iloc[first : first + ROWS].to_dict("records"), first + 1)
    )
    links.linked_html(f"<ol class=s3-candidates>{rows}</ol>", key="candidates")
    words = answer(ask.words_of, identifier)
    said = ", ".join(words) if words else "none of them stands in a priority"
    chrome.note(f"Words looked for, from the partnership's name and scope: {said}.")
    tables.take_away(
        lambda: found,
        title=f"Candidates to invite to {record['name']}",
        filters=f"partnership {identifier}; not members; "
        + (f"in {', '.join(names[code] for code in chosen)}" if chosen else "all countries"),
        file_name=f"{identifier}-candidates",
        key="candidates_take",
        has_places=True,
        sources="derived from the tables priority, priority_domain, priority_platform, membership "
        "and partnership of the data package; the rule is in docs/methods/partnership.md",
    )


def _candidate(number: int, row: dict[str, Any], theme: str) -> str:
    name = links.link("region", "territory", row["territory_id"], row["name"])
    place = (row["territory_id"], country_of(row["country"], row["name"]))
    return (
        f"<li><span class=s3-rank>{number}</span><div>{name} <span class=s3-muted>"
        f"{escape(', '.join(filter(None, place)))}</span><p>{reason(row, theme)}"
        f"</p></div>{bars(row)}</li>"
    )
