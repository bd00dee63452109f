"""The way to the store leaves Jupyter its turns."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from jupyterlab_s3_drive.credentials.credentials import Credentials
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.client import StoreClient
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.gateway import BEGUN_AT_ONCE, Gateway, Identity
from jupyterlab_s3_drive.store.target import Target

pytestmark = pytest.mark.one_store("the turns are those of the server")


def test_requests_that_come_at_once_begin_a_few_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = 0
    begun: Counter[int] = Counter()

    async def request(*args: object) -> None:
        begun[turn] += 1
        raise S3DriveError("StoreUnreachable", "There is no store.")

    monkeypatch.setattr(StoreClient, "request", request)

    async def count(done: asyncio.Event) -> None:
        nonlocal turn
        while not done.is_set():
            turn += 1
            await asyncio.sleep(0)

    async def run() -> list[object]:
        gateway = Gateway(Settings(endpoint_url="http://127.0.0.1:9"))
        where = gateway.connection(await gateway.access.current())
        identity = Identity(where, Credentials("key", "secret"))
        done = asyncio.Event()
        counting = asyncio.ensure_future(count(done))
        asked = [
            gateway.send(identity, "HEAD", Target(b"b", b"%d" % n, ()), {}) for n in range(100)
        ]
        results = await asyncio.gather(*asked, return_exceptions=True)
        done.set()
        await counting
        await gateway.close()
        return list(results)

    results = asyncio.run(run())
    assert {type(result) for result in results} == {S3DriveError}
    assert sum(begun.values()) == 100
    # Those that leave a turn, and those that take their places.
    assert max(begun.values()) <= 2 * BEGUN_AT_ONCE
