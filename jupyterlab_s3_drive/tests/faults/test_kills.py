"""A server that is killed at any point of an operation: each object is whole, and a new one completes it."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.faults.conftest import MakeSides
from jupyterlab_s3_drive.tests.faults.operations import OF_THE_PAGE, OF_THE_SERVER, attempted
from jupyterlab_s3_drive.tests.faults.points import Gate, Point, Points
from jupyterlab_s3_drive.tests.faults.proxy import FaultyStore
from jupyterlab_s3_drive.tests.kit.servers import SEED, eventually

pytestmark = [
    pytest.mark.one_store("whose the bytes are is the same when the server is gone"),
    pytest.mark.xdist_group("kills"),
    pytest.mark.timeout(600),
]

OPERATIONS = {**OF_THE_SERVER, **OF_THE_PAGE}
#: The most requests that an operation has, a few more than it takes today.
LONGEST = 12
#: In how many of the rounds the server is killed; each is a point of every operation.
ROUNDS = (
    range(LONGEST)
    if os.environ.get("S3_DRIVE_TEST_FULL")
    else [(SEED + n * 5) % 9 for n in range(2)]
)


@pytest.mark.parametrize("after", [False, True], ids=["before it is done", "after it was done"])
@pytest.mark.parametrize("index", ROUNDS)
def test_a_server_that_is_killed(
    server: JupyterServer,
    faulty: FaultyStore,
    make_sides: MakeSides,
    record_property: Callable[[str, object], None],
    index: int,
    after: bool,
) -> None:
    points, gate = Points(faulty), Gate(after=after)
    places = {name: make_sides() for name in OPERATIONS}
    known = [Point(sides.path, index, gate.hold) for sides in places.values()]
    for name, point in zip(places, known, strict=True):
        OPERATIONS[name].prepare(places[name])
        points.add(point)
    with ThreadPoolExecutor(len(places)) as pool:
        running = {
            name: pool.submit(attempted, OPERATIONS[name], sides) for name, sides in places.items()
        }
        gate.wait(list(running.values()))
        server.kill()
        gate.open()
    # What was on its way to the store when the server was killed has arrived, or is lost.
    assert eventually(lambda: faulty.open == 0, 30)
    for point in known:
        points.end(point)
    server.start()
    told = {name: each.result() for name, each in running.items()}
    wrong = {name: OPERATIONS[name].wrong(sides) for name, sides in places.items()}
    assert {name: each for name, each in wrong.items() if each} == {}
    for name, sides in places.items():
        operation = OPERATIONS[name]
        if told[name] is None:
            assert operation.is_done(sides), name
        elif not operation.is_done(sides):
            again = attempted(operation, sides)
            assert again is None, (name, told[name], again)
            assert operation.is_done(sides), name
    assert gate.held > 0
    record_property("points", gate.held)
