"""How much memory a server takes for something."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.servers import process_id


class Memory:
    """The memory of a process, at its highest since this was made, in MiB. Only on Linux."""

    def __init__(self, server: JupyterServer) -> None:
        self._folder = Path(f"/proc/{process_id(server)}")
        (self._folder / "clear_refs").write_text("5")
        self._before = self._field("VmRSS")

    def growth(self) -> float:
        """Return by how much the peak lies above the start."""
        return self._field("VmHWM") - self._before

    def kept(self) -> float:
        """Return by how much the memory lies above the start now."""
        return self._field("VmRSS") - self._before

    def _field(self, name: str) -> float:
        status = (self._folder / "status").read_text()
        return int(status.split(name + ":")[1].split()[0]) / 1024
