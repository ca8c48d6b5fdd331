"""Networks: links between territories, with one of them lit."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import (
    MOST_ROWS,
    Dot,
    Key,
    Line,
    Map,
    Matrix,
    MatrixRow,
    Scene,
    Table,
)
from s3dash.present.kinds import platforms
from s3dash.present.kinds.partnership import rest
from s3dash.present.kinds.places import callouts
from s3dash.present.phrases import capital, shortened
from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages.linkages import PARTNERSHIPS, PRIORITIES, PROJECTS
from s3dash.queries.linkages.views import (
    by_country,
    by_territory,
    kept,
    linked_territories,
    readable_least,
)
from s3dash.queries.partnerships.progress import platform_names

MOST_LINES = 260
"""Links that can be told apart from the back row; the weakest are left out first."""
STRONGEST = 1e15
SIDES = ("country", "territory")
"""What the matrix of the page sets side by side."""
MOST_SIDE = 6
SHARED = "shared"
NOUNS = {
    PARTNERSHIPS: ("shared partnership", "shared partnerships"),
    PRIORITIES: ("% alike", "% alike"),
    PROJECTS: ("joint project", "joint projects"),
}


def of_platform(asked: Asked) -> Scene:
    """Links between the members of a platform."""
    record = platforms.record_of(asked)
    found = ask.shared_partnerships(asked.store, record.platform_id)
    if found.empty:
        raise Nothing(f"No two documented members share a partnership of {record.name}.")
    return _drawn(asked, found, PARTNERSHIPS, f" of {record.name}")


def of_link(asked: Asked) -> Scene:
    """What the page Linkages shows: as a network, a table, or a matrix where that is the view."""
    found, kind, of = _links(asked)
    if asked.entry.kind == "table":
        make = _matrix if asked.view == "matrix" else _table
        return make(asked, found, kind, of)
    return _drawn(asked, found, kind, of)


def _links(asked: Asked) -> tuple[pd.DataFrame, str, str]:
    store = asked.store
    flows = store.once(ask.flow_kinds)
    kind = asked.one("kind", (PARTNERSHIPS, PRIORITIES, PROJECTS, *flows), PARTNERSHIPS)
    of = ""
    if kind == PARTNERSHIPS:
        names = store.once(platform_names)
        platform_id = asked.one("platform", names)
        found = ask.shared_partnerships(store, platform_id or None)
        of = f" of {names[platform_id]}" if platform_id else ""
    elif kind == PRIORITIES:
        found = ask.alike_priorities(store)
    elif kind == PROJECTS:
        found = ask.joint_projects(store)
    else:
        years = [str(year) for year in flows[kind].years]
        year = asked.one("year", years, next(iter(years), ""))
        found = ask.flows(store, kind, int(year) if year else None)
        of = f", {shortened(flows[kind].title, 40)}" + (f", {year}" if year else "")
    known = store.once(ask.countries)
    named = [known[code] for code in asked.many("country", known)]
    found = kept(found, named, asked.number("least", STRONGEST) or 0)
    if found.empty:
        raise Nothing("No link is documented for this choice.")
    return found, kind, of


def _told(asked: Asked, kind: str, strength: float) -> str:
    if kind == PRIORITIES:
        return f"{strength:.0f} % alike"
    if kind in NOUNS:
        return asked.numbers.counted(int(strength), *NOUNS[kind])
    return asked.numbers.figure(strength)


def _drawn(asked: Asked, found: pd.DataFrame, kind: str, of: str) -> Scene:
    known = asked.store.once(ask.places)
    lit = asked.one("territory", known["name"].to_dict())
    placed = found[
        found["territory_id"].map(known["label_x"]).notna()
        & found["partner_id"].map(known["label_x"]).notna()
    ]
    whole = linked_territories(found, known)
    if lit and lit not in set(whole["territory_id"]):
        asked.problems.append(f"{known['name'][lit]} has no such link, so none is lit.")
        lit = ""
    own = placed[(placed["territory_id"] == lit) | (placed["partner_id"] == lit)]
    others = placed.drop(own.index)
    if len(others) > MOST_LINES:
        steps = sorted(set(others["strength"]))
        others = others[others["strength"] >= readable_least(others["strength"], steps, MOST_LINES)]
        others = others.head(MOST_LINES)
    # The lit ones are drawn last, so that they lie on top.
    lines = _lines(known, others, "line" if lit else "class-3", placed["strength"].max())
    lines += _lines(known, own, "lead", placed["strength"].max())
    near = set(own["territory_id"]) | set(own["partner_id"])
    most = max(whole["partners"])
    dots = [
        Dot(
            float(row["label_x"]),
            float(row["label_y"]),
            round(22 + 38 * row["partners"] / most),
            "lead" if row["territory_id"] == lit else "filled" if not lit or row["territory_id"] in
            near else "empty",
        )
        for row in whole.to_dict("records") if pd.notna(row["label_x"])
    ]  # fmt: skip
    if lit:
        row = whole[whole["territory_id"] == lit].iloc[0]
        turned = own.assign(
            code=own["partner_id"].where(own["territory_id"] == lit, own["territory_id"]),
            other=own["partner"].where(own["territory_id"] == lit, own["name"]),
        ).sort_values(["strength", "other"], ascending=[False, True])
        frame = turned[["code", "other"]].set_axis(["territory_id", "name"], axis=1)
        detail = {
            code: _told(asked, kind, strength)
            for code, strength in zip(turned["code"], turned["strength"], strict=True)
        }
        name = shortened(str(row["name"]), 40)
        headline = f"{name} is linked with regions that have no place on the map"
        if len(frame):
            headline = (
                f"{name} is linked with {asked.numbers.counted(int(row['partners']), 'region')}"
                f"{of}, most with {shortened(str(frame['name'].iloc[0]), 34)}"
            )
        legend = [Key(f"links of {name}", "lead", "line"), Key("other links", "line", "line")]
    else:
        frame = whole[["territory_id", "name"]]
        detail = {
            row["territory_id"]: f"linked with {row['partners']}"
            for row in whole.to_dict("records")
        }
        first = whole.iloc[0]
        headline = (
            f"{shortened(str(first['name']), 40)} is the best linked{of}: with "
            f"{first['partners']} of {len(whole) - 1} other regions"
        )
        legend = [Key("region; larger: linked with more", "filled", "dot"),
                  Key("link; wider: stronger", "class-3", "line")]  # fmt: skip
    left = len(found) - len(lines)
    body = Map(
        (), callouts(asked, frame, detail), f"Network over the map of Europe. {headline}.",
        tuple(lines), tuple(dots),
        f"{asked.numbers.counted(left, 'weaker link')} not drawn" if left else "",
    )  # fmt: skip
    return asked.scene(headline, body, legend=legend, is_dated=False)


def _lines(known: pd.DataFrame, links: pd.DataFrame, tone: str, most: float) -> list[Line]:
    x, y = known["label_x"], known["label_y"]
    return [
        Line(
            float(x[row["territory_id"]]), float(y[row["territory_id"]]),
            float(x[row["partner_id"]]), float(y[row["partner_id"]]),
            # Four widths, so that links of one width are one path.
            6 * max(1, round(4 * row["strength"] / most)), tone,
        )
        for row in links.sort_values("strength").to_dict("records")
    ]  # fmt: skip


def _matrix(asked: Asked, found: pd.DataFrame, kind: str, of: str) -> Scene:
    """The countries, or territories, with most links: what is between each two of them."""
    is_flow = kind not in (PARTNERSHIPS, PRIORITIES, PROJECTS)
    is_countries = asked.one("by", SIDES, "country") == "country"
    if is_countries:
        codes = {name: code for code, name in asked.store.once(ask.countries).items()}
        cells = by_country(found, codes, is_directed=is_flow)
    else:
        whole = linked_territories(found, asked.store.once(ask.places))
        cells = by_territory(found, whole.head(MOST_SIDE), is_directed=is_flow)
    values = cells.set_index("territory_id")[list(cells["territory_id"])]
    most = (values.sum(axis=0) + values.sum(axis=1)).sort_values(ascending=False, kind="stable")
    shown = list(most.index[:MOST_SIDE])
    values = values.loc[shown, shown]
    names = dict(zip(cells["territory_id"], cells["territory"], strict=True))
    rows = tuple(
        MatrixRow(shortened(names[code], 40), SHARED, tuple(round(n) for n in values.loc[code]))
        for code in shown
    )
    between = {
        (one, other): values.loc[one, other] for one in shown for other in shown if one != other
    }
    if not any(between.values()):
        raise Nothing("None of these links is between the places shown.")
    first, second = max(between, key=between.__getitem__)
    value = between[first, second]
    if is_countries and not is_flow:
        many, what = asked.numbers.counted(int(value), "link"), "Number of links"
    else:
        many, what = _told(asked, kind, value), capital(NOUNS.get(kind, ("", "value"))[1])
    headline = (
        f"Most{of} between two {'countries' if is_countries else 'territories'}: "
        f"{shortened(names[first], 34)} {'to' if is_flow else 'and'} "
        f"{shortened(names[second], 34)}, {many}"
    )
    left = len(cells if is_countries else whole) - len(shown)
    told = what + (", from the row to the column" if is_flow else "")
    if left > 0:
        noun = "country" if is_countries else "territory"
        told += f"; and {asked.numbers.counted(left, f'more {noun}')}"
    body = Matrix(tuple(shortened(names[code], 24) for code in shown), rows, told)
    return asked.scene(headline, body, is_dated=False)


def _table(asked: Asked, found: pd.DataFrame, kind: str, of: str) -> Scene:
    lit = asked.one("territory", asked.store.once(ask.places)["name"].to_dict())
    if lit:
        found = found[(found["territory_id"] == lit) | (found["partner_id"] == lit)]
        if found.empty:
            raise Nothing(f"{lit} has no such link.")
    rows = tuple(
        (shortened(row["name"], 36), shortened(row["partner"], 36),
         _told(asked, kind, row["strength"]))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    first = found.iloc[0]
    headline = (
        f"The strongest link{of}: {shortened(str(first['name']), 34)} and "
        f"{shortened(str(first['partner']), 34)}, {_told(asked, kind, first['strength'])}"
    )
    body = Table(("One", "The other", "Strength"), rows, (4, 4, 3), (), rest(asked, found, "link"))
    return asked.scene(headline, body, is_dated=False)
