"""All connections of a server, by name. Files are read when somebody asks, off the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..credentials.chain import fingerprint
from ..store.connection import Settings
from .aliases import aliases
from .declared import declared
from .names import DEFAULT, is_name
from .offer import LeftOut, Offer, Offers, collected
from .profiles import profiles


class Catalog:
    """The connections that there are.

    Args:
        own: the settings of the server's own connection.
        connections: what the administrator has declared, by name.
        reserved: names that no connection can have, as a route has them.
        looks: whether profiles of the AWS files and `MC_HOST_*` variables are connections.
    """

    def __init__(
        self,
        own: Settings,
        connections: Mapping[str, Any] | None = None,
        reserved: Collection[str] = (),
        *,
        looks: bool = True,
    ) -> None:
        self.own = Offer(DEFAULT, "", "server", own)
        self._reserved = frozenset(reserved)
        self._looks = looks
        self._declared = tuple(declared(own, connections or {}, {*reserved, DEFAULT}))
        self._offers: Offers | None = None
        self._fingerprint: object = None

    @property
    def faults(self) -> tuple[LeftOut, ...]:
        """The declarations that cannot be used, for the log."""
        return collected((self.own, *self._declared)).left_out

    async def offers(self) -> Offers:
        """Return all connections. Files are read again when they have changed."""
        now = fingerprint()
        if self._offers is None or now != self._fingerprint:
            self._offers = await asyncio.to_thread(lambda: collected(self._found()))
            self._fingerprint = now
        return self._offers

    async def named(self, name: str) -> Offer | None:
        """Return the connection of a name; None if there is none."""
        for each in (self.own, *self._declared):
            if isinstance(each, Offer) and each.name == name:
                return each
        if not is_name(name) or name in self._reserved:
            return None
        return next((each for each in (await self.offers()).made if each.name == name), None)

    def _found(self) -> Iterator[Offer | LeftOut]:
        yield self.own
        yield from self._declared
        if self._looks:
            own = self.own.settings
            yield from profiles(own, os.environ, self._reserved)
            yield from aliases(own, os.environ, self._reserved)
