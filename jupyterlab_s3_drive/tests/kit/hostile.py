"""A store that lists keys which lead elsewhere when they are taken for paths."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from urllib.parse import quote

#: Keys below `d/` that no copy may follow.
HOSTILE = (
    "d/../x",
    "d/a/../../x",
    "d//etc/x",
    "d/./x",
    "d/a/./x",
    "d/a//x",
    "d/..",
    "d/../",
    "d//",
    "d/a\0b",
    "d/" + "l" * 300,
    "d/.hidden",
    "d/.hidden/x",
)
#: Keys that are fine on this system, odd as they look.
HARMLESS = ("d/ok", "d/...", "d/C:/x", "d/a\\..\\b", "d/ x ", "d/line\nbreak", "d/%2e%2e/x")

_CONTENT = b"content"


def hostile_listing(connection: socket.socket, head: str, body: bytes) -> None:
    """Answer a listing with these keys, and everything else with an object."""
    if "list-type=2" not in head.partition("\r\n")[0]:
        answer(connection, _CONTENT)
        return
    keys = (*HOSTILE, *HARMLESS)
    answer(connection, listing({key: 0 if key.endswith("/") else len(_CONTENT) for key in keys}))


def listing(sizes: Mapping[str, int | str]) -> bytes:
    """Return a page of a listing.

    Args:
        sizes: what is said of the size of each object, by its key.
    """
    contents = "".join(
        f"<Contents><Key>{quote(key)}</Key><Size>{size}</Size>"
        "<ETag>&quot;x&quot;</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
        for key, size in sizes.items()
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{contents}"
        "</ListBucketResult>"
    )
    return text.encode()


def flood(connection: socket.socket, size: int) -> None:
    """Answer with an object of this size, whatever was listed of it."""
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nETag: "x"\r\n\r\n'
    connection.sendall(head.encode())
    piece = bytes(2**18)
    for _ in range(size // len(piece)):
        connection.sendall(piece)


def answer(connection: socket.socket, body: bytes) -> None:
    """Answer with a body."""
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nETag: "x"\r\n\r\n'
    connection.sendall(head.encode() + body)
