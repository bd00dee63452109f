"""The connections of a server, by name: each has one gateway, and what depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..archives.model import Archives
from ..catalog.catalog import Catalog
from ..catalog.offer import Offer, Offers
from ..errors import S3DriveError
from ..exports.waits import Waits
from ..store.gateway import Gateway
from ..transfers.manager import Transfers


@dataclass(frozen=True)
class Connected:
    """What the routes of one connection have of their own.

    An id of an archive or a transfer means something below its own connection only: another one
    would look for the same objects with other credentials.
    """

    offer: Offer
    gateway: Gateway
    transfers: Transfers
    archives: Archives = field(default_factory=Archives)
    exports: Waits = field(default_factory=Waits)


class Connections:
    """The connections of a server. Nothing is read or connected before the first request.

    Args:
        catalog: what connections there are.
        contents_manager: Jupyter's own; determines the workspace.
    """

    def __init__(self, catalog: Catalog, contents_manager: Any) -> None:
        self._catalog = catalog
        self._contents_manager = contents_manager
        self._known: dict[str, Connected] = {}
        #: That of the server's own environment.
        self.default = self._made(catalog.own)

    async def named(self, name: str) -> Connected:
        """Return what belongs to a connection, made by its first request.

        Args:
            name: as it is in the URL of a route.

        Raises:
            S3DriveError: `UnknownConnection`.
        """
        offer = await self._catalog.named(name)
        if offer is None:
            raise unknown(name)
        known = self._known.get(name)
        if known is None or known.offer == offer:
            return known or self._made(offer)
        # The name leads elsewhere since a file was changed: nothing of the old one is used for it.
        made = self._made(offer)
        await _closed(known)
        return made

    async def offers(self) -> Offers:
        """Return what connections there are, made or not."""
        return await self._catalog.offers()

    async def close(self) -> None:
        """End the running transfers, and close the connections to the stores."""
        for each in self._known.values():
            await _closed(each)

    def _made(self, offer: Offer) -> Connected:
        gateway = Gateway(offer.settings)
        transfers = Transfers(gateway, self._contents_manager)
        self._known[offer.name] = Connected(offer, gateway, transfers)
        return self._known[offer.name]


async def _closed(connected: Connected) -> None:
    await connected.transfers.close()
    await connected.gateway.close()


def unknown(name: str) -> S3DriveError:
    """Return the error for a connection that this server does not have."""
    return S3DriveError(
        "UnknownConnection",
        "This server has no S3 connection of that name. Reload the page.",
        name,
    )
