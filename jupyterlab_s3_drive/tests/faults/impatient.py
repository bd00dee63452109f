"""A server extension for tests: short pauses and limits, small parts, and all copies at once."""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp

from jupyterlab_s3_drive.routes.requests import minimumrate
from jupyterlab_s3_drive.store import retry
from jupyterlab_s3_drive.tests.kit.servers import MIB
from jupyterlab_s3_drive.transfers import download, manager, sending

#: By how much pauses are divided, as in the store specs (`src/testing/pauses.ts`).
SHORTER = 25
#: The smallest part of an upload that S3 allows (bytes).
PART_BYTES = 5 * MIB
#: How many requests of copies run at a time: one that is held keeps no other from its point.
WIDTH = 64
#: How long a body may stand still (s).
STILL = 4.0


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _link_jupyter_server_extension(app: ServerApp) -> None:
    """Change what is read later; all extensions are linked before one is loaded."""
    retry.PAUSES = _shorter(retry.PAUSES)  # type: ignore[assignment]
    retry.UNANSWERED_PAUSES = _shorter(retry.UNANSWERED_PAUSES)  # type: ignore[assignment]
    retry.Throttle.LEAST /= SHORTER
    retry.Throttle.MOST /= SHORTER
    manager.WIDTH = WIDTH
    minimumrate.SECONDS = STILL
    for module in (download, sending):
        module.PART_BYTES = PART_BYTES  # type: ignore[attr-defined]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    """Add nothing."""


def _shorter(pauses: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(pause / SHORTER for pause in pauses)
