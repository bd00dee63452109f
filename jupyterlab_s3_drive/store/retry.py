"""Repeats requests to the store if that may help, and slows down when the store throttles."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Literal, TypeVar

from ..errors import S3DriveError, StoreRefusal

T = TypeVar("T")

#: The meaning of an attempt without success: the store refused the request for now, without
#: applying it; nothing was there to receive it; the store failed, no response came, or none in
#: time, so that it may have been applied; the response is final. The browser has the same table
#: (`src/s3/transport/retrytable.ts`); a test compares both with one list.
Verdict = Literal["throttled", "unreached", "failed", "lost", "timeout", "final"]

#: The number of attempts in all.
ATTEMPTS: dict[Verdict, int] = {
    "throttled": 8,
    "unreached": 3,
    "failed": 6,
    "lost": 3,
    "timeout": 2,
    "final": 1,
}

#: The pauses before the next attempts (s); the last one applies to all further attempts.
PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
UNANSWERED_PAUSES = (0.25, 1.0)

#: The longest pause (s), whatever a store asks for.
LONGEST = 30.0

# `OperationAborted` means a conflicting change in progress, `RequestTimeout` a body that did not
# arrive. MinIO's `SlowDownWrite` means that too few disks have written.
_BY_CODE: dict[str, Verdict] = {
    "BandwidthLimitExceeded": "throttled",
    "InternalError": "failed",
    "OperationAborted": "throttled",
    "RequestLimitExceeded": "throttled",
    "RequestTimeout": "throttled",
    "RequestTimeoutException": "throttled",
    "ServerBusy": "throttled",
    "ServiceUnavailable": "throttled",
    "SlowDown": "throttled",
    "SlowDownRead": "throttled",
    "SlowDownWrite": "failed",
    "ThrottledException": "throttled",
    "Throttling": "throttled",
    "ThrottlingException": "throttled",
    "TooManyRequests": "throttled",
    "TooManyRequestsException": "throttled",
    # Final, also in the body of a response with status 200.
    "AccessDenied": "final",
    "InvalidObjectState": "final",
    "NoSuchBucket": "final",
    "NoSuchKey": "final",
    "NoSuchUpload": "final",
    "PreconditionFailed": "final",
    # Only people can make room.
    "XMinioStorageFull": "final",
}
_BY_STATUS: dict[int, Verdict] = {
    408: "throttled",
    429: "throttled",
    500: "failed",
    502: "failed",
    503: "throttled",
    504: "timeout",
}
_OURS: dict[str, Verdict] = {
    "AnswerBroken": "lost",
    "RegionLearned": "unreached",
    "ServerBusy": "throttled",
    "StoreConnectionLost": "lost",
    "StoreTimeout": "timeout",
    "StoreUnreachable": "unreached",
    "UploadStalled": "lost",
}


def verdict_of(error: S3DriveError, method: str) -> Verdict:
    """Return the verdict on an attempt that ended with an error."""
    if not isinstance(error, StoreRefusal):
        return _OURS.get(error.code, "final")
    if error.code == "ConditionalRequestConflict":
        # The upload can no longer be completed; a PUT is to be sent again.
        return "throttled" if method == "PUT" else "final"
    return _BY_CODE.get(error.code) or _BY_STATUS.get(error.status_code, "final")


def is_repeatable(method: str, parameters: Iterable[str]) -> bool:
    """Return whether a request may be repeated although it may have been applied.

    A repeated DELETE could delete what someone else has written in between. A repeated
    CreateMultipartUpload leaves an upload without parts that nobody knows of. An upload is
    completed once: a caller that repeats that, or a conditional write, checks what the first
    attempt has written.
    """
    names = set(parameters)
    if method == "POST":
        return bool(names & {"uploadId", "uploads"})
    return method in ("GET", "HEAD", "PUT") or (method == "DELETE" and "uploadId" in names)


def may_repeat(verdict: Verdict, method: str, parameters: Iterable[str]) -> bool:
    """Return whether to repeat a request after an attempt with this verdict."""
    if verdict in ("throttled", "unreached"):
        return True
    return verdict != "final" and is_repeatable(method, parameters)


class Attempts:
    """Counts the attempts of one operation, and waits between them.

    Args:
        method: of the request.
        parameters: the names in its query.
    """

    def __init__(self, method: str = "GET", parameters: Iterable[str] = ()) -> None:
        self._request = method, tuple(parameters)
        self.number = 0

    def reset(self) -> None:
        """Reset the count, after progress was made."""
        self.number = 0

    async def again(self, error: S3DriveError) -> bool:
        """Return whether to try again after this failure; if so, wait first."""
        verdict = verdict_of(error, self._request[0])
        self.number += 1
        if not may_repeat(verdict, *self._request) or self.number >= ATTEMPTS[verdict]:
            return False
        pauses = PAUSES if verdict in ("throttled", "failed") else UNANSWERED_PAUSES
        pause = pauses[min(self.number, len(pauses)) - 1]
        asked = error.retry_after if isinstance(error, StoreRefusal) else 0.0
        # Randomised, so that not all requests resume at once: the store may have been overloaded.
        await asyncio.sleep(asked + pause * random.uniform(0.75, 1.25))  # noqa: S311
        return True


async def retried(
    work: Callable[[int], Awaitable[T]], method: str = "GET", parameters: Iterable[str] = ()
) -> T:
    """Run an operation, and repeat it after a pause when it failed for a temporary reason.

    Args:
        work: called with the number of the attempt, from 0. A write whose response was lost may
            have been applied: a caller that sends a conditional one has to expect that.
        method: of the request.
        parameters: the names in its query.
    """
    attempts = Attempts(method, parameters)
    while True:
        try:
            return await work(attempts.number)
        except S3DriveError as error:
            if not await attempts.again(error):
                raise


class Throttle:
    """Slows down all requests to a store when it throttles one, and speeds them up again."""

    #: The shortest and the longest pause between two requests to a store that is throttling (s).
    LEAST = 0.025
    MOST = 1.0

    def __init__(self) -> None:
        self._interval = 0.0
        self._next = 0.0
        self._slowed = 0.0

    async def turn(self) -> float:
        """Wait until a request may begin, and return the time by the loop's clock."""
        while True:
            now = time.monotonic()
            if now >= self._next:
                self._next = now + self._interval
                return now
            await asyncio.sleep(self._next - now)

    def slow(self, began: float, after: float) -> None:
        """Record that the store has throttled a request.

        Args:
            began: returned by `turn`; requests that ran at the same time count once.
            after: for how many seconds the store asks for no requests.
        """
        now = time.monotonic()
        if began > self._slowed:
            self._slowed = now
            self._interval = min(self.MOST, max(self.LEAST, 2 * self._interval))
        self._next = max(self._next, now + max(self._interval, after))

    def ease(self) -> None:
        """Record that the store has accepted a request."""
        self._interval = 0.0 if self._interval <= self.LEAST / 2 else self._interval * 0.75


def retry_after(value: str, date: str = "") -> float:
    """Return for how many seconds a store asks for no requests (RFC 9110, 10.2.3), within bounds.

    Args:
        value: of `Retry-After`: seconds, or a date.
        date: of the response, if it has one.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(LONGEST, float(text))
    until = _moment(text)
    if until is None:
        return 0.0
    since = _moment(date) or datetime.now(timezone.utc)
    return min(LONGEST, max(0.0, (until - since).total_seconds()))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
