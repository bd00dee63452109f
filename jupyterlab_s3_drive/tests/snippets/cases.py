"""What is to be run: for each sample each library that the frontend offers, with the frontend's own text."""

from __future__ import annotations

import functools
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.tests.kit.servers import BUCKET

from .samples import ALL, FULL, ODD_NAMES, RARE, SAMPLES, Sample
from .told import DATALAB, told

ROOT = Path(__file__).parents[3]
SAMPLES_KEY = "snippets/"
ODD_KEY = "snippets/odd {names}/"
WRITTEN_KEY = "snippets/written/"
PUBLIC_KEY = "snippets-public/"
PARTITIONS = [(2023, 1), (2023, 12), (2024, 1)]

#: What a new file is called.
STEM = "exported-data-frame"

#: The environments in which cases run; see `environments.py`.
POD, PUBLIC = "pod", "public"

#: What each library writes from.
_GIVEN = {each: each for each in ("polars", "pyarrow", "geopandas", "ibis")}

#: The libraries that leave numbers with a mark between their thousands text.
_GROUPS_STAY_TEXT = {"polars", "pyarrow", "duckdb", "ibis", "pyspark"}

ODD_SAMPLE = Sample("odd.csv", "csv", where=ALL, options={"separator": ";", "encoding": "utf-8"})
MIXED = ("one.csv", "two.bin")

#: What is read as a stranger too.
PUBLIC_SAMPLES = {
    "towns.csv",
    "towns.csv.gz",
    "towns.parquet",
    "hive",
    "csv",
    "towns.geojson",
    "towns.xlsx",
    "notes.txt",
    "unknown.bin",
}


@dataclass(frozen=True)
class Case:
    """One thing to run.

    Args:
        sample: what it is about.
        library: as the frontend names it.
        operation: read, write or list.
        environment: the variables it runs with.
        key: of the file or folder.
        name: of one of several cases with the same sample.
    """

    sample: Sample
    library: str
    operation: str
    environment: str
    key: str
    name: str = ""

    @property
    def id(self) -> str:
        """Of the test."""
        parts = (self.library, self.operation, self.name or self.sample.id, self.environment)
        return "-".join(parts).replace(" ", "_")

    @property
    def row(self) -> str:
        """Of the table in the documentation."""
        return f"{self.sample.label}{', public' if self.environment == PUBLIC else ''}"

    def runs_on(self, store: str) -> bool:
        """Tell whether it runs on a store, now."""
        where = self.sample.where
        return where == ALL or (store == "seaweedfs" and (where != RARE or FULL))


