"""The kind of machine that a run was made on; nothing that says which one."""

from __future__ import annotations

import datetime
import os
import platform
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import psutil

from jupyterlab_s3_drive import __version__

from .environments import requirements_of

_PACKAGES = ("jupyterlab", "jupyter_server", "botocore", "aiohttp")


def describe(store: str) -> dict[str, str]:
    """Return what the table's reader must know, by name."""
    packages = [f"jupyterlab_s3_drive {__version__}"]
    packages += [f"{name} {metadata.version(name)}" for name in _PACKAGES]
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{_system()}, {platform.machine()}",
        "store": f"{store}, on the same machine",
        "browser": _browser(),
        "python": platform.python_version(),
        "packages": ", ".join(packages),
        "beside": f"boto3 {_pinned('boto3')}",
    }


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def _browser() -> str:
    """Return the version of the system's Chromium, which Playwright's configuration prefers."""
    names = [os.environ.get("S3_DRIVE_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        program = shutil.which(str(name))
        if program:
            answer = subprocess.run(
                [program, "--version"], capture_output=True, text=True, check=False
            )
            found = re.search(r"[\d.]+", answer.stdout)
            return f"Chromium {found.group()}, headless" if found else "Chromium, headless"
    return "Playwright's Chromium, headless"


def _pinned(name: str) -> str:
    found = re.search(rf"^{name}==(\S+)", requirements_of(name).read_text(), re.MULTILINE)
    return found.group(1) if found else ""
