"""The headers that an administrator requires: requester pays, and the encryption of new objects."""

from __future__ import annotations

from collections.abc import Mapping

from .connection import Settings
from .target import Target

PAYER = "x-amz-request-payer"
ENCRYPTION = "x-amz-server-side-encryption"

# The subresources of a PUT that does not create an object. For a part, the headers of the upload
# apply.
_NO_OBJECT = frozenset(
    {"acl", "encryption", "legal-hold", "partnumber", "rename", "restore", "retention", "tagging"}
)


def with_default_headers(
    method: str, target: Target, headers: Mapping[str, str], settings: Settings
) -> dict[str, str]:
    """Return the headers of a request with those that the administrator requires.

    Encryption is added only if the request creates an object and does not specify its own.
    """
    wanted = dict(headers)
    if settings.request_payer:
        wanted.setdefault(PAYER, settings.request_payer)
    names = {name.lower() for name in headers}
    if not any(name.startswith(ENCRYPTION) for name in names) and makes_object(method, target):
        wanted |= encryption(settings)
    return wanted


def encryption(settings: Settings) -> dict[str, str]:
    """Return the encryption headers for a new object, from the administrator's settings."""
    if not settings.server_side_encryption:
        return {}
    headers = {ENCRYPTION: settings.server_side_encryption}
    if settings.server_side_encryption_kms_key_id and settings.server_side_encryption != "AES256":
        headers[f"{ENCRYPTION}-aws-kms-key-id"] = settings.server_side_encryption_kms_key_id
    return headers


def makes_object(method: str, target: Target) -> bool:
    """Return whether a request creates an object: a PUT or copy, or the beginning of an upload."""
    names = {name.lower() for name, _ in target.parameters}
    if not target.key:
        return False
    return (method == "PUT" and not names & _NO_OBJECT) or (method == "POST" and "uploads" in names)
