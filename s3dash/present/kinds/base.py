"""The base itself: how complete it is, its sources, tables and versions."""

from __future__ import annotations

import pandas as pd

from s3dash.present.asked import Asked, Nothing
from s3dash.present.content import MOST_ROWS, Scene, Table
from s3dash.present.kinds.maps import counted_figures
from s3dash.present.kinds.partnership import rest
from s3dash.present.phrases import capital, shortened, when
from s3dash.queries.base.about import row_counts, source_hosts
from s3dash.queries.base.changes import (
    counts_by,
    kept_versions,
    logged_versions,
    table_titles,
    version_changes,
)
from s3dash.queries.base.coverage import dates, field_completeness
from s3dash.queries.base.coverage import headline as coverage_of
from s3dash.queries.base.doubts import doubts
from s3dash.queries.base.gaps import GAPS, known_gaps
from s3dash.queries.explorer.priorities import SOURCE_KINDS
from s3dash.store.cells import is_missing


def coverage(asked: Asked) -> Scene:
    """How complete the base is, in figures."""
    known = coverage_of(asked.store)
    whole = asked.numbers.whole
    members = f"{whole(known.found_members)} of {whole(known.stated_members)}"
    listed = f"{whole(known.found_priorities)} of {whole(known.stated_priorities)}"
    return counted_figures(
        asked,
        f"{members} stated members are documented by name, and {listed} stated priorities",
        [
            (whole(known.strategies), "strategies",
             f"{whole(known.partial_lists)} with a list known to be partial"),
            (whole(known.priorities), "priorities", ""),
            (whole(known.pages), "pages as sources", f"of {whole(known.sites)} sites"),
        ],
    )  # fmt: skip


def coverage_table(asked: Asked) -> Scene:
    """What rows do not say, their dates, known gaps or doubts: as the link's view has it."""
    made = {"fields": _fields, "dates": _dates, "doubts": _doubts}.get(asked.view, _missing)
    return made(asked)


def _titled(asked: Asked, table: str) -> str:
    return str(asked.store.once(table_titles).get(table, table.replace("_", " ")))


