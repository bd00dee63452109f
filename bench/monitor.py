"""What goes on beside a measured piece of work: memory of processes, and Jupyter's own answers."""

from __future__ import annotations

import contextlib
import threading
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

import psutil

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.servers import process_id

if TYPE_CHECKING:
    from typing_extensions import Self

MIB = 2**20
#: Seconds between two questions to `/api/status`, and between two looks at the memory.
PAUSE = 0.02
MEMORY_PAUSE = 0.05


class Monitor:
    """Watches a Jupyter server, and if wanted the browser, while a `with` block runs.

    Args:
        server: the server.
        idle: another server, of which nothing else is asked meanwhile: what it takes to answer is what
            the machine makes any server take.
        browser: gives the browser's process id; its children count too.
    """

    def __init__(
        self,
        server: JupyterServer,
        idle: JupyterServer,
        browser: Callable[[], int] | None = None,
    ) -> None:
        self._server_process = psutil.Process(process_id(server))
        self._browser = psutil.Process(browser()) if browser else None
        self._stop = threading.Event()
        self._peaks = (0, 0)
        self._before = (0, 0)
        #: Seconds that each `/api/status` took.
        self.status: list[float] = []
        #: The same of the idle server.
        self.idle: list[float] = []
        works = (
            partial(self._ask, server, self.status),
            partial(self._ask, idle, self.idle),
            self._weigh,
        )
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]
        #: Questions that failed.
        self.errors = 0

    def __enter__(self) -> Self:
        self._before = self._peaks = self._weights()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def memory(self) -> float:
        """By how many MiB the server grew at most."""
        return (self._peaks[0] - self._before[0]) / MIB

    @property
    def browser_memory(self) -> float:
        """By how many MiB all of the browser's processes grew at most."""
        return (self._peaks[1] - self._before[1]) / MIB

    def _ask(self, server: JupyterServer, seconds: list[float]) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(
            f"{server.url}api/status",
            headers={"Authorization": f"token {server.token}"},
        )
        while True:
            started = time.perf_counter()
            try:
                with opener.open(request, timeout=600) as answer:
                    answer.read()
            except OSError:
                self.errors += 1
            # One that is still unanswered at the end of the work counts as long as it takes.
            seconds.append(time.perf_counter() - started)
            if self._stop.wait(PAUSE):
                return

    def _weigh(self) -> None:
        while not self._stop.wait(MEMORY_PAUSE):
            now = self._weights()
            self._peaks = (max(self._peaks[0], now[0]), max(self._peaks[1], now[1]))

    def _weights(self) -> tuple[int, int]:
        server = _weight([self._server_process])
        if self._browser is None:
            return server, 0
        with contextlib.suppress(psutil.Error):
            return server, _weight([self._browser, *self._browser.children(recursive=True)])
        return server, self._peaks[1]


def _weight(processes: list[psutil.Process]) -> int:
    total = 0
    for process in processes:
        # One of the browser's may end between two looks.
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total
