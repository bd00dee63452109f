"""On AWS, where no variable names an endpoint, snippets ask AWS: each request is intercepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    "ibis": """
import ibis
con = ibis.get_backend()
con.load_extension("httpfs")
con.raw_sql("SET http_proxy = '{proxy}'")
con.raw_sql("SET ca_cert_file = '{bundle}'")
""",
    "pyarrow": """
import functools, pyarrow.fs
pyarrow.fs.S3FileSystem = functools.partial(pyarrow.fs.S3FileSystem, proxy_options="{proxy}")
""",
}


@pytest.fixture
def interceptor(tmp_path: Path) -> Iterator[Interceptor]:
    """What answers in the place of AWS."""
    running = Interceptor(tmp_path)
    yield running
    running.close()


def test_aws_is_asked(interceptor: Interceptor, tmp_path: Path, results: Results) -> None:
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
    libraries = cases.table_libraries()
    errors = write_and_run([_payload(each, interceptor) for each in libraries], env, tmp_path)
    wrong = {each: errors[each] or _wrong(each, interceptor) for each in libraries}
    for library, error in wrong.items():
        row = "AWS: no endpoint; the request is intercepted"
        results.add("environments", row, library, library, FAILED if error else RAN)
    assert not any(wrong.values()), wrong


def _payload(library: str, interceptor: Interceptor) -> dict[str, Any]:
    """Return a case that reads from a bucket of its own, and is refused."""
    asked = cases.request(sample("towns.csv"), "towns.csv", "read", library)
    asked["location"] = {"bucket": _bucket(library), "key": "towns.csv"}
    prelude = PRELUDES.get(library, "")
    return {
        "id": library,
        "expect": "rows",
        "fails": True,
        "prelude": prelude.format(proxy=interceptor.url, bundle=interceptor.bundle),
        "questions": [asked],
    }


def _bucket(library: str) -> str:
    return f"of-{library}"


def _wrong(library: str, interceptor: Interceptor) -> str | None:
    """Return what is wrong with the requests for the bucket of a library."""
    bucket = _bucket(library)
    found = [each for each in interceptor.asked if bucket in f"{each.host}{each.path}"]
    if not any(f"/{REGION}/s3/aws4_request" in each.authorization for each in found):
        return f"No signed request for {REGION}: {interceptor.asked}"
    wrong = [
        each
        for each in interceptor.asked
        if not each.host.endswith(f".{REGION}.amazonaws.com") or each.port != 443
    ]
    return f"Not AWS: {wrong}" if wrong else None
