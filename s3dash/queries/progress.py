"""Stage progress: per partnership and stage, the dated evidence on record."""

from dataclasses import dataclass

import pandas as pd

from s3dash.store.connection import Store


@dataclass(frozen=True)
class Stage:
    """A stage of the work-flow, in the order of the method."""

    stage_id: str
    name: str
    definition: str


def stages(store: Store) -> list[Stage]:
    """The five stages in the order in which the method describes them."""
    return [
        Stage(*row)
        for row in store.rows("SELECT stage_id, name, definition FROM stage ORDER BY position")
    ]


def partnership_progress(store: Store, *platform_ids: str) -> pd.DataFrame:
    """Partnerships with their evidence per stage.

    Parameters
    ----------
    *platform_ids : str
        Only partnerships of these platforms; none: of all.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, platform_id, platform, documented_count, stated_count`` (member
        territories; NA: not stated), ``evidence`` (list of counts in stage order), ``latest``
        (list of the latest dates in stage order: text as in the source, None where not
        documented), ``latest_any`` (latest date of all stages, text), ``status_note``;
        by platform, then name.
    """
    return store.frame(
        """
        WITH cells AS (
            SELECT partnership_id, stage.position, count(evidence_id)::INTEGER AS evidence,
                   max_by(stage_evidence.date, date_start) AS latest,
                   max(date_start) AS latest_start
            FROM partnership CROSS JOIN stage
            LEFT JOIN stage_evidence USING (partnership_id, stage_id)
            GROUP BY ALL
        ), strips AS (
            SELECT partnership_id, list(evidence ORDER BY position) AS evidence,
                   list(latest ORDER BY position) AS latest,
                   max_by(latest, latest_start) AS latest_any
            FROM cells GROUP BY partnership_id
        ), members AS (
            SELECT partnership_id, count(*)::INTEGER AS documented_count
            FROM membership GROUP BY partnership_id
        )
        SELECT partnership_id, partnership.name, platform_id, platform.name AS platform,
               coalesce(documented_count, 0)::INTEGER AS documented_count, stated_count,
               evidence, latest, latest_any, status_note
        FROM partnership JOIN platform USING (platform_id) JOIN strips USING (partnership_id)
        LEFT JOIN members USING (partnership_id)
        WHERE len($platform_ids) = 0 OR list_contains($platform_ids, platform_id)
        ORDER BY platform.position, partnership.name
        """,
        {"platform_ids": list(platform_ids)},
    )


def evidence_of(store: Store, partnership_id: str) -> pd.DataFrame:
    """Events of one partnership.

    Returns
    -------
    pandas.DataFrame
        ``date`` (text as in the source), ``date_start`` (first day of it), ``stage_id, stage,
        title, detail, note, source_url``, oldest first.
    """
    return store.frame(
        """
        SELECT date, date_start, stage_id, stage.name AS stage, title, detail, note,
               stage_evidence.source_url
        FROM stage_evidence JOIN stage USING (stage_id)
        WHERE partnership_id = $partnership_id
        ORDER BY date_start, evidence_id
        """,
        {"partnership_id": partnership_id},
    )


def by_stage(evidence: pd.DataFrame, stages: list[Stage]) -> tuple[list[int], list[str | None]]:
    """Events of one partnership per stage, in stage order: how many, and the latest date.

    ``evidence`` as `evidence_of` gives it (oldest first); dates as text, None: not documented.
    """
    dates = [evidence.loc[evidence["stage_id"] == stage.stage_id, "date"] for stage in stages]
    return [len(of) for of in dates], [None if of.empty else str(of.iloc[-1]) for of in dates]


def partnerships_with_evidence(progress: pd.DataFrame) -> list[int]:
    """Per stage, in stage order: how many of the partnerships have at least one event.

    ``progress`` as `partnership_progress` gives it.
    """
    return [
        sum(count > 0 for count in column) for column in zip(*progress["evidence"], strict=True)
    ]


def widened(progress: pd.DataFrame, stages: list[Stage]) -> pd.DataFrame:
    """`partnership_progress` with one column of counts and one of dates per stage, for a file."""
    wide = progress.drop(columns=["evidence", "latest"])
    for number, stage in enumerate(stages):
        wide[f"{stage.stage_id}_evidence"] = [row[number] for row in progress["evidence"]]
        wide[f"{stage.stage_id}_latest"] = [row[number] for row in progress["latest"]]
    return wide


def platform_names(store: Store) -> dict[str, str]:
    """Platforms that have a partnership, in their order: id -> name."""
    return dict(
        store.rows("""
            SELECT platform_id, name FROM platform
            WHERE platform_id IN (SELECT platform_id FROM partnership) ORDER BY position
        """)
    )
