"""What stands between the server and a real store, and lets one request fail in a way that is chosen."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from jupyterlab_s3_drive.tests.kit.wire import Listener

_LINGER = struct.pack("ii", 1, 0)
_LOGIN = b"<!DOCTYPE html><html><body>Log in</body></html>"


@dataclass(frozen=True)
class Request:
    """One request that came for the store.

    Attributes:
        line: `METHOD target`.
        head: with the empty line at its end; it asks the store to close the connection.
    """

    line: str
    head: bytes
    body: bytes


class Exchange:
    """One request, as a fault gets it: it may send it, and answer what it likes.

    Args:
        store: the address of the store.
    """

    def __init__(self, client: socket.socket, store: tuple[str, int], request: Request) -> None:
        self.request = request
        self._client = client
        self._store = store

    def ask(self) -> bytes:
        """Send the request to the store, and return the whole answer."""
        with socket.create_connection(self._store) as store:
            store.sendall(self.request.head + self.request.body)
            parts = []
            while part := store.recv(2**18):
                parts.append(part)
        return b"".join(parts)

    def relay(self) -> None:
        """Send the request to the store, and pass the answer on as it comes."""
        with socket.create_connection(self._store) as store:
            store.sendall(self.request.head + self.request.body)
            while part := store.recv(2**18):
                self._client.sendall(part)

    def answer(self, whole: bytes) -> None:
        """Give an answer; to a HEAD without its body."""
        if self.request.line.startswith("HEAD "):
            whole = whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self._client.sendall(whole)

    def reset(self) -> None:
        """End the connection as a crash does, without an answer."""
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        self._client.close()

    def wait_for_the_end(self) -> None:
        """Return when the client has left."""
        with contextlib.suppress(OSError):
            while self._client.recv(65536):
                pass


Fault = Callable[[Exchange], None]


def _error(status: str, code: str) -> bytes:
    body = (
        f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>Told by a test.</Message></Error>'
    )
    return whole(status, body.encode(), "application/xml")


def whole(status: str, body: bytes, kind: str) -> bytes:
    """Return an answer that ends its connection."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def _lose(exchange: Exchange) -> None:
    exchange.ask()
    exchange.reset()


def _fail(exchange: Exchange) -> None:
    exchange.ask()
    exchange.answer(_error("500 Internal Server Error", "InternalError"))


def _cut(exchange: Exchange) -> None:
    answer = exchange.ask()
    body = answer.index(b"\r\n\r\n") + 4
    # Where there is no body the head is cut.
    exchange.answer(answer[: (body + len(answer)) // 2 if len(answer) > body else body // 2])


def _shorten(exchange: Exchange) -> None:
    """Halve a body, and tell its new length: nothing shows that it was cut but what it says."""
    head, _, body = exchange.ask().partition(b"\r\n\r\n")
    if not body:
        exchange.answer(head + b"\r\n\r\n")
        return
    if b"transfer-encoding: chunked" in head.lower():
        body = _joined(body)
    kept = [
        line
        for line in head.split(b"\r\n")
        if not line.lower().startswith((b"content-length:", b"transfer-encoding:"))
    ]
    body = body[: len(body) // 2]
    exchange.answer(b"\r\n".join([*kept, f"Content-Length: {len(body)}".encode(), b"", body]))


def _stall(exchange: Exchange) -> None:
    exchange.ask()
    exchange.wait_for_the_end()


#: The ways in which the network, a proxy or the store may fail one request, by what they do.
FAULTS: dict[str, Fault] = {
    "it is reset": lambda exchange: exchange.reset(),
    "its answer is lost": _lose,
    "its answer does not come": _stall,
    "the store is busy": lambda exchange: exchange.answer(
        _error("503 Service Unavailable", "SlowDown")
    ),
    "the store fails after it was done": _fail,
    "its answer is cut": _cut,
    "its answer is shortened": _shorten,
    "a page to log in is its answer": lambda exchange: exchange.answer(
        whole("200 OK", _LOGIN, "text/html")
    ),
    "it is refused": lambda exchange: exchange.answer(_error("403 Forbidden", "AccessDenied")),
}


class FaultyStore(Listener):
    """A proxy in front of a store, with a connection for each request.

    Attributes:
        plan: returns how a request is to fail; None for one that passes.
    """

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        self._to = (parts.hostname or "", parts.port or 80)
        self.plan: Callable[[Request], Fault | None] = lambda request: None
        super().__init__()

    def handle(self, connection: socket.socket) -> None:
        """Pass one request, or let it fail."""
        request = _read(connection)
        if request is None:
            return
        exchange = Exchange(connection, self._to, request)
        fault = self.plan(request)
        if fault:
            fault(exchange)
        else:
            exchange.relay()


def _read(connection: socket.socket) -> Request | None:
    """Return the request of a connection; None if it ended before."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(2**18)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in lines[1:])
    }
    if fields.get(b"expect", b"").lower() == b"100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    parts, missing = [body], int(fields.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        part = connection.recv(min(missing, 2**18))
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    passed = [
        line for line in lines[1:] if not line.lower().startswith((b"connection:", b"expect:"))
    ]
    sent = b"\r\n".join([lines[0], *passed, b"Connection: close", b"", b""])
    line = lines[0].rpartition(b" ")[0].decode("latin-1")
    return Request(line, sent, b"".join(parts))


def _joined(body: bytes) -> bytes:
    """Return what came in chunks."""
    return b"".join(_chunks(body))


def _chunks(body: bytes) -> Iterator[bytes]:
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.partition(b";")[0] or b"0", 16)
        if not length:
            return
        yield rest[:length]
        body = rest[length + 2 :]
