"""Flow over time: how many partnerships had evidence in a stage, by year."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from s3dash.queries.partnerships.progress import months_before
from s3dash.store.connection import Store


def evidence_by_year(store: Store, platform_id: str, as_of: date) -> pd.DataFrame:
    """Partnerships of a platform with evidence per year and stage, up to a date.

    Events that are only related to a partnership are left out.

    Returns
    -------
    pandas.DataFrame
        ``year, stage_id, stage, partnerships`` (how many have an event of that stage in that year),
        ``events, names`` (of the partnerships, separated by semicolons); only years and stages with
        an event, by year, then stage.
    """
    return store.frame(
        """
        SELECT year(date_start)::INTEGER AS year, stage_id, stage.name AS stage,
               count(DISTINCT partnership_id)::INTEGER AS partnerships,
               count(*)::INTEGER AS events,
               string_agg(DISTINCT partnership.name, '; ' ORDER BY partnership.name) AS names
        FROM stage_evidence JOIN stage USING (stage_id) JOIN partnership USING (partnership_id)
        WHERE platform_id = $platform_id AND date_start <= $as_of
          AND coalesce(stage_evidence.basis, 'direct') <> 'related'
        GROUP BY year(date_start), stage_id, stage.name, position
        ORDER BY year, position
        """,
        {"platform_id": platform_id, "as_of": as_of},
    )


def states_by_day(
    store: Store,
    partnership_ids: Sequence[str],
    days: Sequence[date],
    window_months: int,
    bases: Sequence[str] = (),
) -> pd.DataFrame:
    """In which stages partnerships had evidence, as it was on record for each of some days.

    One question for a replay, where `progress.partnership_progress` would be asked a day at a time;
    the states are the same.

    Parameters
    ----------
    bases : sequence of str
        How near the events are that count; empty: all but related ones.

    Returns
    -------
    pandas.DataFrame
        ``day, partnership_id, position`` (of the stage, from 1), ``state`` (``active`` or
        ``earlier``); no row where a stage has no evidence but related one.
    """
    found = store.frame(
        """
        SELECT day, partnership_id, position::INTEGER AS position,
               CASE WHEN max(date_end) >= any_value(since) THEN 'active' ELSE 'earlier' END AS state
        FROM (SELECT unnest($days) AS day, unnest($since) AS since)
        JOIN stage_evidence ON date_start <= day JOIN stage USING (stage_id)
        WHERE list_contains($partnership_ids, partnership_id)
          AND coalesce(basis, 'direct') <> 'related'
          AND (len($bases) = 0 OR list_contains($bases, coalesce(basis, 'direct')))
        GROUP BY day, partnership_id, position ORDER BY day, partnership_id, position
        """,
        {
            "partnership_ids": list(partnership_ids),
            "days": list(days),
            "since": [months_before(day, window_months) for day in days],
            "bases": list(bases),
        },
    )
    return found.assign(day=pd.to_datetime(found["day"]).dt.date)
