"""Other clients of the store: boto3 and MinIO's `mc`, each as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

from .data import BUCKET
from .environments import ROOT, SETUP, Missing, python_of

_ALIAS = "bench"
_TIMEOUT = 3600
_BOTO3 = ROOT / "bench" / "outside" / "boto3_times.py"


class Mc:
    """MinIO's client, as `scripts/bench` builds it.

    Args:
        store: where it goes.
        folder: holds its configuration, which is not the person's.

    Raises:
        Missing: there is no such program.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        built = SETUP / "bin" / "mc"
        found = str(built) if built.is_file() else shutil.which("mcli")
        if found is None:
            raise Missing("mc is not there: building it needs Go.")
        self._program = found
        scheme, host = store.endpoint.split("://")
        self._environment = {
            **os.environ,
            "MC_CONFIG_DIR": str(folder / "mc"),
            f"MC_HOST_{_ALIAS}": f"{scheme}://{store.access_key}:{store.secret_key}@{host}",
        }

    def run(self, *words: str) -> float:
        """Run one command and return how many seconds it took, start of the program included."""
        command = [self._program, "--quiet", "--disable-pager", *words]
        started = time.perf_counter()
        answer = subprocess.run(
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_TIMEOUT,
            check=False,
        )
        seconds = time.perf_counter() - started
        if answer.returncode:
            raise Missing(f"mc {words[0]} failed: {answer.stderr.decode(errors='replace')}")
        return seconds

    def list(self, prefix: str) -> float:
        """List a folder."""
        return self.run("ls", self._place(prefix))

    def download(self, key: str) -> float:
        """Read an object, and throw its bytes away."""
        return self.run("cat", self._place(key))

    def upload(self, path: Path, key: str) -> float:
        """Write a file to an object."""
        return self.run("cp", str(path), self._place(key))

    def upload_folder(self, path: Path, prefix: str) -> float:
        """Write all files of a folder to a folder."""
        return self.run("cp", "-r", f"{path}/", self._place(prefix))

    def remove(self, prefix: str) -> float:
        """Delete a folder."""
        return self.run("rm", "-r", "--force", self._place(prefix))

    def move(self, source: str, target: str) -> float:
        """Rename a folder."""
        return self.run("mv", "-r", self._place(source), self._place(target))

    def copy(self, source: str, target: str) -> float:
        """Copy a folder."""
        return self.run("cp", "-r", self._place(source), self._place(target))

    def _place(self, key: str) -> str:
        return f"{_ALIAS}/{BUCKET}/{key}"


class Boto3:
    """boto3, in a virtual environment of its own; its import is not in the times.

    Raises:
        Missing: it cannot be installed.
    """

    def __init__(self, store: Store) -> None:
        self._python = python_of("boto3")
        self._environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("AWS_")},
            "AWS_ENDPOINT_URL": store.endpoint,
            "AWS_ACCESS_KEY_ID": store.access_key,
            "AWS_SECRET_ACCESS_KEY": store.secret_key,
            "AWS_DEFAULT_REGION": store.region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def run(self, work: str, *words: str) -> float:
        """Do a piece of work of `outside/boto3_times.py` and return how many seconds it took."""
        return timed(self._python, _BOTO3, self._environment, work, BUCKET, *words)


def timed(python: Path, script: Path, environment: dict[str, str], *words: str) -> float:
    """Run a script of `outside/` that prints seconds, and return them.

    Raises:
        Missing: it failed.
    """
    answer = subprocess.run(
        [str(python), "-I", str(script), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
    )
    if answer.returncode:
        said = answer.stderr.strip().splitlines()
        raise Missing(f"{script.name} {words[0]}: {said[-1] if said else answer.returncode}")
    if answer.stderr:
        sys.stderr.write(answer.stderr)
    return float(answer.stdout)
