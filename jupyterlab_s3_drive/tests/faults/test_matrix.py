"""However one request of an operation fails: nothing is lost, it is told, and the next try completes it.

Each request of each operation is a point. It fails once, which the server has to make up for, or
from then on. A full run visits all points, others a sixth.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.faults.conftest import MakeSides
from jupyterlab_s3_drive.tests.faults.operations import (
    OF_THE_SERVER,
    Failure,
    Operation,
    attempted,
)
from jupyterlab_s3_drive.tests.faults.points import Gate, Point, Points, sampled
from jupyterlab_s3_drive.tests.faults.proxy import FAULTS, Fault, FaultyStore
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, SEED, eventually
from jupyterlab_s3_drive.tests.kit.stores import wait_until_readable

pytestmark = [
    pytest.mark.one_store("the faults are scripted; what stores answer has tests of its own"),
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(600),
]

FULL = bool(os.environ.get("S3_DRIVE_TEST_FULL"))
#: Of how many points one is visited; a stalled one takes as long as the server's patience.
ONE_OF = 1 if FULL else 6
ONE_OF_STALLED = 1 if FULL else 24
#: How many are visited at the same time.
AT_ONCE = 8
STALLED = "its answer does not come"
REFUSED = "it is refused"
#: What is told of a request that fails from then on.
STATUS = {
    "it is reset": {502},
    "its answer is lost": {502},
    STALLED: {504},
    "the store is busy": {503},
    "the store fails after it was done": {500},
    "its answer is cut": {502},
    "its answer is shortened": {502},
    "a page to log in is its answer": {502},
    REFUSED: {403},
}


@pytest.fixture(scope="module")
def points(faulty: FaultyStore) -> Points:
    """What lets requests fail."""
    return Points(faulty)


@pytest.fixture(scope="module")
def counted(points: Points, make_sides: MakeSides) -> dict[str, int]:
    """The number of requests of each operation, none of which fails."""
    return {
        name: visited(points, make_sides(), operation, -1, FAULTS[REFUSED]).requests
        for name, operation in OF_THE_SERVER.items()
    }


class Visit:
    """What became of an operation at a point.

    Attributes:
        requests: how many there were.
        failure: what the person was told, or None.
    """

    def __init__(self, requests: int, failure: Failure | None) -> None:
        self.requests = requests
        self.failure = failure


def visited(
    points: Points,
    sides: Sides,
    operation: Operation,
    index: int,
    fault: Fault,
    *,
    lasts: bool = False,
) -> Visit:
    """Let one request of an operation fail, try again where that was told, and check both sides."""
    operation.prepare(sides)
    point = Point(sides.path, index, fault, lasts)
    points.add(point)
    failure = attempted(operation, sides)
    points.end(point)
    check(operation, sides, failure)
    return Visit(point.count, failure)


def check(operation: Operation, sides: Sides, failure: Failure | None) -> None:
    """Check both sides after an operation, and that another try completes one that failed."""
    assert operation.wrong(sides) == []
    if failure is None:
        assert operation.is_done(sides)
        return
    assert failure.message.strip() and "Traceback" not in failure.message
    if not operation.is_done(sides):
        again = attempted(operation, sides)
        assert again is None, (failure, again)
        assert operation.is_done(sides)


def everywhere(visit: Callable[[str, int], object], indices: dict[str, list[int]]) -> int:
    """Visit points of all operations, several at a time; return how many they were.

    Raises:
        AssertionError: what is wrong at each of those where something is.
    """
    wrong: list[str] = []

    def one(name: str, index: int) -> None:
        try:
            visit(name, index)
        except AssertionError as error:
            wrong.append(f"{name}, request {index}: {error}")

    todo = [(name, index) for name, each in indices.items() for index in each]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda item: one(*item), todo))
    assert not wrong, "\n".join(wrong)
    return len(todo)


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("what", FAULTS)
def test_no_request_that_fails_loses_anything(
    points: Points,
    counted: dict[str, int],
    make_sides: MakeSides,
    record_property: Callable[[str, object], None],
    what: str,
    lasts: bool,
) -> None:
    def visit(name: str, index: int) -> None:
        operation = OF_THE_SERVER[name]
        told = visited(points, make_sides(), operation, index, FAULTS[what], lasts=lasts).failure
        if not lasts and what != REFUSED:
            # What does not last is made up for.
            assert told is None, told
        if told:
            assert told.status in STATUS[what], told

    one_of = ONE_OF_STALLED if what == STALLED else ONE_OF
    offset = list(FAULTS).index(what) + 7 * lasts
    indices = {
        name: [*sampled(count, one_of, offset + number)]
        for number, (name, count) in enumerate(counted.items())
    }
    assert min(counted.values()) > 1
    record_property("points", everywhere(visit, indices))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_whose_answer_is_lost_is_not_sent_again(
    server: JupyterServer, points: Points, make_sides: MakeSides, method: str
) -> None:
    sides = make_sides()
    sides.put("a.txt", b"old")
    etag = sides.s3.head_object(Bucket=BUCKET, Key=sides.prefix + "a.txt")["ETag"]
    point = Point(sides.path, 0, FAULTS["its answer is lost"])
    points.add(point)
    body = b"new" if method == "PUT" else None
    answer = sides.browser.s3(method, f"{BUCKET}/{sides.prefix}a.txt", body, {"If-Match": etag})
    points.end(point)
    # What it is about may be somebody else's by now: the page decides.
    assert (answer.status, answer.code, point.count) == (502, "StoreConnectionLost", 1)


@pytest.mark.parametrize("what", [what for what in FAULTS if what != STALLED])
def test_what_a_bucket_says_of_its_acls_fails(
    points: Points,
    make_sides: MakeSides,
    record_property: Callable[[str, object], None],
    what: str,
) -> None:
    operation, sides = OF_THE_SERVER["a file to S3, over another one"], make_sides()
    operation.prepare(sides)
    # It names no object: nothing else runs meanwhile.
    point = Point("ownershipControls", 0, FAULTS[what])
    points.add(point)
    failure = attempted(operation, sides)
    points.end(point)
    assert point.count > 0
    assert failure is None
    check(operation, sides, failure)
    record_property("points", 1)


def rounds(counted: dict[str, int], count: int) -> Iterator[int]:
    """Return the numbers of the requests at which something happens to all operations."""
    longest = max(counted.values())
    yield from range(longest) if FULL else [(SEED + number) % longest for number in range(count)]


@pytest.mark.parametrize("after", [False, True] if FULL else [SEED % 2 == 0])
def test_a_store_that_is_killed_and_started_again(
    store: Store,
    faulty: FaultyStore,
    points: Points,
    counted: dict[str, int],
    make_sides: MakeSides,
    record_property: Callable[[str, object], None],
    after: bool,
) -> None:
    visits = 0
    for index in rounds(counted, 1):
        gate = Gate(after=after)
        places = {name: make_sides() for name in OF_THE_SERVER}
        for name, sides in places.items():
            OF_THE_SERVER[name].prepare(sides)
            points.add(Point(sides.path, index, gate.hold))
        with ThreadPoolExecutor(len(places)) as pool:
            running = {
                name: pool.submit(attempted, OF_THE_SERVER[name], sides)
                for name, sides in places.items()
            }
            gate.wait(list(running.values()))
            store.kill()
            faulty.close()
            gate.open()
        store.start()
        wait_until_readable(store, None)
        faulty.listen()
        for name, sides in places.items():
            failure = running[name].result()
            if failure:
                assert failure.status in (502, 504), (name, failure)
            assert OF_THE_SERVER[name].wrong(sides) == [], name
            # A store answers 500 for a while after its start.
            assert eventually(partial(is_completed, OF_THE_SERVER[name], sides), 60), name
        visits += gate.held
    record_property("points", visits)


def is_completed(operation: Operation, sides: Sides) -> bool:
    """Return whether an operation is done, after another try where it was not."""
    return operation.is_done(sides) or (
        attempted(operation, sides) is None and operation.is_done(sides)
    )
