"""What makes priorities related, in words."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from s3dash.queries.explorer.related import related
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def test_words_that_only_bind_a_sentence_are_no_reason(store: Store, facts: Facts) -> None:
    for priority_id in facts("priority")["priority_id"][::20]:
        for words in related(store, priority_id)["words"]:
            assert not {"as", "being", "into", "other", "under", "well", "with"} & {*words}
