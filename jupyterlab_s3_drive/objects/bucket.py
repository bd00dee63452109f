"""Objects of a bucket, for the routes that read and write them in the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes
from xml.etree.ElementTree import Element

from ..errors import S3DriveError, StoreRefusal
from ..store.client import explain
from ..store.defaultheaders import encryption
from ..store.expected import read_answer, read_xml, require_headers
from ..store.gateway import Gateway
from ..store.patience import Patience
from ..store.retry import retried, retry_after, verdict_of
from ..store.sizes import size_of
from ..store.storexml import XmlError, parse_xml
from ..store.target import Target

if TYPE_CHECKING:
    import aiohttp


@dataclass(frozen=True)
class StoredObject:
    """An object in a listing or a HEAD response. `etag` is quoted, as in headers."""

    __slots__ = ("etag", "key", "size")

    key: bytes
    size: int
    etag: str


@dataclass(frozen=True)
class Page:
    """One page of a listing: objects, and with a delimiter the prefixes below."""

    objects: list[StoredObject] = field(default_factory=list)
    prefixes: list[bytes] = field(default_factory=list)


class Bucket:
    """One bucket of the configured store. Keys are bytes, and have been checked by the caller.

    Every method raises `S3DriveError`: `StoreRefusal` for an error response of the store.

    Args:
        gateway: the access to the store.
        name: the bucket's.
        patience: records what the requests meet.
    """

    def __init__(self, gateway: Gateway, name: bytes, patience: Patience | None = None) -> None:
        self.name = name
        self._gateway = gateway
        self._patience = patience or Patience()

    @property
    def encryption(self) -> dict[str, str]:
        """The headers of encryption that the administrator wants for new objects."""
        return encryption(self._gateway.settings)

    @asynccontextmanager
    async def request(
        self,
        method: str,
        key: bytes,
        *,
        parameters: Mapping[str, str | bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | AsyncIterable[bytes] | None = None,
        length: int | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send one request, once; return a successful response whose body has not been read.

        A success that is not S3's is an error, `AnswerBroken`.
        """
        import aiohttp

        encoded = sorted(
            (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
            for name, value in (parameters or {}).items()
        )
        identity = await self._gateway.identity()
        target = Target(self.name, key, tuple(encoded))
        if isinstance(body, bytes):
            length = len(body)
        with self._patience.held():
            began = await self._gateway.throttle.turn()
        response = await self._gateway.send(identity, method, target, headers or {}, body, length)
        try:
            if response.status >= 300:
                refused = refusal(response, await read_answer(response))
                verdict = verdict_of(refused, method)
                if verdict == "throttled":
                    self._gateway.throttle.slow(began, refused.retry_after)
                if verdict in ("throttled", "failed"):
                    self._patience.refused()
                raise refused
            require_headers(response, method, key, parameters or {})
            self._gateway.throttle.ease()
            self._patience.served()
            yield response
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise explain(error, identity.connection.endpoint) from error
        finally:
            if response.content.at_eof():
                response.release()
            else:
                response.close()

    async def head(self, key: bytes) -> StoredObject | None:
        """HEAD an object, and return None if it does not exist."""

        try:
            headers = await self.headers_of(key)
        except StoreRefusal as error:
            if error.status_code == 404:
                return None
            raise
        return StoredObject(key, _size_in(headers), headers.get("etag", ""))

    async def headers_of(self, key: bytes) -> dict[str, str]:
        """HEAD an object, and return the headers, their names in lower case."""

        async def ask(attempt: int) -> dict[str, str]:
            async with self.request("HEAD", key) as response:
                return {name.lower(): value for name, value in response.headers.items()}

        return await retried(ask, "HEAD")

    async def has_below(self, prefix: bytes) -> bool:
        """Return whether the key of any object begins with a prefix."""
        return await self.first_below(prefix) is not None

    async def first_below(self, prefix: bytes) -> StoredObject | None:
        """Return the first object whose key begins with a prefix, if there is any."""
        page, _ = await self._page({"prefix": prefix, "max-keys": "1"})
        return next(iter(page.objects), None)

    async def pages(self, prefix: bytes, delimiter: str = "") -> AsyncIterator[Page]:
        """Yield all objects below a prefix, a thousand at a time, in the order of their keys."""
        asked: dict[str, str | bytes] = {"prefix": prefix}
        if delimiter:
            asked["delimiter"] = delimiter
        token: str | None = None
        while True:
            page, following = await self._page(asked)
            yield page
            if following is None:
                return
            if following == token:
                raise _broken("the same page comes again")
            asked["continuation-token"] = token = following

    async def _page(self, asked: Mapping[str, str | bytes]) -> tuple[Page, str | None]:
        parameters = {"list-type": "2", "encoding-type": "url", **asked}

        async def ask(attempt: int) -> Element:
            async with self.request("GET", b"", parameters=parameters) as response:
                return await read_xml(response, "ListBucketResult")

        page, token = _read_page(await retried(ask))
        prefix = asked["prefix"]
        return _below(page, prefix if isinstance(prefix, bytes) else prefix.encode()), token


def refusal(response: aiohttp.ClientResponse, body: bytes) -> StoreRefusal:
    """Return the error of a response; the one to a HEAD request has no body."""
    headers = response.headers
    request_id = headers.get("x-amz-request-id", "")
    try:
        root = parse_xml(body)
        code, message = root.findtext("Code", ""), root.findtext("Message", "")
    except XmlError:
        code, message = headers.get("x-minio-error-code", ""), ""
    known = {403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed"}
    code = code or known.get(response.status, "UnknownError")
    patience = retry_after(headers.get("Retry-After", ""), headers.get("Date", ""))
    return StoreRefusal(response.status, code, message, request_id, patience)


def _size_in(headers: Mapping[str, str]) -> int:
    try:
        return size_of(headers.get("content-length", ""))
    except ValueError as error:
        raise S3DriveError(
            "StoreConnectionLost", "The S3 store's answer cannot be read.", str(error)
        ) from error


def _read_page(root: Element) -> tuple[Page, str | None]:
    """Return the page in a listing, and the continuation token."""
    try:
        is_url = root.findtext("EncodingType", "") == "url"
        page = Page(
            objects=[_read_object(each, is_url) for each in root.findall("Contents")],
            prefixes=[_key(each, "Prefix", is_url) for each in root.findall("CommonPrefixes")],
        )
        going_on = root.findtext("IsTruncated", "") == "true"
        token = root.findtext("NextContinuationToken") if going_on else None
        if going_on and not token:
            # An incomplete listing must never be taken for a complete one.
            raise ValueError("no continuation token")
        return page, token
    except ValueError as error:
        raise S3DriveError(
            "StoreConnectionLost", "The S3 store's listing cannot be read.", str(error)
        ) from error


def _below(page: Page, prefix: bytes) -> Page:
    """Check that a page is about the prefix: what is copied is what it names.

    The browser has the same rule (`src/s3/objects/soundpage.ts`). SeaweedFS takes a backslash for a
    slash, and lists other keys, which are dropped.
    """
    if b"\\" in prefix:
        return Page(
            [found for found in page.objects if found.key.startswith(prefix)],
            [name for name in page.prefixes if name.startswith(prefix)],
        )
    for name in (*(found.key for found in page.objects), *page.prefixes):
        if not name.startswith(prefix):
            raise _broken(f"{name.decode('utf-8', 'replace')!r} is not below")
    return page


def _broken(why: str) -> S3DriveError:
    return S3DriveError("ListingBroken", "The S3 store's listing is not sound.", why)


def _read_object(element: Element, is_url: bool) -> StoredObject:
    return StoredObject(
        key=_key(element, "Key", is_url),
        size=size_of(element.findtext("Size", "")),
        etag=element.findtext("ETag", ""),
    )


def _key(element: Element, name: str, is_url: bool) -> bytes:
    text = element.findtext(name, "")
    # As in an HTML form: a plus sign is a space.
    return unquote_to_bytes(text.replace("+", " ")) if is_url else text.encode()
