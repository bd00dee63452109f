"""What stands between the proxy and a store in tests: it counts, records, stalls and cuts."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

_REQUEST_LINE = re.compile(rb"^([A-Z]+ \S+) HTTP/1\.[01]\r\n")


class Listener:
    """A loopback TCP server that handles each connection in a thread."""

    def __init__(self) -> None:
        self.port = 0
        self.connections = 0
        self._open: set[socket.socket] = set()
        self.listen()

    @property
    def endpoint(self) -> str:
        """The URL of this server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def open(self) -> int:
        """How many connections are open now."""
        return len(self._open)

    def listen(self) -> None:
        """Listen, at the same port again after `close`."""
        self._socket = socket.create_server(("127.0.0.1", self.port), backlog=512)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._socket,), daemon=True).start()

    def close(self) -> None:
        """Stop listening and cut what is open: connections are refused."""
        # A thread that waits in `accept` would take one more.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.cut()

    def cut(self) -> None:
        """Cut every open connection."""
        while self._open:
            _shut(self._open.pop())

    def handle(self, connection: socket.socket) -> None:
        """Serve one connection until it ends."""
        raise NotImplementedError

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        self._open.add(connection)
        try:
            with contextlib.suppress(OSError):
                self.handle(connection)
        finally:
            _shut(connection)
            self._open.discard(connection)


class Wire(Listener):
    """A TCP forwarder in front of a store.

    Attributes:
        requests: the request lines that came, `METHOD target`.
        received: how many bytes came for the store.
        cut_answers_after: when set, an answer is cut after so many bytes.
    """

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        self._to = (parts.hostname or "", parts.port or 80)
        self.requests: list[str] = []
        self.received = 0
        self.cut_answers_after: int | None = None
        self._last: dict[socket.socket, str] = {}
        super().__init__()

    def reset(self) -> None:
        """Forget what was recorded, and cut nothing any more."""
        self.requests.clear()
        self.received = 0
        self.cut_answers_after = None

    def open_for(self, text: str) -> int:
        """Return how many open connections had their last request for something with this text."""
        return sum(text in self._last.get(each, "") for each in list(self._open))

    def refusal(self, line: str, head: bytes) -> bytes | None:
        """Return what to answer to a request in place of the store, or None; `b""` cuts it off.

        Args:
            line: its first line, `METHOD target`.
            head: with its headers, and what of the body came with them.
        """
        return None

    def handle(self, connection: socket.socket) -> None:
        """Forward both ways."""
        with socket.create_connection(self._to) as store:
            back = threading.Thread(target=self._back, args=(store, connection), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while data := connection.recv(2**18):
                    self.received += len(data)
                    if line := _REQUEST_LINE.match(data):
                        self._last[connection] = line[1].decode("latin-1")
                        self.requests.append(self._last[connection])
                        answer = self.refusal(self._last[connection], data)
                        if answer is not None:
                            _refuse(connection, answer)
                            break
                    store.sendall(data)
            _shut(store)
            back.join()

    def _back(self, store: socket.socket, connection: socket.socket) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := store.recv(2**18):
                limit = self.cut_answers_after
                if limit is not None and passed + len(data) > limit:
                    connection.sendall(data[: max(0, limit - passed)])
                    break
                passed += len(data)
                connection.sendall(data)
        _shut(connection)


#: Gets the connection, the request's head, and what of the body came with it.
Script = Callable[[socket.socket, str, bytes], None]


class ScriptedStore(Listener):
    """Answers every request on a connection by a script, for what no real store does on demand.

    Args:
        script: sends the answer; the connection is closed when it raises or returns False.
        tls: serve TLS with this context.
    """

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._tls = tls
        self.heads: list[str] = []
        super().__init__()

    def handle(self, connection: socket.socket) -> None:
        """Read heads and let the script answer."""
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        buffer = b""
        while True:
            while b"\r\n\r\n" not in buffer:
                data = connection.recv(65536)
                if not data:
                    return
                buffer += data
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            self.heads.append(head.decode("latin-1"))
            self._script(connection, self.heads[-1], buffer)
            buffer = b""


def _refuse(connection: socket.socket, answer: bytes) -> None:
    """Answer, and linger as real servers do, so that the answer is read before the connection ends."""
    connection.sendall(answer)
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(5)
    while connection.recv(65536):
        pass


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        connection.close()
