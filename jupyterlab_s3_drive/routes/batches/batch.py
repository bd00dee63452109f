"""`POST batch`: small S3 requests on objects, sent concurrently by the server.

Renaming a folder takes a request for each object. Sent one by one by a browser, each costs more in
the browser and in Jupyter than in the store. The checks and the processing of responses are the
same as in the proxy's own route: nothing is decided here.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import ensure_async

from ...errors import CODE_HEADER, ORIGIN_HEADER, S3DriveError
from ...events.changes import Change
from ...fields import Fields
from ...store.client import explain
from ...store.connection import Settings
from ...store.gateway import Gateway, Identity
from ...store.parallel import each, listed
from ...store.target import Target, parse_target
from ..jsonbody import JsonHandler
from ..requests.admission import checked_headers
from ..requests.headers import response_headers
from ..requests.requestchange import RequestReport, change_of
from .copies import WAYS, KeepingCopy, parse_copy, send_copy

if TYPE_CHECKING:
    import aiohttp

#: The last two are copies that keep what belongs to their source: see `copies`.
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", *WAYS)
READING = ("GET", "HEAD", *WAYS)
#: The largest number of requests in a batch.
MAX_REQUESTS = 64
#: How many of them are sent to the store at a time.
WIDTH = 16
#: Longer responses are refused: large content uses the proxy's own route, which streams.
MAX_ANSWER = 2**20
#: The size of the whole batch, with encoded bodies.
MAX_BODY = 4 * 2**20

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class BatchedRequest:
    """One validated request of a batch."""

    method: str
    target: Target
    headers: dict[str, str]
    body: bytes | None
    copy: KeepingCopy | None = None

    def change(self) -> Change | None:
        """Return what it is to change; None if it reads."""
        if self.copy:
            source = self.copy.source.bucket + b"/" + self.copy.source.key
            return Change("batch", "copy", "PUT", self.target.bucket, self.target.key, source)
        size = None if self.body is None else len(self.body)
        return change_of("batch", self.method, self.target, self.headers, size)


class BatchHandler(JsonHandler):
    """Accepts `{ requests: [{ method, path, headers?, body? }] }`.

    `path` is raw, `/bucket/key?query` as in the proxy's route after `api`; `body` is base64.
    Answers with one JSON object in each line, as responses arrive: `{ index, status, headers, body
    }`, the body in base64 again. A request that the proxy's route would refuse is refused in its
    own line.
    """

    SUPPORTED_METHODS = ("POST",)
    max_body = MAX_BODY

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._work: asyncio.Future[None] | None = None
        self._gone = False

    async def respond(self) -> None:
        """Send the requests, and write each response when it has arrived."""
        # A compressing server would hold responses back.
        self._transforms = []
        asked = [parsed(part, self.gateway.settings) for part in _parts(await self.fields())]
        if any(isinstance(one, BatchedRequest) and one.method in READING for one in asked):
            await self._require_reading()
        identity = await self.gateway.identity()
        self.set_header("Content-Type", "application/x-ndjson")
        self.set_header("Cache-Control", "no-store")
        writing = asyncio.Lock()

        async def work(item: tuple[int, BatchedRequest | S3DriveError]) -> None:
            index, request = item
            request_report = self._request_report(request)
            try:
                answer = await answered(self.gateway, identity, request)
            except asyncio.CancelledError:
                if request_report:
                    request_report.failed("ClientDisconnected")
                raise
            if request_report:
                _report(request_report, answer)
            async with writing:
                self.write(json.dumps({"index": index, **answer}) + "\n")
                await self.flush()

        self._work = asyncio.ensure_future(each(listed(enumerate(asked)), work, WIDTH))
        try:
            await self._work
        except asyncio.CancelledError:
            if not self._gone:
                raise
            self.abandon()
        else:
            self.finish()

    def on_connection_close(self) -> None:
        """Cancel running requests: the client has disconnected."""
        self._gone = True
        if self._work:
            self._work.cancel()
        super().on_connection_close()

    def _request_report(self, request: BatchedRequest | S3DriveError) -> RequestReport | None:
        """Return the event about one request, where it changes something and somebody listens."""
        report = self.reporter()
        if report is None or isinstance(request, S3DriveError):
            return None
        change = request.change()
        return RequestReport(report, change) if change else None

    async def _require_reading(self) -> None:
        """Require the permission to read too: `prepare` has checked the one to write."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "read", self.auth_resource)
        )
        if not allowed:
            raise S3DriveError("Forbidden", "This server does not permit that to you.", "read")


