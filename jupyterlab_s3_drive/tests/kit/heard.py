"""A server whose administrator listens to its events, and what they hear."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import eventually, make_server

#: As in docs/deployment.md.
_CONFIG = """
import logging
c.EventLogger.handlers = [logging.FileHandler({file!r})]
"""
CONTENT = b"content-that-is-nobodys-business"

Event = dict[str, Any]


class Heard:
    """A server whose administrator listens, and what they have heard."""

    def __init__(self, server: JupyterServer, file: Path) -> None:
        self.browser = Browser(server.url, server.token)
        self.root = server.root
        self._file = file
        self._read = 0

    def events(self, count: int) -> list[Event]:
        """Return the next events, of which there are so many and no more."""
        assert eventually(lambda: len(self._lines()) >= self._read + count), self._lines()
        lines = self._lines()[self._read :]
        self._read += len(lines)
        assert len(lines) == count, lines
        return [json.loads(line) for line in lines]

    def event(self) -> Event:
        """Return the next event, of which there is one."""
        (event,) = self.events(1)
        return event

    def text(self) -> str:
        """Return all that was heard."""
        return self._file.read_text()

    def _lines(self) -> list[str]:
        text = self._file.read_text() if self._file.exists() else ""
        return text[: text.rfind("\n") + 1].splitlines()


def listened(folder: Path, env: Mapping[str, str]) -> tuple[JupyterServer, Path]:
    """Start a server with a listener; return it with the file that it writes."""
    (folder / "config").mkdir()
    file = folder / "events.log"
    (folder / "config" / "jupyter_server_config.py").write_text(_CONFIG.format(file=str(file)))
    return make_server(folder, env, {"S3Drive": {"direct_transfers": False}}), file


def said(event: Event, *names: str) -> tuple[Any, ...]:
    """Return these fields of an event."""
    return tuple(event[name] for name in names)


def batch(browser: Browser, *parts: dict[str, Any]) -> Answer:
    """Send requests together."""
    return browser.send("POST", "batch", json.dumps({"requests": parts}).encode())


def post(browser: Browser, route: str, **fields: Any) -> Answer:
    """Send JSON."""
    return browser.send("POST", route, json.dumps(fields).encode())
