"""The same work through the servers of the peers, all asked by one client."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_s3_drive.demo.jupyter import JupyterError, JupyterServer, datalab_environment

from .. import data
from ..environments import HOME, Missing, python_of
from ..ground import PROXY, Ground, say
from ..monitor import Monitor
from ..peers import PEERS
from ..peers.api import Api, Peer
from ..peers.ours import Ours
from ..peers.storageexplorer import StorageExplorer

_REPEATS = 3
#: What can be measured of a peer; its rows in the table end with these.
_SERIES = ("small", "medium", "names", "upload", "memory", "liststatus", "uploadstatus")


def peers(ground: Ground) -> None:
    """List and upload through each server that starts, in turns."""
    for count in (ground.sizes.small, ground.sizes.medium):
        ground.folder_of(count)
    file = data.make_file(HOME / "files", ground.sizes.peer_file)
    with contextlib.ExitStack() as stack:
        found: list[tuple[Peer, Api]] = [(Ours(), Api(ground.servers[PROXY]))]
        for peer in PEERS:
            with _failing(ground, peer, _SERIES):
                found.append((peer, _start(ground, peer, stack)))
        for _ in range(min(_REPEATS, ground.sizes.repeats)):
            for peer, api in found:
                _list(ground, peer, api)
            for peer, api in found:
                _upload(ground, peer, api, file)


def _start(ground: Ground, peer: Peer, stack: contextlib.ExitStack) -> Api:
    """Install a peer and start its server.

    Raises:
        Missing: it does not install, start or find the bucket.
    """
    python = python_of(peer.package)
    if isinstance(peer, StorageExplorer):
        peer.connect(ground.store)
        return Api(ground.servers[PROXY])
    folder = ground.folder / peer.label
    folder.mkdir()
    server = JupyterServer(
        folder=folder / "jupyter",
        root=folder / "work",
        # Some of them write into the person's files.
        env={
            **datalab_environment(ground.store),
            **peer.environment(ground.store),
            **_home(folder),
        },
        lab=False,
        config={"ServerApp": {"jpserver_extensions": {}}},
        python=python,
    )
    stack.callback(server.stop)
    try:
        server.start()
    except JupyterError as error:
        raise Missing(str(error)) from error
    api = Api(server)
    peer.prepare(api, data.BUCKET)
    # Not measured: what only the first request costs.
    peer.list(api, data.BUCKET, data.folder_of(ground.sizes.small))
    return api


def _home(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder)}


def _list(ground: Ground, peer: Peer, api: Api) -> None:
    names = ((ground.sizes.small, "small"), (ground.sizes.medium, "medium"))
    for count, name in names:
        prefix = data.folder_of(count)
        with _failing(ground, peer, (name, "names", "liststatus")):
            if isinstance(peer, StorageExplorer):
                _add(ground, peer, name, peer.seconds(data.BUCKET, prefix))
                given = peer.list(api, data.BUCKET, prefix)
            else:
                with Monitor(api.server) as monitor:
                    started = time.perf_counter()
                    given = peer.list(api, data.BUCKET, prefix)
                    _add(ground, peer, name, time.perf_counter() - started)
                _add(ground, peer, "liststatus", *monitor.status)
            if name == "medium":
                _add(ground, peer, "names", given)


def _upload(ground: Ground, peer: Peer, api: Api, file: Path) -> None:
    key = f"peers/{peer.label}/{file.name}"
    data.remove(ground.client, [key])
    with _failing(ground, peer, ("upload", "memory", "uploadstatus")):
        with Monitor(api.server) as monitor:
            started = time.perf_counter()
            peer.upload(api, data.BUCKET, key, file)
            seconds = time.perf_counter() - started
        size = data.size_of(ground.client, key)
        if size != file.stat().st_size:
            raise Missing(f"The object holds {size} bytes after the upload.")
        _add(ground, peer, "upload", seconds)
        _add(ground, peer, "memory", monitor.memory)
        _add(ground, peer, "uploadstatus", *monitor.status)


def _add(ground: Ground, peer: Peer, name: str, *values: float) -> None:
    ground.results.add(f"peer.{peer.label}.{name}", *values)


@contextlib.contextmanager
def _failing(ground: Ground, peer: Peer, names: tuple[str, ...]) -> Iterator[None]:
    """Let a peer's failure be told in the table rather than end the bench."""
    try:
        yield
    except (Missing, OSError, ValueError, KeyError, TypeError) as error:
        reason = str(error) or type(error).__name__
        say(f"    {peer.label}: {reason}")
        for name in names:
            ground.results.fail(f"peer.{peer.label}.{name}", reason)
