"""The browser: a process of Playwright's that does one piece of work after the other."""

from __future__ import annotations

import json
import os
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.processes import Child

from .environments import ROOT, Missing

if TYPE_CHECKING:
    from typing_extensions import Self

_TESTS = ROOT / "ui-tests"
_START_TIMEOUT = 120.0
_TIMEOUT = 3600


class Driver:
    """Starts one browser, in which each JupyterLab has a profile of its own.

    Args:
        folder: holds the log and what Playwright leaves.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: Child | None = None
        self._url = ""
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self) -> Self:
        port = Path(tempfile.mkdtemp(dir=self._folder)) / "port"
        log = self._folder / "browser.log"
        program = _TESTS / "node_modules" / ".bin" / "playwright"
        self._child = Child(
            [str(program), "test", "--config", str(_TESTS / "bench" / "playwright.config.js")],
            env={
                **os.environ,
                "S3_DRIVE_BENCH_PORT": str(port),
                "S3_DRIVE_BENCH_OUTPUT": str(self._folder / "playwright"),
            },
            cwd=_TESTS,
            log=log,
        )
        deadline = time.monotonic() + _START_TIMEOUT
        while not (port.exists() and port.read_text().endswith("\n")):
            if not self._child.running() or time.monotonic() > deadline:
                self._child.kill()
                raise Missing(f"The browser did not start: {log.read_text()[-2000:]}")
            time.sleep(0.05)
        self._url = f"http://127.0.0.1:{port.read_text().strip()}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child:
            self._child.end()

    def process(self) -> int:
        """The id of the process whose children are the browser."""
        if self._child is None:
            raise Missing("The browser is not running.")
        return self._child.pid

    def open(self, lab: str, server: JupyterServer) -> dict[str, Any]:
        """Open a JupyterLab under a name, and return what its start has cost."""
        url = f"{server.url}lab?reset&token={server.token}"
        found: dict[str, Any] = self.do("open", lab, url=url)
        return found

    def do(self, work: str, lab: str, **args: Any) -> Any:
        """Do a piece of work of `ui-tests/bench/works.ts` and return what it gives.

        Raises:
            Missing: it failed.
        """
        order = json.dumps({"work": work, "lab": lab, "args": args}).encode()
        request = urllib.request.Request(self._url, data=order, method="POST")
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                found = json.loads(answer.read())
        except OSError as error:
            raise Missing(f"{work}: the browser does not answer ({error})") from error
        if "error" in found:
            raise Missing(f"{work}: {found['error']}")
        return found.get("value")
