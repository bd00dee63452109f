"""The stages of scripts/test: what is run, and how many passed.

    python scripts/stages.py checks|tests|summary all|unit|full

`checks` are what needs no store, and so can begin before one is built. A group clears (`checks`) or
extends (`tests`) the results kept in .setup/results; `summary` prints the last line and ends with 1 when
something failed. A stage that ran no test counts as one that failed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

from jupyterlab_s3_drive.demo.processes import Child

ROOT = Path(__file__).resolve().parents[1]
SETUP = ROOT / ".setup"
LOGS = SETUP / "logs"
REPORTS = SETUP / "reports"
RESULTS = SETUP / "results"

SNIPPETS = "jupyterlab_s3_drive/tests/snippets"

CORES = os.cpu_count() or 2
# Of tests that speak to servers, and so wait often.
WORKERS = CORES * 3 // 2

# How many things the random tests try in a long run.
LONG_RUN = "3000"

TAIL = 60
HOUR = 3600


@dataclass(frozen=True)
class Counts:
    """How many tests passed and failed; skipped ones are in neither."""

    passed: int
    failed: int


@dataclass(frozen=True)
class Stage:
    """One command whose result counts.

    Without `count` it is a check: one passed or one failed, by the exit code. Otherwise `count` reads
    the report that the command has written.
    """

    name: str
    command: Sequence[str]
    count: Callable[[Path], Counts] | None = None
    report: Path = Path()
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    timeout: float = HOUR


#: Stages that run side by side, as many at a time as there are cores.
Group = Sequence[Stage]


def checks(mode: str) -> Iterator[Group]:
    """Yield lint, type checks and the tests that need no store."""
    shells = [str(path) for path in (*ROOT.glob("scripts/*"), *ROOT.glob(".ci/*"))]
    shells = [path for path in shells if not path.endswith(".py") and Path(path).is_file()]
    types = [Stage("types of src", ["jlpm", "tsc", "--project", "tsconfig.test.json"])]
    if mode != "unit":
        types.append(
            Stage("types of ui-tests", ["jlpm", "tsc", "--project", "ui-tests/tsconfig.json"])
        )
    yield [
        Stage("eslint", ["jlpm", "eslint:check"]),
        Stage("mypy", ["mypy"]),
        Stage("prettier", ["jlpm", "prettier:check"]),
        *types,
        Stage("stylelint", ["jlpm", "stylelint:check"]),
        Stage("ruff check", ["ruff", "check", "."]),
        Stage("ruff format", ["ruff", "format", "--check", "."]),
        Stage("shell syntax", ["bash", "-n", *shells]),
        # The set-up has built it, and left this only if that worked.
        Stage("build", ["test", "-f", str(SETUP / "stamps" / "build")]),
    ]
    yield [jest("unit", "")]


def tests(mode: str) -> Iterator[Group]:
    """Yield the runs of the tests that need stores."""
    stores = stores_of(mode)
    yield [pytest(stores, mode)]
    if mode == "unit":
        yield [snippets(stores, mode)]
        return
    first, *others = stores
    yield [jest("store", first)]
    # Snippets run in one process, which often waits for others.
    yield [snippets(stores, mode), *(jest("store", store, CORES) for store in others)]
    # What a person sees depends on time: nothing runs beside it.
    for store in stores if mode == "full" else stores[:1]:
        yield [playwright(store)]


def stores_of(mode: str) -> list[str]:
    """Return the stores to test on, SeaweedFS first."""
    asked = os.environ.get("S3_DRIVE_TEST_MINIO") == "1" and (SETUP / "bin" / "minio").exists()
    with_minio = mode != "unit" and (asked or shutil.which("minio"))
    return ["seaweedfs", "minio"] if with_minio else ["seaweedfs"]


def jest(project: str, store: str, workers: int = WORKERS) -> Stage:
    """Return the run of one of jest's projects; `store` is empty where none is needed."""
    name = f"jest {project} {store}".strip()
    report = REPORTS / f"{name.replace(' ', '-')}.json"
    command = ["jlpm", "jest", "--selectProjects", project, "--json", f"--outputFile={report}"]
    command += [f"--maxWorkers={workers}"] if store else []
    return Stage(name, command, count_jest, report, {"S3_DRIVE_TEST_STORE": store})


def pytest(stores: list[str], mode: str) -> Stage:
    """Return the run of pytest, in each of whose processes the stores come one after the other."""
    report = REPORTS / "pytest.xml"
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", "--durations=10"]
    command += [f"--numprocesses={WORKERS}", f"--ignore={SNIPPETS}"]
    if mode == "unit":
        command.append("--ignore=jupyterlab_s3_drive/tests/test_demo.py")
    env = {"S3_DRIVE_TEST_MINIO": "1" if "minio" in stores else "0"}
    return Stage(f"pytest {' '.join(stores)}", command, count_junit, report, env)


def snippets(stores: list[str], mode: str) -> Stage:
    """Return the run of the tests of snippets; only of their texts where no store is asked for."""
    report = REPORTS / "snippets.xml"
    tests = f"{SNIPPETS}/test_literals.py" if mode == "unit" else SNIPPETS
    command = [sys.executable, "-m", "pytest", tests, f"--junitxml={report}", "--durations=10"]
    env = {"S3_DRIVE_TEST_MINIO": "1" if "minio" in stores else "0"}
    return Stage(f"snippets {' '.join(stores)}", command, count_junit, report, env)


