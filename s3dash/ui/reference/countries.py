"""Countries by period and NUTS level: where strategies are documented."""

from collections.abc import Hashable
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from s3dash.store.cells import is_missing
from s3dash.ui.reference.cells import NOTHING, html_table, percent, record, shade

PERIODS = ("2014-2020", "2021-2027")
STATUSES = {
    "member": "European Union",
    "efta": "European Free Trade Association",
    "candidate": "Candidate countries",
    "former-member": "Former member",
}


def levels(frame: pd.DataFrame) -> str:
    """Countries by period and NUTS level; ``frame`` as `queries.coverage.strategies_by_level`."""
    names = ("Country", "Level 1", "Level 2", "Level 3", "Area")
    periods = "".join(f"<th scope=colgroup colspan={len(names)}>{p}</th>" for p in PERIODS)
    inner = "".join(
        f"<th scope=col{' class=s3-first' if name == names[0] else ''}>{name}</th>"
        for _ in PERIODS
        for name in names
    )
    body = ""
    for status, title in STATUSES.items():
        group = frame[frame["status"] == status].to_dict("records")
        by_country = groupby(group, key=itemgetter("country"))
        rows = "".join(_country(list(periods)) for _, periods in by_country)
        if rows:
            width = 1 + len(names) * len(PERIODS)
            body += f"<tbody><tr><th scope=rowgroup colspan={width}>{title}</th></tr>{rows}</tbody>"
    head = f"<tr><th scope=col rowspan=2>Country</th>{periods}</tr><tr>{inner}</tr>"
    return html_table(
        "Territories with a documented strategy by country, period and level", head, body
    )


def _country(rows: list[dict[Hashable, Any]]) -> str:
    cells = ""
    for row in rows:
        has_one = "<td class='s3-first s3-q4'>yes</td>"
        cells += has_one if row["level_0"] else NOTHING.replace("s3-none", "'s3-none s3-first'")
        for level in (1, 2, 3):
            held, all_of_them = row[f"level_{level}"], row[f"has_{level}"]
            cells += (
                f"<td class={shade(held / all_of_them)}>{held} of {all_of_them}</td>"
                if held
                else NOTHING
            )
        area = row["regional_area"]
        cells += (
            NOTHING
            if is_missing(area) or not area
            else f"<td class='{shade(area / 100)} s3-right'>{percent(area)}</td>"
        )
    first = rows[0]
    name = record("territory", first["territory_id"], first["country"])
    return f"<tr><th scope=row>{name}</th>{cells}</tr>"


def without_code(frame: pd.DataFrame) -> str:
    """What the table of levels leaves out, in words."""
    left = frame[frame["no_code"] > 0]
    named = "; ".join(
        f"{row.country} {row.period}: {row.no_code}" for row in left.itertuples(index=False)
    )
    return (
        f"Strategies of territories without a NUTS code are in no column: {named or 'none'}. "
        "– not documented."
    )
