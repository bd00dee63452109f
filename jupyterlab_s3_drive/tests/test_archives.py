"""A selection as one zip: right for every reader, cut visibly where it cannot be whole."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import socket
import sys
import threading
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_s3_drive.archives.content import MAX_LEVELS
from jupyterlab_s3_drive.archives.model import MAX_CHOSEN, Archives, parse_archive
from jupyterlab_s3_drive.archives.names import Names, safe_segment
from jupyterlab_s3_drive.archives.stream import LEFT_OUT
from jupyterlab_s3_drive.archives.writer import ZipWriter
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.disposition import content_disposition
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.fields import Fields
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.hostile import answer, flood, hostile_listing, listing
from jupyterlab_s3_drive.tests.kit.memory import Memory
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, KEYS, MIB, eventually
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire


@pytest.fixture
def sides(server: JupyterServer, store: Store, request: pytest.FixtureRequest) -> Sides:
    """A folder of the bucket for this test."""
    name = f"{zlib.crc32(request.node.nodeid.encode())}-{time.monotonic_ns()}"
    return Sides(server, store, name)


def ask(browser: Browser, **fields: Any) -> Answer:
    """Ask for an archive of the bucket of the tests."""
    return browser.send("POST", "archives", json.dumps({"bucket": BUCKET, **fields}).encode())


def state(browser: Browser, identifier: str) -> dict[str, Any]:
    """Return what is told of an archive."""
    found: dict[str, Any] = browser.send("GET", f"archives/{identifier}/state").json
    return found


def download(browser: Browser, **fields: Any) -> zipfile.ZipFile:
    """Return an archive, found whole."""
    made = ask(browser, **fields)
    assert made.status == 201, made.body
    answer = browser.send("GET", f"archives/{made.json['id']}")
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    found = zipfile.ZipFile(io.BytesIO(answer.body))
    assert found.testzip() is None
    told = state(browser, made.json["id"])
    assert (told["state"], told["error"]) == ("done", None)
    assert told["objects"]["done"] == told["objects"]["total"]
    assert told["bytes"]["done"] == told["bytes"]["total"]
    return found


def test_a_folder(sides: Sides) -> None:
    expected = {f"tree/sub/{name}": name.encode() for name in ("a b+c.csv", "été 😀.txt", "#h;1")}
    for name, body in expected.items():
        sides.put(name, body)
    sides.put("tree/empty.txt", b"")
    sides.put("tree/large", pattern(3))
    sides.put("tree/folder/", b"")
    for name in (".ipynb_checkpoints/x", "sub/.ipynb_checkpoints/y", ".s3-drive-move.json"):
        sides.put(f"tree/{name}")
    found = download(sides.browser, prefixes=[sides.prefix + "tree/"])
    files = {**expected, "tree/empty.txt": b"", "tree/large": pattern(3)}
    assert {name for name in found.namelist() if not name.endswith("/")} == set(files)
    assert "tree/folder/" in found.namelist()
    for name, body in files.items():
        assert found.read(name) == body
        assert found.getinfo(name).compress_type == zipfile.ZIP_STORED
        assert bool(found.getinfo(name).flag_bits & 0x800) is not name.isascii()


def test_a_selection(sides: Sides) -> None:
    for name in ("a/x.csv", "b/x.csv", "b/X.CSV", "b/sub/y", "c/z"):
        sides.put(name, name.encode())
    keys = [sides.prefix + name for name in ("a/x.csv", "b/x.csv", "b/X.CSV")]
    found = download(sides.browser, keys=keys, prefixes=[sides.prefix + "b/sub/"])
    # On Windows and macOS these were one file.
    assert {name: found.read(name) for name in found.namelist() if not name.endswith("/")} == {
        "x.csv": b"a/x.csv",
        "x (1).csv": b"b/x.csv",
        "X (2).CSV": b"b/X.CSV",
        "sub/y": b"b/sub/y",
    }
    found = download(sides.browser, keys=keys, prefixes=[sides.prefix + "c/"], base=sides.prefix)
    assert {name for name in found.namelist() if not name.endswith("/")} == {
        "a/x.csv",
        "b/x.csv",
        "b/X (1).CSV",
        "c/z",
    }


def test_names_of_zips(sides: Sides) -> None:
    def name(**fields: Any) -> str:
        made = ask(sides.browser, **fields).json
        answer = sides.browser.send("GET", f"archives/{made['id']}")
        disposition = answer.headers["Content-Disposition"]
        assert disposition == content_disposition("attachment", made["name"])
        return str(made["name"])

    sides.put("tree/x")
    sides.put("été/x")
    prefix = sides.prefix + "tree/"
    assert name(prefixes=[prefix]) == "tree.zip"
    assert name(prefixes=[prefix], name="mine") == "mine.zip"
    assert name(prefixes=[prefix], name='a/b"c\r\n.ZIP') == 'a_b"c__.ZIP'
    assert name(prefixes=[sides.prefix + "été/"]) == "été.zip"
    assert name(prefixes=[prefix, sides.prefix]) == f"{BUCKET}.zip"
    assert name(keys=[prefix + "x"]) == "x.zip"


def test_many_small_objects(sides: Sides) -> None:
    bodies = {f"many/{number:04}": str(number).encode() for number in range(1100)}
    for name, body in bodies.items():
        sides.put(name, body)
    found = download(sides.browser, prefixes=[sides.prefix + "many/"])
    assert {name: found.read(name) for name in found.namelist() if name[-1] != "/"} == bodies


def test_an_id_serves_once(sides: Sides) -> None:
    sides.put("x")
    identifier = ask(sides.browser, keys=[sides.prefix + "x"]).json["id"]
    assert state(sides.browser, identifier)["state"] == "waiting"
    assert sides.browser.send("GET", f"archives/{identifier}").status == 200
    for path in (f"archives/{identifier}", "archives/never-made", "archives/never-made/state"):
        answer = sides.browser.send("GET", path)
        assert (answer.status, answer.code) == (404, "NotFound")


def test_what_is_missing_is_an_error(sides: Sides) -> None:
    for fields, code in (
        ({"keys": [sides.prefix + "nothing"]}, "NotFound"),
        ({"bucket": "there-is-none", "prefixes": [""]}, "NoSuchBucket"),
    ):
        made = ask(sides.browser, **fields).json
        answer = sides.browser.send("GET", f"archives/{made['id']}")
        assert (answer.status, answer.json["code"]) == (404, code)
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Content-Disposition"] is None
        told = state(sides.browser, made["id"])
        assert (told["state"], told["error"]["code"]) == ("failed", code)


def test_a_zip_that_cannot_be_whole_is_cut(sides: Sides, store: Store) -> None:
    sides.put("tree/a", pattern(64))
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    answer = sides.browser.open("GET", f"archives/{identifier}")
    got = answer.read(MIB)
    store.kill()
    try:
        with pytest.raises(http.client.IncompleteRead) as caught:
            answer.read()
    finally:
        store.start()
    got += caught.value.partial
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(got))
    told = state(sides.browser, identifier)
    assert told["state"] == "failed"
    assert told["error"]["code"] in ("StoreUnreachable", "StoreConnectionLost")
    assert told["error"]["name"] == "tree/a"
    assert eventually(lambda: sides.get("tree/a") == pattern(64))


def test_a_lost_connection_is_taken_up_again(sides: Sides, wire: Wire) -> None:
    sides.put("tree/a", pattern(8))
    wire.cut_answers_after = 3 * MIB
    wire.cut()
    threading.Timer(0.5, wire.reset).start()
    found = download(sides.browser, prefixes=[sides.prefix + "tree/"])
    assert found.read("tree/a") == pattern(8)


def test_an_object_that_changes_midway(sides: Sides, wire: Wire) -> None:
    sides.put("tree/a", pattern(64))
    wire.cut_answers_after = 3 * MIB
    wire.cut()
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    answer = sides.browser.open("GET", f"archives/{identifier}")
    answer.read(MIB)
    sides.put("tree/a", bytes(8 * MIB))
    # Answers go on being cut: the one under way would give the old object to its end.
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    wire.reset()
    assert state(sides.browser, identifier)["state"] == "failed"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("size", [1, 300 * MIB], ids=["smaller", "much larger"])
def test_a_small_object_that_changes_before_its_turn(
    size: int, server: JupyterServer, sides: Sides
) -> None:
    last = f"tree/{299:03}"
    for number in range(300):
        sides.put(f"tree/{number:03}", bytes(200_000))
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    answer = sides.browser.open("GET", f"archives/{identifier}")
    answer.read(MIB)
    assert eventually(lambda: state(sides.browser, identifier)["objects"]["total"] == 300)
    sides.put(last, bytes(size))
    memory = Memory(server)
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    told = state(sides.browser, identifier)
    assert (told["state"], told["error"]["code"]) == ("failed", "SourceChanged")
    assert told["error"]["name"].endswith(last)
    assert memory.growth() < 64


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("listed", [3, 300 * 1024], ids=["small", "large"])
def test_a_store_that_sends_more_than_it_lists(
    listed: int, start_server: Callable[..., JupyterServer]
) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        if "list-type=2" in head.partition("\r\n")[0]:
            answer(connection, listing({f"d/{name}": listed for name in "abc"}))
        else:
            flood(connection, 1024 * MIB)

    store = ScriptedStore(script)
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **KEYS})
    browser = Browser(server.url, server.token)
    memory = Memory(server)
    identifier = ask(browser, prefixes=["d/"]).json["id"]
    with contextlib.suppress(http.client.HTTPException, OSError):
        browser.send("GET", f"archives/{identifier}")
    told = state(browser, identifier)
    store.close()
    assert (told["state"], told["error"]["code"]) == ("failed", "SourceChanged")
    assert memory.growth() < 64


_AGAIN = b"<IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>"


#: Pages, and the code of the error that each ends a zip with.
UNSOUND = {
    "endless size": (listing({"d/a": "9" * 5000}), "StoreConnectionLost"),
    "negative size": (listing({"d/a": "-1"}), "StoreConnectionLost"),
    "no size": (listing({"d/a": "NaN"}), "StoreConnectionLost"),
    "foreign key": (listing({"keep/me.txt": 7}), "ListingBroken"),
    "shorter key": (listing({"d": 7}), "ListingBroken"),
    "without end": (
        listing({"d/a": 7}).replace(b"<IsTruncated>false</IsTruncated>", _AGAIN),
        "ListingBroken",
    ),
}


def test_listings_that_are_not_sound(start_server: Callable[..., JupyterServer]) -> None:
    pages = [b""]

    def script(connection: socket.socket, head: str, body: bytes) -> None:
        is_list = "list-type=2" in head.partition("\r\n")[0]
        answer(connection, pages[0] if is_list else b"content")

    store = ScriptedStore(script)
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **KEYS})
    browser = Browser(server.url, server.token)
    for name, (page, code) in UNSOUND.items():
        pages[0] = page
        identifier = ask(browser, prefixes=["d/"]).json["id"]
        with contextlib.suppress(http.client.HTTPException):
            browser.send("GET", f"archives/{identifier}")
        told = state(browser, identifier)
        assert (told["state"], told["error"]["code"]) == ("failed", code), name
    store.close()


def test_a_client_that_leaves_ends_the_reading(sides: Sides, wire: Wire) -> None:
    sides.put("tree/a", pattern(64))
    wire.reset()
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    answer = sides.browser.open("GET", f"archives/{identifier}")
    answer.read(MIB)
    assert wire.open_for("tree/a") == 1
    answer.close()
    assert eventually(lambda: wire.open_for("tree/a") == 0, 2)
    assert eventually(lambda: state(sides.browser, identifier)["state"] == "cancelled", 2)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_and_the_rest_of_jupyter(server: JupyterServer, sides: Sides) -> None:
    for number in range(4):
        sides.put(f"tree/{number}", pattern(50))
    warm = ask(sides.browser, keys=[sides.prefix + "tree/0"]).json["id"]
    assert sides.browser.send("GET", f"archives/{warm}").status == 200
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    memory = Memory(server)
    with (
        pinged(sides.browser) as waits,
        sides.browser.open("GET", f"archives/{identifier}") as zipped,
    ):
        size = sum(len(chunk) for chunk in iter(lambda: zipped.read(MIB), b""))
    assert size > 200 * MIB
    assert memory.growth() <= 32
    assert waits.median < 0.1


def test_hostile_keys(start_server: Callable[..., JupyterServer]) -> None:
    store = ScriptedStore(hostile_listing)
    server = start_server({"AWS_ENDPOINT_URL": store.endpoint, **KEYS})
    browser = Browser(server.url, server.token)
    found = download(browser, prefixes=["d/"])
    store.close()
    names = found.namelist()
    assert "d/ok" in names and "d/C_/x" in names and "NOT IN THIS ZIP.txt" in names
    for name in names:
        parts = name.removesuffix("/").split("/")
        assert not set(parts) & {"", ".", ".."} and ":" not in name and "\\" not in name
    text = found.read("NOT IN THIS ZIP.txt").decode()
    for key in ("d/../x", "d//etc/x", "d/a/../../x"):
        assert key in text
        assert not any(key in head for head in store.heads if "list-type" not in head)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "InvalidRequest"),
        ({"keys": [1]}, "InvalidRequest"),
        ({"keys": "x"}, "InvalidRequest"),
        ({"keys": ["a/../b"]}, "InvalidKey"),
        ({"keys": ["folder/"]}, "InvalidKey"),
        ({"prefixes": ["a"]}, "InvalidRequest"),
        ({"prefixes": ["a/../"]}, "InvalidKey"),
        ({"keys": ["a/x"], "base": "b/"}, "InvalidRequest"),
        ({"keys": ["a/x"], "bucket": ".."}, "InvalidKey"),
        ({"keys": ["x"] * 50_001}, "InvalidRequest"),
    ],
)
def test_what_is_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(S3DriveError) as caught:
        parse_archive(Fields({"bucket": "bucket", **fields}))
    assert caught.value.code == code


def test_how_many_are_remembered_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = parse_archive(Fields({"bucket": "bucket", "keys": ["x"]}))
    archives = Archives()
    archives.limit = 3
    made = [archives.add(asked) for _ in range(4)]
    with pytest.raises(S3DriveError):
        archives.get(made[0].id)
    for each in made[1:]:
        archives.take(each.id)
    with pytest.raises(S3DriveError) as caught:
        archives.add(asked)
    assert caught.value.code == "TooMany"
    made[1].become("done")
    waiting = archives.add(asked)
    archives.seconds = 0
    assert archives.get(made[2].id).state == "running"
    with pytest.raises(S3DriveError):
        archives.take(waiting.id)


def test_selections_share_a_budget_of_memory() -> None:
    """60 that wait took 455 MiB for ten minutes."""
    keys = [f"{'x' * 120}{number}" for number in range(MAX_CHOSEN)]
    large = parse_archive(Fields({"bucket": "bucket", "keys": keys}))
    small = parse_archive(Fields({"bucket": "bucket", "keys": ["x"]}))
    tracemalloc.start()
    parse_archive(Fields({"bucket": "bucket", "keys": keys}))
    again = [parse_archive(Fields({"bucket": "bucket", "keys": keys})) for _ in range(2)]
    real = tracemalloc.get_traced_memory()[0] / len(again)
    tracemalloc.stop()
    assert real == pytest.approx(large.memory, rel=0.2)
    archives = Archives()
    fitting = archives.memory // large.memory
    assert fitting > 1
    made = [archives.add(large) for _ in range(12)]
    with pytest.raises(S3DriveError):
        archives.get(made[-fitting - 1].id)
    taken = [archives.take(each.id) for each in made[-fitting:]]
    # What runs stays; there is room for a small one, which a large one does not drive out in vain.
    waiting = archives.add(small)
    with pytest.raises(S3DriveError) as caught:
        archives.add(large)
    assert caught.value.code == "TooMany"
    assert archives.get(waiting.id).state == "waiting"
    # One that has ended holds nothing.
    for each in taken:
        each.become("done")
        assert each.request.memory == 0
    assert archives.get(archives.add(large).id).state == "waiting"


def test_more_files_than_fit_without_zip64() -> None:
    writer, out = ZipWriter(), io.BytesIO()
    count = 65_600
    for number in range(count):
        out.write(writer.begin(f"{number}", 1) + writer.write(b"x") + writer.end())
    for piece in writer.finish():
        out.write(piece)
    found = zipfile.ZipFile(out)
    assert len(found.namelist()) == count
    assert found.read(str(count - 1)) == b"x"


def test_a_file_longer_than_fits_without_zip64() -> None:
    writer, size = ZipWriter(), 5 * 2**30
    start = writer.begin("large", size)
    # Version 4.5 is needed to read it, and its lengths stand behind the name.
    assert start[4] == 45 and b"\x01\x00\x10\x00" in start


def segments() -> st.SearchStrategy[str]:
    """Return segments of keys, hostile ones often."""
    odd = [
        "..",
        ".",
        "C:",
        "con",
        "NUL.txt",
        "a\\b",
        "a:b",
        "a\0b",
        " ",
        "a.",
        "A",
        "a",
        "é",
        "e\u0301",
    ]
    text = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=8)
    return st.one_of(st.sampled_from(odd), text)


@given(st.lists(st.lists(segments(), min_size=1, max_size=4).map("/".join), max_size=30))
def test_names_inside_are_safe_and_different(paths: list[str]) -> None:
    names = Names()
    found = [names.file(path) for path in paths]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        name.encode()
        assert not any(c in name for c in '\\:*?"<>|') and name.isprintable() is not None
        for segment in name.split("/"):
            assert segment not in ("", ".", "..") and segment[-1] not in ". "
            assert not any(ord(c) < 32 for c in segment)
    # No name is a file here and a folder there.
    for name in found:
        assert not any(other.casefold().startswith(name.casefold() + "/") for other in found)


def test_names_of_a_wide_and_deep_bucket_cost_little() -> None:
    names = Names()
    tracemalloc.start()
    start = time.process_time()
    for number in range(1000):
        names.file("/".join([str(number), *("x" * 7 for _ in range(120)), "file"]))
    same = {names.file("<:>|?*"[number % 6] * 3 + "x") for number in range(8000)}
    assert len(same) == 8000
    # 106 s, when each name was tried from 1 on.
    assert time.process_time() - start < 10
    assert tracemalloc.get_traced_memory()[0] < 8 * MIB
    tracemalloc.stop()


def test_a_folder_is_one_however_the_items_are_chosen(sides: Sides) -> None:
    chosen = ["a/1", "b/1", "a/2", "b/sub/1", "a/sub/1", "b/2"]
    for name in chosen:
        sides.put(name, name.encode())
    keys = [sides.prefix + name for name in chosen]
    found = download(sides.browser, keys=keys, base=sides.prefix)
    assert {name: found.read(name).decode() for name in found.namelist()} == {
        name: name for name in chosen
    }


def test_too_many_levels_are_listed(sides: Sides) -> None:
    deep = "/".join(["d"] * (MAX_LEVELS + 1))
    sides.put("tree/a", b"a")
    sides.put(f"tree/{deep}", b"deep")
    found = download(sides.browser, prefixes=[sides.prefix + "tree/"])
    assert found.read("tree/a") == b"a"
    assert f"tree/{deep}" in found.read(LEFT_OUT).decode()


def test_segments() -> None:
    for segment, safe in {
        "..": "__", "a.": "a_", "C:": "C_", "con": "_con", "Com1.txt": "_Com1.txt", "": "_",
        "a\u202etxt.exe": "a_txt.exe", "a\u2066b": "a_b", "a\u2028b": "a_b",
        "a\\..\\b": "a_.._b", "tab\there": "tab_here", "été": "été",
    }.items():  # fmt: skip
        assert safe_segment(segment) == safe