def playwright(store: str) -> Stage:
    """Return the run of the browser tests."""
    report = REPORTS / f"browser-{store}.json"
    env = {"S3_DRIVE_TEST_STORE": store, "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report)}
    command = ["jlpm", "playwright", "test", "--reporter=list,json"]
    return Stage(f"browser {store}", command, count_playwright, report, env, ROOT / "ui-tests")


def count_jest(report: Path) -> Counts:
    """Read jest's JSON; a file that could not be loaded counts as one that failed."""
    found = json.loads(report.read_text())
    return Counts(
        found["numPassedTests"], found["numFailedTests"] + found["numRuntimeErrorTestSuites"]
    )


def count_junit(report: Path) -> Counts:
    """Read pytest's XML."""
    passed = failed = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += wrong
        passed += int(suite.get("tests", 0)) - wrong - int(suite.get("skipped", 0))
    return Counts(passed, failed)


def count_playwright(report: Path) -> Counts:
    """Read Playwright's JSON; a flaky test failed, and so did a file that could not be loaded."""
    found = json.loads(report.read_text())
    stats = found["stats"]
    return Counts(stats["expected"], stats["unexpected"] + stats["flaky"] + len(found["errors"]))


_said = threading.Lock()
_running: set[Child] = set()


def run_all(groups: Iterable[Group]) -> dict[str, Counts]:
    """Run groups one after the other, and return the counts of their stages."""
    found: dict[str, Counts] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: end_all())
    for group in groups:
        with ThreadPoolExecutor(CORES) as pool:
            for stage, counts in zip(group, pool.map(run, group), strict=True):
                found[stage.name] = counts
    return found


def run(stage: Stage) -> Counts:
    """Run a stage, say how it went, and return its counts."""
    with _said:
        print(f"== {stage.name}", flush=True)
    for folder in (LOGS, REPORTS, RESULTS):
        folder.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"test-{stage.name.replace(' ', '-')}.log"
    log.unlink(missing_ok=True)
    if stage.count:
        stage.report.unlink(missing_ok=True)
    started = time.monotonic()
    code = execute(stage, log)
    counts = result(stage, code)
    seconds = time.monotonic() - started
    with _said:
        if counts.failed:
            print("\n".join(log.read_text(errors="replace").splitlines()[-TAIL:]))
            print(f"   The whole output: {log}")
        print(
            f"   {stage.name}: {counts.passed} passed, {counts.failed} failed in {seconds:.0f} s",
            flush=True,
        )
    return counts


def execute(stage: Stage, log: Path) -> int:
    """Run the command and return its exit code; nothing it started is left behind."""
    child = Child(
        stage.command,
        env={**os.environ, **stage.env},
        cwd=stage.folder,
        log=log,
        death_signal=signal.SIGTERM,
    )
    _running.add(child)
    try:
        return child.wait(stage.timeout)
    except subprocess.TimeoutExpired:
        with log.open("a") as output:
            output.write(f"\nStopped after {stage.timeout:.0f} seconds.\n")
        return 1
    finally:
        child.end()
        _running.discard(child)


def end_all() -> NoReturn:
    """End the stages that are running, and then this process."""
    for child in list(_running):
        child.end()
    os._exit(1)


def result(stage: Stage, code: int) -> Counts:
    """Return the counts of a stage that ended with this exit code."""
    if stage.count is None:
        return Counts(1, 0) if code == 0 else Counts(0, 1)
    try:
        counts = stage.count(stage.report)
    except (OSError, ValueError, KeyError, ElementTree.ParseError):
        counts = Counts(0, 0)
    nothing = counts.passed + counts.failed == 0
    if nothing or (code != 0 and counts.failed == 0):
        return Counts(counts.passed, counts.failed + 1)
    return counts


def summary() -> bool:
    """Print the sum of all groups and return whether nothing failed."""
    found: list[dict[str, Any]] = [
        json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))
    ]
    total = [counts for group in found for counts in group.values()]
    failed = sum(counts["failed"] for counts in total)
    for group in found:
        for name, counts in group.items():
            if counts["failed"]:
                print(f"failed: {name} ({counts['failed']})")
    print(f"{sum(counts['passed'] for counts in total)} passed, {failed} failed", flush=True)
    return failed == 0


def main(group: str, mode: str) -> int:
    """Run one group and return the exit code."""
    if group == "summary":
        return 0 if summary() else 1
    if group == "checks":
        shutil.rmtree(RESULTS, ignore_errors=True)
    if mode == "full":
        os.environ.setdefault("S3_DRIVE_TEST_RUNS", LONG_RUN)
    os.environ["S3_DRIVE_TEST_FULL"] = "1" if mode == "full" else ""
    groups = {"checks": checks, "tests": tests}[group]
    found = {name: vars(counts) for name, counts in run_all(groups(mode)).items()}
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{group}.json").write_text(json.dumps(found))
    return 1 if any(counts["failed"] for counts in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
