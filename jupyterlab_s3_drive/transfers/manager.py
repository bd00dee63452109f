"""All transfers of this server: running ones, and ones that ended recently."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from ..errors import S3DriveError
from ..events.changes import Change, End, Report
from ..objects.bucket import Bucket
from ..store.gateway import Gateway
from .download import Download
from .entries import WIDTH
from .model import Transfer, TransferRequest
from .upload import Upload
from .workspace import Workspace, explain_os

#: How many are kept, including running ones; the oldest ended one is removed first.
MAX_TRANSFERS = 100
#: How long to wait for a cancelled one.
CANCEL_SECONDS = 15.0

_log = logging.getLogger(__name__)


class Transfers:
    """Starts, lists and ends transfers. They run in this process, and end with it.

    Args:
        gateway: the access to the store.
        contents_manager: Jupyter's own; determines the workspace.
    """

    def __init__(self, gateway: Gateway, contents_manager: Any) -> None:
        self.workspace = Workspace(contents_manager)
        self._gateway = gateway
        self._slots = asyncio.Semaphore(WIDTH)
        self._known: dict[str, Transfer] = {}

    async def start(self, asked: TransferRequest, report: Report | None = None) -> Transfer:
        """Check a request, and start the transfer.

        Args:
            asked: the request.
            report: called with each object that is written, and of a copy to the workspace as a whole.

        Raises:
            S3DriveError: `TooMany`, `ReadOnly`, and the errors of the checks on both sides.
        """
        self.workspace.require()
        if asked.direction == "to-s3" and self._gateway.settings.read_only:
            raise S3DriveError("ReadOnly", "The administrator has made the S3 drive read-only.")
        self._make_room()
        transfer = Transfer(asked)
        kind = Upload if asked.direction == "to-s3" else Download
        bucket = Bucket(self._gateway, asked.bucket, transfer.progress.patience)
        copy = kind(self.workspace, bucket, transfer.progress, self._slots, report)
        try:
            await copy.prepare(asked)
        except OSError as error:
            raise explain_os(error, asked.path) from error
        # Others may have started in the meantime.
        self._make_room()
        transfer.target = copy.target
        self._known[transfer.id] = transfer
        transfer.task = asyncio.ensure_future(_run(transfer, copy))
        return transfer

    def all(self) -> list[Transfer]:
        """Return the known transfers, the oldest first."""
        return list(self._known.values())

    def get(self, identifier: str) -> Transfer:
        """Return a transfer.

        Raises:
            S3DriveError: `NotFound`.
        """
        if identifier not in self._known:
            raise S3DriveError("NotFound", "There is no such transfer.", identifier)
        return self._known[identifier]

    async def remove(self, identifier: str) -> None:
        """Cancel a transfer that is running; remove one that has ended.

        Raises:
            S3DriveError: `NotFound`.
        """
        transfer = self.get(identifier)
        if transfer.state == "running":
            await _cancel([transfer])
        else:
            self._known.pop(identifier, None)

    async def close(self) -> None:
        """Cancel all running transfers, and clean up after them."""
        await _cancel([each for each in self._known.values() if each.state == "running"])

    def _make_room(self) -> None:
        while len(self._known) >= MAX_TRANSFERS:
            ended = next((each for each in self._known.values() if each.state != "running"), None)
            if ended is None:
                raise S3DriveError("TooMany", "Too many transfers are running.")
            del self._known[ended.id]


async def _run(transfer: Transfer, copy: Upload | Download) -> None:
    """Copy, and record how it ended."""
    progress = transfer.progress
    try:
        await copy.run()
    except asyncio.CancelledError:
        transfer.end("cancelled")
    except S3DriveError as error:
        transfer.fail(error)
    except OSError as error:
        transfer.fail(explain_os(error, progress.detail))
    except Exception:  # noqa: BLE001 - a task that fails unseen would run for ever
        _log.exception("S3 drive: a transfer failed")
        transfer.fail(
            S3DriveError("InternalError", "The server extension failed; its log says why.")
        )
    else:
        nothing = progress.failure_count and not progress.objects.done and not progress.skipped
        transfer.error = progress.failures[0] if nothing else None
        transfer.end("failed" if nothing else "done")
    finally:
        transfer.target = copy.target
        if copy.report and isinstance(copy, Download):
            copy.report(_change(transfer), _end(transfer))


def _change(transfer: Transfer) -> Change:
    asked, size = transfer.request, transfer.progress.bytes.done
    name = asked.key or asked.prefix
    return Change("transfers", "copy-to-workspace", "GET", asked.bucket, name, None, size)


def _end(transfer: Transfer) -> End:
    if transfer.state == "cancelled":
        return End("failure", code="Cancelled")
    failures = transfer.progress.failures
    return End("failure", code=failures[0]["code"]) if failures else End("success")


async def _cancel(transfers: list[Transfer]) -> None:
    tasks = [each.task for each in transfers if each.task]
    for transfer in transfers:
        # Only once: a second time would interrupt the cleanup.
        if transfer.task and not transfer.is_cancelled:
            transfer.is_cancelled = True
            transfer.task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=CANCEL_SECONDS)
