"""A proxy that answers in the place of any https server, so that nothing ever reaches the network."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path

import trustme

_REFUSAL = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
)


@dataclass(frozen=True)
class Asked:
    """One request: the host and port it was for, its first line, and how it was signed."""

    host: str
    port: int
    method: str
    path: str
    authorization: str


class Interceptor:
    """Takes what clients send to `HTTPS_PROXY`, and answers 403.

    Args:
        folder: gets the authority's certificate, `bundle`.
    """

    def __init__(self, folder: Path) -> None:
        self.asked: list[Asked] = []
        self.bundle = folder / "interceptor.pem"
        self._authority = trustme.CA()
        self._authority.cert_pem.write_to_path(str(self.bundle))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more requests."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(20)
            try:
                method, target, _ = _read(connection)
                if method != "CONNECT":
                    # Plain http has no place here.
                    self.asked.append(Asked("", 80, method, target, ""))
                    return
                host, port = target.rsplit(":", 1)
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self._authority.issue_cert(host).configure_cert(context)
                with context.wrap_socket(connection, server_side=True) as safe:
                    method, path, headers = _read(safe)
                    signed = headers.get("authorization", "")
                    self.asked.append(Asked(host, int(port), method, path, signed))
                    safe.sendall(_answer(method))
            except (OSError, ValueError):
                return


def _read(connection: socket.socket) -> tuple[str, str, dict[str, str]]:
    """Return method, target and headers of a request; its body stays unread."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            raise ValueError("The client has gone.")
        data += part
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines)
    return method, target, {name.lower(): value.strip() for name, value in pairs}


def _answer(method: str) -> bytes:
    body = b"" if method == "HEAD" else _REFUSAL
    head = (
        "HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\n"
        f"Content-Length: {len(_REFUSAL)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
