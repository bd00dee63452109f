"""Fixtures of the server's tests: real stores, real Jupyter servers, JupyterHub's real proxy."""

from __future__ import annotations

import os
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import (
    BUCKET,
    MIB,
    SEED,
    HubProxy,
    kinds_of_store,
    make_server,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytest_plugins = ["pytest_jupyter.jupyter_server"]

StartServer = Callable[..., JupyterServer]


# Before Hypothesis reads its option.
@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Seed Hypothesis as the other random tests are."""
    config.option.hypothesis_seed = config.option.hypothesis_seed or str(SEED)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what proves the same on every store on the first store alone, but in a full run."""
    if os.environ.get("S3_DRIVE_TEST_FULL"):
        return
    others = kinds_of_store()[1:]
    left_out = [
        item for item in items if item.get_closest_marker("one_store") and _on(item, others)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _on(item: pytest.Item, stores: Sequence[type[Store]]) -> bool:
    """Return whether a test runs on one of the stores."""
    params = (
        item.callspec.params
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else {}
    )
    return params.get("store") in stores


def pytest_report_header() -> str:
    """Print the seed."""
    return f"S3_DRIVE_TEST_SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have found out (`record_property`): points that they visited, and figures."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        file, found = report.nodeid.partition("::")[0], dict(report.user_properties)
        counted[file] += found.get("points", 0)
        if "figures" in found:
            terminalreporter.write_line(f"Figures of {file}: {found['figures']}")
    for file, points in (+counted).items():
        terminalreporter.write_line(f"Points visited by {file}: {points}")


@pytest.fixture(scope="session", params=kinds_of_store(), ids=lambda kind: kind.name)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A running store of each kind, with one bucket."""
    with running_store(request.param, tmp_path_factory.mktemp("store")) as running:
        running.client().create_bucket(Bucket=BUCKET)
        yield running


@pytest.fixture(scope="session")
def _wire(store: Store) -> Iterator[Wire]:
    wire = Wire(store.endpoint)
    yield wire
    wire.close()


@pytest.fixture
def wire(_wire: Wire) -> Wire:
    """The proxy between the server and the store; it has recorded nothing yet."""
    _wire.reset()
    return _wire


@pytest.fixture(scope="session")
def server(
    store: Store, _wire: Wire, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[JupyterServer]:
    """A server in a Datalab pod's environment that reaches the store through the wire.

    Its own limit on bodies is low: what passes it shows that the proxy has lifted it.
    """
    env = datalab_environment(store)
    env.update(AWS_ENDPOINT_URL=_wire.endpoint, S3_ENDPOINT=_wire.endpoint)
    running = make_server(
        tmp_path_factory.mktemp("server"), env, {"ServerApp": {"max_body_size": MIB}}
    )
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(server: JupyterServer) -> Browser:
    """A client of the server."""
    return Browser(server.url, server.token)


@pytest.fixture(scope="session")
def hub(server: JupyterServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A client of the same server through JupyterHub's proxy, under `/user/name/`."""
    proxy = HubProxy(server, tmp_path_factory.mktemp("hub"))
    yield Browser(proxy.url, server.token)
    proxy.stop()


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """`bucket/…/`, for this test alone."""
    return f"{BUCKET}/{zlib.crc32(request.node.nodeid.encode())}-{time.monotonic_ns()}/"


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Start more servers, as `make_server` does; they end with the test."""
    running: list[JupyterServer] = []

    def start(*args: Any, **kwargs: Any) -> JupyterServer:
        running.append(make_server(tmp_path / f"server-{len(running)}", *args, **kwargs))
        return running[-1]

    yield start
    for each in running:
        each.stop()
