"""Figures that cannot be served stop no reader, and are told of in a line."""

from __future__ import annotations

import socket

import pytest

from s3dash.settings import Listening
from s3dash.web.monitoring import metrics


def test_a_port_that_another_process_took_meanwhile_is_a_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # Two that are started at once both found it free.
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        metrics.serve(Listening("127.0.0.1", port))
    [line] = caplog.messages
    assert line.startswith(f"S3DASH_METRICS=127.0.0.1:{port} cannot be listened on (")
    assert line.endswith(
        "set an address and port of its own for each process, then start it again."
    )
