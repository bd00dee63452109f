"""With public sharing switched off: nothing can be opened to strangers, and all can be taken back."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.routes.requests.takeback import MAX_BYTES, narrowed
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import make_server
from jupyterlab_s3_drive.tests.test_links import anonymous

READS = "OnyxiaMakePrefixPublicGetObject"
LISTS = "OnyxiaMakePrefixPublicListBucket"
ARN = "arn:aws:s3:::b"


def policy(*patterns: str, bucket: str = "b") -> dict[str, Any]:
    """Return a policy as Onyxia writes it."""
    anyone = {"Effect": "Allow", "Principal": "*"}
    arn = f"arn:aws:s3:::{bucket}"
    resources = [f"{arn}/{pattern}" for pattern in patterns]
    condition = {"StringLike": {"s3:prefix": list(patterns)}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": READS, **anyone, "Action": "s3:GetObject", "Resource": resources},
            {"Sid": LISTS, **anyone, "Action": "s3:ListBucket", "Resource": arn,
             "Condition": condition},
        ],
    }  # fmt: skip


DENIAL = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [f"{ARN}/secret/*"]}


def is_permitted(old: Any, new: Any) -> bool:
    """Tell whether the new policy may be written."""
    texts = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in (old, new)]
    try:
        sent = narrowed(*texts)
    except S3DriveError as error:
        assert error.code == "PublicSharingOff"
        return False
    assert json.loads(sent) == json.loads(texts[1])
    return True


def changed(document: dict[str, Any], number: int, **fields: Any) -> dict[str, Any]:
    """Return a policy with one statement changed; None removes a field."""
    result = copy.deepcopy(document)
    statement = {**result["Statement"][number], **fields}
    result["Statement"][number] = {k: v for k, v in statement.items() if v is not None}
    return result


class TestWhatTakesBack:
    old = policy("a/*", "b/*")

    def test_less_of_everything(self) -> None:
        assert is_permitted(self.old, self.old)
        assert is_permitted(self.old, policy("a/*"))
        assert is_permitted(self.old, policy("b/*", "a/*", "b/*"))
        assert is_permitted(self.old, {**self.old, "Statement": self.old["Statement"][1:]})
        assert is_permitted(self.old, {**self.old, "Statement": []})
        assert is_permitted(self.old, {**self.old, "Statement": self.old["Statement"][0]})

    def test_in_the_words_of_another_store(self) -> None:
        shown = changed(self.old, 0, Principal={"AWS": ["*"]}, Action=["s3:GetObject"], Sid=[READS])
        shown = changed(shown, 1, Principal={"AWS": "*"}, Resource=[ARN])
        assert is_permitted(shown, policy("a/*"))
        assert is_permitted(self.old, shown)

    def test_a_denial_stays(self) -> None:
        old = {**self.old, "Statement": [*self.old["Statement"], DENIAL]}
        assert is_permitted(old, {**old, "Statement": [DENIAL]})
        assert is_permitted(old, {**old, "Statement": [*policy("a/*")["Statement"], DENIAL]})
        assert not is_permitted(old, policy("a/*"))
        assert not is_permitted(old, changed(old, 2, Resource=[]))
        assert not is_permitted(old, {**old, "Statement": []})


@pytest.mark.parametrize(
    "new",
    [
        policy("a/*", "c/*"),
        policy("*"),
        policy("a*"),
        changed(policy("a/*"), 0, Principal={"AWS": ["*", "arn:aws:iam::1:user/x"]}),
        changed(policy("a/*"), 0, Action="s3:*"),
        changed(policy("a/*"), 0, Action=["s3:GetObject", "s3:PutObject"]),
        changed(policy("a/*"), 0, Effect="Deny"),
        changed(policy("a/*"), 0, Resource=None, NotResource=[f"{ARN}/a/*"]),
        changed(policy("a/*"), 0, Resource=[]),
        changed(policy("a/*"), 0, Resource={f"{ARN}/a/*": 1}),
        changed(policy("a/*"), 0, resource=[f"{ARN}/*"]),
        changed(policy("a/*"), 0, Condition={}),
        changed(policy("a/*"), 1, Condition=None),
        changed(policy("a/*"), 1, Condition={}),
        changed(policy("a/*"), 1, Condition={"StringLike": {"s3:prefix": []}}),
        changed(policy("a/*"), 1, Condition={"StringNotLike": {"s3:prefix": ["a/*"]}}),
        changed(policy("a/*"), 1, Condition={"StringLike": {"aws:Referer": ["a/*"]}}),
        changed(policy("a/*"), 1, Condition=["StringLike"]),
        {**policy("a/*"), "Version": "2008-10-17"},
        {**policy("a/*"), "statement": policy("*")["Statement"]},
        {**policy("a/*"), "Statement": [*policy("a/*")["Statement"], DENIAL]},
        {**policy("a/*"), "Statement": ["text"]},
        {"Version": "2012-10-17"},
        [],
        b"",
        b"null",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_what_would_open_something(new: Any) -> None:
    assert not is_permitted(policy("a/*", "b/*"), new)


def test_conditions_of_more_than_one_kind() -> None:
    prefixes = {"s3:prefix": ["a/*", "b/*"]}
    address = {"IpAddress": {"aws:SourceIp": ["10.0.0.9"]}}
    old = changed(policy("a/*", "b/*"), 1, Condition={"StringLike": prefixes, **address})
    assert is_permitted(old, old)
    for condition in (
        {"StringLike": {"s3:prefix": ["a/*"]}},
        {"StringLike": {"s3:prefix": ["a/*"], "aws:Referer": ["x"]}},
        {"StringLike": {"s3:prefix": ["a/*"]}, **address},
    ):
        assert not is_permitted(old, changed(old, 1, Condition=condition))
    # Fewer exceptions are more.
    unlike = changed(policy("a/*"), 1, Condition={"StringNotLike": prefixes})
    fewer = changed(policy("a/*"), 1, Condition={"StringNotLike": {"s3:prefix": ["a/*"]}})
    assert is_permitted(unlike, unlike) and not is_permitted(unlike, fewer)


def test_what_is_written_twice_is_sent_once() -> None:
    text = json.dumps(policy("a/*")).replace(
        '"Resource": [', '"Resource": ["arn:aws:s3:::b/*"], "Resource": [', 1
    )
    sent = narrowed(json.dumps(policy("a/*", "b/*")).encode(), text.encode())
    assert b"b/*" not in sent.replace(b"arn:aws:s3:::b/a/*", b"")


@pytest.fixture(scope="module")
def off(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A client of a server with public sharing switched off."""
    folder = tmp_path_factory.mktemp("off")
    server = make_server(folder, datalab_environment(store), {"S3Drive": {"public_sharing": False}})
    yield Browser(server.url, server.token)
    server.stop()


