"""Several stores at once: two real ones with a bucket of the same name, and never a word to the wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import SeaweedStore, Store
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import (
    ACCESS_KEY,
    BUCKET,
    SECRET_KEY,
    eventually,
    make_server,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore
from jupyterlab_s3_drive.tests.kit.wire import Wire

KEY = f"{BUCKET}/same.txt"
OPEN_KEY = f"{BUCKET}/open.txt"
CONTENT = {"default": b"of the server", "lab": b"of the laboratory"}
ANYONE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["*"]},
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{OPEN_KEY}"],
        }
    ],
}


class Hearing(Wire):
    """A wire that keeps the heads of requests too."""

    def __init__(self, endpoint: str) -> None:
        self.heads: list[bytes] = []
        super().__init__(endpoint)

    def refusal(self, line: str, head: bytes) -> bytes | None:
        """Refuse nothing."""
        self.heads.append(head)
        return super().refusal(line, head)


class Two:
    """A server with connections to two stores, each with a recorder before it."""

    def __init__(
        self, server: JupyterServer, stores: dict[str, Store], wires: dict[str, Hearing]
    ) -> None:
        self.browser = Browser(server.url, server.token)
        self.root = server.root
        self.stores = stores
        self.wires = wires

    def send(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """Send a request below a connection."""
        return self.browser.send(method, f"{name}/{path}", body)

    def other(self, name: str) -> Hearing:
        """Return what must not hear anything."""
        return self.wires["lab" if name == "default" else "default"]

    def asked(self, name: str) -> list[str]:
        """Return what a store has heard."""
        return self.wires[name].requests


@pytest.fixture(scope="module")
def _two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    second = MinioStore if minio_is_wanted() else SeaweedStore
    with (
        running_store(SeaweedStore, folder / "own") as own,
        running_store(second, folder / "lab") as lab,
    ):
        stores = {"default": own, "lab": lab}
        for name, each in stores.items():
            client = each.client()
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="same.txt", Body=CONTENT[name])
            client.put_object(Bucket=BUCKET, Key="open.txt", Body=b"open " + CONTENT[name])
            client.put_object(Bucket=BUCKET, Key=f"only-{name}.txt", Body=b"")
        lab.client().put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(ANYONE))
        wires = {name: Hearing(each.endpoint) for name, each in stores.items()}
        home = folder / "home"
        (home / ".aws").mkdir(parents=True)
        (home / ".aws" / "credentials").write_text(
            f"[lab]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"
            f"endpoint_url = {wires['lab'].endpoint}\nregion = lab-1\n"
        )
        env = datalab_environment(own)
        env.update(
            AWS_ENDPOINT_URL=wires["default"].endpoint,
            S3_ENDPOINT=wires["default"].endpoint,
            AWS_SHARED_CREDENTIALS_FILE=str(home / ".aws" / "credentials"),
            AWS_CONFIG_FILE=str(home / ".aws" / "config"),
            MC_HOST_mine=f"{lab.endpoint}".replace("://", f"://{ACCESS_KEY}:{SECRET_KEY}@"),
        )
        declared = {
            "open": {
                "endpoint_url": wires["lab"].endpoint,
                "anonymous": True,
                "label": "Open data",
            },
            "empty": {"endpoint_url": wires["lab"].endpoint},
            "Wrong": {"endpoint_url": wires["lab"].endpoint},
        }
        server = make_server(folder / "server", env, {"S3Drive": {"connections": declared}})
        try:
            yield Two(server, stores, wires)
        finally:
            server.stop()
            for wire in wires.values():
                wire.close()


@pytest.fixture
def two(_two: Two) -> Two:
    """The same, whose recorders have heard nothing yet."""
    for wire in _two.wires.values():
        wire.reset()
    return _two


def test_all_are_listed_without_asking_a_store(two: Two) -> None:
    answer = two.browser.send("GET", "connections")
    assert SECRET_KEY.encode() not in answer.body
    found = {each["name"]: each for each in answer.json["connections"]}
    assert list(found) == ["default", "open", "empty", "lab", "mine"]
    assert found["default"]["endpoint"] == two.wires["default"].endpoint
    assert found["lab"] == {
        "name": "lab",
        "label": "lab",
        "origin": "profile",
        "endpoint": two.wires["lab"].endpoint,
        "region": "lab-1",
        "profile": "lab",
        "isAnonymous": False,
        "isReadOnly": False,
    }
    assert (found["open"]["label"], found["open"]["isAnonymous"]) == ("Open data", True)
    assert found["mine"]["endpoint"] == two.stores["lab"].endpoint
    (left_out,) = answer.json["leftOut"]
    assert (left_out["label"], left_out["reason"]) == ("Wrong", "name")
    assert two.asked("default") == two.asked("lab") == []


@pytest.mark.parametrize("name", ["default", "lab"])
class TestTheSameBucketOnTwoStores:
    def test_reads_its_own(self, two: Two, name: str) -> None:
        assert two.send(name, "GET", f"api/{KEY}").body == CONTENT[name]
        listing = two.send(name, "GET", f"api/{BUCKET}?list-type=2").body
        assert f"only-{name}.txt".encode() in listing
        assert listing.count(b"<Key>only-") == 1
        assert two.asked(name) and two.other(name).requests == []

    def test_writes_copies_and_deletes_its_own(self, two: Two, name: str) -> None:
        path = f"{BUCKET}/written.txt"
        assert two.send(name, "PUT", f"api/{path}", name.encode()).status == 200
        parts = [{"method": "HEAD", "path": f"/{path}"}]
        batch = two.send(name, "POST", "batch", json.dumps({"requests": parts}).encode())
        assert json.loads(batch.body)["status"] == 200
        assert two.send(name, "DELETE", f"api/{path}").status == 204
        assert two.send(name, "GET", f"api/{path}").status == 404
        assert two.other(name).requests == []

    def test_makes_links_and_tells_what_is_public(self, two: Two, name: str) -> None:
        body = {"bucket": BUCKET, "key": "same.txt", "method": "GET", "expiresIn": 60}
        link = two.send(name, "POST", "links", json.dumps(body).encode()).json["url"]
        assert link.startswith(two.wires[name].endpoint)
        public = two.send(name, "GET", f"public/{OPEN_KEY}").json
        assert public["url"].startswith(two.wires[name].endpoint)
        assert public["readable"] is (name == "lab")
        assert two.other(name).requests == []

    def test_zips_and_transfers_its_own(self, two: Two, name: str) -> None:
        zip_body = {"bucket": BUCKET, "keys": ["same.txt"], "prefixes": [], "name": "n"}
        made = two.send(name, "POST", "archives", json.dumps(zip_body).encode()).json["id"]
        other = "lab" if name == "default" else "default"
        assert two.send(other, "GET", f"archives/{made}").status == 404
        assert CONTENT[name] in two.send(name, "GET", f"archives/{made}").body
        body = {
            "direction": "to-workspace",
            "bucket": BUCKET,
            "key": "same.txt",
            "workspacePath": "",
            "overwrite": "replace",
        }
        started = two.send(name, "POST", "transfers", json.dumps(body).encode())
        assert started.status == 201, started.body
        path = f"transfers/{started.json['id']}"
        assert two.send(other, "GET", path).status == 404
        assert eventually(lambda: two.send(name, "GET", path).json["state"] != "running")
        assert two.send(name, "GET", path).json["state"] == "done"
        assert (two.root / "same.txt").read_bytes() == CONTENT[name]
        assert two.other(name).requests == []

    def test_has_a_status_of_its_own(self, two: Two, name: str) -> None:
        status = two.send(name, "GET", "status").json
        assert status["endpoint"] == two.wires[name].endpoint
        assert status["credentials"]["source"] == (
            "env" if name == "default" else "shared-credentials-file"
        )
        assert status["problem"] is None
        # What the environment of a kernel says is of the server's own store alone.
        assert status["kernels"]["hasKeys"] is status["kernels"]["botocoreFinds"]
        assert status["kernels"]["hasKeys"] is (name == "default")


class TestKeys:
    def test_those_of_one_are_renewed_alone(self, two: Two) -> None:
        before = two.send("empty", "GET", "status").json
        assert before["problem"]["code"] == "CredentialsMissing"
        assert before["renewal"]["ways"] == ["paste"]
        assert two.send("empty", "GET", f"api/{KEY}").code == "CredentialsMissing"
        assert two.asked("lab") == []
        wrong = {"way": "paste", "accessKey": "UNKNOWNKEY", "secretKey": SECRET_KEY}
        assert two.send("empty", "POST", "renew", json.dumps(wrong).encode()).status == 403
        right = {**wrong, "accessKey": ACCESS_KEY}
        after = two.send("empty", "POST", "renew", json.dumps(right).encode())
        assert after.json["credentials"]["source"] == "paste"
        assert SECRET_KEY.encode() not in after.body
        assert two.send("empty", "GET", f"api/{KEY}").body == CONTENT["lab"]
        for name, source in (("default", "env"), ("lab", "shared-credentials-file")):
            status = two.send(name, "GET", "status").json
            assert status["credentials"]["source"] == source
        assert two.asked("default") == []

    def test_an_alias_has_its_own(self, two: Two) -> None:
        status = two.send("mine", "GET", "status").json
        assert (status["credentials"]["source"], status["renewal"]["ways"]) == (
            "MC_HOST",
            ["paste"],
        )
        assert two.send("mine", "GET", f"api/{KEY}").body == CONTENT["lab"]


class TestWithoutKeys:
    def test_what_is_open_is_read_unsigned(self, two: Two) -> None:
        assert two.send("open", "GET", f"api/{OPEN_KEY}").body == b"open " + CONTENT["lab"]
        head = two.wires["lab"].heads[-1].lower()
        assert b"open.txt" in head
        assert b"authorization" not in head
        assert two.asked("default") == []

    def test_what_is_not_is_refused_by_the_store(self, two: Two) -> None:
        answer = two.send("open", "GET", f"api/{KEY}")
        assert (answer.status, answer.origin) == (403, "store")

    def test_nothing_is_written_linked_or_renewed(self, two: Two) -> None:
        assert two.send("open", "PUT", f"api/{BUCKET}/new", b"x").code == "ReadOnly"
        body = {"bucket": BUCKET, "key": "open.txt", "method": "GET", "expiresIn": 60}
        assert two.send("open", "POST", "links", json.dumps(body).encode()).code == "LinksOff"
        status = two.send("open", "GET", "status").json
        assert status["credentials"] == {
            "source": "anonymous",
            "state": "valid",
            "account": None,
            "accessKey": None,
            "expiresAt": None,
            "secondsLeft": None,
        }
        assert (status["renewal"]["ways"], status["problem"]) == ([], None)
        assert two.asked("lab") == []


def test_the_log_names_what_is_left_out(two: Two, tmp_path: Path) -> None:
    server = make_server(tmp_path, {}, {"S3Drive": {"connections": {"x": {"endpoint": "y"}}}})
    try:
        assert "No S3 connection 'x' (unusable). 'endpoint' is no field" in server.log.read_text()
    finally:
        server.stop()
