"""Runs the conversion in a separate process, with a time limit, without the server's secrets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ..errors import STATUS, Code, S3DriveError

#: The name of the notebook in a job's folder.
SOURCE = "source.ipynb"

#: How many notebooks are converted at a time; others wait.
AT_A_TIME = 2

# A notebook can make LaTeX read the environment, and LaTeX needs none of these variables.
_SECRET = re.compile(r"^AWS_|KEY|SECRET|TOKEN|PASSW|CREDENTIAL", re.IGNORECASE)
# The classes whose configuration exporters read; the server's own contain secrets.
_EXPORTING = re.compile(r"(Exporter|Preprocessor|NbConvertBase|Filter|Writer)$")


@dataclass(frozen=True)
class Job:
    """One notebook to convert.

    Attributes:
        folder: contains `source`, the notebook, and will contain `target`.
        format: the name of an nbconvert exporter.
        name: of the notebook, without its extension.
        modified: the date of its last change, as text.
        sanitize: HTML exporters remove scripts; otherwise as they are configured.
    """

    folder: Path
    format: str
    name: str
    modified: str
    sanitize: bool

    @property
    def source(self) -> Path:
        """The path of the notebook."""
        return self.folder / SOURCE

    @property
    def target(self) -> Path:
        """The path of the result."""
        return self.folder / "target"


@dataclass(frozen=True)
class Converted:
    """The result of a conversion; the job's `target` contains it."""

    extension: str
    mimetype: str


class Converter:
    """Converts notebooks by nbconvert.

    Args:
        config: the server's configuration, which includes that of the exporters.
        config_dir: where exporters look for a user's own style.
        timeout: seconds that a conversion may take.
    """

    def __init__(self, config: Mapping[str, Any], config_dir: str, timeout: float) -> None:
        self._config = config
        self._config_dir = config_dir
        self._timeout = timeout
        self._threads: ThreadPoolExecutor | None = None
        self._runs: set[_Run] = set()

    async def convert(self, job: Job) -> Converted:
        """Convert a notebook; when the caller is cancelled, the process is ended.

        Raises:
            S3DriveError: one of the `Export…` codes.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="s3-drive-exports")
        run = _Run(self._timeout)
        request = {
            "answer": str(job.folder / "answer.json"),
            "config": exporters_config(self._config),
            "configDir": self._config_dir,
            "format": job.format,
            "modified": job.modified,
            "name": job.name,
            "sanitize": job.sanitize,
            "source": str(job.source),
            "target": str(job.target),
            "timeout": self._timeout,
        }
        working = self._threads.submit(run.run, job, request)
        self._runs.add(run)
        try:
            answer = await asyncio.shield(asyncio.wrap_future(working))
            return _read(answer)
        except asyncio.CancelledError:
            run.end()
            if not working.cancel():
                # The folder must not be removed while the process uses it.
                with contextlib.suppress(S3DriveError):
                    await asyncio.wrap_future(working)
            raise
        finally:
            self._runs.discard(run)

    def close(self) -> None:
        """End the running processes, and refuse further conversions."""
        for run in self._runs:
            run.end()
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)


class _Run:
    """One process. It can be ended from another thread, also before it was started."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_ended = False

    def run(self, job: Job, request: Mapping[str, Any]) -> dict[str, Any]:
        """Start the process, wait for its end, and return its result; blocks."""
        log = job.folder / "log.txt"
        with log.open("w+", errors="replace") as errors:
            with self._lock:
                if self._is_ended:
                    return {}
                process = self._process = _start(job.folder, errors)
            try:
                process.communicate(json.dumps(request), timeout=self._timeout)
            except subprocess.TimeoutExpired:
                raise S3DriveError(
                    "ExportTooLong", "The conversion took too long.", f"{self._timeout:g} s"
                ) from None
            finally:
                # Processes that it has started may still be running.
                self.end()
                process.wait()
            with contextlib.suppress(OSError, ValueError):
                answer = json.loads((job.folder / "answer.json").read_text())
                if isinstance(answer, dict):
                    return answer
            errors.seek(0)
            raise S3DriveError(
                "ExportFailed", "The conversion broke off.", errors.read()[-2000:] or None
            )

    def end(self) -> None:
        """End the process and all processes that it has started."""
        with self._lock:
            self._is_ended = True
            process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                # It leads its own process group, which may outlive it.
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def exporters_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the server's configuration of exporters, as far as JSON can represent it."""
    return {
        section: {name: value for name, value in values.items() if _is_json(value)}
        for section, values in config.items()
        if _EXPORTING.search(section) and isinstance(values, Mapping)
    }


def environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of the process. Its temporary files are created in the folder."""
    kept = {name: value for name, value in environ.items() if not _SECRET.search(name)}
    return {**kept, "TMPDIR": str(folder)}


def _start(folder: Path, errors: IO[str]) -> subprocess.Popen[str]:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return subprocess.Popen(  # noqa: S603
        [sys.executable, str(Path(__file__).with_name("worker.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        cwd=work,
        env=environment(os.environ, folder),
        text=True,
        start_new_session=True,
    )


def _read(answer: Mapping[str, Any]) -> Converted:
    code = answer.get("code")
    if code is not None:
        known = cast(Code, code) if code in STATUS else "ExportFailed"
        raise S3DriveError(known, answer.get("message") or "", answer.get("details"))
    return Converted(answer["extension"], answer["mimetype"])


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True
