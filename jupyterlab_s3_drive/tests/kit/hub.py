"""A real JupyterHub with its own proxy, and the people who log in to it by a browser."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jupyterlab_s3_drive.demo.processes import Child, free_ports
from jupyterlab_s3_drive.tests.kit.browser import Answer
from jupyterlab_s3_drive.tests.kit.servers import REPOSITORY

#: Of the hub's API, for starting servers.
_TOKEN = "of-the-tests-of-the-hub"
#: The hub stands below a path, as behind an ingress.
PREFIX = "/datalab/"
_START_TIMEOUT = 90.0

_CONFIG = """
import json, os
people = json.loads(os.environ["TESTS_PEOPLE"])

def give_keys(spawner):
    spawner.environment.update(people[spawner.user.name])

c.JupyterHub.bind_url = os.environ["TESTS_URL"]
c.JupyterHub.hub_bind_url = os.environ["TESTS_HUB_URL"]
c.JupyterHub.ssl_cert = os.environ["TESTS_CERTIFICATE"]
c.JupyterHub.ssl_key = os.environ["TESTS_KEY"]
c.ConfigurableHTTPProxy.command = [os.environ["TESTS_PROXY"]]
c.ConfigurableHTTPProxy.api_url = os.environ["TESTS_PROXY_URL"]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.getcwd() + "/home/{username}"
c.Spawner.args = ["--allow-root", "--ServerApp.jpserver_extensions", "jupyterlab_s3_drive=True"]
c.Spawner.pre_spawn_hook = give_keys
c.Spawner.default_url = "/lab"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.services = [{"name": "tests", "api_token": os.environ["TESTS_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers"]}
]
"""


class Hub:
    """A JupyterHub where everybody may log in.

    Args:
        folder: holds its configuration, database, log, and the homes of its people.
        people: the variables of each person's server, by name.
        tls: certificate and key; without them the hub is on plain http.
    """

    def __init__(
        self,
        folder: Path,
        people: Mapping[str, Mapping[str, str]],
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        port, hub_port, proxy_port = free_ports(3)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}{PREFIX}"
        self._log = folder / "hub.log"
        config = folder / "jupyterhub_config.py"
        config.write_text(_CONFIG)
        certificate, key = tls or ("", "")
        self._child = Child(
            [sys.executable, "-m", "jupyterhub", f"--config={config}"],
            env={
                **os.environ,
                "CONFIGPROXY_AUTH_TOKEN": _TOKEN,
                "TESTS_PEOPLE": json.dumps(people),
                "TESTS_URL": self.url,
                "TESTS_HUB_URL": f"http://127.0.0.1:{hub_port}",
                "TESTS_PROXY": str(REPOSITORY / "node_modules/.bin/configurable-http-proxy"),
                "TESTS_PROXY_URL": f"http://127.0.0.1:{proxy_port}",
                "TESTS_CERTIFICATE": str(certificate),
                "TESTS_KEY": str(key),
                "TESTS_TOKEN": _TOKEN,
            },
            cwd=folder,
            log=self._log,
        )

    def stop(self) -> None:
        """End the hub, its proxy and the servers of all people."""
        self._child.end(timeout=30)

    def start_server(self, name: str, server: str = "") -> None:
        """Start a person's server, or one of their named ones, and wait until it answers."""
        where = f"servers/{server}" if server else "server"
        self._until(lambda: self._ask("POST", f"users/{name}", (201, 409)))
        self._ask("POST", f"users/{name}/{where}", (201, 202))
        self._until(
            lambda: json.loads(self._ask("GET", f"users/{name}", (200,)))["servers"][server][
                "ready"
            ]
        )

    def _ask(self, method: str, path: str, expected: tuple[int, ...]) -> bytes:
        """Send a request to the API of the hub. Raises `OSError` where it does not answer."""
        request = urllib.request.Request(
            f"{self.url}hub/api/{path}",
            data=b"{}" if method == "POST" else None,
            headers={"Authorization": f"token {_TOKEN}"},
            method=method,
        )
        answer = _send(_opener(), request)
        if answer.status not in expected:
            raise OSError(f"{method} {path}: {answer.status} {answer.body!r}")
        return answer.body or b" "

    def _until(self, condition: Any) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while True:
            try:
                if condition():
                    return
            except OSError:
                if not self._child.running():
                    raise
            if time.monotonic() > deadline:
                raise TimeoutError(self._log.read_text()[-4000:])
            time.sleep(0.1)


class Person:
    """Somebody who has logged in by a browser: cookies, and no token of the API.

    Args:
        hub: where the person logs in.
        name: the person, whose server has been started.
        server: the name of one of their named servers.
    """

    def __init__(self, hub: Hub, name: str, server: str = "") -> None:
        self._jar = http.cookiejar.CookieJar()
        self._opener = _opener(urllib.request.HTTPCookieProcessor(self._jar))
        self.base = f"{hub.url}user/{name}/{server + '/' if server else ''}"
        page = f"{hub.url}hub/login"
        form = self._browse(page).body.decode()
        token = re.findall(r'name="_xsrf"\s+value="([^"]+)"', form)[0]
        self._browse(page, {"username": name, "password": "any", "_xsrf": token})
        # The first page of the server brings its own cookies, by way of the hub.
        assert self._browse(self.base).status == 200

    @property
    def xsrf(self) -> str:
        """The token that the pages of the person's server send with their requests."""
        path = urlsplit(self.base).path
        return next(
            each.value or "" for each in self._jar if (each.name, each.path) == ("_xsrf", path)
        )

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        base: str | None = None,
    ) -> Answer:
        """Send a request for a path below `s3-drive/` of a server, with the person's cookies."""
        url = f"{base or self.base}s3-drive/{path}"
        request = urllib.request.Request(url, data=body, headers=dict(headers or {}), method=method)
        return _send(self._opener, request)

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Send a request as the page of JupyterLab does."""
        return self.send(
            method, path, body, {"X-XSRFToken": self.xsrf, "Referer": f"{self.base}lab"}
        )

    def _browse(self, url: str, form: dict[str, str] | None = None) -> Answer:
        data = urlencode(form).encode() if form else None
        headers = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
        return _send(self._opener, urllib.request.Request(url, data=data, headers=headers))


def _opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=context),
        *handlers,
    )


def _send(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answer:
    try:
        response = opener.open(request, timeout=60)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return Answer(response.status, response.headers, response.read())
