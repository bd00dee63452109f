"""How fast a server answers a small question while it does something large."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.work import Work

PAUSE = 0.01  # seconds between two questions


@dataclass
class Waits:
    """How long a server let others wait.

    The tests share two processors with the server and with other tests. So a limit on `longest`
    has to allow for a second in which this process or the server did not run, and to be far below
    what the fault would take; `median` and `held_up` are what can be promised more closely.
    """

    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def held_up(self) -> float:
        """The longest part of a wait in which the server worked on something else (seconds of the processor).

        What the machine gave to others is not in it.
        """
        return max(map(min, self.seconds, self.worked))

    @property
    def longest(self) -> float:
        """The longest wait for an answer (seconds)."""
        return max(self.seconds)

    @property
    def median(self) -> float:
        """The wait that half of the answers did not exceed (seconds)."""
        return statistics.median(self.seconds)


@contextmanager
def pinged(browser: Browser, work: Work | None = None) -> Iterator[Waits]:
    """Ask a server for its status, again and again, as long as the block runs.

    Args:
        work: what the server works, which is noted for each answer.
    """
    waits, failed, ended = Waits(), list[int](), threading.Event()

    def ask() -> None:
        while True:
            if work:
                work.news()
            begun = time.monotonic()
            status = browser.send("GET", "api/status", below="").status
            waits.seconds.append(time.monotonic() - begun)
            if work:
                waits.worked.append(work.news())
            if status != 200:
                failed.append(status)
            if ended.wait(PAUSE):
                return

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield waits
    finally:
        ended.set()
        thread.join()
    assert failed == []