class _Writer:
    """A process of `write.js`, which ends with this one: its standard input ends then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, questions: list[dict[str, Any]]) -> list[Any]:
        """Return the answers; threads take turns."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = self._start()
            process = self._process
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(questions).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                # It has printed why.
                raise RuntimeError(f"write.js ended with {process.wait()}: {questions}"[:2000])
            answers: list[Any] = json.loads(line)
            return answers

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("write.js")
        return subprocess.Popen(
            ["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )


_writer = _Writer()


def ask(questions: list[dict[str, Any]]) -> list[Any]:
    """Return what `write.js` answers."""
    return _writer.ask(questions)


def request(
    sample: Sample, key: str, operation: str, library: str = "", url: str | None = None
) -> dict[str, Any]:
    """Return what the frontend would ask; `url` where the place is public."""
    return {
        "location": {"bucket": BUCKET, "key": key},
        "kind": sample.kind,
        "facts": sample.facts,
        "language": "python",
        "library": library,
        "operation": operation,
        # As in a notebook: the line that shows the rows runs too.
        "showsRows": operation == "read",
        "publicUrl": url,
        # A file itself is written, so that what comes out is of its kind.
        "target": {"frame": None, "replacesFile": True, "stem": STEM},
        "store": told(DATALAB),
        "names": {"taken": []},
        "known": [],
    }


def offered(questions: list[dict[str, Any]], language: str = "python") -> list[list[str]]:
    """Return the libraries of each question."""
    return ask([{"question": each, "language": language} for each in questions])


@functools.cache
def table_libraries() -> tuple[str, ...]:
    """Return the libraries that the frontend offers to read a table with."""
    (found,) = offered([request(ODD_SAMPLE, "towns.csv", "read")])
    return tuple(each for each in found if each != "pyspark")


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return all cases of Python."""
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    asked = [
        (sample, SAMPLES_KEY + sample.name, operation, POD, "")
        for sample in SAMPLES
        for operation in ("read", "write", *(["list"] if sample.id == "mixed" else []))
    ]
    asked += [
        (sample, PUBLIC_KEY + sample.name, "read", PUBLIC, "")
        for sample in SAMPLES
        if sample.id in PUBLIC_SAMPLES
    ]
    asked += [
        (ODD_SAMPLE, ODD_KEY + name, "read", POD, f"odd{number}")
        for number, name in enumerate(ODD_NAMES)
    ]
    questions = [
        request(sample, key, operation, url="https://x" if environment == PUBLIC else None)
        for sample, key, operation, environment, _ in asked
    ]
    for (sample, key, operation, environment, name), libraries in zip(
        asked, offered(questions), strict=True
    ):
        # Spark has tests of its own, by `scripts/test full` alone.
        for library in (each for each in libraries if each != "pyspark"):
            yield Case(sample, library, operation, environment, key, name)


def payload(case: Case, endpoint: str) -> dict[str, Any]:
    """Return what `running.py` takes for a case, with `questions` in the place of codes."""
    sample = case.sample
    if case.operation == "write":
        return _writing(case)
    url = f"{endpoint}/{BUCKET}/{case.key}" if case.environment == PUBLIC else None
    wanted: dict[str, Any] = {"id": case.id, "expect": sample.expect, "rows": sample.rows}
    if sample.kind == "folder" and sample.expect == "rows" and sample.variant != "delta":
        parts = sample.options.get("partitions")
        wanted.update(partitions=PARTITIONS) if parts else wanted.update(copies=3)
    wanted.update(limits(case))
    if case.operation == "list" or sample.expect == "names":
        wanted.update(expect="names", bucket=BUCKET, names=[case.key + each for each in MIXED])
    return {**wanted, "questions": [request(sample, case.key, case.operation, case.library, url)]}


def limits(case: Case) -> dict[str, Any]:
    """Return what cannot be told by the file, or not be read by the library; the snippet says so."""
    options = case.sample.options
    opaque = case.sample.format == "csv" and case.sample.table is None
    header = options.get("header", True)
    all_text = not header and case.library in ("duckdb", "ibis", "polars", "pyspark")
    grouped = options.get("thousands") and case.library in _GROUPS_STAY_TEXT
    commas = options.get("decimal") == "," and case.library == "pyspark"
    return {"header": header, "zeros": not opaque, "numbers": not (grouped or all_text or commas)}


def _writing(case: Case) -> dict[str, Any]:
    """Return a case that writes, and reads again with pandas."""
    sample = case.sample
    key = f"{WRITTEN_KEY}{case.library}/{sample.name}"
    result, found = written(sample, key)
    reader = "geopandas" if result.expect == "places" else "pandas"
    given = "geopandas" if sample.format == "geoparquet" else _GIVEN.get(case.library, "pandas")
    return {
        "id": case.id,
        "expect": result.expect,
        "given": given,
        **limits(Case(result, reader, "read", POD, found)),
        "questions": [
            request(sample, key, "write", case.library),
            request(result, found, "read", reader),
        ],
    }


def written(sample: Sample, key: str) -> tuple[Sample, str]:
    """Return what a write leaves, and where."""
    if sample.kind == "file":
        # What is written has no lines above its table, no marks within its numbers, no spaces before quotes.
        drop = ("above", "thousands", "comment", "initialSpaces", "errors")
        options = {name: value for name, value in sample.options.items() if name not in drop}
        return Sample(
            sample.name, sample.format, sample.variant, sample.expect, options=options
        ), key
    extension = sample.options.get("extension")
    if extension is None:
        export = Sample(f"{STEM}.csv", "csv", options={"encoding": "utf-8"})
    else:
        options = {name: value for name, value in sample.options.items() if name != "partitions"}
        name = f"{STEM}{extension}"
        export = Sample(name, sample.format, sample.variant, options=options)
    return export, f"{key}{export.name}"
