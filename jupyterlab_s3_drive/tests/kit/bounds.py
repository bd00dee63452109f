"""What no request may cost a server: its memory, and the time of others."""

from __future__ import annotations

from collections.abc import Callable

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.memory import Memory
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.work import Work

#: By how much resident memory may grow (MiB).
MOST_MEMORY = 64.0
#: For how long `/api/status` may wait while the server works (s).
MOST_WAIT = 0.25
#: For how long it may wait for whatever reason, as a call that blocks (s): a busy machine has others to serve.
MOST_DELAY = 0.75

_TRIES = 3


def measure(
    name: str,
    server: JupyterServer,
    work: Callable[[], object],
    most: float = MOST_MEMORY,
) -> None:
    """Do something, and check how much memory it takes, and how long others wait meanwhile.

    On a busy machine anybody may wait for once; whom this server holds up waits each time.
    """
    browser = Browser(server.url, server.token)
    for _ in range(_TRIES):
        memory = Memory(server)
        with pinged(browser, Work(server)) as waits:
            work()
        grown, kept = memory.growth(), memory.kept()
        held_up, longest = waits.held_up, waits.longest
        print(
            f"{name}: +{grown:.0f} MiB, +{kept:.0f} kept,"
            f" status {longest * 1000:.0f} ms, of which the server worked {held_up * 1000:.0f} ms"
        )
        assert grown <= most
        if held_up < MOST_WAIT and longest < MOST_DELAY:
            return
    raise AssertionError(
        f"{name}: others waited for {held_up:.2f} s of work, {longest:.2f} s in all"
    )
