"""The paths of the routes: each connection has all of them below its name.

`s3-drive/<connection>/status`, and so on. Paths without the name are those of `default`: a page
that was loaded before an upgrade still uses them, for one release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import S3DriveError
from .base import ABOVE, S3DriveHandler

#: The name of the only connection of a server.
DEFAULT = "default"

#: The paths below a connection, as regular expressions, with their handlers.
Table = Iterable[tuple[str, type[S3DriveHandler]]]

Route = tuple[str, type[S3DriveHandler], dict[str, Any]]


class UnknownConnectionHandler(S3DriveHandler):
    """Responds for connections that this server does not have, whatever the route."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

    async def admit(self) -> None:
        """Refuse the request."""
        raise S3DriveError(
            "UnknownConnection",
            "This server has no S3 connection of that name. Reload the page.",
            str(self.request.path).removeprefix(self.path_above("")).partition("/")[0],
        )


def routes(table: Table, connections: Mapping[str, Mapping[str, Any]]) -> list[Route]:
    """Return the routes of all connections.

    Args:
        table: the routes of a connection.
        connections: by name, the objects that the handlers of each share.
    """
    table = list(table)
    found: list[Route] = []
    for name, shared in connections.items():
        aliases = [ABOVE] if name == DEFAULT else []
        for above in (*aliases, f"{ABOVE}{name}/"):
            found += [
                (re.escape(above) + below, handler, {**shared, "above": above})
                for below, handler in table
            ]
    firsts = sorted({re.split(r"[^a-z]", below)[0] for below, _ in table})
    unknown = rf"{re.escape(ABOVE)}[^/]+/(?:{'|'.join(firsts)})(?:/.*)?"
    # Any connection will do: the handler only uses it for authorization.
    return [*found, (unknown, UnknownConnectionHandler, dict(connections[DEFAULT]))]
