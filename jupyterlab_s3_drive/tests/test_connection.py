"""Endpoint, region and addressing, from configuration, environment and profile."""

from __future__ import annotations

import pytest

from jupyterlab_s3_drive.credentials.credentials import Profile
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.connection import Connection, Settings, ca_bundle, resolve

POD = {
    "AWS_S3_ENDPOINT": "minio.lab.example",
    "AWS_ENDPOINT_URL": "https://minio.lab.example/",
    "S3_ENDPOINT": "https://minio.lab.example/",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_PATH_STYLE_ACCESS": "true",
}


@pytest.mark.parametrize(
    ("environ", "endpoint"),
    [
        (POD, "https://minio.lab.example"),
        ({"AWS_S3_ENDPOINT": "minio.lab.example"}, "https://minio.lab.example"),
        ({"AWS_S3_ENDPOINT": "minio.lab.example:9000"}, "https://minio.lab.example:9000"),
        ({"AWS_S3_ENDPOINT": "http://127.0.0.1:9000"}, "http://127.0.0.1:9000"),
        ({"S3_ENDPOINT": "https://a", "AWS_S3_ENDPOINT": "b"}, "https://a"),
        ({"AWS_ENDPOINT_URL": "https://a", "S3_ENDPOINT": "https://b"}, "https://a"),
        ({"AWS_ENDPOINT_URL_S3": "https://a", "AWS_ENDPOINT_URL": "https://b"}, "https://a"),
        ({"AWS_ENDPOINT_URL": "", "S3_ENDPOINT": " ", "AWS_S3_ENDPOINT": "b"}, "https://b"),
        ({"AWS_ENDPOINT_URL": "HTTPS://Host.Example:443/"}, "https://host.example"),
        ({"AWS_ENDPOINT_URL": "http://host:80"}, "http://host"),
        ({"AWS_ENDPOINT_URL": "http://host:443"}, "http://host:443"),
        ({"AWS_ENDPOINT_URL": "https://host/s3/v1//"}, "https://host/s3/v1"),
        ({"AWS_ENDPOINT_URL": "http://[::1]:9000"}, "http://[::1]:9000"),
        ({}, "https://s3.us-east-1.amazonaws.com"),
        ({"AWS_REGION": "eu-west-3"}, "https://s3.eu-west-3.amazonaws.com"),
        ({"AWS_REGION": "cn-north-1"}, "https://s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_endpoint(environ: dict[str, str], endpoint: str) -> None:
    assert resolve(Settings(), environ).endpoint == endpoint


def test_configuration_goes_first_and_files_last() -> None:
    profile = Profile(endpoint_url="https://profile", region="profile-1")
    settings = Settings(endpoint_url="https://configured", region="configured-1")
    found = resolve(settings, {**POD, "AWS_REGION": "environ-1"}, profile)
    assert (found.endpoint, found.region) == ("https://configured", "configured-1")
    found = resolve(Settings(), {"AWS_REGION": "", "AWS_DEFAULT_REGION": ""}, profile)
    assert (found.endpoint, found.region) == ("https://profile", "profile-1")
    found = resolve(Settings(), {"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, profile)
    assert found.region == "a"
    assert resolve(Settings(), {"AWS_DEFAULT_REGION": ""}).region == "us-east-1"


def test_public_endpoint() -> None:
    assert resolve(Settings(), POD).public_endpoint == "https://minio.lab.example"
    settings = Settings(public_endpoint_url="s3.public.example/")
    assert resolve(settings, POD).public_endpoint == "https://s3.public.example"


@pytest.mark.parametrize(
    "endpoint",
    [
        "ftp://host",
        "https://",
        "https://key:hidden@host",
        "https://host?x=hidden",
        "https://host#hidden",
        "https://host:port",
        "https://host/a/../b",
        "https://host/%2e%2e",
        "https://ho st",
        "file:///etc/passwd",
        "https://h\u00f6st",
    ],
)
def test_unusable_endpoints(endpoint: str) -> None:
    with pytest.raises(S3DriveError) as caught:
        resolve(Settings(endpoint_url=endpoint), {})
    assert caught.value.code == "CredentialsInvalid"
    # It may hold keys, so it is not repeated.
    assert "hidden" not in str(caught.value.as_json())


@pytest.mark.parametrize(
    ("style", "environ", "addressing"),
    [
        ("auto", {"AWS_S3_ENDPOINT": "minio.example"}, "path"),
        ("auto", {}, "virtual"),
        ("auto", {"AWS_PATH_STYLE_ACCESS": "true"}, "path"),
        ("auto", {"AWS_PATH_STYLE_ACCESS": "False", "AWS_S3_ENDPOINT": "a.example"}, "virtual"),
        ("auto", {"AWS_PATH_STYLE_ACCESS": "", "AWS_S3_ENDPOINT": "a.example"}, "path"),
        ("virtual", {"AWS_PATH_STYLE_ACCESS": "true", "AWS_S3_ENDPOINT": "a.example"}, "virtual"),
        ("path", {}, "path"),
        # No name can stand before an address.
        ("virtual", {"AWS_S3_ENDPOINT": "http://127.0.0.1:9000"}, "path"),
    ],
)
def test_addressing(style: str, environ: dict[str, str], addressing: str) -> None:
    settings = Settings(addressing_style=style)  # type: ignore[arg-type]
    assert resolve(settings, environ).addressing == addressing


@pytest.mark.parametrize(
    ("addressing", "bucket", "key", "url"),
    [
        ("path", b"", b"", "https://host/p/?q="),
        ("path", b"bucket", b"", "https://host/p/bucket?q="),
        ("path", b"bucket", b"a b/", "https://host/p/bucket/a%20b/?q="),
        ("path", b"a@b:c", b"x", "https://host/p/a%40b%3Ac/x?q="),
        ("virtual", b"", b"", "https://host/p/?q="),
        ("virtual", b"bucket", b"", "https://bucket.host/p/?q="),
        ("virtual", b"bucket", "é+".encode(), "https://bucket.host/p/%C3%A9%2B?q="),
        # What is no single label of a host name stays in the path.
        ("virtual", b"a.b", b"x", "https://host/p/a.b/x?q="),
        ("virtual", b"evil@", b"x", "https://host/p/evil%40/x?q="),
        ("virtual", b"evil:80#", b"x", "https://host/p/evil%3A80%23/x?q="),
        ("virtual", b"UPPER", b"x", "https://host/p/UPPER/x?q="),
        ("virtual", b"bucket\n", b"x", "https://host/p/bucket%0A/x?q="),
    ],
)
def test_urls(addressing: str, bucket: bytes, key: bytes, url: str) -> None:
    connection = Connection("https://host/p", "", "", addressing)  # type: ignore[arg-type]
    assert connection.url(bucket, key, "q=") == url


def test_certificate_authorities() -> None:
    environ = {"AWS_CA_BUNDLE": "/aws", "REQUESTS_CA_BUNDLE": "/requests"}
    assert ca_bundle(Settings(ca_bundle="/own"), environ) == "/own"
    assert ca_bundle(Settings(), environ) == "/aws"
    assert ca_bundle(Settings(), {**environ, "AWS_CA_BUNDLE": ""}) == "/requests"
    assert ca_bundle(Settings(), {}) == ""
