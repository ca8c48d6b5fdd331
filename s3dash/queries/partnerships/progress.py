"""Stage progress: per partnership and stage, the dated evidence on record at a date.

What *active*, *earlier*, *revisit* and *quiet* mean is written in `docs/methods/stages.md`.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from s3dash.queries.territories.territories import LABELLED
from s3dash.store.connection import Store

WINDOWS = (6, 12, 24, 36, 60)
"""Months before the as-of date in which evidence makes a stage active: what a reader may choose."""
DEFAULT_WINDOW = 24
STALE_MONTHS = 12
"""Months without evidence after which a partnership is marked as quiet."""
QUIET = f"quiet for {STALE_MONTHS} months"
ROLES = ("lead", "co-lead", "participant")
ORDERS = {
    "platform": "Platform, then name",
    "name": "Name",
    "reached": "Stage reached, furthest first",
    "latest": "Last sign of life, newest first",
    "oldest": "Last sign of life, oldest first",
    "members": "Documented members, most first",
}


def active_words(months: int) -> str:
    """What evidence of the last months makes a stage or a partnership.

    >>> active_words(24)
    'active within 24 months'
    """
    return f"active within {months} months"


STATES = {
    "active": "active",
    "earlier": "earlier",
    "related": "related evidence only",
    "none": "not documented",
}
"""State of a stage -> its word; how long active lasts stands beside (`active_words`)."""
LIFE = {
    "recent": active_words(STALE_MONTHS),
    "unsure": f"perhaps {active_words(STALE_MONTHS)}: known by year or month only",
    "stale": QUIET,
    "none": STATES["none"],
}
"""Code -> words for what is known of the last sign of life of a partnership."""
BASES = {
    "direct": "of the partnership itself",
    "project": "of a project that a source ties to it",
    "related": "related: tied to it by our judgement",
}
"""How near an event is to the partnership: code -> words."""
OF_STAGES = {
    "evidence": "evidence",
    "latest": "latest",
    "states": "state",
    "direct": "direct",
    "related": "related",
    "doubtful": "is_doubtful",
    "revisits": "revisits",
    "revisited": "revisited",
}
"""Lists of `partnership_progress`, one value a stage: what a stage calls it."""
NO_STAGE = "none"
"""Stands for "no stage is documented" where stages reached are chosen."""


@dataclass(frozen=True)
class Stage:
    """A stage of the work-flow, in the order of the method."""

    stage_id: str
    name: str
    position: int
    definition: str
    is_jrc_supported: bool
    source_url: str


@dataclass(frozen=True)
class ProgressFilter:
    """Which partnerships: any of the values within a field, all fields together.

    ``places`` are territories and countries, with all that lies in them; ``roles`` the role that
    a member there (anywhere, without places) has; ``reached`` stages, or `NO_STAGE`; ``life`` codes
    of `LIFE`. ``bases`` choose among the events, not the partnerships: codes of `BASES`.
    """

    platforms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    life: tuple[str, ...] = ()
    partnerships: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


EVERY_PARTNERSHIP = ProgressFilter()


def stages(store: Store) -> tuple[Stage, ...]:
    """The five stages in the order in which the method describes them."""
    return tuple(
        Stage(*row)
        for row in store.rows(
            "SELECT stage_id, name, position, definition, is_jrc_supported, source_url"
            " FROM stage ORDER BY position"
        )
    )


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last day of a month that is shorter.

    >>> months_before(date(2024, 3, 31), 13)
    datetime.date(2023, 2, 28)
    """
    counted = day.year * 12 + day.month - 1 - months
    year, month = max(counted // 12, date.min.year), counted % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_evidence(store: Store) -> date | None:
    """First day of the oldest event on record; None when there is none."""
    [(first,)] = store.rows("SELECT min(date_start) FROM stage_evidence")
    known: date | None = first
    return known


def partnership_progress(
    store: Store,
    as_of: date,
    window_months: int = DEFAULT_WINDOW,
    chosen: ProgressFilter = EVERY_PARTNERSHIP,
) -> pd.DataFrame:
    """Partnerships with their evidence per stage, as it was on record for a date.

    Parameters
    ----------
    as_of : datetime.date
        Events count from their first day on; those that begin later are left out.
    window_months : int
        Evidence in so many months before makes a stage active.
    chosen : ProgressFilter
        Which partnerships; stages reached and signs of life are those at that date.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, platform_id, platform, documented_count, stated_count`` (member
        territories; NA: not stated), ``status_note``, ``launched_later`` (date of the launch
        if that is certainly later, else None); lists in stage order: ``evidence`` (counts),
        ``latest`` (latest date, text as in the source; None: not documented), ``states``
        (``active, earlier, related, none``; related: every event of the stage is), ``direct``
        (counts of events of the partnership itself), ``related`` (counts), ``doubtful``
        (whether every event of the stage has a mark of doubt, such as an announcement),
        ``revisits`` (counts), ``revisited`` (date of the latest
        revisit or None); ``latest_any`` (latest date of all stages, text) and ``last_day``
        (the last day that evidence may be of), ``life`` (a code of `LIFE`), ``is_stale``,
        ``reached`` (the last stage in order with evidence that is not only related, None without
        any; a related event is no sign of life and no revisit either),
        ``reached_position`` (0 without any), ``later``
        (events dated after the as-of date); by platform, then name.
    """
    return store.frame(
        """
        WITH events AS (
            SELECT partnership_id, position, date, date_start, date_end, note, basis, is_near,
                   is_near AND coalesce(date_start > min(near_end) OVER (
                       PARTITION BY partnership_id ORDER BY position DESC
                       RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS is_revisit
            FROM (SELECT partnership_id, position, stage_evidence.date, date_start, date_end, note,
                         coalesce(basis, 'direct') AS basis,
                         coalesce(basis, 'direct') <> 'related' AS is_near,
                         CASE WHEN is_near THEN date_end END AS near_end
                  FROM stage_evidence JOIN stage USING (stage_id)
                  WHERE date_start <= $as_of)
            WHERE len($bases) = 0 OR list_contains($bases, basis)
        ), cells AS (
            SELECT partnership_id, stage.position, stage.stage_id,
                   count(date_start)::INTEGER AS evidence,
                   arg_max(date, (is_near, date_start, date_end)) AS latest,
                   CASE WHEN count(date_start) = 0 THEN 'none' WHEN NOT bool_or(is_near)
                        THEN 'related' WHEN max(date_end) FILTER (is_near) >= $since
                        THEN 'active' ELSE 'earlier' END AS state,
                   count(*) FILTER (basis = 'direct')::INTEGER AS direct,
                   count(*) FILTER (basis = 'related')::INTEGER AS related,
                   coalesce(bool_and(note IS NOT NULL) FILTER (date_start IS NOT NULL), false)
                       AS is_doubtful,
                   count(*) FILTER (is_revisit)::INTEGER AS revisits,
                   arg_max(date, (date_start, date_end)) FILTER (is_revisit) AS revisited,
                   max((date_start, date_end)) FILTER (is_near) AS latest_span,
                   max(least(date_end, $as_of)) FILTER (is_near) AS last_day
            FROM partnership CROSS JOIN stage
            LEFT JOIN events USING (partnership_id, position)
            GROUP BY ALL
        ), strips AS (
            SELECT partnership_id, list(evidence ORDER BY position) AS evidence,
                   list(latest ORDER BY position) AS latest,
                   list(state ORDER BY position) AS states,
                   list(direct ORDER BY position) AS direct,
                   list(related ORDER BY position) AS related,
                   list(is_doubtful ORDER BY position) AS doubtful,
                   list(revisits ORDER BY position) AS revisits,
                   list(revisited ORDER BY position) AS revisited,
                   arg_max(latest, latest_span) FILTER (evidence > related) AS latest_any,
                   max(last_day) AS last_day,
                   CASE WHEN max(last_day) IS NULL THEN 'none'
                        WHEN max(last_day) < $stale_since THEN 'stale'
                        WHEN (max(latest_span) FILTER (evidence > related))[1] < $stale_since
                            THEN 'unsure' ELSE 'recent' END AS life,
                   arg_max(stage_id, position) FILTER (evidence > related) AS reached,
                   coalesce(max(position) FILTER (evidence > related), 0)::INTEGER
                       AS reached_position
            FROM cells GROUP BY partnership_id
        ), members AS (
            SELECT partnership_id, count(*)::INTEGER AS documented_count,
                   bool_or((len($places) = 0 OR list_has_any(within, $places))
                       AND (len($roles) = 0 OR list_contains($roles, role))) AS is_found
            FROM membership JOIN territory USING (territory_id) GROUP BY partnership_id
        ), future AS (
            SELECT partnership_id, count(*)::INTEGER AS later
            FROM stage_evidence WHERE date_start > $as_of
              AND (len($bases) = 0 OR list_contains($bases, coalesce(basis, 'direct')))
            GROUP BY partnership_id
        )
        SELECT partnership_id, partnership.name, platform_id, platform.name AS platform,
               coalesce(documented_count, 0)::INTEGER AS documented_count, stated_count,
               status_note,
               -- As text, a year is never after a day in it: only what is certainly later.
               CASE WHEN partnership.launched > $as_of::VARCHAR
                    THEN partnership.launched END AS launched_later,
               evidence, latest, states, direct, related, doubtful, revisits, revisited,
               latest_any, last_day, life, life = 'stale' AS is_stale, reached, reached_position,
               coalesce(later, 0)::INTEGER AS later
        FROM partnership JOIN platform USING (platform_id) JOIN strips USING (partnership_id)
        LEFT JOIN members USING (partnership_id) LEFT JOIN future USING (partnership_id)
        WHERE (len($platforms) = 0 OR list_contains($platforms, platform_id))
          AND (len($partnerships) = 0 OR list_contains($partnerships, partnership_id))
          AND (len($places) + len($roles) = 0 OR coalesce(is_found, false))
          AND (len($reached) = 0 OR list_contains($reached, coalesce(reached, $no_stage)))
          AND (len($life) = 0 OR list_contains($life, life))
        ORDER BY platform.position, strip_accents(lower(partnership.name)), partnership_id
        """,
        {
            "as_of": as_of,
            "since": months_before(as_of, window_months),
            "stale_since": months_before(as_of, STALE_MONTHS),
            "platforms": list(chosen.platforms),
            "places": list(chosen.places),
            "roles": list(chosen.roles),
            "reached": list(chosen.reached),
            "life": list(chosen.life),
            "partnerships": list(chosen.partnerships),
            "no_stage": NO_STAGE,
            "bases": list(chosen.bases),
        },
    )


def ordered(progress: pd.DataFrame, order: str) -> pd.DataFrame:
    """`partnership_progress` in one of `ORDERS`; equal ones stay by platform, then name.

    Partnerships without evidence come last where evidence gives the order.
    """
    if order == "name":
        return progress.sort_values(
            "name", key=lambda names: names.str.casefold(), ignore_index=True, kind="stable"
        )
    column = {
        "reached": "reached_position",
        "latest": "last_day",
        "oldest": "last_day",
        "members": "documented_count",
    }.get(order)
    if column is None:
        return progress
    return progress.sort_values(
        column, ascending=order == "oldest", ignore_index=True, kind="stable", na_position="last"
    )


def evidence_of(store: Store, partnership_id: str, as_of: date = date.max) -> pd.DataFrame:
    """All events of one partnership.

    Returns
    -------
    pandas.DataFrame
        ``evidence_id, date`` (text as in the source), ``date_start, date_end`` (its first and last
        day), ``stage_id, stage, position`` (of the stage), ``title, detail, note, source_url,
        is_later`` (dated after ``as_of``), ``is_revisit`` (not later, and certainly after an event
        of a later stage; related events aside), ``basis`` (a code of `BASES`), oldest first.
    """
    return store.frame(
        """
        SELECT evidence_id, stage_evidence.date, date_start, date_end, stage_id,
               stage.name AS stage, position::INTEGER AS position, title, detail, note,
               stage_evidence.source_url, date_start > $as_of AS is_later,
               date_start <= $as_of AND coalesce(basis, 'direct') <> 'related' AND coalesce(
                   date_start > min(CASE WHEN coalesce(basis, 'direct') <> 'related'
                                         THEN date_end END) OVER (
                   ORDER BY position DESC RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ), false) AS is_revisit, coalesce(basis, 'direct') AS basis
        FROM stage_evidence JOIN stage USING (stage_id)
        WHERE partnership_id = $partnership_id
        ORDER BY date_start, date_end, evidence_id
        """,
        {"partnership_id": partnership_id, "as_of": as_of},
    )


def partnerships_by_state(progress: pd.DataFrame, state: str) -> list[int]:
    """Per stage, in stage order: of how many partnerships the stage is in that state.

    ``progress`` as `partnership_progress` gives it, with at least one row.
    """
    return [
        sum(found == state for found in column) for column in zip(*progress["states"], strict=True)
    ]


def widened(progress: pd.DataFrame, stages: Sequence[Stage]) -> pd.DataFrame:
    """`partnership_progress` with a column per stage and fact, for a file."""
    wide = progress.drop(columns=[*OF_STAGES, "last_day", "reached_position"])
    for number, stage in enumerate(stages):
        for column, name in OF_STAGES.items():
            wide[f"{stage.stage_id}_{name}"] = [row[number] for row in progress[column]]
    return wide


def platform_names(store: Store) -> dict[str, str]:
    """Platforms that have a partnership, in their order: id -> name."""
    return dict(
        store.rows("""
            SELECT platform_id, name FROM platform
            WHERE platform_id IN (SELECT platform_id FROM partnership) ORDER BY position
        """)
    )


def member_places(store: Store) -> dict[str, str]:
    """Countries, then territories, in which a member lies: code -> ``name (code)``.

    Names of territories as `queries.territories.LABELLED` has them, with the English one.
    """
    return dict(
        store.rows(f"""
            WITH places AS (
                SELECT DISTINCT unnest(within) AS code
                FROM membership JOIN territory USING (territory_id)
            ), named AS (
                SELECT country_code AS code, name, 0 AS rank,
                       format('{{}} ({{}})', name, country_code) AS label
                FROM country
                UNION ALL
                SELECT territory_id, name, 1, label FROM ({LABELLED})
                WHERE territory_id NOT IN (SELECT country_code FROM country)
            )
            SELECT code, label FROM named JOIN places USING (code)
            ORDER BY rank, strip_accents(lower(name)), code
        """)
    )
