"""What an archive is asked for, and what is told of it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any, Literal

from ..disposition import file_name
from ..errors import S3DriveError
from ..jsonbody import Fields
from ..target import check_bucket, check_key, check_object
from ..transfers.model import Progress

State = Literal["waiting", "running", "done", "failed", "cancelled"]

#: So many keys and prefixes may be named in one request.
MAX_CHOSEN = 50_000


@dataclass(frozen=True)
class ArchiveRequest:
    """A selection of a bucket.

    Names inside are relative to `base`; without it, to the folder that each thing is in.
    """

    bucket: bytes
    keys: tuple[bytes, ...]
    prefixes: tuple[bytes, ...]
    base: bytes | None
    name: str

    def above(self, chosen: bytes) -> bytes:
        """Return what the names of a chosen key or prefix, and all below it, are relative to."""
        if self.base is not None:
            return self.base
        return chosen.removesuffix(b"/").rpartition(b"/")[0] + b"/" if b"/" in chosen[:-1] else b""


def parse_archive(fields: Fields) -> ArchiveRequest:
    """Read and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for what cannot be addressed.
    """
    bucket = fields.text("bucket")
    check_bucket(bucket)
    keys = tuple(check_object(bucket, key)[1] for key in fields.texts("keys"))
    prefixes = tuple(_prefix(bucket, prefix) for prefix in fields.texts("prefixes"))
    base = _prefix(bucket, fields.text("base")) if fields.has("base") else None
    chosen = (*keys, *prefixes)
    if not 1 <= len(chosen) <= MAX_CHOSEN:
        raise S3DriveError("InvalidRequest", "A zip needs something to be put into it.")
    if not all(each.startswith(base or b"") for each in chosen):
        raise S3DriveError("InvalidRequest", "What is chosen is not below the base.")
    return ArchiveRequest(bucket.encode(), keys, prefixes, base, _name(fields, chosen, bucket))


def _prefix(bucket: str, prefix: str) -> bytes:
    if prefix and not prefix.endswith("/"):
        raise S3DriveError("InvalidRequest", "The prefix of a folder ends with a slash.", prefix)
    return check_key(bucket, prefix)


def _name(fields: Fields, chosen: tuple[bytes, ...], bucket: str) -> str:
    """Return the zip's own name: as asked for, or that of the only thing in it, or the bucket's."""
    only = chosen[0].removesuffix(b"/").rpartition(b"/")[2].decode() if len(chosen) == 1 else ""
    name = fields.text("name", "") or only or bucket
    return file_name(name if name.lower().endswith(".zip") else f"{name}.zip")


class Archive:
    """One zip: asked for, under way, or ended."""

    def __init__(self, request: ArchiveRequest) -> None:
        self.id = secrets.token_urlsafe(18)
        self.request = request
        self.progress = Progress()
        self.state: State = "waiting"
        self.error: dict[str, Any] | None = None
        self.left_out: list[str] = []
        #: When its state last changed, in seconds of the monotonic clock.
        self.since = time.monotonic()

    def become(self, state: State) -> None:
        """Change the state."""
        self.state, self.since = state, time.monotonic()

    def as_json(self) -> dict[str, Any]:
        """Return what is told of it."""
        return {
            "id": self.id,
            "name": self.request.name,
            "state": self.state,
            "objects": self.progress.objects.as_json(),
            "bytes": self.progress.bytes.as_json(),
            "detail": self.progress.detail,
            "leftOut": self.left_out[:100],
            "leftOutCount": len(self.left_out),
            "error": self.error,
        }


class Archives:
    """The archives that are known: a bounded number, each for a bounded time."""

    #: How long one waits for its download, and how long an ended one is told of.
    seconds = 600.0
    #: How many are known at most.
    limit = 100

    def __init__(self) -> None:
        self._known: dict[str, Archive] = {}

    def add(self, request: ArchiveRequest) -> Archive:
        """Remember what is asked for.

        Raises:
            S3DriveError: `TooMany`.
        """
        self._forget()
        while len(self._known) >= self.limit:
            idle = [each for each in self._known.values() if each.state != "running"]
            if not idle:
                raise S3DriveError("TooMany", "Too many zips are being downloaded.")
            del self._known[min(idle, key=lambda each: each.since).id]
        archive = Archive(request)
        self._known[archive.id] = archive
        return archive

    def get(self, identifier: str) -> Archive:
        """Return one.

        Raises:
            S3DriveError: `NotFound`.
        """
        self._forget()
        if identifier not in self._known:
            raise S3DriveError("NotFound", "There is no such zip, or it was not fetched in time.")
        return self._known[identifier]

    def take(self, identifier: str) -> Archive:
        """Return one that nobody has downloaded yet; nobody else will.

        Raises:
            S3DriveError: `NotFound`.
        """
        archive = self.get(identifier)
        if archive.state != "waiting":
            raise S3DriveError("NotFound", "This zip has been downloaded already.")
        archive.become("running")
        return archive

    def _forget(self) -> None:
        old = time.monotonic() - self.seconds
        for each in list(self._known.values()):
            if each.state != "running" and each.since < old:
                del self._known[each.id]
