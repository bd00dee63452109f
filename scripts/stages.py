"""The stages of scripts/test: what is run, and how many passed.

    python scripts/stages.py checks|tests|summary all|unit|full [PART...]

With parts, which are `checks` or how the names of stages begin, only these run. `checks` are what needs no store, and so can begin before one is built. A group clears (`checks`) or
extends (`tests`) the results kept in .setup/results, with the seconds of each stage and its slowest tests;
`summary` prints where the time went and the last line, and ends with 1 when something failed. A stage that
ran no test counts as one that failed, and so does a run of no stage.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from reports import Counts, read_jest, read_junit, read_playwright
from running import REPORTS, RESULTS, ROOT, SETUP, Group, Part, Result, Stage, run_all

SNIPPETS = "jupyterlab_s3_drive/tests/snippets"

CORES = os.cpu_count() or 2
# Of tests that speak to servers, and so wait often.
WORKERS = CORES * 3 // 2
# Of tests that run side by side with others.
FEWER = CORES

# The family of the report that names the file of each test.
PYTEST = (sys.executable, "-m", "pytest", "--durations=10", "--override-ini=junit_family=xunit1")

# How many things the random tests try in a long run.
LONG_RUN = "3000"

# A line of a store spec that proves the same on every store. See CONTRIBUTING.md.
ON_ONE_STORE = "// @stores one:"

DAY = 24 * 3600  # seconds

# In how many parts the browser tests are cut, of which one is run, by the share of the time that is over.
PARTS = ((0.5, 1), (0.6, 2), (0.72, 4), (0.82, 8))
FEWEST = 16

# How many of a stage's slowest tests the summary names; .setup/results has more.
TOLD = 5


def checks(mode: str) -> Iterator[Group]:
    """Yield lint, type checks and the tests that need no store."""
    shells = [str(path) for path in (*ROOT.glob("scripts/*"), *ROOT.glob(".ci/*"))]
    others = (".js", ".py")
    shells = [path for path in shells if not path.endswith(others) and Path(path).is_file()]
    types = [Stage("types of src", ["jlpm", "tsc", "--project", "tsconfig.test.json"])]
    if mode != "unit":
        types.append(
            Stage("types of ui-tests", ["jlpm", "tsc", "--project", "ui-tests/tsconfig.json"])
        )
    # Longest first. jest takes one core less than there are, which is one of two.
    stages = [
        Stage("eslint", ["jlpm", "eslint:check"]),
        jest("unit", ""),
        *types,
        Stage("prettier", ["jlpm", "prettier:check"]),
        Stage("mypy", ["mypy"]),
        Stage("stylelint", ["jlpm", "stylelint:check"]),
        Stage("rooms of src", ["jlpm", "rooms:check"]),
        Stage("dead code of src", ["jlpm", "knip:check"]),
        Stage("rooms of the server", ["lint-imports", "--no-cache"]),
        Stage("ruff check", ["ruff", "check", "."]),
        Stage("ruff format", ["ruff", "format", "--check", "."]),
        Stage("shell syntax", ["bash", "-n", *shells]),
        # The set-up has built it, and left this only if that worked.
        Stage("build", ["test", "-f", str(SETUP / "stamps" / "build")]),
    ]
    yield Group(stages, CORES)


def tests(mode: str) -> Iterator[Group]:
    """Yield the runs of the tests that need stores."""
    stores = stores_of(mode)
    if mode == "unit":
        yield Group([pytest(stores, mode, WORKERS)])
        yield Group([snippets(stores, mode)])
        return
    first, *others = stores
    left_out = () if mode == "full" else on_one_store()
    stages = [
        # In one process, and longest; the others come one after the other beside it.
        snippets(stores, mode),
        pytest(stores, mode, FEWER),
        jest("store", first, FEWER),
        *(jest("store", store, FEWER, *left_out) for store in others),
    ]
    yield Group(stages, lanes=2)
    # What a person sees depends on time: nothing runs beside it.
    for store in stores if mode == "full" else stores[:1]:
        yield Group([playwright(store)])


def stores_of(mode: str) -> list[str]:
    """Return the stores to test on, SeaweedFS first."""
    asked = os.environ.get("S3_DRIVE_TEST_MINIO") == "1" and (SETUP / "bin" / "minio").exists()
    with_minio = mode != "unit" and (asked or shutil.which("minio"))
    return ["seaweedfs", "minio"] if with_minio else ["seaweedfs"]


def jest(project: str, store: str, workers: int = 0, *left_out: str) -> Stage:
    """Return the run of one of jest's projects.

    Args:
        project: `unit` or `store`.
        store: the store to run on; empty where none is needed.
        workers: how many files are run at a time; 0 leaves it to jest.
        left_out: the files that are not run.
    """
    name = f"jest {project} {store}".strip()
    report = REPORTS / f"{name.replace(' ', '-')}.json"
    command = ["jlpm", "jest", f"--selectProjects={project}"]
    if left_out:
        ignored = ("/lib/", "/node_modules/", *(f"/{re.escape(file)}$" for file in left_out))
        command += [f"--testPathIgnorePatterns={pattern}" for pattern in ignored]
    # Last, as the options before take all words up to the next option: files may follow.
    command += [f"--maxWorkers={workers}"] if workers else []
    command += [f"--outputFile={report}", "--json"]
    return Stage(name, command, read_jest, report, {"S3_DRIVE_TEST_STORE": store})


def on_one_store(root: Path = ROOT) -> list[str]:
    """Return the store specs, from the root, that say that they prove the same on every store."""
    specs = sorted((root / "src").glob("**/*.store.spec.ts*"))
    return [str(spec.relative_to(root)) for spec in specs if ON_ONE_STORE in spec.read_text()]


def pytest(stores: list[str], mode: str, workers: int) -> Stage:
    """Return the run of pytest, in each of whose processes the stores come one after the other."""
    report = REPORTS / "pytest.xml"
    command = [*PYTEST, f"--junitxml={report}"]
    command += [f"--numprocesses={workers}", "--dist=loadgroup", f"--ignore={SNIPPETS}"]
    if mode == "unit":
        command.append("--ignore=jupyterlab_s3_drive/tests/test_demo.py")
    env = {"S3_DRIVE_TEST_MINIO": "1" if "minio" in stores else "0"}
    return Stage(f"pytest {' '.join(stores)}", command, read_junit, report, env)


def snippets(stores: list[str], mode: str) -> Stage:
    """Return the run of the tests of snippets; only of their texts where no store is asked for."""
    report = REPORTS / "snippets.xml"
    tests = f"{SNIPPETS}/test_literals.py" if mode == "unit" else SNIPPETS
    command = [*PYTEST, f"--junitxml={report}"]
    env = {"S3_DRIVE_TEST_MINIO": "1" if "minio" in stores else "0"}
    name = f"snippets {' '.join(stores)}"
    return Stage(name, command, read_junit, report, env, tests=[str(tests)])


def playwright(store: str) -> Stage:
    """Return the run of the browser tests, or of a part of them (`1/4` in `S3_DRIVE_TEST_SHARD`)."""
    report = REPORTS / f"browser-{store}.json"
    env = {"S3_DRIVE_TEST_STORE": store, "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report)}
    command = ["jlpm", "playwright", "test", "--reporter=list,json"]
    folder = ROOT / "ui-tests"
    return Stage(
        f"browser {store}", command, read_playwright, report, env, folder, part=part_in_time
    )


def part_in_time(now: float | None = None) -> Part:
    """Return which part of the browser tests is run: all, what is asked for, or what there is time for.

    They come last. Where `S3_DRIVE_TEST_MINUTES` limits a run, as on machines that build, and half of the
    time is over when they begin, the machine is several times slower than most: half of them are run, of
    which each day has another one, or fewer the less time is left. The summary says so.

    Args:
        now: seconds since 1970.
    """
    shard = os.environ.get("S3_DRIVE_TEST_SHARD")
    if shard:
        return Part([f"--shard={shard}"])
    now = time.time() if now is None else now
    limit = float(os.environ.get("S3_DRIVE_TEST_MINUTES") or "inf") * 60
    passed = now - float(os.environ.get("S3_DRIVE_TEST_STARTED") or now)
    parts = next((parts for share, parts in PARTS if passed < share * limit), FEWEST)
    if parts == 1:
        return Part()
    shard = f"{int(now / DAY) % parts + 1}/{parts}"
    why = f"{passed / 60:.0f} of {limit / 60:.0f} minutes were over"
    return Part([f"--shard={shard}"], f"all but part {shard}, as {why}")


def summary() -> bool:
    """Print where the time went and the sum of all groups, and return whether nothing failed."""
    groups = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))]
    found = {name: result for group in groups for name, result in group.items()}
    for line in times(found):
        print(line)
    failed = {name: each["counts"]["failed"] for name, each in found.items()}
    for name, count in failed.items():
        if count:
            print(f"failed: {name} ({count})")
    for name, each in found.items():
        for test in each["counts"]["unsteady"]:
            print(f"failed once, passed the second time: {name}, {test}")
    for name, each in found.items():
        if each["left_out"]:
            print(f"left out: {name}, {each['left_out']}")
    passed = sum(each["counts"]["passed"] for each in found.values())
    wrong = sum(failed.values()) if found else 1
    print(f"{passed} passed, {wrong} failed", flush=True)
    return not wrong


def times(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the seconds of each stage that took long, with its slowest tests below it."""
    for name, each in sorted(found.items(), key=lambda item: -item[1]["seconds"]):
        if each["seconds"] >= 1:
            yield f"{each['seconds']:6.0f} s  {name}"
            for test in each["counts"]["slowest"][:TOLD]:
                yield f"{test['seconds']:10.1f} s  {test['name']}"


