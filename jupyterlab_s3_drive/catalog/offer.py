"""A connection that this server can make, and one that it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..credentials.source import KeySource
from ..errors import S3DriveError
from ..store.connection import Settings, normalize, resolve

#: Who has named the connection: this server's own environment, its administrator, the AWS files, or
#: a variable `MC_HOST_<alias>`.
Origin = Literal["server", "administrator", "profile", "alias"]

#: Why there is no such connection: another one has the name, or the name or a field cannot be used,
#: or there are too many.
Reason = Literal["taken", "name", "unusable", "many"]

#: A file with more profiles than that is not what a person chooses from.
MAX_OFFERS = 100


@dataclass(frozen=True)
class Offer:
    """A connection that can be made.

    Attributes:
        name: in URLs.
        label: how people call it.
        origin: who has named it.
        settings: the store and the source of its keys.
    """

    name: str
    label: str
    origin: Origin
    settings: Settings


@dataclass(frozen=True)
class LeftOut:
    """A connection that cannot be made.

    Attributes:
        label: how people call it.
        origin: who has named it.
        reason: why it cannot.
        details: for who has named it; nothing in it is secret.
    """

    label: str
    origin: Origin
    reason: Reason
    details: str = ""


@dataclass(frozen=True)
class Offers:
    """All connections, the server's own first."""

    made: tuple[Offer, ...]
    left_out: tuple[LeftOut, ...]


def collected(found: Iterable[Offer | LeftOut]) -> Offers:
    """Return what there is, each name once: the first one has it."""
    made: dict[str, Offer] = {}
    left_out: list[LeftOut] = []
    for each in found:
        if isinstance(each, LeftOut):
            left_out.append(each)
        elif each.name in made:
            left_out.append(LeftOut(each.label, each.origin, "taken", each.name))
        elif len(made) >= MAX_OFFERS:
            left_out.append(LeftOut(each.label, each.origin, "many", f"{MAX_OFFERS}"))
        else:
            made[each.name] = each
    return Offers(tuple(made.values()), tuple(left_out[:MAX_OFFERS]))


def elsewhere(own: Settings, keys: KeySource, endpoint: str = "") -> Settings:
    """Return settings for another store than the server's own.

    What the administrator forbids is forbidden there too. What belongs to the store or the platform
    of the server is left out: names of keys for encryption, folders, pages, the command for keys.

    Args:
        own: of the server's own connection.
        keys: where the keys come from. Without any nothing is written, linked or published.
        endpoint: of the other store; empty: as the profile says.
    """
    is_anonymous = keys.kind == "anonymous"
    return replace(
        own,
        endpoint_url=endpoint,
        public_endpoint_url="",
        region="",
        addressing_style="auto",
        request_payer="",
        server_side_encryption="",
        server_side_encryption_kms_key_id="",
        diffusion_folder="",
        diffusion_is_open=False,
        shared_bucket_url="",
        renew_command=(),
        new_keys_notice="",
        new_keys_url="",
        keys=keys,
        read_only=own.read_only or is_anonymous,
        allow_links=own.allow_links and not is_anonymous,
        public_sharing=own.public_sharing and not is_anonymous,
        allow_pasted_keys=own.allow_pasted_keys and not is_anonymous,
    )


def is_own(own: Settings, environ: Mapping[str, str], endpoint: str, access_key: str) -> bool:
    """Return whether a store and a key are those of the server's own variables.

    Platforms write these into the AWS files and into aliases too.

    Args:
        own: of the server's own connection.
        endpoint: of the store; empty where none is named beside the key.
    """
    if not access_key or access_key != environ.get("AWS_ACCESS_KEY_ID", "").strip():
        return False
    try:
        return not endpoint or normalize(endpoint) == resolve(own, environ).endpoint
    except S3DriveError:
        return False
