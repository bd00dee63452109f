"""How much a server works."""

from __future__ import annotations

import psutil

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.servers import process_id


class Work:
    """How long a server has worked since it was asked the last time."""

    def __init__(self, server: JupyterServer) -> None:
        self._process = psutil.Process(process_id(server))
        self._before = self._total()

    def _total(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def news(self) -> float:
        """Return it (s of the processor)."""
        now = self._total()
        since, self._before = now - self._before, now
        return since