KINDS = {"checks": checks, "tests": tests}


def chosen(kind: str, mode: str, parts: Sequence[str]) -> list[Group]:
    """Return the groups of one kind; with parts only the stages that these name."""

    def wanted(stage: Stage) -> bool:
        return not parts or any(part == kind or stage.name.startswith(part) for part in parts)

    groups = KINDS[kind](mode)
    return [replace(group, stages=list(filter(wanted, group.stages))) for group in groups]


def unknown(mode: str, parts: Sequence[str]) -> list[str]:
    """Return the parts that name nothing. A stage on MinIO has its name once that is built."""

    def found(part: str) -> bool:
        return any(group.stages for kind in KINDS for group in chosen(kind, mode, [part]))

    return [part for part in parts if not found(part)]


def main(kind: str, mode: str, *parts: str) -> int:
    """Run the stages of one kind and return the exit code."""
    if kind == "summary":
        return 0 if summary() else 1
    if kind == "checks":
        shutil.rmtree(RESULTS, ignore_errors=True)
    if mode == "full":
        os.environ.setdefault("S3_DRIVE_TEST_RUNS", LONG_RUN)
    os.environ["S3_DRIVE_TEST_FULL"] = "1" if mode == "full" else ""
    found = {name: asdict(each) for name, each in run_all(chosen(kind, mode, parts)).items()}
    if kind == "tests":
        for part in unknown(mode, parts):
            found[part] = asdict(Result(Counts(0, 1), 0))
            print(f"No stage is called {part}.", flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{kind}.json").write_text(json.dumps(found))
    return 1 if any(each["counts"]["failed"] for each in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
