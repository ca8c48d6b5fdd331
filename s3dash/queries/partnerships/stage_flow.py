"""Flow over time: how many partnerships had evidence in a stage, by year."""

from datetime import date

import pandas as pd

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
