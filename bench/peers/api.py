"""What a peer is, and the requests that go to its server."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store

from ..environments import Missing

_BLOCK = 2**20
_TIMEOUT = 1800


class Api:
    """Requests to a Jupyter server, with its token."""

    def __init__(self, server: JupyterServer) -> None:
        self.server = server
        self._base = urlsplit(server.url)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """Send a request and return the body of its answer; a file is sent as it is read.

        Raises:
            Missing: it was refused.
        """
        host, port = self._base.hostname or "", self._base.port
        connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT, blocksize=_BLOCK)
        own = {"Authorization": f"token {self.server.token}", **(headers or {})}
        try:
            connection.request(method, self._base.path + path, body, own)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Missing(f"{method} {path}: {error}") from error
        finally:
            connection.close()
        if answer.status >= 400:
            said = content[:200].decode(errors="replace")
            raise Missing(f"{method} {path} was answered with {answer.status}: {said}")
        return content

    def json(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON and return the JSON of the answer; an error told with 200 is one too.

        Raises:
            Missing: it was refused.
        """
        sent = None if body is None else json.dumps(body).encode()
        content = self.ask(method, path, sent, {"Content-Type": "application/json", **headers})
        try:
            found = json.loads(content) if content else None
        except ValueError as error:
            raise Missing(f"{method} {path} gave no JSON.") from error
        if isinstance(found, dict) and found.get("error"):
            raise Missing(f"{method} {path}: {found.get('message') or found['error']}")
        return found


class Peer:
    """Another panel for S3 in JupyterLab, driven through the API of its own frontend.

    `label` is shown in the table, `package` names `requirements/bench-PACKAGE.txt`.
    """

    label: str
    package: str

    def environment(self, store: Store) -> dict[str, str]:
        """Return the variables that its server needs beside those of a Datalab's pod."""
        return {}

    def prepare(self, api: Api, bucket: str) -> None:
        """Do what its frontend does before it can list a bucket."""

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """List a folder (a prefix that ends in `/`) and return how many names came."""
        raise NotImplementedError

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Upload a file as its frontend does, and return when the store has it."""
        raise NotImplementedError
