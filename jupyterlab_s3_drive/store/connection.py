"""The store's endpoint, region and addressing, from configuration and environment."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import quote, urlsplit

from ..credentials.credentials import Profile
from ..credentials.source import KeySource
from ..errors import S3DriveError

Addressing = Literal["path", "virtual"]
Style = Literal["auto", "path", "virtual"]

#: In the order of precedence. The first three contain URLs; the last one contains a bare host in a
#: Datalab pod, to be used with https.
ENDPOINT_VARIABLES = (
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL",
    "S3_ENDPOINT",
    "AWS_S3_ENDPOINT",
)
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
CA_BUNDLE_VARIABLES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
DEFAULT_REGION = "us-east-1"

# A bucket name that can precede the endpoint's host. One with a dot would not match a wildcard
# certificate.
_DNS_LABEL = re.compile(rb"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


#: A host of AWS; `region` is the region in its name, if any.
AWS_HOST = (
    r"s3(?P<fips>-fips)?(?P<dual>\.dualstack)?"
    r"(?:[.-](?P<region>[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}))?\.(?P<suffix>amazonaws\.com(?:\.cn)?)"
)
_AWS_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}")
# Other stores use any name.
_REGION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Settings:
    """The configuration of an administrator; an empty text means "not configured".

    The fields are those of the `S3Drive` application, where they are described.
    """

    endpoint_url: str = ""
    public_endpoint_url: str = ""
    region: str = ""
    addressing_style: Style = "auto"
    ca_bundle: str = ""
    request_payer: str = ""
    server_side_encryption: str = ""
    server_side_encryption_kms_key_id: str = ""
    read_only: bool = False
    allow_links: bool = True
    direct_transfers: bool = True
    public_sharing: bool = True
    open_data_notice: str = ""
    open_data_url: str = ""
    diffusion_folder: str = "diffusion"
    diffusion_is_open: bool = False
    shared_bucket_url: str = ""
    renew_command: tuple[str, ...] = ()
    renew_timeout: float = 60.0
    allow_pasted_keys: bool = True
    new_keys_notice: str = ""
    new_keys_url: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 300.0
    #: Of the connection; the fields of the application are for the server's own.
    keys: KeySource = field(default_factory=KeySource)


@dataclass(frozen=True)
class Connection:
    """The one store that the proxy may reach.

    `endpoint` is `scheme://host[:port][/prefix]`, without a slash at its end. What a kernel finds of
    it by itself is said in `kernels.py`.
    """

    endpoint: str
    public_endpoint: str
    region: str
    addressing: Addressing
    public_addressing: Addressing = "path"

    def public(self) -> Connection:
        """Return the same store at the endpoint for browsers and other people."""
        return replace(self, endpoint=self.public_endpoint, addressing=self.public_addressing)

    def in_region(self, region: str) -> Connection:
        """Return the same store in another region: another host of AWS, the same one elsewhere."""
        return replace(
            self,
            region=region,
            endpoint=_regional(self.endpoint, region),
            public_endpoint=_regional(self.public_endpoint, region),
        )

    def url(self, bucket: bytes, key: bytes, query: str = "") -> str:
        """Return the URL of a bucket or object, percent-encoded as SigV4 requires.

        Args:
            bucket: its name, decoded; empty for the list of buckets.
            key: the decoded key; empty for the bucket itself.
            query: the canonical query.
        """
        parts = urlsplit(self.endpoint)
        host = parts.netloc
        if self.addressing == "virtual" and _DNS_LABEL.fullmatch(bucket):
            host = f"{bucket.decode()}.{host}"
            path = key
        else:
            path = bucket + b"/" + key if key else bucket
        encoded = quote(path, safe="/-_.~")
        return f"{parts.scheme}://{host}{parts.path}/{encoded}" + (f"?{query}" if query else "")


def resolve(
    settings: Settings, environ: Mapping[str, str], profile: Profile | None = None
) -> Connection:
    """Determine the store: from the configuration first, then the environment, then the AWS files.

    An empty variable counts as absent. Without any endpoint it is AWS itself in the region. The
    environment is that of the server's own store: another one is determined without it, but for a
    profile that names no endpoint, which AWS's tools take to the one of the environment.

    Raises:
        S3DriveError: `CredentialsInvalid`, when an endpoint is invalid.
    """
    profile = profile or Profile()
    given = settings.endpoint_url.strip() or profile.endpoint_url.strip()
    if settings.keys.kind != "chain" and (given or settings.keys.kind != "profile"):
        environ = {}
    region = (
        settings.region.strip()
        or first_of(environ, REGION_VARIABLES)
        or profile.region.strip()
        or DEFAULT_REGION
    )
    endpoint = normalize(
        settings.endpoint_url.strip()
        or first_of(environ, ENDPOINT_VARIABLES)
        or profile.endpoint_url.strip()
        or _aws_endpoint(region)
    )
    public = settings.public_endpoint_url.strip()
    public_endpoint = normalize(public) if public else endpoint
    return Connection(
        endpoint=endpoint,
        public_endpoint=public_endpoint,
        region=region,
        addressing=_addressing(settings, environ, endpoint),
        public_addressing=_addressing(settings, environ, public_endpoint),
    )


def is_aws(endpoint: str) -> bool:
    """Return whether an endpoint is AWS itself, where each region has its own host."""
    return re.fullmatch(AWS_HOST, urlsplit(endpoint).hostname or "") is not None


def is_region(text: str, endpoint: str) -> bool:
    """Return whether a text can be a region of this store, and so leads to no other hosts."""
    host = re.fullmatch(AWS_HOST, urlsplit(endpoint).hostname or "")
    if not host:
        return _REGION.fullmatch(text) is not None
    is_chinese = host["suffix"].endswith(".cn")
    return _AWS_REGION.fullmatch(text) is not None and text.startswith("cn-") == is_chinese


def first_of(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the value of the first of these variables that is not empty, else an empty text."""
    return next((value for name in names if (value := environ.get(name, "").strip())), "")


