"""Progress of some partnerships, taken from that of all: to ask for one takes as long."""

from collections.abc import Collection

import pandas as pd

from s3dash.queries.partnerships.progress import partnership_progress
from s3dash.ui.shell.library import answer, answer_lately
from s3dash.ui.stages.as_of import AsOf, today


def progress_of_some(partnership_ids: Collection[str], day: AsOf) -> pd.DataFrame:
    """Their rows of `queries.progress.partnership_progress` of a day."""
    # What nearly everybody sees is kept for good, other days are many.
    ask = answer if day == AsOf(today()) else answer_lately
    every = ask(partnership_progress, day.day, day.window_months)
    return every[every["partnership_id"].isin(partnership_ids)].reset_index(drop=True)
