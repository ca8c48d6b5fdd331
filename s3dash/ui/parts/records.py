"""Hubs, projects and documents as lists: HTML of our own, with every mark of doubt."""

from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.catalogue.documents import KINDS
from s3dash.queries.catalogue.hubs import STATUSES
from s3dash.queries.catalogue.projects import BASES
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import number, plural
from s3dash.ui.parts.cards import listed, outside
from s3dash.ui.shell import links

RELATIONS = {"seat": "", "serves": "serves it from elsewhere", "above": "of a larger territory"}


MOST_LISTED = 8
"""Records listed on a page that is about something else; a page of their own has the others."""


def hubs(found: pd.DataFrame, none: str = "No hub is documented.") -> str:
    """A list of hubs, as `queries.catalogue.hubs` gives them.

    ``found`` may have ``fits``: titles of priorities of the territory shown that a hub is on.
    """
    return listed((_hub(row) for row in found.to_dict("records")), none)


def _hub(row: dict[str, Any]) -> str:
    place = links.link("region", "territory", row["territory_id"], row["territory"])
    relation = RELATIONS.get(row.get("relation", ""), "")
    told = [row["kind"], STATUSES[row["status"]], *([relation] if relation else [])]
    short = "" if is_missing(row["acronym"]) or row["acronym"] in row["name"] else row["acronym"]
    return (
        f"<b>{escape(row['name'])}</b>{f' ({escape(short)})' if short else ''} · {place}<br>"
        f"{escape(' · '.join(told))}"
        f"{_said('Works with', row['technologies'])}{_said('For', row['specialisation'])}"
        f"{_said('Offers', row['services'])}{_said('On priorities here', row.get('fits') or None)}"
        f"<br><span class=s3-muted>{_hub_source(row)}</span>"
    )


def _hub_source(row: dict[str, Any]) -> str:
    pieces = [escape(str(row["status_note"]))] if not is_missing(row["status_note"]) else []
    if not is_missing(row["start_date"]):
        pieces.append(f"since {escape(row['start_date'])}")
    if not is_missing(row["coordinator"]):
        pieces.append(f"led by {escape(row['coordinator'])}")
    if not is_missing(row["note"]):
        pieces.append(escape(row["note"]))
    if not is_missing(row["website"]):
        pieces.append(outside(row["website"], "website"))
    as_of = "" if is_missing(row["as_of"]) else f", as of {escape(row['as_of'])}"
    return " · ".join([*pieces, f"{outside(row['source_url'])}{as_of}"])


def first_hubs(found: pd.DataFrame, none: str, **parameters: str) -> str:
    """The first of a list of hubs, and the way to all: Hubs with ``parameters`` in its link."""
    return hubs(found.head(MOST_LISTED), none) + _others(len(found), "hub", "hubs", parameters)


def first_projects(found: pd.DataFrame, none: str, **parameters: str) -> str:
    """The first of a list of projects, and the way to all: Projects with ``parameters``."""
    told = projects(found.head(MOST_LISTED), none)
    return told + _others(len(found), "project", "projects", parameters)


def _others(count: int, noun: str, page: str, parameters: dict[str, str]) -> str:
    if count <= MOST_LISTED:
        return ""
    to_all = links.view_link(page, f"all {plural(count, noun)}", **parameters)
    return f"<p class=s3>The first {MOST_LISTED} are listed; see {to_all}.</p>"


def money_in_words(found: pd.DataFrame) -> str:
    """What the EU contributes to projects, as far as it is known; empty where it is of none."""
    known = found["eu_contribution_eur"].dropna()
    if known.empty:
        return ""
    of = f"{len(known)} of {plural(len(found), 'project')}"
    return (
        f"EU contribution where it is known ({of}): {number(int(known.sum()))} euro, for all "
        "partners of these projects together."
    )


