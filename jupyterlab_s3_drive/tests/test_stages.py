"""The sum at the end of `scripts/test`."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def stages() -> Iterator[ModuleType]:
    """The script, which finds its own modules beside it."""
    scripts = str(Path(__file__).parents[2] / "scripts")
    sys.path.insert(0, scripts)
    yield importlib.import_module("stages")
    sys.path.remove(scripts)


@pytest.fixture(scope="module")
def running(stages: ModuleType) -> ModuleType:
    return sys.modules["running"]


@pytest.fixture(scope="module")
def reports(stages: ModuleType) -> ModuleType:
    return sys.modules["reports"]


JEST = {
    "numPassedTests": 5,
    "numFailedTests": 1,
    "numRuntimeErrorTestSuites": 2,
    "testResults": [
        {
            "name": "/x/drive/__tests__/a.spec.ts",
            "status": "failed",
            "startTime": 1000,
            "endTime": 8000,
            "assertionResults": [
                {"fullName": "is fast", "duration": 3},
                {"fullName": "is slow", "duration": 4500},
                {"fullName": "is left out", "duration": None},
            ],
        }
    ],
}
PYTEST = """<testsuites><testsuite tests="9" failures="1" errors="1" skipped="3">
<testcase classname="tests.test_a" file="tests/test_a.py" name="test_fast" time="0.01"/>
<testcase classname="tests.test_a" file="tests/test_a.py" name="test_slow[a.b]" time="7.5"><failure/></testcase>
<testcase classname="tests.test_a.TestB" file="tests/test_a.py" name="test_c@hub" time="0"><error/></testcase>
</testsuite></testsuites>"""
PLAYWRIGHT = {
    "stats": {"expected": 4, "unexpected": 1, "flaky": 1, "skipped": 2},
    "errors": [],
    "suites": [
        {
            "specs": [
                {
                    "file": "a.spec.ts",
                    "line": 7,
                    "ok": True,
                    "title": "is tried twice",
                    "tests": [{"results": [{"duration": 2000}, {"duration": 4000}]}],
                }
            ],
            "suites": [
                {
                    "specs": [
                        {
                            "file": "a.spec.ts",
                            "line": 30,
                            "ok": False,
                            "title": "is slow",
                            "tests": [{"results": [{"duration": 9000}]}],
                        }
                    ]
                }
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("reader", "report", "counts"),
    [
        ("read_jest", json.dumps(JEST), (5, 3)),
        ("read_junit", PYTEST, (4, 2)),
        ("read_playwright", json.dumps(PLAYWRIGHT), (4, 2)),
        ("read_playwright", json.dumps(PLAYWRIGHT | {"errors": [{}]}), (4, 3)),
    ],
)
def test_reports_are_read(
    reports: ModuleType, tmp_path: Path, reader: str, report: str, counts: tuple[int, int]
) -> None:
    file = tmp_path / "report"
    file.write_text(report)
    assert getattr(reports, reader)(file) == reports.Counts(*counts)


@pytest.mark.parametrize(
    ("reader", "report", "slowest"),
    [
        (
            "read_jest",
            json.dumps(JEST),
            {
                "drive/__tests__/a.spec.ts (whole)": 7,
                "drive/__tests__/a.spec.ts: is slow": 4.5,
                "drive/__tests__/a.spec.ts: is fast": 0.003,
                "drive/__tests__/a.spec.ts: is left out": 0,
            },
        ),
        (
            "read_junit",
            PYTEST,
            {
                "tests.test_a::test_slow[a.b]": 7.5,
                "tests.test_a::test_fast": 0.01,
                "tests.test_a.TestB::test_c@hub": 0,
            },
        ),
        (
            "read_playwright",
            json.dumps(PLAYWRIGHT),
            {"a.spec.ts: is slow": 9, "a.spec.ts: is tried twice": 6},
        ),
    ],
)
def test_the_slowest_come_first(
    reports: ModuleType, tmp_path: Path, reader: str, report: str, slowest: dict[str, float]
) -> None:
    file = tmp_path / "report"
    file.write_text(report)
    found = getattr(reports, reader)(file).slowest
    assert [(timing.name, timing.seconds) for timing in found] == list(slowest.items())


@pytest.mark.parametrize(
    ("reader", "report", "wrong"),
    [
        ("read_jest", json.dumps(JEST), ["/x/drive/__tests__/a.spec.ts"]),
        (
            "read_junit",
            PYTEST,
            ["tests/test_a.py::test_slow[a.b]", "tests/test_a.py::TestB::test_c"],
        ),
        ("read_playwright", json.dumps(PLAYWRIGHT), ["a.spec.ts:30"]),
        # Which file could not be loaded is not said.
        ("read_playwright", json.dumps(PLAYWRIGHT | {"errors": [{}]}), []),
    ],
)
def test_what_failed_is_named_as_its_tool_takes_it(
    reports: ModuleType, tmp_path: Path, reader: str, report: str, wrong: list[str]
) -> None:
    file = tmp_path / "report"
    file.write_text(report)
    assert list(getattr(reports, reader)(file).wrong) == wrong


@pytest.mark.parametrize(
    ("fails_in_run", "tests", "counts", "unsteady", "runs"),
    [
        ({}, ["a", "b"], (2, 0), (), ["a b"]),
        ({"a": 1}, ["a", "b"], (2, 0), ("a",), ["a b", "a"]),
        ({"a": 2}, ["a", "b"], (1, 1), (), ["a b", "a"]),
        ({"a": 1, "b": 1, "c": 2}, ["a", "b", "c"], (0, 3), (), ["a b c", "a b c"]),
        # More than a few: the code is wrong.
        (dict.fromkeys("abcd", 1), ["a", "b", "c", "d"], (0, 4), (), ["a b c d"]),
    ],
)
def test_a_few_that_fail_are_run_once_more(
    running: ModuleType,
    reports: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails_in_run: dict[str, int],
    tests: list[str],
    counts: tuple[int, int],
    unsteady: tuple[str, ...],
    runs: list[str],
) -> None:
    """Each test fails in so many of its first runs."""
    for name in ("LOGS", "REPORTS", "RESULTS"):
        monkeypatch.setattr(running, name, tmp_path)

    def count(report: Path) -> Any:
        asked = report.read_text().split()
        times = (tmp_path / "runs").read_text().count("\n")
        wrong = tuple(test for test in asked if fails_in_run.get(test, 0) >= times)
        return reports.Counts(len(asked) - len(wrong), len(wrong), (), wrong, ran=tuple(asked))

    script = 'echo "$*" | tee report >> runs'
    stage = running.Stage(
        "some",
        ["sh", "-ec", script, "sh"],
        count,
        tmp_path / "report",
        folder=tmp_path,
        timeout=20,
        tests=tests,
    )
    found = running.run(stage).counts
    assert found == running.Counts(*counts)
    assert found.unsteady == unsteady
    assert (tmp_path / "runs").read_text().splitlines() == runs


def test_what_did_not_run_again_has_failed(running: ModuleType, reports: ModuleType) -> None:
    first = reports.Counts(9, 1, wrong=("a",), ran=("a", "b"))
    for ran in ((), ("b",)):
        assert running.joined(first, reports.Counts(9, 0, ran=ran)) == first
    passed = running.joined(first, reports.Counts(1, 0, ran=("a",)))
    assert (passed.passed, passed.failed, passed.unsteady) == (10, 0, ("a",))


def test_jest_runs_the_files_that_are_named(stages: ModuleType) -> None:
    files = ["src/s3/__tests__/location.spec.ts", "src/s3/__tests__/move.store.spec.ts"]
    for stage, file in (
        (stages.jest("unit", ""), files[0]),
        (stages.jest("store", "minio", 2, "src/s3/__tests__/copy.store.spec.ts"), files[1]),
    ):
        path = str(stages.ROOT / file)
        listed = subprocess.run(
            [*stage.command, path, "--listTests"], cwd=stages.ROOT, capture_output=True, check=True
        )
        assert json.loads(listed.stdout) == [path]


@pytest.mark.parametrize(
    ("report", "code", "counts"),
    [
        # Nothing written, nothing run, a crash after tests that all passed.
        (None, 0, (0, 1)),
        (
            JEST | {"numPassedTests": 0, "numFailedTests": 0, "numRuntimeErrorTestSuites": 0},
            0,
            (0, 1),
        ),
        (JEST | {"numFailedTests": 0, "numRuntimeErrorTestSuites": 0}, 1, (5, 1)),
        (JEST | {"numFailedTests": 0, "numRuntimeErrorTestSuites": 0}, 0, (5, 0)),
        (JEST, 1, (5, 3)),
    ],
)
def test_a_stage_that_ran_nothing_failed(
    running: ModuleType,
    tmp_path: Path,
    report: dict[str, int] | None,
    code: int,
    counts: tuple[int, int],
) -> None:
    file = tmp_path / "report.json"
    if report is not None:
        file.write_text(json.dumps(report))
    stage = running.Stage("jest", ["true"], sys.modules["reports"].read_jest, file)
    assert running.count(stage, code) == running.Counts(*counts)


def test_a_check_counts_by_its_exit_code(running: ModuleType) -> None:
    stage = running.Stage("ruff", ["true"])
    assert running.count(stage, 0) == running.Counts(1, 0)
    assert running.count(stage, 2) == running.Counts(0, 1)


def test_a_spec_that_proves_the_same_on_every_store_runs_on_one(
    stages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "src" / "a" / "__tests__"
    folder.mkdir(parents=True)
    (folder / "same.store.spec.ts").write_text("// @stores one: the answers are scripted.\n")
    (folder / "other.store.spec.ts").write_text("it('lists', () => {});\n")
    assert stages.on_one_store(tmp_path) == ["src/a/__tests__/same.store.spec.ts"]

    monkeypatch.setattr(stages, "stores_of", lambda mode: ["seaweedfs", "minio"])
    found = stages.on_one_store()
    assert found

    def left_out(mode: str) -> dict[str, list[str]]:
        jests = [
            each for group in stages.tests(mode) for each in group.stages if "jest" in each.name
        ]
        patterns = {
            each.name: [word for word in each.command if "PathIgnore" in word] for each in jests
        }
        return {
            name: [file for file in found if any(re.escape(file) in word for word in words)]
            for name, words in patterns.items()
        }

    assert left_out("all") == {"jest store seaweedfs": [], "jest store minio": found}
    assert left_out("full") == {"jest store seaweedfs": [], "jest store minio": []}


@pytest.mark.parametrize(("full", "kinds"), [("", {"seaweedfs"}), ("1", {"seaweedfs", "minio"})])
def test_a_python_test_for_one_store_runs_on_both_in_full(full: str, kinds: set[str]) -> None:
    asked = f"{Path(__file__).parent}/test_trust.py"
    env = {**os.environ, "S3_DRIVE_TEST_MINIO": "1", "S3_DRIVE_TEST_FULL": full}
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", asked],
        cwd=Path(__file__).parents[2],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {kind for kind in ("seaweedfs", "minio") if f"[{kind}" in found} == kinds


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (["snippets"], ["snippets seaweedfs minio"]),
        (["jest store"], ["jest store seaweedfs", "jest store minio"]),
        (["jest store minio", "browser"], ["jest store minio", "browser seaweedfs"]),
    ],
)
def test_parts_of_a_run_are_chosen(
    stages: ModuleType, monkeypatch: pytest.MonkeyPatch, parts: list[str], names: list[str]
) -> None:
    monkeypatch.setattr(stages, "stores_of", lambda mode: ["seaweedfs", "minio"])

    def of(kind: str, *parts: str) -> list[str]:
        return [each.name for group in stages.chosen(kind, "all", parts) for each in group.stages]

    assert of("checks", *parts) == []
    assert of("tests", *parts) == names
    assert of("checks", "checks") == of("checks")
    assert of("tests", "checks") == []
    assert stages.unknown("all", [*parts, "checks", "brwser"]) == ["brwser"]


@pytest.mark.parametrize(
    ("minutes", "passed", "shard", "words"),
    [
        ("", 500, "", []),
        ("90", 44, "", []),
        ("90", 46, "", ["--shard=1/2"]),
        ("90", 53, "", ["--shard=1/2"]),
        ("90", 55, "", ["--shard=3/4"]),
        ("90", 66, "", ["--shard=3/8"]),
        ("90", 75, "", ["--shard=3/16"]),
        ("90", 66, "2/4", ["--shard=2/4"]),
    ],
)
def test_a_machine_without_time_runs_a_part_of_the_browser_tests_and_says_so(
    stages: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    minutes: str,
    passed: int,
    shard: str,
    words: list[str],
) -> None:
    begun = 2 * 24 * 3600
    for name, value in (("MINUTES", minutes), ("STARTED", str(begun)), ("SHARD", shard)):
        monkeypatch.setenv(f"S3_DRIVE_TEST_{name}", value)
    part = stages.part_in_time(begun + passed * 60)
    assert list(part.words) == words
    named = (
        f"all but part {words[0][8:]}, as {passed} of {minutes} minutes were over" if words else ""
    )
    assert part.left_out == ("" if shard else named)


def test_a_part_of_a_stage_is_run(
    running: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGS", "REPORTS", "RESULTS"):
        monkeypatch.setattr(running, name, tmp_path)
    part = running.Part(["there"], "all but one")
    stage = running.Stage(
        "part", ["touch"], folder=tmp_path, tests=["too"], part=lambda: part, timeout=20
    )
    assert running.run(stage).left_out == "all but one"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name in ("there", "too")) == [
        "there",
        "too",
    ]


def test_groups_come_one_after_the_other_and_stages_side_by_side(
    running: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGS", "REPORTS", "RESULTS"):
        monkeypatch.setattr(running, name, tmp_path)
    # The handlers are for a process that does nothing else.
    monkeypatch.setattr(running.signal, "signal", lambda *args: None)

    def stage(name: str, script: str) -> Any:
        return running.Stage(name, ["sh", "-ec", script], folder=tmp_path, timeout=20)

    waiting = "touch {}; until [ -e {} ]; do sleep 0.05; done"
    pair = [stage("one", waiting.format("one", "two")), stage("two", waiting.format("two", "one"))]
    # Beside the first, which waits for the last, they come one after the other.
    lanes = [
        stage("waits", "until [ -e second ]; do sleep 0.05; done"),
        stage("first", "mkdir alone; sleep 0.2; rmdir alone"),
        stage("second", "mkdir alone; touch second"),
    ]
    last = stage("last", "test -e one; test -e two; test -e second; false")
    groups = [running.Group(pair, 2), running.Group(lanes, 2), running.Group([last])]
    passed, failed = running.Counts(1, 0), running.Counts(0, 1)
    found = running.run_all(groups)
    counts = {name: each.counts for name, each in found.items()}
    assert counts.pop("last") == failed
    assert counts == dict.fromkeys(("one", "two", "waits", "first", "second"), passed)
    assert all(0 < each.seconds < 20 for each in found.values())


def test_the_sum_is_the_last_line_after_where_the_time_went(
    stages: ModuleType,
    running: ModuleType,
    reports: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(stages, "RESULTS", tmp_path)

    def result(passed: int, failed: int, seconds: float, *slowest: Any) -> Any:
        return asdict(running.Result(running.Counts(passed, failed, slowest), seconds))

    assert stages.summary() is False
    assert capsys.readouterr().out == "0 passed, 1 failed\n"
    checks = {"ruff": result(1, 0, 0.4)}
    (tmp_path / "checks.json").write_text(json.dumps(checks))
    assert stages.summary() is True
    assert capsys.readouterr().out == "1 passed, 0 failed\n"

    slow = reports.Timing("a.spec.ts: is slow", 30.25)
    tests = {"pytest": result(9, 0, 20), "jest": result(5, 2, 75.4, slow)}
    tests["pytest"]["counts"]["unsteady"] = ["test_a.py::test_b"]
    tests["jest"]["left_out"] = "all but part 1/2, as 46 of 90 minutes were over"
    (tmp_path / "tests.json").write_text(json.dumps(tests))
    assert stages.summary() is False
    assert capsys.readouterr().out.splitlines() == [
        "    75 s  jest",
        "      30.2 s  a.spec.ts: is slow",
        "    20 s  pytest",
        "failed: jest (2)",
        "failed once, passed the second time: pytest, test_a.py::test_b",
        "left out: jest, all but part 1/2, as 46 of 90 minutes were over",
        "15 passed, 2 failed",
    ]
