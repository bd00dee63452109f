"""What is tried again: the table that the browser has too, and a store that turns much away."""

from __future__ import annotations

import asyncio
import io
import json
import random
import socket
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.errors import S3DriveError, StoreRefusal
from jupyterlab_s3_drive.objects.bucket import Bucket
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.gateway import Gateway
from jupyterlab_s3_drive.store.patience import Patience
from jupyterlab_s3_drive.store.retry import (
    ATTEMPTS,
    Throttle,
    Verdict,
    is_repeatable,
    may_repeat,
    retried,
    retry_after,
    verdict_of,
)
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.servers import (
    BUCKET,
    KEYS,
    SEED,
    eventually,
    kinds_of_store,
    make_server,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire

TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "retries.json").read_text())


def _refusal(answer: dict[str, Any]) -> StoreRefusal:
    return StoreRefusal(answer["status"], answer.get("code", "UnknownError"), "")


@pytest.mark.parametrize("answer", TABLE["answers"], ids=str)
def test_an_answer_means_what_the_browser_takes_it_for(answer: dict[str, Any]) -> None:
    assert verdict_of(_refusal(answer), "GET") == answer["verdict"]


@pytest.mark.parametrize("case", TABLE["conflicts"], ids=str)
def test_a_conflict_of_conditions(case: dict[str, Any]) -> None:
    refused = StoreRefusal(409, "ConditionalRequestConflict", "")
    assert verdict_of(refused, case["method"]) == case["verdict"]


@pytest.mark.parametrize("case", TABLE["errors"], ids=str)
def test_an_error_means_what_the_browser_takes_it_for(case: dict[str, Any]) -> None:
    assert verdict_of(S3DriveError(case["code"], ""), "GET") == case["verdict"]


def test_the_number_of_attempts_is_that_of_the_browser() -> None:
    assert TABLE["attempts"] == ATTEMPTS


@pytest.mark.parametrize("asked", TABLE["requests"], ids=lambda asked: str(asked["name"]))
def test_every_request_and_every_answer(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    method, query = asked["method"], asked["query"]
    assert is_repeatable(method, query) == asked["repeatable"]
    failures: list[tuple[S3DriveError, Verdict]] = [
        *((_refusal(each), each["verdict"]) for each in TABLE["answers"]),
        *((S3DriveError(each["code"], ""), each["verdict"]) for each in TABLE["errors"]),
    ]
    for failure, verdict in failures:
        again = verdict in ("throttled", "unreached") or (
            verdict != "final" and asked["repeatable"]
        )
        made = 0

        async def work(attempt: int, failure: S3DriveError = failure) -> str:
            nonlocal made
            made += 1
            raise failure

        slept.clear()
        with pytest.raises(S3DriveError):
            asyncio.run(retried(work, method, query))
        assert made == (TABLE["attempts"][verdict] if again else 1), (failure.code, verdict)
        assert may_repeat(verdict, method, query) == again
        # Longer each time, up to the longest, whatever the jitter.
        assert all(later > earlier for earlier, later in pairwise(slept[:6]))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", 0),
        ("0", 0),
        ("5", 5),
        (" 5 ", 5),
        ("86400", 30),
        ("-5", 0),
        ("soon", 0),
        ("Sun, 06 Nov 2022 08:49:47 GMT", 10),
        ("Sun, 06 Nov 2022 08:48:37 GMT", 0),
        ("Mon, 07 Nov 2022 08:49:37 GMT", 30),
    ],
)
def test_retry_after(value: str, seconds: float) -> None:
    assert retry_after(value, "Sun, 06 Nov 2022 08:49:37 GMT") == seconds


def test_a_throttle_slows_all_and_speeds_up_again() -> None:
    async def begin(throttle: Throttle, count: int) -> float:
        start = time.monotonic()
        await asyncio.gather(*(throttle.turn() for _ in range(count)))
        return time.monotonic() - start

    async def run() -> None:
        throttle = Throttle()
        assert await begin(throttle, 100) < 0.3
        for _ in range(3):
            throttle.slow(await throttle.turn(), 0)
        assert await begin(throttle, 4) >= 4 * 0.1
        for _ in range(20):
            throttle.ease()
        await throttle.turn()
        assert await begin(throttle, 4) < 0.3
        throttle.slow(time.monotonic(), 0.5)
        assert await begin(throttle, 1) >= 0.5

    asyncio.run(run())


def test_a_pause_lasts_as_long_as_the_store_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)

    async def work(attempt: int) -> int:
        if attempt < 2:
            raise StoreRefusal(503, "SlowDown", "", retry_after=7.0 if attempt else 0.0)
        return attempt

    assert asyncio.run(retried(work)) == 2
    assert slept[0] < 1 and 7 < slept[1] < 8


def test_what_a_store_asks_for_comes_with_its_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 503 Slow Down\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")

    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    async def run() -> None:
        store = ScriptedStore(script)
        gateway = Gateway(Settings(endpoint_url=store.endpoint))
        patience = Patience()
        bucket = Bucket(gateway, b"bucket", patience)
        try:
            began = time.monotonic()
            with pytest.raises(StoreRefusal) as refused:
                async with bucket.request("GET", b"k"):
                    pass
            assert refused.value.retry_after == 7
            assert patience.is_asked
            # The next one waits too, whoever sends it.
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(gateway.throttle.turn(), 1)
            assert time.monotonic() - began < 7
        finally:
            await gateway.close()
            store.close()

    asyncio.run(run())


