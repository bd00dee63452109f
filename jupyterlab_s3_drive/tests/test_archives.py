"""A selection as one zip: right for every reader, cut visibly where it cannot be whole."""

from __future__ import annotations

import http.client
import io
import json
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_s3_drive.archives.model import Archives, parse_archive
from jupyterlab_s3_drive.archives.names import Names, safe_segment
from jupyterlab_s3_drive.archives.writer import ZipWriter
from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.disposition import content_disposition
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.jsonbody import Fields
from jupyterlab_s3_drive.tests.browser import Answer, Browser
from jupyterlab_s3_drive.tests.copies import Sides, pattern
from jupyterlab_s3_drive.tests.hostile import hostile_listing
from jupyterlab_s3_drive.tests.servers import BUCKET, KEYS, MIB, eventually
from jupyterlab_s3_drive.tests.test_streaming import Memory
from jupyterlab_s3_drive.tests.wire import ScriptedStore, Wire


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
    sides.put("tree/a", pattern(8))
    wire.cut_answers_after = 3 * MIB
    wire.cut()
    identifier = ask(sides.browser, prefixes=[sides.prefix + "tree/"]).json["id"]
    answer = sides.browser.open("GET", f"archives/{identifier}")
    answer.read(MIB)
    sides.put("tree/a", bytes(8 * MIB))
    wire.reset()
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    assert state(sides.browser, identifier)["state"] == "failed"


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
    memory, times, sizes = Memory(server), [], []

    def read() -> None:
        with sides.browser.open("GET", f"archives/{identifier}") as answer:
            sizes.append(sum(len(chunk) for chunk in iter(lambda: answer.read(MIB), b"")))

    thread = threading.Thread(target=read)
    thread.start()
    while thread.is_alive():
        start = time.monotonic()
        assert sides.browser.send("GET", "api/status", below="").status == 200
        times.append(time.monotonic() - start)
        time.sleep(0.01)
    assert sizes[0] > 200 * MIB
    assert memory.growth() <= 32
    assert sorted(times)[len(times) // 2] < 0.1


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


def test_segments() -> None:
    for segment, safe in {
        "..": "__", "a.": "a_", "C:": "C_", "con": "_con", "Com1.txt": "_Com1.txt", "": "_",
        "a\\..\\b": "a_.._b", "tab\there": "tab_here", "été": "été",
    }.items():  # fmt: skip
        assert safe_segment(segment) == safe
