"""The keys in use: those of the chain, or those that the running server was given since."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from ..errors import S3DriveError
from .command import run
from .credentials import Credentials, Loaded
from .source import KeySource

#: How keys can be renewed: the chain is read anew, the administrator's command is run, or the
#: person gives some.
Way = Literal["chain", "command", "paste"]
WAYS: tuple[Way, ...] = ("chain", "command", "paste")


class Access:
    """The current keys. Given ones are in memory only, and end with the server.

    Args:
        command: the administrator's program that prints new keys, with its arguments; empty: none.
        timeout: how long it may take (s).
        source: where keys come from that nobody has given.
    """

    #: The command is run by itself when less than this is left.
    ahead = timedelta(minutes=10)
    #: It is run by itself at most this often (s).
    retry_seconds = 60.0

    def __init__(
        self,
        command: Sequence[str] = (),
        timeout: float = 60.0,
        source: KeySource = KeySource(),  # noqa: B008 - it never changes
    ) -> None:
        self.chain = source.keys()
        self._command = tuple(command)
        self._timeout = timeout
        self._given: Credentials | None = None
        self._run_at = float("-inf")
        self._task: asyncio.Task[None] | None = None

    async def current(self) -> Loaded:
        """Return the keys in use. Never raises for an invalid configuration."""
        loaded = await self._now()
        if self._command and self._ends_soon(loaded):
            running = self._start()
            if running and loaded.state() == "expired":
                await asyncio.shield(running)
                loaded = await self._now()
        return loaded

    async def look_again(self) -> Credentials:
        """Return the keys that the chain has now, read anew.

        Raises:
            S3DriveError: `CredentialsMissing`, `CredentialsInvalid` or `CredentialsExpired`.
        """
        return (await self.chain.renewed()).usable()

    async def ask_command(self) -> Credentials:
        """Return the keys that the administrator's command gives.

        Raises:
            S3DriveError: `RenewalFailed`, `CredentialsExpired`.
        """
        found = await run(self._command, self._timeout)
        return Loaded(found).usable()

    def use(self, credentials: Credentials | None) -> None:
        """Use these keys from the next request on; None: those of the chain."""
        self._given = credentials

    def rejected(self) -> None:
        """Read the chain again soon, as the store rejected its keys."""
        if self._given is None:
            self.chain.rejected()

    async def close(self) -> None:
        """End a command that runs, and wait for a read in progress, but not for long."""
        if self._task:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self.chain.close()

    async def _now(self) -> Loaded:
        loaded = await self.chain.current()
        return replace(loaded, credentials=self._given, problem=None) if self._given else loaded

    def _ends_soon(self, loaded: Loaded) -> bool:
        left = loaded.credentials.left() if loaded.credentials else None
        return loaded.state() == "expired" or (left is not None and left < self.ahead)

    def _start(self) -> asyncio.Task[None] | None:
        """Return the run of the command that is under way, begun unless one was just now."""
        if self._task is None or self._task.done():
            if time.monotonic() - self._run_at < self.retry_seconds:
                return None
            self._run_at = time.monotonic()
            self._task = asyncio.ensure_future(self._renew())
        return self._task

    async def _renew(self) -> None:
        try:
            self.use(await self.ask_command())
        except S3DriveError:
            # The old keys say in what way they are no good, and the person can ask for the reason.
            return
