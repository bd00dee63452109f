"""The environments that snippets run in, and the processes that run them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store

from . import cases
from .cases import Case
from .told import told

HERE = Path(__file__).parent
#: Where `scripts/test` installs requirements/snippets.txt; apart from what the other tests use.
PYTHON = Path(os.environ.get("S3_DRIVE_SNIPPETS") or cases.ROOT / ".setup" / "snippets") / (
    "bin/python"
)
#: Whoever names the place wants the tests to run: they fail where nothing is there.
AVAILABLE = "S3_DRIVE_SNIPPETS" in os.environ or PYTHON.exists()
#: Of one process, in seconds.
PATIENCE = 300

_HOME_VARIABLES = {"PATH", "LANG", "TMPDIR"}


def base(home: Path) -> dict[str, str]:
    """Return the variables that have nothing to do with a store: no key of this person is among them."""
    kept = {name: os.environ[name] for name in _HOME_VARIABLES & os.environ.keys()}
    return {
        **kept,
        "HOME": str(home),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def variables(store: Store, kind: str, home: Path) -> dict[str, str]:
    """Return all variables of one environment."""
    pod = {} if kind == cases.PUBLIC else datalab_environment(store)
    return {**base(home), **pod}


def make_samples(folder: Path) -> None:
    """Write the files of all samples."""
    folder.mkdir(parents=True)
    subprocess.run([PYTHON, HERE / "making.py", folder], check=True, timeout=PATIENCE)


def execute(store: Store, group: Sequence[Case], folder: Path) -> dict[str, str | None]:
    """Run cases of one library and environment in one process.

    Returns:
        what went wrong, by the case's id; None where all was right.
    """
    payloads = [cases.payload(case, store.endpoint) for case in group]
    environment = group[0].environment
    # Where no variable names the store, the server was configured.
    configured = store.endpoint if environment == cases.PUBLIC else ""
    return write_and_run(payloads, variables(store, environment, folder), folder, configured)


def write_and_run(
    payloads: list[dict[str, Any]], env: Mapping[str, str], folder: Path, endpoint: str = ""
) -> dict[str, str | None]:
    """Have the snippets of `questions` written, and run them; the last one's variable is compared.

    They are written for what the server would say that a kernel with `env` finds, where an administrator
    has configured this endpoint, if any. Of a case: `prelude` is code that runs before them.
    """
    questions = [each.pop("questions") for each in payloads]
    store = told(env, endpoint)
    asked = [{"request": {**one, "store": store}} for each in questions for one in each]
    texts = iter(cases.ask(asked))
    results: dict[str, str | None] = {}
    ready = []
    for payload, asked in zip(payloads, questions, strict=True):
        snippets = [next(texts) for _ in asked]
        wrong = [each["error"] for each in snippets if "error" in each]
        if wrong:
            results[payload["id"]] = wrong[0]
            continue
        prelude = [payload["prelude"]] if payload.get("prelude") else []
        payload["codes"] = prelude + [each["code"] for each in snippets]
        payload["variable"] = snippets[-1]["variable"]
        ready.append(payload)
    return {**results, **run(ready, env, folder)}


def run(
    payloads: list[dict[str, Any]], env: Mapping[str, str], folder: Path
) -> dict[str, str | None]:
    """Run what is ready to be run. Cases that a process which ended early has left out have failed."""
    done = subprocess.run(
        [PYTHON, HERE / "running.py"],
        input=json.dumps(payloads).encode(),
        env=env,
        cwd=folder,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    found = {each["id"]: each["error"] for each in map(json.loads, done.stdout.splitlines())}
    tail = done.stderr.decode(errors="replace")[-2000:]
    codes = {each["id"]: "\n".join(each["codes"]) for each in payloads}
    lost = {each: f"The process ended with {done.returncode}.\n{tail}" for each in codes}
    return {name: error and f"{codes[name]}\n{error}" for name, error in {**lost, **found}.items()}
