"""What one gets of an object that is stored with a `Content-Encoding`: all readers alike."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
import zlib
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.encoding import PIECE, Gunzip, is_unpacked
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB

TEXT = b"a;b\n" + b"1;2\n" * 50_000
# Without the time of packing: processes that share the tests must name them alike.
PACKED = gzip.compress(TEXT, mtime=0)

#: Content-Encoding, name, what is stored, and whether it arrives unpacked.
TABLE = [
    ("gzip", "a.csv", PACKED, True),
    ("GZIP", "b.csv", PACKED, True),
    ("x-gzip", "c.csv", PACKED, True),
    ("aws-chunked,gzip", "d.csv", PACKED, True),
    ("gzip, identity", "e.csv", PACKED, True),
    ("gzip", "no-end", PACKED, True),
    ("gzip", "two-members.log", PACKED + PACKED, True),
    ("gzip", "false.csv", TEXT, False),
    ("gzip", "empty.csv", b"", False),
    ("gzip", "one-byte.csv", b"\x1f", False),
    ("gzip", "a.csv.gz", PACKED, False),
    ("gzip", "A.CSV.GZ", PACKED, False),
    ("gzip", "a.tgz", PACKED, False),
    ("gzip", "a.svgz", PACKED, False),
    ("gzip, gzip", "twice.csv", gzip.compress(PACKED), False),
    ("br", "a.br.csv", PACKED, False),
    ("deflate", "z.csv", zlib.compress(TEXT), False),
    ("utf-8", "u.csv", TEXT, False),
    ("identity", "i.csv", TEXT, False),
    ("aws-chunked", "chunked.csv", TEXT, False),
    ("", "plain.csv", TEXT, False),
]


@pytest.fixture
def sides(server: JupyterServer, store: Store, request: pytest.FixtureRequest) -> Sides:
    """A folder of each side for this test."""
    name = f"{zlib.crc32(request.node.nodeid.encode())}-{time.monotonic_ns()}"
    return Sides(server, store, name)


def put(sides: Sides, name: str, body: bytes, encoding: str) -> None:
    """Write an object with an encoding below the prefix."""
    more = {"ContentEncoding": encoding} if encoding else {}
    sides.s3.put_object(Bucket=BUCKET, Key=sides.prefix + name, Body=body, **more)


def saved(sides: Sides, name: str) -> bytes:
    """Return what a browser saves."""
    query = f"?response-content-disposition={quote('attachment')}"
    answer = sides.browser.s3("GET", f"{BUCKET}/{sides.prefix}{name}", query=query)
    assert answer.status == 200
    # Browsers would unpack by rules of their own.
    assert answer.headers["Content-Encoding"] is None
    # Nor may it go on with a range of something else.
    is_packed = answer.body != sides.get(name)
    for header in ("ETag", "Last-Modified", "Accept-Ranges", "Content-Length"):
        assert not (is_packed and answer.headers[header])
    return answer.body


def expected(body: bytes, unpacked: bool) -> bytes:
    return gzip.decompress(body) if unpacked else body


def test_every_reader_gives_the_same(sides: Sides) -> None:
    for encoding, name, body, _ in TABLE:
        put(sides, name, body, encoding)
    told = sides.copy("to-workspace")
    assert (told["state"], told["failureCount"]) == ("done", 0)
    copied = sides.folder / sides.path
    fields = {"bucket": BUCKET, "prefixes": [sides.prefix]}
    made = sides.browser.send("POST", "archives", json.dumps(fields).encode())
    answer = sides.browser.send("GET", f"archives/{made.json['id']}")
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert archive.testzip() is None
    zipped = {each.rpartition("/")[2]: archive.read(each) for each in archive.namelist()}
    zipped |= {name.replace(" (1)", ""): body for name, body in zipped.items()}
    for encoding, name, body, unpacked in TABLE:
        right = expected(body, unpacked)
        assert saved(sides, name) == right, (encoding, name)
        assert (copied / name).read_bytes() == right, (encoding, name)
        if name != "A.CSV.GZ":
            assert zipped[name] == right, (encoding, name)


def test_what_is_asked_for_otherwise_comes_as_it_is_stored(sides: Sides) -> None:
    for encoding, name, body, _ in TABLE:
        put(sides, name, body, encoding)
        path = f"{BUCKET}/{sides.prefix}{name}"
        stored = sides.s3.head_object(Bucket=BUCKET, Key=sides.prefix + name)
        for method in ("GET", "HEAD"):
            answer = sides.browser.s3(method, path)
            assert answer.body == (body if method == "GET" else b"")
            assert answer.headers["Content-Length"] == str(len(body))
            assert answer.headers["Content-Encoding"] is None
            told = answer.headers["X-S3-Drive-Content-Encoding"] or ""
            assert told == (stored.get("ContentEncoding") or "")


def test_large_objects(sides: Sides) -> None:
    # Larger packed than what is fetched in one part, or ahead for a zip.
    body = b"".join(zlib.crc32(bytes([n % 256]) * 9).to_bytes(4, "big") for n in range(256))
    body = pattern(3) + body
    noise = gzip.compress(body + bytes(range(256)) * 1000, 0)
    noise += gzip.compress(pattern(20), 0)
    put(sides, "large.csv", noise, "gzip")
    right = gzip.decompress(noise)
    told = sides.copy("to-workspace", key=sides.prefix + "large.csv")
    assert (told["state"], told["failureCount"]) == ("done", 0)
    assert (sides.folder / "large.csv").read_bytes() == right
    assert saved(sides, "large.csv") == right


def test_what_is_damaged_is_not_taken_for_whole(sides: Sides) -> None:
    put(sides, "cut.csv", PACKED[:-20], "gzip")
    told = sides.copy("to-workspace", key=sides.prefix + "cut.csv")
    assert [each["code"] for each in told["failures"]] == ["EncodingBroken"]
    assert sides.files() == set()
    with pytest.raises(Exception, match=r"IncompleteRead|RemoteDisconnected|reset|chunk"):
        saved(sides, "cut.csv")


@pytest.mark.parametrize("step", [1, 7, 1000, 10**9])
def test_gunzip_of_any_pieces(step: int) -> None:
    for body in (PACKED[:], gzip.compress(b""), gzip.compress(b"x") * 3, TEXT[:1000], b"\x1f", b""):
        gunzip, found = Gunzip(), bytearray()
        for start in range(0, len(body), step):
            for piece in gunzip.feed(body[start : start + step]):
                assert len(piece) <= max(PIECE, len(body))
                found += piece
        found += b"".join(gunzip.finish())
        assert found == expected(body, len(body) > 1 and body.startswith(b"\x1f\x8b"))


def test_a_bomb_comes_in_small_pieces() -> None:
    bomb = gzip.compress(bytes(64 * MIB))
    gunzip, done = Gunzip(), 0
    for piece in gunzip.feed(bomb):
        assert len(piece) <= PIECE
        done += len(piece)
    assert done + len(b"".join(gunzip.finish())) == 64 * MIB


@pytest.mark.parametrize(
    "body",
    [PACKED[:100], PACKED + b"more", PACKED[:50] + PACKED],
    ids=["cut", "with-a-rest", "cut-within"],
)
def test_broken_gzips(body: bytes) -> None:
    gunzip = Gunzip()
    with pytest.raises(S3DriveError) as caught:
        list(gunzip.feed(body))
        list(gunzip.finish())
    assert caught.value.code == "EncodingBroken"


def test_the_rule() -> None:
    for encoding, name, body, unpacked in TABLE:
        if body.startswith(b"\x1f\x8b"):
            assert is_unpacked(encoding, name.encode()) is unpacked, (encoding, name)
