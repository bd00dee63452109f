"""`GET status`: the state of the server, for the frontend, without a request to the store."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from typing import Any

from ..credentials.access import Way
from ..credentials.credentials import Credentials, Loaded, Profile
from ..errors import S3DriveError
from ..provider.kernelkeys import KernelKeys
from ..store.connection import Connection, Settings
from ..store.kernels import kernels, kernels_elsewhere
from ..version import __version__
from .base import S3DriveHandler


class StatusHandler(S3DriveHandler):
    """Returns the version, the store, and the state of the credentials."""

    async def respond(self) -> None:
        """Always answer: an error is reported in `problem`."""
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(await describe(self)))


async def describe(handler: S3DriveHandler) -> dict[str, Any]:
    """Return the status. Nothing in it is secret.

    `problem` is None, or the error that every request to the store would currently get. `reasons`
    says why a feature is off that nobody has switched off.

    Args:
        handler: of a route of the connection.
    """
    gateway, kernel_keys = handler.gateway, handler.kernel_keys
    reasons = {
        # Why nothing can be copied to or from the workspace.
        "workspace": handler.own.transfers.workspace.problem,
        "renewedKernels": kernel_keys.reason,
    }
    loaded = await gateway.access.current()
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
        "kernels": _kernels(gateway.settings, connection, loaded.profile, kernel_keys),
        "region": connection.region if connection else "",
        "regions": gateway.regions.elsewhere(connection) if connection else {},
        "addressing": connection.addressing if connection else "path",
        "credentials": _credentials(loaded),
        "renewal": {
            "isAutomatic": _is_automatic(found, gateway.settings),
            "ways": list(ways(gateway.settings)),
            "notice": gateway.settings.new_keys_notice,
            "url": gateway.settings.new_keys_url,
        },
        "problem": problem.as_json() if problem else None,
        "features": {
            **_features(gateway.settings),
            "workspace": reasons["workspace"] is None,
            "renewedKernels": kernel_keys.is_on,
        },
        "reasons": {name: why for name, why in reasons.items() if why},
        "sharing": _sharing(gateway.settings),
    }


def ways(settings: Settings) -> tuple[Way, ...]:
    """Return how the keys can be renewed here, in the order in which to try."""
    chain: tuple[Way, ...] = ("chain",) if settings.keys.can_be_read_again else ()
    command: tuple[Way, ...] = ("command",) if settings.renew_command else ()
    paste: tuple[Way, ...] = ("paste",) if settings.allow_pasted_keys else ()
    return (*chain, *command, *paste)


def _credentials(loaded: Loaded) -> dict[str, Any]:
    """Return whose keys they are, and how long they last."""
    found = loaded.credentials
    left = found.left() if found else None
    return {
        "source": found.source if found else None,
        "state": loaded.state(),
        "account": found.account() if found else None,
        "accessKey": found.shown_key() if found else None,
        "expiresAt": iso(found.expires_at) if found else None,
        # The clock of a browser may be wrong.
        "secondsLeft": None if left is None else max(0, int(left.total_seconds())),
    }


def _is_automatic(found: Credentials | None, settings: Settings) -> bool:
    """Return whether the keys in use are renewed before they end, without anybody."""
    return found is not None and (found.renewed or bool(settings.renew_command))


def _kernels(
    settings: Settings, connection: Connection | None, profile: Profile, kernel_keys: KernelKeys
) -> dict[str, Any] | None:
    """Return what a kernel finds of the store; None without a store."""
    environ = kernel_keys.environ(os.environ)
    if settings.keys.kind != "chain":
        return kernels_elsewhere(environ).as_json() if connection else None
    return kernels(connection, environ, profile).as_json() if connection else None


def iso(moment: datetime | None) -> str | None:
    """Return a UTC time in ISO 8601, which every browser parses."""
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _features(settings: Settings) -> dict[str, bool]:
    """Return the features that the administrator allows."""
    return {
        "readOnly": settings.read_only,
        "links": settings.allow_links,
        "direct": settings.allow_links and settings.direct_transfers,
        "publicSharing": settings.public_sharing,
    }


def _sharing(settings: Settings) -> dict[str, Any]:
    """Return the administrator's settings for sharing."""
    return {
        "openDataNotice": settings.open_data_notice,
        "openDataUrl": settings.open_data_url,
        "diffusionFolder": settings.diffusion_folder,
        "diffusionIsOpen": settings.diffusion_is_open,
        "sharedBucketUrl": settings.shared_bucket_url,
    }
