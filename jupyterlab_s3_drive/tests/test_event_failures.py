"""A change that the store refuses is told as one that failed, each kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.heard import CONTENT, Heard, batch, listened, post, said
from jupyterlab_s3_drive.tests.kit.servers import BUCKET
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytestmark = pytest.mark.one_store("the store is not asked")


class Refusing(Wire):
    """Refuses every change, and every object with `secret` in its name."""

    def refusal(self, line: str, head: bytes) -> bytes | None:
        """Refuse as a store does."""
        if line.startswith(("HEAD", "GET")) and ("secret" not in line or "list-type" in line):
            return None
        body = b"<Error><Code>AccessDenied</Code><Message>No.</Message></Error>"
        head = b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\n"
        return head + b"x-amz-request-id: refused\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.fixture(scope="module")
def refused(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A server with a listener, whose store refuses every change."""
    wire = Refusing(store.endpoint)
    env = {**datalab_environment(store), "AWS_ENDPOINT_URL": wire.endpoint}
    env["S3_ENDPOINT"] = wire.endpoint
    server, file = listened(tmp_path_factory.mktemp("refused"), env)
    yield Heard(server, file)
    server.stop()
    wire.close()


def _workspace(refused: Heard, prefix: str) -> Path:
    folder = refused.root / prefix.strip("/")
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(CONTENT)
    return folder


FAILURES: dict[str, tuple[str, str, Any]] = {
    "write": ("PUT", "key", None),
    "copy": ("PUT", "key", {"x-amz-copy-source": f"{BUCKET}/other"}),
    "delete": ("DELETE", "key", None),
    "upload-begin": ("POST", "key?uploads", None),
    "upload-part": ("PUT", "key?partNumber=1&uploadId=a", None),
    "upload-complete": ("POST", "key?uploadId=a", None),
    "upload-abort": ("DELETE", "key?uploadId=a", None),
    "property": ("PUT", "key?tagging", None),
    "publication": ("PUT", "key?acl", None),
}


@pytest.mark.parametrize("action", FAILURES)
def test_failures(refused: Heard, action: str) -> None:
    method, path, headers = FAILURES[action]
    body = b"" if headers or method == "DELETE" else CONTENT
    sent = refused.browser.send(method, f"api/{BUCKET}/{path}", body, headers)
    assert sent.status == 403
    event = refused.event()
    names = ("action", "method", "key", "outcome", "status", "code", "request_id")
    assert said(event, *names) == (
        action,
        method,
        "key",
        "failure",
        403,
        "AccessDenied",
        "refused",
    )
    part = {"method": method, "path": f"/{BUCKET}/{path}", "headers": headers or {}}
    assert batch(refused.browser, part).status == 200
    event = refused.event()
    assert said(event, "via", "action", "outcome", "code") == (
        "batch",
        action,
        "failure",
        "AccessDenied",
    )


def test_failures_of_copies_and_links(refused: Heard, store: Store) -> None:
    _workspace(refused, "failing")
    store.client().put_object(Bucket=BUCKET, Key="failing/secret", Body=CONTENT)
    up = {"direction": "to-s3", "workspacePath": "failing/file", "prefix": "failing/"}
    assert post(refused.browser, "transfers", bucket=BUCKET, **up).status == 201
    names = ("action", "key", "outcome", "status", "code")
    assert said(refused.event(), *names) == (
        "write",
        "failing/file",
        "failure",
        403,
        "AccessDenied",
    )
    down = {"direction": "to-workspace", "workspacePath": "failing", "prefix": "failing/"}
    down["overwrite"] = "both"
    assert post(refused.browser, "transfers", bucket=BUCKET, **down).status == 201
    assert said(refused.event(), *names) == (
        "copy-to-workspace",
        "failing/",
        "failure",
        None,
        "AccessDenied",
    )
    part = {"bucket": BUCKET, "key": "k", "method": "PUT", "expiresIn": 60, "uploadId": "a"}
    assert post(refused.browser, "links", **part, partNumber=1).json["code"] == "LinksOff"
    assert said(refused.event(), "action", "outcome", "code") == ("link", "failure", "LinksOff")