def projects(found: pd.DataFrame, none: str = "No project is documented.") -> str:
    """A list of projects, as `queries.catalogue.projects` gives them."""
    return listed((_project(row) for row in found.to_dict("records")), none)


def project(row: dict[str, Any]) -> str:
    """One project under its name, a row of `queries.catalogue.projects`."""
    return listed([(f"{escape(title)}<br>" if (title := _title(row)) else "") + _told(row)], "")


def _project(row: dict[str, Any]) -> str:
    name = links.link("projects", "project", row["project_id"], row["name"])
    title = f" {escape(title)}" if (title := _title(row)) else ""
    return f"<b>{name}</b>{title}<br>{_told(row)}"


def _title(row: dict[str, Any]) -> str:
    """Its title; empty where it has none or is called by it."""
    return "" if is_missing(row["title"]) or row["title"] == row["name"] else str(row["title"])


def _told(row: dict[str, Any]) -> str:
    programme = row["programme"] if is_missing(row["strand"]) else _stranded(row)
    return (
        f"{' · '.join([escape(programme), *_facts(row)])}{_said('About', row['topic'])}"
        f"{tie(row)}{_partners(row)}"
    )


def _stranded(row: dict[str, Any]) -> str:
    return f"{row['programme']}, {row['strand']}"


def _facts(row: dict[str, Any]) -> list[str]:
    told = []
    start, end = row["start_date"], row["end_date"]
    if not is_missing(start) or not is_missing(end):
        first = "…" if is_missing(start) else start
        told.append(escape(f"{first} to {'…' if is_missing(end) else end}"))
    if not is_missing(row["eu_contribution_eur"]):
        told.append(f"EU contribution {number(int(row['eu_contribution_eur']))} euro")
    if not is_missing(row["total_cost_eur"]):
        told.append(f"budget {number(int(row['total_cost_eur']))} euro")
    return told


def tie(row: dict[str, Any]) -> str:
    """The partnership that a project is tied to, and how sure that is: HTML of a line."""
    if is_missing(row["partnership_id"]):
        return ""
    named = links.link("partnership", "partnership", row["partnership_id"], row["partnership"])
    return f"<br>Partnership: {named} ({escape(BASES[row['partnership_basis']])})"


def _partners(row: dict[str, Any]) -> str:
    pieces = []
    if row["partner_count"]:
        countries = f" from {escape(row['countries'])}" if row["countries"] else ""
        pieces.append(f"{plural(row['partner_count'], 'documented partner')}{countries}")
    if not is_missing(row["note"]):
        pieces.append(escape(row["note"]))
    return f"<br><span class=s3-muted>{' · '.join([*pieces, outside(row['source_url'])])}</span>"


def documents(found: pd.DataFrame, none: str = "No document is on record.") -> str:
    """A list of documents, as `queries.catalogue.documents` gives them."""
    return listed((_document(row) for row in found.to_dict("records")), none)


def _document(row: dict[str, Any]) -> str:
    title = f"<b>{escape(row['title'])}</b>"
    if not is_missing(row["url"]):
        title = f"<b>{outside(row['url'], row['title'])}</b>"
    year = "year not known" if is_missing(row["year"]) else str(row["year"])
    language = "" if row["language"] == "en" else f" · language {escape(row['language'])}"
    doubt = "" if is_missing(row["note"]) else f" · {escape(row['note'])}"
    source = "" if row["source_url"] == row["url"] else f" · {outside(row['source_url'])}"
    return (
        f"{title}<br>{KINDS[row['kind']]} · {year} · {escape(row['publisher'])}{language}<br>"
        f"{escape(row['summary'])}<br>"
        f"<span class=s3-muted>{escape(row['topics'].replace(';', ' · '))}{doubt}{source}</span>"
    )


def _said(label: str, cell: Any) -> str:
    if is_missing(cell):
        return ""
    parts = [part.strip() for part in str(cell).split(";")]
    return f"<br>{label}: {escape(', '.join(parts))}"
