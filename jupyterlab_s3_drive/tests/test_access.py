"""Nobody passes without token, XSRF and authorization, and the store hears nothing of it."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.catalog.names import NAME
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.routes import base as handlers
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser, log_in, read_answer
from jupyterlab_s3_drive.tests.kit.servers import KEYS, process_id
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire

pytestmark = pytest.mark.one_store("the store hears nothing of it")

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
#: What stands below a connection, and a path of it.
BELOW = {
    "api(?:/.*)?": "api/bucket/key",
    "archives": "archives",
    "archives/[A-Za-z0-9_-]+": "archives/unknown",
    "archives/[A-Za-z0-9_-]+/state": "archives/unknown/state",
    "batch": "batch",
    "connections": "connections",
    "exports/[A-Za-z0-9_-]+/.+": "exports/html/bucket/n.ipynb",
    "exports/waiting": "exports/waiting",
    "links": "links",
    "public/.*": "public/bucket/key",
    "renew": "renew",
    "status": "status",
    "transfers": "transfers",
    "transfers/[A-Za-z0-9_-]+": "transfers/unknown",
    "trust": "trust",
}
_FIRSTS = "|".join(sorted({re.split("[^a-z]", pattern)[0] for pattern in BELOW}))
#: The paths above them, with an example: of the server's own connection, as pages ask that an older
#: version has served, and of any connection.
ABOVE = {
    re.escape("s3-drive/"): "",
    re.escape("s3-drive/") + f"(?!(?:{_FIRSTS})/){NAME}/": "default/",
}
ROUTES = {
    **{
        before + pattern: name + path
        for before, name in ABOVE.items()
        for pattern, path in BELOW.items()
    },
    # What stands there where there is no such connection, or no such route.
    re.escape("s3-drive/") + f"[^/]+/(?:{_FIRSTS})(?:/.*)?": "other/status/",
}


@pytest.fixture
def session_cookies(browser: Browser) -> dict[str, str]:
    """The cookies of a person who has logged in in a browser."""
    return log_in(browser)


def cookie_header(cookies: dict[str, str], *, but: str = "") -> str:
    """Return a Cookie header, without the cookies whose name starts so."""
    kept = {k: v for k, v in cookies.items() if not (but and k.startswith(but))}
    return "; ".join(f'{name}="{value}"' for name, value in kept.items())


def without_body(browser: Browser, head: bytes) -> Answer:
    """Send a head that announces a body, and nothing of the body."""
    with browser.connect(timeout=10) as connection:
        connection.sendall(head)
        return read_answer(connection)


@pytest.fixture
def recorder() -> Iterator[ScriptedStore]:
    """A store that must not be asked."""
    recorder = ScriptedStore(lambda connection, head, body: None)
    yield recorder
    recorder.close()


class TestEveryHandler:
    """All routes of the running application, in its own process."""

    @pytest.fixture
    def jp_server_config(
        self, request: pytest.FixtureRequest, recorder: ScriptedStore
    ) -> dict[str, Any]:
        authorizer = getattr(request, "param", "jupyter_server.auth.authorizer.AllowAllAuthorizer")
        return {
            "ServerApp": {
                "jpserver_extensions": {"jupyterlab_s3_drive": True},
                "authorizer_class": authorizer,
            },
            "S3Drive": {"endpoint_url": recorder.endpoint},
        }

    @pytest.fixture
    def routes(self, jp_serverapp: Any) -> list[tuple[str, type]]:
        """Path and handler class of each of our routes, from the application's table."""
        found = []
        for router in (jp_serverapp.web_app.wildcard_router, *(
            rule.target for rule in jp_serverapp.web_app.default_router.rules
        )):  # fmt: skip
            for rule in getattr(router, "rules", []):
                module = getattr(rule.target, "__module__", "")
                if module.startswith("jupyterlab_s3_drive"):
                    pattern = rule.matcher.regex.pattern.removeprefix(jp_serverapp.base_url)
                    found.append((ROUTES[pattern.rstrip("$")], rule.target))
        assert {path for path, _ in found} == set(ROUTES.values())
        return found

    @pytest.fixture
    def client(
        self, jp_serverapp: Any, http_server: Any, http_server_port: Any, jp_asyncio_loop: Any
    ) -> Callable[..., Answer]:
        """Send requests to the application, which runs on this thread's loop meanwhile."""
        browser = Browser(
            f"http://127.0.0.1:{http_server_port[1]}{jp_serverapp.base_url}",
            jp_serverapp.identity_provider.token,
        )

        def send(*args: Any, **kwargs: Any) -> Answer:
            request = asyncio.to_thread(browser.send, *args, **kwargs)
            return jp_asyncio_loop.run_until_complete(request)

        return send

    def methods(self, handler: Any) -> list[str]:
        return [method for method in METHODS if method in handler.SUPPORTED_METHODS]

    def test_refuses_the_anonymous(
        self,
        routes: Any,
        client: Callable[..., Answer],
        recorder: ScriptedStore,
        http_server_port: Any,
    ) -> None:
        here = f"http://127.0.0.1:{http_server_port[1]}/"
        forged = {"Cookie": "_xsrf=made-up", "X-XSRFToken": "made-up", "Referer": here}
        for path, handler in routes:
            for method in self.methods(handler):
                body = b"{}" if method in ("PUT", "POST") else None
                for headers in ({}, forged, {"Authorization": "token wrong"}):
                    answer = client(method, path, body, headers, token=False)
                    # Jupyter's own refusal, not to be taken for the store's or ours.
                    assert (answer.status, answer.origin) == (403, None), (method, path, headers)
        assert recorder.connections == 0

    @pytest.mark.parametrize(
        "jp_server_config",
        ["jupyterlab_s3_drive.tests.kit.authorizers.ClosedAuthorizer"],
        indirect=True,
    )
    def test_refuses_the_unauthorized(
        self, routes: Any, client: Callable[..., Answer], recorder: ScriptedStore
    ) -> None:
        for path, handler in routes:
            for method in self.methods(handler):
                answer = client(method, path, b"{}" if method in ("PUT", "POST") else None)
                assert (answer.status, answer.origin, answer.code) == (403, "proxy", "Forbidden")
        assert recorder.connections == 0

    @pytest.mark.parametrize(
        "jp_server_config",
        ["jupyterlab_s3_drive.tests.kit.authorizers.ClosedAuthorizer"],
        indirect=True,
    )
    def test_waits_for_a_refused_body_but_not_for_ever(
        self,
        routes: Any,
        client: Callable[..., Answer],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(handlers, "DRAIN_SECONDS", 0.2)
        # Nothing of the body that it announces is ever sent.
        answer = client("PUT", "api/bucket/key", None, {"Content-Length": "1000"})
        assert (answer.status, answer.code) == (403, "Forbidden")

    @pytest.mark.parametrize(
        "jp_server_config",
        ["jupyterlab_s3_drive.tests.kit.authorizers.ReadOnlyAuthorizer"],
        indirect=True,
    )
    def test_asks_for_the_action_of_each_request(
        self, routes: Any, client: Callable[..., Answer], recorder: ScriptedStore
    ) -> None:
        assert client("GET", "status").status == 200
        for path, handler in routes:
            for method in self.methods(handler):
                if method not in ("GET", "HEAD"):
                    # After a GET: jupyter_server's decorator would ask for "read" again.
                    answer = client(method, path, b"{}" if method != "DELETE" else None)
                    assert (answer.status, answer.code) == (403, "Forbidden"), (method, path)
        assert recorder.connections == 0

    def test_refuses_other_methods(self, routes: Any, client: Callable[..., Answer]) -> None:
        for path, handler in routes:
            for method in {*METHODS, "PATCH", "OPTIONS"} - set(self.methods(handler)):
                assert client(method, path).status == 405, (method, path)


def test_a_body_is_not_taken_from_the_anonymous(browser: Browser, wire: Wire) -> None:
    for headers in ({}, {"Cookie": "_xsrf=made-up", "X-XSRFToken": "made-up"}):
        head = browser.head(
            "PUT", "api/tests/x", {**headers, "Content-Length": "50000000"}, token=False
        )
        assert without_body(browser, head).status == 403
    assert wire.requests == []


def test_xsrf_of_writing(
    browser: Browser, wire: Wire, prefix: str, session_cookies: dict[str, str]
) -> None:
    cookies = {"Cookie": cookie_header(session_cookies)}
    token = session_cookies["_xsrf"]
    refused: list[dict[str, str]] = [
        cookies,
        {**cookies, "X-XSRFToken": "wrong"},
        {**cookies, "Referer": browser.url},
        {"Cookie": cookie_header(session_cookies, but="_xsrf"), "X-XSRFToken": token},
        {**cookies, "X-XSRFToken": token, "Origin": "https://elsewhere.example"},
    ]
    for headers in refused:
        for method in ("PUT", "POST", "DELETE"):
            head = browser.head(
                method, f"api/{prefix}x", {**headers, "Content-Length": "5000000"}, token=False
            )
            assert without_body(browser, head).status in (403, 404), headers
    assert wire.requests == []
    answer = browser.send(
        "PUT", f"api/{prefix}x", b"x", {**cookies, "X-XSRFToken": token}, token=False
    )
    assert (answer.status, answer.origin) == (200, "store")


def test_xsrf_of_reading(
    browser: Browser, wire: Wire, prefix: str, session_cookies: dict[str, str]
) -> None:
    assert browser.s3("PUT", prefix + "page.html", b"content").status == 200
    wire.reset()
    path, cookies = f"api/{prefix}page.html", {"Cookie": cookie_header(session_cookies)}
    elsewhere = {**cookies, "Referer": "https://elsewhere.example/"}
    for method in ("GET", "HEAD"):
        for headers in (cookies, elsewhere):
            assert browser.send(method, path, headers=headers, token=False).status == 403
    assert browser.send("GET", "status", headers=cookies, token=False).status == 403
    assert wire.requests == []
    own = {**cookies, "Referer": browser.url + "lab"}
    assert browser.send("GET", path, headers=own, token=False).body == b"content"
    # A download by a link: the token stands in the URL, and goes no further.
    link = f"{path}?_xsrf={session_cookies['_xsrf']}&response-content-disposition=attachment"
    answer = browser.send("GET", link, headers=cookies, token=False)
    assert (answer.status, answer.body) == (200, b"content")
    assert answer.headers["Content-Disposition"] == "attachment"
    assert "_xsrf" not in wire.requests[-1]


def test_an_unauthorized_upload_is_not_asked_for(
    start_server: Callable[..., JupyterServer], recorder: ScriptedStore
) -> None:
    server = start_server(
        {
            "AWS_ENDPOINT_URL": recorder.endpoint,
            **KEYS,
        },
        {
            "ServerApp": {
                "authorizer_class": "jupyterlab_s3_drive.tests.kit.authorizers.ReadOnlyAuthorizer"
            }
        },
    )
    browser = Browser(server.url, server.token)
    headers = {"Content-Length": "50000000", "Expect": "100-continue"}
    answer = without_body(browser, browser.head("PUT", "api/tests/x", headers))
    assert (answer.status, answer.code) == (403, "Forbidden")
    # Too long to be read to its end: answered at once.
    answer = without_body(
        browser, browser.head("PUT", "api/tests/x", {"Content-Length": str(2**30)})
    )
    assert (answer.status, answer.code) == (403, "Forbidden")
    # As long as a browser's uploads: read, kept nowhere, answered.
    answer = browser.send("PUT", "api/tests/x", bytes(20_000_000))
    assert (answer.status, answer.json["code"]) == (403, "Forbidden")
    assert recorder.connections == 0
    assert browser.send("GET", "status").status == 200


def test_where_jupyter_itself_insists_on_authentication(
    start_server: Callable[..., JupyterServer], recorder: ScriptedStore
) -> None:
    server = start_server(
        {"AWS_ENDPOINT_URL": recorder.endpoint},
        {"ServerApp": {"allow_unauthenticated_access": False}},
    )
    browser = Browser(server.url, server.token)
    for path in ROUTES.values():
        for method in METHODS:
            assert browser.send(method, path, token=False).status in (403, 405)
    assert browser.send("GET", "status").status == 200
    assert not re.search(r"endpoints without.*S3|s3-drive.*registered for", server.log.read_text())
    assert recorder.connections == 0


def test_nothing_is_asked_before_the_first_request(
    start_server: Callable[..., JupyterServer], recorder: ScriptedStore
) -> None:
    server = start_server({"AWS_ENDPOINT_URL": recorder.endpoint})
    browser = Browser(server.url, server.token)
    assert browser.send("GET", "api/status", below="").status == 200
    assert browser.send("GET", "status").status == 200
    assert recorder.connections == 0
    # Nor is the client loaded, which takes its time.
    if sys.platform == "linux":
        assert "aiohttp" not in Path(f"/proc/{process_id(server)}/maps").read_text()
