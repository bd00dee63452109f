"""What a transfer is asked for, and what is told of it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal, cast

from ..errors import S3DriveError
from ..jsonbody import Fields
from ..target import check_bucket, check_key, check_object
from .files import Overwrite

Direction = Literal["to-workspace", "to-s3"]
State = Literal["running", "done", "failed", "cancelled"]

#: So many failures are told one by one; the rest is only counted.
MAX_FAILURES = 100


@dataclass(frozen=True)
class TransferRequest:
    """What to copy where.

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
    """Read and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for what cannot be addressed.
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
    """How much is done, of how much; None as long as that is not known."""

    done: int = 0
    total: int | None = None

    def as_json(self) -> dict[str, int | None]:
        """Return what is told of it."""
        return {"done": self.done, "total": self.total}


@dataclass
class Progress:
    """How far a copy has come. Of what is skipped or fails, the bytes are taken out of the total."""

    objects: Amount = field(default_factory=Amount)
    bytes: Amount = field(default_factory=Amount)
    skipped: int = 0
    detail: str = ""
    failures: list[dict[str, Any]] = field(default_factory=list)
    failure_count: int = 0
    last_error: S3DriveError | None = None
    _objects: int = 0
    _bytes: int = 0

    def found(self, size: int) -> None:
        """Count something that is to be copied."""
        self._objects += 1
        self._bytes += size
        self._tell()

    def found_all(self) -> None:
        """Nothing more will be found: the totals are known."""
        self.objects.total, self.bytes.total = self._objects, self._bytes

    def add(self, count: int) -> None:
        """Count bytes that have passed."""
        self.bytes.done += count

    def resized(self, change: int) -> None:
        """Correct the size of something that was found."""
        self._bytes += change
        self._tell()

    def left(self, size: int) -> None:
        """Count something that is not copied after all."""
        self.resized(-size)

    def failed(self, name: str, error: S3DriveError) -> None:
        """Remember what became of one object."""
        self.last_error = error
        self.failure_count += 1
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(failure(name, error))

    def _tell(self) -> None:
        if self.bytes.total is not None:
            self.found_all()


def failure(name: str, error: S3DriveError) -> dict[str, Any]:
    """Return what is told of one failure."""
    return {
        "name": name,
        "code": error.code,
        "message": error.message,
        "status": error.status_code,
        "details": error.details,
    }


class Transfer:
    """One copy, under way or ended."""

    def __init__(self, request: TransferRequest) -> None:
        self.id = secrets.token_urlsafe(12)
        self.request = request
        self.progress = Progress()
        self.state: State = "running"
        #: The path or key that is made, as far as it is known; a folder of S3 ends with a slash.
        self.target = ""
        #: Why it ended early, or why nothing at all could be copied.
        self.error: dict[str, Any] | None = None
        self.task: asyncio.Task[None] | None = None
        self.is_cancelled = False
        self._started = datetime.now(timezone.utc)
        self._ended: datetime | None = None

    def end(self, state: State) -> None:
        """Tell how it ended."""
        self.state = state
        self._ended = datetime.now(timezone.utc)

    def fail(self, error: S3DriveError) -> None:
        """Tell that it ended early; among the failures too, if the object's own is not there."""
        if self.progress.last_error is not error:
            self.progress.failed(self.progress.detail or self.target, error)
        self.error = failure(self.progress.detail or self.target, error)
        self.end("failed")

    def as_json(self) -> dict[str, Any]:
        """Return what is told of it."""
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
            "objects": progress.objects.as_json(),
            "bytes": progress.bytes.as_json(),
            "skipped": progress.skipped,
            "detail": progress.detail,
            "target": self.target,
            "failures": progress.failures,
            "failureCount": progress.failure_count,
            "error": self.error,
            "startedAt": self._started.isoformat().replace("+00:00", "Z"),
            "endedAt": self._ended and self._ended.isoformat().replace("+00:00", "Z"),
        }
