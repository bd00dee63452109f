"""Where the keys of a connection come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from .chain import CredentialChain
from .credentials import ANONYMOUS, Credentials, Loaded

#: `chain` is the server's own: variables, files and services. A connection with keys of another kind
#: never gets those. `none` has no keys until it is given some.
Kind = Literal["chain", "profile", "fixed", "anonymous", "none"]


@dataclass(frozen=True)
class KeySource:
    """What the keys of a connection are read from.

    Args:
        kind: of the source.
        profile: the name of a profile of the AWS files, where that is the kind.
        fixed: the keys themselves, where they are known.
    """

    kind: Kind = "chain"
    profile: str = ""
    fixed: Credentials | None = field(default=None, repr=False)

    @property
    def can_be_read_again(self) -> bool:
        """Whether other keys may be found there later."""
        return self.kind in ("chain", "profile")

    def keys(self) -> Keys:
        """Return what reads the keys."""
        if self.can_be_read_again:
            return CredentialChain(self.profile or None)
        return FixedKeys(ANONYMOUS if self.kind == "anonymous" else self.fixed)


class Keys(Protocol):
    """The current keys of a source; see `CredentialChain`."""

    async def current(self) -> Loaded:
        """Return them. Never raises for an invalid configuration."""

    async def renewed(self) -> Loaded:
        """Return the result of a read that begins now."""

    def rejected(self) -> None:
        """Read them again soon, as the store rejected them."""

    async def close(self) -> None:
        """Wait for a read in progress, but not for long."""


class FixedKeys:
    """Keys that never change by themselves, or none."""

    def __init__(self, found: Credentials | None) -> None:
        self._loaded = Loaded(found)

    async def current(self) -> Loaded:
        """Return them."""
        return self._loaded

    async def renewed(self) -> Loaded:
        """Return the same."""
        return self._loaded

    def rejected(self) -> None:
        """Do nothing: there are no others."""

    async def close(self) -> None:
        """Do nothing."""