def _fields(asked: Asked) -> Scene:
    """The facts that rows say least often."""
    found = field_completeness(asked.store)
    found = found[found["row_count"] > 0].sort_values("share", kind="stable")
    if found.empty:
        raise Nothing("No row is documented.")
    whole = asked.numbers.whole
    rows = tuple(
        (
            shortened(capital(str(row["fact"])), 64),
            shortened(_titled(asked, row["table_name"]), 34),
            f"{whole(int(row['filled']))} of {whole(int(row['row_count']))}",
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    first = found.iloc[0]
    headline = (
        f"Said least often: {shortened(str(first['fact']), 70)}, in {rows[0][2]} rows of "
        f"{_titled(asked, first['table_name'])}"
    )
    body = Table(("What a row may say", "Of", "Rows that do"), rows, (6, 3, 2.4), (2,),
                 rest(asked, found, "such fact"))  # fmt: skip
    return asked.scene(headline, body, is_dated=False)


def _dates(asked: Asked) -> Scene:
    """How many facts have a date, the earliest and the latest."""
    found = dates(asked.store)
    whole = asked.numbers.whole
    rows = tuple(
        (
            _titled(asked, row["table_name"]),
            f"{whole(int(row['dated']))} of {whole(int(row['row_count']))}",
            "–" if is_missing(row["earliest"]) else when(row["earliest"]),
            "–" if is_missing(row["latest"]) else when(row["latest"]),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    dated, total = int(found["dated"].sum()), int(found["row_count"].sum())
    newest = found["latest"].dropna().astype(str).max() if dated else None
    headline = f"{whole(dated)} of {whole(total)} facts have a date"
    if newest:
        headline += f", the newest of {when(newest)}"
    body = Table(("Facts", "With a date", "Earliest", "Latest"), rows, (4, 2.4, 2, 2), (1,))
    return asked.scene(headline, body, is_dated=False)


def _missing(asked: Asked) -> Scene:
    """Gaps that are known, by kind."""
    found = known_gaps(asked.store)
    if found.empty:
        raise Nothing("No gap is known.")
    counts = found["gap"].value_counts()
    kinds = [code for code in GAPS if counts.get(code)]
    kinds.sort(key=lambda code: -counts[code])
    rows = tuple(
        (GAPS[code][0], asked.numbers.whole(int(counts[code])),
         shortened(str(found.loc[found["gap"] == code, "name"].iloc[0]), 44))
        for code in kinds[:MOST_ROWS]
    )  # fmt: skip
    title = GAPS[kinds[0]][0]
    headline = (
        f"{asked.numbers.counted(len(found), 'gap')} are known, most of them "
        f"{title[:1].lower()}{title[1:]}"
    )
    body = Table(("Known to be missing", "Records", "Such as"), rows, (7, 1.6, 4), (1,))
    return asked.scene(headline, body, is_dated=False)


def _doubts(asked: Asked) -> Scene:
    """What a rule of plausibility doubts, and how much of it somebody confirmed."""
    found = doubts(asked.store)
    if found.empty:
        raise Nothing("No value is doubted.")
    whole = asked.numbers.whole
    groups = found.assign(is_open=found["reason"].isna()).groupby(
        ["table_name", "rule"], as_index=False
    )
    counts = groups.agg(open=("is_open", "sum"), all=("is_open", "size"))
    counts = counts.sort_values("all", ascending=False, kind="stable")
    rows = tuple(
        (
            shortened(capital(str(row["rule"])), 90),
            shortened(_titled(asked, row["table_name"]), 34),
            whole(int(row["open"])),
            whole(int(row["all"] - row["open"])),
        )
        for row in counts.head(MOST_ROWS).to_dict("records")
    )
    left = int(found["reason"].isna().sum())
    confirmed = len(found) - left
    told = f"{whole(confirmed)} were" if confirmed > 1 else "one was" if confirmed else "none was"
    headline = (
        f"{asked.numbers.counted(left, 'value')} {'is' if left == 1 else 'are'} doubted by a rule; "
        f"{told} confirmed"
    )
    body = Table(("Rule", "Of", "Open", "Confirmed"), rows, (6.4, 3, 1.3, 1.9), (2, 3),
                 rest(asked, counts, "rule"))  # fmt: skip
    return asked.scene(headline, body, is_dated=False)


def contents(asked: Asked) -> Scene:
    """The largest tables of the base, in figures."""
    found, headline = _counted(asked)
    items = [
        (asked.numbers.whole(int(row["row_count"])), row["table_name"].replace("_", " "), "")
        for row in found.head(6).to_dict("records")
    ]
    return counted_figures(asked, headline, items)


def contents_table(asked: Asked) -> Scene:
    """Sites of sources, or what a version changed, where the link has that view; else tables."""
    if asked.view == "sources":
        return _sites(asked)
    if asked.view == "versions":
        return _versions(asked)
    found, headline = _counted(asked)
    rows = tuple(
        (row["table_name"], asked.numbers.whole(int(row["row_count"])),
         shortened(row["description"], 56))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    body = Table(("Table", "Rows", "What a row is"), rows, (3, 1.6, 6), (1,),
                 rest(asked, found, "table"))  # fmt: skip
    return asked.scene(headline, body, is_dated=False)


def _counted(asked: Asked) -> tuple[pd.DataFrame, str]:
    """The tables, the longest first, and how much there is, as a sentence."""
    found = row_counts(asked.store)
    found = found[found["description"].notna()].sort_values("row_count", ascending=False)
    total = int(found["row_count"].sum())
    return found, f"The base: {asked.numbers.counted(total, 'row')} in {len(found)} tables"


def _sites(asked: Asked) -> Scene:
    """The sites that most rows were taken from."""
    found = source_hosts(asked.store)
    if found.empty:
        raise Nothing("No source is documented.")
    whole = asked.numbers.whole
    found = found.sort_values(["row_count", "host"], ascending=[False, True], kind="stable")
    rows = tuple(
        (
            shortened(row["host"], 48),
            shortened(SOURCE_KINDS.get(row["kind"], str(row["kind"])), 40),
            whole(int(row["pages"])),
            whole(int(row["row_count"])),
        )
        for row in found.head(MOST_ROWS).to_dict("records")
    )
    headline = (
        f"The facts are from {asked.numbers.counted(len(found), 'site')}, most of "
        f"{shortened(str(found['host'].iloc[0]), 48)}"
    )
    body = Table(("Site", "Kind", "Pages", "Rows"), rows, (5, 4, 1.4, 1.6), (2, 3),
                 rest(asked, found, "site"))  # fmt: skip
    return asked.scene(headline, body, is_dated=False)


def _versions(asked: Asked) -> Scene:
    """What differs between two kept versions; with fewer, what the change log says of each."""
    kept = {one.name: one for one in kept_versions(asked.store)}
    if len(kept) < 2:
        return _logged(asked)
    newest, before = list(kept)[:2]
    newer, older = asked.one("newer", kept.keys(), newest), asked.one("older", kept.keys(), before)
    found = version_changes(asked.store, kept[older], kept[newer])
    if found.problem:
        raise Nothing("These two versions cannot be compared.")
    if found.rows.empty:
        raise Nothing("Nothing differs between these two versions.")
    counts = counts_by(found.rows, ["table_name"])
    whole = asked.numbers.whole
    rows = tuple(
        (shortened(_titled(asked, row["table_name"]), 60),
         *(whole(int(row[kind])) for kind in ("added", "changed", "removed")))
        for row in counts.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    headline = (
        f"From version {kept[older].package_version} to {kept[newer].package_version}: "
        f"{asked.numbers.counted(int(counts['added'].sum()), 'row')} added, "
        f"{whole(int(counts['changed'].sum()))} changed, "
        f"{whole(int(counts['removed'].sum()))} removed"
    )
    body = Table(("Table", "Added", "Changed", "Removed"), rows, (6, 2, 2, 2), (1, 2, 3),
                 rest(asked, counts, "table"))  # fmt: skip
    return asked.scene(headline, body, source="Versions of the base that are kept", is_dated=False)


def _logged(asked: Asked) -> Scene:
    found = asked.store.once(logged_versions)
    if found.empty:
        raise Nothing("This data package has no change log.")
    whole = asked.numbers.whole
    rows = tuple(
        (str(row["version"]), when(str(row["made_on"])[:10]), shortened(str(row["why"]), 90),
         whole(int(row["added"])), whole(int(row["changed"])))
        for row in found.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    added = asked.numbers.counted(int(found["added"].iloc[0]), "row")
    headline = f"Version {rows[0][0]} of the data: {added} added and {rows[0][4]} changed"
    body = Table(("Version", "Of", "Why", "Added", "Changed"), rows, (2, 2, 5.4, 1.3, 1.6), (3, 4),
                 rest(asked, found, "version"))  # fmt: skip
    return asked.scene(headline, body, source="Change log of the data", is_dated=False)
