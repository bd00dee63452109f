"""What all routes share: one configuration, one credential chain, one client a server."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chain import CredentialChain
from .client import StoreClient
from .connection import Connection, Settings, resolve
from .credentials import Credentials, Loaded
from .signing import sign
from .target import Target

if TYPE_CHECKING:
    import aiohttp

# What a store answers to keys that it does not take: AWS says 400 to an expired token.
_REJECTIONS = frozenset({400, 401, 403})


@dataclass(frozen=True)
class Identity:
    """The store and the credentials that one request uses."""

    connection: Connection
    credentials: Credentials


class Gateway:
    """The way to the store. Nothing is imported, read or connected before the first request."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.chain = CredentialChain()
        self._client = StoreClient(settings)

    async def identity(self) -> Identity:
        """Return where the store is, and the keys for it.

        Raises:
            S3DriveError: `CredentialsMissing`, `CredentialsInvalid` or `CredentialsExpired`.
        """
        loaded = await self.chain.current()
        return Identity(self.connection(loaded), loaded.usable())

    def connection(self, loaded: Loaded) -> Connection:
        """Return where the store is.

        Raises:
            S3DriveError: `CredentialsInvalid`, for an endpoint that cannot be understood.
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
        """Sign a request, send it, and return the answer when its headers have come.

        Args:
            identity: as `identity()` returned it.
            method: the HTTP method.
            target: bucket, key and query.
            headers: what goes along, already filtered.
            body: the body, or None for a method that has none.
            length: the length of the body.

        Raises:
            S3DriveError: one of the `Store…` codes.
        """
        connection = identity.connection
        url = connection.url(target.bucket, target.key, target.query)
        signed = sign(method, url, headers, identity.credentials, connection.region)
        if length is not None:
            signed["Content-Length"] = str(length)
        response = await self._client.request(method, url, signed, body)
        if response.status in _REJECTIONS:
            self.chain.rejected()
        return response

    async def send_unsigned(
        self, method: str, target: Target, headers: Mapping[str, str]
    ) -> aiohttp.ClientResponse:
        """Send a request as somebody who has no credentials.

        Raises:
            S3DriveError: one of the `Store…` codes; `CredentialsInvalid` for an endpoint that cannot
                be understood.
        """
        connection = self.connection(await self.chain.current())
        url = connection.url(target.bucket, target.key, target.query)
        return await self._client.request(method, url, headers)

    async def close(self) -> None:
        """Close the connections."""
        await self.chain.close()
        await self._client.close()
