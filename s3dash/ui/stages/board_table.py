"""The table of the board: a row for each partnership, a column for each stage, one screen."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from s3dash.queries.partnerships.progress import STATES, Stage, partnerships_by_state
from s3dash.store.cells import is_missing
from s3dash.ui.parts import cards
from s3dash.ui.parts.strip import marks
from s3dash.ui.shell import links

CLASSES = {"active": "s3-a", "earlier": "s3-e", "related": "s3-r"}


def board_table(
    shown: pd.DataFrame,
    progress: pd.DataFrame,
    stages: Sequence[Stage],
    *,
    words: str,
    link: Mapping[str, str],
    with_platform: bool,
    by_platform: bool,
) -> str:
    """HTML of one page of the board.

    Parameters
    ----------
    shown, progress : pandas.DataFrame
        The rows of this page and those of all pages, which the heads of the columns count; as
        `queries.progress.partnership_progress` gives them, ``progress`` with at least one row.
    words : str
        What was chosen. It is the caption: seen on paper, where there are no controls, and heard.
    link : mapping
        Parameters that the links to the partnerships carry on, such as the as-of date.
    with_platform, by_platform : bool
        Whether the platform is named, and whether rows of one stand together under its name.
    """
    rows = []
    before = None
    for row in shown.to_dict("records"):
        if with_platform and by_platform and row["platform"] != before:
            before = row["platform"]
            width = len(stages) + 3
            rows.append(
                f"<tr class=s3-group><th scope=rowgroup colspan={width}>{escape(before)}</th></tr>"
            )
        rows.append(_row(row, link, with_platform and not by_platform))
    return (
        f"<table class='s3 s3-table s3-board'><caption>{escape(words)}</caption>"
        f"<thead><tr><th scope=col>Partnership</th><th scope=col class=s3-m>Members</th>"
        f"{_heads(progress, stages)}<th scope=col class=s3-l>Last sign of life</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _heads(progress: pd.DataFrame, stages: Sequence[Stage]) -> str:
    active = partnerships_by_state(progress, "active")
    earlier = partnerships_by_state(progress, "earlier")
    return "".join(
        f"<th scope=col>{escape(stage.name)}<small><b>{active[place]}</b> active, "
        f"<b>{earlier[place]}</b> earlier</small></th>"
        for place, stage in enumerate(stages)
    )


def _row(row: Mapping[str, Any], link: Mapping[str, str], with_platform: bool) -> str:
    name = links.view_link("partnership", row["name"], partnership=row["partnership_id"], **link)
    told = [row["platform"]] if with_platform else []
    if not is_missing(row["status_note"]):
        told.append(row["status_note"])
    small = f" <small>{escape('; '.join(told))}</small>" if told else ""
    cells = "".join(
        _cell(*facts)
        for facts in zip(
            *(row[name] for name in ("evidence", "latest", "states", "revisited", "doubtful")),
            strict=True,
        )
    )
    return (
        f"<tr><th scope=row>{name}{small}</th><td class=s3-m>{_members(row)}</td>{cells}"
        f"<td class=s3-l>{cards.latest_sign(row)}</td></tr>"
    )


def _cell(count: int, date: Any, state: str, again: Any, doubt: bool) -> str:
    if not count:
        return "<td class=s3-n><s>not documented</s></td>"
    month = "" if is_missing(date) else f" <small>{escape(str(date)[:7])}</small>"
    mark, more = marks(again, doubt)
    told = ("" if state == "active" else f", {STATES[state]}") + more
    return f"<td class={CLASSES[state]}><b>{int(count)}</b>{mark}{month}<s>{told}</s></td>"


def _members(row: Mapping[str, Any]) -> str:
    """Documented members, and the number that a source states where there is one."""
    documented, stated = int(row["documented_count"]), row["stated_count"]
    if is_missing(stated):
        return str(documented)
    if documented > int(stated):
        return f"{documented} <small>({int(stated)} stated)</small>"
    return f"{documented} <small>of {int(stated)}</small>"
