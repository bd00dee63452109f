"""`GET status`: what the frontend must know of the server, without asking the store."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from .connection import Connection, Settings
from .errors import S3DriveError
from .gateway import Gateway
from .handlers import S3DriveHandler


class StatusHandler(S3DriveHandler):
    """Version, store, and the state of the credentials."""

    async def respond(self) -> None:
        """Answer always: what is broken is told in `problem`."""
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(await describe(self.gateway)))


async def describe(gateway: Gateway) -> dict[str, Any]:
    """Return the status. Nothing in it is secret.

    `problem` is None, or the error that every request to the store would get now.
    """
    # Not at the top: the package itself imports this module.
    from . import __version__

    loaded = await gateway.chain.current()
    connection: Connection | None = None
    problem: S3DriveError | None = None
    try:
        connection = gateway.connection(loaded)
        loaded.usable()
    except S3DriveError as error:
        problem = error
    found = loaded.credentials
    return {
        "version": __version__,
        "endpoint": connection.endpoint if connection else "",
        "publicEndpoint": connection.public_endpoint if connection else None,
        "region": connection.region if connection else "",
        "addressing": connection.addressing if connection else "path",
        "credentials": {
            "source": found.source if found else None,
            "state": loaded.state(),
            "expiresAt": iso(found.expires_at) if found else None,
        },
        "problem": problem.as_json() if problem else None,
        "features": _features(gateway.settings),
    }


def iso(moment: datetime | None) -> str | None:
    """Return a moment in UTC as ISO 8601 has it, which every browser reads."""
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _features(settings: Settings) -> dict[str, bool]:
    """Return what the administrator permits."""
    return {
        "readOnly": settings.read_only,
        "links": settings.allow_links,
        "direct": settings.allow_links and settings.direct_transfers,
    }
