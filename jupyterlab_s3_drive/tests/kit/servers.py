"""Stores, Jupyter servers and JupyterHub's proxy, as the server's tests start them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.processes import Child, free_ports
from jupyterlab_s3_drive.demo.store import SeaweedStore, Store
from jupyterlab_s3_drive.tests.kit.stores import MinioStore, minio_binary

REPOSITORY = Path(__file__).parents[3]
ACCESS_KEY = "AKIDOFTHETESTS"
SECRET_KEY = "NeverToBeSeenInAnyAnswerOrLog"
BUCKET = "tests"
MIB = 2**20

#: Of the random tests. Set the variable to repeat a run; processes that are started have it, too.
SEED = int(os.environ.get("S3_DRIVE_TEST_SEED") or random.SystemRandom().randrange(2**32))
os.environ["S3_DRIVE_TEST_SEED"] = str(SEED)

#: Keys that no store knows, for servers that never get that far.
KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}


def minio_is_wanted() -> bool:
    """Tell whether to test on MinIO: it is asked for by a variable, or by being on PATH."""
    asked = os.environ.get("S3_DRIVE_TEST_MINIO") == "1" or shutil.which("minio")
    return bool(asked and minio_binary())


def kinds_of_store() -> list[type[Store]]:
    """Return the stores to test on."""
    return [SeaweedStore, MinioStore] if minio_is_wanted() else [SeaweedStore]


def make_store(kind: type[Store], folder: Path, **options: Any) -> Store:
    """Start a store with the keys of the tests."""
    store = kind(folder, access_key=ACCESS_KEY, secret_key=SECRET_KEY, **options)
    store.start()
    return store


@contextlib.contextmanager
def running_store(kind: type[Store], folder: Path, **options: Any) -> Iterator[Store]:
    """Run a store as `make_store` does; in the end the disk has what it held again, but for its log."""
    store = make_store(kind, folder, **options)
    try:
        yield store
    finally:
        store.kill()
        shutil.rmtree(store.data_dir / "data", ignore_errors=True)


def make_server(
    folder: Path,
    env: Mapping[str, str],
    config: Mapping[str, Mapping[str, Any]] | None = None,
) -> JupyterServer:
    """Start a Jupyter server with this extension alone, under the path that JupyterHub gives.

    Args:
        folder: holds all that is its own; its HOME too.
        env: the variables of the store.
        config: traitlets, as `{"Class": {"trait": value}}`.
    """
    config = config or {}
    app = config.get("ServerApp", {})
    extensions = {
        "jupyterlab_s3_drive": True,
        "jupyter_lsp": False,
        "jupyter_server_terminals": False,
        "jupyterlab": False,
        "notebook_shim": False,
        **app.get("jpserver_extensions", {}),
    }
    own = {**app, "jpserver_extensions": extensions}
    server = JupyterServer(
        folder=folder,
        root=folder / "root",
        env={
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(folder),
            "AWS_EC2_METADATA_DISABLED": "true",
            **env,
        },
        lab=False,
        config={**config, "ServerApp": own},
        base_url="/user/name/",
    )
    server.start()
    return server


def process_id(server: JupyterServer) -> int:
    """Return the process id of a running server."""
    (file,) = (server.folder / "runtime").glob("jpserver-*.json")
    return int(json.loads(file.read_text())["pid"])


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class HubProxy:
    """JupyterHub's own proxy (configurable-http-proxy) with one route, to a server.

    Args:
        server: what `/user/name/` leads to.
        folder: holds the log.
    """

    def __init__(self, server: JupyterServer, folder: Path) -> None:
        port, self._api = free_ports(2)
        self.url = f"http://127.0.0.1:{port}/user/name/"
        self._child = Child(
            [
                str(REPOSITORY / "node_modules" / ".bin" / "configurable-http-proxy"),
                f"--port={port}",
                f"--api-port={self._api}",
                "--ip=127.0.0.1",
                "--api-ip=127.0.0.1",
            ],
            env={**os.environ, "CONFIGPROXY_AUTH_TOKEN": "of-the-tests"},
            cwd=folder,
            log=folder / "log",
        )
        self._add_route(f"http://127.0.0.1:{server.port}")

    def stop(self) -> None:
        """End the proxy."""
        self._child.kill()

    def _add_route(self, target: str) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._api}/api/routes/user/name",
            data=json.dumps({"target": target}).encode(),
            headers={"Authorization": "token of-the-tests"},
            method="POST",
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(request, timeout=5).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    self.stop()
                    raise
                time.sleep(0.05)
