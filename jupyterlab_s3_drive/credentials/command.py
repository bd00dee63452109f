"""Runs the administrator's command that gives new keys, as the AWS tools run `credential_process`.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from ..errors import S3DriveError
from .credentials import Credentials, token_expiry

#: The longest output that is read (bytes).
MAX_OUTPUT = 2**16

# What can be in the headers of a signed request.
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
# The key is followed by a slash in the `Authorization` header, whose fields are separated by commas.
_ACCESS_KEY = re.compile(r"[\x21-\x2b\x2d\x2e\x30-\x3c\x3e-\x7e]{1,256}")


async def run(command: Sequence[str], timeout: float) -> Credentials:
    """Return the keys that a program prints as JSON. It is run without a shell.

    What it prints is in no error and no log, as it may hold keys.

    Args:
        command: the program and its arguments.
        timeout: after so many seconds it is ended, with all that it started.

    Raises:
        S3DriveError: `RenewalFailed`.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _failed(f"it could not be started: {type(error).__name__}") from error
    try:
        output = await asyncio.wait_for(_output(process), timeout)
        status = await asyncio.wait_for(process.wait(), timeout)
    except asyncio.TimeoutError as error:
        raise _failed(f"it took longer than {timeout:g} s") from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    if status != 0:
        raise _failed(f"exit status {status}")
    return _read(output)


def given(
    access_key: str,
    secret_key: str,
    token: str | None,
    expires_at: datetime | None,
    source: str,
) -> Credentials | None:
    """Return keys that come from outside; None if they cannot be keys.

    Args:
        access_key: the access key id.
        secret_key: the secret access key.
        token: the session token; empty or None for permanent keys.
        expires_at: the end, where it is given; that of the token itself goes before.
        source: who gave them.
    """
    if not (_ACCESS_KEY.fullmatch(access_key) and _PRINTABLE.fullmatch(secret_key)):
        return None
    if token and not _PRINTABLE.fullmatch(token):
        return None
    return Credentials(
        access_key=access_key,
        secret_key=secret_key,
        token=token or None,
        source=source,
        expires_at=token_expiry(token) or expires_at,
    )


def read_moment(text: object) -> datetime | None:
    """Return a moment in ISO 8601, which has a zone; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        # Before Python 3.11, `Z` and fractions of any length are unknown.
        found = datetime.fromisoformat(re.sub(r"\.\d+", "", text.replace("Z", "+00:00")))
        return found.astimezone(timezone.utc) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


async def _output(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    output = bytearray()
    while chunk := await process.stdout.read(MAX_OUTPUT):
        output += chunk
        if len(output) > MAX_OUTPUT:
            raise _failed(f"it printed more than {MAX_OUTPUT} bytes")
    return bytes(output)


def _read(output: bytes) -> Credentials:
    try:
        found: Any = json.loads(output)
    except (ValueError, RecursionError):
        # Without the error, which holds the output.
        raise _failed("it printed no JSON") from None
    if not isinstance(found, dict) or found.get("Version") != 1:
        raise _failed("it printed no object with Version 1")
    names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    access_key, secret_key, token = (found.get(name) or "" for name in names)
    end = read_moment(found.get("Expiration"))
    if found.get("Expiration") is not None and end is None:
        raise _failed("its Expiration is no moment in ISO 8601")
    texts = all(isinstance(text, str) for text in (access_key, secret_key, token))
    keys = given(access_key, secret_key, token, end, "command") if texts else None
    if keys is None:
        raise _failed("it printed no AccessKeyId and SecretAccessKey that can be used")
    return keys


def _failed(why: str) -> S3DriveError:
    return S3DriveError("RenewalFailed", "The administrator's command for new keys gave none.", why)
