"""A Jupyter server as a child process, with the environment of a Datalab pod."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .processes import Child, free_ports
from .store import Store

START_TIMEOUT = 90.0

_NEWS_SETTINGS = Path("@jupyterlab/apputils-extension/notification.jupyterlab-settings")


class JupyterError(Exception):
    """The Jupyter server could not be started; the message says why."""


def datalab_environment(store: Store) -> dict[str, str]:
    """Return the variables that a pod of the Datalab has, for this store.

    They are those that Onyxia's charts set, empty session token included. A pod's endpoint is https
    and `AWS_S3_ENDPOINT` a bare host there; with a store on http the scheme is in front.
    """
    host = store.endpoint.removeprefix("https://")
    return {
        "AWS_ACCESS_KEY_ID": store.access_key,
        "AWS_SECRET_ACCESS_KEY": store.secret_key,
        "AWS_SESSION_TOKEN": "",
        "AWS_S3_ENDPOINT": host,
        "AWS_ENDPOINT_URL": f"{store.endpoint}/",
        "S3_ENDPOINT": f"{store.endpoint}/",
        "AWS_DEFAULT_REGION": store.region,
        "AWS_PATH_STYLE_ACCESS": "true",
        # A pod has no such files, and is no EC2 machine: neither are this person's to be used.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class JupyterServer:
    """A Jupyter server, or JupyterLab, with settings and data of its own.

    Args:
        folder: holds its configuration, settings, notary database and log; made when missing.
        root: the working directory that its file browser and kernels see.
        env: variables on top of this process's environment, of which no AWS variable is passed on.
        lab: start JupyterLab rather than the bare server.
        config: traitlets beyond those set here, as `{"Class": {"trait": value}}`.
        port: without it a free one is taken; it stays the same over restarts.
        token: without it a random one is made.
        base_url: where the server lives, with a slash at both ends.
        python: the interpreter that runs it; by default this one.
    """

    def __init__(
        self,
        *,
        folder: Path,
        root: Path,
        env: Mapping[str, str],
        lab: bool,
        config: Mapping[str, Mapping[str, Any]] | None = None,
        port: int | None = None,
        token: str | None = None,
        base_url: str = "/",
        python: Path | None = None,
    ) -> None:
        self.folder = Path(folder).resolve()
        self.root = Path(root).resolve()
        self.port = port or free_ports(1)[0]
        self.token = token or secrets.token_hex(24)
        self.base_url = base_url
        self._env = dict(env)
        self._lab = lab
        self._python = str(python or sys.executable)
        self._config = config or {}
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """The address, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}{self.base_url}"

    @property
    def log(self) -> Path:
        """What the server has printed."""
        return self.folder / "jupyter.log"

    def start(self, overrides: Mapping[str, str | None] | None = None) -> None:
        """Start the server and return when it answers; nothing happens when it runs already.

        Args:
            overrides: variables that differ for this start alone; None removes one.

        Raises:
            JupyterError: it ended, or did not answer in time.
        """
        if self.running():
            return
        self._write_config()
        self.root.mkdir(parents=True, exist_ok=True)
        module = "jupyterlab" if self._lab else "jupyter_server"
        self._child = Child(
            [self._python, "-m", module],
            env=self._environment(overrides or {}),
            cwd=self.root,
            log=self.log,
            # Jupyter ends its kernels and terminals when it is asked to end.
            death_signal=signal.SIGTERM,
        )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if not self._child.running() or time.monotonic() > deadline:
                self.stop()
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                raise JupyterError(f"Jupyter did not start. Its last lines:\n{tail}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server with its kernels and terminals."""
        if self._child:
            self._child.end()
            self._child = None

    def kill(self) -> None:
        """End the server as a crash would (SIGKILL). `start()` brings it back at the same address."""
        if self._child:
            self._child.kill()
            self._child = None

    def restart(self, overrides: Mapping[str, str | None] | None = None) -> None:
        """Start it anew at the same address, with other variables if any are given."""
        self.stop()
        self.start(overrides)

    def running(self) -> bool:
        """Return whether the process is there."""
        return self._child is not None and self._child.running()

    def silence_news(self) -> None:
        """Let JupyterLab not ask about news, which it does at the first start with new settings.

        Settings that are there already stay as they are.
        """
        file = self.folder / "settings" / _NEWS_SETTINGS
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))

    def _environment(self, overrides: Mapping[str, str | None]) -> dict[str, str]:
        own: dict[str, str | None] = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("AWS_", "S3_", "JUPYTER", "JPY_"))
            },
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "IPYTHONDIR": str(self.folder / "ipython"),
            # The token goes this way: a command line can be read by everybody on the machine.
            "JUPYTER_TOKEN": self.token,
            **self._env,
            **overrides,
        }
        return {name: value for name, value in own.items() if value is not None}

    def _write_config(self) -> None:
        config: dict[str, dict[str, Any]] = {
            "ServerApp": {
                "ip": "127.0.0.1",
                "port": self.port,
                "port_retries": 0,
                "base_url": self.base_url,
                "root_dir": str(self.root),
                "open_browser": False,
                # In a container people are root; the server listens on loopback and asks for a token.
                "allow_root": True,
                "jpserver_extensions": {"jupyterlab_s3_drive": True},
            }
        }
        for section, traits in self._config.items():
            config.setdefault(section, {}).update(traits)
        folder = self.folder / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "jupyter_server_config.json").write_text(json.dumps(config, indent=2))

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}api", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False
