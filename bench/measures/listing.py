"""Opening folders of all sizes."""

from __future__ import annotations

import time
from functools import partial

from .. import data
from ..environments import Missing
from ..ground import PROXY, Ground

#: How often the whole folder is listed.
_WHOLE = 3
#: Seconds in which requests that were under way when a folder was left may still be answered.
_GRACE = 1.0
_QUIET = 3.0


def listing(ground: Ground) -> None:
    """Measure the first rows of each folder in turns, then the whole of the large one."""
    sizes = ground.sizes
    counts = {name: getattr(sizes, name) for name in ("small", "medium", "large")}
    for count in counts.values():
        ground.folder_of(count)
    # Once unmeasured: code is fetched and connections opened on the first use.
    _open(ground, sizes.small)
    for _ in range(sizes.repeats):
        for name, count in counts.items():
            ground.attempt(f"open.{name}", partial(_open, ground, count))
            ground.attempt(f"page.{name}", partial(_page, ground, count))
        ground.attempt("open.again", partial(_again, ground, sizes.large))
    prefix = data.folder_of(sizes.large)
    for turn in range(min(_WHOLE, sizes.repeats)):
        ground.attempt("list.boto3", lambda: ground.boto3.run("list", prefix))
        ground.attempt("list.mc", lambda: ground.mc.list(prefix))
        if "list.ours" not in ground.results.failures:
            ground.attempt("list.ours", lambda: _whole(ground))
        if turn == 0:
            ground.attempt("list.after", lambda: _left(ground))


def _open(ground: Ground, count: int) -> float:
    """Open a folder by a double click and return the seconds to its painted rows."""
    _go_above(ground)
    seconds: float = ground.driver.do(
        "openFolder", PROXY, name=_shown(count), first=data.name_of(0)
    )
    return seconds


def _again(ground: Ground, count: int) -> float:
    """Leave a folder while it is being listed, enter it again at once, and return the seconds.

    What was asked of the store for the first visit must not be waited for.
    """
    _open(ground, count)
    return _open(ground, count)


def _page(ground: Ground, count: int) -> float:
    """Ask the store itself for the first page of a folder that was left, and return the seconds."""
    _go_above(ground)
    started = time.perf_counter()
    ground.client.list_objects_v2(Bucket=data.BUCKET, Prefix=data.folder_of(count), Delimiter="/")
    return time.perf_counter() - started


def _whole(ground: Ground) -> float:
    _go_above(ground)
    count = ground.sizes.large
    with ground.monitor() as monitor:
        found = ground.driver.do(
            "listAll", PROXY, name=_shown(count), first=data.name_of(0), total=count
        )
    ground.results.add("list.click", *found["clicks"])
    ground.results.add("list.frame", found["frame"])
    ground.results.add("list.status", *monitor.status)
    ground.results.add("list.idle", *monitor.idle)
    seconds: float = found["seconds"]
    return seconds


def _left(ground: Ground) -> float:
    """Leave the large folder while it is being listed; count the requests that still go out."""
    _open(ground, ground.sizes.large)
    _go_above(ground)
    time.sleep(_GRACE)
    before: int = ground.driver.do("requests", PROXY)
    time.sleep(_QUIET)
    after: int = ground.driver.do("requests", PROXY)
    return after - before


def _go_above(ground: Ground) -> None:
    ground.driver.do("place", PROXY, path=f"{data.BUCKET}/{data.FOLDERS.rstrip('/')}")


def _shown(count: int) -> str:
    return data.folder_of(count).rstrip("/").rsplit("/", 1)[-1]


def open_large(ground: Ground) -> None:
    """Open the large folder and wait until all of it is there, or as much as will come.

    For measures that need it open.
    """
    ground.folder_of(ground.sizes.large)
    try:
        _whole(ground)
    except Missing as error:
        ground.results.fail("list.ours", str(error))
