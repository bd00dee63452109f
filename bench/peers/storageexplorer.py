"""jupyter-storage-explorer: a widget whose work is done in the kernel."""

from __future__ import annotations

import os
from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

from ..clients import timed
from ..environments import ROOT, Missing, python_of
from .api import Api, Peer

_SCRIPT = ROOT / "bench" / "outside" / "storage_explorer_times.py"


class StorageExplorer(Peer):
    """No server to ask: its listing is timed in a Python of its own, as a kernel would run it."""

    label = "storage-explorer"
    package = "jupyter-storage-explorer"

    def __init__(self) -> None:
        self._environment: dict[str, str] = {}

    def connect(self, store: Store) -> None:
        """Take a store."""
        self._environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": store.endpoint,
            "AWS_ACCESS_KEY_ID": store.access_key,
            "AWS_SECRET_ACCESS_KEY": store.secret_key,
            "AWS_DEFAULT_REGION": store.region,
        }

    def seconds(self, bucket: str, prefix: str) -> float:
        """Return the seconds that its listing takes in the kernel."""
        return self._run("list", bucket, prefix)

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """Return how many names it lists."""
        return int(self._run("count", bucket, prefix))

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Refuse: its own limit is 10 MB a file, sent through the kernel's messages."""
        raise Missing("By default it takes no file over 10 MB.")

    def _run(self, work: str, bucket: str, prefix: str) -> float:
        python = python_of(self.package)
        return timed(python, _SCRIPT, self._environment, work, f"{bucket}/{prefix}")
