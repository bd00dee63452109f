"""botocore's credential chain, kept off the event loop.

The chain always runs in a thread: a provider may read files, start a program or query a network
service, and may take seconds. botocore never notices that a file has changed; a new session does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import S3DriveError
from .credentials import Credentials, Loaded, Profile, expired_error, token_expiry

_CLOSE_SECONDS = 5.0
_FILES = (
    ("AWS_CONFIG_FILE", "~/.aws/config"),
    ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
)


# Those that give the keys of the machine, of whichever profile: they are for the server's own store.
_OF_MACHINE = ("boto-config", "container-role", "ec2-credentials-file", "iam-role")


class CredentialChain:
    """The current credentials of the chain: cached, renewed by one background read at a time.

    Args:
        profile: of the AWS files, to read that one alone; None: the server's own keys, which may be
            variables.
    """

    #: Credentials older than this are read again, so that botocore may renew them.
    recheck_seconds = 30.0
    #: A failure is remembered for this long; a refusal by the store causes a new read at most this
    #: often.
    retry_seconds = 5.0

    def __init__(self, profile: str | None = None) -> None:
        self._reader = _ChainReader(profile)
        self._loaded = Loaded()
        self._loaded_at = 0.0
        self._fingerprint: object = None
        self._task: asyncio.Task[None] | None = None

    async def current(self) -> Loaded:
        """Return the result of the chain. Never raises for an invalid configuration."""
        age = time.monotonic() - self._loaded_at
        changed = fingerprint() != self._fingerprint
        if changed or (self._failed() and age > self.retry_seconds):
            await asyncio.shield(self._start(fresh=True))
        elif age > self.recheck_seconds:
            # The old ones are still valid: the caller does not wait for the new ones.
            self._start(fresh=False)
        return self._loaded

    async def renewed(self) -> Loaded:
        """Return the result of a read that begins now: files, programs and services are asked anew."""
        if self._task:
            await asyncio.wait({self._task})
        await asyncio.shield(self._start(fresh=True))
        return self._loaded

    def rejected(self) -> None:
        """Read the credentials again soon, as the store rejected them."""
        if time.monotonic() - self._loaded_at > self.retry_seconds:
            self._start(fresh=True)

    async def close(self) -> None:
        """Wait for a read in progress, but not for long."""
        if self._task:
            await asyncio.wait({self._task}, timeout=_CLOSE_SECONDS)

    def _failed(self) -> bool:
        try:
            self._loaded.usable()
        except S3DriveError:
            return True
        return False

    def _start(self, *, fresh: bool) -> asyncio.Task[None]:
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._load(fresh))
        return self._task

    async def _load(self, fresh: bool) -> None:
        # Taken first: if a file changes meanwhile, the chain is read once more.
        before = fingerprint()
        self._loaded = await asyncio.to_thread(self._reader.read, fresh)
        self._fingerprint = before
        self._loaded_at = time.monotonic()


class _ChainReader:
    """One botocore session and its credentials. Used by one thread at a time."""

    def __init__(self, name: str | None) -> None:
        self._name = name
        self._source: Any = None
        self._profile = Profile()

    def read(self, fresh: bool) -> Loaded:
        try:
            loaded = self._read(fresh)
            if loaded.credentials and loaded.credentials.expired() and not fresh:
                loaded = self._read(True)
            return loaded
        except Exception as error:  # noqa: BLE001 - a provider may raise anything
            self._source = None
            return Loaded(problem=_explain(error), profile=self._profile)

    def _read(self, fresh: bool) -> Loaded:
        if fresh or self._source is None:
            session = _session(self._name)
            if self._name is not None:
                providers = session.get_component("credential_provider")
                for method in _OF_MACHINE:
                    providers.remove(method)
            self._profile = _profile(session)
            self._source = session.get_credentials()
        if self._source is None:
            return Loaded(profile=self._profile)
        frozen = self._source.get_frozen_credentials()
        token = frozen.token or None
        # Only botocore's refreshable credentials have an expiry.
        own_expiry = getattr(self._source, "_expiry_time", None)
        return Loaded(
            Credentials(
                access_key=frozen.access_key,
                secret_key=frozen.secret_key,
                token=token,
                source=getattr(self._source, "method", None),
                expires_at=token_expiry(token)
                or (own_expiry if isinstance(own_expiry, datetime) else None),
                # botocore would read its variables again, but those of a process stay.
                renewed=own_expiry is not None and self._source.method != "env",
            ),
            profile=self._profile,
        )


def read_profiles() -> dict[str, dict[str, Any]]:
    """Return the fields of each profile of the AWS files; none where they cannot be read."""
    try:
        return dict(_session(None).full_config["profiles"])
    except Exception:  # noqa: BLE001 - the server's own chain reads the same files, and tells
        return {}


async def profile_of(name: str) -> Profile:
    """Return what the AWS files say of the store of a profile; nothing where there is none."""
    return await asyncio.to_thread(_read_profile, name)


def _read_profile(name: str) -> Profile:
    try:
        return _profile(_session(name))
    except Exception:  # noqa: BLE001 - its status tells
        return Profile()


def _session(profile: str | None) -> Any:
    """Return a new session of botocore, which reads the files anew."""
    from botocore.session import Session

    _quiet()
    return Session(session_vars=_without_empty(Session.SESSION_VARIABLES), profile=profile)


def _without_empty(variables: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Return the session variables without those whose environment variable is empty.

    botocore treats `AWS_PROFILE=""` as a profile without a name, and fails.
    """
    changed = {}
    for name, (option, variable, default, convert) in variables.items():
        names = [variable] if isinstance(variable, str) else list(variable or [])
        kept = [each for each in names if os.environ.get(each) != ""]
        if kept != names:
            changed[name] = (option, kept or None, default, convert)
    return changed


