"""What a kernel finds of the store that the server uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from jupyterlab_s3_drive.credentials.credentials import Profile
from jupyterlab_s3_drive.store.connection import Settings, resolve
from jupyterlab_s3_drive.store.kernels import Kernels, kernels

HOST = "minio.lab.example"
STORE = f"https://{HOST}"
KEYS = {"AWS_ACCESS_KEY_ID": "key-of-somebody", "AWS_SECRET_ACCESS_KEY": "secret-of-somebody"}
#: Since May 2025; those before have the host alone.
POD = {
    **KEYS,
    "AWS_SESSION_TOKEN": "",
    "AWS_S3_ENDPOINT": HOST,
    "AWS_ENDPOINT_URL": f"{STORE}/",
    "S3_ENDPOINT": f"{STORE}/",
    "AWS_DEFAULT_REGION": "us-east-1",
    "MC_HOST_s3": f"https://key-of-somebody:secret/of@somebody@{HOST}",
}


def found(
    environ: Mapping[str, str], configured: str = "", profile: Profile | None = None
) -> Kernels:
    profile = profile or Profile()
    connection = resolve(Settings(endpoint_url=configured), environ, profile)
    return kernels(connection, environ, profile)


def test_a_pod_says_everything_and_no_secret() -> None:
    assert found(POD).as_json() == {
        "botocoreFinds": True,
        "variableFinds": True,
        "isOverruled": False,
        "urlVariable": "AWS_ENDPOINT_URL",
        "hostVariable": "AWS_S3_ENDPOINT",
        "regionVariable": "AWS_DEFAULT_REGION",
        "hasKeys": True,
        "hasAlias": True,
    }
    assert "somebody" not in str(found(POD))


@pytest.mark.parametrize(
    ("environ", "configured", "wanted"),
    [
        # botocore, what reads AWS_ENDPOINT_URL, the variable of the URL, that of the host
        ({"AWS_S3_ENDPOINT": HOST}, "", (False, False, None, "AWS_S3_ENDPOINT")),
        ({"AWS_S3_ENDPOINT": f"{HOST}/"}, "", (False, False, None, None)),
        ({"AWS_S3_ENDPOINT": "http://a:9"}, "", (False, False, "AWS_S3_ENDPOINT", None)),
        ({"S3_ENDPOINT": STORE}, "", (False, False, "S3_ENDPOINT", None)),
        ({"AWS_ENDPOINT_URL": HOST}, "", (False, False, None, "AWS_ENDPOINT_URL")),
        ({"AWS_ENDPOINT_URL_S3": STORE}, "", (True, False, "AWS_ENDPOINT_URL_S3", None)),
        ({}, "", (True, False, None, None)),
        ({}, STORE, (False, False, None, None)),
        ({"AWS_S3_ENDPOINT": HOST}, f"{STORE}/", (False, False, None, "AWS_S3_ENDPOINT")),
        ({"AWS_ENDPOINT_URL": "https://other"}, STORE, (False, False, None, None)),
        ({"AWS_ENDPOINT_URL": "ftp://what is this"}, STORE, (False, False, None, None)),
        ({"AWS_ENDPOINT_URL": "https://other"}, "https://s3.eu-west-3.amazonaws.com",
         (False, False, None, None)),
        ({"AWS_ENDPOINT_URL": STORE, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"}, "",
         (False, True, "AWS_ENDPOINT_URL", None)),
    ],
)  # fmt: skip
def test_what_leads_there(
    environ: dict[str, str], configured: str, wanted: tuple[Any, ...]
) -> None:
    told = found(environ, configured)
    names = ("botocore_finds", "variable_finds", "url_variable", "host_variable")
    assert tuple(getattr(told, name) for name in names) == wanted


@pytest.mark.parametrize(
    ("service", "finds", "overruled"),
    [(None, True, False), (STORE, True, False), ("", False, True), (" ", False, True)],
)
def test_the_endpoint_of_s3_alone_overrules_the_general_one(
    service: str | None, finds: bool, overruled: bool
) -> None:
    environ = POD if service is None else {**POD, "AWS_ENDPOINT_URL_S3": service}
    told = found(environ)
    assert told.botocore_finds
    assert (told.variable_finds, told.is_overruled) == (finds, overruled)


def test_a_profile_leads_botocore_alone() -> None:
    told = found({"AWS_ENDPOINT_URL": ""}, "", Profile(endpoint_url=f"{STORE}/"))
    assert (told.botocore_finds, told.variable_finds, told.url_variable) == (True, False, None)
    assert not told.has_keys
    # The server goes by AWS_S3_ENDPOINT, which botocore does not know.
    other = Profile(endpoint_url="https://other")
    assert not found({"AWS_S3_ENDPOINT": HOST}, "", other).botocore_finds


@pytest.mark.parametrize(
    ("environ", "variable"),
    [
        ({"AWS_DEFAULT_REGION": "a"}, "AWS_DEFAULT_REGION"),
        ({"AWS_REGION": "a", "AWS_DEFAULT_REGION": ""}, "AWS_REGION"),
        ({"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, None),
        ({"AWS_REGION": " "}, None),
        ({}, None),
    ],
)
def test_the_region(environ: dict[str, str], variable: str | None) -> None:
    assert found(environ).region_variable == variable


@pytest.mark.parametrize(
    ("alias", "has"),
    [
        (f"https://a:b@{HOST}", True),
        (f"https://a:b@c:token@{HOST}/", True),
        (f"http://a:b@{HOST}", False),
        ("https://a:b@other", False),
        (STORE, False),
        ("", False),
    ],
)
def test_the_alias_of_minios_client(alias: str, has: bool) -> None:
    assert found({**POD, "MC_HOST_s3": alias}).has_alias is has


def test_keys_that_are_empty_are_none() -> None:
    assert not found({**POD, "AWS_SECRET_ACCESS_KEY": " "}).has_keys
