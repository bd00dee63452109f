"""The pooled HTTP client for the store, and the names of its failures."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import Code, S3DriveError
from .connection import Settings, ca_bundle
from .noproxy import read_no_proxy

if TYPE_CHECKING:
    import aiohttp

#: How much is read from the store at once.
CHUNK_SIZE = 2**18

#: The longest error response that is read.
REFUSAL_BYTES = 2**18


class StoreClient:
    """One pool of connections, opened by the first request and closed with the server.

    It follows no redirect, decodes nothing, keeps no cookie, reads no `.netrc`, and sends no change twice.
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
        """Send a request, and return the response when its headers have arrived.

        Args:
            method: the HTTP method.
            url: sent exactly as it is.
            headers: all headers except `Host`; with a streamed body, including `Content-Length`.
            body: None, the bytes, or what yields them.

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
                proxy=await proxy_for(url),
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
                # The import takes a tenth of a second: not at the start of the server, nor on its
                # event loop.
                context = await asyncio.to_thread(_prepare, ca_bundle(self._settings, os.environ))
                self._session = _session(self._settings, context)
            return self._session


async def held(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of an error response, which can be read again from the response.

    Raises:
        S3DriveError: `StoreConnectionLost`, when it is cut off.
    """
    import aiohttp
    from aiohttp.base_protocol import BaseProtocol

    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > REFUSAL_BYTES:
                break
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        raise explain(error, str(response.url)) from error
    whole = response.content.at_eof()
    if not whole:
        response.close()
    again = aiohttp.StreamReader(BaseProtocol(asyncio.get_running_loop()), 2 * REFUSAL_BYTES)
    again.feed_data(bytes(body))
    again.feed_eof()
    response.content = again
    return bytes(body)


def explain(error: BaseException, url: str) -> S3DriveError:
    """Return the error for a failure between the server and the store."""
    import aiohttp

    cause: object = getattr(error, "os_error", error)
    tls_errors = (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)
    code: Code = "StoreConnectionLost"
    message = "The connection to the S3 store at {} was lost."
    # A failed TLS handshake is a connector's error too, and a timeout can be an OSError.
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
    # The URL of an HTTP proxy may contain a password.
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

    class Answer(aiohttp.ClientResponse):
        """An answer whose loss is reported.

        aiohttp sends a PUT or DELETE again by itself when no answer came. The first may have been
        done: the second would replace or delete what somebody else has written since, or find our
        own write and fail its condition. Whoever asked has rules for that (R3, R9).
        """

        async def start(self, connection: Any) -> aiohttp.ClientResponse:
            try:
                return await super().start(connection)
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
                if self.method in ("GET", "HEAD"):
                    raise
                raise aiohttp.ClientConnectionError(str(error)) from error

    return aiohttp.ClientSession(
        response_class=Answer,
        # As boto3 and curl resolve names. With `aiodns` installed, which JupyterHub needs, aiohttp
        # would not ask the system, and say otherwise what is not known.
        connector=aiohttp.TCPConnector(limit=0, resolver=aiohttp.ThreadedResolver(), ssl=context),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        # No total timeout: a large object takes as long as it takes. The read timeout stays long,
        # as a store sends nothing while it copies.
        timeout=aiohttp.ClientTimeout(
            total=None,
            connect=settings.connect_timeout,
            sock_connect=settings.connect_timeout,
            sock_read=settings.read_timeout,
        ),
        skip_auto_headers={"User-Agent", "Accept", "Accept-Encoding", "Content-Type"},
        read_bufsize=CHUNK_SIZE,
    )


# Reading the whole environment takes longer than sending a request.
_PROXY_VARIABLES = (
    *(f"{kind}_proxy" for kind in ("http", "https", "all", "no")),
    *(f"{kind}_PROXY" for kind in ("HTTP", "HTTPS", "ALL", "NO")),
    "REQUEST_METHOD",
)


@lru_cache(maxsize=1)
def _proxies(variables: tuple[str | None, ...]) -> Mapping[str, str]:
    """Return the proxies of the environment, read again when one of its variables has changed."""
    return urllib.request.getproxies_environment()


async def proxy_for(url: str) -> str | None:
    """Return the environment's HTTP proxy for this URL.

    aiohttp's own `trust_env` would also take user names and passwords from `.netrc`.
    """
    parts = urlsplit(url)
    proxies = _proxies(tuple(map(os.environ.get, _PROXY_VARIABLES)))
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not proxy or await read_no_proxy(proxies.get("no", "")).covers(url):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    return proxy if proxy.startswith(("http://", "https://")) else None