def ca_bundle(settings: Settings, environ: Mapping[str, str]) -> str:
    """Return the file or folder with the certificate authorities to trust, or an empty text."""
    return os.path.expanduser(settings.ca_bundle or first_of(environ, CA_BUNDLE_VARIABLES))


def _aws_endpoint(region: str) -> str:
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://s3.{region}.{suffix}"


def _regional(endpoint: str, region: str) -> str:
    """Return the endpoint of a region, which `is_region` has accepted."""
    parts = urlsplit(endpoint)
    host = re.fullmatch(AWS_HOST, parts.hostname or "")
    if not host or parts.port:
        return endpoint
    name = f"s3{host['fips'] or ''}{host['dual'] or ''}.{region}.{host['suffix']}"
    return f"{parts.scheme}://{name}{parts.path}"


def normalize(text: str) -> str:
    """Return an endpoint as `scheme://host[:port][/prefix]`; a bare host gets https.

    Raises:
        S3DriveError: `CredentialsInvalid`, when it is none.
    """
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unusable() from None
    host = parts.hostname or ""
    usable = (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+", host)
        # Keys in a URL would end up in logs; a query or a dot segment cannot be part of an
        # endpoint.
        and "@" not in parts.netloc
        and not parts.query
        and not parts.fragment
        and re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/*", parts.path)
    )
    if not usable:
        raise _unusable()
    shown = f"[{host}]" if ":" in host else host
    if port is not None and (parts.scheme, port) not in (("http", 80), ("https", 443)):
        shown += f":{port}"
    return f"{parts.scheme}://{shown}{parts.path.rstrip('/')}"


def _unusable() -> S3DriveError:
    # The text itself is not repeated: it may contain keys.
    return S3DriveError(
        "CredentialsInvalid",
        "The configured S3 endpoint is not a URL that can be used.",
        "Expected http(s)://host[:port][/prefix], or a bare host, without user name or query.",
    )


def _addressing(settings: Settings, environ: Mapping[str, str], endpoint: str) -> Addressing:
    host = urlsplit(endpoint).hostname or ""
    if settings.addressing_style != "auto":
        style: Addressing = settings.addressing_style
    else:
        path_style = first_of(environ, ("AWS_PATH_STYLE_ACCESS",)).lower()
        if path_style in ("true", "false"):
            style = "path" if path_style == "true" else "virtual"
        else:
            style = "virtual" if _is_aws(host) else "path"
    return "path" if _is_address(host) else style


def _is_aws(host: str) -> bool:
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
