"""The view of a region profile with its partnerships: roles, partners, and what it might join."""

from html import escape
from typing import Any

import streamlit as st

from s3dash.queries.partners import candidates
from s3dash.queries.partnerships import partnerships
from s3dash.queries.partnerships.progress import DEFAULT_WINDOW, stages
from s3dash.queries.territories import territories
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import country_of, plural
from s3dash.ui.parts import cards, reasons, tables
from s3dash.ui.parts.reasons import bars, reason
from s3dash.ui.parts.strip import legend
from s3dash.ui.region.progress import board_link, progress_of
from s3dash.ui.region.shared import linked
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.shell.report import report_memberships
from s3dash.ui.stages.as_of import today

PARTNERS_SHOWN = 12
JOIN_SHOWN = 8


def show(record: dict[str, Any]) -> None:
    """Roles, the territories it meets most often, and partnerships close to its priorities."""
    reasons.style()
    left, right = st.columns([6, 5], gap="large")
    with left:
        _roles(record)
    with right:
        _partners(record)
    _might_join(record)


def listed(record: dict[str, Any]) -> None:
    """All documented partnerships of a territory, for its profile: list and files."""
    territory_id = str(record["territory_id"])
    found = answer(territories.memberships_of, territory_id)
    st.header(f"Partnerships: {len(found)} documented", anchor=False)
    links.linked_html(drawn(cards.memberships, found), key="region_memberships")
    if len(found):
        tables.take_away(
            lambda: found,
            title=f"Documented partnerships of {record['name']}",
            filters=f"territory {territory_id}",
            file_name=f"{territory_id}-partnerships",
            key="memberships_take",
            link_adds="table=partnerships",
        )
        report_memberships(found, territory_id=territory_id)


def _roles(record: dict[str, Any]) -> None:
    territory_id = str(record["territory_id"])
    found = answer(territories.memberships_of, territory_id)
    st.header(f"Partnerships: {len(found)} documented", anchor=False)
    board = board_link(territory_id)
    if board:
        links.linked_html(
            f"<p>{board}: every partnership with a member in {escape(str(record['name']))}, as of "
            "any date</p>",
            key="region_board",
        )
    if found.empty:
        links.linked_html(cards.memberships(found), key="region_roles")
        return
    progress = progress_of(found)
    st.html(legend(DEFAULT_WINDOW))
    by_id = {row["partnership_id"]: row for row in progress.to_dict("records")}
    links.linked_html(cards.memberships(found, answer(stages), by_id), key="region_roles")
    tables.take_away(
        lambda: found.merge(progress[["partnership_id", "reached", "latest_any", "life"]]),
        title=f"Documented partnerships of {record['name']} and their last sign of life",
        filters=f"territory {territory_id}; events up to {today()}",
        file_name=f"{territory_id}-partnerships-progress",
        key="roles_take",
    )


def _partners(record: dict[str, Any]) -> None:
    territory_id = str(record["territory_id"])
    found = answer(partnerships.partners_of, territory_id)
    st.header("Meets most often", anchor=False)
    if found.empty:
        st.html("<p class='s3 s3-muted'>No territory in the same partnership is documented.</p>")
        return
    shown = found.head(PARTNERS_SHOWN)
    linked(
        cards.listed((_partner(row) for row in shown.to_dict("records")), ""), key="region_partners"
    )
    rest = len(found) - len(shown)
    more = f" The file has all {len(found)}." if rest else ""
    chrome.note(f"Territories by the number of documented partnerships in common.{more}")
    tables.take_away(
        lambda: found,
        title=f"Territories in the partnerships of {record['name']}",
        filters=f"territory {territory_id}",
        file_name=f"{territory_id}-partners",
        key="partners_take",
        has_places=True,
        sources="counted from the table membership of the data package",
    )


def _partner(row: dict[str, Any]) -> str:
    name = links.link("region", "territory", row["territory_id"], row["name"])
    return (
        f"{name} <span class=s3-muted>{escape(country_of(row['country'], row['name']))}</span> · "
        f"<b>{plural(row['shared'], 'partnership')}</b><br>"
        f"<span class=s3-muted>{escape(row['partnerships'])}</span>"
    )


def _might_join(record: dict[str, Any]) -> None:
    territory_id = str(record["territory_id"])
    found = answer(candidates.might_join, territory_id)
    st.header("Partnerships it might join", anchor=False)
    st.markdown(chrome.text("might-join"))
    if found.empty:
        has_own = answer(territories.strategies_of, territory_id)["documented_count"].any()
        st.info(
            "No documented priority of this territory matches a partnership it is not in."
            if has_own
            else "No priority of its own is documented, so there is nothing to compare.",
            icon=":material/info:",
        )
        return
    shown = found.head(JOIN_SHOWN)
    signs = {
        row["partnership_id"]: cards.sign_of_life(row)
        for row in progress_of(shown).to_dict("records")
    }
    rows = "".join(
        _partnership(row, signs[row["partnership_id"]]) for row in shown.to_dict("records")
    )
    links.linked_html(f"<ol class='s3-candidates s3-unranked'>{rows}</ol>", key="might_join")
    if len(found) > JOIN_SHOWN:
        chrome.note(f"The {JOIN_SHOWN} closest of {len(found)}; the file has all of them.")
    tables.take_away(
        lambda: found,
        title=f"Partnerships that {record['name']} might join",
        filters=f"territory {territory_id}; partnerships it is not a member of",
        file_name=f"{territory_id}-might-join",
        key="join_take",
        sources="derived from the tables priority, priority_domain, priority_platform, membership "
        "and partnership of the data package; the rule is in docs/methods/partnership.md",
    )


def _partnership(row: dict[str, Any], sign_of_life: str) -> str:
    name = links.link("partnership", "partnership", row["partnership_id"], row["partnership"])
    platform = "" if is_missing(row["platform"]) else escape(row["platform"])
    doubt = "" if is_missing(row["status_note"]) else f" · {escape(row['status_note'])}"
    return (
        f"<li><div>{name} <span class=s3-muted>{platform} · {sign_of_life}{doubt}</span><p>"
        f"{reason(row, row['platform'])}</p></div>{bars(row)}</li>"
    )