def make_bucket(store: Store, name: str) -> str:
    """Make a bucket with two objects."""
    client = store.client()
    client.create_bucket(Bucket=name)
    for key in ("a/x", "b/x"):
        client.put_object(Bucket=name, Key=key, Body=b"content")
    return name


@pytest.fixture(scope="module")
def closed(store: Store) -> str:
    """A bucket that no test may open."""
    return make_bucket(store, "closed")


def readable(store: Store, bucket: str) -> list[str]:
    """Return what a stranger can read."""
    url = f"{store.endpoint}/{bucket}"
    return [key for key in ("a/x", "b/x", "new") if anonymous("GET", f"{url}/{key}").status == 200]


def put(browser: Browser, bucket: str, document: Any, query: str = "?policy") -> Any:
    """Write a policy as JupyterLab's SDK does, with a digest of its own bytes."""
    text = json.dumps(document).encode()
    md5 = base64.b64encode(hashlib.md5(text).digest()).decode()
    headers = {
        "Content-MD5": md5,
        "x-amz-sdk-checksum-algorithm": "CRC32",
        "x-amz-checksum-crc32": "AAAAAA==",
    }
    return browser.s3("PUT", bucket, text, headers, query)


def test_taking_back_through_the_server(off: Browser, store: Store) -> None:
    client, bucket = store.client(), make_bucket(store, "taken-back")
    answer = put(off, bucket, policy("a/*", bucket=bucket))
    assert (answer.status, answer.code) == (403, "PublicSharingOff")
    both = policy("a/*", "b/*", bucket=bucket)
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(both))
    assert readable(store, bucket) == ["a/x", "b/x"]
    for wider in (policy("*", bucket=bucket), policy("a/*", "c/*", bucket=bucket)):
        answer = put(off, bucket, wider)
        assert (answer.status, answer.code) == (403, "PublicSharingOff")
    shown = json.loads(off.s3("GET", bucket, query="?policy").body)
    assert readable(store, bucket) == ["a/x", "b/x"]
    for statement in shown["Statement"]:
        condition = statement.get("Condition")
        if condition:
            condition["StringLike"]["s3:prefix"] = ["b/*"]
        else:
            statement["Resource"] = [f"arn:aws:s3:::{bucket}/b/*"]
    assert put(off, bucket, shown, "?policy&x-id=PutBucketPolicy").status in (200, 204)
    assert readable(store, bucket) == ["b/x"]
    answer = put(off, bucket, both)
    assert (answer.status, answer.code) == (403, "PublicSharingOff")
    assert off.s3("DELETE", bucket, query="?policy").status in (200, 204)
    assert readable(store, bucket) == []


