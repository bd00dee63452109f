"""`openapi.yaml` describes the running application: no route, method or answer more, and none less."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
import pytest
from openapi_spec_validator import validate

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Browser, log_in
from jupyterlab_s3_drive.tests.kit.openapi import (
    METHODS,
    Operation,
    document,
    operations,
    prefixes,
)
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, eventually
from jupyterlab_s3_drive.tests.kit.wire import Wire

OPERATIONS = operations()
ON_ONE_STORE = pytest.mark.one_store("it is refused before the store is asked")


@pytest.fixture
def values(browser: Browser, store: Store) -> dict[str, str]:
    """What stands in place of examples, once the objects that the document names exist."""
    notebook = nbformat.writes(nbformat.v4.new_notebook()).encode()
    for key in ("openapi/object", "openapi/folder/x"):
        assert browser.s3("PUT", f"{BUCKET}/{key}", b"content").status == 200
    etag = browser.s3("PUT", f"{BUCKET}/openapi/n.ipynb", notebook).headers["ETag"]
    return {"etag": etag}


def made(browser: Browser, operation: Operation) -> dict[str, str]:
    """Return the id that an operation needs, of something that has just been made."""
    kind = operation.path.split("/")[1]
    makers = [each for each in OPERATIONS if each.path == f"/{kind}" and each.method == "post"]
    if "{id}" not in operation.path:
        return {}
    answer = next(makers[0].requests()).sent(browser)
    assert answer.status == 201, answer.body
    identifier = answer.json["id"]
    if kind == "transfers":
        assert eventually(
            lambda: browser.send("GET", f"transfers/{identifier}").json["state"] != "running"
        )
    return {"id": identifier}


def test_the_file_is_openapi() -> None:
    validate(document())
    names = [each.id for each in OPERATIONS]
    assert len(names) == len(set(names))


class TestRoutes:
    """The routes of the application that runs in this process."""

    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        return {"ServerApp": {"jpserver_extensions": {"jupyterlab_s3_drive": True}}}

    @pytest.fixture
    def routes(self, jp_serverapp: Any) -> dict[str, set[str]]:
        """The methods of each of our routes, by the regular expression of its path."""
        found: dict[str, set[str]] = {}
        for rule in jp_serverapp.web_app.default_router.rules:
            for inner in getattr(rule.target, "rules", []):
                if getattr(inner.target, "__module__", "").startswith("jupyterlab_s3_drive"):
                    pattern = inner.matcher.regex.pattern.removeprefix(jp_serverapp.base_url)
                    methods = {name.lower() for name in inner.target.SUPPORTED_METHODS}
                    found.setdefault(pattern, methods)
        for inner in jp_serverapp.web_app.wildcard_router.rules:
            if getattr(inner.target, "__module__", "").startswith("jupyterlab_s3_drive"):
                pattern = inner.matcher.regex.pattern.removeprefix(jp_serverapp.base_url)
                found[pattern] = {name.lower() for name in inner.target.SUPPORTED_METHODS}
        return found

    def test_both_ways(self, routes: dict[str, set[str]]) -> None:
        # What answers for a connection that there is not is no route of its own.
        known = {pattern: methods for pattern, methods in routes.items() if "[^/]+" not in pattern}
        described: dict[str, set[str]] = {}
        for operation in OPERATIONS:
            for prefix in prefixes():
                path = f"{prefix}/{next(operation.requests()).path.partition('?')[0]}"
                (pattern,) = (each for each in known if re.fullmatch(each.rstrip("$"), path))
                described.setdefault(pattern, set()).add(operation.method)
        assert described == known


@ON_ONE_STORE
@pytest.mark.parametrize("path", document()["paths"])
def test_no_other_method(browser: Browser, wire: Wire, path: str) -> None:
    here = [each for each in OPERATIONS if each.path == path]
    url = next(here[0].requests()).path.partition("?")[0]
    for method in {*METHODS, "propfind"} - {each.method for each in here}:
        answer = browser.send(method.upper(), url, b"" if method in ("put", "post") else None)
        assert answer.status in (400, 403, 404, 405), (method, answer.status)
    assert wire.requests == []


@ON_ONE_STORE
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_a_connection_that_there_is_not_is_described(
    browser: Browser, wire: Wire, operation: Operation
) -> None:
    for request in operation.requests({"id": "unknown"}):
        answer = request.sent(browser, "s3-drive/other")
        assert (answer.status, answer.code) == (404, "UnknownConnection")
        assert operation.fault(answer) is None
        if request.method != "HEAD":
            assert "no S3 connection of that name" in answer.json["message"]
            assert answer.json["details"] == "other"
    assert wire.requests == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_what_is_asked_as_described_is_answered_as_described(
    browser: Browser, values: dict[str, str], operation: Operation
) -> None:
    for request in operation.requests({**values, **made(browser, operation)}):
        answer = request.sent(browser, prefixes()[0])
        assert operation.fault(answer) is None
        # What the document gives as an example works.
        assert answer.status < 400 or operation.id in FAILING, (answer.status, answer.body)


#: What cannot be had of every store, or not by an example alone.
FAILING = {
    # HEAD of the list of buckets is none of S3.
    "headBuckets",
}


@ON_ONE_STORE
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_errors_are_as_described(browser: Browser, operation: Operation) -> None:
    odd = {"bucket": "..", "key": "a/../b", "id": "unknown", "format": "unknown"}
    names = {each["name"] for each in operation.parameters if each["in"] == "path"}
    asked = []
    if names:
        asked.append(next(operation.requests({name: odd[name] for name in names})))
    if "application/json" in operation.spec.get("requestBody", {}).get("content", {}):
        first = next(operation.requests())
        wrong: list[Any] = [b"", b"[]", b"\xff", b"{}", b"[" * 100_000]
        wrong += [json.dumps({name: [[]]}).encode() for name in json.loads(first.body or b"{}")]
        asked += [type(first)(first.method, first.path, first.headers, body) for body in wrong]
    for request in asked:
        answer = request.sent(browser)
        assert 400 <= answer.status < 500, (request, answer.status)
        assert operation.fault(answer) is None
        assert answer.origin == "proxy" and answer.code


@ON_ONE_STORE
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_what_is_required_is_required(
    browser: Browser, values: dict[str, str], operation: Operation
) -> None:
    cookies = log_in(browser)
    login = "; ".join(f'{name}="{value}"' for name, value in cookies.items())
    schemes = {
        "login": {"Cookie": login},
        "xsrf": {"X-XSRFToken": cookies["_xsrf"]},
        "page": {"Referer": f"{browser.url}lab"},
        "token": {"Authorization": f"token {browser.token}"},
    }
    # What passes need not succeed: a conversion takes seconds.
    known = {**values, **made(browser, operation), "key": "openapi/missing"}
    request = next(operation.requests(known))
    given: list[set[str]] = [set(), {"login"}, {"xsrf"}, {"page"}, {"xsrf", "page"}]
    given += [{"login", "page"}] if {"login", "page"} not in operation.security else []
    for ways, passes in ((given, False), (operation.security, True)):
        for names in ways:
            headers = {k: v for name in names for k, v in schemes[name].items()}
            answer = request.sent(browser, headers=headers, token=False)
            refused = answer.status == 403 and answer.origin is None
            assert refused != passes, (names, answer.status, answer.body)
            if refused:
                assert operation.fault(answer) is None
