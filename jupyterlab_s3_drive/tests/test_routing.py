"""Each connection has every route below its name; those of the default one stand without it, too."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.app import ROUTES
from jupyterlab_s3_drive.routes.routing import DEFAULT, routes
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.test_access import BELOW

KEY = "a b/\u00e9+#%2F.txt"


def test_every_route_of_the_table_is_tried() -> None:
    assert {below for below, _ in ROUTES} == set(BELOW)


def test_a_second_connection_is_an_entry() -> None:
    first, second = object(), object()
    made = routes(ROUTES, {DEFAULT: {"gateway": first}, "open": {"gateway": second}})
    found = {path: shared["gateway"] for path, _, shared in made}
    assert found[r"s3\-drive/open/status"] is second
    assert found[r"s3\-drive/default/status"] is found[r"s3\-drive/status"] is first


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


@pytest.mark.parametrize("path", BELOW.values())
@pytest.mark.parametrize("name", ["other", "Default", "default%20", "..%2Fdefault", "%00"])
def test_an_unknown_connection_is_named(browser: Browser, name: str, path: str) -> None:
    for method, body in (("GET", None), ("POST", b"{}"), ("PUT", b"x"), ("DELETE", None)):
        answer = browser.send(method, f"{name}/{path}", body)
        assert (answer.status, answer.code) == (404, "UnknownConnection")
        assert "no S3 connection of that name" in json.loads(answer.body)["message"]
