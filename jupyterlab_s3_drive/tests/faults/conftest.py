"""A server that reaches its store through what lets requests fail."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.faults import impatient
from jupyterlab_s3_drive.tests.faults.proxy import FaultyStore
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import make_server

#: How long the server waits for a byte of the store (s): a part of 5 MiB is assembled in less.
READ_TIMEOUT = 2.0

MakeSides = Callable[[], Sides]
_numbers = itertools.count()


@pytest.fixture(scope="module")
def faulty(store: Store) -> Iterator[FaultyStore]:
    """What stands before the store."""
    running = FaultyStore(store.endpoint)
    yield running
    running.close()


@pytest.fixture(scope="module")
def server(
    store: Store, faulty: FaultyStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[JupyterServer]:
    """A server behind it that does not wait for long."""
    env = datalab_environment(store)
    env.update(AWS_ENDPOINT_URL=faulty.endpoint, S3_ENDPOINT=faulty.endpoint)
    config: dict[str, dict[str, Any]] = {
        "ServerApp": {"jpserver_extensions": {impatient.__name__: True}},
        "S3Drive": {"read_timeout": READ_TIMEOUT},
    }
    running = make_server(tmp_path_factory.mktemp("faults"), env, config)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def make_sides(store: Store, server: JupyterServer) -> MakeSides:
    """Make two folders for a point, whose name is in each request about them."""
    s3 = store.client()
    return lambda: Sides(server, store, f"point-{next(_numbers):05}-", s3)
