"""The view of a platform with who works on its theme, inside its partnerships and outside."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partners import joining as ask
from s3dash.queries.partnerships.platforms import Platform
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.look import theme
from s3dash.ui.look.text import NOT_DOCUMENTED, country_of, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, tables
from s3dash.ui.parts.roles import INFERRED
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, rows_of

STANDINGS = {
    "outside": "Not members",
    "linked": "Linked with a member",
    "member": "Members",
}
EXPLAINED = {
    "outside": "Neither the territory, nor one that contains it or lies in it, is a documented "
    "member of a partnership of this platform.",
    "linked": "Not a documented member itself; a territory that contains it or lies in it is.",
    "member": "Documented members of a partnership of this platform.",
}
PAGE_ROWS = 15
TITLES_SHOWN = 4


def show(platform: Platform) -> None:
    """What a match means, the map, and territories by how they stand to the platform."""
    st.markdown(chrome.text("platform-join"))
    found = answer(ask.theme_territories, platform.platform_id)
    if found.empty:
        st.info(
            "No priority is documented as matching the theme of this platform, and no member.",
            icon=":material/info:",
        )
        return
    matching = found[found["matching"].fillna(0) > 0]
    held = matching["standing"].value_counts()
    cards.figures(
        [
            (
                "Matching priorities",
                int(matching["matching"].sum()),
                f"documented, of {plural(len(matching), 'territory')}",
            ),
            ("Not members", int(held.get("outside", 0)), "with a matching priority"),
            ("Linked with a member", int(held.get("linked", 0)), "with a matching priority"),
            (
                "Members",
                int(held.get("member", 0)),
                f"with a matching priority, of {platform.territories}",
            ),
        ]
    )
    _inferred(platform, found)
    left, right = st.columns([6, 7], gap="large")
    with left, st.container(key="join_where"):
        st.header("Where", anchor=False)
        _map(platform, found)
    with right:
        standing = filters.switch("Territories", "standing", STANDINGS)
        chrome.note(EXPLAINED[standing])
        _listed(platform, found[found["standing"] == standing], standing)
    st.markdown("**The matching priorities themselves**, each with its territory and source")
    tables.take_away(
        lambda: answer(ask.theme_priorities, platform.platform_id),
        title=f"Documented priorities that match the theme of the {platform.name} platform",
        filters=f"platform theme {platform.name}",
        file_name=f"{platform.platform_id}-matching-priorities",
        key="theme_take",
        has_places=True,
    )


def _inferred(platform: Platform, found: pd.DataFrame) -> None:
    """How much of members and linked territories rests on memberships that no source states."""
    if not platform.inferred_only:
        return
    is_linked = (found["standing"] == "linked") & found["inferred_only"].eq(True)
    told = (
        f"{platform.inferred_only} of the {plural(platform.territories, 'member')} "
        f"{'is one' if platform.inferred_only == 1 else 'are members'} by our inference only: no "
        "source states their membership"
    )
    if is_linked.any():
        told += (
            f"; {plural(int(is_linked.sum()), 'territory')} "
            f"{'is' if is_linked.sum() == 1 else 'are'} linked through such members alone"
        )
    chrome.note(f"{told}. Each is marked “{INFERRED}”.")


def _map(platform: Platform, found: pd.DataFrame) -> None:
    opened = territory_map.territory_map(
        drawn(_placed, found),
        _classes(),
        "{0}\n{1}\n{2}",
        key="join_map",
        alt=f"Map of Europe: members of the {platform.name} platform, and territories with a "
        "matching priority that are not members. The list beside it names them.",
        can_open=True,
        rest="no match documented",
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(found: pd.DataFrame) -> territory_map.Placed:
    matching = found["matching"].fillna(0) > 0
    codes = [
        {"member": 3 if has else 2, "linked": 1, "outside": 0}[standing]
        for standing, has in zip(found["standing"], matching, strict=True)
    ]
    told = [(row["country"], _standing(row), _counted(row)) for row in rows_of(found)]
    return territory_map.placed(found, codes, told)


def _classes() -> list[territory_map.MapClass]:
    dark, light = theme.ROLE_COLOURS["lead"], theme.ROLE_COLOURS["participant"]
    ramp = theme.SEQUENTIAL[theme.mode()]
    return [
        territory_map.MapClass("matching priority, not a member", ramp[3]),
        territory_map.MapClass("matching priority, linked with a member", ramp[1]),
        territory_map.MapClass("member, no match documented", theme.pick(light)),
        territory_map.MapClass("member with a matching priority", theme.pick(dark)),
    ]


def _listed(platform: Platform, found: pd.DataFrame, standing: str) -> None:
    pages = -(-len(found) // PAGE_ROWS)
    first = (filters.page_number(pages, f"{platform.platform_id} {standing}") - 1) * PAGE_ROWS
    rows = found.iloc[first : first + PAGE_ROWS].to_dict("records")
    none = "No such territory is documented."
    links.linked_html(cards.listed(map(_row, rows), none), key="join_list")
    if found.empty:
        return
    tables.take_away(
        lambda: found,
        title=f"{STANDINGS[standing]} of the {platform.name} platform and its theme",
        filters=f"platform {platform.name}, standing {standing}",
        file_name=f"{platform.platform_id}-{standing}",
        key="join_take",
        has_places=True,
        sources="counted from the tables priority, priority_platform and membership",
    )


def _row(row: dict[str, Any]) -> str:
    name = links.link("region", "territory", row["territory_id"], row["name"])
    country = country_of(row["country"], row["name"])
    told = [*([escape(country)] if country else []), f"<b>{_counted(row)}</b>"]
    if row["standing"] == "member":
        told.append(plural(row["memberships"], "documented partnership"))
        if row["inferred_only"]:
            told.append(INFERRED)
    near = ""
    if row["standing"] == "linked":
        near = f"<br><span class=s3-muted>Linked through {_shortened(row['through'])}</span>"
    titles = "" if is_missing(row["titles"]) else f"<br>{_shortened(row['titles'])}"
    return f"{name} <span class=s3-muted>{' · '.join(told)}</span>{titles}{near}"


def _standing(row: dict[str, Any]) -> str:
    words = STANDINGS[row["standing"]].lower()
    return f"{words}, {INFERRED}" if row["standing"] == "member" and row["inferred_only"] else words


def _counted(row: dict[str, Any]) -> str:
    if is_missing(row["matching"]):
        return f"priorities {NOT_DOCUMENTED}"
    if not row["matching"]:
        return f"no match among {plural(row['priorities'], 'documented priority')}"
    of = plural(row["priorities"], "documented priority")
    return f"{row['matching']} of {of} {'matches' if row['matching'] == 1 else 'match'}"


def _shortened(names: str) -> str:
    """The first of names separated by semicolons, and how many more there are."""
    parts = names.split("; ")
    more = len(parts) - TITLES_SHOWN
    return escape("; ".join(parts[:TITLES_SHOWN])) + (f" and {more} more" if more > 0 else "")
