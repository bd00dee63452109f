"""A working day of eight hours in fast motion: what the server holds stays flat. In a full run only."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.faults.operations import (
    OF_THE_PAGE,
    OF_THE_SERVER,
    Operation,
    attempted,
)
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB, process_id

FULL = bool(os.environ.get("S3_DRIVE_TEST_FULL"))

pytestmark = [
    pytest.mark.skipif(not FULL, reason="takes minutes: scripts/test full"),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(3600),
]

#: Of ten minutes each.
ROUNDS = int(os.environ.get("S3_DRIVE_TEST_SOAK_ROUNDS") or 48)
#: What a person and an open panel do in ten minutes.
REFRESHES, SAVES, OPENS = 60, 10, 10
#: How much more may be held at the end of the day than at its beginning (MiB; descriptors).
MOST_MEMORY = 16.0
MOST_DESCRIPTORS = 8


@dataclass(frozen=True)
class Held:
    """What a server holds at a moment: memory in MiB, open files and sockets, threads, uploads in parts."""

    memory: float
    descriptors: int
    sockets: int
    threads: int
    uploads: int


class Day:
    """A person's work on one server.

    Args:
        keys: the file with the credentials, which are renewed each round.
    """

    def __init__(self, server: JupyterServer, store: Store, keys: Path) -> None:
        self._server, self._store, self._keys = server, store, keys
        self._s3 = store.client()
        self._browser = Browser(server.url, server.token)
        self._process = Path(f"/proc/{process_id(server)}")
        self._number = 0
        self.requests = 0

    def renew(self) -> None:
        """Write the credentials anew."""
        self._keys.write_text(
            f"[default]\naws_access_key_id = {self._store.access_key}\n"
            f"aws_secret_access_key = {self._store.secret_key}\n"
        )
        later = time.time_ns() + self._number * 10**9
        os.utime(self._keys, ns=(later, later))

    def round(self) -> None:
        """Do what is done in ten minutes."""
        self.renew()
        sides = self._sides()
        path = f"{BUCKET}/{sides.prefix}"
        for number in range(OPENS):
            assert self._ask("PUT", f"{path}{number}.txt", b"first") == 200
        for _ in range(REFRESHES):
            assert self._ask("GET", BUCKET, query=f"?list-type=2&prefix={sides.prefix}") == 200
        for number in range(OPENS):
            assert self._ask("GET", f"{path}{number}.txt") == 200
        for number in range(SAVES):
            etag = self._browser.s3("HEAD", f"{path}{number}.txt").headers["ETag"]
            body = str(self._number).encode()
            assert self._ask("PUT", f"{path}{number}.txt", body, {"If-Match": etag}) == 200
            assert self._ask("PUT", f"{path}{number}.txt", body, {"If-Match": etag}) == 412
        self._leave(path)
        for operation in (*OF_THE_SERVER.values(), *OF_THE_PAGE.values()):
            self._do(operation)

    def held(self) -> Held:
        """Return what is held."""
        status = (self._process / "status").read_text()
        links = []
        uploads = self._s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        for each in (self._process / "fd").iterdir():
            with contextlib.suppress(OSError):
                links.append(os.readlink(each))
        return Held(
            memory=int(status.split("VmRSS:")[1].split()[0]) / 1024,
            descriptors=len(links),
            sockets=sum(link.startswith("socket:") for link in links),
            threads=int(status.split("Threads:")[1].split()[0]),
            uploads=sum(each["Key"].startswith("soak-") for each in uploads),
        )

    def _ask(self, method: str, key: str, *more: object, **options: str) -> int:
        self.requests += 1
        return self._browser.s3(method, key, *more, **options).status  # type: ignore[arg-type]

    def _leave(self, path: str) -> None:
        """Begin an upload and a download, and leave both."""
        self._ask("PUT", f"{path}large", bytes(4 * MIB))
        with self._browser.open("GET", f"api/{path}large") as download:
            download.read(1000)
        head = self._browser.head("PUT", f"api/{path}left", {"Content-Length": str(4 * MIB)})
        with self._browser.connect() as connection:
            connection.sendall(head + bytes(2 * MIB))

    def _do(self, operation: Operation) -> None:
        sides = self._sides()
        operation.prepare(sides)
        assert attempted(operation, sides) is None
        assert operation.is_done(sides)
        self.requests += 4

    def _sides(self) -> Sides:
        self._number += 1
        return Sides(self._server, self._store, f"soak-{self._number:05}-", self._s3)


def test_a_day_in_fast_motion(
    store: Store,
    start_server: Callable[..., JupyterServer],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    keys = tmp_path / "credentials"
    keys.touch()
    env = datalab_environment(store)
    del env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], env["AWS_SESSION_TOKEN"]
    day = Day(start_server({**env, "AWS_SHARED_CREDENTIALS_FILE": str(keys)}), store, keys)
    began = time.monotonic()
    found: list[Held] = []
    for _ in range(ROUNDS):
        day.round()
        found.append(day.held())
    # What is loaded and cached with the first use is no growth.
    third = max(1, ROUNDS // 3)
    early, late = found[third : 2 * third] or found[:third], found[-third:]
    first, last = (
        Held(*(median(column) for column in zip(*map(_fields, part), strict=True)))
        for part in (early, late)
    )
    record_property(
        "figures",
        f"{ROUNDS} rounds, {day.requests} requests in {time.monotonic() - began:.0f} s: "
        f"memory {first.memory:.0f} to {last.memory:.0f} MiB, "
        f"descriptors {first.descriptors:.0f} to {last.descriptors:.0f}, "
        f"sockets {first.sockets:.0f} to {last.sockets:.0f}, "
        f"threads {first.threads:.0f} to {last.threads:.0f}, "
        f"uploads in parts {first.uploads:.0f} to {last.uploads:.0f}",
    )
    assert last.memory - first.memory <= MOST_MEMORY
    assert last.descriptors - first.descriptors <= MOST_DESCRIPTORS
    assert last.sockets - first.sockets <= MOST_DESCRIPTORS
    assert last.threads - first.threads <= 2
    assert found[-1].uploads == 0


def _fields(held: Held) -> tuple[float, ...]:
    return (held.memory, held.descriptors, held.sockets, held.threads, held.uploads)
