"""Other keys for the running server: from where, when, and that what is refused changes nothing."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psutil
import pytest

from jupyterlab_s3_drive.credentials.access import Access
from jupyterlab_s3_drive.credentials.command import MAX_OUTPUT, given, read_moment, run
from jupyterlab_s3_drive.credentials.credentials import Credentials
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import (
    ACCESS_KEY,
    BUCKET,
    KEYS,
    SECRET_KEY,
    eventually,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore
from jupyterlab_s3_drive.tests.test_credentials import SECRET, Aws, jwt

ON_ONE_STORE = pytest.mark.one_store("what is refused before the store is asked")
StartServer = Callable[..., JupyterServer]

#: As those of a session that has ended.
ENDED = {
    "AWS_ACCESS_KEY_ID": "ASIAENDEDLONGAGO",
    "AWS_SECRET_ACCESS_KEY": "OfASessionThatHasEnded",
    "AWS_SESSION_TOKEN": jwt(exp=1_600_000_000, parent="alice"),
}


@pytest.fixture
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """An environment without credentials."""
    return Aws(tmp_path, monkeypatch)


def printing(text: str, *, before: str = "") -> list[str]:
    """Return a command that prints a text."""
    return [sys.executable, "-c", f"import sys, time\n{before}\nsys.stdout.write({text!r})"]


def is_running(identifier: int) -> bool:
    """Tell whether a process is there, and not only waiting for its parent to hear of its end."""
    try:
        return psutil.Process(identifier).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def printed(life: float | None = 3600, **changed: Any) -> str:
    """Return what a credential process prints, for keys that live so long (s)."""
    fields = {"Version": 1, "AccessKeyId": "NEW", "SecretAccessKey": SECRET, **changed}
    if life is not None:
        end = datetime.now(timezone.utc) + timedelta(seconds=life)
        fields.setdefault("Expiration", end.isoformat())
    return json.dumps(fields)


class TestCommand:
    """The administrator's command."""

    async def test_what_it_prints_is_used(self) -> None:
        found = await run(printing(printed(SessionToken="opaque")), 30)
        assert (found.access_key, found.secret_key, found.token) == ("NEW", SECRET, "opaque")
        assert (found.source, found.state()) == ("command", "valid")
        assert SECRET not in repr(found)

    @pytest.mark.parametrize(
        ("command", "why"),
        [
            (["/there/is/no/such"], "could not be started"),
            (["nul\0"], "could not be started"),
            (printing(SECRET, before="sys.stderr.write('x')"), "no JSON"),
            (printing("", before="sys.stdout.write('[' * 50_000)"), "no JSON"),
            (printing("[]"), "Version 1"),
            (printing(printed(Version=2)), "Version 1"),
            (printing(printed(Expiration="tomorrow")), "Expiration"),
            (printing(printed(Expiration=12)), "Expiration"),
            (printing(printed(SecretAccessKey="")), "that can be used"),
            (printing(printed(SecretAccessKey=[SECRET])), "that can be used"),
            (printing(printed(SessionToken=f"a\r\nX: {SECRET}")), "that can be used"),
            (printing("", before=f"sys.stdout.write({SECRET!r} * {MAX_OUTPUT})"), "more than"),
            (printing(printed(), before="sys.exit(3)"), "exit status 3"),
        ],
    )
    async def test_what_is_no_answer(self, command: list[str], why: str) -> None:
        with pytest.raises(S3DriveError) as caught:
            await run(command, 30)
        assert (caught.value.code, caught.value.status_code) == ("RenewalFailed", 502)
        assert why in (caught.value.details or "")
        assert SECRET not in str(caught.value.as_json())

    async def test_it_is_ended_with_what_it_started(self, tmp_path: Path) -> None:
        mark = tmp_path / "pid"
        child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
        start = f"import subprocess\nsubprocess.run([sys.executable, '-c', {child!r}])"
        begun = time.monotonic()
        with pytest.raises(S3DriveError) as caught:
            await run(printing("", before=start), 2)
        assert (caught.value.code, caught.value.details) == (
            "RenewalFailed",
            "it took longer than 2 s",
        )
        assert time.monotonic() - begun < 30
        child_id = int(mark.read_text())
        assert eventually(lambda: not is_running(child_id))

    async def test_it_is_run_by_itself_before_the_end(self, aws: Aws, tmp_path: Path) -> None:
        runs = tmp_path / "runs"
        aws.set(**ENDED)
        access = Access(printing(printed(300), before=f"open({str(runs)!r}, 'a').write('x')"), 30)
        found = await asyncio.gather(*(access.current() for _ in range(10)))
        assert {each.usable().access_key for each in found} == {"NEW"}
        assert runs.read_text() == "x"
        # It gives keys that end soon, and is left alone for a while.
        await access.current()
        assert runs.read_text() == "x"
        access.retry_seconds = 0
        first = (await access.current()).usable()
        await access.close()
        assert first.access_key == "NEW"

    async def test_the_old_keys_say_what_is_wrong_where_it_fails(self, aws: Aws) -> None:
        aws.set(**ENDED)
        access = Access(["/there/is/no/such"], 30)
        loaded = await access.current()
        assert (loaded.state(), loaded.credentials and loaded.credentials.account()) == (
            "expired",
            "alice",
        )
        await access.close()


