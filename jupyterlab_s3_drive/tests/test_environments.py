"""The environments that a server meets: TLS with an own authority, session tokens, HTTP proxies."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.client import StoreClient
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.certificates import make_certificates
from jupyterlab_s3_drive.tests.kit.servers import (
    ACCESS_KEY,
    BUCKET,
    KEYS,
    MIB,
    REPOSITORY,
    SECRET_KEY,
    kinds_of_store,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore

StartServer = Callable[..., JupyterServer]


@pytest.mark.parametrize("kind", kinds_of_store(), ids=lambda kind: kind.name)
def test_tls_in_a_pod(kind: type[Store], tmp_path: Path, start_server: StartServer) -> None:
    bundle, pair = make_certificates(tmp_path / "tls")
    with running_store(kind, tmp_path / "store", tls=pair) as store:
        # As in a pod: a bare host, for which https is meant.
        env = {"AWS_S3_ENDPOINT": store.endpoint.removeprefix("https://"), **KEYS}
        server = start_server({**env, "AWS_CA_BUNDLE": str(bundle)})
        browser = Browser(server.url, server.token)
        store.client(verify=str(bundle)).create_bucket(Bucket=BUCKET)
        for content in (b"small", bytes(3 * MIB)):
            assert browser.s3("PUT", f"{BUCKET}/été", content).status == 200
            assert browser.s3("GET", f"{BUCKET}/été").body == content
        assert browser.send("GET", "status").json["endpoint"] == store.endpoint


async def test_a_bundle_that_is_missing() -> None:
    client = StoreClient(Settings(ca_bundle="/there/is/no/such"))
    for _ in range(2):
        with pytest.raises(S3DriveError) as caught:
            await client.request("GET", "https://127.0.0.1:9/", {})
        assert caught.value.code == "StoreTlsFailed"
        assert "/there/is/no/such" in caught.value.message
    await client.close()


class TestSessionTokens:
    """MinIO gives them, as in the Datalab."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """A MinIO with the user alice, as its administrator may have no session."""
        mc = shutil.which("mc") or REPOSITORY / ".setup" / "bin" / "mc"
        if not (minio_is_wanted() and Path(mc).is_file()):
            pytest.skip("needs minio and mc")
        with running_store(MinioStore, tmp_path / "store") as store:
            host = store.endpoint.removeprefix("http://")
            for command in (("user", "add", "s3", "alice", "alice-secret"),
                            ("policy", "attach", "s3", "readwrite", "--user", "alice")):  # fmt: skip
                subprocess.run(
                    [mc, "--config-dir", tmp_path / "mc", "admin", *command],
                    env={
                        "HOME": str(tmp_path),
                        "MC_HOST_s3": f"http://{ACCESS_KEY}:{SECRET_KEY}@{host}",
                    },
                    check=True,
                    capture_output=True,
                )
            store.client().create_bucket(Bucket=BUCKET)
            yield store

    def test_they_are_used_and_their_end_is_told(
        self, store: Store, start_server: StartServer
    ) -> None:
        begun = datetime.now(timezone.utc)
        answer = _sts(store).assume_role(
            RoleArn="arn:xxx:xxx:xxx:xxxx", RoleSessionName="anything", DurationSeconds=900
        )
        given = answer["Credentials"]
        keys = {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        }
        endpoint = {"AWS_ENDPOINT_URL": store.endpoint}
        server = start_server({**endpoint, **keys, "AWS_SESSION_TOKEN": given["SessionToken"]})
        browser = Browser(server.url, server.token)
        for content in (b"small", bytes(3 * MIB)):
            assert browser.s3("PUT", f"{BUCKET}/x y", content).status == 200
            assert browser.s3("GET", f"{BUCKET}/x y").body == content
        status = browser.send("GET", "status")
        told = datetime.fromisoformat(
            status.json["credentials"]["expiresAt"].replace("Z", "+00:00")
        )
        assert told == given["Expiration"]
        # In whole seconds, and however long everything took.
        assert begun <= told - timedelta(seconds=899) <= datetime.now(timezone.utc)
        assert status.json["credentials"]["state"] == "expiring"
        secrets = (given["SessionToken"], given["SecretAccessKey"], given["AccessKeyId"])
        assert not any(secret in status.body.decode() for secret in secrets)
        assert not any(secret in server.log.read_text() for secret in secrets)
        # Without the token, MinIO's 403 comes through as it is.
        server = start_server({**endpoint, **keys, "AWS_SESSION_TOKEN": ""})
        answer = Browser(server.url, server.token).send("GET", "api/")
        assert (answer.status, answer.origin) == (403, "store")


def _sts(store: Store) -> Any:
    import botocore.session

    return botocore.session.Session().create_client(
        "sts",
        endpoint_url=store.endpoint,
        region_name=store.region,
        aws_access_key_id="alice",
        aws_secret_access_key="alice-secret",
    )


def test_http_proxies_of_the_environment(start_server: StartServer, tmp_path: Path) -> None:
    def answer(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhey")

    proxy = ScriptedStore(answer)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine store.example login somebody password hidden\n")
    env = {"http_proxy": proxy.endpoint, "NETRC": str(netrc), **KEYS}
    server = start_server({**env, "AWS_ENDPOINT_URL": "http://store.example"})
    assert Browser(server.url, server.token).send("GET", "api/bucket/k").body == b"hey"
    (head,) = proxy.heads
    assert head.startswith("GET http://store.example/bucket/k HTTP/1.1\r\n")
    assert "Authorization: AWS4-HMAC-SHA256" in head
    proxy.close()


def test_virtual_hosts(start_server: StartServer) -> None:
    def answer(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    # The proxy stands for a name service that knows every bucket.
    proxy = ScriptedStore(answer)
    server = start_server(
        {
            "http_proxy": proxy.endpoint,
            "AWS_ENDPOINT_URL": "http://store.example:9000/",
            "AWS_PATH_STYLE_ACCESS": "false",
            **KEYS,
        }
    )
    browser = Browser(server.url, server.token)
    assert browser.send("GET", "status").json["addressing"] == "virtual"
    assert browser.send("GET", "api/bucket/a%20b").status == 200
    assert browser.send("GET", "api/bucket?list-type=2").status == 200
    assert [head.split(" HTTP")[0] for head in proxy.heads] == [
        "GET http://bucket.store.example:9000/a%20b",
        "GET http://bucket.store.example:9000/?list-type=2",
    ]
    assert "Host: bucket.store.example:9000" in proxy.heads[0]
    proxy.close()


def test_the_administrators_switch(start_server: StartServer) -> None:
    def answer(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    store = ScriptedStore(answer)
    config = {
        "S3Drive": {
            "endpoint_url": store.endpoint,
            "public_endpoint_url": "https://s3.example",
            "region": "here-1",
            "read_only": True,
        }
    }
    server = start_server({**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, config)
    browser = Browser(server.url, server.token)
    status = browser.send("GET", "status").json
    assert status["features"]["readOnly"] is True
    assert (status["endpoint"], status["publicEndpoint"]) == (store.endpoint, "https://s3.example")
    assert status["kernels"]["botocoreFinds"] is False
    assert status["kernels"]["urlVariable"] is None
    for method, path in (
        ("PUT", "bucket/k"),
        ("POST", "bucket/k?uploads"),
        ("DELETE", "bucket/k"),
        ("PUT", "bucket?policy"),
    ):
        answer_ = browser.send(method, f"api/{path}", b"" if method == "PUT" else None)
        assert (answer_.status, json.loads(answer_.body)["code"]) == (403, "ReadOnly")
    assert store.heads == []
    assert (
        browser.send("GET", "api/bucket/k").status
        == browser.send("HEAD", "api/bucket/k").status
        == 200
    )
    assert "/here-1/s3/aws4_request" in store.heads[0]
    store.close()
