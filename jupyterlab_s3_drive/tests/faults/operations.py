"""What the server does with both sides, as a person asks for it, and what is there before and after."""

from __future__ import annotations

import base64
import http.client
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE, Answer
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.servers import BUCKET
from jupyterlab_s3_drive.transfers.files import TEMPORARY

Bytes = Mapping[str, bytes]


@dataclass(frozen=True)
class Failure:
    """How an operation that failed was told.

    Attributes:
        status: of HTTP; 0 where the server is gone.
    """

    status: int
    code: str
    message: str


@dataclass(frozen=True)
class Operation:
    """An operation, and what exists before and after it, by names below the folder of each side.

    Attributes:
        stored: the objects before.
        files: the files of the workspace before.
        adds_stored, adds_files: what is there after it besides, or in place of what was.
        run: does it as often as a person tries it; None when it is done.
    """

    run: Callable[[Sides], Failure | None]
    stored: Bytes = field(default_factory=dict)
    files: Bytes = field(default_factory=dict)
    adds_stored: Bytes = field(default_factory=dict)
    adds_files: Bytes = field(default_factory=dict)

    def prepare(self, sides: Sides) -> None:
        """Make what is there before."""
        for name, body in self.stored.items():
            sides.put(name, body)
        for name, body in self.files.items():
            path = sides.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)

    def wrong(self, sides: Sides) -> list[str]:
        """Return what is neither as it was nor as it is wanted."""
        found = _differences("object", _stored(sides), self.stored, self.adds_stored)
        return found + _differences("file", _files(sides), self.files, self.adds_files)

    def is_done(self, sides: Sides) -> bool:
        """Return whether all is as wanted, and nothing else is there."""
        return _stored(sides) == {**self.stored, **self.adds_stored} and _files(sides) == {
            **self.files,
            **self.adds_files,
        }


def attempted(operation: Operation, sides: Sides) -> Failure | None:
    """Run an operation; a server that is gone is a failure too."""
    try:
        return operation.run(sides)
    except (OSError, http.client.HTTPException) as error:
        return Failure(0, "Gone", f"The server is gone: {type(error).__name__}")


def _stored(sides: Sides) -> dict[str, bytes]:
    return {name: sides.get(name) for name in sides.stored()}


def _files(sides: Sides) -> dict[str, bytes]:
    # What is hidden is not visible yet; a server that was killed may leave it.
    return {
        name: path.read_bytes()
        for name in sides.files()
        if (path := sides.folder / name).is_file() and not path.name.startswith(TEMPORARY)
    }


def _differences(kind: str, found: Bytes, before: Bytes, adds: Bytes) -> list[str]:
    wrong = [
        f"{kind} {name} has {len(body)} bytes of something else"
        for name, body in found.items()
        if body not in (before.get(name), adds.get(name))
    ]
    return wrong + [f"{kind} {name} is gone" for name in before if name not in found]


def _copied(direction: str, **fields: str) -> Callable[[Sides], Failure | None]:
    """Return a copy between workspace and S3. Whoever is asked wants what is there to be replaced."""

    def run(sides: Sides) -> Failure | None:
        side = f"{sides.path}/" if direction == "to-s3" else sides.prefix
        asked = {name: side + value for name, value in fields.items()}
        answer = sides.ask(direction, **asked)
        if answer.code == "Exists":
            answer = sides.ask(direction, **asked, overwrite="replace")
        if answer.status != 201:
            return _failure(answer)
        told = sides.ended(answer.json["id"], 100)
        sides.browser.send("DELETE", f"transfers/{told['id']}")
        if told["state"] == "done" and not told["failureCount"]:
            return None
        error = told["error"] or told["failures"][0]
        return Failure(error["status"], error["code"], error["message"])

    return run


def _zipped(sides: Sides) -> Failure | None:
    """Download a folder as a zip, and unpack it in the workspace."""
    fields = {"bucket": BUCKET, "prefixes": [sides.prefix + "tree/"]}
    made = sides.browser.send("POST", "archives", json.dumps(fields).encode())
    if made.status != 201:
        return _failure(made)
    path = f"archives/{made.json['id']}"
    try:
        answer = sides.browser.send("GET", path)
    except http.client.IncompleteRead:
        answer = None
    if answer and answer.status != 200:
        return _failure(answer)
    told = sides.browser.send("GET", f"{path}/state").json
    if answer is None or told["state"] != "done":
        # A zip that is not whole is told, and no program takes it for one.
        assert answer is None and told["state"] == "failed", told
        error = told["error"]
        return Failure(error["status"], error["code"], error["message"])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as found:
        assert found.testzip() is None
        found.extractall(sides.folder)
    return None


def _saved(name: str, body: bytes) -> Callable[[Sides], Failure | None]:
    """Return a save: a conditional write; one of which the answer was lost stands already."""

    def run(sides: Sides) -> Failure | None:
        path = f"{BUCKET}/{sides.prefix}{name}"
        there = sides.browser.s3("GET", path)
        if there.status == 200 and there.body == body:
            return None
        if there.status not in (200, 404):
            return _failure(there)
        condition = (
            {"If-Match": there.headers["ETag"]} if there.status == 200 else {"If-None-Match": "*"}
        )
        return _failure(sides.browser.s3("PUT", path, body, condition))

    return run


