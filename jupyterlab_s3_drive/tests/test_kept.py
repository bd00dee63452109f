"""What belongs to an object stays its own when the server writes other bytes in its place."""

from __future__ import annotations

import json
import re
import time
import urllib.request
import zlib
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import StoreRefusal
from jupyterlab_s3_drive.objects.keeping import grant_headers, keeping
from jupyterlab_s3_drive.objects.kept import FATES, fate_of, kept_headers, replaced_headers
from jupyterlab_s3_drive.objects.multipart import wants_checksum
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.defaultheaders import with_default_headers
from jupyterlab_s3_drive.store.target import Target
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import (
    BUCKET,
    KEYS,
    MIB,
    REPOSITORY,
    make_server,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import KMS_KEY, MinioStore, MotoStore
from jupyterlab_s3_drive.tests.kit.wire import Wire
from jupyterlab_s3_drive.tests.test_links import anonymous
from jupyterlab_s3_drive.transfers.entries import PART_BYTES

NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)
SSE = "x-amz-server-side-encryption"


def test_the_same_table_as_in_the_browser() -> None:
    text = (REPOSITORY / "src" / "s3" / "metadata" / "kept.ts").read_text()
    table = re.search(r"export const FATES:.*?= \{(.*?)\n\};", text, re.DOTALL)
    assert table
    found = re.findall(r"^  '?([a-z0-9-]+)'?: '(\w+)'", table[1], re.MULTILINE)
    assert dict(found) == FATES


@pytest.mark.parametrize(
    ("until", "is_kept"),
    [
        ("2030-01-01T00:00:01Z", True),
        ("2030-01-01T00:00:01.123Z", True),
        ("2029-12-31T23:59:59.999Z", False),
    ],
)
def test_a_retention_is_kept_while_it_lasts(until: str, is_kept: bool) -> None:
    lock = {"x-amz-object-lock-mode": "GOVERNANCE", "x-amz-object-lock-retain-until-date": until}
    assert kept_headers(lock, NOW) == (lock if is_kept else {})


def test_what_is_kept() -> None:
    answer = {name: "1" for name in FATES} | {"X-Amz-Meta-A": "b", "x-amz-tomorrow": "1"}
    answer["x-amz-object-lock-retain-until-date"] = "2031-01-01T00:00:00Z"
    answer["x-amz-object-lock-legal-hold"] = "ON"
    kept = kept_headers(answer, NOW)
    going = {name for name, fate in FATES.items() if fate in ("same", "changed")}
    assert set(kept) == going | {"x-amz-meta-a"}
    assert fate_of("x-amz-tomorrow") is None
    assert kept_headers({"x-amz-object-lock-legal-hold": "OFF"}) == {}


def test_other_bytes_have_no_old_encoding() -> None:
    assert replaced_headers({"content-encoding": "gzip", "content-type": "a/b"}, "c/d") == {
        "content-type": "c/d"
    }
    assert replaced_headers({"content-type": "a/b"}, "c/d") == {"content-type": "a/b"}
    for generic in ("binary/octet-stream", "application/octet-stream"):
        assert replaced_headers({"content-type": generic}, "c/d") == {"content-type": "c/d"}


def test_grants_as_headers() -> None:
    def acl(*grants: str) -> dict[str, str]:
        owner = "<Owner><ID>me</ID></Owner>"
        listed = "".join(f"<Grant>{each}</Grant>" for each in grants)
        text = f"<AccessControlPolicy>{owner}<List>{listed}</List></AccessControlPolicy>"
        return grant_headers(ElementTree.fromstring(text))

    own = "<Grantee><ID>me</ID></Grantee><Permission>FULL_CONTROL</Permission>"
    other = "<Grantee><ID>you</ID></Grantee><Permission>READ</Permission>"
    everyone = "<Grantee><URI>http://all</URI></Grantee><Permission>READ</Permission>"
    assert acl() == acl(own) == {}
    assert acl(own, other, everyone) == {
        "x-amz-grant-full-control": 'id="me"',
        "x-amz-grant-read": 'id="you", uri="http://all"',
    }


