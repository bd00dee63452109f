"""Buckets whose objects are locked: they want a checksum of each body, and retention is kept."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.servers import (
    BUCKET,
    KEYS,
    MIB,
    make_server,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore, MotoStore
from jupyterlab_s3_drive.tests.kit.wire import Wire
from jupyterlab_s3_drive.tests.test_kept import belongings

#: With which another client writes there.
CHECKED = {"ChecksumAlgorithm": "CRC32"}

#: An object that takes one request with its checksum, one that is streamed, and one in two parts.
SIZES = {"small": 10, "streamed": 2 * MIB, "parts": 17 * MIB}


class _Checking(Wire):
    """Refuses bodies without a checksum, as AWS does where objects are locked by default."""

    def __init__(self, endpoint: str) -> None:
        self.refused = 0
        self.sums: set[str] = set()
        super().__init__(endpoint)

    def refusal(self, line: str, head: bytes) -> bytes | None:
        if not line.startswith("PUT "):
            return None
        if found := re.search(rb"(?i)\r\ncontent-md5: (\S+)", head):
            self.sums.add(found[1].decode())
            return None
        self.refused += 1
        body = (
            b"<Error><Code>InvalidRequest</Code><Message>Content-MD5 OR x-amz-checksum- HTTP header"
            b" is required for Put Object requests with Object Lock parameters</Message></Error>"
        )
        return (
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        ) + body


def test_what_demands_checksums_gets_them(store: Store, tmp_path: Path) -> None:
    wire = _Checking(store.endpoint)
    server = make_server(tmp_path, KEYS, {"S3Drive": {"endpoint_url": wire.endpoint}})
    try:
        sides = Sides(server, store, "checksums")
        for name, size in SIZES.items():
            content = pattern(size // MIB) or b"x" * size
            (sides.folder / name).write_bytes(content)
            wire.refused, wire.sums = 0, set()
            told = sides.copy("to-s3", workspacePath=f"{sides.path}/{name}")
            assert (told["state"], told["failures"]) == ("done", []), name
            # What was refused is not counted twice.
            assert told["bytes"] == {"done": len(content), "total": len(content)}
            assert sides.get(name) == content
            parts = [content[at : at + 16 * MIB] for at in range(0, len(content), 16 * MIB)]
            assert wire.sums == {_md5(part) for part in parts}
            # The parts that are under way when the first one is refused.
            assert wire.refused <= len(parts)
            assert (wire.refused > 0) == (name != "small")
    finally:
        server.stop()
        wire.close()


def _md5(body: bytes) -> str:
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


@pytest.fixture(scope="module", params=[MinioStore, MotoStore], ids=lambda kind: str(kind.name))
def locked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[JupyterServer, Store]]:
    """A server, and a bucket whose objects are locked by default."""
    if request.param is MinioStore and not minio_is_wanted():
        pytest.skip("needs minio")
    with running_store(request.param, tmp_path_factory.mktemp("store")) as store:
        s3 = store.client()
        s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        s3.put_object_lock_configuration(
            Bucket=BUCKET,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}},
            },
        )
        config = {"S3Drive": {"endpoint_url": store.endpoint}}
        server = make_server(tmp_path_factory.mktemp("server"), KEYS, config)
        yield server, store
        server.stop()


def test_new_objects_are_locked_by_default(locked: tuple[JupyterServer, Store]) -> None:
    _, store = locked
    sides = Sides(*locked, "default")
    for name, size in SIZES.items():
        (sides.folder / name).write_bytes(bytes(size))
    told = sides.copy("to-s3")
    assert (told["state"], told["failures"]) == ("done", [])
    for name, size in SIZES.items():
        head = sides.s3.head_object(Bucket=BUCKET, Key=f"{sides.prefix}default/{name}")
        assert head["ContentLength"] == size
        if name != "parts" or isinstance(store, MinioStore):
            # moto forgets it of an upload in parts.
            assert head["ObjectLockMode"] == "GOVERNANCE", name


def test_a_replacing_copy_keeps_the_lock(locked: tuple[JupyterServer, Store]) -> None:
    _, store = locked
    sides = Sides(*locked, "replace")
    until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=9)
    own = {
        "ObjectLockMode": "GOVERNANCE",
        "ObjectLockRetainUntilDate": until,
        "ObjectLockLegalHoldStatus": "ON",
    }
    for name, size in SIZES.items():
        if name == "parts" and isinstance(store, MotoStore):
            # moto fails when it is asked for the ACL of an object that was made in parts.
            continue
        key = sides.prefix + name
        sides.s3.put_object(
            Bucket=BUCKET, Key=key, Body=b"before", ContentType="a/b", **CHECKED, **own
        )
        before = belongings(store, key)
        assert before[0]["x-amz-object-lock-legal-hold"] == "ON"
        (sides.folder / name).write_bytes(bytes(size))
        path = f"{sides.path}/{name}"
        told = sides.copy("to-s3", workspacePath=path, overwrite="replace")
        assert (told["state"], told["failures"], told["lost"]) == ("done", [], []), name
        assert belongings(store, key) == before, name
        assert len(sides.get(name)) == size
