"""Kernels and terminals that ask the server for keys, and go on after a renewal."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import stat
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from jupyterlab_s3_drive.credentials.credentials import Credentials, Loaded
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.provider.environment import (
    KEY_VARIABLES,
    TOKEN_FILE,
    URI,
    changed,
    changes,
    preset_value,
)
from jupyterlab_s3_drive.provider.kernelkeys import KernelKeys
from jupyterlab_s3_drive.provider.server import Limit, Provider
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import (
    ACCESS_KEY,
    BUCKET,
    KEYS,
    SECRET_KEY,
    eventually,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import READABLE_BUCKET, MinioStore, SeaweedTestStore
from jupyterlab_s3_drive.tests.test_credentials import SECRET, Aws
from jupyterlab_s3_drive.tests.test_renewal import pasted, renew

StartServer = Callable[..., JupyterServer]


@pytest.fixture
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """An environment without credentials."""
    return Aws(tmp_path, monkeypatch)


class TestEnvironment:
    """What is handed to kernels, and when nothing is."""

    def test_keys_give_way_to_where_to_ask(self) -> None:
        environ = {**KEYS, "AWS_SESSION_TOKEN": "t", "AWS_ENDPOINT_URL": "https://s", "HOME": "/h"}
        found = changed(environ, changes("http://127.0.0.1:1/credentials", "/run/token"))
        assert found == {
            "AWS_ENDPOINT_URL": "https://s",
            "HOME": "/h",
            URI: "http://127.0.0.1:1/credentials",
            TOKEN_FILE: "/run/token",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @pytest.mark.parametrize(
        ("name", "text", "stands"),
        [
            (None, "", False),
            ("config", "[default]\nregion = here-1\n# aws_access_key_id = K\n", False),
            ("config", "[default]\ncredential_process = /bin/keys\n", True),
            ("config", "[profile a]\nsso_session = b\n", True),
            ("credentials", "[default]\naws_access_key_id = K\n", True),
            ("credentials", "", False),
        ],
    )
    def test_files_that_go_before(
        self, aws: Aws, name: str | None, text: str, stands: bool
    ) -> None:
        aws.set(**KEYS)
        if name:
            aws.write(getattr(aws, name), text)
        found = preset_value(os.environ)
        assert found == (str(getattr(aws, name or "config")) if stands else None)

    @pytest.mark.parametrize(
        "name", [URI, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_WEB_IDENTITY_TOKEN_FILE",
                 "AWS_PROFILE"],
    )  # fmt: skip
    def test_variables_that_go_before(self, aws: Aws, name: str) -> None:
        aws.set(**{name: ""})
        assert preset_value(os.environ) is None
        aws.set(**{name: "x"})
        assert preset_value(os.environ) == name


def test_turns() -> None:
    limit = Limit(3, 1000)
    slow = Limit(3, 0)
    assert [slow.has_turn() for _ in range(5)] == [True, True, True, False, False]
    assert [limit.has_turn() for _ in range(3)] == [True] * 3
    assert eventually(limit.has_turn)


def private_text(path: str) -> str | None:
    """Return what is in a file that its owner alone can read; None if there is none."""
    file = Path(path)
    if not file.exists():
        return None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_text()


class Asked:
    """A provider that runs on this loop, and the keys that it gives."""

    def __init__(self, folder: Path) -> None:
        self.loaded = Loaded(Credentials(ACCESS_KEY, SECRET))
        self.provider = Provider(self._current, folder)

    async def _current(self) -> Loaded:
        return self.loaded

    async def ask(
        self, method: str = "GET", token: str | None = None, **headers: str
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Send a request; the token is the right one unless another is given."""
        return await asyncio.to_thread(self._ask, method, token, headers)

    def _ask(
        self, method: str, token: str | None, headers: Mapping[str, str]
    ) -> tuple[int, Any, Any]:
        host, _, path = self.provider.uri.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=10)
        given = {"Authorization": self.provider.token if token is None else token}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{path}", headers={k: v for k, v in given.items() if v})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(body) if body and is_json else None, answer.headers


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    """A provider that is running."""
    found = Asked(tmp_path)
    found.provider.start()
    yield found
    found.provider.stop()


