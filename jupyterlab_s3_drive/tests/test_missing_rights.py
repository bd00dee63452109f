"""Copies with the workspace of what may not be read, or not be kept: told, and nothing half done."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, KEYS, make_server, running_store
from jupyterlab_s3_drive.tests.kit.stores import KMS_KEY, MotoStore
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytestmark = pytest.mark.one_store("moto stands in for AWS, whatever the other store is")

SSE = "x-amz-server-side-encryption"


class _Forbidding(Wire):
    """Forbids a part of what AWS allows.

    Attributes:
        forbidden: `acl` and `tagging` may not be read, `key` may not be used.
    """

    def __init__(self, endpoint: str) -> None:
        self.forbidden = ""
        super().__init__(endpoint)

    def refusal(self, line: str, head: bytes) -> bytes | None:
        reads = line.startswith("GET ") and f"?{self.forbidden}=" in f"{line}="
        uses = self.forbidden == "key" and f"\r\n{SSE}:".encode() in head.lower()
        if not self.forbidden or not (reads or uses):
            return None
        message = "not authorized to perform: kms:GenerateDataKey" if uses else "Access Denied"
        body = f"<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>"
        return (
            "HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sides, Store, _Forbidding]]:
    """Both sides of a server whose store stands in for AWS."""
    with running_store(MotoStore, tmp_path_factory.mktemp("moto")) as store:
        store.client().create_bucket(Bucket=BUCKET)
        wire = _Forbidding(store.endpoint)
        config = {"S3Drive": {"endpoint_url": wire.endpoint}}
        server = make_server(tmp_path_factory.mktemp("server"), KEYS, config)
        yield Sides(server, store, "rights"), store, wire
        server.stop()
        wire.close()


@pytest.mark.parametrize(
    ("forbidden", "lost"), [("", []), ("acl", ["grants"]), ("tagging", ["tags"]), ("key", None)]
)
def test_what_may_not_be_kept(
    aws: tuple[Sides, Store, _Forbidding], forbidden: str, lost: list[str] | None
) -> None:
    """The copy goes on without it and says so; it is not made where it would lie open."""
    sides, _, wire = aws
    name = f"{forbidden or 'nothing'}.csv"
    place = {"Bucket": BUCKET, "Key": sides.prefix + name}
    key = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KMS_KEY}
    sides.s3.put_object(Body=b"before", ACL="public-read", Tagging="a=b", **key, **place)
    (sides.folder / name).write_bytes(b"after")
    wire.forbidden = forbidden
    try:
        told = sides.copy("to-s3", workspacePath=f"{sides.path}/{name}", overwrite="replace")
    finally:
        wire.forbidden = ""
    if lost is None:
        assert (told["state"], told["failures"][0]["code"]) == ("failed", "KeyNotUsable")
        assert sides.get(name) == b"before"
        return
    assert (told["state"], told["failures"], told["lost"]) == ("done", [], lost)
    assert sides.get(name) == b"after"
    grants = sides.s3.get_object_acl(**place)["Grants"]
    assert any("URI" in each["Grantee"] for each in grants) == (forbidden != "acl")
    assert len(sides.s3.get_object_tagging(**place)["TagSet"]) == (forbidden != "tagging")
    assert sides.s3.head_object(**place)["SSEKMSKeyId"] == KMS_KEY


@pytest.mark.parametrize("storage", ["GLACIER", "DEEP_ARCHIVE", "STANDARD_IA"])
def test_what_replaces_an_archived_object_can_be_read(
    aws: tuple[Sides, Store, _Forbidding], storage: str
) -> None:
    """It would have to be restored first in the class of what it replaces; other classes stay."""
    sides, _, _ = aws
    name = f"over-{storage}.csv"
    place = {"Bucket": BUCKET, "Key": sides.prefix + name}
    sides.s3.put_object(Body=b"before", StorageClass=storage, **place)
    stays = storage == "STANDARD_IA"
    if not stays:
        sides.s3.restore_object(RestoreRequest={"Days": 1}, **place)
    (sides.folder / name).write_bytes(b"after")
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/{name}", overwrite="replace")
    assert (told["state"], told["lost"]) == ("done", [] if stays else ["archive"])
    assert sides.get(name) == b"after"
    assert sides.s3.head_object(**place).get("StorageClass", "STANDARD") == (
        storage if stays else "STANDARD"
    )


@pytest.mark.parametrize("storage", ["GLACIER", "DEEP_ARCHIVE"])
def test_what_is_archived_is_told(aws: tuple[Sides, Store, _Forbidding], storage: str) -> None:
    """The browser's sentence for this code says that it must be restored first."""
    sides, _, _ = aws
    folder = f"{sides.prefix}{storage}/"
    for key, kind in (("a.txt", "STANDARD"), ("archived.bin", storage)):
        sides.s3.put_object(Bucket=BUCKET, Key=folder + key, Body=b"x" * 9, StorageClass=kind)
    before = sides.files()
    told = sides.copy("to-workspace", key=f"{folder}archived.bin")
    assert (told["state"], told["error"]["code"]) == ("failed", "InvalidObjectState")
    assert told["error"]["status"] == 403
    assert sides.files() == before
    # Of a folder, the rest is copied.
    told = sides.copy("to-workspace", prefix=folder)
    assert [(each["name"], each["code"]) for each in told["failures"]] == [
        ("archived.bin", "InvalidObjectState")
    ]
    assert sides.files() - before == {storage, f"{storage}/a.txt"}
    fields = {"bucket": BUCKET, "prefixes": [folder], "keys": []}
    made = sides.browser.send("POST", "archives", json.dumps(fields).encode()).json["id"]
    # Nothing of the zip was sent yet.
    assert sides.browser.send("GET", f"archives/{made}").code == "InvalidObjectState"
    state = sides.browser.send("GET", f"archives/{made}/state").json
    assert (state["state"], state["error"]["code"]) == ("failed", "InvalidObjectState")
    assert state["error"]["name"].endswith("archived.bin")