@pytest.mark.parametrize(
    ("status", "code", "message", "given_up"),
    [
        (400, "InvalidStorageClass", "", ["storageClass"]),
        (403, "AccessDenied", "", ["grants", "lock"]),
        (400, "AccessControlListNotSupported", "", ["grants"]),
        (400, "InvalidRequest", "Bucket is missing ObjectLockConfiguration", ["lock"]),
        (403, "AccessDenied", "not authorized to perform: kms:GenerateDataKey", None),
        (404, "kms:KeyNotFound", "", None),
        (412, "PreconditionFailed", "", None),
    ],
)
async def test_what_is_given_up(
    status: int, code: str, message: str, given_up: list[str] | None
) -> None:
    headers = {
        "x-amz-grant-read": "1",
        "x-amz-object-lock-mode": "1",
        "x-amz-storage-class": "1",
        SSE: "aws:kms",
    }
    parts = {"storageClass": "x-amz-storage-class", "grants": "x-amz-grant-read"}
    refused = parts.get((given_up or [""])[-1], "x-amz-object-lock-mode")
    lost: list[str] = []

    async def write(left: dict[str, str]) -> None:
        if given_up is None or refused in left:
            raise StoreRefusal(status, code, message)

    if given_up is None:
        with pytest.raises(StoreRefusal) as caught:
            await keeping(headers, write, lost.append)
        is_key = code != "PreconditionFailed"
        assert caught.value.code == ("KeyNotUsable" if is_key else code)
    else:
        await keeping(headers, write, lost.append)
    assert lost == (given_up or [])


def test_which_refusal_wants_a_checksum() -> None:
    asked = "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests"
    assert wants_checksum(StoreRefusal(400, "InvalidRequest", asked))
    assert not wants_checksum(StoreRefusal(400, "InvalidRequest", "no"))


@pytest.mark.parametrize(
    ("method", "key", "parameters", "makes"),
    [
        ("PUT", b"a", (), True),
        ("PUT", b"a", (("x-id", "PutObject"),), True),
        ("POST", b"a", (("uploads", ""),), True),
        ("PUT", b"a", (("partNumber", "1"), ("uploadId", "u")), False),
        ("PUT", b"a", (("tagging", ""),), False),
        ("PUT", b"", (("policy", ""),), False),
        ("POST", b"a", (("uploadId", "u"),), False),
        ("GET", b"a", (), False),
    ],
)
def test_what_the_administrator_wants(
    method: str, key: bytes, parameters: tuple[tuple[str, str], ...], makes: bool
) -> None:
    settings = Settings(
        request_payer="requester",
        server_side_encryption="aws:kms",
        server_side_encryption_kms_key_id="key",
    )
    target = Target(b"bucket", key, parameters)
    payer = {"x-amz-request-payer": "requester"}
    wanted = {SSE: "aws:kms", f"{SSE}-aws-kms-key-id": "key"} if makes else {}
    assert with_default_headers(method, target, {"a": "b"}, settings) == {
        "a": "b",
        **payer,
        **wanted,
    }
    own = {SSE: "AES256"}
    assert with_default_headers(method, target, own, settings) == {**own, **payer}
    assert with_default_headers(method, target, own, Settings()) == own


