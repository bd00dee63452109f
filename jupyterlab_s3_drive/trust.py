"""`POST trust`: what nbformat's notary says of a notebook that lives in a bucket."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.sign import NotebookNotary
from traitlets.config import Configurable

from .errors import S3DriveError
from .handlers import S3DriveHandler

#: The body is held in memory.
MAX_BODY_BYTES = 512 * 2**20


class Notary:
    """nbformat's notary, on one thread of its own: its database belongs to the thread that opened it.

    Args:
        parent: the notary takes its configuration from it, and so shares key and database with the
            server's own.
    """

    def __init__(self, parent: Configurable | None) -> None:
        self._parent = parent
        self._notary: NotebookNotary | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="s3-drive-notary")

    async def ask(self, body: bytes) -> dict[str, bool]:
        """Answer the JSON text `{ action: check | sign, notebook }`.

        Raises:
            S3DriveError: `TrustInvalid`.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, body)

    def close(self) -> None:
        """Close the database."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _ask(self, body: bytes) -> dict[str, bool]:
        action, notebook = _parse(body)
        if self._notary is None:
            self._notary = NotebookNotary(parent=self._parent)
        # As Jupyter does: the marks say what was vouched for, and are no part of what is signed.
        for cell in notebook.cells:
            cell.metadata.pop("trusted", None)
        if action == "sign":
            self._notary.sign(notebook)
            return {"signed": True}
        return {"trusted": bool(self._notary.check_signature(notebook))}

    def _close(self) -> None:
        if self._notary:
            self._notary.store.close()


class TrustHandler(S3DriveHandler):
    """Checks or signs the notebook in the body."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._notary: Notary = shared["notary"]
        self._body = bytearray()

    async def admit(self) -> None:
        """Let large notebooks in, whatever the server's own limit."""
        if (self.content_length() or 0) > MAX_BODY_BYTES:
            raise S3DriveError("TrustInvalid", "The notebook is too large.")
        self.allow_body(MAX_BODY_BYTES)

    async def receive(self, chunk: bytes) -> bool:
        """Collect the body."""
        self._body += chunk
        return True

    async def respond(self) -> None:
        """Answer `{ trusted }` or `{ signed }`."""
        self.finish(json.dumps(await self._notary.ask(bytes(self._body))))


def _parse(body: bytes) -> tuple[str, NotebookNode]:
    try:
        request = json.loads(body)
        action, notebook = request["action"], from_dict(request["notebook"])
        cells = notebook.cells
        well_formed = (
            action in ("check", "sign")
            and notebook.nbformat >= 4
            and isinstance(cells, list)
            and all(isinstance(cell.metadata, dict) for cell in cells)
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        well_formed = False
    if not well_formed:
        raise S3DriveError(
            "TrustInvalid", "Expected an action (check or sign) and a notebook of format 4."
        )
    return action, notebook
