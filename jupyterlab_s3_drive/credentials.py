"""The credentials of the person, how long they live, and what their state is called."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal, cast

from .connection import Profile
from .errors import Code, S3DriveError

State = Literal["valid", "expiring", "expired", "missing", "unknown"]

#: Credentials that nothing renews are called expiring when they end within this time.
EXPIRING = timedelta(minutes=30)


@dataclass(frozen=True)
class Credentials:
    """One frozen set of keys.

    `renewed` says that botocore renews them by itself before they end.
    """

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    source: str | None = None
    expires_at: datetime | None = None
    renewed: bool = False

    def expired(self) -> bool:
        """Tell whether they are known to have ended."""
        return self.expires_at is not None and self.expires_at <= datetime.now(timezone.utc)

    def state(self) -> State:
        """Return what is known of their life: a session token without an end is `unknown`."""
        if self.expired():
            return "expired"
        if self.expires_at is None:
            return "unknown" if self.token and not self.renewed else "valid"
        if not self.renewed and self.expires_at <= datetime.now(timezone.utc) + EXPIRING:
            return "expiring"
        return "valid"


@dataclass(frozen=True)
class Loaded:
    """What one look at the credential chain found: credentials, or why there are none."""

    credentials: Credentials | None = None
    problem: S3DriveError | None = None
    profile: Profile = field(default_factory=Profile)

    def state(self) -> State:
        """Return the state of what was found."""
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
    """Return the error for credentials whose end has passed."""
    return S3DriveError("CredentialsExpired", "The S3 credentials have expired.")


def token_expiry(token: str | None) -> datetime | None:
    """Return the end of a session token that tells it, as MinIO's do: a JWT with `exp`.

    The signature is not verified: the store does that. Opaque tokens, as those of AWS, give None.
    """
    parts = (token or "").split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        expiry = json.loads(base64.urlsafe_b64decode(padded))["exp"]
        return datetime.fromtimestamp(float(expiry), timezone.utc)
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
