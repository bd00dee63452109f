"""Sharing among users of a platform: the diffusion folder, and what temporary credentials lend."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.mc import mc_binary, run_mc
from jupyterlab_s3_drive.tests.kit.servers import (
    KEYS,
    SECRET_KEY,
    make_server,
    make_store,
    minio_is_wanted,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore
from jupyterlab_s3_drive.tests.test_links import anonymous, ask

#: As Onyxia wrote it into each user's session policy in 2021: the own bucket, and what anybody has
#: put into `diffusion/` at the root of a bucket.
DIFFUSION_RULE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["s3:*"],
            "Resource": ["arn:aws:s3:::alice", "arn:aws:s3:::alice/*"],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": ["arn:aws:s3:::*"],
            "Condition": {"StringLike": {"s3:prefix": "diffusion/*"}},
        },
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "Resource": ["arn:aws:s3:::*/diffusion/*"],
        },
    ],
}


@dataclass(frozen=True)
class Platform:
    """A store with the buckets of alice and bob, and alice's Jupyter server with her session."""

    store: Store
    alice: Browser
    session: dict[str, Any]

    @property
    def end(self) -> datetime:
        """When alice's session ends, by the token itself, to the second."""
        payload = self.session["SessionToken"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return datetime.fromtimestamp(claims["exp"], timezone.utc)

    def public_url(self, key: str) -> str:
        """Return the address at which others reach the store."""
        return self.store.endpoint.replace("127.0.0.1", "localhost") + f"/{key}"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Alice has a session of 900 s; nobody has published anything by a policy."""
    if not (minio_is_wanted() and mc_binary()):
        pytest.skip("needs minio and mc")
    folder = tmp_path_factory.mktemp("platform")
    store = make_store(MinioStore, folder / "store")
    rule = folder / "rule.json"
    rule.write_text(json.dumps(DIFFUSION_RULE))
    for command in (
        ("policy", "create", "s3", "diffusion", str(rule)),
        ("user", "add", "s3", "alice", "alice-secret"),
        ("policy", "attach", "s3", "diffusion", "--user", "alice"),
    ):
        run_mc(store, folder, "admin", *command)
    client = store.client()
    for bucket in ("alice", "bob"):
        client.create_bucket(Bucket=bucket)
    for key in ("diffusion/été 1.csv", "diffusion/sub/x", "private.csv", "diffusion2/x"):
        client.put_object(Bucket="bob", Key=key, Body=b"of bob")
    session = _session(store)
    server = make_server(
        folder / "server",
        {
            "AWS_ENDPOINT_URL": store.endpoint,
            "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
            "AWS_SESSION_TOKEN": session["SessionToken"],
        },
        {
            "S3Drive": {
                "public_endpoint_url": store.endpoint.replace("127.0.0.1", "localhost"),
                "diffusion_is_open": True,
            }
        },
    )
    yield Platform(store, Browser(server.url, server.token), session)
    server.stop()
    store.kill()


class TestDiffusion:
    """On MinIO, which has such users."""

    def test_the_folder_of_another_user(self, platform: Platform) -> None:
        alice = platform.alice
        listed = alice.s3("GET", "bob", query="?list-type=2&prefix=diffusion%2F&delimiter=%2F")
        assert listed.status == 200
        assert "été 1.csv" in listed.body.decode() and b"diffusion/sub/" in listed.body
        assert alice.s3("GET", "bob/diffusion/été 1.csv").body == b"of bob"
        assert alice.s3("HEAD", "bob/diffusion/sub/x").status == 200
        refused = [
            ("GET", "bob", "?list-type=2&prefix="),
            ("GET", "bob", "?list-type=2&prefix=diffusion"),
            ("GET", "bob", "?list-type=2&prefix=diffusion2%2F"),
            ("HEAD", "bob", ""),
            ("GET", "bob", "?policy"),
            ("GET", "bob/private.csv", ""),
            ("GET", "bob/diffusion2/x", ""),
            ("PUT", "bob/diffusion/mine", ""),
            ("DELETE", "bob/diffusion/sub/x", ""),
            ("PUT", "bob", "?policy"),
            ("DELETE", "bob", "?policy"),
        ]
        for method, path, query in refused:
            body = b"{}" if method == "PUT" else None
            answer = alice.s3(method, path, body, query=query)
            assert (method, path, answer.status, answer.origin) == (method, path, 403, "store")
        assert alice.s3("GET", "bob/diffusion/sub/x").body == b"of bob"
        # Users of the platform are no strangers, and strangers are no users.
        for place in ("bob/diffusion/", "bob/diffusion/sub/x"):
            assert alice.send("GET", f"public/{place}").json["readable"] is False
        assert alice.send("GET", "status").json["sharing"]["diffusionIsOpen"] is True

    def test_a_copy_of_it(self, platform: Platform) -> None:
        source = {"x-amz-copy-source": "bob/diffusion/%C3%A9t%C3%A9%201.csv"}
        assert platform.alice.s3("PUT", "alice/copy.csv", b"", source).status == 200
        assert platform.alice.s3("GET", "alice/copy.csv").body == b"of bob"
        private = {"x-amz-copy-source": "bob/private.csv"}
        assert platform.alice.s3("PUT", "alice/copy2.csv", b"", private).status == 403
        assert platform.alice.s3("GET", "alice/copy2.csv").status == 404

    def test_links_lend_no_more_than_there_is(self, platform: Platform) -> None:
        for key, status in (("bob/diffusion/sub/x", 200), ("bob/private.csv", 403)):
            for seconds in (604_800, 3600, 60):
                link = ask(platform.alice, key, expiresIn=seconds).json
                end = datetime.fromisoformat(link["expiresAt"].replace("Z", "+00:00"))
                assert end <= platform.end
                assert link["limitedBy"] == ("credentials" if seconds > 900 else None)
                query = parse_qs(urlsplit(link["url"]).query)
                assert int(query["X-Amz-Expires"][0]) <= min(seconds, 900)
                assert link["url"].startswith(platform.public_url(key))
                assert anonymous("GET", link["url"]).status == status
                # The link shows the session's name and token; never its secret.
                for secret in (platform.session["SecretAccessKey"], SECRET_KEY, "alice-secret"):
                    assert secret not in json.dumps(link)

    def test_one_upload_by_a_link(self, platform: Platform) -> None:
        link = ask(platform.alice, "alice/inbox/été.csv", "PUT", expiresIn=86_400).json
        assert link["limitedBy"] == "credentials"
        assert link["headers"] == {"If-None-Match": "*"}
        assert anonymous("PUT", link["url"], b"without").status >= 400
        assert anonymous("PUT", link["url"], b"first", link["headers"]).status == 200
        assert anonymous("PUT", link["url"], b"second", link["headers"]).status == 412
        assert platform.alice.s3("GET", "alice/inbox/été.csv").body == b"first"
        others = ask(platform.alice, "bob/diffusion/mine", "PUT").json
        assert anonymous("PUT", others["url"], b"x", others["headers"]).status == 403


@pytest.mark.parametrize("disposition", ["attachment", "inline"])
@pytest.mark.parametrize("name", ["two\nlines\r.csv", "say \"so\" 'é'.csv", "a;b\t=c%22.csv"])
def test_the_name_of_a_download(browser: Browser, prefix: str, name: str, disposition: str) -> None:
    assert browser.s3("PUT", prefix + name, b"content").status == 200
    read = anonymous("GET", ask(browser, prefix + name, disposition=disposition).json["url"])
    assert (read.status, read.body) == (200, b"content")
    value = read.headers["Content-Disposition"]
    assert value.startswith(f'{disposition}; filename="') and value.isprintable()
    plain, _, rest = value.removeprefix(f'{disposition}; filename="').partition('"')
    told = unquote(rest.removeprefix("; filename*=UTF-8''")) or plain
    assert told == "".join("_" if ord(c) < 32 else c for c in name)
    assert read.headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    ("status", "code"),
    [(501, "NotImplemented"), (405, "MethodNotAllowed"), (403, "AccessDenied")],
)
def test_stores_without_policies(
    start_server: Callable[..., JupyterServer], status: int, code: str
) -> None:
    body = f"<Error><Code>{code}</Code></Error>".encode()

    def answer(connection: socket.socket, head: str, _: bytes) -> None:
        length = f"Content-Length: {len(body)}\r\nContent-Type: application/xml\r\n\r\n"
        connection.sendall(f"HTTP/1.1 {status} No\r\n{length}".encode() + body)

    store = ScriptedStore(answer)
    for public_sharing in (True, False):
        server = start_server(
            {**KEYS, "AWS_ENDPOINT_URL": store.endpoint},
            {"S3Drive": {"public_sharing": public_sharing}},
        )
        browser = Browser(server.url, server.token)
        shown = browser.s3("GET", "bucket", query="?policy")
        assert (shown.status, shown.origin, shown.body) == (status, "store", body)
        written = browser.s3("PUT", "bucket", b"{}", query="?policy")
        if public_sharing:
            assert (written.status, written.origin) == (status, "store")
        else:
            assert (written.status, written.code) == (403, "PublicSharingOff")
    store.close()


def _session(store: Store) -> dict[str, Any]:
    """Return a session of alice of 900 s, the shortest that there is."""
    import botocore.session

    sts = botocore.session.Session().create_client(
        "sts",
        endpoint_url=store.endpoint,
        region_name=store.region,
        aws_access_key_id="alice",
        aws_secret_access_key="alice-secret",
    )
    answer = sts.assume_role(
        RoleArn="arn:xxx:xxx:xxx:xxxx", RoleSessionName="anything", DurationSeconds=900
    )
    return dict(answer["Credentials"])
