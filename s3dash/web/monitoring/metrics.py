"""The figures of this process, as Prometheus reads them, on a port of their own.

`deploy/monitoring/` has a dashboard of them for Grafana, and when to be alarmed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

import s3dash
from s3dash.queries.base.about import About
from s3dash.settings import METRICS, Listening
from s3dash.store.condition import CONDITION

LOG = logging.getLogger(__name__)
# When a counter began is a series more for each, and nobody asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
"""Ours alone: what a library counts for itself is not served."""
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10, 20)
SESSIONS = Gauge("s3dash_sessions", "Readers who are here now.", registry=REGISTRY)
OPENED = Counter("s3dash_sessions_opened", "Sessions since the start.", registry=REGISTRY)
REFUSED = Counter(
    "s3dash_refused", "Requests turned away, by the reason.", ["why"], registry=REGISTRY
)
RUNS = Histogram(
    "s3dash_run_seconds",
    "From the start to the end of the script of a page, waiting for a turn included.",
    ["page"],
    buckets=SECONDS,
    registry=REGISTRY,
)
ERRORS = Counter("s3dash_page_errors", "Pages that ended in an error.", ["page"], registry=REGISTRY)
CUT = Counter(
    "s3dash_queries_cut",
    "Pages whose query took too long and was cut.",
    ["page"],
    registry=REGISTRY,
)
ANSWERS = Histogram(
    "s3dash_answer_seconds",
    "From a request to the end of its answer, by what was asked for and the status.",
    ["kind", "status"],
    buckets=SECONDS,
    registry=REGISTRY,
)
SWAPS = Counter("s3dash_store_opened", "Stores opened since the start.", registry=REGISTRY)
STORE = Gauge(
    "s3dash_store",
    "1 for the store that is served.",
    ["build", "data_version", "version"],
    registry=REGISTRY,
)
BUILT = Gauge(
    "s3dash_store_built_timestamp_seconds", "When that store was built.", registry=REGISTRY
)
BROKEN = Gauge(
    "s3dash_store_refused", "1 while a newer store is there and is not served.", registry=REGISTRY
)
BROKEN.set_function(lambda: 0 if CONDITION.refused is None else 1)
CHECKED = Gauge(
    "s3dash_store_checked_timestamp_seconds",
    "When the address of the store answered last; 0: the store is a file.",
    registry=REGISTRY,
)
CHECKED.set_function(lambda: _seconds(CONDITION.checked_at))
STRAYED = Counter(
    "s3dash_sessions_strayed",
    "Sessions whose page came from another process: the proxy does not keep readers at one.",
    registry=REGISTRY,
)


def _seconds(moment: datetime | None) -> float:
    return 0 if moment is None else moment.timestamp()


def store_opened(about: About) -> None:
    """A store is served from now on, in the place of the one before."""
    SWAPS.inc()
    STORE.clear()
    STORE.labels(about.data_digest[:16], about.version, s3dash.__version__).set(1)
    # It is UTC, and the store does not say so.
    BUILT.set((about.built_at - datetime(1970, 1, 1)).total_seconds())


@contextmanager
def running(page: str) -> Iterator[None]:
    """While the script of a page runs. What Streamlit ends early is no error."""
    begun = time.perf_counter()
    try:
        yield
    except Exception:
        ERRORS.labels(page).inc()
        raise
    finally:
        RUNS.labels(page).observe(time.perf_counter() - begun)


def serve(place: Listening) -> None:
    """Serve the figures in a thread of their own, for as long as the process lives.

    Where that cannot be, readers are served all the same: a line of the log says so, and Prometheus
    finds the process gone.
    """
    try:
        start_http_server(place.port, place.address, REGISTRY)
    except OSError as error:
        LOG.error(
            "%s=%s:%d cannot be listened on (%s), so nobody gets the figures of this process: set "
            "an address and port of its own for each process, then start it again.",
            METRICS.variable,
            place.address,
            place.port,
            error.strerror,
        )
