"""R: how its snippets are run, as far as the packages of Debian go."""

from __future__ import annotations

import functools
import json
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
_RUNNING = Path(__file__).with_name("running.R")


def program() -> str:
    """Return where R is; skips the test where it is not."""
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("there is no R")
    return found


def need_packages() -> None:
    """Skip the test where a package is missing."""
    if missing := _missing(program()):
        pytest.skip(f"R has no package {missing}")


@functools.cache
def _missing(rscript: str) -> str:
    script = (
        "for (name in commandArgs(TRUE)) if (!requireNamespace(name, quietly = TRUE)) cat(name, '')"
    )
    command = [rscript, "-e", script, *PACKAGES]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode()


def run(payloads: Sequence[dict[str, Any]], env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Run what `running.R` takes, in one process; return its results by their ids."""
    given, results = folder / "cases.json", folder / "results.json"
    given.write_text(json.dumps(payloads))
    done = subprocess.run(
        [program(), _RUNNING, given, results],
        cwd=folder,
        env={**env, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    found = {each["id"]: each for each in json.loads(results.read_text())}
    assert set(found) == {each["id"] for each in payloads}
    return found
