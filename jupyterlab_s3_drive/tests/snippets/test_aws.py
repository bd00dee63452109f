"""On AWS, where no variable names an endpoint, snippets ask AWS: each request is intercepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import cases
from .environments import AVAILABLE, base, write_and_run
from .interception import Interceptor
from .results import FAILED, RAN, Results
from .samples import sample

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(200),
]

REGION = "eu-west-3"
#: Tells the proxy to libraries that do not take it from the environment.
PRELUDES = {
    "duckdb": """
import duckdb
duckdb.sql("LOAD httpfs")
duckdb.sql("SET http_proxy = '{proxy}'")
duckdb.sql("SET ca_cert_file = '{bundle}'")
""",
    "pyarrow": """
import functools, pyarrow.fs
pyarrow.fs.S3FileSystem = functools.partial(pyarrow.fs.S3FileSystem, proxy_options="{proxy}")
""",
}
LIBRARIES = ("pandas", "storage-options", "polars", "pyarrow", "duckdb", "boto3", "dask")


@pytest.fixture
def interceptor(tmp_path: Path) -> Iterator[Interceptor]:
    """What answers in the place of AWS."""
    running = Interceptor(tmp_path)
    yield running
    running.close()


@pytest.mark.parametrize("library", LIBRARIES)
def test_aws_is_asked(
    library: str, interceptor: Interceptor, tmp_path: Path, results: Results
) -> None:
    env = {
        **base(tmp_path),
        "AWS_ACCESS_KEY_ID": "AKIDOFNOBODY",
        "AWS_SECRET_ACCESS_KEY": "secret-of-nobody",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CA_BUNDLE": str(interceptor.bundle),
        "SSL_CERT_FILE": str(interceptor.bundle),
        "AWS_MAX_ATTEMPTS": "1",
    }
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        env.update({name: interceptor.url, name.lower(): interceptor.url})
    asked = cases.request(sample("towns.csv"), "towns.csv", "read", library)
    asked["place"] = {"bucket": "a-bucket", "key": "towns.csv"}
    payload = {
        "id": library,
        "expect": "rows",
        "fails": True,
        "prelude": PRELUDES.get(library, "").format(
            proxy=interceptor.url, bundle=interceptor.bundle
        ),
        "questions": [{**asked, "scheme": "https"}],
    }
    error = write_and_run([payload], env, tmp_path)[library]
    good = error is None and bool(interceptor.asked)
    row = "AWS: no endpoint; the request is intercepted"
    results.add("environments", row, library, library, RAN if good else FAILED)
    assert error is None, error
    assert interceptor.asked, "It has asked nobody."
    assert any(f"/{REGION}/s3/aws4_request" in each.authorization for each in interceptor.asked)
    for each in interceptor.asked:
        assert each.host.endswith(".amazonaws.com") and each.port == 443, each
        assert REGION in each.host, each
        assert "a-bucket" in f"{each.host}{each.path}", each
