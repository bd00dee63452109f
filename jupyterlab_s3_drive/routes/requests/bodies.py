"""The memory for bodies of requests that are under way: a budget for all of them together.

Whoever may use a server can send it any number of requests at once. What does not fit waits, unread
in the socket, for a while, and is then refused.
"""

from __future__ import annotations

import asyncio
from collections import deque

from ...errors import S3DriveError

#: How long a request waits for its share (s).
PATIENCE = 20.0
#: For bodies that are held whole; small enough that no crowd of them moves the server's memory by
#: more than 64 MiB (bytes).
BUFFERED_MEMORY = 24 * 2**20
#: For bodies that pass: more than the nine that a page sends at once (bytes).
STREAMED_MEMORY = 40 * 2**20
#: What a body takes that passes: two chunks wait, one is read, and one is on its way to the store.
STREAM_MEMORY = 4 * 2**20


#: How many times a body is held that is held whole: as it came, and as it is used.
HELD_TIMES = 2


class Share:
    """A part of a budget, held by one request. It is given back once, however often it is asked."""

    def __init__(self, budget: Budget, size: int) -> None:
        self._budget: Budget | None = budget
        self._size = size

    def release(self) -> None:
        """Give it back."""
        if self._budget:
            self._budget.give_back(self._size)
            self._budget = None


class Budget:
    """An amount of memory that requests share, in the order in which they came.

    Args:
        size: bytes.
    """

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def share(self, size: int) -> Share:
        """Wait for a share. One that is larger than the whole budget gets all of it.

        Args:
            size: bytes.

        Raises:
            S3DriveError: `ServerBusy`, after `PATIENCE`.
        """
        size = min(size, self._size)
        if self._waiting or size > self._free:
            await self._wait(size)
        else:
            self._free -= size
        return Share(self, size)

    def give_back(self, size: int) -> None:
        """Take a share back, and give it to those who wait."""
        self._free += size
        self._serve()

    async def _wait(self, size: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            # The share belongs to the future: it may be there although the wait was ended.
            await asyncio.wait({turn}, timeout=PATIENCE)
        except asyncio.CancelledError:
            self._leave(size, turn)
            raise
        if not turn.done():
            self._leave(size, turn)
            raise S3DriveError(
                "ServerBusy", "The server is passing on as much as it has memory for. Try again."
            )

    def _leave(self, size: int, turn: asyncio.Future[None]) -> None:
        if turn.done():
            self.give_back(size)
            return
        self._waiting.remove((size, turn))
        self._serve()

    def _serve(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._free:
            size, turn = self._waiting.popleft()
            self._free -= size
            turn.set_result(None)


class Bodies:
    """The budgets of one connection. Large uploads and small requests do not wait for each other."""

    def __init__(self) -> None:
        self.buffered = Budget(BUFFERED_MEMORY)
        self.streamed = Budget(STREAMED_MEMORY)
