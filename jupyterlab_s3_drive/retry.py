"""Tries a request to the store again where that may help."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from .errors import S3DriveError, StoreRefusal

T = TypeVar("T")

#: Seconds before each further attempt.
DELAYS = (0.3, 1.0, 3.0)

_PASSING_CODES = frozenset({"RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable"})
_PASSING_STATUS = frozenset({429, 500, 502, 503, 504})
_LOST = frozenset({"StoreConnectionLost", "StoreTimeout", "StoreUnreachable"})


async def retried(work: Callable[[int], Awaitable[T]]) -> T:
    """Do some work; once more after a while, when it failed for a reason that may pass.

    Args:
        work: gets the number of the attempt, from 0. A write whose answer was lost may have been
            done: whoever sends one under a condition has to expect that.
    """
    for attempt, delay in enumerate(DELAYS):
        try:
            return await work(attempt)
        except S3DriveError as error:
            if not may_pass(error):
                raise
        # Not all at once: the store may have been overwhelmed.
        await asyncio.sleep(delay * random.uniform(0.7, 1.3))  # noqa: S311
    return await work(len(DELAYS))


def may_pass(error: S3DriveError) -> bool:
    """Tell whether another attempt may succeed."""
    if isinstance(error, StoreRefusal):
        return error.code in _PASSING_CODES or error.status_code in _PASSING_STATUS
    return error.code in _LOST
