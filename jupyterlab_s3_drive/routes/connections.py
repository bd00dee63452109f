"""The connections of a server, by name: each has one gateway, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..archives.model import Archives
from ..errors import S3DriveError
from ..exports.waits import Waits
from ..store.connection import Settings
from ..store.gateway import Gateway
from ..transfers.manager import Transfers

#: The name of the connection that every server has.
DEFAULT = "default"


@dataclass(frozen=True)
class Connected:
    """What the routes of one connection have of their own.

    An id of an archive or a transfer means something below its own connection only: another one
    would look for the same objects with other credentials.
    """

    gateway: Gateway
    transfers: Transfers
    archives: Archives = field(default_factory=Archives)
    exports: Waits = field(default_factory=Waits)


class Connections:
    """The connections of a server. Nothing is read or connected before the first request.

    Args:
        settings: of each connection, by its name; `default` is one of them.
        contents_manager: Jupyter's own; determines the workspace.
    """

    def __init__(self, settings: Mapping[str, Settings], contents_manager: Any) -> None:
        self._known: dict[str, Connected] = {}
        for name, own in settings.items():
            gateway = Gateway(own)
            self._known[name] = Connected(gateway, Transfers(gateway, contents_manager))

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(self._known)

    def named(self, name: str) -> Connected:
        """Return what belongs to a connection.

        Args:
            name: as it is in the URL of a route.

        Raises:
            S3DriveError: `UnknownConnection`.
        """
        if name not in self._known:
            raise unknown(name)
        return self._known[name]

    async def close(self) -> None:
        """End the running transfers, and close the connections to the stores."""
        for each in self._known.values():
            await each.transfers.close()
            await each.gateway.close()


def unknown(name: str) -> S3DriveError:
    """Return the error for a connection that this server does not have."""
    return S3DriveError(
        "UnknownConnection",
        "This server has no S3 connection of that name. Reload the page.",
        name,
    )
