"""Signatures of requests: what botocore, which AWS maintains, would send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import ReadOnlyCredentials

from jupyterlab_s3_drive.credentials.credentials import Credentials
from jupyterlab_s3_drive.store.signing import sign

PLAIN = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
SESSION = Credentials("AKIDEXAMPLE", "secret", "token/with+signs==")

URLS = {
    "a key": "https://s3.example.org/bucket/key",
    "a port": "http://127.0.0.1:9000/bucket/key",
    "the usual port": "https://s3.example.org:443/bucket/key",
    "http's usual port": "http://s3.example.org:80/bucket/key",
    "the port of the other scheme": "http://s3.example.org:443/bucket/key",
    "IPv6": "http://[::1]:9000/bucket/key",
    "IPv6 without a port": "https://[fd00::1]/bucket/key",
    "capitals in the host": "https://S3.Example.ORG/bucket/key",
    "the bucket in the host": "https://bucket.s3.eu-west-3.amazonaws.com/key",
    "the buckets": "https://s3.example.org/",
    "an encoded key": "https://s3.example.org/b/%C3%A9%20b%2B%2541%23%3F/~a_b-c.d",
    "slashes": "https://s3.example.org/b/a//b/",
    "a listing": "https://s3.example.org/b/?delimiter=%2F&list-type=2&prefix=a%20b",
    "a subresource": "https://s3.example.org/b/k?tagging=",
    "values that sort otherwise than names": "https://s3.example.org/b/k?a=1&a=2&ab=0",
    "a capital in a name": "https://s3.example.org/b/k?partNumber=1&uploadId=x",
}
HEADERS: dict[str, Mapping[str, str]] = {
    "none": {},
    "many": {"content-type": "text/csv", "if-none-match": "*", "x-amz-meta-b": "1", "range": "a"},
    "spaces": {"x-amz-meta-a": "  a   b\tc  "},
    "not ASCII": {"x-amz-meta-a": "été 日本", "content-disposition": 'inline; filename="é"'},
    "no-break spaces": {"x-amz-meta-a": "a\u00a0b"},
    "empty": {"x-amz-meta-a": ""},
    "capitals": {"Content-MD5": "abc", "X-Amz-Acl": "private"},
    "what is not signed": {"user-agent": "x", "expect": "100-continue", "x-amzn-trace-id": "y"},
}


def by_botocore(
    method: str, url: str, headers: Mapping[str, str], credentials: Credentials, region: str
) -> dict[str, str]:
    """Return what botocore sends, without a signature of the payload."""
    request = AWSRequest(method=method, url=url, headers=dict(headers))
    request.context["client_config"] = Config(s3={"payload_signing_enabled": False})
    keys = ReadOnlyCredentials(credentials.access_key, credentials.secret_key, credentials.token)
    S3SigV4Auth(keys, "s3", region).add_auth(request)
    return dict(request.headers.items())


def same_second(*request: object) -> tuple[dict[str, str], dict[str, str]]:
    """Return ours and botocore's, signed in the same second."""
    while True:
        ours, theirs = sign(*request), by_botocore(*request)  # type: ignore[arg-type]
        if ours["X-Amz-Date"] == theirs["X-Amz-Date"]:
            return ours, theirs


@pytest.mark.parametrize("credentials", [PLAIN, SESSION], ids=["keys", "a session"])
@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_it_is_what_botocore_sends(
    headers: Mapping[str, str], url: str, credentials: Credentials
) -> None:
    for method, region in (("GET", "us-east-1"), ("PUT", "eu-west-3"), ("HEAD", "")):
        ours, theirs = same_second(method, url, headers, credentials, region)
        assert ours == theirs


def test_other_keys_are_not_signed_with_those_before() -> None:
    url = URLS["a key"]
    signed = {
        sign("GET", url, {}, Credentials("same", secret), region)["Authorization"][-64:]
        for secret in ("a", "b")
        for region in ("us-east-1", "eu-west-3")
    }
    assert len(signed) == 4
