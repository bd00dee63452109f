"""AWS Signature Version 4: links by botocore, requests by our own code in a tenth of the time."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ..credentials.credentials import Credentials

#: Marks an unsigned payload: it is streamed.
UNSIGNED = "UNSIGNED-PAYLOAD"

# Headers that proxies add or change on the way; botocore omits the same ones.
_NOT_SIGNED = frozenset({"expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def sign(
    method: str, url: str, headers: Mapping[str, str], credentials: Credentials, region: str
) -> dict[str, str]:
    """Return the headers to send: the given ones, and those of the signature.

    botocore's `S3SigV4Auth` gives the same result, and a test compares them; it takes a quarter of
    the server's time for a small request (AWS documentation, "Create a signed AWS API request").

    Args:
        method: the HTTP method.
        url: encoded canonically, its query sorted, each parameter with a `=`; it must be sent
            unchanged.
        headers: the other headers to sign.
        credentials: the credentials of the request; without keys nothing is signed.
        region: the region of the store.
    """
    if credentials.is_anonymous:
        return dict(headers)
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = {**headers, "X-Amz-Date": now, "X-Amz-Content-SHA256": UNSIGNED}
    if credentials.token:
        signed["X-Amz-Security-Token"] = credentials.token
    parts = urlsplit(url)
    values = {name.lower(): " ".join(value.split()) for name, value in signed.items()}
    values["host"] = _host(parts.scheme, parts.netloc)
    names = sorted(values.keys() - _NOT_SIGNED)
    lines = [method, parts.path or "/", parts.query]
    lines += [f"{name}:{values[name]}" for name in names]
    lines += ["", ";".join(names), UNSIGNED]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    scope = f"{now[:8]}/{region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{digest}"
    signature = _hmac(_key(credentials.secret_key, now[:8], region), text).hex()
    signed["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return signed


@lru_cache(maxsize=8)
def _key(secret: str, day: str, region: str) -> bytes:
    """Return the key that signs all requests of a day."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


@lru_cache(maxsize=64)
def _host(scheme: str, netloc: str) -> str:
    """Return the `Host` header as a client sends it: without the default port."""
    parts = urlsplit(f"{scheme}://{netloc}")
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    return host if parts.port in (None, _DEFAULT_PORTS.get(scheme)) else f"{host}:{parts.port}"


def presign(
    method: str,
    url: str,
    headers: Mapping[str, str],
    credentials: Credentials,
    region: str,
    seconds: int,
) -> str:
    """Return a URL that contains its signature, for use by its holder.

    Args:
        method: the method that the URL allows.
        url: encoded canonically; each name occurs at most once in its query.
        headers: the headers that the sender must send, exactly.
        credentials: the credentials whose rights the URL grants; it contains their session token.
        region: the region of the store.
        seconds: how long it is valid, at most 604800.
    """
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import ReadOnlyCredentials

    request: Any = AWSRequest(method=method, url=url, headers=dict(headers))
    keys = ReadOnlyCredentials(credentials.access_key, credentials.secret_key, credentials.token)
    S3SigV4QueryAuth(keys, "s3", region, expires=seconds).add_auth(request)
    return str(request.url)
