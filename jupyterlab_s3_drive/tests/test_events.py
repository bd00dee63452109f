"""Each change is told to whom the administrator lets listen, and to nobody else."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_events import EventLogger

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.events.changes import SCHEMA_ID, Change, Changes, End
from jupyterlab_s3_drive.tests.kit.heard import CONTENT, Event, Heard, batch, listened, post, said
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, SECRET_KEY


@pytest.fixture(scope="module")
def heard(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A server with a listener."""
    server, file = listened(tmp_path_factory.mktemp("events"), datalab_environment(store))
    yield Heard(server, file)
    server.stop()


def test_objects(heard: Heard, prefix: str) -> None:
    s3, key = heard.browser.s3, (prefix + "été.txt").partition("/")[2]
    assert s3("PUT", f"{BUCKET}/{key}", CONTENT, {"x-amz-meta-a": CONTENT.decode()}).status == 200
    event = heard.event()
    wanted = ("api", "write", "PUT", BUCKET, key, "success", 200, None, len(CONTENT))
    names = ("via", "action", "method", "bucket", "key", "outcome", "status", "code", "bytes")
    assert said(event, *names) == wanted
    assert event["user"] and event["request_id"] and event["source"] is None
    assert event["__schema__"] == SCHEMA_ID
    source = {"x-amz-copy-source": f"/{BUCKET}/{key.replace('é', '%C3%A9')}"}
    assert s3("PUT", prefix + "copy", b"", source).status == 200
    assert said(heard.event(), "action", "source", "outcome") == (
        "copy",
        f"{BUCKET}/{key}",
        "success",
    )
    assert s3("DELETE", prefix + "copy").status == 204
    assert said(heard.event(), "action", "outcome", "status") == ("delete", "success", 204)
    # What the store refuses, and what it is not asked for.
    assert s3("PUT", f"{BUCKET}/{key}", CONTENT, {"If-None-Match": "*"}).status == 412
    assert said(heard.event(), "action", "outcome", "status", "code") == (
        "write",
        "failure",
        412,
        "PreconditionFailed",
    )
    assert s3("GET", f"{BUCKET}/{key}").body == CONTENT
    assert s3("PUT", f"{BUCKET}/a/../b", CONTENT).status == 400
    assert s3("PUT", "missing-bucket/x", CONTENT).status in (403, 404)
    event = heard.event()
    assert said(event, "bucket", "outcome") == ("missing-bucket", "failure")


def test_uploads_in_parts(heard: Heard, prefix: str) -> None:
    s3 = heard.browser.s3
    begun = s3("POST", prefix + "large", b"", query="?uploads")
    upload = re.findall(r"<UploadId>(.*?)</UploadId>", begun.body.decode())[0]
    assert said(heard.event(), "action", "outcome") == ("upload-begin", "success")
    part = s3("PUT", prefix + "large", CONTENT, query=f"?partNumber=1&uploadId={upload}")
    assert said(heard.event(), "action", "bytes") == ("upload-part", len(CONTENT))
    body = (
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
        f"<ETag>{part.headers['ETag']}</ETag></Part></CompleteMultipartUpload>"
    )
    done = s3("POST", prefix + "large", body.encode(), query=f"?uploadId={upload}")
    assert done.status == 200, done.body
    assert said(heard.event(), "action", "outcome") == ("upload-complete", "success")
    s3("DELETE", prefix + "large", query="?uploadId=unknown")
    assert heard.event()["action"] == "upload-abort"


def test_many_deleted_and_properties(heard: Heard, prefix: str) -> None:
    s3, below = heard.browser.s3, prefix.partition("/")[2]
    keys = [f"{below}{name}" for name in ("a", "b")]
    objects = "".join(f"<Object><Key>{key}</Key></Object>" for key in keys)
    body = f"<Delete>{objects}</Delete>".encode()
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    assert s3("POST", BUCKET, body, {"Content-MD5": digest}, "?delete").status == 200
    told = [said(event, "action", "key", "outcome") for event in heard.events(2)]
    assert told == [("delete", key, "success") for key in keys]
    s3("DELETE", BUCKET, query="?policy")
    assert said(heard.event(), "action", "key") == ("publication", None)
    s3("DELETE", BUCKET, query="?tagging")
    assert heard.event()["action"] == "property"


