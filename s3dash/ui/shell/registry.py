"""The pages of the dashboard, declared once: navigation, links and tests read them here."""

from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from s3dash.folders import PAGES as FILES
from s3dash.ui.shell import desk


@dataclass(frozen=True)
class PageSpec:
    """A page: `key` is its file name, `url_path` its address (empty: the start page).

    `group` is the menu it stands in; empty: in the bar itself. `chapter` is the chapter of the
    methods that its figures are explained in; empty: all of them. `record` is the parameter that
    names the one record it shows; empty: it shows no record, or several.
    """

    key: str
    title: str
    url_path: str
    icon: str
    help: str
    group: str = ""
    chapter: str = ""
    record: str = ""

    @property
    def file(self) -> Path:
        return FILES / f"{self.key}.py"


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "overview", "Overview", "", ":material/public:", "Key figures, the map and the platforms."
    ),
    PageSpec(
        "priorities",
        "Priorities",
        "priorities",
        ":material/search:",
        "Find, map and download what territories chose as their priorities.",
        chapter="explorer",
    ),
    PageSpec(
        "topic",
        "Topic",
        "topic",
        ":material/topic:",
        "One topic: who shares it, who works on it together, how far, who fits, what is next.",
        chapter="topic",
    ),
    PageSpec(
        "present",
        "Present",
        "present",
        ":material/zoom_out_map:",
        "Decks for a room: collect views, put them in order, start a workshop.",
    ),
    PageSpec(
        "agri_food",
        "Agri-Food",
        "agri-food",
        ":material/agriculture:",
        "Who takes part in the Agri-Food platform, and how far its partnerships are.",
        "Platforms",
        chapter="platform",
    ),
    PageSpec(
        "energy",
        "Energy",
        "energy",
        ":material/bolt:",
        "Who takes part in the Energy platform, and how far its partnerships are.",
        "Platforms",
        chapter="platform",
    ),
    PageSpec(
        "industrial_modernisation",
        "Industrial Modernisation",
        "industrial-modernisation",
        ":material/precision_manufacturing:",
        "Who takes part in the Industrial Modernisation platform, and how far it is.",
        "Platforms",
        chapter="platform",
    ),
    PageSpec(
        "platform",
        "All platforms",
        "platform",
        ":material/hub:",
        "All platforms with their figures, those without a page of their own among them.",
        "Platforms",
        chapter="platform",
        record="platform",
    ),
    PageSpec(
        "progress",
        "Progress",
        "progress",
        ":material/timeline:",
        "All partnerships by stage: dated evidence for each of the five stages.",
        "Partnerships",
        chapter="stages",
    ),
    PageSpec(
        "workflow",
        "Work-flow",
        "workflow",
        ":material/checklist:",
        "The five steps: what each asks for, and which partnerships have evidence in it.",
        "Partnerships",
        chapter="stages",
    ),
    PageSpec(
        "partnership",
        "Partnership",
        "partnership",
        ":material/handshake:",
        "One partnership: members, evidence by stage, affiliations, sources.",
        "Partnerships",
        chapter="partnership",
        record="partnership",
    ),
    PageSpec(
        "region",
        "Region",
        "region",
        ":material/location_on:",
        "One territory: its strategies, priorities and partnerships.",
        "Regions",
        chapter="region",
        record="territory",
    ),
    PageSpec(
        "compare",
        "Compare",
        "compare",
        ":material/compare_arrows:",
        "Two to five territories side by side, and which are alike in structure.",
        "Regions",
        chapter="compare",
        record="territory",
    ),
    PageSpec(
        "linkages",
        "Linkages",
        "linkages",
        ":material/share:",
        "Links and flows between territories, as a network and as a matrix.",
        "Regions",
        chapter="linkages",
    ),
    PageSpec(
        "partners",
        "Partner finder",
        "partners",
        ":material/group_add:",
        "Territories that fit one as partners, ranked, with the reasons.",
        "Regions",
        chapter="partners",
        record="territory",
    ),
    PageSpec(
        "atlas",
        "Atlas",
        "atlas",
        ":material/area_chart:",
        "Any indicator of any year on the map, in classes of your choice, and its change.",
        "Regions",
        chapter="atlas",
    ),
    PageSpec(
        "ict",
        "ICT monitor",
        "ict",
        ":material/wifi:",
        "Digital technology by region: in strategies, in use, and what is behind the words.",
        "Regions",
        chapter="ict",
    ),
    PageSpec(
        "hubs",
        "Hubs",
        "hubs",
        ":material/devices:",
        "Digital innovation hubs: kind, status, technologies, and where they are.",
        "Regions",
        chapter="catalogue",
    ),
    PageSpec(
        "projects",
        "Projects",
        "projects",
        ":material/experiment:",
        "Projects and pilot actions with partners, money and the partnership they belong to.",
        "Partnerships",
        chapter="catalogue",
    ),
    PageSpec(
        "library",
        "Library",
        "library",
        ":material/folder:",
        "Guides, policy briefs and reports on method and policy, to search.",
        "Data",
        chapter="catalogue",
    ),
    PageSpec(
        "faq",
        "Questions",
        "faq",
        ":material/help:",
        "What newcomers ask, answered: terms, gaps, stages, partners, figures, maps.",
        "Data",
    ),
    PageSpec(
        "guide",
        "Guide",
        "guide",
        ":material/menu_book:",
        "Which partners at which stage, policy tools, challenges and cases from practice.",
        "Regions",
    ),
    PageSpec(
        "coverage",
        "Coverage",
        "coverage",
        ":material/grid_on:",
        "How complete the base is: by country, field, date and source, and what is missing.",
        "Data",
    ),
    PageSpec(
        "new",
        "What is new",
        "new",
        ":material/new_releases:",
        "What changed from version to version: by table, territory and partnership, and as a feed.",
        "Data",
    ),
    PageSpec(
        "review",
        "Review calendar",
        "review",
        ":material/calendar_month:",
        "Partnerships and strategies whose newest evidence is older than the cycle of review.",
        "Data",
    ),
    PageSpec(
        "methods",
        "Methods",
        "methods",
        ":material/function:",
        "How every figure is made: definitions, formulas, limits.",
        "Data",
    ),
    PageSpec(
        "accessibility",
        "Accessibility",
        "accessibility",
        ":material/visibility:",
        "The accessibility statement: what is checked, how, and what does not hold.",
        "Data",
    ),
    PageSpec(
        "data",
        "Data",
        "data",
        ":material/database:",
        "Sources, licences, data dictionary and downloads.",
        "Data",
    ),
)

