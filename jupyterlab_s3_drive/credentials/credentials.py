"""The user's credentials, with their expiry and state."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, cast

from ..errors import Code, S3DriveError

State = Literal["valid", "expiring", "expired", "missing", "unknown"]

#: Credentials that nothing renews count as expiring if they expire within this time.
EXPIRING = timedelta(minutes=30)

# The source of no keys at all. An empty key that was read somewhere is no permission to leave it out.
_WITHOUT_KEYS = "anonymous"

# An access key id is no secret, but long, and nobody reads it to the end.
_SHOWN = 4
_LONG = 12


@dataclass(frozen=True)
class Profile:
    """The settings for the store in the AWS configuration files; an empty text means not set."""

    endpoint_url: str = ""
    region: str = ""


@dataclass(frozen=True)
class Credentials:
    """One immutable set of keys.

    `renewed` means that botocore renews them by itself before they expire.
    """

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    source: str | None = None
    expires_at: datetime | None = None
    renewed: bool = False

    def expired(self) -> bool:
        """Return whether they are known to have expired."""
        left = self.left()
        return left is not None and left <= timedelta()

    def left(self) -> timedelta | None:
        """Return how long they are valid still, below zero after their end; None if unknown."""
        return None if self.expires_at is None else self.expires_at - datetime.now(timezone.utc)

    @property
    def is_anonymous(self) -> bool:
        """Whether there are no keys, and requests are sent without a signature."""
        return self.source == _WITHOUT_KEYS

    def shown_key(self) -> str | None:
        """Return the access key id as it is shown to people: its beginning and its end."""
        key = self.access_key
        if self.is_anonymous:
            return None
        end = key[-_SHOWN:] if len(key) >= _LONG else ""
        return f"{key[:_SHOWN]}…{end}" if len(key) > _SHOWN else key

    def account(self) -> str | None:
        """Return whose session it is, where the token says so, as MinIO's do (`parent`)."""
        parent = _claims(self.token).get("parent")
        return parent if isinstance(parent, str) and parent.isprintable() and parent else None

    def state(self) -> State:
        """Return the state: `unknown` for a session token without a known expiry."""
        if self.expired():
            return "expired"
        if self.expires_at is None:
            return "unknown" if self.token and not self.renewed else "valid"
        if not self.renewed and self.expires_at <= datetime.now(timezone.utc) + EXPIRING:
            return "expiring"
        return "valid"


#: For a store that is read without keys.
ANONYMOUS = Credentials(access_key="", secret_key="", source=_WITHOUT_KEYS)


@dataclass(frozen=True)
class Loaded:
    """The result of one read of the credential chain: credentials, or why there are none."""

    credentials: Credentials | None = None
    problem: S3DriveError | None = None
    profile: Profile = field(default_factory=Profile)

    def state(self) -> State:
        """Return the state of the credentials, or of their absence."""
        if self.credentials:
            return self.credentials.state()
        ended = self.problem is not None and self.problem.code == "CredentialsExpired"
        return "expired" if ended else "missing"

    def usable(self) -> Credentials:
        """Return the credentials.

        Raises:
            S3DriveError: `CredentialsMissing`, `CredentialsInvalid` or `CredentialsExpired`.
        """
        if self.problem:
            # A new one each time: a raised exception collects the traceback of every raise.
            code = cast(Code, self.problem.code)
            raise S3DriveError(code, self.problem.message, self.problem.details)
        if self.credentials is None:
            raise S3DriveError("CredentialsMissing", "No S3 credentials were found.")
        if self.credentials.expired():
            raise expired_error()
        return self.credentials


def expired_error() -> S3DriveError:
    """Return the error for expired credentials."""
    return S3DriveError("CredentialsExpired", "The S3 credentials have expired.")


def token_expiry(token: str | None) -> datetime | None:
    """Return the expiry of a session token that contains it, as MinIO's do: a JWT with `exp`.

    The signature is not verified: the store does that. Opaque tokens, as those of AWS, give None.
    """
    try:
        return datetime.fromtimestamp(float(_claims(token)["exp"]), timezone.utc)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None


def _claims(token: str | None) -> dict[str, Any]:
    """Return what a JWT says, unverified; nothing for any other text."""
    parts = (token or "").split(".")
    if len(parts) != 3:
        return {}
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
