"""The demo as a whole: a store, its data, JupyterLab, and one folder that holds everything."""

from __future__ import annotations

import contextlib
import fcntl
import json
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any

from .fill import make_buckets, put_large_folder, put_samples
from .jupyter import JupyterServer, datalab_environment
from .store import SeaweedStore

ACCESS_KEY = "datalab-demo"

# Everything the demo writes has one of these names; a reset removes no other.
_STORE, _JUPYTER, _WORK, _STATE, _LOCK = "store", "jupyter", "work", "state.json", "lock"


class DemoRunningError(Exception):
    """Another demo uses the same folder."""


class Demo:
    """A demo that lives in one folder, and finds there again what an earlier run left.

    Args:
        folder: made when it is missing.
        port: JupyterLab's port; without it a free one.
        open_browser: let JupyterLab open itself in the person's browser.
        objects: how many objects the large folder gets.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        open_browser: bool = True,
        objects: int,
    ) -> None:
        self.folder = folder.resolve()
        self._state = self._read_state()
        self._objects = objects
        self._cancelled = Event()
        self._filler = Thread(target=self._fill_large_folder, daemon=True)
        self.store = SeaweedStore(
            self.folder / _STORE, access_key=ACCESS_KEY, secret_key=self._state["secretKey"]
        )
        self.jupyter = JupyterServer(
            folder=self.folder / _JUPYTER,
            root=self.folder / _WORK,
            env=datalab_environment(self.store),
            lab=True,
            config={"ServerApp": {"open_browser": open_browser}},
            port=port,
        )

    def start(self) -> None:
        """Start the store, fill it at the first run, start JupyterLab, and go on filling behind it.

        Raises:
            StoreError, JupyterError: one of them did not start.
        """
        self._write_state()
        self.store.start()
        client = self.store.client()
        if not self._state["filled"]:
            make_buckets(client)
            put_samples(client)
            self._set("filled", True)
        self.jupyter.silence_news()
        self.jupyter.start()
        if self._state["objects"] < self._objects:
            self._filler.start()

    def running(self) -> bool:
        """Return whether both processes are there."""
        return self.store.running() and self.jupyter.running()

    def stop(self) -> None:
        """End all that was started."""
        self._cancelled.set()
        if self._filler.is_alive():
            self._filler.join(10)
        with ThreadPoolExecutor(2) as both:
            both.submit(self.jupyter.stop)
            both.submit(self.store.stop)

    def describe(self) -> dict[str, str]:
        """Return addresses and keys, for a program that drives the demo."""
        return {
            "url": f"{self.jupyter.url}lab?token={self.jupyter.token}",
            "baseUrl": self.jupyter.url,
            "token": self.jupyter.token,
            "endpoint": self.store.endpoint,
            "accessKey": self.store.access_key,
            "secretKey": self.store.secret_key,
            "region": self.store.region,
            "root": str(self.jupyter.root),
            "dataDir": str(self.folder),
        }

    def _fill_large_folder(self) -> None:
        # A store that ends meanwhile ends the demo; the next run goes on where this one stopped.
        with contextlib.suppress(Exception):
            if put_large_folder(self.store.client(), self._cancelled, self._objects):
                self._set("objects", self._objects)

    def _read_state(self) -> dict[str, Any]:
        state = {"secretKey": secrets.token_hex(20), "filled": False, "objects": 0}
        with contextlib.suppress(OSError, ValueError):
            state |= json.loads((self.folder / _STATE).read_text())
        return state

    def _set(self, name: str, value: bool | int) -> None:
        self._state[name] = value
        self._write_state()

    def _write_state(self) -> None:
        file = self.folder / _STATE
        file.touch(mode=0o600)
        file.write_text(json.dumps(self._state))


def reset(folder: Path) -> None:
    """Remove what the demo keeps in `folder`, and nothing else that may be there."""
    for name in (_STORE, _JUPYTER, _WORK):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / _STATE).unlink(missing_ok=True)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this process.

    Raises:
        DemoRunningError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DemoRunningError(
                f"A demo is running already with its data in {folder}. "
                "Use that one, end it, or give another folder with --data-dir."
            ) from error
        yield
