"""How slowly a body may come: whoever stands still must not keep memory from others for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: A body has to bring so much, or its end, in so many seconds. No line that a person works with is
#: slower, and what is lost for a minute is sent again by the browser.
SECONDS = 60.0
BYTES = 2**16


class MinimumRate:
    """Holds the body of one request to a minimum rate.

    Args:
        late: called when too little came in time.
    """

    def __init__(self, late: Callable[[], object]) -> None:
        self._late = late
        self._came = 0
        self._left = SECONDS
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def wait(self) -> None:
        """Begin, or go on, to wait for the sender."""
        self.stop()
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        self._timer = loop.call_later(self._left, self._late)

    def came(self, size: int) -> None:
        """Stop waiting, as some bytes came: what takes time now is not the sender's fault."""
        if self._timer is None:
            return
        self._left -= asyncio.get_running_loop().time() - self._since
        self._came += size
        if self._came >= BYTES:
            self._came, self._left = 0, SECONDS
        self.stop()

    def stop(self) -> None:
        """Stop waiting."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
