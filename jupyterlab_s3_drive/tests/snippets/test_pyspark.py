"""PySpark on a real, local Spark, with `fs.s3a` set as in the Datalab's services: `scripts/test full` installs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store

from . import cases
from .environments import AVAILABLE, HERE, PYTHON, base
from .results import FAILED, RAN, Results
from .samples import FULL, SAMPLES, Sample
from .told import DATALAB, told

#: An environment with pyspark, and a folder with the jars of hadoop-aws and of what it needs, which Spark
#: fetches by itself otherwise. Whoever names the first wants the tests to run.
SPARK_PYTHON = Path(os.environ.get("S3_DRIVE_SPARK_PYTHON") or PYTHON)
JARS = os.environ.get("S3_DRIVE_SPARK_JARS", "")

pytestmark = [
    pytest.mark.skipif(
        not (AVAILABLE and (FULL or "S3_DRIVE_SPARK_PYTHON" in os.environ)),
        reason="scripts/test full",
    ),
    pytest.mark.parametrize("own_store", kinds_of_store()[:1], indirect=True, scope="session"),
    pytest.mark.timeout(900),
]

_SETUP = """
import sys
from pyspark.sql import SparkSession
SparkSession.builder.master("local[1]").getOrCreate().sparkContext.setLogLevel("ERROR")
"""


def _has_spark() -> bool:
    done = subprocess.run([SPARK_PYTHON, "-c", "import pyspark"], capture_output=True, check=False)
    return done.returncode == 0 and shutil.which("java") is not None


@pytest.fixture
def environment(own_store: Store, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of a process, whose Spark is configured as that of the Datalab."""
    if not _has_spark():
        pytest.skip("there is no Spark")
    settings = {
        "fs.s3a.endpoint": own_store.endpoint,
        "fs.s3a.access.key": own_store.access_key,
        "fs.s3a.secret.key": own_store.secret_key,
        "fs.s3a.path.style.access": "true",
        "fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
    }
    lines = [f"spark.hadoop.{name} {value}" for name, value in settings.items()]
    lines += [
        f"spark.jars {','.join(map(str, sorted(Path(JARS).glob('*.jar'))))}"
        if JARS
        else f"spark.jars.packages org.apache.hadoop:hadoop-aws:{_hadoop()}",
        "spark.ui.enabled false",
        "spark.sql.shuffle.partitions 1",
    ]
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text("\n".join(lines))
    yield {
        **base(tmp_path),
        "SPARK_CONF_DIR": str(tmp_path / "conf"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": str(SPARK_PYTHON),
    }


def _hadoop() -> str:
    """Return the version of Hadoop that Spark brings."""
    code = "import pyspark, pathlib; print(*pathlib.Path(pyspark.__file__).parent.glob('jars/hadoop-client-api-*'))"
    done = subprocess.run([SPARK_PYTHON, "-c", code], capture_output=True, check=True)
    return Path(done.stdout.decode().strip()).stem.removeprefix("hadoop-client-api-")


def _asked(operation: str) -> list[Sample]:
    """Return the samples for which PySpark is offered."""
    questions = [cases.request(each, cases.SAMPLES_KEY + each.name, operation) for each in SAMPLES]
    return [
        each
        for each, libraries in zip(SAMPLES, cases.offered(questions), strict=True)
        if "pyspark" in libraries
    ]


def _run(payloads: list[dict[str, Any]], env: dict[str, str], folder: Path) -> dict[str, Any]:
    """Run all in one process, as Spark takes seconds to start."""
    done = subprocess.run(
        [SPARK_PYTHON, HERE / "running.py"],
        input=json.dumps(payloads).encode(),
        env=env,
        cwd=folder,
        capture_output=True,
        timeout=600,
        check=False,
    )
    print(done.stderr.decode()[-3000:], file=sys.stderr)
    return {each["id"]: each["error"] for each in map(json.loads, done.stdout.splitlines())}


def _payload(sample: Sample, key: str, code: list[str]) -> dict[str, Any]:
    case = cases.Case(sample, "pyspark", "read", cases.POD, key)
    payload = cases.payload(case, "")
    payload.pop("questions")
    return {**payload, "codes": [_SETUP, *code], "variable": "df"}


def _code(sample: Sample, key: str, operation: str, **more: Any) -> str:
    request = {**cases.request(sample, key, operation, "pyspark"), "store": told(DATALAB), **more}
    (snippet,) = cases.ask([{"request": request}])
    code: str = snippet["code"]
    return code


def test_reading(
    filled: Store, environment: dict[str, str], tmp_path: Path, results: Results
) -> None:
    asked = _asked("read")
    assert {"towns.csv", "towns.jsonl", "towns.parquet", "hive", "csv", "parquet"} <= {
        each.id for each in asked
    }
    keys = {each.id: cases.SAMPLES_KEY + each.name for each in asked}
    payloads = [
        _payload(each, keys[each.id], [_code(each, keys[each.id], "read")]) for each in asked
    ]
    found = _run(payloads, environment, tmp_path)
    assert len(found) == len(asked)
    wrong = {name: error for name, error in found.items() if error}
    for each, payload in zip(asked, payloads, strict=True):
        row = cases.Case(each, "pyspark", "read", cases.POD, keys[each.id]).row
        outcome = FAILED if payload["id"] in wrong else RAN
        results.add("read", row, "pyspark", f"{payload['id']} {filled.name}", outcome)
    assert not wrong, "\n".join(f"{name}\n{error}" for name, error in wrong.items())


def test_writing(
    filled: Store, environment: dict[str, str], tmp_path: Path, results: Results
) -> None:
    """What is written is read again with what was there, of which nothing is replaced."""
    client = filled.client()
    payloads = []
    before: dict[str, bytes] = {}
    asked = _asked("write")
    assert {"csv", "parquet", "hive", "jsonl", "mixed"} <= {each.id for each in asked}
    same = [each for each in asked if each.id in ("csv", "parquet", "hive", "jsonl")]
    for each in same:
        key = f"snippets/by spark/{each.name}"
        old = client.list_objects_v2(Bucket=BUCKET, Prefix=cases.SAMPLES_KEY + each.name)
        for one in old["Contents"]:
            mine = key + one["Key"].removeprefix(cases.SAMPLES_KEY + each.name)
            client.copy_object(
                Bucket=BUCKET, Key=mine, CopySource={"Bucket": BUCKET, "Key": one["Key"]}
            )
            before[mine] = client.get_object(Bucket=BUCKET, Key=mine)["Body"].read()
        read = _code(each, key, "read")
        write = _code(
            each, key, "write", target={"frame": "again", "stem": None, "replacesFile": False}
        )
        count = f"assert {read.strip().splitlines()[-1].removesuffix('.show(5)')}.count() == 2 * len(rows)"
        # Collected first: Spark reads when it is asked, and then also what it has written.
        keep = "rows = df.collect()\nagain = spark.createDataFrame(rows, df.schema)"
        payload = _payload(each, key, [read, keep, write, read, count])
        payloads.append({**payload, "expect": "nothing", "variable": "nothing"})
    mixed = next(each for each in asked if each.id == "mixed")
    new = _code(mixed, "snippets/by spark/mixed/", "write")
    made = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\ndf = spark.range(3)"
    payloads.append(
        {"id": "new", "codes": [_SETUP, made, new], "expect": "nothing", "variable": "nothing"}
    )
    payloads.append(
        {
            "id": "again",
            "codes": [_SETUP, made, new],
            "expect": "nothing",
            "fails": True,
            "variable": "df",
        }
    )
    for payload in payloads[:-1]:
        payload["codes"].append("nothing = b''")
    found = _run(payloads, environment, tmp_path)
    assert found == dict.fromkeys((each["id"] for each in payloads), None), found
    for key, body in before.items():
        assert client.get_object(Bucket=BUCKET, Key=key)["Body"].read() == body
    for each in (*same, mixed):
        case = cases.Case(each, "pyspark", "write", cases.POD, each.name)
        results.add("write", case.row, "pyspark", f"{case.id} {filled.name}", RAN)