def test_batches(heard: Heard, prefix: str) -> None:
    body = base64.b64encode(CONTENT).decode()
    put = {"method": "PUT", "path": f"/{prefix}x", "body": body}
    assert batch(heard.browser, put).status == 200
    event = heard.event()
    assert said(event, "via", "action", "outcome", "bytes") == (
        "batch",
        "write",
        "success",
        len(CONTENT),
    )
    etag = heard.browser.s3("HEAD", prefix + "x").headers["ETag"]
    copy = {
        "method": "REWRITE",
        "path": f"/{prefix}y",
        "headers": {
            "x-amz-copy-source": f"{prefix}x",
            "x-amz-copy-source-if-match": etag,
            "if-none-match": "*",
        },
    }
    reads = {"method": "GET", "path": f"/{prefix}x"}
    refused = {"method": "PUT", "path": "/tests/a/../b"}
    assert batch(heard.browser, copy, reads, refused).status == 200
    event = heard.event()
    assert said(event, "action", "source", "outcome") == ("copy", prefix + "x", "success")
    copy["headers"] = {**copy["headers"], "x-amz-copy-source-if-match": '"other"'}  # type: ignore[dict-item]
    batch(heard.browser, copy)
    assert said(heard.event(), "outcome", "code") == ("failure", "SourceChanged")


def test_links(heard: Heard) -> None:
    asked = {"bucket": BUCKET, "key": "k", "method": "PUT", "expiresIn": 60}
    assert post(heard.browser, "links", **asked).status == 200
    assert said(heard.event(), "via", "action", "method", "key", "outcome") == (
        "links",
        "link",
        "PUT",
        "k",
        "success",
    )


def test_copies_of_the_workspace(heard: Heard, prefix: str) -> None:
    below = prefix.partition("/")[2]
    folder = heard.root / below.strip("/")
    folder.mkdir()
    (folder / "file").write_bytes(CONTENT)
    fields = {"bucket": BUCKET, "workspacePath": f"{below}file", "prefix": below}
    assert post(heard.browser, "transfers", direction="to-s3", **fields).status == 201
    assert said(heard.event(), "via", "action", "key", "source", "bytes", "outcome") == (
        "transfers",
        "write",
        f"{below}file",
        f"{below}file",
        len(CONTENT),
        "success",
    )
    back = {"bucket": BUCKET, "workspacePath": below.strip("/"), "overwrite": "both"}
    answer = post(heard.browser, "transfers", direction="to-workspace", key=f"{below}file", **back)
    assert answer.status == 201
    names = ("action", "key", "bytes", "outcome")
    wanted = ("copy-to-workspace", f"{below}file", len(CONTENT), "success")
    assert said(heard.event(), *names) == wanted


def test_nothing_secret_is_told(heard: Heard, prefix: str) -> None:
    assert heard.browser.s3("PUT", prefix + "x", CONTENT).status == 200
    heard.event()
    for secret in (SECRET_KEY, heard.browser.token, CONTENT.decode(), "X-Amz-Signature"):
        assert secret not in heard.text()


def test_what_was_sent_and_not_answered_is_unknown() -> None:
    assert End.failed("StoreTimeout").outcome == "unknown"
    assert End.failed("StoreUnreachable").outcome == "failure"


class TestListeners:
    """Who listens, without a server."""

    change = Change("api", "write", "PUT", b"bucket", b"\xff key")

    @pytest.fixture
    def logger(self) -> EventLogger:
        return EventLogger()

    def test_nobody_listens_by_default(self, logger: EventLogger) -> None:
        changes = Changes(logger)
        assert not changes.are_heard
        changes.report("me", "default", self.change, End("success"))
        assert SCHEMA_ID not in logger.schemas
        # As each page of JupyterLab does, by the websocket `api/events/subscribe`.
        logger.add_listener(listener=lambda **_: None)  # type: ignore[arg-type]
        assert not changes.are_heard
        assert not Changes(None).are_heard

    @pytest.mark.parametrize("way", ["handler", "listener"])
    async def test_who_asks_is_told(self, logger: EventLogger, way: str) -> None:
        told: list[Any] = []

        async def listen(logger: EventLogger, schema_id: str, data: Event) -> None:
            told.append(data)

        class Handler(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                told.append(record.msg)

        if way == "handler":
            logger.handlers = []
            logger.register_handler(Handler())
        else:
            logger.add_listener(schema_id=SCHEMA_ID, listener=listen)
        changes = Changes(logger)
        assert changes.are_heard
        changes.by("me", "default")(self.change, End.of(200, None, "id"))
        await logger.gather_listeners()
        names = ("user", "connection", "key", "request_id")
        assert said(told[0], *names) == ("me", "default", "\\xff key", "id")

    def test_a_listener_that_fails_fails_nothing_else(
        self, logger: EventLogger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        logger.add_listener(schema_id=SCHEMA_ID, listener=lambda **_: None)  # type: ignore[arg-type]

        def fail(**_: Any) -> None:
            raise RuntimeError("full")

        monkeypatch.setattr(logger, "emit", fail)
        Changes(logger).report("me", "default", self.change, End("success"))
        assert "could not be reported" in caplog.text
