"""A store and a Jupyter server for tests that are written in another language.

    python -m jupyterlab_s3_drive.tests.serve [--store seaweedfs|minio|moto] [--lab] [--tls]

starts both on free ports of loopback, prints one line of JSON and runs until SIGTERM, SIGINT, or the
end of the pipe on its standard input. Then it ends all that it started and removes their data.

The line: `url` and `token` of the Jupyter server, `endpoint`, `accessKey`, `secretKey`, `region` and
`store` for a client that goes to the store directly, `root` (the Jupyter server's working directory),
`log` (what the Jupyter server prints), `caBundle` (with `--tls`, else null), `users` (variables that make
the server act as the users of `stores.py`, for `/server/restart`), and `control`, the address of this API,
where each answer comes when the work is done:

    GET  /                the same JSON again
    POST /store/kill      end the store as a crash would
    POST /store/start     start it again, same address and data
    POST /store/pause     stop it where it stands: it accepts, and never answers
    POST /store/resume    let it go on
    POST /server/stop     end the Jupyter server
    POST /server/start    start it at the same address; body `{"env": {"NAME": "value" or null}}` is
                          optional, and holds until the next start
    POST /server/restart  both in one
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NoReturn

from jupyterlab_s3_drive.demo.jupyter import JupyterError, JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.processes import free_ports
from jupyterlab_s3_drive.demo.store import Store, StoreError
from jupyterlab_s3_drive.tests.kit.certificates import make_certificates
from jupyterlab_s3_drive.tests.kit.stores import MotoStore, available_stores, wait_until_readable

ACCESS_KEY = "datalab-user"
Action = Callable[[dict[str, Any]], None]


def main(arguments: list[str] | None = None) -> None:
    """Run the command; see the module's own text."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)
    signal.signal(signal.SIGHUP, _exit)
    _exit_with_parent()
    with (
        tempfile.TemporaryDirectory(prefix="s3-drive-test-") as folder,
        _running(options, Path(folder)) as (description, actions),
        # One thread for all: a child gets its death signal when the thread that started it ends.
        HTTPServer(("127.0.0.1", 0), _handler(description, actions)) as control,
    ):
        description["control"] = f"http://127.0.0.1:{control.server_port}"
        print(json.dumps(description), flush=True)
        control.serve_forever(poll_interval=0.1)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    kinds = {kind.name: kind for kind in (*available_stores(), MotoStore)}
    parser = argparse.ArgumentParser(prog="python -m jupyterlab_s3_drive.tests.serve")
    parser.add_argument("--store", choices=sorted(kinds), default="seaweedfs")
    parser.add_argument("--lab", action="store_true", help="JupyterLab, with Galata's helpers")
    parser.add_argument("--tls", action="store_true", help="the store on https, with a test CA")
    parser.add_argument("--base-url", help="default: /base/, with --lab / as Galata needs it")
    options = parser.parse_args(arguments)
    options.base_url = options.base_url or ("/" if options.lab else "/base/")
    options.kind = kinds[options.store]
    return options


@contextlib.contextmanager
def _running(
    options: argparse.Namespace, folder: Path
) -> Iterator[tuple[dict[str, Any], dict[str, Action]]]:
    """Start store and server; yield the description and what the control API can do."""
    bundle, tls = make_certificates(folder / "tls") if options.tls else (None, None)
    store = options.kind(
        folder / "store", access_key=ACCESS_KEY, secret_key=secrets.token_hex(16), tls=tls
    )
    environment = datalab_environment(store)
    if bundle:
        # As in a pod: the bare host alone, and the authority by its own variable.
        del environment["AWS_ENDPOINT_URL"], environment["S3_ENDPOINT"]
        environment["AWS_CA_BUNDLE"] = str(bundle)
    server = JupyterServer(
        folder=folder / "jupyter",
        root=folder / "work",
        env=environment,
        lab=options.lab,
        config=_galata_config(folder) if options.lab else {},
        port=free_ports(1)[0],
        base_url=options.base_url,
    )
    description = {
        "url": server.url,
        "token": server.token,
        "endpoint": store.endpoint,
        "accessKey": store.access_key,
        "secretKey": store.secret_key,
        "region": store.region,
        "store": store.name,
        "root": str(server.root),
        "log": str(server.log),
        "caBundle": str(bundle) if bundle else None,
    }
    actions: dict[str, Action] = {
        "/store/kill": lambda body: store.kill(),
        "/store/start": lambda body: _start_again(store, bundle),
        "/store/pause": lambda body: store.pause(),
        "/store/resume": lambda body: store.resume(),
        "/server/stop": lambda body: server.stop(),
        "/server/start": lambda body: server.start(body.get("env")),
        "/server/restart": lambda body: server.restart(body.get("env")),
    }
    try:
        store.start()
        description["users"] = store.users(verify=bundle)
        server.start()
        yield description, actions
    finally:
        server.stop()
        store.kill()


def _start_again(store: Store, bundle: Path | None) -> None:
    store.start()
    wait_until_readable(store, verify=bundle)


def _galata_config(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what Galata's own recipe sets, but for the token and XSRF, which stay on."""
    import jupyterlab

    prompt = folder / "bashrc"
    prompt.write_text('PS1="$ "\n')
    return {
        "ServerApp": {
            "terminado_settings": {"shell_command": ["/bin/bash", "--rcfile", str(prompt)]},
            # Each page asks else whether JupyterLab has to be built anew, and the answer takes long.
            "tornado_settings": {"page_config_data": {"buildCheck": False}},
        },
        "LabServerApp": {
            "extra_labextensions_path": [str(Path(jupyterlab.__file__).parent / "galata")]
        },
        "LabApp": {"expose_app_in_browser": True},
    }


def _handler(
    description: dict[str, Any], actions: dict[str, Action]
) -> type[BaseHTTPRequestHandler]:
    class Control(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # A connection on which nothing comes must not keep the only thread for ever.
        timeout = 5

        def do_GET(self) -> None:
            self._answer(200, description)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
            action = actions.get(self.path)
            if action is None:
                self._answer(404, {"message": f"There is no {self.path}."})
                return
            try:
                action(body)
            except (StoreError, JupyterError, OSError) as error:
                self._answer(500, {"message": str(error)})
            else:
                self._answer(200, {})

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing: what this process prints is read by a program."""

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            # An idle connection would keep the only thread from the next caller.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(text)
            self.close_connection = True

    return Control


def _exit_with_parent() -> None:
    """End this process when a pipe on standard input ends, that is, when its other side is gone."""
    mode = os.fstat(sys.stdin.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def _exit(number: int, frame: object) -> NoReturn:
    # A second signal must not interrupt the cleaning up.
    for again in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    main()
