"""`GET connections`: the connections of the server, without their keys. No store is asked."""

from __future__ import annotations

import os
from typing import Any

from ..catalog.offer import LeftOut, Offer
from ..credentials.chain import profile_of
from ..errors import S3DriveError
from ..store.connection import Connection, resolve
from .jsonbody import JsonHandler


class ConnectionsHandler(JsonHandler):
    """Lists all of them, whichever connection is asked."""

    async def respond(self) -> None:
        """Answer `{ connections, leftOut }`, the server's own first."""
        found = await self.connections.offers()
        self.answer(
            {
                "connections": [await self._described(each) for each in found.made],
                "leftOut": [_left_out(each) for each in found.left_out],
            }
        )

    async def _described(self, offer: Offer) -> dict[str, Any]:
        store = await self._store(offer)
        keys = offer.settings.keys
        return {
            "name": offer.name,
            "label": offer.label,
            "origin": offer.origin,
            # Empty where it is no URL; the status of the connection says so.
            "endpoint": store.endpoint if store else "",
            "region": store.region if store else "",
            "profile": keys.profile or None,
            "isAnonymous": keys.kind == "anonymous",
            "isReadOnly": offer.settings.read_only,
        }

    async def _store(self, offer: Offer) -> Connection | None:
        keys = offer.settings.keys
        try:
            if keys.kind == "chain":
                gateway = self.connections.default.gateway
                return gateway.connection(await gateway.access.current())
            profile = await profile_of(keys.profile) if keys.profile else None
            return resolve(offer.settings, os.environ, profile)
        except S3DriveError:
            return None


def _left_out(each: LeftOut) -> dict[str, str]:
    return {
        "label": each.label,
        "origin": each.origin,
        "reason": each.reason,
        "details": each.details,
    }