DESK = PageSpec(
    "steward",
    "Steward",
    "steward",
    ":material/edit:",
    "Bring in what people send: read, review, decide, publish, undo.",
    "Data",
)
"""Only there where the desk is switched on."""
if desk.is_on():
    PAGES = (*PAGES, DESK)


def spec(key: str) -> PageSpec:
    """The page of that key."""
    return next(spec for spec in PAGES if spec.key == key)


def page(key: str) -> Any:
    """The `st.Page` of a page of the registry, for navigation and links."""
    # Outside of a run Streamlit makes half a page, which is not kept. A copy, since a run marks
    # the page that it shows.
    in_a_run = get_script_run_ctx(suppress_warning=True) is not None
    return copy(_kept(key)) if in_a_run else _made(key)


def _made(key: str) -> Any:
    found = spec(key)
    return st.Page(
        found.file,
        title=found.title,
        icon=found.icon,
        url_path=found.url_path,
        default=not found.url_path,
        # Without `help`: every first load would carry all of them, and search and links tell them.
    )


# Each asks the disk where its file is, and a run needs those of all pages.
_kept = cache(_made)


def platform_page(platform_id: str) -> tuple[str, dict[str, str]]:
    """Key of the page of a platform and what its address names: nothing where it has its own."""
    key = platform_id.replace("-", "_")
    if any(spec.key == key for spec in PAGES):
        return key, {}
    return "platform", {"platform": platform_id}


def menu() -> dict[str, list[Any]]:
    """The pages by the menu they stand in, as `st.navigation` takes them."""
    groups: dict[str, list[Any]] = {}
    for one in PAGES:
        groups.setdefault(one.group, []).append(page(one.key))
    return groups