def test_what_cannot_be_keys() -> None:
    for keys in (
        ("", "s"),
        ("k", ""),
        ("k/x", "s"),
        ("k,x", "s"),
        ("k x", "s"),
        ("k=", "s"),
        ("k", "é"),
    ):
        assert given(*keys, None, None, "paste") is None
    assert given("k", "s", "to ken", None, "paste") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00+00:00"),
        ("2026-12-01T10:00:00.123456789Z", "2026-12-01T10:00:00+00:00"),
        ("2026-12-01T10:00:00+02:00", "2026-12-01T08:00:00+00:00"),
        ("2026-12-01T10:00:00", None),
        ("0001-01-01T00:00:00+23:00", None),
        ("soon", None),
        (None, None),
        (12, None),
    ],
)
def test_moments(text: object, moment: str | None) -> None:
    found = read_moment(text)
    assert (found and found.isoformat()) == moment


@pytest.mark.parametrize(
    ("key", "shown"),
    [("AKIAIOSFODNN7EXAMPLE", "AKIA…MPLE"), ("minio", "mini…"), ("root", "root"), ("", "")],
)
def test_keys_are_shown_shortened(key: str, shown: str) -> None:
    assert Credentials(key, SECRET).shown_key() == shown


@pytest.mark.parametrize(
    ("token", "account"),
    [
        (jwt(parent="alice"), "alice"),
        (jwt(parent=["alice"]), None),
        (jwt(parent="a\nb"), None),
        (jwt(exp=1), None),
        ("opaque", None),
        (None, None),
    ],
)
def test_whose_session_it_is(token: str | None, account: str | None) -> None:
    assert Credentials("K", "S", token).account() == account


def renew(browser: Browser, way: str, **fields: Any) -> Answer:
    """Ask for other keys."""
    return browser.send("POST", "renew", json.dumps({"way": way, **fields}).encode())


def pasted(keys: Mapping[str, str]) -> dict[str, str]:
    """Return variables as the fields of the route."""
    return {
        "accessKey": keys["AWS_ACCESS_KEY_ID"],
        "secretKey": keys["AWS_SECRET_ACCESS_KEY"],
        "sessionToken": keys.get("AWS_SESSION_TOKEN", ""),
    }


def reads(browser: Browser) -> tuple[int, str | None]:
    """Return status and code of a request to the store."""
    answer = browser.s3("GET", BUCKET)
    return answer.status, answer.code


def test_pasted_keys_are_tried_and_used_from_the_next_request_on(
    store: Store, start_server: StartServer
) -> None:
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **ENDED})
    browser = Browser(server.url, server.token)
    told = browser.send("GET", "status").json["credentials"]
    assert (told["state"], told["account"], told["secondsLeft"]) == ("expired", "alice", 0)
    assert reads(browser) == (403, "CredentialsExpired")
    # The chain has nothing newer, and the store is not asked.
    answer = renew(browser, "chain")
    assert (answer.status, answer.code) == (403, "CredentialsExpired")

    wrong = {**KEYS, "AWS_SECRET_ACCESS_KEY": "NotTheSecretOfThisKey"}
    unknown = {**KEYS, "AWS_ACCESS_KEY_ID": "AKIDOFNOBODY"}
    for keys in (wrong, unknown):
        answer = renew(browser, "paste", **pasted(keys))
        assert answer.status == 403, answer.body
        assert answer.code in ("SignatureDoesNotMatch", "InvalidAccessKeyId")
        assert reads(browser) == (403, "CredentialsExpired"), "the old ones stay"
    answer = renew(browser, "paste", **pasted(ENDED))
    assert (answer.status, answer.code) == (403, "CredentialsExpired")

    answer = renew(browser, "paste", **pasted(KEYS))
    assert answer.status == 200
    assert answer.json == browser.send("GET", "status").json
    told = answer.json["credentials"]
    assert (told["source"], told["state"], told["accessKey"]) == ("paste", "valid", "AKID…ESTS")
    assert answer.json["problem"] is None
    assert reads(browser)[0] == 200
    # What is refused later changes nothing either.
    assert renew(browser, "paste", **pasted(unknown)).status == 403
    assert reads(browser)[0] == 200

    secrets = (SECRET_KEY, *(keys["AWS_SECRET_ACCESS_KEY"] for keys in (wrong, ENDED)))
    log = server.log.read_text()
    assert not any(secret in log or secret in answer.body.decode() for secret in secrets)


