"""The aliases of MinIO's client in the environment, as connections: `MC_HOST_<alias>`.

The value is `scheme://accessKey:secretKey[:sessionToken]@host`, nothing of it encoded, or without
keys (https://min.io/docs/minio/linux/reference/minio-mc.html, and `parseEnvURLStr` in its code).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..credentials.command import given
from ..credentials.source import KeySource
from ..errors import S3DriveError
from ..store.connection import Settings, normalize
from .names import name_for
from .offer import LeftOut, Offer, elsewhere, is_own

PREFIX = "MC_HOST_"


def aliases(
    own: Settings, environ: Mapping[str, str], reserved: Collection[str]
) -> Iterator[Offer | LeftOut]:
    """Yield the aliases, but for those of the server's own store and keys.

    Args:
        own: of the server's own connection.
        environ: the variables of the server.
        reserved: names that no connection can have.
    """
    for variable, value in environ.items():
        label = variable.removeprefix(PREFIX)
        if label == variable or not value.strip():
            continue
        name = name_for("alias", label)
        parsed = _parsed(value.strip())
        if not name or name in reserved:
            yield LeftOut(label, "alias", "name")
        elif parsed is None:
            yield LeftOut(label, "alias", "unusable", variable)
        elif not _is_own(own, environ, *parsed):
            endpoint, keys = parsed
            yield Offer(name, label, "alias", elsewhere(own, keys, endpoint))


def _parsed(value: str) -> tuple[str, KeySource] | None:
    """Return endpoint and keys; None for what is no alias."""
    scheme, _, rest = value.partition("://")
    before, at, host = rest.rpartition("@")
    try:
        endpoint = normalize(f"{scheme}://{host}")
    except S3DriveError:
        return None
    if not at:
        return endpoint, KeySource("anonymous")
    access_key, _, others = before.partition(":")
    secret_key, _, token = others.partition(":")
    found = given(access_key, secret_key, token, None, PREFIX.rstrip("_"))
    return (endpoint, KeySource("fixed", fixed=found)) if found else None


def _is_own(own: Settings, environ: Mapping[str, str], endpoint: str, keys: KeySource) -> bool:
    return keys.fixed is not None and is_own(own, environ, endpoint, keys.fixed.access_key)
