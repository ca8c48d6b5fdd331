"""The work-flow itself: what the method asks for in each stage, and who has evidence there."""

from collections.abc import Sequence

import pandas as pd

from s3dash.queries.partnerships.progress import Stage
from s3dash.store.connection import Store

KINDS = {
    "activity": "Activities",
    "deliverable": "Deliverables",
    "checklist": "Checklist",
}
"""Kind of a work-flow item -> what a list of them is called, in the order of the work."""


def workflow_items(store: Store) -> pd.DataFrame:
    """Activities, deliverables and checklist points of the work-flow.

    Returns
    -------
    pandas.DataFrame
        ``item_id, stage_id, stage`` (both NA: of every stage), ``kind`` (a code of `KINDS`),
        ``item, source_title, source_url`` (one of the two is NA), in the order of the method.
    """
    return store.frame("""
        SELECT item_id, stage_id, stage.name AS stage, kind, item, source_title,
               workflow_item.source_url
        FROM workflow_item LEFT JOIN stage USING (stage_id)
        ORDER BY position NULLS LAST, kind = 'checklist', kind, workflow_item.rowid
    """)


def with_evidence_in(
    progress: pd.DataFrame, stages: Sequence[Stage], stage_id: str
) -> pd.DataFrame:
    """Partnerships with evidence in a stage, out of `queries.progress.partnership_progress`.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, platform, evidence`` (number of events), ``latest`` (latest date in
        the stage, text), ``state`` (``active`` or ``earlier``), active ones first, else as given.
    """
    place = [stage.stage_id for stage in stages].index(stage_id)
    found = progress[["partnership_id", "name", "platform"]].assign(
        **{
            name: [row[place] for row in progress[column]]
            for name, column in (
                ("evidence", "evidence"),
                ("latest", "latest"),
                ("state", "states"),
            )
        }
    )
    found = found[found["evidence"] > 0]
    return found.sort_values("state", kind="stable", ignore_index=True)
