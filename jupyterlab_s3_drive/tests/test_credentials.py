"""The credential chain: what it finds, when it looks again, and what it calls a broken one."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import stat
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.credentials.chain import CredentialChain
from jupyterlab_s3_drive.credentials.credentials import Credentials, Loaded, token_expiry
from jupyterlab_s3_drive.errors import S3DriveError

SECRET = "NeverToBeSeen"


def jwt(**claims: Any) -> str:
    """Return a token as MinIO makes them."""
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzUxMiJ9.{middle}.c2lnbmF0dXJl"


class Aws:
    """The environment and the files that the chain reads."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.config, self.credentials = folder / "config", folder / "credentials"
        self._folder, self._monkeypatch = folder, monkeypatch
        for name in list(os.environ):
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        self.set(
            AWS_CONFIG_FILE=str(self.config),
            AWS_SHARED_CREDENTIALS_FILE=str(self.credentials),
            AWS_EC2_METADATA_DISABLED="true",
        )

    def set(self, **variables: str) -> None:
        """Set environment variables."""
        for name, value in variables.items():
            self._monkeypatch.setenv(name, value)

    def write(self, path: Path, text: str) -> None:
        """Write a file so that the change is seen, however coarse the clock."""
        path.write_text(text)
        later = time.time_ns() + 10**9
        os.utime(path, ns=(later, later))

    def program(self, seconds: float, life: int = 3600) -> Path:
        """Use a credential process; return the file to which it adds a line for each run."""
        runs, program = self._folder / "runs", self._folder / "program"
        program.write_text(
            f"#!{sys.executable}\n"
            "import datetime, json, time\n"
            f"time.sleep({seconds})\n"
            f"with open({str(runs)!r}, 'a') as file: file.write('x')\n"
            f"end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds={life})\n"
            "print(json.dumps({'Version': 1, 'AccessKeyId': 'K', 'SecretAccessKey': 'S', "
            "'SessionToken': 'opaque', 'Expiration': end.isoformat()}))\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.write(self.config, f"[default]\ncredential_process = {program}\n")
        return runs


@pytest.fixture
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """An environment without credentials."""
    return Aws(tmp_path, monkeypatch)


async def problem(chain: CredentialChain) -> S3DriveError:
    """Return why there are no credentials."""
    with pytest.raises(S3DriveError) as caught:
        (await chain.current()).usable()
    assert SECRET not in str(caught.value.as_json())
    return caught.value


async def test_environment(aws: Aws) -> None:
    aws.set(AWS_ACCESS_KEY_ID="K", AWS_SECRET_ACCESS_KEY=SECRET, AWS_SESSION_TOKEN="")
    # As a pod has them; an empty variable is none.
    aws.set(AWS_PROFILE="", AWS_DEFAULT_PROFILE="", AWS_DEFAULT_REGION="")
    found = (await CredentialChain().current()).usable()
    assert (found.access_key, found.secret_key, found.token) == ("K", SECRET, None)
    assert (found.source, found.state(), found.expires_at) == ("env", "valid", None)
    assert SECRET not in repr(found)


async def test_none(aws: Aws) -> None:
    assert (await problem(CredentialChain())).code == "CredentialsMissing"
    aws.set(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    assert (await problem(CredentialChain())).code == "CredentialsMissing"


async def test_broken_configurations(aws: Aws) -> None:
    chain = CredentialChain()
    aws.set(AWS_ACCESS_KEY_ID="K", AWS_SECRET_ACCESS_KEY="")
    assert (await problem(chain)).code == "CredentialsInvalid"
    aws.set(AWS_ACCESS_KEY_ID="")
    for text in (
        f"[default]\naws_secret_access_key\n{SECRET}\n= {SECRET}",
        f"[default\naws_secret_access_key = {SECRET}",
        f"aws_secret_access_key = {SECRET}",
        f"[default]\naws_access_key_id = K\n[default]\naws_secret_access_key = {SECRET}",
        "[default]\naws_access_key_id = K\n",
    ):
        aws.write(aws.credentials, text)
        assert (await problem(chain)).code == "CredentialsInvalid", text
    aws.credentials.write_bytes(b"\xff\xfe\x00[default]")
    assert (await problem(chain)).code == "CredentialsInvalid"
    aws.credentials.unlink()
    for process in (f"sh -c 'echo {SECRET} >&2; exit 1'", f"echo {SECRET}", "/there/is/no/such"):
        aws.write(aws.config, f"[default]\ncredential_process = {process}\n")
        assert (await problem(chain)).code == "CredentialsInvalid", process
    aws.config.unlink()
    aws.set(AWS_PROFILE="unknown")
    error = await problem(chain)
    assert (error.code, error.details) == (
        "CredentialsInvalid",
        "ProfileNotFound, profile: unknown",
    )


async def test_ends_of_tokens(aws: Aws) -> None:
    chain = CredentialChain()
    aws.set(AWS_ACCESS_KEY_ID="K", AWS_SECRET_ACCESS_KEY=SECRET)
    now = int(time.time())
    for end, state in ((now + 7200, "valid"), (now + 900, "expiring")):
        aws.set(AWS_SESSION_TOKEN=jwt(accessKey="K", exp=end, parent="alice"))
        found = (await chain.current()).usable()
        assert found.state() == state
        assert found.expires_at == datetime.fromtimestamp(end, timezone.utc)
    aws.set(AWS_SESSION_TOKEN=jwt(exp=now - 1))
    assert (await problem(chain)).code == "CredentialsExpired"
    assert (await chain.current()).state() == "expired"
    aws.set(AWS_SESSION_TOKEN="opaque")
    assert (await chain.current()).usable().state() == "unknown"
    soon = datetime.now(timezone.utc) + timedelta(minutes=20)
    aws.set(AWS_CREDENTIAL_EXPIRATION=soon.isoformat())
    found = (await chain.current()).usable()
    # Nobody renews variables.
    assert (found.expires_at, found.state(), found.renewed) == (soon, "expiring", False)
    aws.set(AWS_CREDENTIAL_EXPIRATION="2020-01-01T00:00:00Z")
    assert (await problem(chain)).code == "CredentialsExpired"
    assert (await chain.current()).state() == "expired"


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "a.b",
        "a.b.c",
        "..",
        "a.e30.c",
        jwt(exp="soon"),
        jwt(exp=None),
        jwt(exp=1e30),
        "a.W10.c",
    ],
)
def test_tokens_that_tell_no_end(token: str | None) -> None:
    assert token_expiry(token) is None


