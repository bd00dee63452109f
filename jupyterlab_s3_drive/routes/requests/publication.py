"""Refuses requests that would give anonymous readers access to a bucket or its objects."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from ...errors import sharing_off
from ...store.connection import Settings
from ...store.target import Target

#: The subresources that control who may read an object or a bucket.
_OPENING = frozenset({"acl", "ownershipcontrols", "policy", "policystatus", "publicaccessblock"})

_ACL = "x-amz-acl"

#: Canned ACLs that give no access to anonymous readers.
_OWN_ACLS = frozenset({"private", "bucket-owner-read", "bucket-owner-full-control"})


def check_publication(
    method: str, target: Target, headers: Mapping[str, str], settings: Settings
) -> None:
    """Refuse to give access to anonymous readers, if the administrator forbids it.

    Deleting a policy is allowed, as it revokes access. `takeback.py` determines whether a new
    policy only revokes access.

    Raises:
        S3DriveError: `PublicSharingOff`.
    """
    if settings.public_sharing or method in ("GET", "HEAD") or changes_policy(method, target):
        return
    # A store may treat query parameters as headers, as in a presigned URL.
    asked = [(name.lower(), unquote(value)) for name, value in target.parameters]
    given = [(name.lower(), value.strip().lower()) for name, value in (*headers.items(), *asked)]
    publishes = (
        any(name in _OPENING for name, _ in asked)
        or any(name == _ACL and value not in _OWN_ACLS for name, value in given)
        or any(name.startswith("x-amz-grant-") for name, _ in given)
    )
    if publishes:
        raise sharing_off()


def changes_policy(method: str, target: Target) -> bool:
    """Return whether a request that passed `check_bucket_change` changes a bucket's policy."""
    names = {name for name, _ in target.parameters}
    return method in ("PUT", "DELETE") and not target.key and names - {"x-id"} == {"policy"}
