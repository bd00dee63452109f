"""What the reports of jest, pytest and Playwright say: how many tests passed, and which took longest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

#: How many of the slowest tests of a stage are kept.
SLOWEST = 20


@dataclass(frozen=True)
class Timing:
    """How long one test, or one file of tests, took (seconds)."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Counts:
    """How many tests passed and failed; skipped ones are in neither.

    `slowest` are the longest tests, longest first. It has no part in whether two counts are equal.
    `wrong` are the tests that failed, as the tool that ran them wants them named to run them again: the files
    of jest and Playwright (with the line), the tests of pytest. `ran` are all that ran, named the same way.
    `unsteady` are those that passed the second time.
    """

    passed: int
    failed: int
    slowest: tuple[Timing, ...] = field(default=(), compare=False)
    wrong: tuple[str, ...] = field(default=(), compare=False)
    unsteady: tuple[str, ...] = field(default=(), compare=False)
    ran: tuple[str, ...] = field(default=(), compare=False)


def read_jest(report: Path) -> Counts:
    """Read jest's JSON; a file that could not be loaded counts as one that failed."""
    found = json.loads(report.read_text())
    return Counts(
        found["numPassedTests"],
        found["numFailedTests"] + found["numRuntimeErrorTestSuites"],
        longest(_times_of_jest(found)),
        tuple(file["name"] for file in found.get("testResults", []) if file["status"] == "failed"),
        ran=tuple(file["name"] for file in found.get("testResults", [])),
    )


def read_junit(report: Path) -> Counts:
    """Read pytest's XML, of the family `xunit1`, in which each test has its file."""
    root = ElementTree.parse(report).getroot()
    passed = failed = 0
    for suite in root.iter("testsuite"):
        wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += wrong
        passed += int(suite.get("tests", 0)) - wrong - int(suite.get("skipped", 0))
    times = longest(_times_of_junit(root))
    return Counts(
        passed, failed, times, tuple(_wrong_of_junit(root)), ran=tuple(_ran_by_junit(root))
    )


def read_playwright(report: Path) -> Counts:
    """Read Playwright's JSON; a file that could not be loaded failed."""
    found = json.loads(report.read_text())
    stats = found["stats"]
    suites = found.get("suites", [])
    return Counts(
        stats["expected"],
        stats["unexpected"] + stats["flaky"] + len(found["errors"]),
        longest(_times_of_playwright(suites)),
        () if found["errors"] else tuple(_named(spec) for spec in _specs(suites) if not spec["ok"]),
        ran=tuple(map(_named, _specs(suites))),
    )


def longest(times: Iterable[Timing]) -> tuple[Timing, ...]:
    """Return the longest of these, longest first."""
    return tuple(sorted(times, key=lambda timing: -timing.seconds)[:SLOWEST])


def _times_of_jest(found: Mapping[str, Any]) -> Iterator[Timing]:
    """Yield whole files too: what they load and start belongs to no test (milliseconds in the report)."""
    for file in found.get("testResults", []):
        name = "/".join(Path(file["name"]).parts[-3:])
        yield Timing(f"{name} (whole)", (file["endTime"] - file["startTime"]) / 1000)
        for test in file["assertionResults"]:
            yield Timing(f"{name}: {test['fullName']}", (test.get("duration") or 0) / 1000)


def _times_of_junit(root: ElementTree.Element) -> Iterator[Timing]:
    for test in root.iter("testcase"):
        name = f"{test.get('classname', '')}::{test.get('name', '')}"
        yield Timing(name, float(test.get("time", 0)))


def _wrong_of_junit(root: ElementTree.Element) -> Iterator[str]:
    for test in root.iter("testcase"):
        if test.find("failure") is not None or test.find("error") is not None:
            yield _id_of(test)


def _ran_by_junit(root: ElementTree.Element) -> Iterator[str]:
    for test in root.iter("testcase"):
        if test.find("skipped") is None:
            yield _id_of(test)


def _id_of(test: ElementTree.Element) -> str:
    """Return how pytest takes a test of its report."""
    # Between file and test are its classes, which the name of the module goes before.
    file = test.get("file", "")
    module = file.removesuffix(".py").replace("/", ".")
    inside = test.get("classname", "").removeprefix(module).split(".")
    # pytest-xdist adds the group of a test to its name.
    name = re.sub(r"@\w+$", "", test.get("name", ""))
    return "::".join([file, *filter(None, inside), name])


def _times_of_playwright(suites: Iterable[Mapping[str, Any]]) -> Iterator[Timing]:
    for spec in _specs(suites):
        for test in spec["tests"]:
            milliseconds = sum(result["duration"] for result in test["results"])
            yield Timing(f"{spec['file']}: {spec['title']}", milliseconds / 1000)


def _named(spec: Mapping[str, Any]) -> str:
    """Return how Playwright takes a test of its report."""
    return f"{spec['file']}:{spec['line']}"


def _specs(suites: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for suite in suites:
        yield from suite.get("specs", [])
        yield from _specs(suite.get("suites", []))