def test_a_pasted_session_tells_its_end(store: Store, start_server: StartServer) -> None:
    if not isinstance(store, MinioStore):
        pytest.skip("SeaweedFS gives no sessions here")
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **KEYS})
    browser = Browser(server.url, server.token)
    session = store.users()["reader"]
    answer = renew(browser, "paste", **pasted(session))
    assert answer.status == 200, answer.body
    told = answer.json["credentials"]
    assert 0 < 12 * 3600 - told["secondsLeft"] < 120
    assert told["account"] == ACCESS_KEY
    assert session["AWS_SESSION_TOKEN"] not in answer.body.decode() + server.log.read_text()
    # Its policy is that of the session, not of the keys before.
    assert reads(browser) == (403, None)
    # The chain's own keys are good, and taken back.
    answer = renew(browser, "chain")
    assert (answer.status, answer.json["credentials"]["source"]) == (200, "env")
    assert reads(browser)[0] == 200


def test_the_administrators_command(store: Store, start_server: StartServer) -> None:
    output = printed(None, AccessKeyId=ACCESS_KEY, SecretAccessKey=SECRET_KEY)
    server = start_server(
        {"AWS_ENDPOINT_URL": store.endpoint, **KEYS, "AWS_SECRET_ACCESS_KEY": "wrong"},
        {
            "S3Drive": {
                "renew_command": printing(output),
                "allow_pasted_keys": False,
                "new_keys_notice": "Ask the desk.",
                "new_keys_url": "https://desk.example",
            }
        },
    )
    browser = Browser(server.url, server.token)
    assert browser.send("GET", "status").json["renewal"] == {
        "isAutomatic": True,
        "ways": ["chain", "command"],
        "notice": "Ask the desk.",
        "url": "https://desk.example",
    }
    answer = renew(browser, "paste", **pasted(KEYS))
    assert (answer.status, answer.code) == (403, "RenewalOff")
    assert reads(browser)[0] == 403
    answer = renew(browser, "command")
    assert (answer.status, answer.json["credentials"]["source"]) == (200, "command")
    assert reads(browser)[0] == 200
    assert SECRET_KEY not in server.log.read_text() + answer.body.decode()


@ON_ONE_STORE
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"way": "command"}, "RenewalOff"),
        ({"way": "ask"}, "InvalidRequest"),
        ({"way": "paste"}, "InvalidRequest"),
        ({"way": "paste", "accessKey": "K", "secretKey": 1}, "InvalidRequest"),
        ({"way": "paste", "accessKey": "K K", "secretKey": "S"}, "CredentialsInvalid"),
        ({"way": "paste", "accessKey": "K", "secretKey": "S\nX-A: b"}, "CredentialsInvalid"),
        ({"way": "paste", "accessKey": "K", "secretKey": "S", "sessionToken": "é"}, "CredentialsInvalid"),
        ({"way": "paste", "accessKey": "K", "secretKey": "S", "expiresAt": "soon"}, "InvalidRequest"),
        ({"way": "paste", "accessKey": "K", "secretKey": "S", "expiresAt": "2020-01-01T00:00:00Z"},
         "CredentialsExpired"),
        ({"way": "paste", "accessKey": "K", "secretKey": "S" * 70_000}, "InvalidRequest"),
    ],
)  # fmt: skip
def test_what_cannot_be_used(
    browser: Browser, wire: Any, fields: dict[str, Any], code: str
) -> None:
    answer = renew(browser, **fields)
    assert (answer.code, answer.origin) == (code, "proxy")
    assert wire.requests == []
