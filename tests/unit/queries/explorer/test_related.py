"""What makes priorities related, in words."""

from __future__ import annotations

from s3dash.queries.explorer.index import priority_index
from s3dash.queries.explorer.related import likeness_to_each, related
from s3dash.store.connection import Store

BINDING = {"as", "being", "into", "other", "under", "well", "with"}


def test_words_that_only_bind_a_sentence_are_no_reason(store: Store) -> None:
    index = priority_index(store)
    every = likeness_to_each(store, range(len(index.strategy)))
    weighed = [{*alike.weights} for alike in every]
    assert not [words & BINDING for words in weighed if words & BINDING]
    # The words that are told are of these.
    row = int(index.row_no[0])
    [(priority_id,)] = store.rows("SELECT priority_id FROM priority WHERE rowid = ?", [row])
    told = {word for words in related(store, priority_id)["words"] for word in words}
    assert told
    assert told <= weighed[0]
