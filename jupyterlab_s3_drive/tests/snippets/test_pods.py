"""The environments that pods have: https, temporary credentials, older services, other variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.certificates import make_certificates
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store, running_store

from . import cases
from .environments import AVAILABLE, base, write_and_run
from .results import FAILED, RAN, Results
from .samples import FULL, sample

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(300),
]

KEY = "towns.csv"
#: Nobody listens there: who takes this endpoint fails.
NOWHERE = "http://127.0.0.1:9"

Read = Callable[..., None]
Preludes = dict[str, str]


@pytest.fixture(scope="module")
def _kind() -> type[Store]:
    """MinIO where it is, which is what pods of the Datalab speak to."""
    return kinds_of_store()[-1]


@pytest.fixture(scope="module")
def store(
    _kind: type[Store], samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store on http."""
    yield from _serve(_kind, samples, tmp_path_factory.mktemp("http"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Path, Path]]:
    """The authority of the test, and a certificate that it has issued."""
    return make_certificates(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def safe_store(
    _kind: type[Store],
    samples: Path,
    authority: tuple[Path, tuple[Path, Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    """A store on https."""
    bundle, pair = authority
    yield from _serve(_kind, samples, tmp_path_factory.mktemp("https"), bundle, tls=pair)


def _serve(
    kind: type[Store], samples: Path, folder: Path, verify: Path | None = None, **options: Any
) -> Iterator[Store]:
    with running_store(kind, folder, **options) as running:
        client = running.client(verify=verify and str(verify))
        client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key=KEY, Body=(samples / KEY).read_bytes())
        yield running


@pytest.fixture
def read(tmp_path: Path, results: Results) -> Read:
    """Read the table with each library, in one process with these variables."""

    def run(
        row: str, env: dict[str, str], preludes: Preludes | None = None, endpoint: str = ""
    ) -> None:
        asked = cases.request(sample("towns.csv"), KEY, "read")
        payloads = [
            {
                "id": library,
                "expect": "rows",
                "prelude": (preludes or {}).get(library),
                "questions": [{**asked, "library": library}],
            }
            for library in cases.table_libraries()
        ]
        found = write_and_run(payloads, {**base(tmp_path), **env}, tmp_path, endpoint)
        for library, error in found.items():
            results.add("environments", row, library, library, FAILED if error else RAN)
        assert not any(found.values()), "\n".join(filter(None, found.values()))

    return run


def _trusting(bundle: Path) -> dict[str, str]:
    """Return the variables that name an authority to botocore, and to what is written in C or Rust."""
    return {"AWS_CA_BUNDLE": str(bundle), "SSL_CERT_FILE": str(bundle)}


_DUCKDB_TOLD = """
import duckdb
duckdb.sql("LOAD httpfs")
duckdb.sql("SET ca_cert_file = '{bundle}'")
"""
_IBIS_TOLD = """
import ibis
con = ibis.get_backend()
con.load_extension("httpfs")
con.raw_sql("SET ca_cert_file = '{bundle}'")
"""


def _told(bundle: Path) -> Preludes:
    """Return the code that tells the authority to a library which reads no variable."""
    told = {"duckdb": _DUCKDB_TOLD, "ibis": _IBIS_TOLD}
    return {library: code.format(bundle=bundle) for library, code in told.items()}


def _without(env: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in env.items() if name not in names}


def test_a_pod_is_on_https(
    safe_store: Store, authority: tuple[Path, tuple[Path, Path]], read: Read
) -> None:
    env = {**datalab_environment(safe_store), **_trusting(authority[0])}
    assert "://" not in env["AWS_S3_ENDPOINT"]
    read("a pod: https, a bare host", env, _told(authority[0]))


def test_an_older_pod_names_its_host_alone(
    safe_store: Store, authority: tuple[Path, tuple[Path, Path]], read: Read
) -> None:
    pod = {**datalab_environment(safe_store), **_trusting(authority[0])}
    env = _without(pod, "AWS_ENDPOINT_URL", "S3_ENDPOINT", "AWS_PATH_STYLE_ACCESS")
    env["AWS_DEFAULT_REGION"] = ""
    row = "a pod of before May 2025: AWS_S3_ENDPOINT alone"
    read(row, env, _told(authority[0]))


def test_temporary_credentials(store: Store, read: Read) -> None:
    if store.name != "minio":
        pytest.skip("SeaweedFS issues none")
    issued = store.client("sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/test", RoleSessionName="test", DurationSeconds=3600
    )["Credentials"]
    assert issued["SessionToken"]
    env = {
        **datalab_environment(store),
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }
    read("temporary credentials of MinIO", env)


VARIABLES = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "S3_ENDPOINT", "AWS_S3_ENDPOINT")


@pytest.mark.parametrize("number", range(len(VARIABLES)))
def test_the_first_variable_counts(number: int, store: Store, read: Read, results: Results) -> None:
    """What is empty counts as absent, and what comes later is not looked at."""
    row = f"{VARIABLES[number]} before what follows it"
    for library in cases.table_libraries():
        results.expect("environments", row, library, library)
    if 0 < number < len(VARIABLES) - 1 and not FULL:
        pytest.skip("scripts/test full")
    env = _without(datalab_environment(store), *VARIABLES)
    env.update(dict.fromkeys(VARIABLES[:number], ""))
    env[VARIABLES[number]] = f"{store.endpoint}/"
    env.update(dict.fromkeys(VARIABLES[number + 1 :], NOWHERE))
    read(row, env)


def test_a_profile_names_the_endpoint_and_the_keys(
    store: Store, read: Read, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    keys = (store.access_key, store.secret_key)
    config.write_text(
        f"[default]\nregion = {store.region}\nendpoint_url = {store.endpoint}/\n"
        "aws_access_key_id = {}\naws_secret_access_key = {}\n".format(*keys)
    )
    read("a profile names the endpoint and has the keys", {"AWS_CONFIG_FILE": str(config)})


def test_a_variable_goes_before_the_profile(store: Store, read: Read, tmp_path: Path) -> None:
    """The server takes `AWS_S3_ENDPOINT`, which botocore does not know, rather than the profile."""
    config = tmp_path / "config"
    config.write_text(f"[default]\nendpoint_url = {NOWHERE}\n")
    env = _without(datalab_environment(store), "AWS_ENDPOINT_URL", "S3_ENDPOINT")
    read("AWS_S3_ENDPOINT before another profile", {**env, "AWS_CONFIG_FILE": str(config)})


def test_an_endpoint_that_only_the_server_knows(store: Store, read: Read) -> None:
    env = _without(datalab_environment(store), *VARIABLES)
    env["AWS_ENDPOINT_URL"] = NOWHERE
    read("an endpoint that stands in the snippet", env, endpoint=f"{store.endpoint}/")