class TestProvider:
    """Who is answered, and what."""

    async def test_who_has_the_token_gets_the_keys(self, asked: Asked) -> None:
        status, body, headers = await asked.ask()
        assert status == 200
        assert {**body, "Expiration": None} == {
            "AccessKeyId": ACCESS_KEY,
            "SecretAccessKey": SECRET,
            "Token": "",
            "Expiration": None,
        }
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers and "Access-Control-Allow-Origin" not in headers

    @pytest.mark.parametrize("token", ["", "x", "Bearer x", "é"])
    async def test_nobody_else_does(self, asked: Asked, token: str) -> None:
        assert (await asked.ask(token=token))[:2] == (401, None)

    @pytest.mark.parametrize(
        "header",
        [{"Origin": "http://127.0.0.1"}, {"Cookie": "a=b"}, {"Referer": "http://localhost/"},
         {"Sec_Fetch_Site": "none"}, {"Sec_Fetch_Mode": "cors"}, {"Host": "localhost"},
         {"Host": "rebound.example"}],
    )  # fmt: skip
    async def test_no_browser_does_even_with_the_token(
        self, asked: Asked, header: dict[str, str]
    ) -> None:
        assert (await asked.ask(**header))[:2] == (403, None)

    async def test_there_is_one_method_and_one_path(self, asked: Asked) -> None:
        for method in ("POST", "PUT", "OPTIONS", "HEAD", "DELETE"):
            assert (await asked.ask(method))[0] == 405, method
        asked.provider.host += "/other"
        assert (await asked.ask())[0] == 404

    async def test_it_listens_on_loopback_alone_and_its_file_is_private(self, asked: Asked) -> None:
        assert asked.provider.uri.startswith("http://127.0.0.1:")
        assert private_text(asked.provider.token_file) == asked.provider.token
        asked.provider.stop()
        assert private_text(asked.provider.token_file) is None
        with pytest.raises(OSError):
            await asked.ask()

    async def test_what_it_says_of_the_end(self, asked: Asked) -> None:
        now = datetime.now(timezone.utc)
        for end, told in (
            (None, timedelta(minutes=30)),
            (now + timedelta(minutes=5), timedelta(minutes=5)),
            (now + timedelta(days=7), timedelta(hours=1)),
        ):
            asked.loaded = Loaded(Credentials(ACCESS_KEY, SECRET, "t", expires_at=end))
            _, body, _ = await asked.ask()
            found = datetime.strptime(body["Expiration"], "%Y-%m-%dT%H:%M:%S%z")
            assert abs(found - now - told) < timedelta(seconds=30)
            assert body["Token"] == "t"

    async def test_it_says_why_there_are_none(self, asked: Asked) -> None:
        past = datetime.now(timezone.utc) - timedelta(seconds=1)
        for loaded in (Loaded(), Loaded(Credentials(ACCESS_KEY, SECRET, expires_at=past))):
            asked.loaded = loaded
            status, body, _ = await asked.ask()
            assert status == 503
            assert "Renew the access to S3 in JupyterLab" in body["message"]
            assert SECRET not in str(body)

    async def test_too_many_are_refused(self, asked: Asked) -> None:
        asked.provider.known = Limit(2, 0)
        asked.provider.strangers = Limit(1, 0)
        assert [(await asked.ask())[0] for _ in range(3)] == [200, 200, 429]
        assert [(await asked.ask(token="x"))[0] for _ in range(2)] == [401, 429]

    async def test_nothing_of_it_is_logged(
        self, asked: Asked, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(1)
        await asked.ask()
        await asked.ask(token="NotTheToken")
        await asked.ask("POST")
        assert asked.provider.token not in caplog.text
        assert SECRET not in caplog.text and "NotTheToken" not in caplog.text


class TestHanding:
    """The application that runs in this process."""

    @pytest.fixture
    def jp_server_config(self, aws: Aws) -> dict[str, Any]:
        aws.set(**KEYS)
        return {
            "ServerApp": {
                "jpserver_extensions": {
                    "jupyterlab_s3_drive": True,
                    "jupyter_server_terminals": True,
                }
            },
            "S3Drive": {"renewable_kernel_keys": True},
        }

    async def test_terminals_have_it_and_the_server_keeps_its_own(self, jp_serverapp: Any) -> None:
        own = KernelKeys(jp_serverapp, _nobody, True)
        own.start()
        try:
            environ = jp_serverapp.web_app.settings["terminal_manager"].make_term_env()
            assert not set(KEY_VARIABLES) & set(environ)
            assert environ[URI].startswith("http://127.0.0.1:")
            assert private_text(environ[TOKEN_FILE])
            assert own.is_on and not set(KEY_VARIABLES) & set(own.environ(os.environ))
            assert os.environ["AWS_ACCESS_KEY_ID"] == ACCESS_KEY
        finally:
            own.close()

    async def test_what_stands_there_wins(self, jp_serverapp: Any, aws: Aws) -> None:
        aws.set(AWS_WEB_IDENTITY_TOKEN_FILE="/there")
        own = KernelKeys(jp_serverapp, _nobody, True)
        own.start()
        assert not own.is_on
        assert "AWS_WEB_IDENTITY_TOKEN_FILE" in (own.reason or "")
        assert own.environ(os.environ) is os.environ


async def _nobody() -> Loaded:
    return Loaded()


#: What a notebook does; the clients live as long as the kernel.
SETUP = """
import os, boto3, s3fs
s3, fs = boto3.client("s3"), s3fs.S3FileSystem(use_listings_cache=False)
def by_boto3(bucket): return s3.list_objects_v2(Bucket=bucket)["KeyCount"]
def by_s3fs(bucket): return len(fs.ls(bucket, refresh=True))
print([name for name in os.environ if "KEY" in name and name.startswith("AWS")])
"""


class Kernel:
    """A kernel of a server, spoken to as JupyterLab does, but without the server between."""

    def __init__(self, server: JupyterServer) -> None:
        answer = Browser(server.url, server.token).send("POST", "api/kernels", b"{}", below="")
        assert answer.status == 201, answer.body
        file = server.folder / "runtime" / f"kernel-{answer.json['id']}.json"
        assert eventually(file.is_file)
        self._client = BlockingKernelClient(connection_file=str(file))
        self._client.load_connection_file()
        self._client.start_channels()
        assert eventually(self._is_ready, 60)

    def _is_ready(self) -> bool:
        try:
            self._client.wait_for_ready(timeout=30)
        except RuntimeError:
            # Its heart does not beat in time on a machine that does much else.
            return False
        return True

    def run(self, code: str) -> str:
        """Return what code prints, or the text of its error."""
        printed: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                printed.append(content["text"])
            elif message["msg_type"] == "error":
                printed.append(f"{content['ename']}: {content['evalue']}")

        self._client.execute_interactive(code, timeout=90, output_hook=hear)
        return "".join(printed).strip()

    def close(self) -> None:
        """Hang up."""
        self._client.stop_channels()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Store]:
    """A store with a user who may read one bucket."""
    kind = MinioStore if minio_is_wanted() else SeaweedTestStore
    with running_store(kind, tmp_path / "store") as store:
        for bucket in (BUCKET, READABLE_BUCKET):
            store.client().create_bucket(Bucket=bucket)
        yield store


