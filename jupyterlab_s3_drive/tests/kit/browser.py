"""A client that says exactly what a test wants to say to a Jupyter server."""

from __future__ import annotations

import http.client
import http.cookies
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

#: How JupyterLab's SDK spells a key: each segment by itself.
SDK_SAFE = "/-_.!~*'()"


@dataclass(frozen=True)
class Answer:
    """An answer that came whole."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The code of an error of our own."""
        return self.headers["X-S3-Drive-Code"]

    @property
    def origin(self) -> str | None:
        """Who says to have answered."""
        return self.headers["X-S3-Drive-Origin"]


class Browser:
    """Requests to one Jupyter server.

    Args:
        url: the server's address, with its base path.
        token: sent unless a request says otherwise.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token
        parts = urlsplit(url)
        self.host, self.port, self.base = parts.hostname or "", parts.port or 80, parts.path

    def connect(self, timeout: float = 60) -> socket.socket:
        """Open a bare connection."""
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def head(
        self, method: str, path: str, headers: Mapping[str, str], *, token: bool = True
    ) -> bytes:
        """Return the head of a request to a path below `s3-drive/`."""
        lines = [f"{method} {self.base}s3-drive/{path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if token:
            lines.append(f"Authorization: token {self.token}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def open(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: bool = True,
        below: str = "s3-drive/",
    ) -> http.client.HTTPResponse:
        """Send a request, and return the answer with its body still to be read."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=100)
        connection.putrequest(method, self.base + below + path, skip_accept_encoding=True)
        given = {name.lower(): value for name, value in (headers or {}).items()}
        if token:
            given.setdefault("authorization", f"token {self.token}")
        if isinstance(body, bytes):
            given.setdefault("content-length", str(len(body)))
        for name, value in given.items():
            connection.putheader(name, value.encode("utf-8"))
        connection.endheaders()
        if body is not None:
            connection.send(body)
        return connection.getresponse()

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: bool = True,
        below: str = "s3-drive/",
    ) -> Answer:
        """Send a request and read the whole answer."""
        answer = self.open(method, path, body, headers, token=token, below=below)
        with answer:
            return Answer(answer.status, answer.headers, answer.read())

    def s3(
        self,
        method: str,
        key: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        query: str = "",
    ) -> Answer:
        """Send an S3 request for `bucket/key`, spelled as the SDK does."""
        return self.send(method, f"api/{quote(key, safe=SDK_SAFE)}{query}", body, headers)


def read_answer(connection: socket.socket) -> Answer:
    """Read one answer from a bare connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    return Answer(response.status, response.headers, response.read())


def log_in(browser: Browser) -> dict[str, str]:
    """Return the cookies of a person who has logged in in a browser."""
    cookies: dict[str, str] = {}
    for answer in (
        browser.send("GET", "login", token=False, below=""),
        browser.send("GET", "api/status", below=""),
    ):
        for header in answer.headers.get_all("Set-Cookie", []):
            jar: http.cookies.SimpleCookie = http.cookies.SimpleCookie(header)
            cookies.update({name: morsel.value for name, morsel in jar.items() if morsel.value})
    assert "_xsrf" in cookies and any(name.startswith("username") for name in cookies)
    return cookies
