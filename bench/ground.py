"""What every measure uses: a store with data, two JupyterLabs, a browser, and the other clients."""

from __future__ import annotations

import contextlib
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import SeaweedStore, Store
from jupyterlab_s3_drive.tests.kit.stores import MinioStore

from . import data
from .clients import Boto3, Mc
from .driver import Driver
from .environments import HOME, Missing
from .monitor import Monitor
from .results import Results
from .sizes import Sizes

KINDS: dict[str, type[Store]] = {kind.name: kind for kind in (SeaweedStore, MinioStore)}

#: The two JupyterLabs: all through the proxy, and straight to the store where that is possible.
PROXY = "proxy"
DIRECT = "direct"


@dataclass
class Ground:
    """Handed to every measure."""

    store: Store
    folder: Path
    sizes: Sizes
    results: Results
    servers: dict[str, JupyterServer]
    driver: Driver

    @cached_property
    def client(self) -> Any:
        """A botocore client that goes to the store itself."""
        return data.client_of(self.store)

    @cached_property
    def mc(self) -> Mc:
        """MinIO's client. Raises `Missing`."""
        return Mc(self.store, self.folder)

    @cached_property
    def boto3(self) -> Boto3:
        """boto3. Raises `Missing`."""
        return Boto3(self.store)

    @cached_property
    def file(self) -> Path:
        """The large file on this machine's disk."""
        return data.make_file(HOME / "files", self.sizes.file)

    def folder_of(self, count: int) -> str:
        """Return the prefix of a folder that holds so many objects; it is filled on first use."""
        prefix = data.folder_of(count)
        data.make_folder(self.store, prefix, count)
        return prefix

    def path(self, key: str) -> str:
        """Return the drive's path of a key."""
        return f"s3:{data.BUCKET}/{key.rstrip('/')}"

    def monitor(self, *, browser: bool = False) -> Monitor:
        """Return what watches the server of the JupyterLab that sends all through the proxy."""
        watched = self.driver.process if browser else None
        return Monitor(self.servers[PROXY], self.servers[DIRECT], watched)

    def attempt(self, series: str, work: Callable[[], float]) -> None:
        """Do a piece of work and add its seconds to a series, or the reason why there are none."""
        try:
            self.results.add(series, work())
        except Missing as error:
            self.results.fail(series, str(error))
            say(f"    {series}: {error}")


@contextlib.contextmanager
def ground(kind: str, sizes: Sizes, results: Results) -> Iterator[Ground]:
    """Start everything, and end it again. The store's data stay for the next run.

    Raises:
        Missing, StoreError, JupyterError: something did not start.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    store = KINDS[kind](HOME / f"store-{kind}", access_key="bench", secret_key=_secret())
    with (
        tempfile.TemporaryDirectory(prefix="s3-drive-bench-") as name,
        contextlib.ExitStack() as stack,
    ):
        folder = Path(name)
        stack.callback(store.stop)
        store.start()
        data.make_bucket(store)
        servers = {lab: _lab(folder / lab, store, lab == DIRECT) for lab in (PROXY, DIRECT)}
        for server in servers.values():
            stack.callback(server.stop)
            server.start()
        driver = stack.enter_context(Driver(folder))
        yield Ground(store, folder, sizes, results, servers, driver)


def say(text: str) -> None:
    """Show the person how far it is; standard output belongs to the table."""
    print(text, file=sys.stderr, flush=True)


def _lab(folder: Path, store: Store, direct: bool) -> JupyterServer:
    server = JupyterServer(
        folder=folder / "jupyter",
        root=folder / "work",
        env=datalab_environment(store),
        lab=True,
        config={
            "LabApp": {"expose_app_in_browser": True},
            "S3Drive": {"direct_transfers": direct},
        },
    )
    server.silence_news()
    return server


def _secret() -> str:
    """Return the key of the store, which its data outlive a run with."""
    file = HOME / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()
