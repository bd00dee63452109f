"""Each connection has every route below its name; those of the default one stand without it, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_s3_drive.app import ROUTES
from jupyterlab_s3_drive.catalog.catalog import Catalog
from jupyterlab_s3_drive.catalog.names import DEFAULT
from jupyterlab_s3_drive.routes.routing import first_segments
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.test_access import BELOW

KEY = "a b/\u00e9+#%2F.txt"


def test_every_route_of_the_table_is_tried() -> None:
    assert {below for below, _ in ROUTES} == set(BELOW)


@pytest.mark.parametrize(
    "name", ["status", "api", "connections", "", "a/b", "a b", "Open", "-a", "a-"]
)
def test_a_connection_has_a_name_that_a_url_can_have(name: str) -> None:
    catalog = Catalog(
        Settings(), {name: {"anonymous": True, "region": "r"}}, first_segments(ROUTES)
    )
    assert [(each.label, each.reason) for each in catalog.faults] == [(name, "name")]


class TestTwoConnections:
    """A server that has a second connection, in this process."""

    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        second = {"endpoint_url": "http://127.0.0.1:9", "read_only": True}
        return {
            "ServerApp": {"jpserver_extensions": {"jupyterlab_s3_drive": True}},
            "S3Drive": {"connections": {"second": second}},
        }

    @pytest.fixture
    def fetch(self, jp_fetch: Any, jp_asyncio_loop: Any) -> Callable[..., Any]:
        """Send a request to the application, which runs on this thread's loop meanwhile."""
        return lambda *path, **more: jp_asyncio_loop.run_until_complete(
            jp_fetch("s3-drive", *path, **more)
        )

    def test_each_has_settings_of_its_own(self, fetch: Callable[..., Any]) -> None:
        for name, is_read_only in ((DEFAULT, False), ("second", True)):
            status = json.loads(fetch(name, "status").body)
            assert status["features"]["readOnly"] is is_read_only

    def test_an_id_is_known_to_its_own_alone(self, fetch: Callable[..., Any]) -> None:
        body = json.dumps({"bucket": "bucket", "keys": ["key"], "prefixes": [], "name": "n"})
        made = fetch("second", "archives", method="POST", body=body)
        state = ("archives", json.loads(made.body)["id"], "state")
        assert fetch("second", *state).code == 200
        with pytest.raises(HTTPClientError) as failure:
            fetch(DEFAULT, *state)
        assert failure.value.code == 404


@pytest.mark.parametrize("path", BELOW.values())
def test_both_names_of_a_route_lead_to_the_same(browser: Browser, path: str) -> None:
    for method, body in (("GET", None), ("POST", b"[]"), ("PUT", b""), ("DELETE", None)):
        old = browser.send(method, path, body)
        new = browser.send(method, f"default/{path}", body)
        assert new.status == old.status, (method, path)
        assert new.origin == old.origin, (method, path)
        if old.origin != "store":
            assert new.code == old.code, (method, path)


@pytest.mark.parametrize("above", ["", "default/"])
def test_an_object_has_the_same_key_by_either(browser: Browser, prefix: str, above: str) -> None:
    path = quote(prefix + KEY)
    content = above.encode() + b"content"
    assert browser.send("PUT", f"{above}api/{path}", content).status == 200
    for other in ("", "default/"):
        assert browser.send("GET", f"{other}api/{path}").body == content
        found = browser.send("GET", f"{other}public/{path}").json
        assert found["url"].endswith(path)


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("name", ["other", "Default", "default%20", "..%2Fdefault", "%00"])
def test_an_unknown_connection_is_named(browser: Browser, name: str, below: str) -> None:
    methods = dict(ROUTES)[below].SUPPORTED_METHODS
    for method, body in (("GET", None), ("POST", b"{}"), ("PUT", b"x"), ("DELETE", None)):
        if method in methods:
            answer = browser.send(method, f"{name}/{BELOW[below]}", body)
            assert (answer.status, answer.code) == (404, "UnknownConnection")
            assert "no S3 connection of that name" in json.loads(answer.body)["message"]


@pytest.mark.parametrize("path", ["archives/", "status/", "transfers/a/b", "renew/now"])
def test_what_is_no_route_of_a_connection_is_told_as_that(browser: Browser, path: str) -> None:
    answer = browser.send("GET", f"default/{path}")
    assert (answer.status, answer.code) == (404, None)
    answer = browser.send("GET", f"other/{path}")
    assert (answer.status, answer.code) == (404, "UnknownConnection")
