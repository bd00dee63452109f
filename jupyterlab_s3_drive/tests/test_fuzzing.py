"""Whatever is sent to a route: no 500, no traceback, no secret, an answer in time, errors in one shape."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings

from jupyterlab_s3_drive.app import ROUTES
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import STATUS
from jupyterlab_s3_drive.routes.routing import routes
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser, read_answer
from jupyterlab_s3_drive.tests.kit.fuzz import FUZZED, Sent, put_fuzzed, requests, runs
from jupyterlab_s3_drive.tests.kit.servers import SECRET_KEY
from jupyterlab_s3_drive.tests.kit.work import Work

pytestmark = pytest.mark.one_store("what is sent is for us")

#: Seconds that the server may work for an answer, however busy the machine is. Most take some hundredths.
MOST_WORK = 5.0
#: Of our own errors those that are the store's or the machine's fault.
_OF_OTHERS = {code for code, status in STATUS.items() if status > 500}


_ROUTES = [re.compile(path.encode()) for path, _, _ in routes(ROUTES, {})]


def is_ours(sent: Sent) -> bool:
    """Return whether a path is one of a route; others never get to the extension."""
    path = b"s3-drive/" + sent.target.partition(b"?")[0]
    return any(pattern.fullmatch(path) for pattern in _ROUTES)


class Log:
    """What a server has written into its log since it was asked the last time."""

    def __init__(self, server: JupyterServer) -> None:
        self._path = server.log
        self._read = self._path.stat().st_size

    def news(self) -> str:
        """Return it."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            text = file.read()
        self._read += len(text)
        return text.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def log(server: JupyterServer, store: Store) -> Iterator[Log]:
    """The server's log; the store has a bucket to be fuzzed."""
    put_fuzzed(store, "openapi/object")
    yield Log(server)


@pytest.fixture(scope="module")
def work(server: JupyterServer) -> Work:
    """What the server works."""
    return Work(server)


def exchange(browser: Browser, sent: Sent) -> Answer | None:
    """Send a request byte by byte; None where the connection ends without an answer."""
    lines = [
        sent.method + b" " + browser.base.encode() + b"s3-drive/" + sent.target + b" HTTP/1.1",
        f"Host: {browser.host}:{browser.port}".encode(),
        f"Authorization: token {browser.token}".encode(),
        *(name + b": " + value for name, value in sent.headers),
    ]
    body = sent.body or b""
    if sent.chunked:
        lines.append(b"Transfer-Encoding: chunked")
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    elif sent.body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    with browser.connect() as connection:
        # It may have answered, and not want the rest.
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"\r\n".join([*lines, b"", b""]) + body)
        try:
            if sent.method == b"HEAD":
                response = http.client.HTTPResponse(connection, method="HEAD")
                response.begin()
                return Answer(response.status, response.headers, response.read())
            return read_answer(connection)
        except (ConnectionError, http.client.BadStatusLine):
            return None


def check(answer: Answer, sent: Sent, token: str) -> None:
    """Check what holds for every answer."""
    whole = str(answer.headers).encode() + answer.body
    assert SECRET_KEY.encode() not in whole
    assert token.encode() not in whole
    if answer.origin == "store":
        return
    assert answer.status < 500 or answer.code in _OF_OTHERS
    if answer.status < 400 or sent.method == b"HEAD":
        return
    if answer.origin == "proxy":
        error = json.loads(answer.body)
        assert error.keys() == {"message", "code", "details"}
        assert error["message"] and error["code"] == answer.code
    elif answer.body:
        # Jupyter's own, for a method or a page that no route of ours has seen.
        assert "message" in json.loads(answer.body)


@settings(max_examples=runs(600), deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=requests())
def test_whatever_is_sent(browser: Browser, log: Log, work: Work, sent: Sent) -> None:
    assume(is_ours(sent))
    answer = exchange(browser, sent)
    assert work.news() < MOST_WORK
    written = log.news()
    assert "Traceback" not in written, written
    assert not re.search(rf"{SECRET_KEY}|{re.escape(browser.token)}", written)
    # Tornado drops what is no HTTP.
    if answer is not None:
        check(answer, sent, browser.token)


@pytest.mark.parametrize("length", ["9" * 5000, "-1"])
@pytest.mark.parametrize("path", [f"api/{FUZZED}/x", "archives", "batch"])
def test_a_length_that_is_none(browser: Browser, log: Log, path: str, length: str) -> None:
    method = "PUT" if path.startswith("api") else "POST"
    with browser.connect(timeout=20) as connection:
        connection.sendall(browser.head(method, path, {"Content-Length": length}))
        try:
            status = read_answer(connection).status
        except (ConnectionError, http.client.BadStatusLine):
            # What is no HTTP is dropped.
            status = None
    assert status is None or 400 <= status < 500
    assert "Traceback" not in log.news()