#: What each store knows of an object, beside what all know.
KNOWN: dict[str, dict[str, Any]] = {
    "seaweedfs": {"ServerSideEncryption": "AES256", "StorageClass": "STANDARD_IA"},
    "minio": {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": KMS_KEY,
        "SSEKMSEncryptionContext": "eyJhIjoiYiJ9",
        "StorageClass": "REDUCED_REDUNDANCY",
    },
    "moto": {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": KMS_KEY,
        "BucketKeyEnabled": True,
        "StorageClass": "STANDARD_IA",
        "WebsiteRedirectLocation": "/elsewhere",
        "ACL": "public-read",
    },
}
ALL = {
    "CacheControl": "max-age=60",
    "ContentDisposition": "inline",
    "ContentLanguage": "fr",
    "ContentType": "text/x-mine",
    "Expires": datetime(2031, 1, 2, tzinfo=timezone.utc),
    "Metadata": {"owner": "me"},
    "Tagging": "project=a%20b",
}


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[JupyterServer, Store]]:
    """A server whose store stands in for AWS."""
    with running_store(MotoStore, tmp_path_factory.mktemp("moto")) as store:
        store.client().create_bucket(Bucket=BUCKET)
        folder = tmp_path_factory.mktemp("server")
        server = make_server(folder, datalab_environment(store))
        yield server, store
        server.stop()


def belongings(store: Store, key: str) -> Any:
    """Return all that belongs to an object but its bytes, also what nobody knows yet."""
    s3, place = store.client(), {"Bucket": BUCKET, "Key": key}
    headers = s3.head_object(**place)["ResponseMetadata"]["HTTPHeaders"]
    told = {
        name: value
        for name, value in headers.items()
        if name.startswith(("x-amz-", "content-", "cache-", "expires")) and fate_of(name) != "made"
    }
    return told, s3.get_object_acl(**place)["Grants"], s3.get_object_tagging(**place)["TagSet"]


def replace_and_compare(server: JupyterServer, store: Store, name: str, size: int) -> None:
    sides = Sides(server, store, f"{zlib.crc32(name.encode())}-{time.monotonic_ns()}")
    key = sides.prefix + "a.csv"
    known = KNOWN[store.name]
    if size > PART_BYTES:
        # moto does not heed it in an upload in parts.
        known = {name: value for name, value in known.items() if name != "BucketKeyEnabled"}
    sides.s3.put_object(Bucket=BUCKET, Key=key, Body=b"before", **ALL, **known)
    before = belongings(store, key)
    (sides.folder / "a.csv").write_bytes(bytes(size))
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/a.csv", overwrite="replace")
    assert (told["state"], told["failures"], told["lost"]) == ("done", [], [])
    assert belongings(store, key) == before
    assert len(sides.get("a.csv")) == size


@pytest.mark.parametrize("size", [10, 2 * MIB, 17 * MIB])
def test_a_replacing_copy_keeps_all(server: JupyterServer, store: Store, size: int) -> None:
    replace_and_compare(server, store, "replace", size)


@pytest.mark.parametrize("size", [10, 2 * MIB, 17 * MIB])
def test_a_replacing_copy_keeps_all_on_aws(moto: tuple[JupyterServer, Store], size: int) -> None:
    replace_and_compare(*moto, "moto", size)


def test_new_objects_are_encrypted_as_the_administrator_wants(store: Store, tmp_path: Path) -> None:
    config = {"S3Drive": {"server_side_encryption": "AES256", "request_payer": "requester"}}
    server = make_server(tmp_path, datalab_environment(store), config)
    try:
        browser = Browser(server.url, server.token)
        for path in ("own-1", "own-2?x-id=PutObject"):
            assert browser.send("PUT", f"api/{BUCKET}/{path}", b"x").status == 200
            key = path.partition("?")[0]
            head = store.client().head_object(Bucket=BUCKET, Key=key)
            assert head["ServerSideEncryption"] == "AES256"
        asked = {"bucket": BUCKET, "key": "own-3", "method": "PUT", "expiresIn": 60}
        link = browser.send("POST", "links", json.dumps(asked).encode()).json
        assert link["headers"] == {"If-None-Match": "*", SSE: "AES256"}
        assert "x-amz-request-payer=requester" in link["url"]
        asked = {"bucket": BUCKET, "key": "own-1", "method": "GET", "expiresIn": 60}
        url = browser.send("POST", "links", json.dumps(asked).encode()).json["url"]
        assert "x-amz-request-payer=requester" in url
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert answer.read() == b"x"
    finally:
        server.stop()


