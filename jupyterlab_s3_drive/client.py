"""The pooled HTTP client that speaks to the store, and the names of its failures."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .connection import Settings, ca_bundle
from .errors import Code, S3DriveError

if TYPE_CHECKING:
    import aiohttp

#: How much is read from the store at once.
CHUNK_SIZE = 2**18


class StoreClient:
    """One pool of connections, opened by the first request and closed with the server.

    It follows no redirect, decodes nothing, keeps no cookie, and reads no `.netrc`.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._opening = asyncio.Lock()

    async def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | AsyncIterable[bytes] | None = None,
    ) -> aiohttp.ClientResponse:
        """Send a request and return the answer when its headers have come.

        Args:
            method: the HTTP method.
            url: sent exactly as it is.
            headers: all headers but `Host`; with a streamed body `Content-Length` among them.
            body: bytes can be sent once more when a kept-alive connection turns out to be dead.

        Raises:
            S3DriveError: one of the `Store…` codes.
        """
        session = await self._open()
        import aiohttp
        from yarl import URL

        try:
            return await session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=body,
                allow_redirects=False,
                proxy=proxy_for(url),
            )
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise explain(error, url) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._session:
            await self._session.close()
            self._session = None

    async def _open(self) -> aiohttp.ClientSession:
        async with self._opening:
            if self._session is None:
                # Importing takes a tenth of a second: not when the server starts, nor on its loop.
                context = await asyncio.to_thread(_prepare, ca_bundle(self._settings, os.environ))
                self._session = _session(self._settings, context)
            return self._session


def explain(error: BaseException, url: str) -> S3DriveError:
    """Name what went wrong between us and the store."""
    import aiohttp

    cause: object = getattr(error, "os_error", error)
    tls_errors = (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)
    code: Code = "StoreConnectionLost"
    message = "The connection to the S3 store at {} was lost."
    # A failed TLS handshake is a connector's error too, and a time-out can be an OSError.
    if isinstance(error, tls_errors) or isinstance(cause, tls_errors):
        code, message = "StoreTlsFailed", "No secure connection to the S3 store at {} is possible."
    elif isinstance(error, asyncio.TimeoutError) or isinstance(cause, TimeoutError):
        code, message = "StoreTimeout", "The S3 store at {} did not answer in time."
    elif isinstance(cause, socket.gaierror):
        code, message = "StoreHostUnknown", "The host of the S3 store at {} is not known."
    elif isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError):
        code, message = "StoreUnreachable", "The S3 store at {} cannot be reached."
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.netloc}"
    # The address of an HTTP proxy may hold a password.
    details = re.sub(r"//[^/@\s]*@", "//", f"{type(error).__name__}: {error}")
    return S3DriveError(code, message.format(where), details)


def _prepare(bundle: str) -> ssl.SSLContext:
    """Import the client and read the certificate authorities; runs in a thread."""
    import aiohttp  # noqa: F401
    from botocore.httpsession import get_cert_path

    if not bundle:
        context = ssl.create_default_context()
        # Some builds of Python find no authorities on the system; botocore brings its own.
        context.load_verify_locations(get_cert_path(True))
        return context
    try:
        if Path(bundle).is_dir():
            return ssl.create_default_context(capath=bundle)
        return ssl.create_default_context(cafile=bundle)
    except (OSError, ssl.SSLError) as error:
        raise S3DriveError(
            "StoreTlsFailed",
            f"The file with certificate authorities cannot be read: {bundle}",
            f"{type(error).__name__}: {error}",
        ) from error


def _session(settings: Settings, context: ssl.SSLContext) -> aiohttp.ClientSession:
    import aiohttp

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=context),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        # No total: a large object takes as long as it takes. The time to read stays long, as a
        # store is silent while it copies on its side.
        timeout=aiohttp.ClientTimeout(
            total=None,
            connect=settings.connect_timeout,
            sock_connect=settings.connect_timeout,
            sock_read=settings.read_timeout,
        ),
        skip_auto_headers={"User-Agent", "Accept", "Accept-Encoding", "Content-Type"},
        read_bufsize=CHUNK_SIZE,
    )


def proxy_for(url: str) -> str | None:
    """Return the environment's HTTP proxy for this URL.

    aiohttp's own `trust_env` would also take user names and passwords from `.netrc`.
    """
    parts = urlsplit(url)
    proxies = urllib.request.getproxies_environment()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not proxy or urllib.request.proxy_bypass(parts.netloc):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    return proxy if proxy.startswith(("http://", "https://")) else None
