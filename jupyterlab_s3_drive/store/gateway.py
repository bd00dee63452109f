"""The objects that all routes share: configuration, credential chain, and client."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..credentials.access import Access
from ..credentials.credentials import Credentials, Loaded
from ..errors import S3DriveError
from .client import StoreClient, held
from .connection import Connection, Settings, is_aws, resolve
from .defaultheaders import with_default_headers
from .regions import ELSEWHERE, Regions, region_in
from .retry import Throttle
from .signing import sign
from .target import Target

if TYPE_CHECKING:
    import aiohttp

# The statuses of a store for keys that it rejects: AWS returns 400 for an expired token.
_REJECTIONS = frozenset({400, 401, 403})

#: Reports the region of a bucket to the browser, if it is not the configured one.
REGION_HEADER = "X-S3-Drive-Region"

#: How many requests begin in one turn of the server's event loop. Each takes half a millisecond;
#: all the requests that a browser sends at once would block Jupyter for a long time.
BEGUN_AT_ONCE = 4

#: The timeout for finding the region of a bucket (s).
_LOCATING = 5.0


@dataclass(frozen=True)
class Identity:
    """The store and the credentials for one request."""

    connection: Connection
    credentials: Credentials


class Gateway:
    """Access to the store. Nothing is imported, read or connected before the first request."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.access = Access(settings.renew_command, settings.renew_timeout, settings.keys)
        self.regions = Regions()
        #: For the server's own requests: those of a browser are throttled in the browser.
        self.throttle = Throttle()
        self._client = StoreClient(settings)
        self._turn = asyncio.Semaphore(BEGUN_AT_ONCE)

    async def identity(self) -> Identity:
        """Return the store and the credentials for it.

        Raises:
            S3DriveError: `CredentialsMissing`, `CredentialsInvalid` or `CredentialsExpired`.
        """
        loaded = await self.access.current()
        return Identity(self.connection(loaded), loaded.usable())

    def connection(self, loaded: Loaded) -> Connection:
        """Return the store.

        Raises:
            S3DriveError: `CredentialsInvalid`, for an invalid endpoint.
        """
        return resolve(self.settings, os.environ, loaded.profile)

    async def send(
        self,
        identity: Identity,
        method: str,
        target: Target,
        headers: Mapping[str, str],
        body: bytes | AsyncIterable[bytes] | None = None,
        length: int | None = None,
    ) -> aiohttp.ClientResponse:
        """Sign and send a request, and return the response when its headers have arrived.

        Args:
            identity: returned by `identity()`.
            method: the HTTP method.
            target: bucket, key and query.
            headers: the filtered headers to send.
            body: the body, or None for a method that has none.
            length: the length of the body.

        Raises:
            S3DriveError: one of the `Store…` codes.
        """
        where = identity.connection
        connection = self.regions.located(where, target.bucket)

        wanted = with_default_headers(method, target, headers, self.settings)

        async with self._turn:
            await asyncio.sleep(0)

        async def ask() -> aiohttp.ClientResponse:
            url = connection.url(target.bucket, target.key, target.query)
            signed = sign(method, url, wanted, identity.credentials, connection.region)
            if length is not None:
                signed["Content-Length"] = str(length)
            return await self._client.request(method, url, signed, body)

        response = await ask()
        region = await self._learned(response, connection)
        if not region and method == "HEAD" and response.status in ELSEWHERE:
            region = await self._asked_region(identity, target.bucket, connection)
        if region:
            self.regions.keep(where, target.bucket, region)
            connection = self.regions.located(where, target.bucket)
            if not (body is None or isinstance(body, bytes)):
                raise S3DriveError(
                    "RegionLearned", "The bucket is in another region, which is known now."
                )
            response = await ask()
        else:
            self.regions.keep(where, target.bucket, connection.region)
        if response.status in _REJECTIONS:
            self.access.rejected()
        return response

    def region_header(self, identity: Identity, bucket: bytes) -> list[tuple[str, str]]:
        """Return the header that reports the other region of a bucket to the browser, if any."""
        where = identity.connection
        region = self.regions.located(where, bucket).region
        return [] if region == where.region else [(REGION_HEADER, region)]

    async def locate(self, bucket: bytes) -> Identity:
        """Return the store in the region of a bucket, and the credentials, for signing links.

        For a bucket of AWS whose region is not known yet, a request finds it.
        """
        identity = await self.identity()
        where = identity.connection
        if is_aws(where.endpoint) and not self.regions.knows(where, bucket):
            with suppress(S3DriveError, asyncio.TimeoutError):
                asked = self.send(identity, "HEAD", Target(bucket, b"", ()), {})
                (await asyncio.wait_for(asked, _LOCATING)).close()
        return replace(identity, connection=self.regions.located(where, bucket))

    async def send_unsigned(
        self, method: str, target: Target, headers: Mapping[str, str]
    ) -> tuple[aiohttp.ClientResponse, Connection]:
        """Send a request without credentials; return the response, and the store that was used.

        Raises:
            S3DriveError: one of the `Store…` codes; `CredentialsInvalid` for an invalid endpoint.
        """
        where = self.connection(await self.access.current())
        connection = self.regions.located(where, target.bucket)
        url = connection.url(target.bucket, target.key, target.query)
        response = await self._client.request(method, url, headers)
        region = await self._learned(response, connection)
        if region:
            self.regions.keep(where, target.bucket, region)
            connection = self.regions.located(where, target.bucket)
            url = connection.url(target.bucket, target.key, target.query)
            response = await self._client.request(method, url, headers)
        return response, connection

    async def _learned(
        self, response: aiohttp.ClientResponse, connection: Connection
    ) -> str | None:
        """Return the other region that a response names, after releasing it; else None."""
        if response.status not in ELSEWHERE:
            return None
        body = await held(response)
        region = region_in(connection, response.headers, body)
        if region is None or region == connection.region:
            return None
        response.release()
        return region

    async def _asked_region(
        self, identity: Identity, bucket: bytes, connection: Connection
    ) -> str | None:
        """Return the other region of a bucket, from an answer that has a body.

        That to a HEAD has none, and does not always name the region in a header.
        """
        target = Target(bucket, b"", (("list-type", "2"), ("max-keys", "0")))
        url = connection.url(bucket, b"", target.query)
        signed = sign("GET", url, {}, identity.credentials, connection.region)
        try:
            response = await self._client.request("GET", url, signed)
            region = await self._learned(response, connection)
        except S3DriveError:
            return None
        response.close()
        return region

    async def close(self) -> None:
        """Close the connections."""
        await self.access.close()
        await self._client.close()
