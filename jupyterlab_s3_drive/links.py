"""`POST links`: presigned URLs, which lend the right to one request on one object to whoever holds them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlsplit

from .connection import Settings
from .credentials import Credentials, expired_error
from .disposition import Disposition, content_disposition
from .errors import S3DriveError
from .gateway import Identity
from .jsonbody import Fields, JsonHandler
from .signing import presign
from .status import iso
from .target import check_object

#: Seven days: SigV4 knows no longer life.
MAX_SECONDS = 604_800
#: S3 knows no more parts of an upload.
MAX_PARTS = 10_000
#: How many part links one request may ask for.
MAX_PARTS_AT_ONCE = 1000

#: Signed into a link that takes one upload: it can never overwrite what is there.
ONLY_NEW = {"If-None-Match": "*"}


@dataclass(frozen=True)
class LinkRequest:
    """What a link, or a set of links to the parts of one upload, is asked for."""

    bucket: bytes
    key: bytes
    method: str
    seconds: int
    disposition: Disposition | None
    upload_id: str
    parts: tuple[int, ...]
    many: bool

    @property
    def headers(self) -> dict[str, str]:
        """What the sender has to send along."""
        return ONLY_NEW if self.method == "PUT" and not self.upload_id else {}

    def queries(self) -> Iterable[str]:
        """Yield the query of each link, canonically encoded."""
        if self.upload_id:
            upload = quote(self.upload_id, safe="-_.~")
            return (f"partNumber={number}&uploadId={upload}" for number in self.parts)
        if self.disposition:
            name = self.key.rpartition(b"/")[2].decode("utf-8", "replace")
            value = content_disposition(self.disposition, name)
            return (f"response-content-disposition={quote(value, safe='-_.~')}",)
        return ("",)


class LinksHandler(JsonHandler):
    """Makes one link, or the links to many parts of an upload."""

    SUPPORTED_METHODS = ("POST",)

    async def admit(self) -> None:
        """Refuse where the administrator permits no links."""
        if not self.gateway.settings.allow_links:
            raise S3DriveError("LinksOff", "The administrator has switched links off.")
        await super().admit()

    async def respond(self) -> None:
        """Answer `{ url | urls, expiresAt, limitedBy, headers }`."""
        asked = parse_link(self.fields())
        check_permitted(asked, self.gateway.settings)
        identity = await self.gateway.identity()
        # A thousand signatures take a noticeable time.
        self.answer(await asyncio.to_thread(make_links, asked, identity))


def parse_link(fields: Fields) -> LinkRequest:
    """Read and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for what cannot be addressed.
    """
    bucket, key = check_object(fields.text("bucket"), fields.text("key"))
    method = fields.choice("method", ("GET", "PUT"))
    upload_id = fields.text("uploadId", "")
    many = fields.has("partNumbers")
    parts: list[int] = []
    if many:
        parts = fields.numbers("partNumbers", 1, MAX_PARTS, MAX_PARTS_AT_ONCE)
    elif fields.has("partNumber"):
        parts = [fields.number("partNumber", 1, MAX_PARTS)]
    if bool(upload_id) != bool(parts) or (parts and method != "PUT"):
        raise S3DriveError(
            "InvalidRequest", "A part link is a PUT, and needs an upload and a part number."
        )
    disposition = None
    if method == "GET" and fields.has("disposition"):
        disposition = cast(Disposition, fields.choice("disposition", ("attachment", "inline")))
    return LinkRequest(
        bucket=bucket,
        key=key,
        method=method,
        seconds=fields.number("expiresIn", 1, MAX_SECONDS),
        disposition=disposition,
        upload_id=upload_id,
        parts=tuple(parts),
        many=many,
    )


def check_permitted(asked: LinkRequest, settings: Settings) -> None:
    """Refuse what the administrator does not permit.

    Raises:
        S3DriveError: `ReadOnly` or `LinksOff`.
    """
    if asked.method == "PUT" and settings.read_only:
        raise S3DriveError("ReadOnly", "The administrator has made the S3 drive read-only.")
    if asked.upload_id and not settings.direct_transfers:
        raise S3DriveError("LinksOff", "The administrator has switched direct transfers off.")


def make_links(asked: LinkRequest, identity: Identity) -> dict[str, Any]:
    """Sign, and return the answer.

    `expiresAt` is when the first of the links ends: never later than the credentials do, and
    `limitedBy` is `credentials` where that made them end earlier than asked for.

    Raises:
        S3DriveError: `CredentialsExpired`.
    """
    connection = identity.connection.public()
    seconds = _life(asked.seconds, identity.credentials)
    urls = [
        presign(
            asked.method,
            connection.url(asked.bucket, asked.key, query),
            asked.headers,
            identity.credentials,
            connection.region,
            seconds,
        )
        for query in asked.queries()
    ]
    answer: dict[str, Any] = {"urls": urls} if asked.many else {"url": urls[0]}
    return {
        **answer,
        "expiresAt": iso(_signed_at(urls[0]) + timedelta(seconds=seconds)),
        "limitedBy": "credentials" if seconds < asked.seconds else None,
        "headers": asked.headers,
    }


def _life(seconds: int, credentials: Credentials) -> int:
    """Return for how many seconds a link can last with these credentials."""
    if credentials.expires_at is None:
        return seconds
    left = credentials.expires_at - datetime.now(timezone.utc)
    # The signature's clock has whole seconds, and may tick between here and there.
    possible = int(left.total_seconds()) - 1
    if possible < 1:
        raise expired_error()
    return min(seconds, possible)


def _signed_at(url: str) -> datetime:
    """Return the moment that a link's signature starts from."""
    (stamp,) = parse_qs(urlsplit(url).query)["X-Amz-Date"]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