def test_a_kernel_goes_on_after_the_end_and_after_renewals(
    platform: Any, start_server: StartServer
) -> None:
    server = start_server(
        {"AWS_ENDPOINT_URL": platform.endpoint, "AWS_DEFAULT_REGION": platform.region, **KEYS},
        {"S3Drive": {"renewable_kernel_keys": True}},
    )
    browser = Browser(server.url, server.token)

    def give(keys: Mapping[str, str], seconds: int) -> None:
        end = (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat()
        assert renew(browser, "paste", **pasted(keys), expiresAt=end).status == 200

    # botocore asks at each request where less than ten minutes are left.
    give(KEYS, 300)
    kernel = Kernel(server)
    try:
        assert kernel.run(SETUP) == "[]"
        both = f"print(by_boto3({BUCKET!r}), by_s3fs({BUCKET!r}))"
        assert kernel.run(both) == "0 0"
        give(KEYS, 2)
        assert eventually(
            lambda: browser.send("GET", "status").json["credentials"]["state"] == "expired", 20
        )
        assert "Renew the access to S3 in JupyterLab" in kernel.run(f"by_boto3({BUCKET!r})")
        give(KEYS, 300)
        assert kernel.run(both) == "0 0"
        # Other rights show that other keys are used.
        reader = platform.users()["reader"]
        assert renew(browser, "paste", **pasted(reader)).status == 200
        assert "AccessDenied" in kernel.run(f"by_boto3({BUCKET!r})")
        assert "PermissionError" in kernel.run(f"by_s3fs({BUCKET!r})")
    finally:
        kernel.close()
    log = server.log.read_text()
    assert SECRET_KEY not in log and reader["AWS_SECRET_ACCESS_KEY"] not in log


def test_without_the_setting_kernels_have_what_the_server_has(
    store: Store, start_server: StartServer
) -> None:
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **KEYS})
    assert Browser(server.url, server.token).send("GET", "status").json["kernels"]["hasKeys"]
    kernel = Kernel(server)
    try:
        assert kernel.run(f"import os; print(os.environ.get({URI!r}))") == "None"
        assert kernel.run("print(os.environ['AWS_ACCESS_KEY_ID'])") == ACCESS_KEY
    finally:
        kernel.close()
