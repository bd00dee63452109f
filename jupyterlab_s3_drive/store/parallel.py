"""Runs a few operations at a time, in bounded memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def each(items: AsyncIterator[T], work: Callable[[T], Awaitable[None]], width: int) -> None:
    """Process every item, `width` at a time.

    The first error ends it: the other operations are cancelled and awaited.
    """
    running: set[asyncio.Future[None]] = set()
    try:
        async for item in items:
            running.add(asyncio.ensure_future(work(item)))
            if len(running) >= width:
                running = await _one_of(running)
        while running:
            running = await _one_of(running)
    finally:
        await cancel(running)


async def cancel(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and return when they have cleaned up."""
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def ahead(items: AsyncIterator[T], count: int) -> AsyncGenerator[T, None]:
    """Yield the same items, of which up to `count` are fetched in advance."""
    queue: asyncio.Queue[T | None] = asyncio.Queue(count)

    async def fetch() -> None:
        try:
            async for item in items:
                await queue.put(item)
        finally:
            # Without waiting: the reader also checks the task.
            if not queue.full():
                queue.put_nowait(None)

    task = asyncio.ensure_future(fetch())
    try:
        while not (task.done() and queue.empty()):
            item = await queue.get()
            if item is not None:
                yield item
        await task
    finally:
        await cancel([task])


async def listed(items: Iterable[T]) -> AsyncGenerator[T, None]:
    """Yield the items of an iterable."""
    for item in items:
        yield item


async def _one_of(running: set[asyncio.Future[None]]) -> set[asyncio.Future[None]]:
    try:
        done, rest = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        await cancel(running)
        raise
    failed = [task for task in done if task.cancelled() or task.exception()]
    if failed:
        await cancel(rest)
        failed[0].result()
    return rest
