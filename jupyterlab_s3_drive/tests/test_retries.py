"""What is tried again: the table that the browser has too, and a store that turns much away."""

from __future__ import annotations

import asyncio
import io
import json
import random
import time
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.errors import S3DriveError, StoreRefusal
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
    kinds_of_store,
    make_server,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.wire import Wire

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


class _Refusing(Wire):
    """Turns away one request in five, as a store does that has too much to do."""

    def __init__(self, endpoint: str) -> None:
        self._random = random.Random(SEED)
        self.refused = 0
        super().__init__(endpoint)

    def refusal(self, line: str, head: bytes) -> bytes | None:
        if self._random.random() >= 0.2:
            return None
        self.refused += 1
        body = b"<Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>"
        if line.startswith("HEAD "):
            body = b""
        return (
            b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        ) + body


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
    assert wire.refused > 20
