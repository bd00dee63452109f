"""AWS Signature Version 4, by botocore."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .credentials import Credentials


def sign(
    method: str, url: str, headers: Mapping[str, str], credentials: Credentials, region: str
) -> dict[str, str]:
    """Return the headers to send: those given, and the signature's own.

    `url` must be encoded canonically and be sent as it is (`S3SigV4Auth` signs the path as written,
    while `SigV4Auth` would encode it again). The payload is not signed: it is streamed.
    """
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import ReadOnlyCredentials

    request: Any = AWSRequest(method=method, url=url, headers=dict(headers))
    request.context["client_config"] = _unsigned_payload()
    keys = ReadOnlyCredentials(credentials.access_key, credentials.secret_key, credentials.token)
    S3SigV4Auth(keys, "s3", region).add_auth(request)
    return dict(request.headers.items())


@lru_cache(maxsize=1)
def _unsigned_payload() -> Any:
    # Over plain http the flag in the request's context alone would sign the hash of an empty body.
    from botocore.config import Config

    return Config(s3={"payload_signing_enabled": False})


def presign(
    method: str,
    url: str,
    headers: Mapping[str, str],
    credentials: Credentials,
    region: str,
    seconds: int,
) -> str:
    """Return a URL that carries its signature, for whoever holds it.

    Args:
        method: what the URL may be used for.
        url: encoded canonically; each name stands in its query once at most.
        headers: what the sender must send along, exactly so.
        credentials: whose rights the URL lends; their session token stands in the URL.
        region: the store's.
        seconds: how long it lasts, 604800 at most.
    """
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import ReadOnlyCredentials

    request: Any = AWSRequest(method=method, url=url, headers=dict(headers))
    keys = ReadOnlyCredentials(credentials.access_key, credentials.secret_key, credentials.token)
    S3SigV4QueryAuth(keys, "s3", region, expires=seconds).add_auth(request)
    return str(request.url)