#: Status, code and message of what a store says that has too much to do.
BUSY = [
    (503, "SlowDown", "Slow down."),
    (500, "InternalError", "Try again."),
    (429, "TooManyRequests", "Too many."),
]


class _Refusing(Wire):
    """Turns away one request in five, as a store does that has too much to do.

    Attributes:
        is_shut: whether it turns away everything.
        told: what it has said, and `cut` and `inside` for what it did otherwise.
    """

    def __init__(self, endpoint: str) -> None:
        self._random = random.Random(SEED)
        self._seen: set[str] = set()
        self.told: Counter[str] = Counter()
        self.is_shut = False
        super().__init__(endpoint)

    def refusal(self, line: str, head: bytes) -> bytes | None:
        is_first = line not in self._seen
        self._seen.add(line)
        if is_first and line.startswith("POST ") and "uploadId=" in line:
            self.told["inside"] += 1
            return _answer(200, "InternalError", "It failed at the end.")
        if not self.is_shut and self._random.random() >= 0.2:
            return None
        # Of one request only once: it is tried again no more than twice.
        if is_first and not self.is_shut and self._random.random() < 0.3:
            self.told["cut"] += 1
            return b""
        status, code, message = self._random.choice(BUSY[: 1 if self.is_shut else 3])
        self.told[code] += 1
        return _answer(status, code, "" if line.startswith("HEAD ") else message)


def _answer(status: int, code: str, message: str) -> bytes:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>" if message else ""
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: application/xml\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


@pytest.fixture(params=kinds_of_store(), ids=lambda kind: str(kind.name))
def overwhelmed(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Sides, _Refusing]]:
    """A server whose store turns away one request in five."""
    with running_store(request.param, tmp_path / "store") as store:
        store.client().create_bucket(Bucket=BUCKET)
        wire = _Refusing(store.endpoint)
        server = make_server(
            tmp_path / "server", KEYS, {"S3Drive": {"endpoint_url": wire.endpoint}}
        )
        yield Sides(server, store, "many"), wire
        server.stop()
        wire.close()


def test_copies_and_zips_go_through(overwhelmed: tuple[Sides, _Refusing]) -> None:
    sides, wire = overwhelmed
    contents = {f"f{number:02}": bytes([number]) * 1000 for number in range(40)}
    contents["large"] = pattern(20)
    for name, content in contents.items():
        (sides.folder / name).write_bytes(content)
    told = sides.copy("to-s3")
    assert told["state"] == "done", told
    assert {name: sides.get(f"many/{name}") for name in contents} == contents
    assert sides.uploads() == []
    told = sides.copy("to-workspace")
    assert told["state"] == "done", told
    back = sides.folder / "many" / "many"
    assert {name: (back / name).read_bytes() for name in contents} == contents
    fields = {"bucket": BUCKET, "prefixes": [sides.prefix]}
    made = sides.browser.send("POST", "archives", json.dumps(fields).encode())
    answer = sides.browser.send("GET", f"archives/{made.json['id']}")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == len(contents)
    assert sum(wire.told.values()) > 20
    assert wire.told.keys() == {"cut", "inside", *(code for _, code, _ in BUSY)}
    says_that_it_waits(sides, wire)


NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def says_that_it_waits(sides: Sides, wire: _Refusing) -> None:
    """Copy, zip and export while the store turns everything away, until that was told."""
    browser = sides.browser

    def waits(path: str) -> bool:
        told: dict[str, Any] = browser.send("GET", path).json
        assert told["state"] in ("waiting", "running")
        return bool(told["waiting"])

    started = sides.ask("to-s3", workspacePath=f"{sides.path}/large", overwrite="both").json["id"]
    # One request in some is turned away anyway, so that it may wait already.
    wire.is_shut = True
    assert eventually(lambda: waits(f"transfers/{started}"))
    wire.is_shut = False
    ended = sides.ended(started)
    assert (ended["state"], ended["waiting"]) == ("done", False)
    wire.is_shut = True
    fields = {"bucket": BUCKET, "prefixes": [sides.prefix]}
    made = browser.send("POST", "archives", json.dumps(fields).encode()).json["id"]
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(browser.send, "GET", f"archives/{made}")
        assert eventually(lambda: waits(f"archives/{made}/state"))
        wire.is_shut = False
        assert reading.result().status == 200
    assert browser.send("GET", f"archives/{made}/state").json["waiting"] is False
    sides.put("n.ipynb", json.dumps(NOTEBOOK).encode())
    wire.is_shut = True
    path = f"exports/script/{BUCKET}/{sides.prefix}n.ipynb?task=one"

    def export_waits(task: str) -> bool:
        told: dict[str, bool] = browser.send("GET", f"exports/waiting?task={task}").json
        return told["waiting"]

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(browser.send, "GET", path)
        assert eventually(lambda: export_waits("one"))
        assert not export_waits("another")
        wire.is_shut = False
        assert reading.result().status == 200
    assert not export_waits("one")
