"""Which conversions wait because the store turns their requests away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..store.patience import Patience


class Waits:
    """What the requests of the conversions that are under way meet, by the task of each."""

    def __init__(self) -> None:
        self._under_way: dict[str, Patience] = {}

    @contextmanager
    def begun(self, task: str) -> Iterator[Patience]:
        """Follow a conversion while it is under way.

        Args:
            task: the name that the client has given to it; an empty one is not followed.
        """
        patience = Patience()
        if task:
            self._under_way[task] = patience
        try:
            yield patience
        finally:
            if self._under_way.get(task) is patience:
                del self._under_way[task]

    def is_asked(self, task: str) -> bool:
        """Return whether a conversion waits; one that is not under way does not."""
        patience = self._under_way.get(task)
        return patience is not None and patience.is_asked
