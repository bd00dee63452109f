"""The basis of both directions: most errors concern one object, some end the whole transfer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from ..errors import S3DriveError, StoreRefusal
from ..events.changes import Report
from ..objects.bucket import Bucket
from .model import Progress
from .workspace import Workspace, explain_os

#: Objects up to this size take one request; larger ones are sent in parts of this size.
PART_BYTES = 16 * 2**20
#: The largest number of parts in S3.
MAX_PARTS = 10_000
#: How much is read from or written to a file at once.
CHUNK_BYTES = 2**20
#: How many requests to the store run at a time, for all transfers together.
WIDTH = 4
#: How many entries are listed in advance: up to this number the totals are known.
LISTED_AHEAD = 20_000

_ENDING_CODES = frozenset(
    {
        "AnswerBroken",
        "CredentialsExpired",
        "CredentialsInvalid",
        "CredentialsMissing",
        "DiskFull",
        "ExpiredToken",
        "InvalidAccessKeyId",
        "InvalidToken",
        "InvalidTokenId",
        "NoSuchBucket",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "StoreConnectionLost",
        "StoreHostUnknown",
        "StoreTimeout",
        "StoreTlsFailed",
        "StoreUnreachable",
    }
)


class Copy:
    """One copy between a workspace and a bucket.

    Args:
        workspace: one side.
        bucket: the other side.
        progress: updated during the copy.
        slots: held during each request that carries bytes.
        report: called with changes, where somebody listens.
    """

    def __init__(
        self,
        workspace: Workspace,
        bucket: Bucket,
        progress: Progress,
        slots: asyncio.Semaphore,
        report: Report | None = None,
    ) -> None:
        self.workspace = workspace
        self.bucket = bucket
        self.progress = progress
        self.slots = slots
        self.report = report

    async def one(self, name: str, size: int, work: Callable[[], Awaitable[bool]]) -> None:
        """Copy one object.

        Args:
            name: its name in messages.
            size: the bytes counted for it.
            work: returns whether it was copied, rather than skipped.

        Raises:
            S3DriveError: an error that every further object would meet too.
        """
        self.progress.detail = name
        try:
            copied = await work()
        except (S3DriveError, OSError) as error:
            problem = error if isinstance(error, S3DriveError) else explain_os(error, name)
            self.progress.left(size)
            self.progress.failed(name, problem)
            if ends_all(problem):
                raise problem from error
            return
        if copied:
            self.progress.objects.done += 1
        else:
            self.progress.skipped += 1
            self.progress.left(size)


class Counter:
    """Counts the bytes of one object, so that those of a failed attempt can be subtracted."""

    def __init__(self, to: Progress | Counter) -> None:
        self._to = to
        self._counted = 0

    def add(self, count: int) -> None:
        """Add transferred bytes."""
        self._counted += count
        self._to.add(count)

    def part(self) -> Counter:
        """Return a counter for one part; bytes that it subtracts are subtracted here too."""
        return Counter(self)

    def take_back(self) -> None:
        """Subtract the bytes counted so far."""
        self._to.add(-self._counted)
        self._counted = 0


def ends_all(error: S3DriveError) -> bool:
    """Return whether the next object would fail in the same way."""
    return error.code in _ENDING_CODES


def is_conflict(error: StoreRefusal) -> bool:
    """Return whether a condition of ours failed; AWS returns 409 to two writers at a time."""
    return error.status_code == 412 or error.code == "ConditionalRequestConflict"
