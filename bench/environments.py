"""Virtual environments for what is compared with, made on first use below `.setup/bench`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETUP = ROOT / ".setup"
HOME = SETUP / "bench"

_TIMEOUT = 1800


class Missing(Exception):
    """Something to compare with is not there; the message is the reason, for the table."""


def requirements_of(name: str) -> Path:
    """Return the file with the pinned packages of an environment."""
    return ROOT / "requirements" / f"bench-{name}.txt"


def python_of(name: str) -> Path:
    """Return the interpreter of an environment, made from `requirements/bench-NAME.txt` if need be.

    Raises:
        Missing: it could not be installed.
    """
    folder = HOME / "environments" / name
    stamp = folder / "installed"
    wanted = requirements_of(name).read_text()
    python = folder / "bin" / "python"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"- installing {name} ...", file=sys.stderr, flush=True)
    started = time.monotonic()
    log = HOME / f"install-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    commands = (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--requirement", str(requirements_of(name))],
    )
    with log.open("w") as output:
        for command in commands:
            try:
                subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=_TIMEOUT,
                    check=True,
                )
            except (OSError, subprocess.SubprocessError) as error:
                said = log.read_text(errors="replace").strip().splitlines()
                reason = said[-1] if said else str(error)
                raise Missing(f"{name} could not be installed: {reason}") from error
    stamp.write_text(wanted)
    print(f"  done in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return python
