"""Whether a piece of work has to wait because the store turns its requests away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Patience:
    """What the requests of one piece of work meet; they run side by side.

    The work waits from the first request that the store turns away until one gets through, and
    while all requests to the store are held back for its sake.
    """

    def __init__(self) -> None:
        self._is_refused = False
        self._held = 0

    @property
    def is_asked(self) -> bool:
        """Whether the work waits. Who shows it to people waits a little first."""
        return self._is_refused or self._held > 0

    def refused(self) -> None:
        """Record that the store has turned a request away, for now."""
        self._is_refused = True

    def served(self) -> None:
        """Record that the store has answered a request."""
        self._is_refused = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Record that a request waits for its turn meanwhile."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
