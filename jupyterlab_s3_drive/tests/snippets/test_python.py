"""Every Python snippet runs against a real store and gives the data that was uploaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store

from . import cases
from .cases import Case
from .environments import AVAILABLE, execute, run, variables
from .results import FAILED, RAN, Results
from .samples import sample
from .told import told

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(400),
]

Outcome = Callable[[Case], str | None]
Found = dict[str, str | None]

#: Processes at a time: of a library in an environment each.
_PARALLEL = 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each case to the stores that it is for; those of one store stand together."""
    if not AVAILABLE:
        return
    if "case" not in metafunc.fixturenames:
        if "filled" in metafunc.fixturenames:
            metafunc.parametrize("own_store", kinds_of_store(), indirect=True, scope="session")
        return
    pairs = [
        (kind, case)
        for kind in kinds_of_store()
        for case in cases.cases()
        if case.runs_on(kind.name)
    ]
    metafunc.parametrize(
        ("own_store", "case"),
        pairs,
        indirect=["own_store"],
        ids=[f"{kind.name}-{case.id}" for kind, case in pairs],
        scope="session",
    )


@pytest.fixture(scope="session")
def outcome(
    filled: Store, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcome]:
    """What running a case gave; all cases of its library and environment run in one process."""
    groups: dict[tuple[str, str], list[Case]] = {}
    # Those that are asked for: with `-k ibis` no other library runs.
    specs = (getattr(item, "callspec", None) for item in request.session.items)
    chosen = {spec.params["case"].id for spec in specs if spec and "case" in spec.params}
    for case in cases.cases():
        if case.id in chosen and case.runs_on(filled.name):
            groups.setdefault((case.library, case.environment), []).append(case)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        running: dict[tuple[str, str], Future[Found]] = {
            group: pool.submit(execute, filled, members, tmp_path_factory.mktemp("home"))
            for group, members in groups.items()
        }
        yield lambda case: running[case.library, case.environment].result()[case.id]


def test_snippet(case: Case, own_store: Store, outcome: Outcome, results: Results) -> None:
    error = outcome(case)
    where = f"{case.id} {own_store.name}"
    results.add(case.operation, case.row, case.library, where, FAILED if error else RAN)
    assert error is None, error


def test_all_cases_are_known(results: Results) -> None:
    """What does not run now is said to be left out."""
    kinds = kinds_of_store()
    for case in cases.cases():
        for store in (kind.name for kind in kinds):
            if case.sample.where == "all" or store == "seaweedfs":
                results.expect(case.operation, case.row, case.library, f"{case.id} {store}")
    assert len({case.id for case in cases.cases()}) == len(cases.cases())


@pytest.mark.parametrize("option", ["", ", use_listings_cache=False"])
def test_a_new_object_is_seen(filled: Store, option: str, tmp_path: Path) -> None:
    """A listing that the notebook's own file system has kept does not hide what came since."""
    towns = sample("towns.csv")
    key = f"snippets/new{len(option)}/later.csv"
    body = (
        filled.client().get_object(Bucket=BUCKET, Key=cases.SAMPLES_KEY + towns.name)["Body"].read()
    )
    filled.client().put_object(Bucket=BUCKET, Key=f"{key}.old", Body=body)
    own = f"fs = s3fs.S3FileSystem(client_kwargs={{'endpoint_url': '{filled.endpoint}'}}{option})"
    env = variables(filled, cases.POD, tmp_path)
    asked = {**cases.request(towns, key, "read", "pandas"), "store": told(env)}
    again = {**asked, "known": [own], "names": {"taken": ["fs"]}}
    folder = key.rsplit("/", 1)[0]
    listed = {
        **cases.request(sample("mixed/"), f"{folder}/", "list", "pandas"),
        "store": told(env),
    }
    first, other, reused = cases.ask([{"request": each} for each in (listed, asked, again)])
    put = (
        "import boto3\nboto3.client('s3').put_object("
        f"Bucket={BUCKET!r}, Key={key!r}, Body={body!r})"
    )
    for codes in (
        [first["code"], put, other["code"]],
        [f"import s3fs\n{own}\nfs.ls('{BUCKET}/{folder}')", put, reused["code"]],
    ):
        filled.client().delete_object(Bucket=BUCKET, Key=key)
        payload = {"id": "new", "codes": codes, "variable": "df", "expect": "rows"}
        error = run([payload], env, tmp_path)["new"]
        assert error is None, error


def test_a_query_replaces_the_file_that_it_reads(filled: Store, tmp_path: Path) -> None:
    """A table that is read when it is written does not lose its rows."""
    towns = sample("towns.csv")
    key = f"snippets/replaced/{towns.name}"
    source = {"Bucket": BUCKET, "Key": cases.SAMPLES_KEY + towns.name}
    filled.client().copy_object(Bucket=BUCKET, Key=key, CopySource=source)
    env = variables(filled, cases.POD, tmp_path)
    asked = [
        {**cases.request(towns, key, operation, library), "store": told(env)}
        for operation, library in (("read", "ibis"), ("write", "ibis"), ("read", "pandas"))
    ]
    codes = [each["code"] for each in cases.ask([{"request": each} for each in asked])]
    payload = {"id": "replaced", "codes": codes, "variable": "df", "expect": "rows"}
    error = run([payload], env, tmp_path)["replaced"]
    assert error is None, error
