"""`GET status`: what the frontend must know of the server, without asking the store."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from .connection import Connection, Settings
from .errors import S3DriveError
from .gateway import Gateway
from .handlers import S3DriveHandler
from .transfers.workspace import Workspace


class StatusHandler(S3DriveHandler):
    """Version, store, and the state of the credentials."""

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._workspace: Workspace = shared["transfers"].workspace

    async def respond(self) -> None:
        """Answer always: what is broken is told in `problem`."""
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(await describe(self.gateway, self._workspace.problem)))


async def describe(gateway: Gateway, no_workspace: str | None = None) -> dict[str, Any]:
    """Return the status. Nothing in it is secret.

    `problem` is None, or the error that every request to the store would get now. `reasons` says
    why a feature is off where nobody has switched it off.

    Args:
        gateway: the way to the store.
        no_workspace: why nothing can be copied to or from the workspace.
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
        "kernelsFindEndpoint": connection.told_elsewhere if connection else True,
        "region": connection.region if connection else "",
        "addressing": connection.addressing if connection else "path",
        "credentials": {
            "source": found.source if found else None,
            "state": loaded.state(),
            "expiresAt": iso(found.expires_at) if found else None,
        },
        "problem": problem.as_json() if problem else None,
        "features": {**_features(gateway.settings), "workspace": no_workspace is None},
        "reasons": {"workspace": no_workspace} if no_workspace else {},
        "sharing": _sharing(gateway.settings),
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
        "publicSharing": settings.public_sharing,
    }


def _sharing(settings: Settings) -> dict[str, Any]:
    """Return what the administrator says about sharing."""
    return {
        "openDataNotice": settings.open_data_notice,
        "openDataUrl": settings.open_data_url,
        "diffusionFolder": settings.diffusion_folder,
        "diffusionIsOpen": settings.diffusion_is_open,
        "sharedBucketUrl": settings.shared_bucket_url,
    }