def test_a_policy_that_is_too_long(off: Browser, closed: str) -> None:
    answer = off.s3("PUT", closed, b" " * (MAX_BYTES + 1), query="?policy")
    assert (answer.status, answer.code) == (403, "PublicSharingOff")


FORM = (
    b'--X\r\nContent-Disposition: form-data; name="key"\r\n\r\nnew\r\n'
    b'--X\r\nContent-Disposition: form-data; name="acl"\r\n\r\npublic-read\r\n'
    b'--X\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhello\r\n--X--\r\n'
)
IS_FORM = {"Content-Type": 'Multipart/Form-Data; boundary="X"'}
OPEN = {"x-amz-acl": "public-read"}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        *(("PUT", f"?{query}", {}) for query in (
            "policy", "%70olicy=", "Policy", "policy&policy", "policy=x", "policy&x-id=PutBucketPolicy",
            "acl", "ACL", "publicAccessBlock", "ownershipControls", "website", "notification",
            "cors&policy", "tagging&acl", "x-amz-acl=public-read", "policyStatus", "",
        )),
        ("PUT", "/?policy", {}), ("PUT", "/?acl", OPEN), ("POST", "?policy", {}),
        ("DELETE", "?publicAccessBlock", {}), ("DELETE", "?ownershipControls", {}),
        ("PUT", "/a/x?acl", {}), ("PUT", "/a/x?acl&versionId=null", OPEN), ("PUT", "/a/x?policy", {}),
        ("PUT", "/new", OPEN), ("PUT", "/new", {"X-AMZ-ACL": " Public-Read-Write "}),
        ("PUT", "/new", {"x-amz-grant-read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'}),
        ("PUT", "/new", {**OPEN, "x-amz-copy-source": "{bucket}/a/x"}),
        ("PUT", "/new?X-Amz-Acl=public-read", {}), ("POST", "/new?uploads", OPEN),
        ("POST", "/new?uploads&x-amz-grant-full-control=x", {}),
        ("POST", "", IS_FORM), ("POST", "/", IS_FORM), ("POST", "/a/x", IS_FORM),
        ("POST", "?delete", IS_FORM),
    ],
)  # fmt: skip
def test_every_way_to_open_a_bucket(
    off: Browser, store: Store, closed: str, method: str, path: str, headers: dict[str, str]
) -> None:
    body = FORM if headers == IS_FORM else json.dumps(policy("*", bucket=closed)).encode()
    given = {name: value.replace("{bucket}", closed) for name, value in headers.items()}
    answer = off.send(method, f"api/{closed}{path}", body, given)
    assert (answer.origin, answer.status in (400, 403)) == ("proxy", True)
    assert readable(store, closed) == []
    assert anonymous("GET", f"{store.endpoint}/{closed}?list-type=2&prefix=").status == 403
