"""The paths of the routes: each connection has all of them below its name.

`s3-drive/<connection>/status`, and so on. Paths without the name are those of `default`: a page
that was loaded before an upgrade still uses them, for one release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tornado import web

from ..catalog.names import NAME
from .base import ABOVE, S3DriveHandler

#: The paths below a connection, as regular expressions, with their handlers.
Table = Iterable[tuple[str, type[S3DriveHandler]]]

Route = tuple[str, type[S3DriveHandler], dict[str, Any]]


class NoRouteHandler(S3DriveHandler):
    """Responds for connections that this server does not have, whatever the route.

    Where there is the connection, there is no such route.
    """

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

    async def admit(self) -> None:
        """Refuse the request."""
        raise web.HTTPError(404)


def first_segments(table: Table) -> list[str]:
    """Return how the routes begin: no connection has such a name."""
    return sorted({re.split(r"[^a-z]", below)[0] for below, _ in table})


def routes(table: Table, shared: Mapping[str, Any]) -> list[Route]:
    """Return the routes of all connections, also of those that are found later.

    Args:
        table: the routes of a connection.
        shared: the objects that all handlers share.
    """
    table = list(table)
    firsts = "|".join(first_segments(table))
    above = re.escape(ABOVE)
    named = rf"{above}(?!(?:{firsts})/){NAME}/"
    found: list[Route] = []
    for before, is_named in ((above, False), (named, True)):
        own = {**shared, "is_named": is_named}
        found += [(before + below, handler, own) for below, handler in table]
    others = rf"{above}[^/]+/(?:{firsts})(?:/.*)?"
    return [*found, (others, NoRouteHandler, {**shared, "is_named": True})]
