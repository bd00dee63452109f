"""What a kernel finds in its environment of the store: facts for the code that people insert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..credentials.credentials import Profile
from ..errors import S3DriveError
from .connection import ENDPOINT_VARIABLES, Connection, first_of, is_aws, normalize

#: The endpoint that AWS's tools read for S3 alone, and the one for all services.
_SERVICE, _GLOBAL = "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@dataclass(frozen=True)
class Kernels:
    """What leads a kernel to the store. Nothing in it is secret.

    Kernels have the environment of the server, and its AWS files.

    Attributes:
        botocore_finds: botocore, and so s3fs, boto3 and `aws`, reaches the store by itself.
        variable_finds: so does what reads `AWS_ENDPOINT_URL` alone, such as Polars and PyArrow's URLs.
        is_overruled: `AWS_ENDPOINT_URL_S3` is there, if only empty, and leads elsewhere.
        url_variable: the first variable with the URL of the endpoint; None if there is none.
        host_variable: the first one with its bare host, which is on https.
        region_variable: the variable with the region, for AWS's other SDKs.
        has_keys: the keys are variables, not only in a file or from a service.
        has_alias: `MC_HOST_s3` is there and leads to the store: the alias `s3` of MinIO's client.
    """

    botocore_finds: bool
    variable_finds: bool
    is_overruled: bool
    url_variable: str | None
    host_variable: str | None
    region_variable: str | None
    has_keys: bool
    has_alias: bool

    def as_json(self) -> dict[str, bool | str | None]:
        """Return the form in the status."""
        return {
            "botocoreFinds": self.botocore_finds,
            "variableFinds": self.variable_finds,
            "isOverruled": self.is_overruled,
            "urlVariable": self.url_variable,
            "hostVariable": self.host_variable,
            "regionVariable": self.region_variable,
            "hasKeys": self.has_keys,
            "hasAlias": self.has_alias,
        }


def kernels(connection: Connection, environ: Mapping[str, str], profile: Profile) -> Kernels:
    """Return what the environment and the AWS files say of the store that the server uses.

    Args:
        connection: the server's store.
        environ: the variables of the server.
        profile: the selected profile of the AWS files.
    """
    endpoint = connection.endpoint
    leading = [name for name in ENDPOINT_VARIABLES if _leads(environ.get(name, ""), endpoint)]
    bare = [name for name in leading if f"https://{environ[name].strip()}" == endpoint]
    service = environ.get(_SERVICE)
    overruled = service is not None and _SERVICE not in leading
    return Kernels(
        botocore_finds=_by_botocore(connection, environ, profile),
        variable_finds=_GLOBAL in leading and _GLOBAL not in bare and not overruled,
        is_overruled=overruled,
        url_variable=next((name for name in leading if "://" in environ[name]), None),
        host_variable=next(iter(bare), None),
        region_variable=_region_variable(connection, environ),
        has_keys=all(environ.get(name, "").strip() for name in _KEYS),
        has_alias=_has_alias(environ.get("MC_HOST_s3", ""), endpoint),
    )


def kernels_elsewhere(environ: Mapping[str, str]) -> Kernels:
    """Return the same for another store than that of the environment: nothing leads to it.

    Also where its endpoint is the same: the keys are others.
    """
    return Kernels(False, False, environ.get(_SERVICE) is not None, None, None, None, False, False)


def _by_botocore(connection: Connection, environ: Mapping[str, str], profile: Profile) -> bool:
    """Return whether botocore would ask this endpoint, or AWS itself if that is the store."""
    # https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ignores = environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").strip().lower() == "true"
    endpoint = (
        "" if ignores else first_of(environ, (_SERVICE, _GLOBAL)) or profile.endpoint_url.strip()
    )
    # A bare host is no URL to botocore.
    return (
        _leads(endpoint, connection.endpoint) and "://" in endpoint
        if endpoint
        else is_aws(connection.endpoint)
    )


def _region_variable(connection: Connection, environ: Mapping[str, str]) -> str | None:
    """Return the variable that gives the region, unless another SDK would read another one."""
    names = [name for name in ("AWS_DEFAULT_REGION", "AWS_REGION") if environ.get(name, "").strip()]
    alike = all(environ[name].strip() == connection.region for name in names)
    return names[0] if names and alike else None


def _has_alias(value: str, endpoint: str) -> bool:
    """Return whether an alias leads to the endpoint: `scheme://key:secret@host`."""
    scheme, _, rest = value.partition("://")
    return "@" in rest and _leads(f"{scheme}://{rest.rpartition('@')[2]}", endpoint)


def _leads(text: str, endpoint: str) -> bool:
    try:
        return bool(text.strip()) and normalize(text.strip()) == endpoint
    except S3DriveError:
        return False