def _profile(session: Any) -> Profile:
    """Return region and endpoint of the selected profile, as the AWS tools read them."""
    scoped = session.get_scoped_config()
    services = session.full_config.get("services", {}).get(scoped.get("services"), {})
    s3 = services.get("s3") if isinstance(services, dict) else None
    endpoint = (s3 or {}).get("endpoint_url") if isinstance(s3, dict) else None
    return Profile(
        endpoint_url=endpoint or scoped.get("endpoint_url") or "",
        region=scoped.get("region") or "",
    )


def _quiet() -> None:
    """Keep session tokens, and responses with keys, out of the log.

    botocore writes them at debug level, by loggers that may have a level of their own each.
    """
    for name in ("botocore", *logging.root.manager.loggerDict):
        if name == "botocore" or name.startswith("botocore."):
            logger = logging.getLogger(name)
            if logger.getEffectiveLevel() < logging.INFO:
                logger.setLevel(logging.INFO)


def fingerprint() -> object:
    """Return a value that changes when the environment or the AWS files do."""
    marks: list[object] = [
        hash(frozenset((k, v) for k, v in os.environ.items() if k.startswith("AWS_")))
    ]
    for variable, default in _FILES:
        with contextlib.suppress(OSError):
            status = Path(os.environ.get(variable) or default).expanduser().stat()
            marks.append((variable, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(marks)


def _explain(error: Exception) -> S3DriveError:
    """Return our error for what a provider raised.

    The provider's own text is omitted: it may quote a line of a file, or the output of a program.
    """
    known = getattr(error, "kwargs", {})
    facts = [type(error).__name__]
    facts += [f"{name}: {known[name]}" for name in ("path", "profile", "provider") if name in known]
    details = ", ".join(facts)
    if isinstance(error, RuntimeError) and "expired" in str(error):
        return expired_error()
    return S3DriveError(
        "CredentialsInvalid", "The S3 credentials are incomplete or cannot be read.", details
    )