def test_renewed_credentials_do_not_worry() -> None:
    soon = datetime.now(timezone.utc) + timedelta(minutes=5)
    assert Credentials("K", "S", "T", expires_at=soon, renewed=True).state() == "valid"
    assert Credentials("K", "S", "T", renewed=True).state() == "valid"
    assert Loaded().state() == "missing"


async def test_a_changed_file_is_seen(aws: Aws) -> None:
    chain = CredentialChain()
    for key in ("FIRST", "SECOND"):
        text = f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n"
        aws.write(aws.credentials, text)
        assert (await chain.current()).usable().access_key == key
    # As somebody repairs what was missing or broken.
    aws.write(aws.credentials, "[default")
    assert (await problem(chain)).code == "CredentialsInvalid"
    aws.write(aws.credentials, text)
    assert (await chain.current()).usable().access_key == "SECOND"


async def test_profile(aws: Aws) -> None:
    aws.write(
        aws.config,
        "[profile onyxia]\nregion = here-1\nservices = store\n"
        "[services store]\ns3 =\n  endpoint_url = https://minio.example\n"
        "[profile other]\nendpoint_url = https://other.example\n",
    )
    aws.write(
        aws.credentials, f"[onyxia]\naws_access_key_id = K\naws_secret_access_key = {SECRET}\n"
    )
    aws.set(AWS_PROFILE="onyxia")
    loaded = await CredentialChain().current()
    assert loaded.usable().source == "shared-credentials-file"
    assert (loaded.profile.endpoint_url, loaded.profile.region) == (
        "https://minio.example",
        "here-1",
    )
    aws.set(AWS_PROFILE="other")
    assert (await CredentialChain().current()).profile.endpoint_url == "https://other.example"


async def test_a_slow_provider_is_asked_once_and_stops_nobody(aws: Aws) -> None:
    runs = aws.program(seconds=2)
    chain = CredentialChain()
    waiting = [asyncio.ensure_future(chain.current()) for _ in range(20)]
    longest, last = 0.0, time.monotonic()
    while not all(each.done() for each in waiting):
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert longest < 1
    assert {(await each).usable().source for each in waiting} == {"custom-process"}
    assert runs.read_text() == "x"


async def test_renewal_happens_in_the_background(aws: Aws) -> None:
    # With this life each look runs the program again: it is in botocore's refresh window.
    runs = aws.program(seconds=2, life=120)
    chain = CredentialChain()
    first = (await chain.current()).usable()
    assert first.renewed and first.expires_at
    ran = len(runs.read_text())
    chain.recheck_seconds = 0
    start = time.monotonic()
    assert (await chain.current()).usable() is first
    assert time.monotonic() - start < 1
    await chain.close()
    assert len(runs.read_text()) > ran
    assert (await chain.current()).usable().expires_at > first.expires_at  # type: ignore[operator]
    await chain.close()


async def test_a_rejection_looks_again(aws: Aws) -> None:
    runs = aws.program(seconds=0)
    chain = CredentialChain()
    await chain.current()
    ran = len(runs.read_text())
    chain.rejected()
    await chain.close()
    assert len(runs.read_text()) == ran, "it had just looked"
    chain.retry_seconds = 0
    chain.rejected()
    await chain.close()
    assert len(runs.read_text()) > ran
