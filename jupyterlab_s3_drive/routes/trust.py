"""`POST trust`: what nbformat's notary says of a notebook that lives in a bucket."""

from __future__ import annotations

import json
from tempfile import SpooledTemporaryFile
from typing import Any, Literal, cast

from ..errors import S3DriveError, StoreRefusal
from ..fields import Fields
from ..notary.notary import SMALL_BYTES, Notary
from ..objects.bucket import Bucket
from ..store.client import CHUNK_SIZE
from ..store.encoding import Gunzip, is_unpacked
from ..store.retry import retried
from ..store.target import check_bucket, check_key
from ..transfers.threads import in_thread
from .base import S3DriveHandler
from .requests.bodies import HELD_TIMES

#: No notebook is larger, in the store or unpacked.
MAX_BYTES = 512 * 2**20
#: A body that names an object is shorter. A page of the version before sends the notebook itself.
_NAMING_BYTES = 2**14


class TrustHandler(S3DriveHandler):
    """Checks or signs a notebook.

    The body is `{ action, bucket, key, etag, limit }`: the server reads the object itself, which has
    to be the one with this ETag still, and `limit` bytes long at most, also unpacked. For one release
    it may be `{ action, notebook }`, too: a page that was loaded before an upgrade sends that.
    """

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._notary: Notary = shared["notary"]
        self._body = _file()

    async def admit(self) -> None:
        """Let large notebooks in, whatever the server's own limit."""
        if (self.content_length() or 0) > MAX_BYTES:
            raise S3DriveError("TrustInvalid", "The notebook is too large.")
        length = self.content_length()
        held = SMALL_BYTES if length is None else min(length, SMALL_BYTES)
        await self.hold(self.bodies.buffered, HELD_TIMES * held)
        self.allow_body(MAX_BYTES)

    async def receive(self, chunk: bytes) -> bool:
        """Collect the body, on disk where it is long."""
        await in_thread(self._body.write, chunk)
        return True

    def on_finish(self) -> None:
        """Drop the body."""
        self._body.close()
        super().on_finish()

    async def respond(self) -> None:
        """Answer `{ trusted }` or `{ signed }`."""
        fields = self._naming()
        if fields is None:
            answer = await self._notary.ask(None, self._body)
        else:
            action = cast(Literal["check", "sign"], fields.choice("action", ("check", "sign")))
            with _file() as notebook:
                await self._fetch(fields, notebook)
                answer = await self._notary.ask(action, notebook)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(answer))

    def _naming(self) -> Fields | None:
        """Return the fields of a body that names an object; None for one that holds a notebook."""
        if self._body.tell() > _NAMING_BYTES:
            return None
        self._body.seek(0)
        try:
            found = json.loads(self._body.read())
        except (ValueError, RecursionError):
            return None
        return Fields(found) if isinstance(found, dict) and "bucket" in found else None

    async def _fetch(self, fields: Fields, notebook: SpooledTemporaryFile[bytes]) -> None:
        etag = fields.text("etag")
        limit = fields.number("limit", 0, MAX_BYTES) if fields.has("limit") else MAX_BYTES
        name, bucket_key = fields.text("bucket"), fields.text("key")
        bucket, key = Bucket(self.gateway, check_bucket(name)), check_key(name, bucket_key)
        # Sent as a header; without it another object could be signed than the one that is meant.
        if not etag or not etag.isascii() or not etag.isprintable():
            raise S3DriveError(
                "InvalidRequest", "A field of the request is missing or wrong.", "etag"
            )
        try:
            await retried(lambda attempt: _read(bucket, key, etag, limit, notebook))
        except StoreRefusal as error:
            if error.status_code != 412:
                raise
            raise _changed(key) from error


def _file() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(max_size=SMALL_BYTES)


async def _read(
    bucket: Bucket, key: bytes, etag: str, limit: int, notebook: SpooledTemporaryFile[bytes]
) -> None:
    """Read an object as the drive shows it."""
    await in_thread(notebook.seek, 0)
    await in_thread(notebook.truncate)
    async with bucket.request("GET", key, headers={"If-Match": etag}) as response:
        headers = response.headers
        # Some gateways do not know `If-Match`.
        if headers.get("ETag", etag).strip('"') != etag.strip('"'):
            raise _changed(key)
        unpack = Gunzip() if is_unpacked(headers.get("Content-Encoding", ""), key) else None
        stored = size = 0
        async for chunk in response.content.iter_chunked(CHUNK_SIZE):
            stored += len(chunk)
            for piece in unpack.feed(chunk) if unpack else (chunk,):
                size += len(piece)
                if max(stored, size) > limit:
                    raise S3DriveError("TooLarge", "The notebook is too large.", f"{limit} bytes")
                await in_thread(notebook.write, piece)
        for piece in unpack.finish() if unpack else ():
            await in_thread(notebook.write, piece)


def _changed(key: bytes) -> S3DriveError:
    return S3DriveError(
        "TrustChanged", "The notebook changed in the meantime.", key.decode("utf-8", "replace")
    )
