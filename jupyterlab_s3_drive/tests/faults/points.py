"""Points: one request of an operation, and what happens to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from jupyterlab_s3_drive.tests.faults.proxy import Exchange, Fault, FaultyStore, Request

#: How long operations may take to come to their points (s).
PATIENCE = 60.0


@dataclass
class Point:
    """One request of an operation, and how it fails.

    Attributes:
        name: stands in each request of the operation.
        index: the number of the request, from 0; -1 for none.
        lasts: whether those after it fail too, until the point ends.
        count: how many requests there were.
    """

    name: str
    index: int
    fault: Fault
    lasts: bool = False
    count: int = 0

    def next(self) -> Fault | None:
        """Count a request, and return how it fails."""
        number, self.count = self.count, self.count + 1
        fails = number == self.index or (self.lasts and number > self.index >= 0)
        return self.fault if fails else None


class Points:
    """Counts the requests of each point, by the name in them, and lets those fail that are to."""

    def __init__(self, store: FaultyStore) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Point] = {}
        store.plan = self._plan

    def add(self, point: Point) -> None:
        """Count the requests of a point from now on."""
        with self._lock:
            self._known[point.name] = point

    def end(self, point: Point) -> None:
        """Let all its requests through."""
        with self._lock:
            self._known.pop(point.name, None)

    def _plan(self, request: Request) -> Fault | None:
        with self._lock:
            found = (each for name, each in self._known.items() if name in request.line)
            point = next(found, None)
            return point.next() if point else None


class Gate:
    """Holds a request of each of several operations, until something has happened to all of them.

    Args:
        after: whether a request is held when the store has done it, rather than before.
    """

    def __init__(self, *, after: bool) -> None:
        self._after = after
        self._lock = threading.Lock()
        self._opened = threading.Event()
        self.held = 0

    def hold(self, exchange: Exchange) -> None:
        """Hold a request; its connection is lost in the end. A fault of `Point`."""
        if self._after:
            exchange.ask()
        with self._lock:
            self.held += 1
        self._opened.wait(PATIENCE)
        exchange.reset()

    def wait(self, operations: Sequence[Future[Any]]) -> None:
        """Return when each operation is held, or has ended."""
        deadline = time.monotonic() + PATIENCE
        while self.held + sum(each.done() for each in operations) < len(operations):
            assert time.monotonic() < deadline, "An operation did not come to its point."
            time.sleep(0.01)

    def open(self) -> None:
        """Let go what is held."""
        self._opened.set()


def sampled(count: int, one_of: int, offset: int) -> Sequence[int]:
    """Return every so-and-so-many-th of the numbers below a count, from another first one each time."""
    return [index for index in range(count) if (index + offset) % one_of == 0]
