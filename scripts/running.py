"""How the stages of scripts/test are run: side by side, each with a log, a report and a result.

A test that fails is run once more, by itself, where no more than a few of a stage have failed: a machine that is
busy can make any test late. What passes then does not fail the run, and is named in its last lines, because a test
that does not say the same twice is a fault to be mended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from reports import Counts

from jupyterlab_s3_drive.demo.processes import Child

ROOT = Path(__file__).resolve().parents[1]
SETUP = ROOT / ".setup"
LOGS = SETUP / "logs"
REPORTS = SETUP / "reports"
RESULTS = SETUP / "results"

TAIL = 60
HOUR = 3600

# With more failures than this in a stage it is the code, or the stage, that is wrong: nothing is run again.
FEW = 3


@dataclass(frozen=True)
class Part:
    """How much of a stage is run.

    `words` are added to its command; `left_out` says what is not run, and why.
    """

    words: Sequence[str] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Stage:
    """One command whose result counts.

    Without `count` it is a check: one passed or one failed, by the exit code. Otherwise `count` reads
    the report that the command has written. `tests` are the last words of the command, which choose what is
    run; those that failed take their place in a second run. `part` is asked when the stage begins.
    """

    name: str
    command: Sequence[str]
    count: Callable[[Path], Counts] | None = None
    report: Path = Path()
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    timeout: float = HOUR
    tests: Sequence[str] = ()
    part: Callable[[], Part] | None = None


@dataclass(frozen=True)
class Group:
    """Stages that run side by side, `lanes` at a time, in their order."""

    stages: Sequence[Stage]
    lanes: int = 1


@dataclass(frozen=True)
class Result:
    """What a stage has given, and how long it took (seconds)."""

    counts: Counts
    seconds: float
    left_out: str = ""


_said = threading.Lock()
_running: set[Child] = set()


def run_all(groups: Iterable[Group]) -> dict[str, Result]:
    """Run groups one after the other, and return the results of their stages."""
    found: dict[str, Result] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: end_all())
    for group in groups:
        with ThreadPoolExecutor(group.lanes) as pool:
            for stage, each in zip(group.stages, pool.map(run, group.stages), strict=True):
                found[stage.name] = each
    return found


def run(stage: Stage) -> Result:
    """Run a stage, say how it went, and return its result."""
    with _said:
        print(f"== {stage.name}", flush=True)
    for folder in (LOGS, REPORTS, RESULTS):
        folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    part = stage.part() if stage.part else Part()
    stage = replace(stage, tests=(*stage.tests, *part.words))
    counts, log = attempt(stage)
    if counts.wrong and counts.failed <= FEW:
        with _said:
            print(tail(log))
            print(f"   {stage.name}: once more, {', '.join(counts.wrong)}", flush=True)
        second, log = attempt(replace(stage, name=f"{stage.name} again", tests=counts.wrong))
        counts = joined(counts, second)
    seconds = time.monotonic() - started
    with _said:
        if counts.failed:
            print(tail(log))
            print(f"   The whole output: {log}")
        print(
            f"   {stage.name}: {counts.passed} passed, {counts.failed} failed in {seconds:.0f} s",
            flush=True,
        )
    return Result(replace(counts, ran=()), seconds, part.left_out)


def attempt(stage: Stage) -> tuple[Counts, Path]:
    """Run the command of a stage, and return its counts and its log."""
    log = LOGS / f"test-{stage.name.replace(' ', '-')}.log"
    log.unlink(missing_ok=True)
    if stage.count:
        stage.report.unlink(missing_ok=True)
    return count(stage, execute(stage, log)), log


def joined(first: Counts, second: Counts) -> Counts:
    """Return the counts of a stage some of whose tests have run twice.

    What failed the first time counts as passed only if all of it ran the second time, and nothing failed.
    """
    if second.failed or not set(first.wrong) <= set(second.ran):
        return first
    return replace(
        first, passed=first.passed + first.failed, failed=0, wrong=(), unsteady=first.wrong
    )


def tail(log: Path) -> str:
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL:])


def execute(stage: Stage, log: Path) -> int:
    """Run the command and return its exit code; nothing it started is left behind."""
    child = Child(
        [*stage.command, *stage.tests],
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


def count(stage: Stage, code: int) -> Counts:
    """Return the counts of a stage that ended with this exit code."""
    if stage.count is None:
        return Counts(1, 0) if code == 0 else Counts(0, 1)
    try:
        counts = stage.count(stage.report)
    except (OSError, ValueError, KeyError, ElementTree.ParseError):
        counts = Counts(0, 0)
    nothing = counts.passed + counts.failed == 0
    if nothing or (code != 0 and counts.failed == 0):
        return replace(counts, failed=counts.failed + 1)
    return counts
