"""A hub of several people: a real JupyterHub and its proxy, below a path, on http and on https."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from pytest import TempPathFactory

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE
from jupyterlab_s3_drive.tests.kit.certificates import make_certificates
from jupyterlab_s3_drive.tests.kit.hub import Hub, Person
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, running_store
from jupyterlab_s3_drive.tests.kit.stores import SeaweedTestStore
from jupyterlab_s3_drive.tests.test_keys import ODD_KEYS, same_on

# The first test of each hub waits for it and for three servers: one process starts them for all.
pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("hub")]

Everybody = dict[str, Person]


@pytest.fixture(scope="module")
def store(tmp_path_factory: TempPathFactory) -> Iterator[Store]:
    """A store with several users."""
    with running_store(SeaweedTestStore, tmp_path_factory.mktemp("store")) as running:
        running.client().create_bucket(Bucket=BUCKET)
        yield running


@pytest.fixture(scope="module", params=["http", "https"])
def people(
    request: pytest.FixtureRequest, store: SeaweedTestStore, tmp_path_factory: TempPathFactory
) -> Iterator[Everybody]:
    """Two people with keys of their own on one store; the first has a named server too."""
    folder = tmp_path_factory.mktemp("hub")
    pair = make_certificates(folder / "tls")[1] if request.param == "https" else None
    everything = datalab_environment(store)
    reading = {**everything, **store.users()["reader"]}
    hub = Hub(folder, {"ann": everything, "bob": reading}, pair)
    try:
        for name, server in (("ann", ""), ("bob", ""), ("ann", "second")):
            hub.start_server(name, server)
        yield {
            "ann": Person(hub, "ann"),
            "bob": Person(hub, "bob"),
            "ann, second": Person(hub, "ann", "second"),
        }
    finally:
        hub.stop()


@pytest.fixture
def key() -> str:
    """`bucket/key` of this test alone."""
    return f"{BUCKET}/hub-{time.monotonic_ns()}"


def test_each_has_what_their_own_keys_may(people: Everybody, store: Store, key: str) -> None:
    ann, bob = people["ann"], people["bob"]
    assert ann.ask("PUT", f"api/{key}", b"of ann").status == 200
    assert ann.ask("GET", f"api/{key}").body == b"of ann"
    assert people["ann, second"].ask("GET", f"api/{key}").body == b"of ann"
    for method, body in (("GET", None), ("PUT", b"of bob"), ("DELETE", None)):
        answer = bob.ask(method, f"api/{key}", body)
        assert (answer.status, answer.origin) == (403, "store"), method
    assert ann.ask("GET", f"api/{key}").body == b"of ann"
    store.client().head_bucket(Bucket=BUCKET)


def test_the_server_of_somebody_else_is_closed(people: Everybody, key: str) -> None:
    ann, bob = people["ann"], people["bob"]
    assert ann.ask("PUT", f"api/{key}", b"of ann").status == 200
    headers = {"X-XSRFToken": bob.xsrf, "Referer": f"{bob.base}lab"}
    for method, path, body in (
        ("GET", f"api/{key}", None),
        ("HEAD", f"api/{key}", None),
        ("PUT", f"api/{key}", b"of bob"),
        ("DELETE", f"api/{key}", None),
        ("GET", "status", None),
        ("POST", "links", b"{}"),
        ("POST", "batch", b"{}"),
    ):
        answer = bob.send(method, path, body, headers, base=ann.base)
        assert answer.status == 403, (method, path)
        assert answer.origin is None
    assert ann.ask("GET", f"api/{key}").body == b"of ann"


def test_keys_arrive_byte_for_byte(people: Everybody, store: Store, key: str) -> None:
    ann = people["ann"]
    for name in (each for each in ODD_KEYS if same_on(store, each)):
        path = f"{key}/{name}"
        spelled = f"api/{quote(path, safe=SDK_SAFE)}"
        assert ann.ask("PUT", spelled, name.encode()).status == 200, name
        assert ann.ask("GET", spelled).body == name.encode()
        found = store.client().get_object(Bucket=BUCKET, Key=path.partition("/")[2])
        assert found["Body"].read() == name.encode()


#: What a browser says of a request that a page of another site makes. None of it can be made up by
#: a page; over http to any host but this machine, a browser says nothing of `Sec-Fetch-…`.
FOREIGN: dict[str, dict[str, str]] = {
    "an old browser, or http": {},
    "http, with the address of the page": {"Referer": "http://elsewhere.example/"},
    "a script tag": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "script",
    },
    "a script tag of a sibling": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "script",
    },
    "a frame": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
    "a script": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    "the token of somebody else": {"X-XSRFToken": "MnwxOjB8MTA6MTcwMDAwMDAwMHw1Ol94c3JmfDA6fDA"},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_page_of_another_site_reads_nothing(people: Everybody, key: str, name: str) -> None:
    ann = people["ann"]
    assert ann.ask("PUT", f"api/{key}", b"content").status == 200
    for path in (f"api/{key}", "status", f"public/{key}", f"exports/html/{key}"):
        for method in ("GET", "HEAD"):
            answer = ann.send(method, path, headers=FOREIGN[name])
            assert answer.status in (403, 405), (method, path)
            assert answer.origin is None and b"content" not in answer.body


def test_pages_of_the_server_read(people: Everybody, key: str) -> None:
    ann = people["ann"]
    assert ann.ask("PUT", f"api/{key}", b"content").status == 200
    own: dict[str, tuple[str, dict[str, str]]] = {
        "JupyterLab": ("", {"X-XSRFToken": ann.xsrf}),
        "an image in a page": ("", {"Referer": f"{ann.base}lab"}),
        "a download": (f"?_xsrf={ann.xsrf}", {}),
        "a script, on https": (
            "",
            {
                "Sec-Fetch-Site": "same-origin",
                "Sec-Fetch-Mode": "cors",
                "X-XSRFToken": ann.xsrf,
            },
        ),
        "the address bar": ("", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}),
        "a link in a page": ("", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}),
    }
    for name, (query, headers) in own.items():
        answer = ann.send("GET", f"api/{key}{query}", headers=headers)
        assert (answer.status, answer.body) == (200, b"content"), name


def test_nothing_is_written_without_the_token(people: Everybody, key: str) -> None:
    ann = people["ann"]
    for headers in ({}, {"Referer": f"{ann.base}lab"}, FOREIGN["the token of somebody else"]):
        for method, path in (("PUT", f"api/{key}"), ("DELETE", f"api/{key}"), ("POST", "links")):
            assert ann.send(method, path, b"{}", headers).status == 403, (method, headers)
    assert ann.ask("HEAD", f"api/{key}").status == 404