async def answered(
    gateway: Gateway, identity: Identity, request: BatchedRequest | S3DriveError
) -> dict[str, Any]:
    """Return `{ status, headers, body }` for one request: the store's response, or our refusal."""
    try:
        if isinstance(request, S3DriveError):
            raise request
        return await _exchange(gateway, identity, request)
    except S3DriveError as error:
        headers = [(ORIGIN_HEADER, "proxy"), (CODE_HEADER, error.code)]
        return _answer_of(error.status_code, headers, json.dumps(error.as_json()).encode())


def parsed(part: Fields, settings: Settings) -> BatchedRequest | S3DriveError:
    """Return one request, or the error with which it is refused."""
    try:
        return parse_request(part, settings)
    except S3DriveError as error:
        return error


def parse_request(part: Fields, settings: Settings) -> BatchedRequest:
    """Parse and check one request, as the proxy's route does.

    Raises:
        S3DriveError: as `checked_headers`; `InvalidRequest` for a malformed request or one that is
            not about an object: requests about a bucket have rules of their own in the proxy's
            route.
    """
    method = part.choice("method", METHODS)
    path = part.text("path")
    if not path.isascii() or not path.startswith("/"):
        raise S3DriveError("InvalidKey", "The path of a request must be percent-encoded.", path)
    target = parse_target(path, "/")
    if not target.key:
        raise S3DriveError("InvalidRequest", "A batch holds requests on objects only.", path)
    way = next((way for way in WAYS if way == method), None)
    if way:
        copy = parse_copy(way, target, _headers(part), settings)
        return BatchedRequest(method, target, {}, None, copy)
    headers = checked_headers(method, target, _headers(part), settings)
    has_body = method in ("PUT", "POST")
    return BatchedRequest(method, target, headers, _body(part) if has_body else None)


def _parts(fields: Fields) -> list[Fields]:
    parts = fields.objects("requests")
    if not 1 <= len(parts) <= MAX_REQUESTS:
        raise S3DriveError("InvalidRequest", f"A batch holds 1 to {MAX_REQUESTS} requests.")
    return parts


def _headers(part: Fields) -> Iterable[tuple[str, str]]:
    headers = part.pairs("headers")
    for name, _ in headers:
        if not _HEADER_NAME.fullmatch(name):
            raise S3DriveError("InvalidRequest", "This is not the name of a header.", name)
    return headers


def _body(part: Fields) -> bytes:
    try:
        return base64.b64decode(part.text("body", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise S3DriveError("InvalidRequest", "The body of a request is not base64.") from error


async def _exchange(
    gateway: Gateway, identity: Identity, request: BatchedRequest
) -> dict[str, Any]:
    import aiohttp

    response = await _send(gateway, identity, request)
    content = bytearray()
    try:
        while len(content) <= MAX_ANSWER and not response.content.at_eof():
            content += await response.content.read(MAX_ANSWER + 1 - len(content))
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        raise explain(error, identity.connection.endpoint) from error
    finally:
        if not response.content.at_eof():
            response.close()
    if len(content) > MAX_ANSWER:
        raise S3DriveError("InvalidRequest", "The answer is too long for a batch.")
    headers = [
        *_headers_of(response, request),
        *gateway.region_header(identity, request.target.bucket),
        (ORIGIN_HEADER, "store"),
    ]
    return _answer_of(response.status, headers, bytes(content))


def _headers_of(
    response: aiohttp.ClientResponse, request: BatchedRequest
) -> Iterable[tuple[str, str]]:
    headers = response_headers(response.raw_headers)
    if request.copy and response.method == "HEAD":
        # The length is of a body that does not come.
        return [pair for pair in headers if pair[0].lower() != "content-length"]
    return headers


async def _send(
    gateway: Gateway, identity: Identity, request: BatchedRequest
) -> aiohttp.ClientResponse:
    if request.copy:
        return await send_copy(gateway, identity, request.copy)
    method, target, headers, body = request.method, request.target, request.headers, request.body
    length = None if body is None else len(body)
    return await gateway.send(identity, method, target, headers, body, length)


def _report(request_report: RequestReport, answer: dict[str, Any]) -> None:
    """Report a change with the answer that the browser gets."""
    headers = {name.lower(): value for name, value in answer["headers"]}
    if headers.get(ORIGIN_HEADER.lower()) != "store":
        request_report.failed(headers[CODE_HEADER.lower()])
        return
    request_report.add(base64.b64decode(answer["body"]))
    request_report.answered(answer["status"], headers.get("x-amz-request-id"))


def _answer_of(status: int, headers: list[tuple[str, str]], body: bytes) -> dict[str, Any]:
    return {"status": status, "headers": headers, "body": base64.b64encode(body).decode()}
