"""Copies between workspace and bucket, both ways, on every store."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, KEYS, MIB
from jupyterlab_s3_drive.tests.kit.stores import MinioStore

ODD_NAMES = ["a b+c%41.csv", "été 日本語 😀.txt", 'quote\'s "and" #h?x=1&y;z.txt', "~$[x]{y}@,!*()"]


@pytest.fixture
def sides(server: JupyterServer, store: Store, request: pytest.FixtureRequest) -> Sides:
    """The two folders of this test."""
    name = f"{zlib.crc32(request.node.nodeid.encode())}-{time.monotonic_ns()}"
    return Sides(server, store, name)


@pytest.mark.parametrize("size", [0, 1000, 5 * MIB, 40 * MIB + 1])
def test_a_file_there_and_back(sides: Sides, size: int) -> None:
    body = (pattern(size // MIB + 1))[:size]
    (sides.folder / "data.csv").write_bytes(body)
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/data.csv")
    assert told["state"] == "done" and told["target"] == sides.prefix + "data.csv"
    assert told["bytes"] == {"done": size, "total": size}
    assert told["objects"] == {"done": 1, "total": 1}
    assert (told["failureCount"], told["failures"], told["error"]) == (0, [], None)
    head = sides.s3.head_object(Bucket=BUCKET, Key=sides.prefix + "data.csv")
    assert (head["ContentLength"], head["ContentType"]) == (size, "text/csv")
    (sides.folder / "data.csv").unlink()
    told = sides.copy("to-workspace", key=sides.prefix + "data.csv")
    assert told["state"] == "done" and told["target"] == f"{sides.path}/data.csv"
    assert told["bytes"] == {"done": size, "total": size}
    assert (sides.folder / "data.csv").read_bytes() == body
    assert sides.files() == {"data.csv"}
    assert sides.uploads() == []


def test_a_tree_to_the_workspace(sides: Sides) -> None:
    expected = {}
    for name in ODD_NAMES:
        sides.put(f"tree/sub/{name}", name.encode())
        expected[f"tree/sub/{name}"] = name.encode()
    for key in ("empty/", "sub/deep/", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        sides.put(f"tree/{key}", b"")
    sides.put("tree/sub/.ipynb_checkpoints/b-checkpoint.ipynb")
    sides.put("tree/.s3-drive-move.json")
    sides.put("tree/.hidden/x")
    sides.put("treetop", b"not of the tree")
    told = sides.copy("to-workspace", prefix=sides.prefix + "tree/")
    assert told["state"] == "done"
    assert [(each["name"], each["code"]) for each in told["failures"]] == [
        (".hidden/x", "HiddenFile")
    ]
    assert told["failureCount"] == 1
    assert told["objects"]["total"] == told["objects"]["done"] + 1
    assert sides.files() == {"tree", "tree/sub", "tree/empty", "tree/sub/deep", *expected}
    for name, body in expected.items():
        assert (sides.folder / name).read_bytes() == body


def test_a_tree_to_s3(sides: Sides) -> None:
    tree = sides.folder / "tree"
    for folder in ("sub/deep/empty", ".ipynb_checkpoints", "sub/.git", "only-checkpoints"):
        (tree / folder).mkdir(parents=True)
    (tree / "only-checkpoints" / ".ipynb_checkpoints").mkdir()
    for name in (*ODD_NAMES, "../.ipynb_checkpoints-not", "a.tar.gz", "n.ipynb"):
        if not name.startswith(".."):
            (tree / "sub" / name).write_bytes(name.encode())
    for hidden in (".ipynb_checkpoints/x", "sub/.git/config", ".env", ".s3-drive-0.part"):
        (tree / hidden).write_bytes(b"hidden")
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/tree")
    assert (told["state"], told["failureCount"]) == ("done", 0)
    assert told["target"] == sides.prefix + "tree/"
    expected = {f"tree/sub/{name}" for name in (*ODD_NAMES, "a.tar.gz", "n.ipynb")}
    # SeaweedFS lists a folder that has a marker; whether others have one is the store's matter.
    assert {key for key in sides.stored() if not key.endswith("/")} == expected
    assert {"tree/sub/deep/empty/", "tree/only-checkpoints/"} <= sides.stored()
    for name in ODD_NAMES:
        assert sides.get(f"tree/sub/{name}") == name.encode()
    types = {"n.ipynb": "application/x-ipynb+json", "a.tar.gz": "application/gzip"}
    for name, kind in types.items():
        head = sides.s3.head_object(Bucket=BUCKET, Key=f"{sides.prefix}tree/sub/{name}")
        assert (head["ContentType"], head.get("ContentEncoding") or "") == (kind, "")


def test_many_objects(sides: Sides) -> None:
    folder = sides.folder / "many"
    folder.mkdir()
    for number in range(1100):
        (folder / f"{number:04}").write_bytes(str(number).encode())
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/many")
    assert told["objects"] == {"done": 1100, "total": 1100}
    told = sides.copy("to-workspace", prefix=sides.prefix + "many/", overwrite="both")
    assert told["target"] == f"{sides.path}/many (1)"
    assert told["objects"] == {"done": 1100, "total": 1100}
    assert (sides.folder / "many (1)" / "1099").read_bytes() == b"1099"


def test_overwriting_a_file_of_the_workspace(sides: Sides) -> None:
    target = sides.folder / "a.tar.gz"
    target.write_bytes(b"old")
    target.chmod(0o640)
    sides.put("a.tar.gz", b"new")
    key = sides.prefix + "a.tar.gz"
    answer = sides.ask("to-workspace", key=key)
    assert (answer.status, answer.code) == (409, "Exists")
    told = sides.copy("to-workspace", key=key, overwrite="skip")
    assert (told["state"], told["skipped"], told["objects"]["done"]) == ("done", 1, 0)
    assert target.read_bytes() == b"old"
    for number in (1, 2):
        told = sides.copy("to-workspace", key=key, overwrite="both")
        assert told["target"] == f"{sides.path}/a ({number}).tar.gz"
        assert (sides.folder / f"a ({number}).tar.gz").read_bytes() == b"new"
    assert target.read_bytes() == b"old"
    told = sides.copy("to-workspace", key=key, overwrite="replace")
    assert (told["state"], target.read_bytes()) == ("done", b"new")
    assert target.stat().st_mode & 0o777 == 0o640
    assert sides.files() == {"a.tar.gz", "a (1).tar.gz", "a (2).tar.gz"}


def test_overwriting_an_object(sides: Sides) -> None:
    (sides.folder / "a.csv").write_bytes(b"new")
    sides.put("a.csv", b"old")
    path = f"{sides.path}/a.csv"
    answer = sides.ask("to-s3", workspacePath=path)
    assert (answer.status, answer.code) == (409, "Exists")
    assert sides.copy("to-s3", workspacePath=path, overwrite="skip")["skipped"] == 1
    assert sides.get("a.csv") == b"old"
    for number in (1, 2):
        told = sides.copy("to-s3", workspacePath=path, overwrite="both")
        assert told["target"] == f"{sides.prefix}a ({number}).csv"
    assert sides.get("a.csv") == b"old"
    assert sides.copy("to-s3", workspacePath=path, overwrite="replace")["state"] == "done"
    assert sides.get("a.csv") == b"new"
    assert sides.stored() == {"a.csv", "a (1).csv", "a (2).csv"}


def test_overwriting_a_large_object(sides: Sides) -> None:
    sides.put("a", b"old")
    (sides.folder / "a").write_bytes(pattern(20))
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/a", overwrite="replace")
    assert told["state"] == "done"
    assert sides.get("a") == pattern(20)


@pytest.mark.parametrize("overwrite", ["skip", "replace"])
def test_merging_into_the_workspace(sides: Sides, overwrite: str) -> None:
    for name in ("both", "new", "sub/both", "sub/new", "file/in-its-place"):
        sides.put(f"tree/{name}", b"from s3")
    (sides.folder / "tree" / "sub").mkdir(parents=True)
    for name in ("both", "own", "sub/both", "file"):
        (sides.folder / "tree" / name).write_bytes(b"own")
    assert sides.ask("to-workspace", prefix=sides.prefix + "tree/").code == "Exists"
    told = sides.copy("to-workspace", prefix=sides.prefix + "tree/", overwrite=overwrite)
    assert [(each["name"], each["code"]) for each in told["failures"]] == [
        ("file/in-its-place", "Exists")
    ]
    expected = b"own" if overwrite == "skip" else b"from s3"
    assert told["skipped"] == (2 if overwrite == "skip" else 0)
    assert (sides.folder / "tree" / "both").read_bytes() == expected
    assert (sides.folder / "tree" / "sub" / "both").read_bytes() == expected
    for name in ("own", "file"):
        assert (sides.folder / "tree" / name).read_bytes() == b"own"
    for name in ("new", "sub/new"):
        assert (sides.folder / "tree" / name).read_bytes() == b"from s3"


@pytest.mark.parametrize("overwrite", ["skip", "replace"])
def test_merging_into_the_bucket(sides: Sides, overwrite: str) -> None:
    tree = sides.folder / "tree"
    for name in ("both", "new", "sub/both", "sub/new", "object/in-its-place", "folder"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(b"from workspace")
    for name in ("both", "own", "sub/both", "object", "folder/x"):
        sides.put(f"tree/{name}", b"own")
    assert sides.ask("to-s3", workspacePath=f"{sides.path}/tree").code == "Exists"
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/tree", overwrite=overwrite)
    assert sorted((each["name"], each["code"]) for each in told["failures"]) == [
        ("folder", "Exists"),
        ("object", "Exists"),
    ]
    expected = b"own" if overwrite == "skip" else b"from workspace"
    for name, body in {
        "both": expected, "sub/both": expected, "own": b"own", "object": b"own",
        "folder/x": b"own", "new": b"from workspace", "sub/new": b"from workspace",
    }.items():  # fmt: skip
        assert sides.get(f"tree/{name}") == body, name


def test_names_of_the_other_kind(sides: Sides) -> None:
    sides.put("is-object", b"object")
    sides.put("is-folder/x", b"x")
    (sides.folder / "is-object").mkdir()
    (sides.folder / "is-object" / "x").write_bytes(b"x")
    (sides.folder / "is-folder").write_bytes(b"file")
    for overwrite in ("fail", "skip", "replace"):
        for name in ("is-object", "is-folder"):
            path = f"{sides.path}/{name}"
            answer = sides.ask("to-s3", workspacePath=path, overwrite=overwrite)
            assert (answer.status, answer.code) == (409, "Exists"), (name, overwrite)
        for source in (
            {"key": sides.prefix + "is-object"},
            {"prefix": sides.prefix + "is-folder/"},
        ):
            answer = sides.ask("to-workspace", **source, overwrite=overwrite)
            assert (answer.status, answer.code) == (409, "Exists"), (source, overwrite)
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/is-object", overwrite="both")
    assert told["target"] == sides.prefix + "is-object (1)/"
    told = sides.copy("to-workspace", prefix=sides.prefix + "is-folder/", overwrite="both")
    assert told["target"] == f"{sides.path}/is-folder (1)"


def test_a_whole_bucket(sides: Sides, store: Store) -> None:
    bucket = f"whole-{time.monotonic_ns()}"
    sides.s3.create_bucket(Bucket=bucket)
    sides.s3.put_object(Bucket=bucket, Key="a/b", Body=b"x")
    told = sides.copy("to-workspace", bucket=bucket, prefix="")
    assert told["target"] == f"{sides.path}/{bucket}"
    assert (sides.folder / bucket / "a" / "b").read_bytes() == b"x"
    (sides.folder / "top").write_bytes(b"y")
    assert sides.copy("to-s3", bucket=bucket, prefix="", workspacePath=f"{sides.path}/top")
    assert sides.s3.get_object(Bucket=bucket, Key="top")["Body"].read() == b"y"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"direction": "sideways"}, 400, "InvalidRequest"),
        ({"overwrite": "always"}, 400, "InvalidRequest"),
        ({"prefix": "no-slash"}, 400, "InvalidRequest"),
        ({"prefix": "a/../b/"}, 400, "InvalidKey"),
        ({"prefix": "/"}, 400, "InvalidKey"),
        ({"bucket": ".."}, 400, "InvalidKey"),
        ({"direction": "to-workspace", "key": "a/../b"}, 400, "InvalidKey"),
        ({"direction": "to-workspace", "key": "folder/"}, 400, "InvalidKey"),
        ({"direction": "to-s3", "key": "key"}, 400, "InvalidRequest"),
        ({"direction": "to-workspace", "key": "there-is-none"}, 404, "NotFound"),
        ({"direction": "to-workspace", "prefix": "there-is-none/"}, 404, "NotFound"),
        ({"direction": "to-workspace", "workspacePath": "there-is-none"}, 404, "NotFound"),
        (
            {"direction": "to-workspace", "bucket": "there-is-none", "prefix": ""},
            404,
            "NoSuchBucket",
        ),
        ({"workspacePath": ".."}, 403, "OutsideWorkspace"),
        ({"workspacePath": "../../etc/hostname"}, 403, "OutsideWorkspace"),
        ({"workspacePath": "/etc/hostname"}, 404, "NotFound"),
        ({"workspacePath": "a\0b"}, 400, "NameNotAllowed"),
        ({"workspacePath": "a//b"}, 400, "NameNotAllowed"),
        ({"workspacePath": "a/./b"}, 400, "NameNotAllowed"),
        ({"workspacePath": "there-is-none"}, 404, "NotFound"),
        ({"workspacePath": ""}, 400, "InvalidRequest"),
        ({"workspacePath": ".hidden/x"}, 403, "HiddenFile"),
        ({"direction": "to-workspace", "workspacePath": ".hidden"}, 403, "HiddenFile"),
    ],
)
def test_what_is_refused(
    sides: Sides, server: JupyterServer, fields: dict[str, Any], status: int, code: str
) -> None:
    hidden = server.root / ".hidden"
    hidden.mkdir(exist_ok=True)
    (hidden / "x").write_bytes(b"x")
    sides.put("x")
    answer = sides.ask(**{"direction": "to-s3", **fields})
    assert (answer.status, answer.json["code"]) == (status, code), answer.body


def test_links_and_devices(sides: Sides, server: JupyterServer) -> None:
    outside = server.folder / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "secret").write_bytes(b"secret")
    tree = sides.folder / "tree"
    (tree / "real").mkdir(parents=True)
    (tree / "real" / "file").write_bytes(b"file")
    (server.root / ".hidden").mkdir(exist_ok=True)
    (server.root / ".hidden" / "x").write_bytes(b"x")
    links: dict[str, Path | str] = {
        "inside": tree / "real" / "file",
        "out-file": outside / "secret",
        "out-folder": outside,
        "device": "/dev/zero",
        "etc": "/etc/hostname",
        "loop": tree,
        "broken": tree / "nothing",
        "self": tree / "self",
        "to-hidden": server.root / ".hidden" / "x",
    }
    for name, to in links.items():
        (tree / name).symlink_to(to)
    os.mkfifo(tree / "pipe")
    for path in ("out-folder", "out-folder/secret", "out-file", "device", "etc"):
        answer = sides.ask("to-s3", workspacePath=f"{sides.path}/tree/{path}")
        assert (answer.status, answer.code) == (403, "OutsideWorkspace"), path
    assert sides.ask("to-s3", workspacePath=f"{sides.path}/tree/pipe").code == "SpecialFile"
    assert sides.ask("to-s3", workspacePath=f"{sides.path}/tree/to-hidden").code == "HiddenFile"
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/tree")
    assert {(each["name"], each["code"]) for each in told["failures"]} == {
        ("out-file", "OutsideWorkspace"),
        ("out-folder", "OutsideWorkspace"),
        ("device", "OutsideWorkspace"),
        ("etc", "OutsideWorkspace"),
        ("loop", "SpecialFile"),
        ("broken", "NotFound"),
        ("self", "NotFound"),
        ("pipe", "SpecialFile"),
        ("to-hidden", "HiddenFile"),
    }
    assert sides.get("tree/inside") == sides.get("tree/real/file") == b"file"
    assert {key for key in sides.stored() if not key.endswith("/")} == {
        "tree/inside",
        "tree/real/file",
    }
    # The other way: nothing is written through a link.
    for name in ("out-folder/new", "out-file", "real/new"):
        sides.put(f"back/{name}", b"from s3")
    os.rename(tree, sides.folder / "back")
    told = sides.copy("to-workspace", prefix=sides.prefix + "back/", overwrite="replace")
    assert [(each["name"], each["code"]) for each in told["failures"]] == [
        ("out-folder/new", "Exists")
    ]
    assert {each.name for each in outside.iterdir()} == {"secret"}
    assert (outside / "secret").read_bytes() == b"secret"
    assert (sides.folder / "back" / "real" / "new").read_bytes() == b"from s3"
    answer = sides.ask(
        "to-workspace", workspacePath=f"{sides.path}/back/out-folder", key=sides.prefix + "x"
    )
    assert (answer.status, answer.code) == (403, "OutsideWorkspace")


def test_hidden_files_where_the_server_permits_them(
    store: Store, start_server: Callable[..., JupyterServer]
) -> None:
    server = start_server(
        datalab_environment(store), {"FileContentsManager": {"allow_hidden": True}}
    )
    sides = Sides(server, store, f"hidden-{time.monotonic_ns()}")
    (sides.folder / "tree" / ".git").mkdir(parents=True)
    (sides.folder / "tree" / ".git" / "config").write_bytes(b"x")
    assert sides.copy("to-s3", workspacePath=f"{sides.path}/tree")["failureCount"] == 0
    assert sides.get("tree/.git/config") == b"x"
    told = sides.copy("to-workspace", prefix=sides.prefix + "tree/", overwrite="both")
    assert (told["failureCount"], told["target"]) == (0, f"{sides.path}/tree (1)")
    assert (sides.folder / "tree (1)" / ".git" / "config").read_bytes() == b"x"


def test_the_list_of_transfers(sides: Sides) -> None:
    sides.put("a")
    told = sides.copy("to-workspace", key=sides.prefix + "a")
    listed = sides.browser.send("GET", "transfers")
    assert listed.headers["Cache-Control"] == "no-store"
    assert told in listed.json["transfers"]
    assert sides.browser.send("DELETE", f"transfers/{told['id']}").status == 204
    for method in ("GET", "DELETE"):
        answer = sides.browser.send(method, f"transfers/{told['id']}")
        assert (answer.status, answer.json["code"]) == (404, "NotFound")


def test_the_administrators_switches(start_server: Callable[..., JupyterServer]) -> None:
    env = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", **KEYS}
    read_only = start_server(env, {"S3Drive": {"read_only": True}})
    (read_only.root / "x").write_bytes(b"x")
    body = b'{"direction": "to-s3", "bucket": "tests", "prefix": "", "workspacePath": "x"}'
    answer = Browser(read_only.url, read_only.token).send("POST", "transfers", body)
    assert (answer.status, answer.code) == (403, "ReadOnly")
    manager = "jupyterlab_s3_drive.tests.kit.managers.NoFiles"
    without = start_server(env, {"ServerApp": {"contents_manager_class": manager}})
    browser = Browser(without.url, without.token)
    answer = browser.send("POST", "transfers", body)
    assert (answer.status, answer.code) == (501, "WorkspaceUnavailable")
    status = browser.send("GET", "status").json
    assert status["features"]["workspace"] is False
    assert status["reasons"]["workspace"] == answer.json["message"]
    status = Browser(read_only.url, read_only.token).send("GET", "status").json
    assert (status["features"]["workspace"], status["reasons"]) == (True, {})


def test_a_person_who_may_read_only(
    store: Store, start_server: Callable[..., JupyterServer]
) -> None:
    if not isinstance(store, MinioStore):
        pytest.skip("needs temporary credentials of a person with few rights")
    bucket = "readable"
    client = store.client()
    client.create_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key="a", Body=b"x")
    server = start_server({**datalab_environment(store), **store.users()["reader"]})
    sides = Sides(server, store, f"reader-{time.monotonic_ns()}")
    assert sides.copy("to-workspace", bucket=bucket, key="a")["state"] == "done"
    told = sides.copy("to-s3", workspacePath=f"{sides.path}/a", bucket=bucket, prefix="b/")
    assert told["state"] == "failed"
    assert (told["error"]["code"], told["error"]["status"]) == ("AccessDenied", 403)
