"""A large file down and up: through the proxy, straight to the store, and by other means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import data
from ..environments import Missing
from ..ground import DIRECT, PROXY, Ground
from ..monitor import MIB

_KEY = "files/{}.bin"
_UPLOADS = "uploads/"


def transfers(ground: Ground) -> None:
    """Measure all ways in turns."""
    key = _KEY.format(ground.sizes.file)
    data.put_file(ground.store, key, ground.file)
    _warm_up(ground)
    for turn in range(ground.sizes.transfers):
        for work in _turned(_downloads(ground, key), turn):
            work()
        for work in _turned(_uploads(ground), turn):
            work()


def _turned(works: list[Callable[[], None]], turn: int) -> list[Callable[[], None]]:
    """Let another one be the first in each turn: what comes first meets a quieter disk."""
    start = turn % len(works)
    return works[start:] + works[:start]


def _warm_up(ground: Ground) -> None:
    """Have the servers' memory grow by what any first transfer needs."""
    small = data.make_file(ground.file.parent, 8)
    data.put_file(ground.store, _KEY.format("small"), small)
    for lab in (PROXY, DIRECT):
        ground.driver.do("download", lab, path=ground.path(_KEY.format("small")))
        data.remove(ground.client, [_UPLOADS + small.name])
        ground.driver.do("upload", lab, path=ground.path(_UPLOADS), files=[str(small)])


def _downloads(ground: Ground, key: str) -> list[Callable[[], None]]:
    url = data.link(ground.client, "get_object", key)
    path = ground.path(key)

    def whole(found: dict[str, Any]) -> float:
        if found["bytes"] != ground.sizes.file * MIB:
            raise Missing(f"The download gave {found['bytes']} bytes.")
        seconds: float = found["seconds"]
        return seconds

    def presigned() -> float:
        with ground.monitor(browser=True) as monitor:
            found = ground.driver.do("fetchUrl", PROXY, url=url)
        ground.results.add("download.presignedbrowser", monitor.browser_memory)
        return whole(found)

    def proxied() -> float:
        with ground.monitor(browser=True) as monitor:
            found = ground.driver.do("download", PROXY, path=path)
        if found["origin"] == ground.store.endpoint:
            raise Missing("The download does not go through the proxy.")
        ground.results.add("download.memory", monitor.memory)
        ground.results.add("download.browser", monitor.browser_memory)
        ground.results.add("download.status", *monitor.status)
        ground.results.add("download.idle", *monitor.idle)
        return whole(found)

    def direct() -> float:
        found = ground.driver.do("download", DIRECT, path=path)
        if found["origin"] != ground.store.endpoint:
            raise Missing("Downloads do not go straight to the store.")
        return whole(found)

    ways: dict[str, Callable[[], float]] = {
        "download.presigned": presigned,
        "download.proxy": proxied,
        "download.direct": direct,
        "download.boto3": lambda: ground.boto3.run("download", key),
        "download.mc": lambda: ground.mc.download(key),
    }
    return [_attempt(ground, name, way) for name, way in ways.items()]


def _uploads(ground: Ground) -> list[Callable[[], None]]:
    key = _UPLOADS + ground.file.name
    file = str(ground.file)
    url = data.link(ground.client, "put_object", key)

    def fresh(work: Callable[[], float]) -> float:
        """Measure an upload to a key that is free, and see that all of it arrived."""
        data.remove(ground.client, [key])
        seconds = work()
        size = data.size_of(ground.client, key)
        if size != ground.file.stat().st_size:
            raise Missing(f"The object holds {size} bytes after the upload.")
        return seconds

    def presigned() -> float:
        with ground.monitor(browser=True) as monitor:
            seconds = fresh(lambda: ground.driver.do("putUrl", PROXY, url=url, file=file))
        ground.results.add("upload.presignedbrowser", monitor.browser_memory)
        return seconds

    def command(lab: str) -> float:
        seconds: float = ground.driver.do("upload", lab, path=ground.path(_UPLOADS), files=[file])
        return seconds

    def proxied() -> float:
        with ground.monitor(browser=True) as monitor:
            seconds = fresh(lambda: command(PROXY))
        ground.results.add("upload.memory", monitor.memory)
        ground.results.add("upload.browser", monitor.browser_memory)
        ground.results.add("upload.status", *monitor.status)
        ground.results.add("upload.idle", *monitor.idle)
        return seconds

    def direct() -> float:
        before = ground.driver.do("requestsTo", DIRECT, origin=ground.store.endpoint)
        seconds = fresh(lambda: command(DIRECT))
        if ground.driver.do("requestsTo", DIRECT, origin=ground.store.endpoint) == before:
            raise Missing("Uploads do not go straight to the store.")
        return seconds

    ways: dict[str, Callable[[], float]] = {
        "upload.presigned": presigned,
        "upload.proxy": proxied,
        "upload.direct": direct,
        "upload.boto3": lambda: fresh(lambda: ground.boto3.run("upload", key, file)),
        "upload.mc": lambda: fresh(lambda: ground.mc.upload(ground.file, key)),
    }
    return [_attempt(ground, name, way) for name, way in ways.items()]


def _attempt(ground: Ground, name: str, way: Callable[[], float]) -> Callable[[], None]:
    return lambda: ground.attempt(name, way)