#: What an administrator's policy says who wants every new object to be encrypted.
DEMANDS = [
    {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"]},
    {
        "Effect": "Deny",
        "Action": ["s3:PutObject"],
        "Resource": ["arn:aws:s3:::*"],
        "Condition": {"Null": {f"s3:{SSE}": "true"}},
    },
]


@pytest.mark.parametrize("wanted", ["", "AES256"])
def test_a_policy_that_demands_encryption(
    wanted: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """MinIO heeds the condition; what the administrator sets satisfies it, and nothing else does."""
    if not minio_is_wanted():
        pytest.skip("needs minio")
    with running_store(MinioStore, tmp_path_factory.mktemp("store")) as store:
        store.client().create_bucket(Bucket=BUCKET)
        env = {**datalab_environment(store), **_session(store)}
        server = make_server(tmp_path, env, {"S3Drive": {"server_side_encryption": wanted}})
        try:
            sides = Sides(server, store, f"demands-{bool(wanted)}")
            told = write_everywhere(sides)
        finally:
            server.stop()
        if not wanted:
            assert set(told.values()) == {403}
            assert sides.stored() == set()
            return
        assert set(told.values()) == {200}
        assert sides.stored() == {"put", "copy", "link", "file"}
        for key in sides.stored():
            head = store.client().head_object(Bucket=BUCKET, Key=sides.prefix + key)
            assert head["ServerSideEncryption"] == wanted


#: How the first object of a bucket is encrypted that demands it.
ENCRYPTIONS: dict[str, dict[str, Any]] = {
    "AES256": {"ServerSideEncryption": "AES256"},
    "KMS": {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KMS_KEY},
    "bucket-key": {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": KMS_KEY,
        "BucketKeyEnabled": True,
    },
}


class _Demanding(Wire):
    """Refuses objects without the header in front of a store that has no policies."""

    def refusal(self, line: str, head: bytes) -> bytes | None:
        makes = line.startswith("PUT ") or "?uploads" in line
        if not makes or "uploadId=" in line or f"\r\n{SSE}: ".encode() in head.lower():
            return None
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        return (
            b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        ) + body


@pytest.fixture(scope="module", params=[MinioStore, MotoStore], ids=lambda kind: str(kind.name))
def demanding(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[JupyterServer, Store]]:
    """A server without the administrator's word, and a store that demands encryption."""
    if request.param is MinioStore and not minio_is_wanted():
        pytest.skip("needs minio")
    with running_store(request.param, tmp_path_factory.mktemp("store")) as store:
        store.client().create_bucket(Bucket=BUCKET)
        wire = _Demanding(store.endpoint)
        demands_itself = isinstance(store, MinioStore)
        server = make_server(
            tmp_path_factory.mktemp("server"),
            _session(store) if demands_itself else KEYS,
            {"S3Drive": {"endpoint_url": (store if demands_itself else wire).endpoint}},
        )
        yield server, store
        server.stop()
        wire.close()


@pytest.mark.parametrize("name", ENCRYPTIONS)
def test_a_new_object_is_encrypted_as_those_near(
    demanding: tuple[JupyterServer, Store], name: str
) -> None:
    server, store = demanding
    if (name == "bucket-key") != isinstance(store, MotoStore):
        pytest.skip("only moto has bucket keys, and MinIO all the rest")
    sides = Sides(server, store, f"near-{name}")
    first = sides.prefix + "first"
    sides.s3.put_object(Bucket=BUCKET, Key=first, Body=b"x", **ENCRYPTIONS[name])
    wanted = encryption_of(sides, "first")
    assert len(wanted) == len(ENCRYPTIONS[name])
    told = write_everywhere(sides)
    assert told == {"put": 403, "link": 200, "file": 200}
    (sides.folder / "more" / "empty").mkdir(parents=True)
    (sides.folder / "more" / "large").write_bytes(bytes(17 * MIB))
    (sides.folder / "more" / "medium").write_bytes(bytes(2 * MIB))
    copied = sides.copy("to-s3", workspacePath=f"{sides.path}/more")
    assert (copied["state"], copied["failures"]) == ("done", [])
    made = {"link", "file", "more/large", "more/medium", "more/empty/"}
    assert sides.stored() == {"first", *made}
    assert sides.uploads() == []
    # moto heeds no bucket key in an upload in parts.
    for key in made - ({"more/large"} if name == "bucket-key" else set()):
        assert encryption_of(sides, key) == wanted, key


def encryption_of(sides: Sides, key: str) -> dict[str, str]:
    """Return what the store tells of the encryption of an object."""
    head = sides.s3.head_object(Bucket=BUCKET, Key=sides.prefix + key)
    told = head["ResponseMetadata"]["HTTPHeaders"].items()
    return {name: value for name, value in told if name.startswith(SSE)}


def test_what_no_encryption_helps_stays_refused(demanding: tuple[JupyterServer, Store]) -> None:
    server, store = demanding
    if not isinstance(store, MotoStore):
        pytest.skip("the first object is put past the policy")
    sides = Sides(server, store, "near-none")
    for prefix in ("deep/empty/", "deep/plain/"):
        if "plain" in prefix:
            sides.put(f"{prefix}first")
        asked = {"bucket": BUCKET, "key": f"{sides.prefix}{prefix}x", "method": "PUT"}
        link = sides.browser.send("POST", "links", json.dumps({**asked, "expiresIn": 60}).encode())
        assert link.json["headers"] == {"If-None-Match": "*"}
        (sides.folder / "file").write_bytes(b"x")
        path = {"workspacePath": f"{sides.path}/file", "prefix": sides.prefix + prefix}
        told = sides.copy("to-s3", **path)
        assert (told["state"], told["failures"][0]["code"]) == ("failed", "AccessDenied")
    # An encrypted one that appears is found: a bucket is not remembered as one without.
    encrypted = {"ServerSideEncryption": "AES256", "Body": b"x", "Bucket": BUCKET}
    sides.s3.put_object(Key=f"{sides.prefix}{prefix}first", **encrypted)
    told = sides.copy("to-s3", **path)
    assert (told["state"], sides.get(f"{prefix}file")) == ("done", b"x")


def _session(store: Store) -> dict[str, str]:
    """Return the variables of credentials to which the policy applies."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": DEMANDS})
    role = "arn:aws:iam::123456789012:role/test"
    issued = store.client("sts").assume_role(
        RoleArn=role, RoleSessionName="demands", DurationSeconds=3600, Policy=policy
    )["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }


def write_everywhere(sides: Sides) -> dict[str, int]:
    """Make an object in each way there is; return the status of each."""
    browser, place = sides.browser, f"api/{BUCKET}/{sides.prefix}"
    told = {"put": browser.send("PUT", f"{place}put", b"x").status}
    source = {"x-amz-copy-source": f"{BUCKET}/{sides.prefix}put"}
    if told["put"] == 200:
        told["copy"] = browser.send("PUT", f"{place}copy", b"", source).status
    asked = {"bucket": BUCKET, "key": f"{sides.prefix}link", "method": "PUT", "expiresIn": 60}
    link = browser.send("POST", "links", json.dumps(asked).encode()).json
    told["link"] = anonymous("PUT", link["url"], b"x", link["headers"]).status
    (sides.folder / "file").write_bytes(b"x")
    copied = sides.copy("to-s3", workspacePath=f"{sides.path}/file")
    told["file"] = 200 if copied["state"] == "done" else copied["failures"][0]["status"]
    return told
