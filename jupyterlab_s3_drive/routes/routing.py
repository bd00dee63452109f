"""The paths of the routes: each connection has all of them below its name.

`s3-drive/<connection>/status`, and so on. Paths without the name are those of `default`: a page
that was loaded before an upgrade still uses them, for one release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .base import ABOVE, S3DriveHandler
from .connections import DEFAULT, Connections, unknown

# A segment of a URL as it is, whoever encodes it.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")

#: The paths below a connection, as regular expressions, with their handlers.
Table = Iterable[tuple[str, type[S3DriveHandler]]]

Route = tuple[str, type[S3DriveHandler], dict[str, Any]]


class UnknownConnectionHandler(S3DriveHandler):
    """Responds for connections that this server does not have, whatever the route."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

    async def admit(self) -> None:
        """Refuse the request."""
        below = str(self.request.path).removeprefix(self.path_above(""))
        raise unknown(below.strip("/").partition("/")[0])


def routes(table: Table, connections: Connections, shared: Mapping[str, Any]) -> list[Route]:
    """Return the routes of all connections.

    Args:
        table: the routes of a connection.
        connections: those of this server.
        shared: the objects that all handlers share, `connections` among them.

    Raises:
        ValueError: a connection has the name of a route, or one that is no segment of a URL.
    """
    table = list(table)
    firsts = sorted({re.split(r"[^a-z]", below)[0] for below, _ in table})
    found: list[Route] = []
    for name in connections:
        if name in firsts or not _NAME.fullmatch(name):
            raise ValueError(f"A connection cannot have the name {name!r}.")
        aliases = [ABOVE] if name == DEFAULT else []
        for above in (*aliases, f"{ABOVE}{name}/"):
            own = {**shared, "connection": name, "above": above}
            found += [(re.escape(above) + below, handler, own) for below, handler in table]
    others = rf"{re.escape(ABOVE)}[^/]+/(?:{'|'.join(firsts)})(?:/.*)?"
    # Any connection will do: it is there for authorization only.
    own = {**shared, "connection": DEFAULT, "above": ABOVE}
    return [*found, (others, UnknownConnectionHandler, own)]
