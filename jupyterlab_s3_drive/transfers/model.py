"""The request for a transfer, and its state."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal, cast

from ..errors import S3DriveError
from ..fields import Fields
from ..store.patience import Patience
from ..store.target import check_bucket, check_key, check_object
from .files import Overwrite

Direction = Literal["to-workspace", "to-s3"]
State = Literal["running", "done", "failed", "cancelled"]

#: How many failures are reported one by one; further ones are only counted.
MAX_FAILURES = 100


@dataclass(frozen=True)
class TransferRequest:
    """What to copy, and where to.

    To the workspace: the object `key`, or the folder `prefix`, into the folder `path`. To S3: the
    file or folder `path` into the folder `prefix`. The copy keeps its own name.
    """

    direction: Direction
    path: str
    bucket: bytes
    key: bytes
    prefix: bytes
    overwrite: Overwrite


def parse_request(fields: Fields) -> TransferRequest:
    """Parse and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for a key that cannot be addressed.
    """
    direction = cast(Direction, fields.choice("direction", ("to-workspace", "to-s3")))
    name = fields.text("bucket")
    bucket, key, prefix = check_bucket(name), b"", b""
    if fields.has("key"):
        bucket, key = check_object(name, fields.text("key"))
        if direction == "to-s3" or fields.has("prefix"):
            raise S3DriveError("InvalidRequest", "There is a key where a prefix is needed.")
    else:
        text = fields.text("prefix")
        if text and not text.endswith("/"):
            raise S3DriveError("InvalidRequest", "The prefix of a folder ends with a slash.", text)
        prefix = check_key(name, text)
    modes = ("fail", "skip", "replace", "both")
    return TransferRequest(
        direction=direction,
        path=fields.text("workspacePath"),
        bucket=bucket,
        key=key,
        prefix=prefix,
        overwrite=cast(Overwrite, fields.choice("overwrite", modes, "fail")),
    )


@dataclass
class Amount:
    """The amount done, and the total; None until it is known."""

    done: int = 0
    total: int | None = None

    def as_json(self) -> dict[str, int | None]:
        """Return the amount for the frontend."""
        return {"done": self.done, "total": self.total}


@dataclass
class Progress:
    """The progress of a copy. Bytes of skipped or failed objects are subtracted from the total."""

    objects: Amount = field(default_factory=Amount)
    bytes: Amount = field(default_factory=Amount)
    skipped: int = 0
    detail: str = ""
    failures: list[dict[str, Any]] = field(default_factory=list)
    failure_count: int = 0
    last_error: S3DriveError | None = None
    #: What could not be kept of replaced objects: `grants`, `lock`, `storageClass`, `tags`.
    lost: set[str] = field(default_factory=set)
    #: What the requests of the work meet.
    patience: Patience = field(default_factory=Patience)
    _objects: int = 0
    _bytes: int = 0

    def found(self, size: int) -> None:
        """Count an object to copy."""
        self._objects += 1
        self._bytes += size
        self._report()

    def found_all(self) -> None:
        """Set the totals: nothing more will be found."""
        self.objects.total, self.bytes.total = self._objects, self._bytes

    def add(self, count: int) -> None:
        """Add transferred bytes."""
        self.bytes.done += count

    def resized(self, change: int) -> None:
        """Correct the total for an object whose size differs."""
        self._bytes += change
        self._report()

    def left(self, size: int) -> None:
        """Count an object that is not copied after all."""
        self.resized(-size)

    def failed(self, name: str, error: S3DriveError) -> None:
        """Record the failure of one object."""
        self.last_error = error
        self.failure_count += 1
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(failure(name, error))

    def _report(self) -> None:
        if self.bytes.total is not None:
            self.found_all()


def failure(name: str, error: S3DriveError) -> dict[str, Any]:
    """Return one failure for the frontend."""
    return {
        "name": name,
        "code": error.code,
        "message": error.message,
        "status": error.status_code,
        "details": error.details,
    }


class Transfer:
    """One copy, running or ended."""

    def __init__(self, request: TransferRequest) -> None:
        self.id = secrets.token_urlsafe(12)
        self.request = request
        self.progress = Progress()
        self.state: State = "running"
        #: The path or key that is created, once it is known; a folder of S3 ends with a slash.
        self.target = ""
        #: Why it ended early, or why nothing at all could be copied.
        self.error: dict[str, Any] | None = None
        self.task: asyncio.Task[None] | None = None
        self.is_cancelled = False
        self._started = datetime.now(timezone.utc)
        self._ended: datetime | None = None

    def end(self, state: State) -> None:
        """Record how it ended."""
        self.state = state
        self._ended = datetime.now(timezone.utc)

    def fail(self, error: S3DriveError) -> None:
        """Record that it ended early; adds a failure, unless the object's own is there."""
        if self.progress.last_error is not error:
            self.progress.failed(self.progress.detail or self.target, error)
        self.error = failure(self.progress.detail or self.target, error)
        self.end("failed")

    def as_json(self) -> dict[str, Any]:
        """Return the state for the frontend."""
        asked, progress = self.request, self.progress
        return {
            "id": self.id,
            "direction": asked.direction,
            "workspacePath": asked.path,
            "bucket": asked.bucket.decode(),
            "key": asked.key.decode() or None,
            "prefix": None if asked.key else asked.prefix.decode(),
            "overwrite": asked.overwrite,
            "state": self.state,
            "waiting": self.state == "running" and progress.patience.is_asked,
            "objects": progress.objects.as_json(),
            "bytes": progress.bytes.as_json(),
            "skipped": progress.skipped,
            "detail": progress.detail,
            "target": self.target,
            "failures": progress.failures,
            "failureCount": progress.failure_count,
            "error": self.error,
            "lost": sorted(progress.lost),
            "startedAt": self._started.isoformat().replace("+00:00", "Z"),
            "endedAt": self._ended and self._ended.isoformat().replace("+00:00", "Z"),
        }
