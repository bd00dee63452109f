"""Every Python snippet runs against a real store and gives the data that was uploaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.servers import BUCKET, kinds_of_store, make_store

from . import cases
from .cases import Case
from .environments import AVAILABLE, execute, make_samples, run
from .results import FAILED, RAN, Results
from .samples import SAMPLES, Sample

MIXED_FOLDER = Sample("mixed/", "binary", "names")

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(300),
]

Outcome = Callable[[Case], str | None]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each case to the stores that it is for; those of one process stand together."""
    if not AVAILABLE:
        return
    if "case" not in metafunc.fixturenames:
        if "filled" in metafunc.fixturenames:
            metafunc.parametrize("own_store", kinds_of_store(), indirect=True, scope="session")
        return
    pairs = [
        (kind, case)
        for number, kind in enumerate(kinds_of_store())
        for case in cases.cases()
        if number == 0 or case.everywhere
    ]
    metafunc.parametrize(
        ("own_store", "case"),
        pairs,
        indirect=["own_store"],
        ids=[f"{kind.name}-{case.id}" for kind, case in pairs],
        scope="session",
    )


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of all samples."""
    folder = tmp_path_factory.mktemp("snippets") / "samples"
    make_samples(folder)
    return folder


@pytest.fixture(scope="session")
def own_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store for the snippets alone, of the kind that the case names."""
    running = make_store(request.param, tmp_path_factory.mktemp("store"))
    running.client().create_bucket(Bucket=BUCKET)
    yield running
    running.kill()


@pytest.fixture(scope="session")
def filled(own_store: Store, samples: Path) -> Store:
    """A store that holds the samples, also where anyone may read them, and the odd names."""
    client = own_store.client()
    for file in sorted(samples.rglob("*")):
        if file.is_file():
            name = file.relative_to(samples).as_posix()
            for key in (cases.SAMPLES_KEY, cases.PUBLIC_KEY):
                client.put_object(Bucket=BUCKET, Key=key + name, Body=file.read_bytes())
    body = (samples / "towns.csv").read_bytes()
    for case in cases.cases():
        if case.sample == cases.ODD_SAMPLE:
            client.put_object(Bucket=BUCKET, Key=case.key, Body=body)
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(_public(cases.PUBLIC_KEY)))
    return own_store


@pytest.fixture(scope="session")
def outcome(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What running a case gave; all cases of its library and environment run together."""
    found: dict[tuple[str, str], dict[str, str | None]] = {}

    def of(case: Case) -> str | None:
        group = (case.library, case.environment)
        if group not in found:
            of_group = [
                each
                for each in cases.cases()
                if (each.library, each.environment) == group
                and (filled.name == "seaweedfs" or each.everywhere)
            ]
            found[group] = execute(filled, of_group, tmp_path_factory.mktemp("home"))
        return found[group].get(case.id, "It was not run.")

    return of


@pytest.fixture(scope="session")
def results() -> Iterator[Results]:
    """What ran, for the documentation."""
    found = Results()
    yield found
    found.write()


def test_snippet(case: Case, outcome: Outcome, results: Results) -> None:
    error = outcome(case)
    results.add("python", case.row, case.library, FAILED if error else RAN)
    assert error is None, error


def _public(prefix: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{BUCKET}/{prefix}*"],
            },
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:ListBucket"],
                "Resource": [f"arn:aws:s3:::{BUCKET}"],
                "Condition": {"StringLike": {"s3:prefix": [f"{prefix}*"]}},
            },
        ],
    }


@pytest.mark.parametrize("option", ["", ", use_listings_cache=False"])
def test_a_new_object_is_seen(filled: Store, option: str, tmp_path: Path) -> None:
    """A listing that the notebook's own file system has kept does not hide what came since."""
    sample = next(each for each in SAMPLES if each.id == "towns.csv")
    key = f"snippets/new{len(option)}/later.csv"
    body = (
        filled.client()
        .get_object(Bucket=BUCKET, Key=cases.SAMPLES_KEY + sample.name)["Body"]
        .read()
    )
    filled.client().put_object(Bucket=BUCKET, Key=f"{key}.old", Body=body)
    own = f"fs = s3fs.S3FileSystem(client_kwargs={{'endpoint_url': '{filled.endpoint}'}}{option})"
    asked = cases.request(sample, key, "read", "pandas")
    again = {**asked, "known": [own], "names": {"taken": ["fs"]}}
    listed = {**cases.request(MIXED_FOLDER, key.rsplit("/", 1)[0] + "/", "list", "pandas")}
    first, other, reused = cases.ask([{"request": each} for each in (listed, asked, again)])
    put = (
        "import boto3\nboto3.client('s3').put_object("
        f"Bucket={BUCKET!r}, Key={key!r}, Body={body!r})"
    )
    for codes in (
        [first, put, other],
        [f"import s3fs\n{own}\nfs.ls({folder(key)!r})", put, reused],
    ):
        filled.client().delete_object(Bucket=BUCKET, Key=key)
        payload = {
            "id": "new",
            "codes": [each if isinstance(each, str) else each["code"] for each in codes],
            "variable": "df",
            "expect": "rows",
        }
        error = run(filled, [payload], cases.POD, tmp_path)["new"]
        assert error is None, error


def folder(key: str) -> str:
    """The path of the folder that a key is in."""
    return f"{BUCKET}/{key.rsplit('/', 1)[0]}"
