"""Cases on the desk: how long they lie there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from s3dash.steward.cases import KEPT_DAYS, LONGEST_NAME, find_case, open_case


def test_a_case_is_kept_for_so_long_after_the_last_visit(tmp_path: Path) -> None:
    """Looking is a visit, not only deciding."""
    seen, forgotten = (open_case(tmp_path, [("m.csv", b"a,b\n")]) for _ in range(2))
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    for case in (seen, forgotten):
        os.utime(case.folder / "case.json", (long_ago, long_ago))
    assert find_case(tmp_path, seen.key) is not None
    open_case(tmp_path, [("other.csv", b"a,b\n")])
    assert find_case(tmp_path, seen.key) is not None
    assert find_case(tmp_path, forgotten.key) is None
    assert not forgotten.folder.exists()


def test_a_long_name_keeps_its_beginning_and_its_ending(tmp_path: Path) -> None:
    name = f"Events of the region, draft{' and more' * 20}.xlsx"
    sent = [(name, b"a"), (name, b"b"), ("../../etc/pa:ss", b"c"), ("ა" * 200, b"d")]
    case = open_case(tmp_path, sent)
    first, second, third, georgian = (one.name for one in case.files)
    assert georgian == "ა" * LONGEST_NAME
    assert first.startswith("Events of the region, draft and more")
    assert first.endswith(".xlsx")
    assert len(first) == LONGEST_NAME
    assert second == first.replace(".xlsx", " (2).xlsx")
    assert third == "pa_ss"
