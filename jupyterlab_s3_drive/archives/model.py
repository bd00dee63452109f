"""The request for an archive, and its state."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from ..disposition import file_name
from ..errors import S3DriveError
from ..fields import Fields
from ..store.target import check_bucket, check_key, check_object
from ..transfers.model import Progress

State = Literal["waiting", "running", "done", "failed", "cancelled"]

#: The largest number of keys and prefixes in one request.
MAX_CHOSEN = 50_000
#: What an object for a few bytes and its place in a tuple take besides them (bytes).
_OVERHEAD = 48


@dataclass(frozen=True)
class ArchiveRequest:
    """A selection of a bucket.

    Names in the zip are relative to `base`; without it, to the folder of each selected item.
    """

    bucket: bytes
    keys: tuple[bytes, ...]
    prefixes: tuple[bytes, ...]
    base: bytes | None
    name: str

    @cached_property
    def memory(self) -> int:
        """About how much memory the selection takes (bytes)."""
        chosen = (*self.keys, *self.prefixes)
        return sum(map(len, chosen)) + _OVERHEAD * len(chosen)

    def above(self, chosen: bytes) -> bytes:
        """Return the prefix that names are relative to, for a selected key or prefix."""
        if self.base is not None:
            return self.base
        return chosen.removesuffix(b"/").rpartition(b"/")[0] + b"/" if b"/" in chosen[:-1] else b""


def parse_archive(fields: Fields) -> ArchiveRequest:
    """Parse and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for a key that cannot be addressed.
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
    """Return the name of the zip: as requested, that of its only item, or that of the bucket."""
    only = chosen[0].removesuffix(b"/").rpartition(b"/")[2].decode() if len(chosen) == 1 else ""
    name = fields.text("name", "") or only or bucket
    return file_name(name if name.lower().endswith(".zip") else f"{name}.zip")


#: How many of the names that cannot be put into a zip are listed in it: a bucket may hold any number.
NAMED = 1000


class Archive:
    """One zip: requested, running, or ended."""

    def __init__(self, request: ArchiveRequest) -> None:
        self.id = secrets.token_urlsafe(18)
        self.request = request
        self.progress = Progress()
        self.state: State = "waiting"
        self.error: dict[str, Any] | None = None
        #: What cannot be put into it: how many names, and the first of them.
        self.left_out = 0
        self.left_out_names: list[str] = []
        #: When its state last changed, in seconds of the monotonic clock.
        self.since = time.monotonic()

    def become(self, state: State) -> None:
        """Change the state. Of one that has ended the selection is not kept."""
        self.state, self.since = state, time.monotonic()
        if state not in ("waiting", "running"):
            self.request = replace(self.request, keys=(), prefixes=())

    def leave_out(self, name: str) -> None:
        """Note a name that cannot be put into it."""
        self.left_out += 1
        if len(self.left_out_names) < NAMED:
            self.left_out_names.append(name)

    def as_json(self) -> dict[str, Any]:
        """Return the state for the frontend."""
        return {
            "id": self.id,
            "name": self.request.name,
            "state": self.state,
            "waiting": self.state == "running" and self.progress.patience.is_asked,
            "objects": self.progress.objects.as_json(),
            "bytes": self.progress.bytes.as_json(),
            "detail": self.progress.detail,
            "leftOut": self.left_out_names[:100],
            "leftOutCount": self.left_out,
            "error": self.error,
        }


class Archives:
    """The known archives: a limited number, each for a limited time."""

    #: How long one waits for its download, and how long an ended one is kept.
    seconds = 600.0
    #: The largest number of known archives.
    limit = 100
    #: How much memory their selections take at most, all together (bytes).
    memory = 32 * 2**20

    def __init__(self) -> None:
        self._known: dict[str, Archive] = {}

    def add(self, request: ArchiveRequest) -> Archive:
        """Add a request; the oldest that nobody downloads make room for it.

        Raises:
            S3DriveError: `TooMany`.
        """
        self._forget()
        known = sorted(self._known.values(), key=lambda each: each.since)
        idle = [each for each in known if each.state != "running"]
        running = [each for each in known if each.state == "running"]
        if not self._fits(running, request):
            raise S3DriveError("TooMany", "Too many zips are being downloaded.")
        while not self._fits([*running, *idle], request):
            del self._known[idle.pop(0).id]
        archive = Archive(request)
        self._known[archive.id] = archive
        return archive

    def get(self, identifier: str) -> Archive:
        """Return an archive.

        Raises:
            S3DriveError: `NotFound`.
        """
        self._forget()
        if identifier not in self._known:
            raise S3DriveError("NotFound", "There is no such zip, or it was not fetched in time.")
        return self._known[identifier]

    def take(self, identifier: str) -> Archive:
        """Return an archive that has not been downloaded yet, for its only download.

        Raises:
            S3DriveError: `NotFound`.
        """
        archive = self.get(identifier)
        if archive.state != "waiting":
            raise S3DriveError("NotFound", "This zip has been downloaded already.")
        archive.become("running")
        return archive

    def _fits(self, others: list[Archive], request: ArchiveRequest) -> bool:
        held = sum(each.request.memory for each in others)
        return len(others) < self.limit and held + request.memory <= self.memory

    def _forget(self) -> None:
        old = time.monotonic() - self.seconds
        for each in list(self._known.values()):
            if each.state != "running" and each.since < old:
                del self._known[each.id]
