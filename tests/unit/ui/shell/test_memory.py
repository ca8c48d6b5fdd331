"""What has been imported is taken out of garbage collection, once."""

import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash.ui.shell import memory


@pytest.fixture
def set_aside() -> Iterator[None]:
    """Everything imported so far is set aside; afterwards nothing is."""
    memory.set_aside_imports()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("set_aside")
def test_a_module_loaded_later_is_set_aside_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loaded_late.py").write_text("KEPT = [[place] for place in range(5000)]\n")
    monkeypatch.syspath_prepend(tmp_path)
    kept = importlib.import_module("loaded_late").KEPT
    assert any(found is kept[17] for found in gc.get_objects())

    memory.set_aside_imports()

    assert not any(found is kept[17] for found in gc.get_objects())
    del sys.modules["loaded_late"]


@pytest.mark.usefixtures("set_aside")
def test_without_a_new_module_nothing_is_set_aside() -> None:
    memory.set_aside_imports()
    passing = [[]]
    memory.set_aside_imports()
    assert any(found is passing[0] for found in gc.get_objects())
