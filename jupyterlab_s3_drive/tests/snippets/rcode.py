"""R: how its snippets are run, as far as the packages go that are installed."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

#: What the readers and writers come from; `r-cran-` stands before their names in Debian.
PACKAGES = ("haven", "jsonlite", "readr", "readxl", "sf")
#: What R's client packages are, and what reads only with one of them: none is in Debian.
CLIENTS = ("aws.s3::", "paws::", "arrow::", "duckdb::")
_PACKAGE = re.compile(r"\b([a-zA-Z][\w.]*)::")
#: Where else R finds packages.
_LIBRARIES = {name: os.environ[name] for name in ("R_LIBS",) if name in os.environ}
_RUNNING = Path(__file__).with_name("running.R")


def program() -> str:
    """Return where R is; skips the test where it is not."""
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("there is no R")
    return found


def need_packages() -> None:
    """Skip the test where a package is missing."""
    if missing := [name for name in PACKAGES if not _has(name)]:
        pytest.skip(f"R has no package {missing}")


def runs_whole(code: str) -> bool:
    """Tell whether all packages of a snippet are here."""
    return all(map(_has, _PACKAGE.findall(code)))


@functools.cache
def _has(package: str) -> bool:
    script = "cat(requireNamespace(commandArgs(TRUE), quietly = TRUE))"
    command = [program(), "-e", script, package]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout == b"TRUE"


def run(payloads: Sequence[dict[str, Any]], env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Run what `running.R` takes, in one process; return its results by their ids."""
    given, results = folder / "cases.json", folder / "results.json"
    given.write_text(json.dumps(payloads))
    done = subprocess.run(
        [program(), _RUNNING, given, results],
        cwd=folder,
        env={**env, **_LIBRARIES, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    found = {each["id"]: each for each in json.loads(results.read_text())}
    assert set(found) == {each["id"] for each in payloads}
    return found
