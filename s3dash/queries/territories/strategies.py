"""Which strategies count: those of which a priority is documented."""

from __future__ import annotations

DOCUMENTED = "(FROM strategy WHERE documented_count > 0) AS strategy"
"""In place of the table `strategy` in a query: one without a list is known by
title alone."""