def _uploaded(name: str, parts: tuple[bytes, ...]) -> Callable[[Sides], Failure | None]:
    """Return an upload in parts, as the browser sends it."""

    def run(sides: Sides) -> Failure | None:
        path = f"{BUCKET}/{sides.prefix}{name}"
        if sides.browser.s3("HEAD", path).status == 200:
            return None
        begun = sides.browser.s3("POST", path, b"", query="?uploads")
        if begun.status != 200:
            return _failure(begun)
        upload = begun.body.split(b"<UploadId>")[1].split(b"<")[0].decode()
        listed = ""
        for number, part in enumerate(parts, 1):
            query = f"?partNumber={number}&uploadId={quote(upload)}"
            sent = sides.browser.s3("PUT", path, part, query=query)
            if sent.status != 200:
                return _failure(sent)
            etag = sent.headers["ETag"]
            listed += f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
        body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
        query = f"?uploadId={quote(upload)}"
        return _failure(sides.browser.s3("POST", path, body, {"If-None-Match": "*"}, query))

    return run


def _batched(way: str, source: str, target: str) -> Callable[[Sides], Failure | None]:
    """Return a copy in the store, as the panel asks for it."""

    def run(sides: Sides) -> Failure | None:
        path = f"/{BUCKET}/{sides.prefix}"
        if sides.browser.s3("HEAD", path[1:] + target).status == 200:
            return None
        headers = {
            "x-amz-copy-source": quote(path[1:] + source, safe=SDK_SAFE),
            "x-amz-copy-source-if-match": sides.browser.s3("HEAD", path[1:] + source).headers[
                "ETag"
            ],
            "if-none-match": "*",
        }
        part = {"method": way, "path": quote(path + target, safe=SDK_SAFE), "headers": headers}
        answer = sides.browser.send("POST", "batch", json.dumps({"requests": [part]}).encode())
        (line,) = (json.loads(each) for each in answer.body.splitlines())
        if line["status"] == 200:
            return None
        return Failure(line["status"], "", base64.b64decode(line["body"]).decode())

    return run


def _failure(answer: Answer) -> Failure | None:
    if answer.status == 200:
        return None
    message = answer.json["message"] if answer.code else answer.body.decode("latin-1")
    return Failure(answer.status, answer.code or "", message)


_OLD, _NEW = b"old" * 100, b"new" * 90
_MEDIUM, _LARGE, _PART = pattern(3), pattern(6), pattern(5)
_TREE = {"tree/a.txt": b"a", "tree/b.bin": pattern(1)[: 300 * 1024], "tree/sub/c.txt": b"c"}

#: Copies between workspace and S3, and zips: the server itself sends their requests.
OF_THE_SERVER: dict[str, Operation] = {
    "a file to S3": Operation(
        _copied("to-s3", workspacePath="a.txt"), files={"a.txt": _NEW}, adds_stored={"a.txt": _NEW}
    ),
    "a file to S3, over another one": Operation(
        _copied("to-s3", workspacePath="a.txt"),
        stored={"a.txt": _OLD, "other.txt": _OLD},
        files={"a.txt": _NEW},
        adds_stored={"a.txt": _NEW},
    ),
    "a file of 3 MiB to S3": Operation(
        _copied("to-s3", workspacePath="m"), files={"m": _MEDIUM}, adds_stored={"m": _MEDIUM}
    ),
    "a file to S3 in parts": Operation(
        _copied("to-s3", workspacePath="l"),
        stored={"l": _OLD},
        files={"l": _LARGE},
        adds_stored={"l": _LARGE},
    ),
    "a folder to S3": Operation(
        _copied("to-s3", workspacePath="tree"), files=_TREE, adds_stored=_TREE
    ),
    "an object to the workspace": Operation(
        _copied("to-workspace", key="a.txt"), stored={"a.txt": _NEW}, adds_files={"a.txt": _NEW}
    ),
    "an object to the workspace, over a file": Operation(
        _copied("to-workspace", key="a.txt"),
        stored={"a.txt": _NEW},
        files={"a.txt": _OLD, "other.txt": _OLD},
        adds_files={"a.txt": _NEW},
    ),
    "an object to the workspace in parts": Operation(
        _copied("to-workspace", key="l"), stored={"l": _LARGE}, adds_files={"l": _LARGE}
    ),
    "a folder to the workspace": Operation(
        _copied("to-workspace", prefix="tree/"), stored=_TREE, adds_files=_TREE
    ),
    "a zip": Operation(_zipped, stored=_TREE, adds_files=_TREE),
}

#: What a page sends, and the server passes on.
OF_THE_PAGE: dict[str, Operation] = {
    "a save": Operation(
        _saved("a.txt", _NEW), stored={"a.txt": _OLD, "b.txt": _OLD}, adds_stored={"a.txt": _NEW}
    ),
    "a save of a new file of 3 MiB": Operation(_saved("m", _MEDIUM), adds_stored={"m": _MEDIUM}),
    "an upload in parts": Operation(_uploaded("l", (_PART, _OLD)), adds_stored={"l": _PART + _OLD}),
    "a copy": Operation(
        _batched("COPY", "a.txt", "b.txt"), stored={"a.txt": _OLD}, adds_stored={"b.txt": _OLD}
    ),
    "a copy that reads and writes": Operation(
        _batched("REWRITE", "a.txt", "b.txt"), stored={"a.txt": _OLD}, adds_stored={"b.txt": _OLD}
    ),
}
