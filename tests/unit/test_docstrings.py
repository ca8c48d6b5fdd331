"""Examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

from s3dash.folders import ROOT


def with_examples() -> list[str]:
    """Modules whose docstrings have examples."""
    files = (ROOT / "s3dash").rglob("*.py")
    found = (file for file in files if "\n    >>> " in file.read_text(encoding="utf-8"))
    return sorted(".".join(file.relative_to(ROOT).with_suffix("").parts) for file in found)


@pytest.mark.parametrize("module", with_examples())
def test_examples_in_docstrings_are_true(module: str) -> None:
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted
    assert not done.failed
