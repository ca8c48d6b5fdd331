"""Presenting, served on a port of its own: events need a server that sends while it answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash.store.connection import Store
from tests.fixtures.presenting import Service, rooms_away, serving


@pytest.fixture(scope="session")
def service(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(store, tmp_path_factory.mktemp("rooms")) as made:
        yield made


@pytest.fixture
def away(service: Service, tmp_path: Path) -> Iterator[Service]:
    """The service while its database cannot be reached."""
    with rooms_away(service, tmp_path):
        yield service
