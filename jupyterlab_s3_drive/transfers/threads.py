"""File I/O off the event loop, on threads that nothing else uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="s3-drive-files")


class Closable(Protocol):
    """An object that has to be closed; closing it is file I/O too."""

    def close(self) -> None:
        """Close the object."""


C = TypeVar("C", bound=Closable)


async def in_thread(work: Callable[..., T], *args: Any) -> T:
    """Run a function on one of the threads. It runs to its end even if the caller is cancelled."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, work, *args)


@asynccontextmanager
async def opened(make: Callable[..., C], *args: Any) -> AsyncIterator[C]:
    """Create an object on a thread, and close it there, however the context ends."""
    making = _POOL.submit(make, *args)
    try:
        thing = await asyncio.wrap_future(making)
    except asyncio.CancelledError:
        # It may have been opened although the caller was cancelled.
        making.add_done_callback(_close_late)
        raise
    try:
        yield thing
    finally:
        closing = asyncio.ensure_future(in_thread(thing.close))
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await asyncio.wait({closing})
            raise


def _close_late(made: Any) -> None:
    if not made.cancelled() and made.exception() is None:
        made.result().close()
