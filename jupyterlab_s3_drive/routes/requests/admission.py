"""The checks that every S3 request must pass before it is signed, whichever route it uses."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import S3DriveError
from ...store.connection import Settings
from ...store.target import Target, check_bucket_change
from .headers import check_form, request_headers
from .publication import check_publication


def checked_headers(
    method: str, target: Target, received: Iterable[tuple[str, str]], settings: Settings
) -> dict[str, str]:
    """Check a request, and return the headers to send to the store.

    Raises:
        S3DriveError: `BucketChangeRefused`, `ReadOnly`, `InvalidKey`, `InvalidRequest` or
            `PublicSharingOff`.
    """
    check_bucket_change(method, target)
    if settings.read_only and method not in ("GET", "HEAD"):
        raise S3DriveError("ReadOnly", "The administrator has made the S3 drive read-only.")
    headers = request_headers(received)
    check_form(method, headers)
    check_publication(method, target, headers, settings)
    return headers
