"""No body moves the server's memory by more than 64 MiB, nor holds up others, alone or in a crowd.

This is the table of routes and bodies; `test_bounds_of_stores.py` has that of what a store sends, and
`test_trust_reference.py` that of notebooks. Large objects: `test_streaming.py`. Wide and deep buckets:
`test_archives.py`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.routes.archives import ArchivesHandler
from jupyterlab_s3_drive.routes.batches.batch import MAX_BODY
from jupyterlab_s3_drive.routes.jsonbody import JsonHandler
from jupyterlab_s3_drive.routes.requests import bodies
from jupyterlab_s3_drive.routes.requests.bodies import BUFFERED_MEMORY, HELD_TIMES, Budget, Share
from jupyterlab_s3_drive.tests.kit.bounds import MOST_MEMORY, measure
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB

pytestmark = [
    pytest.mark.one_store("of the store it needs bytes"),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


def at_once(count: int, send: Callable[[int], Answer]) -> list[Answer]:
    """Send so many requests at the same time, and return the answers."""
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(send(number)))
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == count
    return answers


#: Where the hostile part stands in a body, and the longest body that is read (bytes).
JSON_ROUTES = {
    "archives": ('{"bucket": "tests", "keys": [%s]}', ArchivesHandler.max_body),
    "batch": ('{"requests": [%s]}', MAX_BODY),
    "links": (
        '{"bucket": "tests", "key": "k", "method": "GET", "expiresIn": 1, "partNumbers": [%s]}',
        JsonHandler.max_body,
    ),
    "transfers": ('{"direction": "to-s3", "bucket": "tests", "x": [%s]}', JsonHandler.max_body),
}
PIECES = {
    "objects": "{},",
    "lists": "[],",
    "numbers": "1,",
    "strings": '"",',
    "escapes": '"\\"\\\\\\"",',
    "wide": '"\U0001f600",',
    "deep": "[",
    "names": '{"a":{"b":{"c":[]}}},',
}


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("route", JSON_ROUTES)
def test_json_of_the_longest_kind(
    browser: Browser, server: JupyterServer, route: str, piece: str
) -> None:
    frame, size = JSON_ROUTES[route]
    text = PIECES[piece]
    count = (size - len(frame) - 100) // len(text.encode())
    body = (frame % (text * count + ("" if text == "[" else "0"))).encode()
    assert size / 2 < len(body) <= size
    browser.send("POST", route, b"{}")

    def work() -> None:
        answer = browser.send("POST", route, body)
        assert answer.code in ("InvalidRequest", "InvalidKey"), answer.body[:200]

    measure(f"{route}, {piece}", server, work)


def test_the_longest_selection(browser: Browser, server: JupyterServer) -> None:
    # One sign makes a text of Python four times as large.
    keys = [f"\U0001f600/{number:0145d}" for number in range(47_000)]
    body = json.dumps({"bucket": BUCKET, "keys": keys}, ensure_ascii=False).encode()
    assert ArchivesHandler.max_body * 0.85 < len(body) <= ArchivesHandler.max_body

    def work() -> None:
        assert browser.send("POST", "archives", body).status == 201

    measure("47,000 wide keys", server, work)


def test_many_json_bodies_at_once(browser: Browser, server: JupyterServer) -> None:
    keys = [f"folder/{number:0150d}" for number in range(40_000)]
    body = json.dumps({"bucket": BUCKET, "keys": keys}).encode()

    def work() -> None:
        answers = at_once(12, lambda number: browser.send("POST", "archives", body))
        assert {answer.status for answer in answers} <= {201, 503}

    # Those that wait to be fetched share 32 MiB.
    measure("12 selections of 6 MiB", server, work, MOST_MEMORY + 32)


@pytest.mark.parametrize(("count", "mib"), [(200, 1), (40, 8)])
def test_many_uploads_at_once(
    browser: Browser, server: JupyterServer, prefix: str, count: int, mib: int
) -> None:
    body = bytes(mib * MIB)

    def work() -> None:
        answers = at_once(count, lambda number: browser.s3("PUT", f"{prefix}{number}", body))
        told = Counter((answer.status, answer.code) for answer in answers)
        assert told.keys() <= {(200, None), (503, "ServerBusy")}
        assert told[200, None] >= count / 4

    measure(f"{count} uploads of {mib} MiB", server, work)


def test_who_leaves_makes_room(browser: Browser, prefix: str) -> None:
    """Uploads that stand still hold all the memory that there is; whoever waits, waits for them."""
    body = bytes(MIB)
    head = browser.head("PUT", f"api/{prefix}still", {"Content-Length": str(MIB)})
    still = [browser.connect() for _ in range(BUFFERED_MEMORY // (HELD_TIMES * MIB))]
    for connection in still:
        connection.sendall(head)
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(browser.s3("PUT", prefix + "x", body)))
    waiting.start()
    # It is not held up: it takes no memory.
    assert browser.s3("HEAD", prefix + "x").status == 404
    for connection in still:
        connection.close()
    waiting.join()
    assert answers[0].status == 200


async def test_a_budget_is_shared_in_order() -> None:
    budget, order = Budget(10), list[str]()

    async def take(name: str, size: int) -> Share:
        share = await budget.share(size)
        order.append(name)
        return share

    first = await take("first", 8)
    large = asyncio.ensure_future(take("large", 100))
    small = asyncio.ensure_future(take("small", 1))
    await asyncio.sleep(0)
    # A small one does not overtake: a large one would never have its turn.
    assert order == ["first"]
    first.release()
    first.release()
    (await large).release()
    await small
    assert order == ["first", "large", "small"]


async def test_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.01)
    budget = Budget(10)
    share = await budget.share(6)
    with pytest.raises(S3DriveError) as refused:
        await budget.share(6)
    assert (refused.value.code, refused.value.status_code) == ("ServerBusy", 503)
    share.release()
    # Neither those who were refused, nor those who left, have taken anything with them.
    full = await budget.share(10)
    left = asyncio.ensure_future(budget.share(1))
    await asyncio.sleep(0)
    left.cancel()
    full.release()
    await asyncio.wait({left})
    assert (await budget.share(10)) is not None


def test_a_batch_of_long_answers(browser: Browser, server: JupyterServer, prefix: str) -> None:
    size = MIB - 1
    assert browser.s3("PUT", prefix + "x", bytes(size)).status == 200
    parts = [{"method": "GET", "path": f"/{prefix}x"}] * 64

    def work() -> None:
        answer = browser.send("POST", "batch", json.dumps({"requests": parts}).encode())
        lines = answer.body.splitlines()
        assert len(lines) == 64
        assert all(len(base64.b64decode(json.loads(line)["body"])) == size for line in lines)

    measure("64 answers of 1 MiB", server, work)
