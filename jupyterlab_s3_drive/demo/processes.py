"""Child processes that never outlive the process that started them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Ports that Jupyter tries by itself. None of ours may be one of them.
JUPYTER_PORTS = range(8888, 8988)

# Runs in the child before the program itself: asks the kernel (PR_SET_PDEATHSIG = 1) for a signal at
# the parent's death, and gives up if the parent died before that.
_LINUX_LAUNCHER = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, int(sys.argv[2]))
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.execvp(sys.argv[3], sys.argv[3:])
"""

# Where the kernel offers no such thing, this waits for the end of the pipe that only the parent holds
# open, and then ends the whole process group.
_WATCHER = "import os, sys; sys.stdin.buffer.read(); os.killpg(int(sys.argv[1]), int(sys.argv[2]))"

_LINUX = sys.platform.startswith("linux")


def free_ports(count: int) -> list[int]:
    """Return `count` different TCP ports that are free on loopback, none of them one of Jupyter's."""
    ports: list[int] = []
    with contextlib.ExitStack() as held:
        while len(ports) < count:
            listener = held.enter_context(socket.socket())
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
            if port not in JUPYTER_PORTS:
                ports.append(port)
    return ports


def is_free(port: int) -> bool:
    """Return whether a server could listen on this loopback port now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Child:
    """One child process with its own process group, ended together with its parent.

    `death_signal` is what the child gets when the parent goes away without a word (SIGKILL): the
    default cannot be ignored and reaches a stopped process too; SIGTERM lets a child that has
    children of its own end them. Start it from a thread that lives as long as the child is wanted:
    Linux sends the signal when the starting *thread* ends.

    Args:
        command: the program and its arguments.
        env: the whole environment of the child.
        cwd: its working directory.
        log: its standard output and error are appended here.
        death_signal: see above.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        log: Path,
        death_signal: signal.Signals = signal.SIGKILL,
    ) -> None:
        number = str(int(death_signal))
        if _LINUX:
            launcher = [sys.executable, "-I", "-S", "-c", _LINUX_LAUNCHER]
            command = [*launcher, str(os.getpid()), number, *command]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                list(command),
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._watcher = None if _LINUX else _watch(str(self._process.pid), number)

    @property
    def pid(self) -> int:
        """The process id, which is the process group's too."""
        return self._process.pid

    def running(self) -> bool:
        """Return whether the process has not ended yet."""
        return self._process.poll() is None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code. Raises `subprocess.TimeoutExpired`."""
        return self._process.wait(timeout)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole process group; nothing happens when it is gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def pause(self) -> None:
        """Pause the process, and return when it has paused."""
        if self.running():
            self.signal(signal.SIGSTOP)
            # The signal is one thread's to handle at first; the others go on until that one has.
            os.waitpid(self._process.pid, os.WUNTRACED)

    def resume(self) -> None:
        """Let a paused process go on."""
        self.signal(signal.SIGCONT)

    def end(self, timeout: float = 10) -> None:
        """Ask the process group to end, and kill what is left of it after `timeout` seconds."""
        self.signal(signal.SIGTERM)
        # A stopped process handles no other signal before it is continued.
        self.resume()
        deadline = time.monotonic() + timeout
        while self._group_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        self.kill()

    def kill(self) -> None:
        """Kill the process group at once."""
        self.signal(signal.SIGKILL)
        self._process.wait()
        if self._watcher:
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None

    def _group_alive(self) -> bool:
        # An ended child counts as alive until its exit code has been taken.
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def _watch(group: str, number: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _WATCHER, group, number],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
