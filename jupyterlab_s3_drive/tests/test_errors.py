"""Each way in which a store or its credentials fail has a name of its own, and hides the secret."""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.processes import free_ports
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import ACCESS_KEY, BUCKET, MIB, SECRET_KEY, make_server
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore

GOOD_KEYS = f"[default]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"

TOKEN = "ATokenThatIsNotToBeSeenEither"


class Configurable(Browser):
    """A client of a server whose AWS files a test rewrites; no variable stands before them."""

    def __init__(self, server: JupyterServer, folder: Path) -> None:
        super().__init__(server.url, server.token)
        self.log = server.log
        self._folder = folder
        self._writes = 0
        self.configure("http://127.0.0.1:9")

    def configure(self, endpoint: str, credentials: str = GOOD_KEYS, extra: str = "") -> None:
        """Write both files."""
        self._write("config", f"[default]\nendpoint_url = {endpoint}\n{extra}")
        self._write("credentials", credentials)

    def send(self, *args: object, **kwargs: object) -> Answer:
        """As a browser does; no answer may hold the secret."""
        answer = super().send(*args, **kwargs)  # type: ignore[arg-type]
        assert TOKEN.encode() not in answer.body
        assert SECRET_KEY.encode() not in answer.body
        assert SECRET_KEY not in str(answer.headers)
        return answer

    def _write(self, name: str, text: str) -> None:
        self._writes += 1
        path = self._folder / name
        path.write_text(text)
        later = time.time() + self._writes
        os.utime(path, (later, later))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Configurable]:
    """The one server of these tests. At the end, its log is searched for the secret."""
    folder = tmp_path_factory.mktemp("aws")
    server = make_server(
        tmp_path_factory.mktemp("configurable"),
        {
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        },
        {
            "S3Drive": {"connect_timeout": 2, "read_timeout": 2},
            # Somebody looks for a fault, and lets everything be logged.
            "Application": {
                "log_level": "DEBUG",
                "logging_config": {
                    "loggers": {
                        name: {"level": "DEBUG", "handlers": ["console"]}
                        for name in (
                            *("botocore", "botocore.auth", "botocore.endpoint", "botocore.parsers"),
                            *("aiohttp", "asyncio", "tornado"),
                        )
                    }
                },
            },
        },
    )
    yield Configurable(server, folder)
    server.stop()
    log = server.log.read_text()
    assert "s3-drive/api" in log and "[D " in log
    assert TOKEN not in log
    assert SECRET_KEY not in log


def check(client: Configurable, status: int, code: str) -> None:
    """Send each kind of request, and expect this error in the same form every time."""
    for method, body in (
        ("GET", None),
        ("HEAD", None),
        ("PUT", b"small"),
        ("PUT", bytes(3 * MIB)),
        ("POST", b"<Delete/>"),
        ("DELETE", None),
    ):
        path = f"api/{BUCKET}?delete" if method == "POST" else f"api/{BUCKET}/key"
        answer = client.send(method, path, body)
        assert (answer.status, answer.code, answer.origin) == (status, code, "proxy"), method
        assert answer.headers["Content-Type"] == "application/json"
        if method != "HEAD":
            assert set(answer.json) == {"message", "code", "details"}
            assert answer.json["code"] == code
            assert answer.json["message"].endswith(".")


def problem(client: Configurable) -> tuple[str, str | None]:
    """Return state and problem as the status route tells them."""
    answer = client.send("GET", "status")
    assert answer.status == 200
    found = answer.json["problem"]
    return answer.json["credentials"]["state"], found and found["code"]


