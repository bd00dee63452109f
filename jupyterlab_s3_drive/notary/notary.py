"""nbformat's notary, asked about notebooks of any size and intent."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Literal, TypeVar

from nbformat.sign import NotebookNotary
from traitlets.config import Configurable

from ..errors import S3DriveError
from . import digest as digesting
from .digest import ALGORITHM, SECONDS, SECRET, WRAPPED, NotebookError, TooMuch, digest

Action = Literal["check", "sign"]
T = TypeVar("T")

#: A notebook of no more bytes is kept in memory, and parsed here if it has few values: starting a
#: process takes half a second.
SMALL_BYTES = 2 * 2**20
SMALL_VALUES = 20_000

_KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")


class Notary:
    """Checks and signs. Its database belongs to the thread that opened it.

    Args:
        parent: the notary takes its configuration from it, and so shares key and database with the
            server's own.
    """

    def __init__(self, parent: Configurable | None) -> None:
        self._parent = parent
        self._notary: NotebookNotary | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="s3-drive-notary")
        # One large notebook at a time: small ones do not wait for it.
        self._large = ThreadPoolExecutor(max_workers=1, thread_name_prefix="s3-drive-notebook")
        self._process: subprocess.Popen[bytes] | None = None

    async def ask(
        self, action: Action | None, notebook: SpooledTemporaryFile[bytes]
    ) -> dict[str, bool]:
        """Answer `{ trusted }` or `{ signed }`.

        Args:
            action: None where the file holds `{ action, notebook }`.
            notebook: a file with the notebook.

        Raises:
            S3DriveError: `TrustInvalid`, `TooLarge`.
        """
        loop = asyncio.get_running_loop()
        run = loop.run_in_executor
        known = await run(self._thread, self._digest_small, notebook, action is None)
        if known is None:
            secret, algorithm = await run(self._thread, self._key)
            known = await run(
                self._large, self._digest_large, notebook, secret, algorithm, action is None
            )
        return await run(self._thread, self._answer, action or known[0], known[1])

    def close(self) -> None:
        """Close the database, and end what runs."""
        process = self._process
        if process:
            process.kill()
        self._large.shutdown(wait=False, cancel_futures=True)
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _own(self) -> NotebookNotary:
        if self._notary is None:
            self._notary = NotebookNotary(parent=self._parent)
        return self._notary

    def _key(self) -> tuple[bytes, str]:
        return self._own().secret, self._own().algorithm

    def _answer(self, action: str | None, found: str) -> dict[str, bool]:
        notary = self._own()
        if action == "sign":
            notary.store.store_signature(found, notary.algorithm)
            return {"signed": True}
        return {"trusted": bool(notary.store.check_signature(found, notary.algorithm))}

    def _digest_small(
        self, notebook: SpooledTemporaryFile[bytes], wrapped: bool
    ) -> tuple[str | None, str] | None:
        """Return None for what is to be left to a process of its own."""
        # What it returns depends on Python's version.
        notebook.seek(0, os.SEEK_END)
        if notebook.tell() > SMALL_BYTES:
            return None
        notebook.seek(0)
        try:
            return digest(notebook.read(), self._own(), wrapped=wrapped, values=SMALL_VALUES)
        except TooMuch:
            return None
        except NotebookError as error:
            raise _invalid(str(error)) from error

    def _digest_large(
        self, notebook: SpooledTemporaryFile[bytes], secret: bytes, algorithm: str, wrapped: bool
    ) -> tuple[str | None, str]:
        notebook.rollover()
        notebook.flush()
        notebook.seek(0)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        process = self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(Path(digesting.__file__))],
            stdin=notebook.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **environment,
                SECRET: base64.b64encode(secret).decode(),
                ALGORITHM: algorithm,
                WRAPPED: "1" if wrapped else "",
            },
        )
        try:
            output, _ = process.communicate(timeout=SECONDS + 5)
            answer = json.loads(output)
        except (subprocess.TimeoutExpired, ValueError) as error:
            # Its limits have ended it.
            raise _too_large() from error
        finally:
            process.kill()
            process.wait()
            self._process = None
        if answer.get("problem") == "TooLarge":
            raise _too_large()
        if "digest" not in answer:
            raise _invalid(answer.get("details"))
        return answer["action"], answer["digest"]

    def _close(self) -> None:
        if self._notary:
            self._notary.store.close()


def _invalid(details: str | None) -> S3DriveError:
    message = "Expected an action (check or sign) and a notebook of format 4."
    return S3DriveError("TrustInvalid", message, details)


def _too_large() -> S3DriveError:
    return S3DriveError("TooLarge", "The notebook holds too much to be checked or signed.")
