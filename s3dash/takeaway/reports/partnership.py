"""The progress report of a partnership, as half-yearly monitoring asks for it.

Management, progress by step since the last report, projects, next steps: filled with what is
documented, and with room for what only the partnership knows.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from s3dash.queries.catalogue.projects import BASES as TIES
from s3dash.queries.catalogue.projects import projects_of_partnership
from s3dash.queries.partnerships import partnerships as ask
from s3dash.queries.partnerships.helix import organisations
from s3dash.queries.partnerships.progress import (
    BASES,
    DEFAULT_WINDOW,
    LIFE,
    STATES,
    ProgressFilter,
    Stage,
    evidence_of,
    partnership_progress,
    stages,
)
from s3dash.store.connection import Store
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.maps import territory_map
from s3dash.takeaway.pictures.sheet import Key, Words, paper
from s3dash.takeaway.pictures.stages import Event, timeline
from s3dash.takeaway.plates.classes import by_role
from s3dash.takeaway.reports.document import (
    Block,
    Document,
    FillIn,
    Heading,
    Picture,
    Table,
    Text,
)
from s3dash.takeaway.reports.shared import (
    UnknownRecord,
    about_line,
    counted,
    facts,
    said,
    sources,
)


def partnership_report(
    store: Store, partnership_id: str, day: date, since: date | None = None
) -> Document:
    """The report of one partnership.

    Parameters
    ----------
    day : datetime.date
        What is dated later is left out.
    since : datetime.date, optional
        Day of the last report: what came after is told as new.

    Raises
    ------
    UnknownRecord
        There is no such partnership.
    """
    record = ask.partnership(store, partnership_id)
    if record is None:
        known = ", ".join(sorted(ask.partnership_names(store)))
        raise UnknownRecord(f"There is no partnership {partnership_id}; there are {known}.")
    name = str(record["name"])
    members = ask.members(store, partnership_id)
    events = evidence_of(store, partnership_id, day)
    events = events[~events["is_later"].astype(bool)]
    is_new = _is_new(events, since)
    period = f"since {since}" if since else "up to now"
    return Document(
        f"Progress of {name}",
        f"Report of the partnership on {day}"
        + (f", with what is new since {since}" if since else ""),
        about_line(store, day),
        [
            *_identity(record, members),
            *_management(members, name, day),
            *_progress(store, partnership_id, name, events, is_new, since, day),
            *_projects(store, partnership_id, period),
            *_next_steps(store),
            *sources(
                [
                    record["source_url"],
                    *members["source_url"],
                    *events["source_url"],
                    *projects_of_partnership(store, partnership_id)["source_url"],
                    *ask.affiliations(store, partnership_id)["source_url"],
                    *organisations(store, partnership_id)["source_url"],
                ],
                day,
            ),
        ],
    )


def _is_new(events: pd.DataFrame, since: date | None) -> list[bool]:
    """Which events certainly began after the last report."""
    if since is None:
        return [False] * len(events)
    return [first.date() > since for first in pd.to_datetime(events["date_start"])]


def _identity(record: dict[str, object], members: pd.DataFrame) -> list[Block]:
    stated = record["stated_count"]
    held = counted(len(members), "territory", "territories")
    if stated is not None and not pd.isna(stated):
        held += f" documented; a source states {int(float(str(stated)))}"
    else:
        held += " documented"
    return [
        Heading("The partnership"),
        facts(
            [
                ("Name", record["name"]),
                ("Acronym", record.get("acronym")),
                ("Platform", record.get("platform")),
                ("Scope", record["scope"]),
                ("Launched", record.get("launched")),
                ("Members", held),
                ("Website", record.get("website")),
                ("Status", said(record.get("status_note"), "–")),
            ]
        ),
    ]


def _management(members: pd.DataFrame, name: str, day: date) -> list[Block]:
    blocks: list[Block] = [Heading("1  Management"), Heading("Members and roles", 2)]
    if len(members):
        words = ", ".join(
            counted(count, role) for role, count in members["role"].value_counts(sort=False).items()
        )
        look = paper(150)
        codes = members["territory_id"]
        roles = dict(zip(codes, members["role"], strict=True))
        areas, keys = by_role(roles, dict(zip(codes, members["name"], strict=True)), look, {})
        said_words = Words(f"Members of {name}", source=f"As documented on {day}.")
        blocks += [
            Text(f"{words}."),
            Table(
                ("Territory", "Code", "Country", "Role", "Basis", "As of"),
                [
                    (m["name"], m["territory_id"], m["country"], m["role"], m["basis"],
                     said(m["as_of"], ""))
                    for m in members.to_dict("records")
                ],
                (5, 2, 3, 2.2, 2, 2),
            ),
            Text("Basis: stated by the source, or inferred by us from it.", is_note=True),
            Picture(
                territory_map(areas, keys, said_words, look),
                150,
                f"Map of Europe: {len(members)} documented members of {name} by role. The table "
                "above lists them.",
            ),
        ]  # fmt: skip
    else:
        blocks.append(Text("No member is documented by name."))
    return [
        *blocks,
        Heading("Changes among the members", 2),
        FillIn("Who joined, who left, who changed role since the last report?"),
        Heading("Governance", 2),
        FillIn("Who coordinates? Which meetings, groups and agreements are there?"),
    ]


def _progress(
    store: Store,
    partnership_id: str,
    name: str,
    events: pd.DataFrame,
    is_new: list[bool],
    since: date | None,
    day: date,
) -> list[Block]:
    steps = stages(store)
    chosen = ProgressFilter(partnerships=(partnership_id,))
    [row] = partnership_progress(store, day, DEFAULT_WINDOW, chosen).to_dict("records")
    # What is tied to it by our judgement alone is no progress of it.
    new_of_its_own = pd.Series(is_new, dtype=bool) & (events["basis"] != "related").to_numpy()
    new_by_stage = new_of_its_own.groupby(list(events["stage_id"])).sum()
    headings = ["Step", "State", "Events", "Latest"]
    rows = [
        [
            step.name,
            STATES[row["states"][n]],
            str(row["evidence"][n]),
            said(row["latest"][n], "–"),
        ]
        for n, step in enumerate(steps)
    ]
    if since:
        headings.insert(3, "New")
        for line, step in zip(rows, steps, strict=True):
            line.insert(3, str(int(new_by_stage.get(step.stage_id, 0))))
    blocks: list[Block] = [
        Heading("2  Progress by step"),
        Text(
            f"Steps need not follow each other: a partnership works on several at once and comes "
            f"back to earlier ones. Active: evidence within {DEFAULT_WINDOW} months before {day}. "
            f"Events that are {BASES['related']}, are listed and make no step active or new. "
            f"Last sign of life: {LIFE[str(row['life'])]}."
        ),
        Table(headings, rows, (3, 3, 1.5, 1.5, 2) if since else (3, 3, 1.5, 2)),
    ]
    if len(events):
        first = pd.to_datetime(events["date_start"])
        last = pd.to_datetime(events["date_end"])
        marks = [
            Event(a.date(), min(b.date(), day), int(stage) - 1, "new" if new else "known")
            for a, b, stage, new in zip(first, last, events["position"], is_new, strict=True)
        ]
        look = paper(165)
        picture = timeline(
            marks,
            [s.name for s in steps],
            Words(f"Evidence of {name}", source=f"As documented on {day}."),
            look,
            kinds=[
                ("known", Key("event", look.tone("filled"), "dot")),
                ("new", Key(f"new since {since}", tones.role("lead", look.theme), "diamond")),
            ],
            line=(since, f"since {since}") if since else None,
        )
        blocks.append(
            Picture(
                picture, 165, f"{len(events)} dated events by step; the tables below list them."
            )
        )
    new = pd.Series(is_new, index=events.index, dtype=bool)
    for step in steps:
        of_step = events[events["stage_id"] == step.stage_id]
        blocks += _of_step(step, of_step, new.loc[of_step.index], since)
    return blocks


def _of_step(step: Stage, events: pd.DataFrame, new: pd.Series, since: date | None) -> list[Block]:
    blocks: list[Block] = [Heading(step.name, 2), Text(step.definition, is_note=True)]
    told = events[new] if since else events
    if len(told):
        blocks.append(
            Table(
                ("Date", "Event"),
                [
                    (e["date"], f"{e['title']}\n{said(e['detail'], '')}"
                     + ("" if e["basis"] == "direct" else f"\n{BASES[e['basis']].capitalize()}")
                     + (f"\nMark of doubt: {e['note']}" if said(e["note"], "") else ""))
                    for e in told[::-1].to_dict("records")
                ],
                (2, 12),
            )
        )  # fmt: skip
    elif since:
        blocks.append(Text(f"No event is documented since {since}."))
    else:
        blocks.append(Text("No event is documented."))
    if since and len(events) > len(told):
        blocks.append(
            Text(
                f"{counted(len(events) - len(told), 'event')} up to {since} not repeated here.",
                True,
            )
        )
    blocks.append(FillIn("What else was done at this step?"))
    return blocks


def _projects(store: Store, partnership_id: str, period: str) -> list[Block]:
    ties = ask.affiliations(store, partnership_id)
    actors = organisations(store, partnership_id)
    blocks: list[Block] = [Heading("3  Projects and investment")]
    tied = projects_of_partnership(store, partnership_id)
    rows = [
        *(("project", p["title"], TIES[p["partnership_basis"]]) for p in tied.to_dict("records")),
        *((t["kind"], t["initiative"], t["relation"]) for t in ties.to_dict("records")),
    ]
    if rows:
        blocks.append(Table(("Kind", "Project or initiative", "How it is tied"), rows, (3, 5, 6)))
    else:
        blocks.append(Text("No tie to a project or initiative is documented."))
    blocks += [
        Text(f"Projects {period} that are not listed above:"),
        Table(
            ("Project", "Programme and funding", "Partners", "State"),
            [],
            (4, 4, 4, 2),
            to_fill_in=3,
        ),
    ]
    if len(actors):
        named = [
            (a["actor_name"], a["helix"], said(a["territory_name"], ""), a["role"])
            for a in actors.to_dict("records")
        ]
        blocks += [
            Heading("Organisations on record", 2),
            Table(("Organisation", "Kind", "Where", "Role"), named, (5, 2.5, 3, 4)),
        ]
    return blocks


def _next_steps(store: Store) -> list[Block]:
    rows = [(step.name, "", "", "") for step in stages(store)]
    return [
        Heading("4  Next steps"),
        Table(("Step", "What is planned", "Who", "Until when"), rows, (2.5, 7, 3, 2)),
        Heading("Needs and obstacles", 2),
        FillIn("What is missing, and what would help?"),
    ]