class TestStore:
    """The store cannot be reached."""

    def test_refused(self, client: Configurable) -> None:
        client.configure(f"http://127.0.0.1:{free_ports(1)[0]}")
        check(client, 502, "StoreUnreachable")
        assert problem(client) == ("valid", None), "the status does not ask the store"

    def test_unknown_host(self, client: Configurable) -> None:
        client.configure("http://store.invalid")
        check(client, 502, "StoreHostUnknown")

    @pytest.mark.parametrize("name", ["127.0.0.1", "elsewhere.example"])
    def test_untrusted_certificate(self, client: Configurable, name: str) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(name).configure_cert(context)
        store = ScriptedStore(lambda connection, head, body: None, context)
        client.configure(f"https://127.0.0.1:{store.port}")
        check(client, 502, "StoreTlsFailed")
        assert store.heads == []
        store.close()

    def test_no_tls_at_all(self, client: Configurable, store: Store) -> None:
        client.configure(store.endpoint.replace("http:", "https:"))
        check(client, 502, "StoreTlsFailed")

    def test_silence(self, client: Configurable) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client.configure(f"http://127.0.0.1:{listener.getsockname()[1]}")
            answer = client.send("GET", f"api/{BUCKET}/key")
            assert (answer.status, answer.json["code"]) == (504, "StoreTimeout")

    def test_no_http(self, client: Configurable) -> None:
        def nonsense(connection: socket.socket, head: str, body: bytes) -> None:
            connection.sendall(b"220 smtp.example ESMTP\r\n\r\n")
            raise ConnectionResetError

        store = ScriptedStore(nonsense)
        client.configure(store.endpoint)
        check(client, 502, "StoreConnectionLost")
        store.close()

    def test_a_store_that_stands_still(self, client: Configurable, store: Store) -> None:
        client.configure(store.endpoint)
        assert client.send("GET", f"api/{BUCKET}?list-type=2").status == 200
        store.pause()
        try:
            answer = client.send("PUT", f"api/{BUCKET}/paused", b"x")
            assert (answer.status, answer.json["code"]) == (504, "StoreTimeout")
        finally:
            store.resume()
        assert client.send("PUT", f"api/{BUCKET}/paused", b"x").status == 200

    def test_a_store_that_is_gone_and_comes_back(self, client: Configurable, store: Store) -> None:
        client.configure(store.endpoint)
        assert client.send("GET", "api/").status == 200
        store.kill()
        answer = client.send("GET", "api/")
        assert (answer.status, answer.code) == (502, "StoreUnreachable")
        store.start()
        assert client.send("GET", "api/").status == 200


class TestKeys:
    """The credentials are not good."""

    def test_a_session_token(self, client: Configurable, store: Store) -> None:
        client.configure(store.endpoint, GOOD_KEYS + f"aws_session_token = {TOKEN}\n")
        answer = client.send("GET", "api/")
        assert (answer.status >= 400, answer.origin) == (True, "store"), "it was not sent"
        assert problem(client) == ("unknown", None)

    def test_wrong(self, client: Configurable, store: Store) -> None:
        for credentials in (
            GOOD_KEYS.replace(ACCESS_KEY, "AKIDUNKNOWN"),
            GOOD_KEYS.replace(SECRET_KEY, "wrong-wrong-wrong"),
        ):
            client.configure(store.endpoint, credentials)
            for path in ("api/", f"api/{BUCKET}?list-type=2"):
                answer = client.send("GET", path)
                assert (answer.status, answer.origin) == (403, "store")
                assert b"InvalidAccessKeyId" in answer.body or b"SignatureDoes" in answer.body
        client.configure(store.endpoint)
        assert client.send("GET", "api/").status == 200, "mended, and taken up at once"

    @pytest.mark.parametrize(
        ("credentials", "code"),
        [
            ("", "CredentialsMissing"),
            ("[other]\naws_access_key_id = x\n", "CredentialsMissing"),
            (f"[default]\naws_access_key_id = {ACCESS_KEY}\n", "CredentialsInvalid"),
            (f"[default\naws_secret_access_key = {SECRET_KEY}\n", "CredentialsInvalid"),
        ],
    )
    def test_missing_or_broken(self, client: Configurable, credentials: str, code: str) -> None:
        store = ScriptedStore(lambda connection, head, body: None)
        client.configure(store.endpoint, credentials)
        check(client, 403, code)
        assert problem(client) == ("missing", code)
        assert store.connections == 0
        store.close()

    def test_a_provider_that_tells_too_much(self, client: Configurable) -> None:
        command = f"sh -c 'echo {SECRET_KEY} >&2; exit 1'"
        client.configure("http://127.0.0.1:9", "", f"credential_process = {command}\n")
        check(client, 403, "CredentialsInvalid")

    def test_expired(self, client: Configurable) -> None:
        claims = base64.urlsafe_b64encode(json.dumps({"exp": 1600000000}).encode()).decode()
        token = f"eyJh.{claims.rstrip('=')}.c2ln"
        store = ScriptedStore(lambda connection, head, body: None)
        client.configure(store.endpoint, GOOD_KEYS + f"aws_session_token = {token}\n")
        check(client, 403, "CredentialsExpired")
        assert problem(client) == ("expired", "CredentialsExpired")
        status = client.send("GET", "status").json
        assert status["credentials"]["expiresAt"] == "2020-09-13T12:26:40Z"
        assert store.connections == 0
        store.close()

    @pytest.mark.parametrize("endpoint", [f"https://k:{SECRET_KEY}@host", "ftp://host"])
    def test_an_endpoint_that_is_none(self, client: Configurable, endpoint: str) -> None:
        client.configure(endpoint)
        check(client, 403, "CredentialsInvalid")
        assert problem(client) == ("valid", "CredentialsInvalid")
