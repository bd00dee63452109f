"""What is to be run: for each sample each library that the frontend offers, with the frontend's own text."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.tests.servers import BUCKET

from .samples import ODD_NAMES, SAMPLES, Sample

ROOT = Path(__file__).parents[3]
SAMPLES_KEY = "snippets/"
ODD_KEY = "snippets/odd {names}/"
WRITTEN_KEY = "snippets/written/"
PUBLIC_KEY = "snippets-public/"
PARTITIONS = [(2023, 1), (2023, 12), (2024, 1)]

#: The environments in which cases run; see `environments.py`.
POD, OLD_POD, PUBLIC = "pod", "old pod", "public"

#: What each library writes from.
_GIVEN = {"polars": "polars", "pyarrow": "pyarrow", "geopandas": "geopandas"}

ODD_SAMPLE = Sample("odd.csv", "csv", options={"separator": ";", "encoding": "utf-8"})


@dataclass(frozen=True)
class Case:
    """One thing to run.

    Args:
        sample: what it is about.
        library: as the frontend names it.
        operation: read, write or list.
        environment: the variables it runs with.
        key: of the file or folder.
        everywhere: whether it runs on all stores.
    """

    sample: Sample
    library: str
    operation: str
    environment: str
    key: str
    everywhere: bool
    name: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list, compare=False)

    @property
    def id(self) -> str:
        """Of the test."""
        parts = (self.library, self.operation, self.name or self.sample.id, self.environment)
        return "-".join(parts).replace(" ", "_")

    @property
    def row(self) -> str:
        """Of the table in the documentation."""
        sample = self.sample
        packed = sample.options.get("compression")
        shape = "folder of " if sample.kind == "folder" else ""
        hive = " in partitions" if sample.options.get("partitions") else ""
        doubt = " (cannot be looked into)" if sample.options.get("doubt") else ""
        public = ", public" if self.environment == PUBLIC else ""
        what = f"{shape}{sample.format}{f', {packed}' if packed else ''}{hive}{doubt}{public}"
        return f"{what}: {self.operation}"


def ask(questions: list[dict[str, Any]]) -> list[Any]:
    """Return what `write.js` answers."""
    script = Path(__file__).with_name("write.js")
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(questions).encode(), stdout=-1, check=True, cwd=ROOT
    )
    return json.loads(done.stdout)


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return all cases of Python."""
    return tuple(_cases())


def request(
    sample: Sample, key: str, operation: str, library: str = "", url: str | None = None
) -> dict[str, Any]:
    """Return what the frontend would ask; `url` where the place is public."""
    return {
        "place": {"bucket": BUCKET, "key": key},
        "kind": sample.kind,
        "facts": sample.facts,
        "language": "python",
        "library": library,
        "operation": operation,
        "publicUrl": url,
        "scheme": "http",
        "names": {"taken": []},
        "known": [],
    }


def offered(questions: list[dict[str, Any]]) -> list[list[str]]:
    """Return the libraries of each question."""
    return ask([{"question": each, "language": "python"} for each in questions])


def _cases() -> Iterator[Case]:
    asked = [
        (sample, SAMPLES_KEY + sample.name, operation, POD, sample.everywhere, "")
        for sample in SAMPLES
        for operation in ("read", "write")
    ]
    asked += [(SAMPLES[1], SAMPLES_KEY + SAMPLES[1].name, "read", OLD_POD, True, "")]
    asked += [
        (sample, SAMPLES_KEY + sample.name, "list", POD, True, "")
        for sample in SAMPLES
        if sample.id == "mixed"
    ]
    asked += [
        (sample, PUBLIC_KEY + sample.name, "read", PUBLIC, sample.everywhere, "")
        for sample in SAMPLES
        if sample.id in PUBLIC_SAMPLES
    ]
    asked += [
        (ODD_SAMPLE, ODD_KEY + name, "read", POD, True, f"odd{number}")
        for number, name in enumerate(ODD_NAMES)
    ]
    questions = [
        request(sample, key, operation, url="https://x" if environment == PUBLIC else None)
        for sample, key, operation, environment, _, _ in asked
    ]
    for (sample, key, operation, environment, everywhere, name), libraries in zip(
        asked, offered(questions), strict=True
    ):
        for library in libraries:
            yield Case(sample, library, operation, environment, key, everywhere, name)


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


def payload(case: Case, endpoint: str) -> dict[str, Any]:
    """Return what `running.py` takes for a case, with `questions` in the place of codes."""
    sample = case.sample
    url = f"{endpoint}/{BUCKET}/{case.key}" if case.environment == PUBLIC else None
    wanted: dict[str, Any] = {"id": case.id, "expect": sample.expect}
    if sample.kind == "folder" and sample.expect == "rows":
        parts = sample.options.get("partitions")
        wanted.update(partitions=PARTITIONS) if parts else wanted.update(copies=3)
    header = sample.options.get("header", True)
    wanted.update(header=header, texts=header and sample.format != "excel")
    if case.operation == "list" or sample.expect == "names":
        wanted.update(expect="names", bucket=BUCKET, names=[case.key + each for each in MIXED])
    if case.operation != "write":
        return {
            **wanted,
            "questions": [request(sample, case.key, case.operation, case.library, url)],
        }
    key = f"{WRITTEN_KEY}{case.library}/{sample.name}"
    wanted.update(given=_GIVEN.get(case.library, "pandas"), partitions=None, copies=None)
    result, found = written(sample, key)
    if sample.format == "geoparquet":
        wanted["given"] = "geopandas"
    return {
        **wanted,
        "expect": result.expect,
        "questions": [
            request(sample, key, "write", case.library),
            request(result, found, "read", "geopandas" if result.expect == "places" else "pandas"),
        ],
    }


def written(sample: Sample, key: str) -> tuple[Sample, str]:
    """Return what a write leaves, and where."""
    if sample.kind == "file":
        return sample, key
    extension = sample.options.get("extension")
    if extension is None:
        return Sample("export.csv", "csv", options={"encoding": "utf-8"}), f"{key}export.csv"
    options = {name: value for name, value in sample.options.items() if name != "partitions"}
    return Sample(f"export{extension}", sample.format, options=options), f"{key}export{extension}"


MIXED = ("one.csv", "two.bin")
HOME_VARIABLES = {"HOME", "PATH", "LANG", "TMPDIR"}


def base_environment(home: Path) -> dict[str, str]:
    """Return the variables that have nothing to do with a store."""
    kept = {name: os.environ[name] for name in HOME_VARIABLES & os.environ.keys()}
    return {**kept, "HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}
