"""`POST links`: presigned URLs, which give their holder the right to one request on one object."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlsplit

from ..credentials.credentials import Credentials, expired_error
from ..disposition import Disposition, content_disposition
from ..errors import S3DriveError
from ..events.changes import Change, End
from ..fields import Fields
from ..objects.bucket import Bucket
from ..objects.encryptednear import demanded
from ..store.connection import Settings
from ..store.defaultheaders import PAYER
from ..store.gateway import Identity
from ..store.signing import presign
from ..store.target import check_object
from .jsonbody import JsonHandler
from .status import iso

#: Seven days: the longest lifetime in SigV4.
MAX_SECONDS = 604_800
#: The largest number of parts of an S3 upload.
MAX_PARTS = 10_000
#: The largest number of part links in one request.
MAX_PARTS_AT_ONCE = 1000

#: Signed into a link for one upload, so that it can never overwrite an object.
ONLY_NEW = {"If-None-Match": "*"}


@dataclass(frozen=True)
class LinkRequest:
    """The request for a link, or for links to the parts of one upload."""

    bucket: bytes
    key: bytes
    method: str
    seconds: int
    disposition: Disposition | None
    upload_id: str
    parts: tuple[int, ...]
    many: bool

    @property
    def makes_object(self) -> bool:
        """Whether the link is for a new object."""
        return self.method == "PUT" and not self.upload_id

    def headers(self, encrypted: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that the sender has to send.

        Args:
            encrypted: those that name the encryption of a new object.
        """
        return {**ONLY_NEW, **encrypted} if self.makes_object else {}

    def queries(self, settings: Settings) -> Iterable[str]:
        """Yield the query of each link, canonically encoded."""
        payer = f"{PAYER}={settings.request_payer}" if settings.request_payer else ""
        return ("&".join(filter(None, (own, payer))) for own in self._own_queries())

    def _own_queries(self) -> Iterable[str]:
        if self.upload_id:
            upload = quote(self.upload_id, safe="-_.~")
            return (f"partNumber={number}&uploadId={upload}" for number in self.parts)
        if self.disposition:
            name = self.key.rpartition(b"/")[2].decode("utf-8", "replace")
            value = content_disposition(self.disposition, name)
            return (f"response-content-disposition={quote(value, safe='-_.~')}",)
        return ("",)


class LinksHandler(JsonHandler):
    """Creates one link, or the links to several parts of an upload."""

    SUPPORTED_METHODS = ("POST",)

    async def admit(self) -> None:
        """Refuse if the administrator does not allow links."""
        if not self.gateway.settings.allow_links:
            raise S3DriveError("LinksOff", "The administrator has switched links off.")
        await super().admit()

    async def respond(self) -> None:
        """Answer `{ url | urls, expiresAt, limitedBy, headers }`."""
        asked = parse_link(await self.fields())
        report = self.reporter()
        change = Change("links", "link", asked.method, asked.bucket, asked.key)
        settings = self.gateway.settings
        try:
            check_permitted(asked, settings)
            identity = await self.gateway.locate(asked.bucket)
            encrypted = await self._encryption(asked)
            # A thousand signatures take a noticeable time.
            links = await asyncio.to_thread(make_links, asked, identity, settings, encrypted)
        except S3DriveError as error:
            if report:
                report(change, End.failed(error.code))
            raise
        if report:
            report(change, End("success"))
        self.answer(links)

    async def _encryption(self, asked: LinkRequest) -> dict[str, str]:
        """Return the headers of encryption: the administrator's, or those that the bucket demands."""
        if not asked.makes_object:
            return {}
        bucket = Bucket(self.gateway, asked.bucket)
        return bucket.encryption or await demanded(bucket, asked.key)


def parse_link(fields: Fields) -> LinkRequest:
    """Parse and check a request.

    Raises:
        S3DriveError: `InvalidRequest`, or `InvalidKey` for a key that cannot be addressed.
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
    """Refuse a link that the administrator does not allow.

    Raises:
        S3DriveError: `ReadOnly` or `LinksOff`.
    """
    if asked.method == "PUT" and settings.read_only:
        raise S3DriveError("ReadOnly", "The administrator has made the S3 drive read-only.")
    if asked.upload_id and not settings.direct_transfers:
        raise S3DriveError("LinksOff", "The administrator has switched direct transfers off.")


def make_links(
    asked: LinkRequest,
    identity: Identity,
    settings: Settings,
    encrypted: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Sign the links, and return the response.

    `expiresAt` is when the first of the links expires: never later than the credentials do.
    `limitedBy` is `credentials` if they expire earlier than the requested time.

    Raises:
        S3DriveError: `CredentialsExpired`.
    """
    connection = identity.connection.public()
    seconds = _life(asked.seconds, identity.credentials)
    headers = asked.headers(encrypted)
    urls = [
        presign(
            asked.method,
            connection.url(asked.bucket, asked.key, query),
            headers,
            identity.credentials,
            connection.region,
            seconds,
        )
        for query in asked.queries(settings)
    ]
    answer: dict[str, Any] = {"urls": urls} if asked.many else {"url": urls[0]}
    return {
        **answer,
        "expiresAt": iso(_signed_at(urls[0]) + timedelta(seconds=seconds)),
        "limitedBy": "credentials" if seconds < asked.seconds else None,
        "headers": headers,
    }


def _life(seconds: int, credentials: Credentials) -> int:
    """Return for how many seconds a link can be valid with these credentials."""
    if credentials.expires_at is None:
        return seconds
    left = credentials.expires_at - datetime.now(timezone.utc)
    # The clock of the signature has whole seconds, and may tick before the link is signed.
    possible = int(left.total_seconds()) - 1
    if possible < 1:
        raise expired_error()
    return min(seconds, possible)


def _signed_at(url: str) -> datetime:
    """Return the time at which a link was signed."""
    (stamp,) = parse_qs(urlsplit(url).query)["X-Amz-Date"]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
