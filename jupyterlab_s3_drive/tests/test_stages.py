"""The sum at the end of `scripts/test`."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def stages() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "stages", Path(__file__).parents[2] / "scripts" / "stages.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Its data classes look their own module up by name.
    sys.modules["stages"] = module
    spec.loader.exec_module(module)
    return module


JEST = {"numPassedTests": 5, "numFailedTests": 1, "numRuntimeErrorTestSuites": 2}
PYTEST = '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="3"/></testsuites>'
PLAYWRIGHT = {"stats": {"expected": 4, "unexpected": 1, "flaky": 1, "skipped": 2}, "errors": [{}]}


@pytest.mark.parametrize(
    ("reader", "report", "counts"),
    [
        ("count_jest", json.dumps(JEST), (5, 3)),
        ("count_junit", PYTEST, (4, 2)),
        ("count_playwright", json.dumps(PLAYWRIGHT), (4, 3)),
    ],
)
def test_reports_are_read(
    stages: ModuleType, tmp_path: Path, reader: str, report: str, counts: tuple[int, int]
) -> None:
    file = tmp_path / "report"
    file.write_text(report)
    assert getattr(stages, reader)(file) == stages.Counts(*counts)


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
    stages: ModuleType,
    tmp_path: Path,
    report: dict[str, int] | None,
    code: int,
    counts: tuple[int, int],
) -> None:
    file = tmp_path / "report.json"
    if report is not None:
        file.write_text(json.dumps(report))
    stage = stages.Stage("jest", ["true"], stages.count_jest, file)
    assert stages.result(stage, code) == stages.Counts(*counts)


def test_a_check_counts_by_its_exit_code(stages: ModuleType) -> None:
    stage = stages.Stage("ruff", ["true"])
    assert stages.result(stage, 0) == stages.Counts(1, 0)
    assert stages.result(stage, 2) == stages.Counts(0, 1)


def test_groups_come_one_after_the_other_and_stages_side_by_side(
    stages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGS", "REPORTS", "RESULTS"):
        monkeypatch.setattr(stages, name, tmp_path)
    monkeypatch.setattr(stages, "CORES", 2)
    # The handlers are for a process that does nothing else.
    monkeypatch.setattr(stages.signal, "signal", lambda *args: None)

    def stage(name: str, script: str) -> Any:
        return stages.Stage(name, ["sh", "-ec", script], folder=tmp_path, timeout=20)

    waiting = "touch {}; until [ -e {} ]; do sleep 0.05; done"
    groups = [
        [stage("one", waiting.format("one", "two")), stage("two", waiting.format("two", "one"))],
        [stage("last", "test -e one; test -e two; false")],
    ]
    passed, failed = stages.Counts(1, 0), stages.Counts(0, 1)
    assert stages.run_all(groups) == {"one": passed, "two": passed, "last": failed}


def test_the_sum_is_the_last_line(
    stages: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(stages, "RESULTS", tmp_path)
    (tmp_path / "checks.json").write_text(json.dumps({"ruff": {"passed": 1, "failed": 0}}))
    assert stages.summary() is True
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    (tmp_path / "tests.json").write_text(json.dumps({"jest": {"passed": 5, "failed": 2}}))
    assert stages.summary() is False
    assert capsys.readouterr().out == "failed: jest (2)\n6 passed, 2 failed\n"
