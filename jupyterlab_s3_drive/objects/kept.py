"""What happens to each header of a HEAD response when the object is written again.

The same table as in `src/s3/metadata/kept.ts`, which explains more; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Literal

#: `same` is sent unchanged, `changed` is converted by `kept_headers`, `asked` has to be requested
#: separately, `made` is set anew by the store.
Fate = Literal["same", "changed", "asked", "made"]

FATES: dict[str, Fate] = {
    "cache-control": "same",
    "content-disposition": "same",
    "content-encoding": "changed",
    "content-language": "same",
    "content-type": "same",
    "expires": "same",
    "x-amz-object-lock-event-hold": "same",
    "x-amz-object-lock-event-hold-duration-days": "same",
    "x-amz-object-lock-event-hold-duration-years": "same",
    "x-amz-object-lock-legal-hold": "changed",
    "x-amz-object-lock-mode": "changed",
    "x-amz-object-lock-retain-until-date": "changed",
    "x-amz-server-side-encryption": "same",
    "x-amz-server-side-encryption-aws-kms-key-id": "same",
    "x-amz-server-side-encryption-bucket-key-enabled": "same",
    "x-amz-server-side-encryption-context": "same",
    "x-amz-storage-class": "same",
    "x-amz-website-redirect-location": "same",
    "x-amz-missing-meta": "asked",
    "x-amz-tagging-count": "asked",
    "accept-ranges": "made",
    "content-length": "made",
    "content-md5": "made",
    "content-range": "made",
    "date": "made",
    "etag": "made",
    "last-modified": "made",
    "x-amz-archive-status": "made",
    "x-amz-checksum-type": "made",
    "x-amz-content-sha256": "made",
    "x-amz-delete-marker": "made",
    "x-amz-expiration": "made",
    "x-amz-id-2": "made",
    "x-amz-mp-parts-count": "made",
    "x-amz-replication-status": "made",
    "x-amz-request-charged": "made",
    "x-amz-request-id": "made",
    "x-amz-restore": "made",
    "x-amz-sdk-checksum-algorithm": "made",
    "x-amz-server-side-encryption-customer-algorithm": "made",
    "x-amz-server-side-encryption-customer-key-md5": "made",
    "x-amz-version-id": "made",
    "x-amzn-requestid": "made",
}

_BY_PREFIX: dict[str, Fate] = {
    "x-amz-meta-": "same",
    "x-amz-checksum-": "made",
    "x-amz-tagging-": "asked",
}

#: The parts that a store may refuse to keep, with the beginnings of their header names.
PARTS = {
    "encryption": "x-amz-server-side-encryption",
    "storageClass": "x-amz-storage-class",
    "lock": "x-amz-object-lock-",
    "grants": "x-amz-grant-",
}

_LOCK_MODE = "x-amz-object-lock-mode"
_LOCK_UNTIL = "x-amz-object-lock-retain-until-date"
_LEGAL_HOLD = "x-amz-object-lock-legal-hold"


def fate_of(name: str) -> Fate | None:
    """Return what happens to a header, its name in lower case; None for an unknown one."""
    for prefix, fate in _BY_PREFIX.items():
        if name.startswith(prefix):
            return FATES.get(name, fate)
    return FATES.get(name)


def kept_headers(answer: Mapping[str, str], now: datetime | None = None) -> dict[str, str]:
    """Return the headers of a write that keep what the HEAD of the object reported.

    Args:
        answer: the headers of the HEAD.
        now: a retention that has ended by then is left out; stores refuse a date in the past.
    """
    headers = {name.lower(): value for name, value in answer.items()}
    kept = {name: value for name, value in headers.items() if fate_of(name) == "same"}
    names = (name.strip() for name in headers.get("content-encoding", "").split(","))
    encoding = ", ".join(name for name in names if name and name.lower() != "aws-chunked")
    if encoding:
        kept["content-encoding"] = encoding
    mode, until = headers.get(_LOCK_MODE), headers.get(_LOCK_UNTIL)
    if mode and until and _lasts(until, now or datetime.now(timezone.utc)):
        kept |= {_LOCK_MODE: mode, _LOCK_UNTIL: until}
    if headers.get(_LEGAL_HOLD, "").upper() == "ON":
        kept[_LEGAL_HOLD] = "ON"
    return kept


def replaced_headers(kept: Mapping[str, str], content_type: str) -> dict[str, str]:
    """Return the headers for other content: without the encoding, which belongs to the old bytes.

    Args:
        kept: returned by `kept_headers`.
        content_type: of the new bytes: used if the old type says nothing.
    """
    rest = {name: value for name, value in kept.items() if name != "content-encoding"}
    old = kept.get("content-type", "")
    says_nothing = old in ("", "binary/octet-stream", "application/octet-stream")
    if "content-encoding" in kept or says_nothing:
        rest["content-type"] = content_type
    return rest


def names_archive(headers: Mapping[str, str]) -> bool:
    """Return whether headers name a class whose objects have to be restored before they can be read."""
    return headers.get(PARTS["storageClass"]) in ("GLACIER", "DEEP_ARCHIVE")


def asks_for(headers: Mapping[str, str], part: str) -> bool:
    """Return whether headers include a part that a store may refuse."""
    return any(name.startswith(PARTS[part]) for name in headers)


def without(headers: Mapping[str, str], part: str) -> dict[str, str]:
    """Return the headers without those of a part."""
    return {name: value for name, value in headers.items() if not name.startswith(PARTS[part])}


def _lasts(until: str, now: datetime) -> bool:
    try:
        # Python 3.10 parses neither `Z` nor more or fewer than six digits of a second.
        return datetime.fromisoformat(re.sub(r"(\.\d+)?Z$", "+00:00", until)) > now
    except (TypeError, ValueError):
        return False
